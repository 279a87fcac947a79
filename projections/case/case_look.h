// What does a field of a thing say, as the kind of value that it has?
#pragma once

#include <optional>
#include <string_view>

#include "core/base/clock.h"
#include "core/calendar/civil_day.h"
#include "projections/case/case_field.h"
#include "projections/case/case_state.h"

namespace fallbuch {

// Nothing or empty: not known, or of another kind. Borrows the state, which must not change.
class CaseLook {
public:
    explicit CaseLook(const CaseState& state) : state_(state) {}

    const CaseState& state() const { return state_; }
    // A closed case waits for nothing; one of which it is not known is not closed.
    bool is_closed() const;
    std::string_view text(const CaseThing& thing, CaseField field) const;
    std::optional<CivilDay> day(const CaseThing& thing, CaseField field) const;
    std::optional<Instant> moment(const CaseThing& thing, CaseField field) const;
    bool is_yes(const CaseThing& thing, CaseField field) const;
    // A date within a value of several parts, as `to` of a validity.
    std::optional<CivilDay> day_in(const CaseThing& thing, CaseField field,
                                   std::string_view part) const;
    // The same as text() and day(), but nothing if the newest event about the thing did not say it.
    std::string_view newest_text(const CaseThing& thing, CaseField field) const;
    std::optional<CivilDay> newest_day(const CaseThing& thing, CaseField field) const;

    std::string_view status(const CaseThing& thing) const;
    // Since when; nothing if it has none.
    std::optional<Instant> status_since(const CaseThing& thing) const;
    CivilDay day_of(Instant instant) const { return state_.model().berlin().day_of(instant); }

private:
    const CaseRegister* find(const CaseThing& thing, CaseField field) const;

    const CaseState& state_;
};

}  // namespace fallbuch

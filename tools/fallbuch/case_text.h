// How a case is shown: to people in German, to programs as JSON.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/calendar/civil_day.h"
#include "projections/case/case_card.h"
#include "projections/case/case_changes.h"
#include "projections/case/case_model.h"
#include "projections/case/case_state.h"
#include "projections/case/thing_kind.h"
#include "tools/fallbuch/field_order.h"
#include "tools/fallbuch/table.h"

namespace fallbuch {

// Longer lists of things are cut to the newest, unless all are wanted.
inline constexpr std::size_t kThingsShown = 10;

// How a case is to be shown.
struct CaseView {
    CivilDay day{};  // the one that is asked about: deadlines are seen from it
    bool all = false;
};

// Writes for a terminal of some width. Borrows model and order.
class CaseText {
public:
    CaseText(const CaseModel& model, const FieldOrder& order, std::size_t width)
        : model_(model), order_(order), width_(width) {}

    // A section for each kind of thing that there is.
    Result<std::string> state(const CaseState& state, const CaseView& view) const;
    // A line for each value that changed: what it was, what it is; in the catalogue's order.
    Result<std::string> changes(const std::vector<CaseChange>& changes) const;

private:
    struct Section;
    std::string title(ThingKind kind, const std::string& thing, std::uint16_t field) const;
    Result<std::string> value(const CaseChange& where, ByteView cbor) const;
    std::vector<const CaseRegister*> ordered(const CaseThing& thing, bool is_closed) const;
    Result<std::string> change_text(const CaseChange& change) const;
    Result<std::string> section(const Section& section) const;
    Status add_thing(const Section& section, const CaseThing& thing, Table& table) const;

    const CaseModel& model_;
    const FieldOrder& order_;
    std::size_t width_;
};

// Who is responsible on a day, who will be, and who stands in, a line for each, at most so wide:
//   U-122, Team 415
//   ab 01.09.2026 U-130, Team 415
//   in Vertretung U-107 bis 14.08.2026
std::vector<std::string> responsible_lines(const CaseCard& card, CivilDay day, std::size_t width);

// {"phase", "cycle", "day", "clocks": [{"kind", "name", "rule", "what", "source", "due",
// "days_left"}], "responsible": {"caseworker", "unit", "team", "from", "to"} or null, "deputies":
// [{"caseworker", "from", "to", "now"}], "things": [{"kind", "name", "values": {field:
// {"value", "since", "position"}}}]}, as JSON text; `day` is the one asked about.
Result<std::string> state_to_json(const CaseState& state, CivilDay day);
// [{"kind", "name", "field", "before", "after"}], as JSON text.
Result<std::string> changes_to_json(const CaseModel& model, const std::vector<CaseChange>& changes);

}  // namespace fallbuch

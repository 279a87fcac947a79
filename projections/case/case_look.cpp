#include "projections/case/case_look.h"

#include <cstddef>

#include "core/calendar/timestamp.h"
#include "core/codec/cbor.h"
#include "projections/case/case_model.h"
#include "projections/case/thing_kind.h"

namespace fallbuch {

bool CaseLook::is_closed() const {
    const CaseThing* casework = state_.find(ThingKind::casework);
    return casework != nullptr && status(*casework) == "geschlossen";
}

const CaseRegister* CaseLook::find(const CaseThing& thing, CaseField field) const {
    return thing.find(state_.model().number_of(field));
}

std::string_view CaseLook::text(const CaseThing& thing, CaseField field) const {
    return state_.text(thing, state_.model().number_of(field)).value_or("");
}

std::optional<CivilDay> CaseLook::day(const CaseThing& thing, CaseField field) const {
    return parse_day(text(thing, field));
}

std::optional<Instant> CaseLook::moment(const CaseThing& thing, CaseField field) const {
    return parse_timestamp(text(thing, field));
}

bool CaseLook::is_yes(const CaseThing& thing, CaseField field) const {
    const CaseRegister* found = find(thing, field);
    if (found == nullptr) return false;
    CborReader reader(state_.value(*found));
    return reader.kind() == CborKind::boolean && reader.boolean();
}

std::optional<CivilDay> CaseLook::day_in(const CaseThing& thing, CaseField field,
                                         std::string_view part) const {
    const CaseRegister* found = find(thing, field);
    if (found == nullptr) return std::nullopt;
    CborReader reader(state_.value(*found));
    if (reader.kind() != CborKind::map) return std::nullopt;
    for (std::size_t left = reader.map(); left > 0 && reader.ok(); --left) {
        const bool is_part = reader.text() == part;
        const bool is_text = reader.kind() == CborKind::text;
        if (is_part && is_text) return parse_day(reader.text());
        reader.item();
    }
    return std::nullopt;
}

std::string_view CaseLook::newest_text(const CaseThing& thing, CaseField field) const {
    const CaseRegister* found = find(thing, field);
    return found != nullptr && found->place == thing.newest() ? text(thing, field) : "";
}

std::optional<CivilDay> CaseLook::newest_day(const CaseThing& thing, CaseField field) const {
    return parse_day(newest_text(thing, field));
}

std::string_view CaseLook::status(const CaseThing& thing) const {
    return state_.text(thing, CaseModel::kStatus).value_or("");
}

std::optional<Instant> CaseLook::status_since(const CaseThing& thing) const {
    const CaseRegister* found = thing.find(CaseModel::kStatus);
    if (found == nullptr) return std::nullopt;
    return found->place.occurred;
}

}  // namespace fallbuch

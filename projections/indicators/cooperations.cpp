#include "projections/indicators/cooperations.h"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include "projections/indicators/case_outline.h"
#include "projections/indicators/disclosure.h"
#include "projections/indicators/groups.h"

namespace fallbuch::indicators {
namespace {

struct Cooperation {
    std::string kind{kUntold};
    std::string partner{kUntold};
};

// What is not said stays as it was.
void tell(std::string& value, std::string_view told) {
    if (!told.empty()) value = told;
}

}  // namespace

void Cooperations::count(const CaseShare& share) {
    std::map<std::string, Cooperation> found;
    for (const OutlineEvent& event : share.outline.events()) {
        if (!event.is("CoordinationRecorded") || !share.counts(event)) continue;
        std::string id(event.text("coordinationId"));
        // One whose name is erased is none of the others.
        if (id.empty()) id = '#' + std::to_string(found.size());
        Cooperation& one = found[id];
        tell(one.kind, event.text("kind"));
        tell(one.partner, event.text("partnerKind"));
    }
    Tally::CaseCounts kinds;
    Tally::CaseCounts partners;
    for (const auto& [id, one] : found) {
        ++kinds[one.kind];
        ++partners[one.partner];
    }
    kinds_.add_case(kinds);
    partners_.add_case(partners);
}

void Cooperations::merge(const Cooperations& other) {
    kinds_.merge(other.kinds_);
    partners_.merge(other.partners_);
}

std::vector<IndicatorTable> Cooperations::tables(const TableParts& parts) const {
    const auto line = [&](const Tally& tally, std::string_view list) {
        return disclose(tally, code_groups(tally, parts.catalogue, list), {"all", ""},
                        parts.question.group_min);
    };
    return {{"by_kind",
             "Formell oder informell",
             "Kooperationen",
             {line(kinds_, "cooperation-kind")},
             true},
            {"by_partner", "Mit wem", "Kooperationen", {line(partners_, "partner-kind")}, false}};
}

}  // namespace fallbuch::indicators

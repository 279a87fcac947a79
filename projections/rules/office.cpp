#include "projections/rules/office.h"

#include <algorithm>

namespace fallbuch::rules {

bool Office::applies(std::string_view rulebook, std::string_view version, std::string_view unit,
                     CivilDay day) const {
    return std::any_of(applications.begin(), applications.end(), [&](const Application& one) {
        const bool is_meant =
            one.rulebook == rulebook && (one.version.empty() || one.version == version);
        const bool is_here = one.units.empty() ||
                             std::find(one.units.begin(), one.units.end(), unit) != one.units.end();
        return is_meant && is_here && one.valid.covers(day);
    });
}

}  // namespace fallbuch::rules

#include "projections/rules/office.h"

#include <algorithm>
#include <utility>
#include <vector>

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

void Office::adopt(const Rulebook& book) {
    const std::vector<Application> told = applications;
    for (Application one : told) {
        const bool is_superseded =
            one.rulebook == book.id && std::ranges::count(book.supersedes, one.version) != 0;
        if (!is_superseded) continue;
        one.version = book.version;
        applications.push_back(std::move(one));
    }
}

}  // namespace fallbuch::rules

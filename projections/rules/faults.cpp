#include "projections/rules/faults.h"

#include <algorithm>
#include <tuple>

namespace fallbuch::rules {

std::string describe(const std::vector<RulebookFault>& faults) {
    std::vector<RulebookFault> sorted = faults;
    std::stable_sort(sorted.begin(), sorted.end(), [](const auto& left, const auto& right) {
        return std::tuple(left.place.in_base, left.place.line, left.place.column) <
               std::tuple(right.place.in_base, right.place.line, right.place.column);
    });
    std::string text;
    for (const RulebookFault& fault : sorted) {
        if (!text.empty()) text += '\n';
        text += (fault.place.in_base ? "in the rulebook that is amended, line " : "line ") +
                std::to_string(fault.place.line) + ", column " +
                std::to_string(fault.place.column) + ": " + fault.what;
    }
    return text;
}

}  // namespace fallbuch::rules

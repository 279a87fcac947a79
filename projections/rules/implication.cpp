#include "projections/rules/implication.h"

#include <algorithm>
#include <cstddef>

#include "projections/rules/comparison.h"
#include "projections/rules/condition.h"
#include "projections/rules/possibility.h"
#include "projections/rules/value_domain.h"

namespace fallbuch::rules {
namespace {

// Both ask for the same attribute, and no value makes the first true and the second false.
bool leaves_no_other_value(const Condition& narrow, const Condition& wide) {
    const Operand* path = compared_path(narrow);
    const Operand* other = compared_path(wide);
    if (path == nullptr || other == nullptr || !is_same_path(path->path, other->path)) return false;
    if (wide.kind == ConditionKind::present) return true;
    // Of a text that cannot be read nobody knows what it cites.
    if ((wide.kind == ConditionKind::cites) != (narrow.kind == ConditionKind::cites)) return false;
    ValueDomain domain(path->path.codes);
    if (!take_comparison(narrow, true, domain)) return false;
    ValueDomain further = domain;
    return take_comparison(wide, true, further) && !take_comparison(wide, false, domain);
}

// Of two that ask for open objects: each pair that the other has.
bool has_pairs_of(const Condition& narrow, const Condition& wide) {
    for (std::size_t i = 0; i + 1 < wide.operands.size(); i += 2) {
        bool is_there = false;
        for (std::size_t j = 0; j + 1 < narrow.operands.size(); j += 2) {
            is_there = is_there || (is_same(narrow.operands[j], wide.operands[i]) &&
                                    is_same(narrow.operands[j + 1], wide.operands[i + 1]));
        }
        if (!is_there) return false;
    }
    return true;
}

bool implies_one(const Condition& narrow, const Condition& wide) {
    if (is_same(narrow, wide)) return true;
    if (narrow.kind != ConditionKind::holds || wide.kind != ConditionKind::holds) {
        return leaves_no_other_value(narrow, wide);
    }
    if (narrow.index != wide.index || !has_pairs_of(narrow, wide)) return false;
    if (wide.parts.empty()) return true;
    return !narrow.parts.empty() && implies(narrow.parts.front(), wide.parts.front());
}

}  // namespace

bool implies(const Condition& narrow, const Condition& wide) {
    const auto implies_wide = [&](const Condition& part) { return implies(part, wide); };
    const auto is_implied = [&](const Condition& part) { return implies(narrow, part); };
    if (wide.kind == ConditionKind::all) return std::ranges::all_of(wide.parts, is_implied);
    if (narrow.kind == ConditionKind::any) return std::ranges::all_of(narrow.parts, implies_wide);
    if (narrow.kind == ConditionKind::all && std::ranges::any_of(narrow.parts, implies_wide)) {
        return true;
    }
    if (wide.kind == ConditionKind::any) return std::ranges::any_of(wide.parts, is_implied);
    return implies_one(narrow, wide);
}

}  // namespace fallbuch::rules

#include "projections/rules/elementary_checks.h"

#include <algorithm>
#include <array>
#include <utility>

#include "projections/rules/check_parts.h"
#include "projections/rules/condition.h"
#include "projections/rules/definitions.h"

namespace fallbuch::rules {
namespace {

void swap_roots(Condition& condition);

void swap_roots(Operand& operand) {
    if (operand.kind == OperandKind::path) {
        PathRoot& root = operand.path.root;
        if (root == PathRoot::activation) {
            root = PathRoot::target;
        } else if (root == PathRoot::target) {
            root = PathRoot::activation;
        }
    }
    for (Operand& part : operand.parts) swap_roots(part);
    for (Condition& which : operand.open) swap_roots(which);
}

void swap_roots(Condition& condition) {
    for (Condition& part : condition.parts) swap_roots(part);
    for (Operand& operand : condition.operands) swap_roots(operand);
}

void swap_roots(Patterns& patterns) {
    for (Pattern& pattern : patterns) {
        if (pattern.where) swap_roots(*pattern.where);
        for (auto& [own, other] : pattern.match) {
            swap_roots(own);
            swap_roots(other);
        }
    }
}

// The same the other way round: what was required activates, and requires what activated. The
// pairs of `match` stand beside the target.
Check mirrored(const Check& check, Template kind) {
    Check other = check;
    other.kind = kind;
    std::swap(other.on, other.require.front());
    swap_roots(other.on);
    swap_roots(other.require.front());
    auto match = check.require.front().front().match;
    for (auto& [own, with] : match) {
        swap_roots(own);
        swap_roots(with);
        std::swap(own, with);
    }
    for (Pattern& pattern : other.on) pattern.match.clear();
    for (Pattern& pattern : other.require.front()) pattern.match = match;
    return other;
}

}  // namespace

std::vector<Check> elementary(Check check) {
    struct Pair {
        Template whole;
        Template forward;
        Template backward;
    };
    constexpr std::array kPairs{
        Pair{Template::succession, Template::response, Template::precedence},
        Pair{Template::chain_succession, Template::chain_response, Template::chain_precedence},
        Pair{Template::alternate_succession, Template::alternate_response,
             Template::alternate_precedence},
        Pair{Template::co_existence, Template::responded_existence, Template::responded_existence}};
    const auto found = std::find_if(kPairs.begin(), kPairs.end(),
                                    [&](const Pair& one) { return one.whole == check.kind; });
    if (found == kPairs.end() || check.require.empty() || check.require.front().empty()) {
        return {std::move(check)};
    }
    Check backward = mirrored(check, found->backward);
    backward.part += backward.part.empty() ? "zuvor" : "-zuvor";
    check.kind = found->forward;
    return {std::move(check), std::move(backward)};
}

}  // namespace fallbuch::rules

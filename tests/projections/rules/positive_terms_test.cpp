// Conditions without "not", against what both come to of all values that attributes may have.
#include "projections/rules/positive_terms.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "projections/rules/condition.h"
#include "tests/projections/rules/random_conditions.h"

namespace fallbuch::rules {
namespace {

using namespace testing;

// How often "not" stands over anything but "in" and "present".
std::size_t nested_denials(const Condition& condition) {
    std::size_t count = 0;
    if (condition.kind == ConditionKind::negation) {
        const ConditionKind kind = condition.parts.front().kind;
        if (kind != ConditionKind::in && kind != ConditionKind::present) ++count;
    }
    for (const Condition& part : condition.parts) count += nested_denials(part);
    return count;
}

TEST_CASE("a condition in positive terms is judged as the one that it was made of",
          "[projections][rules]") {
    const bool are_numbers = GENERATE(false, true);
    const auto& values = telling_values(are_numbers);
    std::size_t had_denials = 0;
    for (std::uint32_t seed = 0; seed < 3'000; ++seed) {
        CAPTURE(seed, are_numbers);
        const Condition condition = RandomConditions(seed, are_numbers).next(3);
        const Condition positive = in_positive_terms(condition);
        if (nested_denials(condition) > 0) ++had_denials;
        REQUIRE(nested_denials(positive) == 0);
        const bool is_same = std::ranges::all_of(values, [&](const auto& first) {
            return std::ranges::all_of(values, [&](const auto& second) {
                return naive_answer(condition, {first, second}) ==
                       naive_answer(positive, {first, second});
            });
        });
        REQUIRE(is_same);
    }
    CHECK(had_denials > 1'000);
}

Condition over_list(ConditionKind kind, Condition body) {
    Condition condition = condition_of(kind, {path_of(1)});
    condition.parts.push_back(std::move(body));
    return condition;
}

TEST_CASE("not every is some not, and not some is none", "[projections][rules]") {
    const auto denied = [](Condition inner) {
        return in_positive_terms(joined(ConditionKind::negation, {std::move(inner)}));
    };
    const Condition is_a = condition_of(ConditionKind::eq, {path_of(0), text_of("A")});
    const Condition not_a = joined(ConditionKind::negation, {is_a});

    const Condition some_not = denied(over_list(ConditionKind::every, is_a));
    CHECK(some_not.kind == ConditionKind::some);
    CHECK(some_not.parts.front().kind == ConditionKind::ne);

    const Condition none = denied(over_list(ConditionKind::some, is_a));
    REQUIRE(none.kind == ConditionKind::negation);
    CHECK(none.parts.front().kind == ConditionKind::some);
    CHECK(none.parts.front().parts.front().kind == ConditionKind::eq);

    const Condition each = denied(over_list(ConditionKind::some, not_a));
    CHECK(each.kind == ConditionKind::every);
    CHECK(each.parts.front().kind == ConditionKind::eq);

    // An open thing has no opposite; what is asked of it is put in positive terms.
    Condition open = joined(ConditionKind::holds, {joined(ConditionKind::negation, {not_a})});
    const Condition closed = denied(open);
    REQUIRE(closed.kind == ConditionKind::negation);
    CHECK(closed.parts.front().kind == ConditionKind::holds);
    CHECK(closed.parts.front().parts.front().kind == ConditionKind::eq);
}

}  // namespace
}  // namespace fallbuch::rules

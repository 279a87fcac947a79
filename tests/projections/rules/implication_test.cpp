// What is true whenever something else is, beside all values that attributes may have.
#include "projections/rules/implication.h"

#include <catch2/catch.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "projections/rules/condition.h"
#include "projections/rules/norm_reader.h"
#include "tests/projections/rules/random_conditions.h"

namespace fallbuch::rules {
namespace {

using namespace testing;

bool is_true_whenever(const Condition& wide, const Condition& narrow, bool are_numbers) {
    const auto& values = telling_values(are_numbers);
    for (const auto& first : values) {
        for (const auto& second : values) {
            const bool is_narrow = naive_answer(narrow, {first, second}) == Answer::yes;
            if (is_narrow && naive_answer(wide, {first, second}) != Answer::yes) return false;
        }
    }
    return true;
}

// Of so many seeds two conditions each, of at most this depth.
template <typename Visit>
void each_pair(std::uint32_t seeds, int depth, bool are_numbers, const Visit& visit) {
    for (std::uint32_t seed = 0; seed < seeds; ++seed) {
        CAPTURE(seed, are_numbers);
        RandomConditions conditions(seed, are_numbers);
        const Condition narrow = conditions.next(depth);
        const Condition wide = conditions.next(depth);
        visit(narrow, wide);
    }
}

TEST_CASE("what is said to follow is true of all values", "[projections][rules]") {
    const bool are_numbers = GENERATE(false, true);
    std::size_t said = 0;
    each_pair(20'000, 2, are_numbers, [&](const Condition& narrow, const Condition& wide) {
        if (!implies(narrow, wide)) return;
        ++said;
        REQUIRE(is_true_whenever(wide, narrow, are_numbers));
    });
    CHECK(said > 1'000);
}

TEST_CASE("of two comparisons one is said to follow if and only if it does",
          "[projections][rules]") {
    const bool are_numbers = GENERATE(false, true);
    std::size_t said = 0;
    each_pair(5'000, 0, are_numbers, [&](const Condition& narrow, const Condition& wide) {
        const bool follows = is_true_whenever(wide, narrow, are_numbers);
        REQUIRE(implies(narrow, wide) == follows);
        if (follows) ++said;
    });
    CHECK(said > 200);
}

TEST_CASE("an open thing that is asked more of is one that less is asked of",
          "[projections][rules]") {
    const auto is = [](const std::string& text) {
        Operand object = path_of(0);
        object.path.root = PathRoot::object;
        return condition_of(ConditionKind::eq, {object, text_of(text)});
    };
    const auto open = [](std::uint16_t kind, std::vector<Condition> where) {
        Condition condition = joined(ConditionKind::holds, std::move(where));
        condition.index = kind;
        return condition;
    };
    const Condition some = open(1, {});
    const Condition some_a = open(1, {is("A")});
    const Condition some_a_or_b = open(1, {joined(ConditionKind::any, {is("A"), is("B")})});
    CHECK(implies(some_a, some));
    CHECK(implies(some_a, some_a_or_b));
    CHECK_FALSE(implies(some_a_or_b, some_a));
    CHECK_FALSE(implies(some, some_a));
    CHECK_FALSE(implies(some_a, open(2, {})));
}

TEST_CASE("a text that cannot be read as a norm cites none for certain", "[projections][rules]") {
    const auto cites_one = [](const std::string& norm) {
        Condition condition = condition_of(ConditionKind::cites, {path_of(0)});
        condition.norms = read_norms(norm);
        return condition;
    };
    const Condition paragraph = cites_one("§ 32 Abs. 1 SGB II");
    const Condition section = cites_one("§ 32 SGB II");
    CHECK(implies(paragraph, section));
    CHECK_FALSE(implies(section, paragraph));
    CHECK_FALSE(
        implies(condition_of(ConditionKind::eq, {path_of(0), text_of("Einwilligung")}), section));
}

}  // namespace
}  // namespace fallbuch::rules

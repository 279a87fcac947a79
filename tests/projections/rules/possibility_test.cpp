// What can be true together, beside all values that attributes may have.
#include "projections/rules/possibility.h"

#include <catch2/catch.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "projections/rules/condition.h"
#include "projections/rules/norm_reader.h"
#include "projections/rules/rulebook.h"
#include "tests/projections/rules/random_conditions.h"

namespace fallbuch::rules {
namespace {

using namespace testing;

bool some_assignment(const Condition& condition, Answer wanted, bool are_numbers) {
    const auto& values = telling_values(are_numbers);
    for (const auto& first : values) {
        for (const auto& second : values) {
            if (naive_answer(condition, {first, second}) == wanted) return true;
        }
    }
    return false;
}

void check_against_naive(bool are_numbers) {
    const Rulebook book;
    std::size_t possible = 0;
    std::size_t impossible = 0;
    for (std::uint32_t seed = 0; seed < 20'000; ++seed) {
        CAPTURE(seed);
        const Condition condition = RandomConditions(seed, are_numbers).next(3);
        const bool can_be_true = some_assignment(condition, Answer::yes, are_numbers);
        const bool can_be_false = some_assignment(condition, Answer::no, are_numbers);
        REQUIRE(may_hold(std::vector<Claim>{{&condition, true}}, book, {}) == can_be_true);
        REQUIRE(may_hold(std::vector<Claim>{{&condition, false}}, book, {}) == can_be_false);
        (can_be_true ? possible : impossible) += 1;
    }
    CHECK(possible > 1'000);
    CHECK(impossible > 1'000);
}

TEST_CASE("texts can be as conditions say if and only if some texts are", "[projections][rules]") {
    check_against_naive(false);
}

TEST_CASE("numbers can be as conditions say if and only if some numbers are",
          "[projections][rules]") {
    check_against_naive(true);
}

TEST_CASE("a fact may be another one later, an attribute of an event may not",
          "[projections][rules]") {
    const Rulebook book;
    Operand fact = path_of(0);
    fact.path.root = PathRoot::fact;
    for (const Operand& path : {path_of(0), fact}) {
        const Condition is_a = condition_of(ConditionKind::eq, {path, text_of("A")});
        const Condition is_b = condition_of(ConditionKind::eq, {path, text_of("B")});
        const bool is_fact = path.path.root == PathRoot::fact;
        const std::vector<Claim> at_once{{&is_a}, {&is_b}};
        CHECK_FALSE(may_hold(at_once, book, {}));
        const std::vector<Claim> later{{&is_a}, {&is_b, true, JudgedAt::later}};
        CHECK(may_hold(later, book, {}) == is_fact);
    }
}

TEST_CASE("an object that is open need not be the one at hand", "[projections][rules]") {
    const Rulebook book;
    Operand object = path_of(0);
    object.path.root = PathRoot::object;
    const Condition is_a = condition_of(ConditionKind::eq, {object, text_of("A")});
    const Condition is_b = condition_of(ConditionKind::eq, {object, text_of("B")});
    const Condition some_b = joined(ConditionKind::holds, {is_b});
    const Condition none = joined(ConditionKind::holds, {});
    CHECK_FALSE(may_hold(std::vector<Claim>{{&is_a}, {&is_b}}, book, {}));
    CHECK(may_hold(std::vector<Claim>{{&is_a}, {&some_b}}, book, {}));
    CHECK(may_hold(std::vector<Claim>{{&some_b}, {&is_a}}, book, {}));
    // None is open, so none is that fits.
    CHECK_FALSE(may_hold(std::vector<Claim>{{&some_b}, {&none, false}}, book, {}));
    CHECK(may_hold(std::vector<Claim>{{&some_b, false}, {&none}}, book, {}));
}

TEST_CASE("a text can name what norms say and what it is equal to", "[projections][rules]") {
    const Rulebook book;
    const auto cites_one = [](const std::string& norm) {
        Condition condition = condition_of(ConditionKind::cites, {path_of(0), text_of(norm)});
        condition.norms = read_norms(norm);
        return condition;
    };
    const Condition paragraph = cites_one("§ 32 Abs. 1 SGB II");
    const Condition section = cites_one("§ 32 SGB II");
    const Condition other = cites_one("§ 31 SGB II");
    CHECK(may_hold(std::vector<Claim>{{&paragraph}, {&other}}, book, {}));
    CHECK(may_hold(std::vector<Claim>{{&paragraph}, {&other, false}}, book, {}));
    CHECK(may_hold(std::vector<Claim>{{&section}, {&paragraph, false}}, book, {}));
    CHECK_FALSE(may_hold(std::vector<Claim>{{&paragraph}, {&section, false}}, book, {}));
    const auto is = [](const std::string& text) {
        return condition_of(ConditionKind::eq, {path_of(0), text_of(text)});
    };
    const Condition within = is("SGB II § 32 Absatz 1");
    const Condition beside = is("§ 320 SGB II");
    const Condition unreadable = is("Einwilligung");
    CHECK(may_hold(std::vector<Claim>{{&within}, {&section}}, book, {}));
    CHECK_FALSE(may_hold(std::vector<Claim>{{&within}, {&section, false}}, book, {}));
    CHECK_FALSE(may_hold(std::vector<Claim>{{&beside}, {&section}}, book, {}));
    CHECK(may_hold(std::vector<Claim>{{&beside}, {&section, false}}, book, {}));
    CHECK_FALSE(may_hold(std::vector<Claim>{{&unreadable}, {&section}}, book, {}));
    CHECK_FALSE(may_hold(std::vector<Claim>{{&unreadable}, {&section, false}}, book, {}));
}

TEST_CASE("each item of a list is one of its own", "[projections][rules]") {
    const Rulebook book;
    const auto some_is = [](ConditionKind kind, const std::string& text) {
        Operand item = path_of(0);
        item.path.root = PathRoot::item;
        Condition some = condition_of(kind, {path_of(1)});
        some.parts.push_back(condition_of(ConditionKind::eq, {item, text_of(text)}));
        return some;
    };
    const Condition some_a = some_is(ConditionKind::some, "A");
    const Condition some_b = some_is(ConditionKind::some, "B");
    CHECK(may_hold(std::vector<Claim>{{&some_a}, {&some_b}}, book, {}));
    CHECK_FALSE(may_hold(std::vector<Claim>{{&some_a}, {&some_a, false}}, book, {}));
    Condition impossible = some_a;
    impossible.parts.front() =
        joined(ConditionKind::all, {some_a.parts.front(), some_b.parts.front()});
    CHECK_FALSE(may_hold(std::vector<Claim>{{&impossible}}, book, {}));
    // Of no item is nothing asked.
    impossible.kind = ConditionKind::every;
    CHECK(may_hold(std::vector<Claim>{{&impossible}}, book, {}));
}

}  // namespace
}  // namespace fallbuch::rules

// What can be true together, beside all values that attributes may have.
#include "projections/rules/possibility.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "projections/rules/condition.h"
#include "projections/rules/norm_reader.h"
#include "projections/rules/rulebook.h"

namespace fallbuch::rules {
namespace {

constexpr std::size_t kAttributes = 2;

Operand path_of(std::size_t attribute) {
    Operand operand;
    operand.kind = OperandKind::path;
    operand.path.field = {static_cast<std::uint16_t>(attribute)};
    return operand;
}

Operand text_of(std::string text) {
    Operand operand;
    operand.text = std::move(text);
    return operand;
}

Operand number_of(double number) {
    Operand operand;
    operand.kind = OperandKind::number;
    operand.number = number;
    return operand;
}

Condition condition_of(ConditionKind kind, std::vector<Operand> operands) {
    Condition condition;
    condition.kind = kind;
    condition.operands = std::move(operands);
    return condition;
}

Condition joined(ConditionKind kind, std::vector<Condition> parts) {
    Condition condition;
    condition.kind = kind;
    condition.parts = std::move(parts);
    return condition;
}

// Kleene's logic over a few values, as slow and plain as can be.
using Assignment = std::array<std::optional<std::string>, kAttributes>;
enum class Answer : std::uint8_t { no, unknown, yes };

Answer answer_of(bool is_true) { return is_true ? Answer::yes : Answer::no; }

bool compare(ConditionKind kind, const std::string& value, const Operand& with) {
    switch (kind) {
        case ConditionKind::eq: return value == with.text;
        case ConditionKind::ne: return value != with.text;
        case ConditionKind::in: return std::count(with.texts.begin(), with.texts.end(), value) > 0;
        case ConditionKind::lt: return std::stod(value) < with.number;
        case ConditionKind::le: return std::stod(value) <= with.number;
        case ConditionKind::gt: return std::stod(value) > with.number;
        default: return std::stod(value) >= with.number;
    }
}

Answer naive(const Condition& condition, const Assignment& values) {
    std::vector<Answer> parts;
    for (const Condition& part : condition.parts) parts.push_back(naive(part, values));
    switch (condition.kind) {
        case ConditionKind::all: return *std::min_element(parts.begin(), parts.end());
        case ConditionKind::any: return *std::max_element(parts.begin(), parts.end());
        case ConditionKind::negation:
            return static_cast<Answer>(2 - static_cast<int>(parts.front()));
        default: break;
    }
    const auto& value = values[condition.operands.front().path.field.value];
    if (condition.kind == ConditionKind::present) return answer_of(value.has_value());
    if (!value) return Answer::unknown;
    return answer_of(compare(condition.kind, *value, condition.operands.back()));
}

bool some_assignment(const Condition& condition, Answer wanted,
                     const std::vector<std::optional<std::string>>& values) {
    for (const auto& first : values) {
        for (const auto& second : values) {
            if (naive(condition, {first, second}) == wanted) return true;
        }
    }
    return false;
}

class Conditions {
public:
    Conditions(std::uint32_t seed, bool are_numbers) : random_(seed), are_numbers_(are_numbers) {}

    Condition next(int depth) {
        const auto choice = pick(depth == 0 ? 1 : 4);
        if (choice == 0) return leaf();
        if (choice == 3) return joined(ConditionKind::negation, {next(depth - 1)});
        std::vector<Condition> parts;
        const std::size_t count = 2 + pick(2);
        for (std::size_t i = 0; i < count; ++i) parts.push_back(next(depth - 1));
        return joined(choice == 1 ? ConditionKind::all : ConditionKind::any, std::move(parts));
    }

private:
    std::size_t pick(std::size_t count) { return random_() % count; }

    Condition leaf() {
        const Operand path = path_of(pick(kAttributes));
        if (pick(6) == 0) return condition_of(ConditionKind::present, {path});
        if (are_numbers_) {
            constexpr std::array kKinds{ConditionKind::lt, ConditionKind::le, ConditionKind::gt,
                                        ConditionKind::ge};
            return condition_of(kKinds[pick(4)], {path, number_of(static_cast<double>(pick(3)))});
        }
        constexpr std::array kKinds{ConditionKind::eq, ConditionKind::ne, ConditionKind::in};
        constexpr std::array<std::string_view, 4> kTexts{"A", "AB", "B", "C"};
        const ConditionKind kind = kKinds[pick(3)];
        Operand with = text_of(std::string(kTexts[pick(4)]));
        if (kind == ConditionKind::in) {
            with.kind = OperandKind::texts;
            with.texts = {with.text, std::string(kTexts[pick(4)])};
        }
        return condition_of(kind, {path, with});
    }

    std::mt19937 random_;
    bool are_numbers_;
};

void check_against_naive(bool are_numbers, const std::vector<std::optional<std::string>>& values) {
    const Rulebook book;
    std::size_t possible = 0;
    std::size_t impossible = 0;
    for (std::uint32_t seed = 0; seed < 20'000; ++seed) {
        CAPTURE(seed);
        const Condition condition = Conditions(seed, are_numbers).next(3);
        const bool can_be_true = some_assignment(condition, Answer::yes, values);
        const bool can_be_false = some_assignment(condition, Answer::no, values);
        REQUIRE(may_hold(std::vector<Claim>{{&condition, true}}, book, {}) == can_be_true);
        REQUIRE(may_hold(std::vector<Claim>{{&condition, false}}, book, {}) == can_be_false);
        (can_be_true ? possible : impossible) += 1;
    }
    CHECK(possible > 1'000);
    CHECK(impossible > 1'000);
}

TEST_CASE("texts can be as conditions say if and only if some texts are", "[projections][rules]") {
    // One that no condition names, and some that go on behind a beginning that it names.
    check_against_naive(false, {std::nullopt, "A", "AB", "B", "C", "Q", "A1", "AB1", "B1", "C1"});
}

TEST_CASE("numbers can be as conditions say if and only if some numbers are",
          "[projections][rules]") {
    check_against_naive(true, {std::nullopt, "-1", "0", "0.5", "1", "1.5", "2", "3"});
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

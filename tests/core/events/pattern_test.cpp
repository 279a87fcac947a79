#include "core/events/pattern.h"

#include <catch2/catch.hpp>
#include <cstdint>
#include <random>
#include <regex>

using namespace fallbuch;

TEST_CASE("a pattern decides as the same regular expression does", "[core][events]") {
    const std::uint64_t seed = std::random_device{}();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    const std::string expression = GENERATE(
        "^$", "^a$", "^a*b*$", "^[ab]+c?$", "^a{2}$", "^a{1,3}b$", "^a{2,}$", "^[a-c_-]*\\d$",
        "^a*a*b$", "^a?a?a?aaa$", "^\\.[0-9]{0,2}$", "^[\\]\\\\]+$", "^ab/c\\+$", "^[a-]b{0}c$");
    CAPTURE(expression);
    const auto pattern = Pattern::parse(expression);
    REQUIRE(pattern);
    CHECK(pattern->expression() == expression);
    const std::regex reference(expression, std::regex::ECMAScript);
    const std::string letters = "aabbc_-.09/+]\\";
    for (int round = 0; round < 3000; ++round) {
        std::string text(random() % 8, 'a');
        for (char& c : text) c = letters[random() % letters.size()];
        CAPTURE(text);
        REQUIRE(pattern->matches(text) == std::regex_match(text, reference));
    }
}

TEST_CASE("a pattern that is hard for regular expressions is quick", "[core][events]") {
    const auto pattern = Pattern::parse("^a*a*a*a*a*a*a*a*b$");
    REQUIRE(pattern);
    CHECK_FALSE(pattern->matches(std::string(kPatternTextBytesMax, 'a')));
    CHECK(pattern->matches(std::string(kPatternTextBytesMax - 1, 'a') + "b"));
    CHECK_FALSE(pattern->matches(std::string(kPatternTextBytesMax, 'a') + "b"));
}

TEST_CASE("no character beyond ASCII matches", "[core][events]") {
    const auto pattern = Pattern::parse("^[ -~]*$");
    REQUIRE(pattern);
    CHECK(pattern->matches("abc ~"));
    CHECK_FALSE(pattern->matches("ä"));
}

TEST_CASE("a pattern outside the grammar is refused with its reason", "[core][events]") {
    const auto [expression, why] = GENERATE(table<const char*, const char*>({
        {"", "must begin with ^ and end with $"},
        {"a", "must begin with ^ and end with $"},
        {"^a", "must begin with ^ and end with $"},
        {"a$", "must begin with ^ and end with $"},
        {"^(a)$", "groups, alternatives and . are not supported"},
        {"^a|b$", "groups, alternatives and . are not supported"},
        {"^.$", "groups, alternatives and . are not supported"},
        {"^a**$", "groups, alternatives and . are not supported"},
        {"^*$", "groups, alternatives and . are not supported"},
        {"^[^a]$", "negated classes are not supported"},
        {"^[]$", "an empty class"},
        {"^[a$", "ends within an element"},
        {"^[z-a]$", "a range that runs backwards"},
        {"^[\\d]$", "write 0-9 within a class"},
        {"^\\w$", "an escape that is not supported"},
        {"^\\$", "ends within an element"},
        {"^ä$", "only printable ASCII is supported"},
        {"^a{}$", "a repetition that cannot be read"},
        {"^a{2,1}$", "a repetition that cannot be read"},
        {"^a{2$", "a repetition that cannot be read"},
        {"^a{256}$", "a repetition that is too great"},
    }));
    CAPTURE(expression);
    const auto pattern = Pattern::parse(expression);
    REQUIRE_FALSE(pattern);
    CHECK(pattern.error().code == ErrorCode::invalid);
    CHECK(pattern.error().message == std::string("pattern: ") + why);
}

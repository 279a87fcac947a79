// What of a rulebook stays when another one amends it.
#include "projections/rules/amendment.h"

#include <catch2/catch.hpp>

#include <string>
#include <utility>

#include "projections/rules/faults.h"
#include "projections/rules/json_text.h"

namespace fallbuch::rules {
namespace {

constexpr const char* kBase = R"({"rulebook": "b", "version": "1",
"rules": [
  {"id": "R-1", "cite": [{"law": "SGB II", "paragraph": "§ 15", "as_of": "2026-06-30"},
                         {"law": "S1", "paragraph": "3.4.2", "as_of": "2023-06-14"},
                         {"law": "SGB II", "paragraph": "§ 16"}]},
  {"id": "R-2", "checks": [{"part": "a"},
    {"part": "b", "cite": [{"law": "DSGVO", "paragraph": "Art. 12", "as_of": "2027-01-01"}]}]}],
"unchecked": [{"id": "U-1",
               "cite": [{"law": "SGB III", "paragraph": "§ 37", "as_of": "2026-06-29"}]}]})";

JsonNode parsed(const std::string& text) {
    JsonParsed json = parse_json_text(text);
    REQUIRE_FALSE(json.fault);
    return std::move(json.root);
}

struct Amended {
    std::string text;
    std::string faults;
};
Amended amended_with(const std::string& amends, const std::string& more = "") {
    RulebookFaults faults;
    const JsonNode whole =
        amended(parsed(kBase),
                parsed(R"({"rulebook": "b", "version": "2", "amends": {"rulebook": "b",
                          "version": "1")" +
                       amends + "}" + more + "}"),
                faults);
    return {canonical_text(*whole.find("rules")) + canonical_text(*whole.find("unchecked")),
            describe(faults.all())};
}

std::string with(std::string text, const std::string& old, const std::string& now) {
    REQUIRE(text.find(old) != std::string::npos);
    text.replace(text.find(old), old.size(), now);
    return text;
}

TEST_CASE("an amendment says as of when it cites the norms of what it amends",
          "[projections][rules]") {
    const std::string before = amended_with("").text;
    std::string expected = with(before, "2026-06-30", "2026-08-19");
    expected = with(expected, "2026-06-29", "2026-08-19");
    // A seed, a norm without a day and one of a later day stay as they are.
    CHECK(amended_with(R"(, "as_of": "2026-08-19")").text == expected);
    CHECK(amended_with(R"(, "as_of": "2026-06-29")").text == before);
    CHECK(amended_with(R"(, "as_of": "2026-06-30")").text ==
          with(before, "2026-06-29", "2026-06-30"));
}

TEST_CASE("what an amendment cites itself it cites as it says", "[projections][rules]") {
    const std::string own = R"(, "rules": [{"id": "R-1", "cite": [
        {"law": "SGB II", "paragraph": "§ 15", "as_of": "2026-07-01"}]}])";
    const std::string text = amended_with(R"(, "as_of": "2026-08-19")", own).text;
    CHECK(text.find("2026-07-01") != std::string::npos);
}

TEST_CASE("an amendment leaves out rules, and checks of rules", "[projections][rules]") {
    const Amended rule = amended_with(R"(, "without": ["R-1"])");
    CHECK(rule.faults.empty());
    CHECK(rule.text.find("R-1") == std::string::npos);
    CHECK(rule.text.find("R-2") != std::string::npos);
    const Amended check = amended_with(R"(, "without": ["R-2/b"])");
    CHECK(check.faults.empty());
    CHECK(check.text.find(R"({"checks":[{"part":"a"}],"id":"R-2"})") != std::string::npos);
    for (const char* const unknown : {"R-2/c", "R-1/a", "R-3/a", "R-3", "R-2/"}) {
        const Amended told = amended_with(R"(, "without": [")" + std::string(unknown) + R"("])");
        CHECK(told.faults.find("has no such rule (" + std::string(unknown) + ")") !=
              std::string::npos);
        CHECK(told.text == amended_with("").text);
    }
}

}  // namespace
}  // namespace fallbuch::rules

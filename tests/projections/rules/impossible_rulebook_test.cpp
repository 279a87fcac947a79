// Rulebooks that can be read, but whose rules leave nothing that would do, or say two things at
// once: each is named with its place.
#include <catch2/catch.hpp>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/events/catalogue.h"
#include "projections/rules/faults.h"
#include "projections/rules/rule_library.h"
#include "projections/rules/rulebook_parser.h"
#include "projections/rules/vocabulary.h"

namespace fallbuch::rules {
namespace {

std::shared_ptr<const Catalogue> built_in() {
    const auto catalogue = Catalogue::from_files(built_in_catalogue());
    REQUIRE(catalogue);
    return *catalogue;
}

// What is told about a text, which may amend the others.
std::string told(std::string_view text, const std::vector<RulebookFile>& others = {}) {
    Vocabulary vocabulary(events_of(text), built_in());
    return describe(parse_rulebook(text, vocabulary, find_among(others)).faults.all());
}

// A rulebook whose third line is a section and whose fifth line is the rest of its only rule.
std::string rulebook(const std::string& section, const std::string& rest) {
    return R"({"rulebook": "b", "version": "1", "title": "Titel",
"published": "2026-01-01",
)" + section +
           R"("rules": [{"id": "R-1", "title": "Titel", "statement": "Satz", "type": "M",
"template": "response", "on": "ContactHeld", "require": "CaseClosed")" +
           (rest.empty() ? "" : ",\n" + rest) + "}]}";
}
std::string told_of_rule(const std::string& rest) { return told(rulebook("", rest)); }
std::string told_of_section(const std::string& section) {
    return told(rulebook(section + ",\n", ""));
}

TEST_CASE("a window that ends before what activates its rule is told", "[projections][rules]") {
    constexpr const char* kBefore = "line 5, column 11: this window ends before what activates it";
    CHECK(told_of_rule(R"("within": {"before": "P0D"})").empty());
    CHECK(told_of_rule(R"("within": {"before": "-P1D"})") == kBefore);
    CHECK(told_of_rule(R"("within": {"before": "-P5BD"})") == kBefore);
    CHECK(told_of_rule(R"("within": {"before": "PT0S"})").empty());
    CHECK(told_of_rule(R"("within": {"before": "-PT1S"})") == kBefore);
    CHECK(told_of_rule(R"("record_within": "-P1D")") ==
          "line 5, column 18: this window ends before what activates it");
    // From another day, or looking back, it may end before.
    CHECK(told_of_rule(R"("anchor": "2026-01-31", "within": {"before": "-P1D"})").empty());
    CHECK(told_of_rule(R"("within": {"after": "-P2D", "before": "-P1D"})").empty());
    CHECK(told_of_rule(R"("within": {"after": "-PT2H", "before": "-PT1H"})").empty());
    CHECK(told_of_rule(R"("within": {"after": "-PT1H", "before": "-PT2H"})") ==
          "line 5, column 11: no time lies in this window: it ends before it begins");
    CHECK(told_of_rule(R"("within": {"before": "P1D",
"cases": [{"where": {"eq": ["a.channel", "TELEFON"]}, "before": "-P1D"}]})") ==
          "line 6, column 65: this window ends before what activates it");
    CHECK(told_of_rule(R"("excuse": {"event": "ContactHeld", "within": "-P1D"})") ==
          "line 5, column 46: this length has no sign: what excuses a breach comes after it");
}

// With parameters p and q of these values.
std::string told_with(const std::string& p, const std::string& q, const std::string& rest) {
    return told(rulebook(R"("params": {"p": {"title": "T", "values": [)" + p +
                             R"(]}, "q": {"title": "T", "values": [)" + q + "]}},\n",
                         rest));
}

TEST_CASE("each value of a parameter is asked whether it leaves a day in the window",
          "[projections][rules]") {
    constexpr const char* kWindow =
        R"("within": {"after": {"param": "p"}, "before": {"param": "q"}})";
    CHECK(told_with(R"({"value": "P5D"})", R"({"value": "P5D"})", kWindow).empty());
    CHECK(told_with(R"({"value": "P6D"})", R"({"value": "P5D"})", kWindow) ==
          "line 6, column 11: no day lies in this window: it ends before it begins, with p = P6D, "
          "with q = P5D");
    // Values of different days or units never meet.
    const std::string old = R"({"to": "2025-12-31", "value": "P5D"},)";
    const std::string later = R"({"from": "2026-01-01", "value": ")";
    CHECK(told_with(old + later + "P9D\"}", old + later + "P9D\"}", kWindow).empty());
    CHECK(told_with(old + later + "P9D\"}", old + later + "P8D\"}", kWindow)
              .find("with p = P9D, with q = P8D") != std::string::npos);
    const std::string here = R"({"units": ["A"], "value": ")";
    CHECK(told_with(R"({"value": "P5D"},)" + here + "P9D\"}",
                    R"({"value": "P5D"},)" + here + "P9D\"}", kWindow)
              .empty());
    CHECK(told_with(R"({"value": "P5D"},)" + here + "P9D\"}", R"({"value": "P5D"})", kWindow)
              .find("with p = P9D, with q = P5D") != std::string::npos);
    CHECK(told_with(R"({"value": "-P1D"})", R"({"value": 1})",
                    R"("within": {"before": {"param": "p"}})") ==
          "line 6, column 11: this window ends before what activates it, with p = -P1D");
}

TEST_CASE("more at least than at most is told", "[projections][rules]") {
    const auto count = [](const std::string& min, const std::string& max) {
        return told(R"({"rulebook": "b", "version": "1", "title": "T",
"params": {"p": {"title": "T", "values": [{"value": 3}]}}, "rules": [{"id": "R-1", "title": "T",
"statement": "S", "type": "M", "template": "count", "require": "ContactHeld",
"count": {"window": {"kind": "tumbling"}, "min": )" +
                    min + ",\n\"max\": " + max + "}}]}");
    };
    constexpr const char* kMore = "line 5, column 8: more are asked for at least than at most";
    CHECK(count("2", "2").empty());
    CHECK(count("2", "1") == kMore);
    CHECK(count(R"({"param": "p"})", "3").empty());
    CHECK(count(R"({"param": "p"})", "2") == std::string(kMore) + ", with p = 3");
    CHECK(count("4", R"({"param": "p"})") == std::string(kMore) + ", with p = 3");
}

TEST_CASE("a rule holds on a day by one of its periods", "[projections][rules]") {
    const auto periods = [](const std::string& first, const std::string& second) {
        return told_of_rule("\"valid\": [{" + first + "},\n{" + second + "}]");
    };
    CHECK(periods(R"("to": "2025-12-31")", R"("from": "2026-01-01")").empty());
    constexpr const char* kTwice =
        "line 6, column 1: holds on days on which another period of the rule holds, too";
    CHECK(periods(R"("to": "2026-01-01")", R"("from": "2026-01-01")") == kTwice);
    CHECK(periods(R"("from": "2026-01-01")", R"("from": "2027-01-01")") == kTwice);
}

TEST_CASE("two exceptions at once are told", "[projections][rules]") {
    const auto unless = [](const std::string& first, const std::string& second) {
        return told_of_rule("\"unless\": [" + first + ",\n" + second + "]");
    };
    const std::string video = R"({"type": "ContactHeld", "where": {"eq": ["x.channel", "VIDEO"]}})";
    const std::string phone =
        R"({"type": "ContactHeld", "where": {"eq": ["x.channel", "TELEFON"]}})";
    CHECK(unless(video, phone).empty());
    CHECK(unless(R"("CaseReopened")", video).empty());
    CHECK(unless(video, video) ==
          "line 6, column 1: two exceptions at once: this one is the same as that of line 5, "
          "column 12");
    constexpr const char* kWhenever =
        "line 6, column 1: two exceptions at once: of this one and that of line 5, column 12 one "
        "holds whenever the other does";
    CHECK(unless(video, R"("ContactHeld")") == kWhenever);
    CHECK(unless(R"("ContactHeld")", video) == kWhenever);
    const auto cases = [](const std::string& first, const std::string& second) {
        return told_of_rule(R"("within": {"before": "P1D", "cases": [{"before": "P2D", "where": )" +
                            first + "},\n{\"before\": \"P3D\", \"where\": " + second + "}]}");
    };
    const std::string by_phone = R"({"eq": ["a.channel", "TELEFON"]})";
    CHECK(cases(by_phone, R"({"eq": ["a.channel", "VIDEO"]})").empty());
    CHECK(cases(by_phone, by_phone).starts_with("line 6, column 28: two lengths at once: "));
}

TEST_CASE("a place that has no holidays is told", "[projections][rules]") {
    const auto place = [](const std::string& value) {
        return told_of_section(R"("calendar": {"place": )" + value + "}");
    };
    CHECK(place(R"("DE-NW")").empty());
    CHECK(place(R"("DE")").empty());
    constexpr const char* kNone =
        "line 3, column 23: no place that has holidays is called so: DE, or a Land as DE-BY";
    for (const char* const wrong : {R"("DE-XX")", R"("Bayern")", R"("")", "5"}) {
        INFO(wrong);
        CHECK(place(wrong) == kNone);
    }
}

}  // namespace
}  // namespace fallbuch::rules

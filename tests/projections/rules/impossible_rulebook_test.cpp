// Rulebooks that can be read, but whose rules leave nothing that would do, or say two things at
// once: each is named with its place.
#include <catch2/catch.hpp>
#include <cstddef>
#include <string>

#include "tests/projections/rules/wrong_rulebook.h"

namespace fallbuch::rules {
namespace {

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
    // What has to come first is looked for backwards without a sign.
    const auto precedence = [](const std::string& more) {
        return told(R"({"rulebook": "b", "version": "1", "title": "Titel", "rules": [{"id": "R-1",
"title": "Titel", "statement": "Satz", "type": "M", "template": "precedence", "on": "ContactHeld",
"require": "CaseOpened", )" +
                    more + "}]}");
    };
    CHECK(precedence(R"("within": {"after": "PT720H"})").empty());
    CHECK(precedence(R"("within": {"after": "-PT720H"})") ==
          "line 3, column 46: this length has no sign: what has to come first is counted back");
    CHECK(precedence(R"("anchor": "2026-01-31", "within": {"after": "-P1D"})").empty());
}

TEST_CASE("an excuse that has no time in which it may come is told", "[projections][rules]") {
    const auto excused = [](const std::string& excuses) {
        return told(R"({"rulebook": "b", "version": "1", "title": "Titel", "rules": [{"id": "R-1",
"title": "Titel", "statement": "Satz", "type": "M", "template": "invariant", "on": "ContactHeld",
"that": {"present": "a.purpose"}, "excuse": [)" +
                    excuses + "]}]}");
    };
    const std::string days = R"({"event": "CaseClosed", "within": "P2D"},)";
    CHECK(excused(days + "\n" + R"({"event": "CaseReopened", "within": "P5BD"})").empty());
    CHECK(excused(R"({"event": "CaseReopened", "within": "-P1D"})") ==
          "line 3, column 82: this length has no sign: what excuses a breach comes after it");
    CHECK(excused(days + "\n" + R"({"event": "CaseReopened", "within": "PT5H"})") ==
          "line 4, column 37: the excuses of a rule are counted in days or in elapsed time, not in "
          "both");
    // What is due later has its own end.
    CHECK(told_of_rule(R"("within": {"before": "P2D"}, "excuse": {"event": "CaseReopened"})")
              .empty());
    const std::string at_once =
        "only what is judged at once is excused by a time of its own; what is due later, by what "
        "comes until it is due";
    CHECK(told_of_rule(R"("excuse": {"event": "CaseReopened", "within": "P2D"})") ==
          "line 5, column 47: " + at_once);
    CHECK(told_of_rule(R"("excuse": {"event": "CaseReopened", "earlier": "P2D"})") ==
          "line 5, column 48: " + at_once);
}

// With parameters p and q of these values.
std::string told_with(const std::string& p, const std::string& q, const std::string& rest) {
    return told(rulebook_with(R"("params": {"p": {"title": "T", "values": [)" + p +
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

TEST_CASE("how many is a whole number, and asks for something", "[projections][rules]") {
    const auto count = [](const std::string& bounds) {
        return told(R"({"rulebook": "b", "version": "1", "title": "T",
"params": {"p": {"title": "T", "values": [{"value": "P3D"}]}},
"tables": {"n": {"rows": [["A", 0]]}, "m": {"rows": [["A", "viele"]]}}, "rules": [{"id": "R-1",
"title": "T", "statement": "S", "type": "M", "template": "count", "require": "ContactHeld",
"count": {"window": {"kind": "tumbling"}, )" +
                    bounds + "}}]}");
    };
    constexpr const char* kWhole =
        "line 5, column 50: how many there are is a whole number, not below 0";
    CHECK(count(R"("min": 1)").empty());
    CHECK(count(R"("max": 0)").empty());
    CHECK(count(R"("min": 0, "max": 1)").empty());
    CHECK(count(R"("min": {"table": "n", "key": "A"})").empty());
    CHECK(count(R"("max": -1)") == kWhole);
    CHECK(count(R"("max": 0.5)") == kWhole);
    CHECK(count(R"("min": -1)") == kWhole);
    CHECK(count(R"("min": 1.5)") == kWhole);
    CHECK(count(R"("min": 0)") ==
          "line 5, column 50: nothing is asked for: at least 0, and no \"max\"");
    CHECK(count(R"("min": "drei")") == "line 5, column 50: a number is needed here, not a text");
    CHECK(count(R"("min": {"param": "p"})") ==
          "line 2, column 43: this parameter says how many: a whole number, not below 0 (P3D)");
    CHECK(count(R"("min": {"table": "n", "key": 1})") ==
          "line 5, column 72: a text is needed here, not a number");
    CHECK(count(R"("min": 1, "from": "2025-01-01")").empty());
    CHECK(count(R"("min": 1, "from": "bald")") ==
          "line 5, column 61: a day is needed here, not a text");
    CHECK(count(R"("min": {"table": "m", "key": "A"})") ==
          "line 5, column 60: a row of the table m says no number, and names no parameter (A)");
}

TEST_CASE("a window in which something is counted has a length", "[projections][rules]") {
    const auto window = [](const std::string& kind, const std::string& length,
                           const std::string& bounds = R"("min": 1)") {
        return told(R"({"rulebook": "b", "version": "1", "title": "T",
"params": {"p": {"title": "T", "values": [{"to": "2025-12-31", "value": "P1D"},
{"from": "2026-01-01", "value": "P0D"}]}}, "rules": [{"id": "R-1", "on": "CaseOpened",
"title": "T", "statement": "S", "type": "M", "template": "count", "require": "ContactHeld",
"count": {)" + bounds +
                    R"(, "window": {"kind": ")" + kind + R"(",
"length": )" + length +
                    "}}}]}");
    };
    constexpr const char* kNone =
        "line 6, column 11: nothing is counted in a window without length";
    for (const char* const kind : {"sliding", "activation"}) {
        CHECK(window(kind, R"("P1D")").empty());
        CHECK(window(kind, R"("P0D")") == kNone);
        CHECK(window(kind, R"("P0BD")") == kNone);
        CHECK(window(kind, R"("PT0S")") == kNone);
        CHECK(window(kind, R"({"param": "p"})") == std::string(kNone) + ", with p = P0D");
    }
    // What slides is judged by one bound.
    const std::string both = R"("min": 1, "max": 2)";
    CHECK(window("activation", R"("P1D")", both).empty());
    CHECK(window("sliding", R"("P1D")", R"("max": 2)").empty());
    CHECK(window("sliding", R"("P1D")", both) ==
          "line 6, column 11: a sliding window has \"min\" or \"max\", not both: they are two "
          "rules");
}

// Of a rulebook that holds in these days, and whose rule asks for p; from the third line on.
std::string told_of_gap(const std::string& valid, const std::string& values,
                        const std::string& rule = "") {
    return told(R"({"rulebook": "b", "version": "1", "title": "T", "valid": {)" + valid + R"(},
"params": {
"p": {"title": "T", "values": [)" +
                values + R"(]}}, "rules": [{"id": "R-1", "title": "T", "statement": "S",
"type": "M", "template": "response", "on": "ContactHeld", "require": "CaseClosed",
"within": {"before": {"param": "p"}})" +
                rule + "}]}");
}

TEST_CASE("a parameter has a value on each day on which a rule asks for it",
          "[projections][rules]") {
    const std::string year = R"("from": "2025-01-01", "to": "2025-12-31")";
    const auto value = [](const std::string& days) { return "{" + days + R"("value": "P7D"})"; };
    const auto none = [](const std::string& days) {
        return "line 3, column 6: the parameter p has no value " + days +
               ", when the rule R-1 asks for it";
    };
    // Before the first and behind the last.
    CHECK(told_of_gap(year, value("")).empty());
    CHECK(told_of_gap(year, value(R"("from": "2025-01-01", "to": "2025-12-31", )")).empty());
    CHECK(told_of_gap(year, value(R"("from": "2025-01-02", )")) ==
          none("from 2025-01-01 to 2025-01-01"));
    CHECK(told_of_gap(year, value(R"("to": "2025-12-30", )")) ==
          none("from 2025-12-31 to 2025-12-31"));
    CHECK(told_of_gap(R"("from": "2025-01-01")", value(R"("to": "2026-12-31", )")) ==
          none("from 2027-01-01"));
    // Between two.
    const auto two = [&](const std::string& second) {
        return value(R"("to": "2025-06-30", )") + "," + value("\"from\": \"" + second + "\", ");
    };
    CHECK(told_of_gap(year, two("2025-07-01")).empty());
    CHECK(told_of_gap(year, two("2025-08-01")) == none("from 2025-07-01 to 2025-07-31"));
    // Only on days of the rule.
    const std::string in_autumn = R"(, "valid": {"from": "2025-08-01"})";
    CHECK(told_of_gap(year, two("2025-08-01"), in_autumn).empty());
    CHECK(told_of_gap(year, two("2025-08-02"), in_autumn) == none("from 2025-08-01 to 2025-08-01"));
    // Nobody knows which units there are, or on which day is activated what another day governs.
    CHECK(told_of_gap(year, value(R"("units": ["A"], )")).empty());
    CHECK(told_of_gap(year, two("2025-08-01"), R"(, "governs_by": "due")").empty());
    // What another rulebook may say, too, need not be said in this one.
    CHECK(told(R"({"rulebook": "b", "version": "1", "title": "T", "valid": {"from": "2025-01-01"},
"params": {"p": {"title": "T", "combine": "max", "values": [{"to": "2025-12-31", "value": 2}]}},
"rules": [{"id": "R-1", "title": "T", "statement": "S", "type": "M", "template": "count",
"require": "ContactHeld", "count": {"min": {"param": "p"}, "window": {"kind": "tumbling"}}}]})")
              .empty());
    // Where nobody says when the rulebook begins, it begins with the first value.
    CHECK(told_of_gap("", value(R"("from": "2025-01-02", )")).empty());
    CHECK(told_of_gap("", two("2025-08-01")) == none("from 2025-07-01 to 2025-07-31"));
}

TEST_CASE("a parameter that only a definition names is asked for by its rules",
          "[projections][rules]") {
    const auto told_of = [](const std::string& where) {
        return told(
            R"({"rulebook": "b", "version": "1", "title": "T", "valid": {"from": "2025-01-01"},
"params": {"p": {"title": "T", "values": [{"from": "2025-02-01", "value": 20}]}},
"facts": {"f": {"count": {"type": "ContactHeld",
                          "where": {"ge": ["e.durationMin", {"param": "p"}]}}}},
"rules": [{"id": "R-1", "title": "T", "statement": "S", "type": "M", "template": "response",
"on": "ContactHeld", "require": "CaseClosed", "scope": {"where": )" +
            where + "}}]}");
    };
    CHECK(told_of(R"({"present": "a.channel"})").empty());
    CHECK(
        told_of(R"({"ge": ["fact.f", 2]})").starts_with("line 2, column 17: the parameter p has"));
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
    const std::string either =
        R"({"type": "ContactHeld", "where": {"in": ["x.channel", ["VIDEO", "TELEFON"]]}})";
    CHECK(unless(video, either) == kWhenever);
    CHECK(unless(either, phone) == kWhenever);
    const auto cases = [](const std::string& first, const std::string& second) {
        return told_of_rule(R"("within": {"before": "P1D", "cases": [{"before": "P2D", "where": )" +
                            first + "},\n{\"before\": \"P3D\", \"where\": " + second + "}]}");
    };
    const std::string by_phone = R"({"eq": ["a.channel", "TELEFON"]})";
    CHECK(cases(by_phone, R"({"eq": ["a.channel", "VIDEO"]})").empty());
    CHECK(cases(by_phone, by_phone) ==
          "line 6, column 28: two lengths at once: this case is the same as that of line 5, "
          "column 66");
    // The last that holds counts: a wider one takes it all, a narrower one is an exception.
    const std::string afar = R"({"in": ["a.channel", ["VIDEO", "TELEFON"]]})";
    CHECK(cases(by_phone, afar) ==
          "line 6, column 28: two lengths at once: this case holds whenever that of line 5, "
          "column 66 does, which so never counts");
    CHECK(cases(afar, by_phone).empty());
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

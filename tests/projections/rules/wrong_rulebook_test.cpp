// Rulebooks with mistakes: each is named with its place, and all of them at once.
#include <catch2/catch.hpp>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "projections/rules/rule_library.h"
#include "tests/projections/rules/wrong_rulebook.h"

namespace fallbuch::rules {
namespace {

struct Wrong {
    const char* text;
    const char* told;
};

TEST_CASE("the rulebook in which mistakes are made has none", "[projections][rules]") {
    CHECK(told_of_rule("").empty());
    CHECK(told_of_section(R"("note": "nichts")").empty());
}

TEST_CASE("what is no JSON is told where it ends to be some", "[projections][rules]") {
    const Wrong wrong = GENERATE(values<Wrong>({
        {"{\"rulebook\": \"b\",\n \"version\" \"1\"}", "line 2, column 14: syntax error"},
        {"{\"rulebook\": \"b\",\n\n  \"version\": \"1\",\n}", "line 4, column 1: syntax error"},
        {"{\"rulebook\": \"b\"", "line 1, column 17: syntax error"},
        {"", "line 1, column 1: syntax error"},
        {"{\"rulebook\": \"b\",\n  \"rulebook\": \"c\"}",
         "line 2, column 3: a name stands twice: \"rulebook\""},
        {"[]", "line 1, column 1: a rulebook is an object, not a list"},
    }));
    INFO(wrong.text);
    CHECK(told(wrong.text).starts_with(wrong.told));
}

TEST_CASE("a name that does not exist is told with its place", "[projections][rules]") {
    const Wrong wrong = GENERATE(values<Wrong>({
        {R"("unles": "CaseClosed")", "column 1: a rule has no \"unles\""},
        {R"("scope": {"form": "CaseOpened"})", "column 11: a scope has no \"form\""},
        {R"("supersede": "ContactHold")",
         "column 14: the catalogue has no such event (ContactHold); did you mean ContactHeld?"},
        {R"("supersede": "TelephoneRang")",
         "column 14: the catalogue has no such event (TelephoneRang)"},
        {R"("scope": {"where": {"present": "a.chanel"}})",
         "column 32: the catalogue has no such field in ContactHeld (a.chanel)"},
        {R"("scope": {"where": {"present": "a.@actorole"}})",
         "column 32: the envelope has no such attribute (a.@actorole)"},
        {R"("scope": {"where": {"present": "x.channel"}})",
         "column 32: no event, object or item \"x\" is at hand here (x.channel)"},
        {R"("scope": {"where": {"eq": ["a.channel", "FON"]}})",
         "column 41: the code list contact-channel has no \"FON\""},
        {R"("scope": {"where": {"lt": ["a.channel", "TELEFON"]}})",
         "column 27: the codes of contact-channel have no order"},
        {R"("scope": {"where": {"equals": ["a.channel", "TELEFON"]}})",
         "column 21: no operator is called \"equals\""},
        {R"("scope": {"where": {"holds": "plan"}})", "column 30: no object has this name (plan)"},
        {R"("scope": {"where": {"ge": [{"open": "plan"}, 1]}})",
         "column 37: no object has this name (plan)"},
        {R"("supersede_in_time": true)", "column 22: there is no \"supersede\""},
        {R"("scope": {"where": {"eq": ["fact.unit.x", 1]}})",
         "column 28: no fact has this name (fact.unit.x)"},
        {R"("scope": {"where": {"in_table": {"table": "t", "row": ["x"]}}})",
         "column 43: no table has this name (t)"},
        {R"("scope": {"where": {"cites": ["a.purpose", "§ 32"]}})",
         "column 44: this is not one norm with its law, as in \"§ 31a Abs. 7 SGB II\" or "
         "\"§§ 67 bis 77 SGB X\" (§ 32)"},
        {R"("scope": {"where": {"cites": ["a.purpose", ["SGB II", "§ 15 SGB II, § 32 SGB II"]]}})",
         "column 55: this is not one norm with its law, as in \"§ 31a Abs. 7 SGB II\" or "
         "\"§§ 67 bis 77 SGB X\" (§ 15 SGB II, § 32 SGB II)"},
        {R"("scope": {"where": {"cites": ["a.purpose", "§ 32 SGB II", "II"]}})",
         "column 60: this is no law, as in \"SGB II\" (II)"},
        {R"("scope": {"where": {"contains_words": ["a.channelReason", "…"]}})",
         "column 59: there is no word to be looked for (…)"},
        {R"("within": {"before": {"param": "frist"}})",
         "column 32: no parameter has this name (frist)"},
        {R"("severity": "schlimm")",
         "column 13: \"severity\" is one of hinweis, pruefen, auffaelligkeit, mangel (schlimm)"},
        {R"("explain": {"violated": "bis {dew}"})", "column 25: an explanation has no value {dew}"},
    }));
    INFO(wrong.text);
    CHECK(told_of_rule(wrong.text) == std::string("line 5, ") + wrong.told);
}

TEST_CASE("all mistakes of a rulebook are told at once, in the order of its text",
          "[projections][rules]") {
    CHECK(told(R"({"rulebook": "b", "version": 1, "titel": "Titel",
"valid": {"from": "2026-02-01", "to": "2026-01-31"},
"params": {"frist": {"title": "Frist", "values": [{"value": "P1M"}, {"value": "P2M"}]}},
"facts": {"x": {"latest": "ContactHold"}},
"rules": [{"id": "R-1", "title": "Titel", "statement": "", "type": "X",
  "template": "response", "on": {"type": "ContactHeld", "wher": 5},
  "require": {"type": "CaseClosed", "match": [["t.occurred"]]},
  "within": {"before": "P5"},
  "explain": {"violated": "bis {due"}}]})") == R"(line 1, column 1: a rulebook needs "title"
line 1, column 30: "version" is a text, not an integer
line 1, column 33: a rulebook has no "titel"
line 2, column 10: it ends before it begins
line 3, column 69: holds on days on which another value holds, too
line 4, column 27: the catalogue has no such event (ContactHold); did you mean ContactHeld?
line 5, column 56: "statement" is empty
line 5, column 68: "type" is one of M, S, K, I, D (X)
line 6, column 57: an event pattern has no "wher"
line 7, column 47: "match" is a list of pairs: [[own, other], ...]
line 8, column 24: a length is written as P6M, P5BD or PT24H (P5)
line 9, column 27: a brace is not closed)");
}

TEST_CASE("hindsight is for objects of the case", "[projections][rules]") {
    const auto told_of = [](const std::string& more) {
        return told_of_section(R"("objects": {"o": {)" + more + R"("opened_by": "ContactHeld"}})");
    };
    const std::string updated = R"("updated_by": "CounsellingNoteRecorded", )";
    CHECK(told_of(R"("retroactive": true, )" + updated).empty());
    CHECK(told_of(R"("retroactive": false, )").empty());
    CHECK(told_of(R"("retroactive": true, )") ==
          "line 3, column 18: nothing is told of it later: \"retroactive\" needs \"updated_by\"");
    CHECK(told_of(R"("office": true, "retroactive": false, )").empty());
    CHECK(told_of(R"("office": true, "retroactive": true, )" + updated) ==
          "line 3, column 18: what is told of the office later was not so before: "
          "\"retroactive\" is for objects of the case");
}

TEST_CASE("a window that ends before it begins is told, and one of a single day is right",
          "[projections][rules]") {
    constexpr const char* kNoDay =
        "line 5, column 11: no day lies in this window: it ends before it begins";
    constexpr const char* kNoTime =
        "line 5, column 11: no time lies in this window: it ends before it begins";
    CHECK(told_of_rule(R"("within": {"after": "P5D", "before": "P5D"})").empty());
    CHECK(told_of_rule(R"("within": {"after": "P6D", "before": "P5D"})") == kNoDay);
    CHECK(told_of_rule(R"("within": {"after": "-P4W", "before": "-P28D"})").empty());
    CHECK(told_of_rule(R"("within": {"after": "-P27D", "before": "-P4W"})") == kNoDay);
    CHECK(told_of_rule(R"("within": {"after": "PT60M", "before": "PT1H"})").empty());
    CHECK(told_of_rule(R"("within": {"after": "PT60M1S", "before": "PT1H"})") == kNoTime);
    CHECK(told_of_rule(R"("within": {"after": "P5BD", "before": "P5BD"})").empty());
    CHECK(told_of_rule(R"("within": {"after": "P6BD", "before": "P5BD"})") == kNoDay);
    // Six working days reach over a weekend; how long five last at most, only a calendar knows.
    CHECK(told_of_rule(R"("within": {"after": "P6BD", "before": "P8D"})").empty());
    CHECK(told_of_rule(R"("within": {"after": "P6BD", "before": "P1W"})") == kNoDay);
    CHECK(told_of_rule(R"("within": {"after": "P4W", "before": "P5BD"})").empty());
    // A February fits between a month and 28 days, nothing between a month and 27.
    const auto in_months = [](const char* within) {
        return told(rulebook_with("\"calendar\": {\"month_round\": \"down\"},\n", within));
    };
    CHECK(in_months(R"("within": {"after": "P1M", "before": "P28D"})").empty());
    CHECK(in_months(R"("within": {"after": "P1M", "before": "P27D"})") ==
          "line 6, column 11: no day lies in this window: it ends before it begins");
    CHECK(told_of_section(R"("valid": {"from": "2026-02-01", "to": "2026-02-01"})").empty());
    CHECK(told_of_section(R"("valid": {"from": "2026-02-01", "to": "2026-01-31"})") ==
          "line 3, column 10: it ends before it begins");
    CHECK(told_of_rule(R"("valid": [{"from": "2026-02-01"}, {"from": "2026-02-02",
"to": "2026-02-01"}])") == "line 5, column 35: it ends before it begins");
}

TEST_CASE("a window in days and in elapsed time at once is told", "[projections][rules]") {
    constexpr const char* kMixed =
        "column 11: a window is counted in days (P6M, P5BD) or in elapsed time (PT24H), not in "
        "both";
    const char* mixed = GENERATE(R"("within": {"after": "PT24H", "before": "P5BD"})",
                                 R"("within": {"after": "P5BD", "before": "PT24H"})",
                                 R"("within": {"after": "PT24H", "before": "P5D"})");
    CHECK(told_of_rule(mixed) == std::string("line 5, ") + kMixed);
    CHECK(told_of_rule(R"("within": {"after": "P2BD", "before": "P5BD"})").empty());
}

TEST_CASE("a window that only in one of its cases ends before it begins is told at that case",
          "[projections][rules]") {
    const auto in_case = [](const char* before) {
        return told_of_rule(R"("within": {"after": "P3D", "before": "P5D",
"cases": [{"where": {"eq": ["a.channel", "TELEFON"]}, "before": ")" +
                            std::string(before) + "\"}]}");
    };
    CHECK(in_case("P3D").empty());
    CHECK(in_case("P2D") ==
          "line 6, column 65: no day lies in this window: it ends before it begins");
    CHECK(in_case("PT2H").starts_with("line 6, column 65: a window is counted in days"));
}

TEST_CASE("months and years are told wherever nobody says how they are rounded",
          "[projections][rules]") {
    const Wrong wrong = GENERATE(values<Wrong>({
        {R"("within": {"before": "P1M"})", "column 22"},
        {R"("within": {"after": "-P1Y", "before": "P4W"})", "column 21"},
        {R"("record_within": "P1Y1D")", "column 18"},
        {R"("anchor": {"plus": ["a.occurred", "P1M"]})", "column 35"},
        {R"("scope": {"where": {"ge": [{"duration": ["a.occurred", "2026-12-31"]}, "P1M"]}})",
         "column 72"},
    }));
    INFO(wrong.text);
    const std::string what = told_of_rule(wrong.text);
    CHECK(what.starts_with(std::string("line 5, ") + wrong.told +
                           ": months and years need \"month_round\" in the rulebook's calendar"));
    CHECK(what.find('\n') == std::string::npos);
    CHECK(told(rulebook_with("\"calendar\": {\"month_round\": \"down\"},\n", wrong.text)).empty());
    // Another part of the calendar does not say it.
    CHECK_FALSE(told(rulebook_with("\"calendar\": {\"roll\": \"none\"},\n", wrong.text)).empty());
}

TEST_CASE("a parameter has one value on each day in each unit", "[projections][rules]") {
    const auto values = [](const std::string& first, const std::string& second) {
        return told_of_section(R"("params": {"p": {"title": "Titel", "values": [{)" + first +
                               "},\n{" + second + "}]}}");
    };
    constexpr const char* kTwice =
        "line 4, column 1: holds on days on which another value holds, too";
    const std::string year = R"("value": 1, "from": "2026-01-01", "to": "2026-12-31")";
    CHECK(values(year, R"("value": 2, "from": "2027-01-01")").empty());
    CHECK(values(year, R"("value": 2, "from": "2026-12-31")") == kTwice);
    CHECK(values(year, R"("value": 2, "from": "2026-06-01", "to": "2026-06-30")") == kTwice);
    CHECK(values(year, R"("value": 2)") == kTwice);
    // Without an end a value holds until the next one begins.
    CHECK(values(R"("value": 1, "from": "2026-01-01")", R"("value": 2, "from": "2026-01-02")")
              .empty());
    CHECK(values(R"("value": 1, "from": "2026-01-01")", R"("value": 2, "from": "2026-01-01")") ==
          kTwice);
    CHECK(values(year, year + R"(, "units": ["JC-1"])").empty());
    CHECK(values(year + R"(, "units": ["JC-1"])", year + R"(, "units": ["JC-1"])") == kTwice);
}

// Two rules with these members.
std::string two_rules(const std::string& first, const std::string& second) {
    const std::string head = R"({"title": "Titel", "statement": "Satz", "type": "M",
"template": "response", "require": "CaseClosed", )";
    return told(R"({"rulebook": "b", "version": "1", "title": "Titel", "rules": [
)" + head + first +
                "},\n" + head + second + "}]}");
}

TEST_CASE("what a fact counts from is a day, and only the newest event has one",
          "[projections][rules]") {
    CHECK(
        told_of_section(R"("facts": {"f": {"latest": "ResponsibilityAssigned", "from": "e.from"}})")
            .empty());
    CHECK(
        told_of_section(R"("facts": {"f": {"latest": "ResponsibilityAssigned", "from": "e.unit"}})")
            .starts_with("line 3, column 61: a day is needed here, not a text"));
    CHECK(
        told_of_section(R"("facts": {"f": {"count": "ResponsibilityAssigned", "from": "e.from"}})")
            .starts_with("line 3, column 52: a fact has no \"from\""));
}

TEST_CASE("an object shares what it says with what is outside of it", "[projections][rules]") {
    const std::string objects =
        R"("objects": {"k": {"id": "contactId", "opened_by": "ContactHeld"}},
)";
    const auto told_of_match = [&](const std::string& match) {
        return told(rulebook_with(
            objects,
            R"("scope": {"where": {"holds": {"object": "k", "match": [[)" + match + "]]}}}"));
    };
    CHECK(told_of_match(R"("o.contactId", "a.contactId")").empty());
    CHECK(told_of_match(R"("a.contactId", "a.contactId")")
              .ends_with("the first of a pair is what the object says, as in o.id"));
    CHECK(told_of_match(R"("o.contactId", "o.contactId")")
              .ends_with("no event, object or item \"o\" is at hand here (o.contactId)"));
}

TEST_CASE("rules have names of their own", "[projections][rules]") {
    const std::string one = R"("on": "ContactHeld", "id": "R-1")";
    CHECK(two_rules(one, R"("on": "ContactHeld", "id": "R-2")").empty());
    CHECK(two_rules(one, R"("on": "ContactHeld", "id": "R-1", "part": "2")").empty());
    CHECK(two_rules(one, one) == "line 4, column 1: a rule R-1 is there already");
    const std::string part = one + R"(, "part": "2")";
    CHECK(two_rules(part, part) == "line 4, column 1: a rule R-1, 2 is there already");
}

TEST_CASE("a breach is repaired by a rule that a breach activates", "[projections][rules]") {
    const std::string broken = R"("on": "ContactHeld", "id": "R-1", "repair": {"rule": "R-2"})";
    CHECK(two_rules(broken, R"("on": {"repair": true}, "id": "R-2")").empty());
    constexpr const char* kNone =
        "line 2, column 1: no rule R-2 is activated by a repair ({\"repair\": true})";
    CHECK(two_rules(broken, R"("on": "ContactHeld", "id": "R-2")") == kNone);
    CHECK(two_rules(broken, R"("on": {"repair": true}, "id": "R-3")") == kNone);
}

TEST_CASE("breaches that repair one another in a circle are told with its names",
          "[projections][rules]") {
    const auto rules = [](const std::string& repairs) {
        std::string text = R"({"rulebook": "b", "version": "1", "title": "Titel", "rules": [)";
        char number = '1';
        for (const char repair : repairs) {
            text += (number == '1' ? "\n" : ",\n");
            text += R"({"id": "R-)" + std::string(1, number++) +
                    R"(", "title": "T", "statement": "S", "type": "M", "template": "response",
"on": {"repair": true}, "require": "CaseClosed")";
            if (repair != '-')
                text += R"(, "repair": {"rule": "R-)" + std::string(1, repair) + "\"}";
            text += '}';
        }
        return told(text + "]}");
    };
    const std::string circle =
        ", column 1: repairs without an end: in a circle each breach activates the next ";
    CHECK(rules("234-").empty());
    CHECK(rules("33-").empty());
    CHECK(rules("1") == "line 2" + circle + "(R-1, R-1)");
    CHECK(rules("21") == "line 2" + circle + "(R-1, R-2, R-1)");
    // The way into a circle is none of it.
    CHECK(rules("2342") == "line 4" + circle + "(R-2, R-3, R-4, R-2)");
    CHECK(rules("2143") ==
          "line 2" + circle + "(R-1, R-2, R-1)\nline 6" + circle + "(R-3, R-4, R-3)");
    // A rule that no repair activates is where a chain begins, though another check of it ends it.
    const std::string first = R"("on": "ContactHeld", "id": "R-1", "repair": {"rule": "R-2"})";
    CHECK(two_rules(first, R"("on": {"repair": true}, "id": "R-2", "checks": [
{"part": "1", "repair": {"rule": "R-3"}}]}, {"id": "R-3", "title": "T", "statement": "S",
"type": "M", "template": "response", "require": "CaseClosed", "on": {"repair": true})")
              .empty());
    CHECK(two_rules(first, R"("on": {"repair": true}, "id": "R-2", "checks": [{"part": "1"},
{"part": "2", "repair": {"rule": "R-2"}}])") ==
          "line 6, column 1: repairs without an end: in a circle each breach activates the next "
          "(R-2/2, R-2/2)");
}

// A rulebook without rules, on one line, with these members.
RulebookFile file(const std::string& name, const std::string& version, const std::string& more) {
    return {name + "-" + version + ".json", R"({"rulebook": ")" + name + R"(", "version": ")" +
                                                version + R"(", "title": "Titel", "rules": [], )" +
                                                more + "}"};
}
RulebookFile amendment(const std::string& name, const std::string& of, const std::string& more) {
    return file(name, "1",
                R"("amends": {"rulebook": ")" + of + R"(", "version": "1")" + more + "}");
}

TEST_CASE("what an amendment asks of another rulebook has to be there", "[projections][rules]") {
    const std::vector<RulebookFile> others{file("b", "1", "\"note\": \"nichts\"")};
    CHECK(told(amendment("a", "b", "").text, others).empty());
    CHECK(told(amendment("a", "c", "").text, others) ==
          "line 1, column 76: there is no rulebook c in version 1");
    CHECK(told(amendment("a", "b", R"(, "without": ["R-7"])").text, others) ==
          "line 1, column 122: the rulebook that is amended has no such rule (R-7)");
    CHECK(told(amendment("a", "b", R"(, "as_of": "2026-07-01")").text, others).empty());
    CHECK(told(amendment("a", "b", R"(, "as_of": "bald")").text, others) ==
          "line 1, column 119: a day is written as 2026-06-30");
    // Its own mistakes stay its own.
    CHECK(told(amendment("a", "b", "").text, {file("b", "1", "\n\"nota\": \"nichts\"")}) ==
          "in the rulebook that is amended, line 2, column 1: a rulebook has no \"nota\"");
}

TEST_CASE("rulebooks that amend one another in a circle are told", "[projections][rules]") {
    const std::vector<RulebookFile> circle{amendment("a", "b", ""), amendment("b", "c", ""),
                                           amendment("c", "a", "")};
    constexpr const char* kCircle = "line 1, column 76: rulebooks amend one another in a circle";
    for (const RulebookFile& one : circle) CHECK(told(one.text, circle) == kCircle);
    const RulebookFile own = amendment("a", "a", "");
    CHECK(told(own.text, {own}) == kCircle);
    CHECK(told(circle[0].text, {circle[1], file("c", "1", "\"note\": \"Ende\"")}).empty());
}

}  // namespace
}  // namespace fallbuch::rules

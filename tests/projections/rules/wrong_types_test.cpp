// Rulebooks that compare, or count from, what by the catalogue is of another type: beside each the
// nearest that means something.
#include <catch2/catch.hpp>
#include <string>

#include "tests/projections/rules/wrong_rulebook.h"

namespace fallbuch::rules {
namespace {

struct Pair {
    const char* right;
    const char* wrong;
    const char* told;  // of the wrong one, with its column
};

// A rulebook about events of this type, whose fifth line begins with the rest.
std::string told_on(const std::string& on, const std::string& rest) {
    return told(R"({"rulebook": "b", "version": "1", "title": "Titel",
"calendar": {"month_round": "down"}, "params": {"p": {"title": "T", "values": [{"value": "P7D"}]}},
"rules": [{"id": "R-1", "title": "Titel", "statement": "Satz", "type": "M",
"template": "response", "require": "CaseClosed", "on": )" +
                on + ",\n" + rest + "}]}");
}

std::string told_of_condition(const std::string& condition) {
    return told_on(R"("ContactHeld")", R"("scope": {"where": )" + condition + "}");
}

void check(const Pair& pair) {
    INFO(pair.wrong);
    CHECK(told_of_condition(pair.right).empty());
    CHECK(told_of_condition(pair.wrong) == std::string("line 5, ") + pair.told);
}

TEST_CASE("what is counted from has to be a day", "[projections][rules]") {
    const Pair pair = GENERATE(values<Pair>({
        {R"("anchor": "a.occurred")", R"("anchor": "a.channel")",
         "column 11: a day is needed here, not a code"},
        {R"("anchor": "2026-01-31")", R"("anchor": "bald")",
         "column 11: a day is needed here, not a text"},
        {R"("anchor": {"min": ["a.occurred", "a.recorded"]})", R"("anchor": {"min": [1, 2]})",
         "column 11: a day is needed here, not a number"},
        {R"("anchor": {"first": ["a.contactId", "a.occurred"]})",
         R"("anchor": {"first": ["a.contactId", "a.channel"]})",
         "column 11: a day is needed here, not a text"},
        {R"("scope": {"until": "a.occurred"})", R"("scope": {"until": "a.durationMin"})",
         "column 20: a day is needed here, not a number"},
        {R"("governs_by": "a.occurred")", R"("governs_by": "a.contactId")",
         "column 15: a day is needed here, not a text"},
        {R"("anchor": {"plus": ["a.occurred", "P1M"]})",
         R"("anchor": {"plus": ["a.qualified", "P1M"]})",
         "column 21: a day is needed here, not true or false"},
        {R"("anchor": {"minus": ["a.occurred", {"param": "p"}]})",
         R"("anchor": {"minus": ["a.@actor", {"param": "p"}]})",
         "column 22: a day is needed here, not a text"},
        {R"("anchor": {"plus": ["a.occurred", {"param": "p"}]})",
         R"("anchor": {"plus": ["a.occurred", 3]})",
         "column 35: a length is needed here, not a number"},
    }));
    INFO(pair.wrong);
    CHECK(told_on(R"("ContactHeld")", pair.right).empty());
    CHECK(told_on(R"("ContactHeld")", pair.wrong) == std::string("line 5, ") + pair.told);
}

TEST_CASE("days of definitions have to be days", "[projections][rules]") {
    const auto fact = [](const std::string& from) {
        return told_of_section(R"("facts": {"f": {"latest": "ResponsibilityAssigned", "from": )" +
                               from + "}}");
    };
    CHECK(fact(R"("e.from")").empty());
    CHECK(fact(R"("e.unit")") == "line 3, column 61: a day is needed here, not a text");
    const auto object = [](const std::string& last) {
        return told_of_section(R"("objects": {"o": {"opened_by": "GoalSet", "until": {"last": )" +
                               last + "}}}");
    };
    CHECK(object(R"("o.targetDate")").empty());
    CHECK(object(R"("o.option")") == "line 3, column 61: a day is needed here, not a code");
    const auto waivers = [](const std::string& rule, const std::string& from,
                            const std::string& to = R"("e.period.to")") {
        return told_of_section(R"("waivers": {"event": "DeviationJustified", "rule": )" + rule +
                               ",\n\"from\": " + from + ",\n\"to\": " + to + "}");
    };
    CHECK(waivers(R"("e.ruleId")", R"("e.period.from")").empty());
    CHECK(waivers(R"("e.period.from")", R"("e.period.from")") ==
          "line 3, column 52: a text is needed here, not a day");
    CHECK(waivers(R"("e.ruleId")", R"("e.period")") ==
          "line 4, column 9: a day is needed here, not an object");
    CHECK(waivers(R"("e.ruleId")", R"("e.period.from")", R"("e.ruleId")") ==
          "line 5, column 7: a day is needed here, not a text");
}

TEST_CASE("what is never equal is told", "[projections][rules]") {
    const Pair pair = GENERATE(values<Pair>({
        {R"({"eq": ["a.occurred", "2026-01-31"]})", R"({"eq": ["a.occurred", "PERSOENLICH"]})",
         "column 42: a day is never equal to a text"},
        {R"({"ne": ["a.occurred", "a.recorded"]})", R"({"ne": ["a.occurred", "a.channel"]})",
         "column 42: a day is never equal to a code"},
        {R"({"eq": ["a.durationMin", 30]})", R"({"eq": ["a.durationMin", "30"]})",
         "column 45: a number is never equal to a text"},
        {R"({"eq": ["a.qualified", true]})", R"({"eq": ["a.qualified", "ja"]})",
         "column 43: true or false is never equal to a text"},
        {R"({"eq": [true, "a.qualified"]})", R"({"eq": [1, "a.qualified"]})",
         "column 31: a number is never equal to true or false"},
        // A text in words may be any text, and a code or a day among them.
        {R"({"eq": ["a.contactId", "a.channel"]})", R"({"eq": ["a.occurred", "a.contactId"]})",
         "column 42: a day is never equal to a text"},
        {R"({"eq": ["a.contactId", "2026-01-31"]})", R"({"eq": ["a.channel", "2026-01-31"]})",
         "column 41: a code is never equal to a day"},
        {R"({"eq": [{"size": "a.participants"}, 2]})", R"({"eq": ["a.participants", "x"]})",
         "column 46: a list is not compared as a whole"},
        {R"({"le": [{"duration": ["a.occurred", "a.recorded"]}, "P1M"]})",
         R"({"eq": [{"duration": ["a.occurred", "a.recorded"]}, "P1M"]})",
         "column 72: a duration is compared by lt, le, gt or ge, and stands first"},
        {R"({"eq": [{"size": "a.participants"}, 0]})",
         R"({"eq": [{"size": "a.participants"}, 0.5]})",
         "column 56: how many there are is a whole number, not below 0"},
        {R"({"ne": [0, {"size": "a.participants"}]})",
         R"({"ne": [-1, {"size": "a.participants"}]})",
         "column 28: how many there are is a whole number, not below 0"},
        {R"({"eq": [{"param": "p"}, "P7D"]})", R"({"eq": ["channel", "TELEFON"]})",
         "column 28: neither of the two is a path: they are always the same"},
    }));
    check(pair);
}

TEST_CASE("how many objects are open is a whole number", "[projections][rules]") {
    const auto open = [](const std::string& number) {
        return told(
            rulebook_with(R"("objects": {"o": {"opened_by": "ContactHeld"}},
)",
                          R"("scope": {"where": {"eq": [{"open": "o"}, )" + number + "]}}"));
    };
    CHECK(open("0").empty());
    CHECK(open("2").empty());
    constexpr const char* kWhole =
        "line 6, column 43: how many there are is a whole number, not below 0";
    CHECK(open("1.5") == kWhole);
    CHECK(open("-1") == kWhole);
    CHECK(open("true") == "line 6, column 43: a number is never equal to true or false");
}

TEST_CASE("what a match compares has to be of one type", "[projections][rules]") {
    const auto match = [](const std::string& pair) {
        return told_of_rule(R"("unless": {"type": "ContactHeld", "match": [[)" + pair + "]]}");
    };
    CHECK(match(R"("x.contactId", "a.contactId")").empty());
    CHECK(match(R"("x.occurred", "a.recorded")").empty());
    CHECK(match(R"("x.contactId", "q.contactId")") ==
          "line 5, column 61: \"match\" compares two fields; for a fixed text there is \"where\" "
          "(q.contactId)");
    CHECK(match(R"("x.occurred", "a.contactId")") ==
          "line 5, column 60: a day is never equal to a text");
    CHECK(match(R"("x.participants", "a.participants")") ==
          "line 5, column 64: a list is not compared as a whole");
}

TEST_CASE("only numbers, days and ordered codes have an order", "[projections][rules]") {
    const Pair pair = GENERATE(values<Pair>({
        {R"({"le": ["a.durationMin", 30]})", R"({"le": ["a.durationMin", "lang"]})",
         "column 45: a number is not compared with a text"},
        {R"({"lt": ["a.occurred", "2026-01-31"]})", R"({"lt": ["a.occurred", 5]})",
         "column 42: a day is not compared with a number"},
        {R"({"eq": ["a.qualified", false]})", R"({"gt": ["a.qualified", false]})",
         "column 43: true or false has no order"},
        {R"({"eq": ["a.contactId", "K-1"]})", R"({"ge": ["a.contactId", "K-1"]})",
         "column 43: a text has no order"},
        {R"({"ge": [{"size": "a.participants"}, 2]})", R"({"ge": ["a.participants", 2]})",
         "column 46: a list is not compared with a number"},
        {R"({"ge": [{"duration": ["a.occurred", "a.recorded"]}, {"param": "p"}]})",
         R"({"ge": [{"duration": ["a.occurred", "a.channel"]}, {"param": "p"}]})",
         "column 56: a day is needed here, not a code"},
        {R"({"ge": [{"duration": ["a.occurred", "a.recorded"]}, "P7D"]})",
         R"({"ge": [{"duration": ["a.occurred", "a.recorded"]}, 7]})",
         "column 72: a length is needed here, not a number"},
        {R"({"ge": [{"age": ["a.occurred", "a.recorded"]}, 25]})",
         R"({"ge": [{"age": ["a.contactId", "a.recorded"]}, 25]})",
         "column 37: a day is needed here, not a text"},
        {R"({"ge": ["a.durationMin", {"max": [1, {"size": "a.participants"}]}]})",
         R"({"ge": ["a.durationMin", {"max": [1, "a.occurred"]}]})",
         "column 57: a day is not compared with a number"},
        {R"({"ge": ["a.durationMin", {"size": "a.participants"}]})",
         R"({"ge": ["a.durationMin", {"size": "a.channel"}]})",
         "column 54: a list is needed here, not a code"},
    }));
    check(pair);
    const auto level = [](const std::string& with) {
        return told_on(R"("CareLevelAssessed")",
                       R"("scope": {"where": {"le": ["a.overall", )" + with + "]}}");
    };
    CHECK(level(R"("IG")").empty());
    CHECK(level(R"("a.rationale")").empty());
    CHECK(level("2") == "line 5, column 41: a code is not compared with a number");
}

TEST_CASE("a list holds values, a text holds words", "[projections][rules]") {
    const Pair pair = GENERATE(values<Pair>({
        {R"({"in": ["a.contactId", ["K-1"]]})", R"({"in": ["a.durationMin", ["30"]]})",
         R"(column 45: a number is never "30")"},
        {R"({"in": ["a.occurred", ["2026-01-31"]]})",
         R"({"in": ["a.occurred", ["2026-01-31", "2026-02-30"]]})",
         R"(column 42: a day is never "2026-02-30")"},
        {R"({"in": ["a.channel", ["TELEFON"]]})", R"({"in": ["a.channel", "TELEFON"]})",
         "column 41: a list is needed here, not a text"},
        {R"({"in": ["a.channel", ["TELEFON"]]})", R"({"in": ["a.channel", []]})",
         "column 41: this list has no items"},
        {R"({"contains_text": ["a.channelReason", "x"]})",
         R"({"contains": ["a.channelReason", "x"]})",
         "column 34: a list is needed here, not a text"},
        {R"({"contains_text": ["a.channelReason", ["x"]]})",
         R"({"contains_any": ["a.channelReason", ["x"]]})",
         "column 38: a list is needed here, not a text"},
        {R"({"some": {"of": "a.participants", "that": {"eq": ["i.ref", "x"]}}})",
         R"({"contains": ["a.participants", "x"]})",
         "column 52: no item of the list is a text: each is an object"},
        {R"({"contains_words": ["a.channelReason", "x"]})",
         R"({"contains_words": ["a.durationMin", "x"]})",
         "column 40: a text is needed here, not a number"},
        {R"({"contains_text": ["a.channelReason", "x"]})",
         R"({"contains_text": ["a.occurred", "x"]})",
         "column 39: a text is needed here, not a day"},
        {R"({"contains_text": ["a.channelReason", {"value": "2026-01-31"}]})",
         R"({"contains_text": ["a.channelReason", "2026-01-31"]})",
         "column 58: a text or a list is needed here, not a day"},
        {R"({"cites": ["a.channelReason", "§ 15 SGB II"]})",
         R"({"cites": ["a.participants", "§ 15 SGB II"]})",
         "column 31: a text is needed here, not a list"},
        {R"({"every": {"of": "a.participants", "that": {"present": "i"}}})",
         R"({"every": {"of": "a.channel", "that": {"present": "i"}}})",
         "column 37: a list is needed here, not a code"},
        {R"({"some": {"of": "a.participants", "that": {"eq": ["i.ref", "x"]}}})",
         R"({"some": {"of": "a.participants", "that": {"eq": ["i.ref", 1]}}})",
         "column 79: a text is never equal to a number"},
        {R"({"present": "a.channel"})", R"({"present": "channel"})",
         "column 32: this is no path: it is always present"},
        {R"({"valid_code": "a.channel"})", R"({"valid_code": "a.contactId"})",
         "column 35: a code is needed here, not what has no code list"},
    }));
    check(pair);
}

TEST_CASE("what lists are asked for is of the type of their items", "[projections][rules]") {
    const auto goal = [](const std::string& condition) {
        return told_on(R"("GoalSet")", R"("scope": {"where": )" + condition + "}");
    };
    CHECK(goal(R"({"contains": ["a.considered", "a.rationale"]})").empty());
    CHECK(goal(R"({"contains": ["a.considered", "a.targetDate"]})") ==
          "line 5, column 50: no item of the list is a day: each is a code");
    CHECK(goal(R"({"contains_all": ["a.considered", "a.participants"]})").empty());
    CHECK(goal(R"({"contains_all": ["a.considered", "a.rationale"]})") ==
          "line 5, column 54: a list is needed here, not a text");
    CHECK(goal(R"({"contains_any": ["a.considered", []]})") ==
          "line 5, column 54: this list has no items");
    CHECK(goal(R"({"valid_code": "a.option"})").empty());
    CHECK(goal(R"({"valid_code": "a.considered"})") ==
          "line 5, column 35: a code is needed here, not a list");
    CHECK(goal(R"({"contains_text": ["a.rationale", "a.participants"]})").empty());
    CHECK(told_of_condition(R"({"contains_text": ["a.channelReason", "a.participants"]})") ==
          "line 5, column 58: no item of the list is a text: each is an object");
    CHECK(told_of_condition(R"({"contains_any": ["a.participants", ["x"]]})") ==
          "line 5, column 56: no item of the list is a text: each is an object");
    const auto each = [](const std::string& items) {
        return told_on(R"("GoalSet")", R"("each": {"items": )" + items + "}");
    };
    CHECK(each(R"("a.considered")").empty());
    CHECK(each(R"("a.option")") == "line 5, column 19: a list is needed here, not a code");
}

TEST_CASE("a cell of a table is a text or a number", "[projections][rules]") {
    const auto row = [](const std::string& cell) {
        return told(rulebook_with(
            R"("tables": {"t": {"rows": [["A"], ["3"]]}},
)",
            R"("scope": {"where": {"in_table": {"table": "t", "row": [)" + cell + "]}}}"));
    };
    CHECK(row(R"("a.contactId")").empty());
    CHECK(row(R"("a.durationMin")").empty());
    CHECK(row(R"("a.qualified")") ==
          "line 6, column 56: a text or a number is needed here, not true or false");
    CHECK(row(R"("a.occurred")") ==
          "line 6, column 56: a text or a number is needed here, not a day");
}

TEST_CASE("what one of several events may say is no mistake", "[projections][rules]") {
    const std::string anchor = R"("anchor": "a.from")";
    CHECK(told_on(R"("BenefitStatusChanged")", anchor).empty());
    CHECK(told_on(R"("LegalCircleAssigned")", anchor) ==
          "line 5, column 11: a day is needed here, not a code");
    CHECK(told_on(R"(["BenefitStatusChanged", "LegalCircleAssigned"])", anchor).empty());
    CHECK(told_on(R"(["LegalCircleAssigned", "BenefitStatusChanged"])", anchor).empty());
    // Of a list, too: names in one event, objects in the other.
    const std::string participant =
        R"("scope": {"where": {"contains": ["a.participants", "a.contactId"]}})";
    CHECK(told_on(R"("GoalSet")", participant).empty());
    CHECK(told_on(R"("ContactHeld")", participant) ==
          "line 5, column 52: no item of the list is a text: each is an object");
    CHECK(told_on(R"(["ContactHeld", "GoalSet"])", participant).empty());
    const std::string item =
        R"("scope": {"where": {"some": {"of": "a.participants", "that": {"eq": ["i", "x"]}}}})";
    CHECK(told_on(R"("ContactHeld")", item) ==
          "line 5, column 75: an object is not compared as a whole");
    CHECK(told_on(R"(["ContactHeld", "GoalSet"])", item).empty());
}

TEST_CASE("a moment that is no event's own is not read as a day", "[projections][rules]") {
    CHECK(told_on(R"("AppointmentScheduled")", R"("anchor": "a.occurred")").empty());
    CHECK(told_on(R"("AppointmentScheduled")", R"("anchor": "a.slot")") ==
          "line 5, column 11: a day is needed here, not a text");
}

TEST_CASE("of an imported log nobody knows the types", "[projections][rules]") {
    const auto log = [](const std::string& rest) {
        return told(R"({"rulebook": "b", "version": "1", "title": "Titel", "events": "log",
"rules": [{"id": "R-1", "title": "Titel", "statement": "Satz", "type": "M",
"template": "response", "on": "A_SUBMITTED", "require": "A_ACCEPTED", )" +
                    rest + "}]}");
    };
    CHECK(log(R"("anchor": "a.dueDate")").empty());
    CHECK(log(R"("scope": {"where": {"eq": ["a.dueDate", "a.occurred"]}})").empty());
    CHECK(log(R"("scope": {"where": {"ge": ["a.AMOUNT_REQ", 5000]}})").empty());
    CHECK(log(R"("scope": {"where": {"contains": ["a.list", "x"]}})").empty());
    // What the rulebook says itself has a type, and so have the moments of an event.
    CHECK(log(R"("anchor": "bald")") == "line 3, column 81: a day is needed here, not a text");
    CHECK(log(R"("scope": {"where": {"ge": ["a.AMOUNT_REQ", "viel"]}})") ==
          "line 3, column 114: a text has no order");
}

}  // namespace
}  // namespace fallbuch::rules

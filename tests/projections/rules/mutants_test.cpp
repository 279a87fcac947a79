// Which mistakes are made, against lists written by hand.
#include "projections/rules/mutants.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "projections/rulebooks/shipped_rulebooks.h"
#include "projections/rules/json_text.h"
#include "projections/rules/rule_library.h"

namespace fallbuch::rules {
namespace {

JsonNode node_of(std::string_view text) {
    JsonParsed parsed = parse_json_text(text);
    REQUIRE_FALSE(parsed.fault);
    return std::move(parsed.root);
}

// One rule with these members, and how each of its mutants reads.
std::vector<std::string> mutants_of_rule(const std::string& members) {
    const std::string front = R"({"rules":[{"id":"A-1",)";
    const JsonNode rulebook = node_of(front + members + "}]}");
    std::vector<std::string> out;
    for (const Mutant& mutant : mutants_of(rulebook)) {
        CHECK(mutant.rule == "A-1");
        std::string text = text_with(mutant, rulebook);
        REQUIRE(text.starts_with(front));
        text = text.substr(front.size(), text.size() - front.size() - 3);
        out.push_back(mutant.key + " | " + text);
    }
    return out;
}

using Lines = std::vector<std::string>;

TEST_CASE("a number is one more and one less", "[projections][rules]") {
    CHECK(mutants_of_rule(R"("nth":2)") ==
          Lines{R"(rules/A-1/nth +1 | "nth":3)", R"(rules/A-1/nth -1 | "nth":1)"});
}

TEST_CASE("a window is a day longer and a day shorter", "[projections][rules]") {
    const auto [length, longer, shorter] =
        GENERATE(table<std::string, std::string, std::string>({{"P28D", "P29D", "P27D"},
                                                               {"P4W", "P29D", "P27D"},
                                                               {"P5BD", "P6BD", "P4BD"},
                                                               {"P0D", "P1D", "-P1D"},
                                                               {"-P14D", "-P15D", "-P13D"},
                                                               {"P6M", "P6M1D", "P5M27D"},
                                                               {"P1M", "P1M1D", "P27D"},
                                                               {"P3Y", "P3Y1D", "P2Y11M27D"},
                                                               {"-P2M", "-P2M1D", "-P1M27D"},
                                                               {"P1M15D", "P1M16D", "P1M14D"},
                                                               {"PT24H", "PT25H", "PT23H"},
                                                               {"PT1H30M", "PT1H31M", "PT1H29M"},
                                                               {"-PT2H", "-PT3H", "-PT1H"}}));
    CHECK(mutants_of_rule(R"("within":{"before":")" + length + R"("})") ==
          Lines{R"(rules/A-1/within/before +1 | "within":{"before":")" + longer + R"("})",
                R"(rules/A-1/within/before -1 | "within":{"before":")" + shorter + R"("})"});
}

TEST_CASE("a day is the next one and the one before, over the end of a year",
          "[projections][rules]") {
    CHECK(mutants_of_rule(R"("valid":{"from":"2024-01-01"})") ==
          Lines{R"(rules/A-1/valid/from +1 | "valid":{"from":"2024-01-02"})",
                R"(rules/A-1/valid/from -1 | "valid":{"from":"2023-12-31"})"});
}

TEST_CASE("each exception is left out, the last one with its list", "[projections][rules]") {
    CHECK(mutants_of_rule(R"("unless":["B","C"])") ==
          Lines{R"(rules/A-1/unless/0 fehlt | "unless":["C"])",
                R"(rules/A-1/unless/1 fehlt | "unless":["B"])"});
    const std::vector<std::string> of_one = mutants_of_rule(R"("nth":"x","unless":["B"])");
    CHECK(of_one == Lines{R"(rules/A-1/unless fehlt | "nth":"x")"});
}

TEST_CASE("of a trigger only one of several is left out", "[projections][rules]") {
    CHECK(mutants_of_rule(R"("on":["B"])").empty());
    CHECK(mutants_of_rule(R"("on":["B","C"])") ==
          Lines{R"(rules/A-1/on/0 fehlt | "on":["C"])", R"(rules/A-1/on/1 fehlt | "on":["B"])"});
}

TEST_CASE("a comparison is turned into its neighbour", "[projections][rules]") {
    const auto [from, to] = GENERATE(table<std::string, std::string>(
        {{"lt", "le"}, {"le", "lt"}, {"gt", "ge"}, {"ge", "gt"}, {"eq", "ne"}, {"ne", "eq"}}));
    CHECK(mutants_of_rule(R"("that":{")" + from + R"(":["a.x","B"]})") ==
          Lines{"rules/A-1/that/" + from + " -> " + to + R"( | "that":{")" + to +
                R"(":["a.x","B"]})"});
}

TEST_CASE("what has no neighbour is negated", "[projections][rules]") {
    CHECK(mutants_of_rule(R"("that":{"present":"a.x"})") ==
          Lines{R"(rules/A-1/that/present -> not | "that":{"not":{"present":"a.x"}})"});
}

TEST_CASE("words of a text are negated, and what an object shares is left out",
          "[projections][rules]") {
    const std::string words = R"({"contains_words":["a.x","B"]})";
    CHECK(mutants_of_rule(R"("that":)" + words) ==
          Lines{R"(rules/A-1/that/contains_words -> not | "that":{"not":)" + words + '}'});
    const std::string holds = R"({"holds":{"object":"b","match":[["o.x","a.x"]]}})";
    CHECK(mutants_of_rule(R"("that":)" + holds) ==
          Lines{R"(rules/A-1/that/holds -> not | "that":{"not":)" + holds + '}',
                R"(rules/A-1/that/holds/match fehlt | "that":{"holds":{"object":"b"}})"});
}

TEST_CASE("the day from which a fact counts is left out", "[projections][rules]") {
    const JsonNode rulebook = node_of(R"({"facts":{"f":{"latest":"A","from":"e.day"}}})");
    const std::vector<Mutant> mutants = mutants_of(rulebook);
    REQUIRE(mutants.size() == 1);
    CHECK(mutants.front().key == "facts/f/from fehlt");
    CHECK(text_with(mutants.front(), rulebook) == R"({"facts":{"f":{"latest":"A"}}})");
}

TEST_CASE("a norm becomes its neighbours and what it lies within", "[projections][rules]") {
    const std::string key = "rules/A-1/that/cites";
    const auto lines = [&](const std::string& mutant, const std::string& operands) {
        return key + mutant + R"( | "that":{"cites":["a.x",)" + operands + "]}";
    };
    const auto negated = [&](const std::string& operands) {
        return key + R"( -> not | "that":{"not":{"cites":["a.x",)" + operands + "]}}";
    };
    CHECK(mutants_of_rule(R"("that":{"cites":["a.x","§ 31a Abs. 1 SGB II"]})") ==
          Lines{negated(R"("§ 31a Abs. 1 SGB II")"), lines("/1 +1", R"("§ 31a Abs. 2 SGB II")"),
                lines("/1 -1", R"("§ 31a Abs. 0 SGB II")"),
                lines("/1 weiter", R"("§ 31a SGB II")")});
    const std::string several = R"(["§§ 67 bis 67b SGB X","SGB II"],"SGB X")";
    CHECK(mutants_of_rule(R"("that":{"cites":["a.x",)" + several + "]}") ==
          Lines{negated(several), lines("/1/0 fehlt", R"(["SGB II"],"SGB X")"),
                lines("/1/0 +1", R"(["§§ 67 bis 67c SGB X","SGB II"],"SGB X")"),
                lines("/1/0 -1", R"(["§§ 67 bis 67a SGB X","SGB II"],"SGB X")"),
                lines("/1/0 weiter", R"(["§§ 66 bis 67b SGB X","SGB II"],"SGB X")"),
                lines("/1/1 fehlt", R"(["§§ 67 bis 67b SGB X"],"SGB X")"),
                lines("/2 fehlt", R"(["§§ 67 bis 67b SGB X","SGB II"])")});
}

TEST_CASE("of several conditions one is left out, and all become any", "[projections][rules]") {
    CHECK(mutants_of_rule(R"("that":{"all":[{"x":1.5},{"y":true}]})") ==
          Lines{R"(rules/A-1/that/all -> any | "that":{"any":[{"x":1.5},{"y":true}]})",
                R"(rules/A-1/that/all/0 fehlt | "that":{"all":[{"y":true}]})",
                R"(rules/A-1/that/all/0/x +1 | "that":{"all":[{"x":2.5},{"y":true}]})",
                R"(rules/A-1/that/all/0/x -1 | "that":{"all":[{"x":0.5},{"y":true}]})",
                R"(rules/A-1/that/all/1 fehlt | "that":{"all":[{"x":1.5}]})",
                R"(rules/A-1/that/all/1/y -> false | "that":{"all":[{"x":1.5},{"y":false}]})"});
    // All of one and any of one are the same.
    CHECK(mutants_of_rule(R"("that":{"all":["x"]})").empty());
}

TEST_CASE("a pattern is seen without its condition and without what it is matched by",
          "[projections][rules]") {
    CHECK(
        mutants_of_rule(R"("on":{"type":"B","where":"x","match":[["p","q"],["r","s"]]})") ==
        Lines{R"(rules/A-1/on/where fehlt | "on":{"type":"B","match":[["p","q"],["r","s"]]})",
              R"(rules/A-1/on/match/0 fehlt | "on":{"type":"B","where":"x","match":[["r","s"]]})",
              R"(rules/A-1/on/match/1 fehlt | "on":{"type":"B","where":"x","match":[["p","q"]]})"});
}

TEST_CASE("a choice is made otherwise, by a member that has it", "[projections][rules]") {
    const auto [name, from, to] = GENERATE(table<std::string, std::string, std::string>({
        {"consume", "one", "all"},
        {"basis", "recorded", "occurred"},
        {"count", "from_next_day", "from_same_day"},
        {"month_round", "down", "up"},
        {"roll", "report_both", "next_working_day"},
        {"transition", "gap", "keep_old_version"},
        {"governs_by", "due", "activation.occurred"},
    }));
    const auto member = [](const std::string& key, const std::string& value) {
        return '"' + key + R"(":")" + value + '"';
    };
    CHECK(mutants_of_rule(member(name, from)) ==
          Lines{"rules/A-1/" + name + " -> " + to + " | " + member(name, to)});
    CHECK(mutants_of_rule(member("other", from)).empty());
}

TEST_CASE("whether a day itself counts is changed, too", "[projections][rules]") {
    CHECK(mutants_of_rule(R"("anchor":{"plus":["a.x","P1D","from_same_day"]})") ==
          Lines{R"(rules/A-1/anchor/plus/1 +1 | "anchor":{"plus":["a.x","P2D","from_same_day"]})",
                R"(rules/A-1/anchor/plus/1 -1 | "anchor":{"plus":["a.x","P0D","from_same_day"]})",
                R"(rules/A-1/anchor/plus/2 fehlt | "anchor":{"plus":["a.x","P1D"]})"});
}

TEST_CASE("names, citations and explanations are left as they are", "[projections][rules]") {
    CHECK(mutants_of_rule(R"("title":"P7D","statement":"2024-01-01","note":"P1D","type":"M",)"
                          R"("cite":[{"law":"X","as_of":"2024-01-01"}],)"
                          R"("explain":{"pending":"P7D"})")
              .empty());
}

TEST_CASE("a checklist goes by the names of its parts, definitions by their own",
          "[projections][rules]") {
    const JsonNode rulebook = node_of(R"({"facts":{"note":{"latest":["B","C"]}},)"
                                      R"("tables":{"t":{"rows":[["x",1],["y"]]}},)"
                                      R"("rules":[{"id":"A-1","checks":[{"part":"P","nth":1}]}]})");
    Lines keys;
    std::set<std::string> rules;
    for (const Mutant& mutant : mutants_of(rulebook)) {
        keys.push_back(mutant.key);
        rules.insert(mutant.rule);
    }
    CHECK(keys == Lines{"facts/note/latest/0 fehlt", "facts/note/latest/1 fehlt",
                        "tables/t/rows/0 fehlt", "tables/t/rows/0/1 +1", "tables/t/rows/0/1 -1",
                        "tables/t/rows/1 fehlt", "rules/A-1/checks/P/nth +1",
                        "rules/A-1/checks/P/nth -1"});
    CHECK(rules == std::set<std::string>{"", "A-1"});
}

TEST_CASE("each mutant of a shipped rulebook is a text of its own", "[projections][rules]") {
    const auto files = shipped_rulebooks();
    const auto file = std::find_if(files.begin(), files.end(), [](const RulebookFile& one) {
        return one.name == "kontaktdichte-2010.json";
    });
    REQUIRE(file != files.end());
    const JsonNode rulebook = node_of(file->text);
    std::set<std::string> keys;
    std::set<std::string> texts{canonical_text(rulebook)};
    const std::vector<Mutant> mutants = mutants_of(rulebook);
    for (const Mutant& mutant : mutants) {
        INFO(mutant.key);
        CHECK(keys.insert(mutant.key).second);
        CHECK(texts.insert(canonical_text(node_of(text_with(mutant, rulebook)))).second);
    }
    CHECK(mutants.size() > 200);
}

}  // namespace
}  // namespace fallbuch::rules

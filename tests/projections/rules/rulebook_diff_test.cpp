// What is found different between two rulebooks is what was changed in one of them, and nothing
// else.
#include "projections/rules/rulebook_diff.h"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>
#include <vector>

#include "projections/rules/json_text.h"

namespace fallbuch::rules {
namespace {

const std::string kBefore = R"({"rulebook": "b", "version": "1", "valid": {"from": "2024-01-01"},
    "scenarios": ["b.szenarien"],
    "params": {"soon": {"title": "Bald", "values": [{"value": "P7D"}]}},
    "rules": [
        {"id": "R-1", "title": "Eins", "on": "ContactHeld", "within": {"before": "P6M"},
            "that": {"any": [{"present": "a.kind"}, {"le": ["a.to", {"plus": ["a.at", "P2D"]}]},
                {"in": ["a.channel", ["VIDEO", "TELEFON"]]}]}},
        {"id": "R-2", "title": "Zwei", "checks": [
            {"part": "Frist", "within": {"before": "P5BD"}},
            {"part": "Bestand", "explain": {"violated": "Es fehlt."}}]}]})";

// With one place of the text replaced.
std::string changed(std::string_view from, std::string_view to) {
    std::string text = kBefore;
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

std::vector<RulebookChange> changes_to(const std::string& after) {
    const JsonParsed left = parse_json_text(kBefore);
    const JsonParsed right = parse_json_text(after);
    REQUIRE_FALSE((left.fault || right.fault));
    return changes_between(left.root, right.root);
}

TEST_CASE("a rulebook does not differ from itself, however it is written", "[projections][rules]") {
    CHECK(changes_to(kBefore).empty());
    CHECK(changes_to(
              changed(R"("rulebook": "b", "version": "1")", R"("version":"1",   "rulebook":"b")"))
              .empty());
    // The order of the checks of a rule says nothing.
    CHECK(changes_to(changed(R"({"part": "Frist", "within": {"before": "P5BD"}},
            {"part": "Bestand", "explain": {"violated": "Es fehlt."}})",
                             R"({"part": "Bestand", "explain": {"violated": "Es fehlt."}},
            {"part": "Frist", "within": {"before": "P5BD"}})"))
              .empty());
    CHECK(changes_to(changed("b.szenarien", "c.szenarien")).empty());
}

struct Sample {
    std::string from;
    std::string to;
    std::string section;
    std::string name;
    std::string member;
    std::string before;
    std::string after;
};

TEST_CASE("one change is told with its place, the old text and the new one",
          "[projections][rules]") {
    const auto sample = GENERATE(values<Sample>({
        {R"("version": "1")", R"("version": "2")", "", "", "version", "1", "2"},
        {R"("from": "2024-01-01")", R"("from": "2025-01-01")", "", "", "valid.from", "2024-01-01",
         "2025-01-01"},
        {R"("title": "Bald")", R"("title": "Bald genug")", "params", "soon", "title", "Bald",
         "Bald genug"},
        {R"("before": "P6M")", R"("before": "P3M")", "rules", "R-1", "within.before", "P6M", "P3M"},
        {R"("before": "P5BD")", R"("before": "P6BD")", "rules", "R-2", "Frist/within.before",
         "P5BD", "P6BD"},
        {R"(Es fehlt.)", R"(Es fehlt!)", "rules", "R-2", "Bestand/explain.violated", "Es fehlt.",
         "Es fehlt!"},
        {"P2D", "P3D", "rules", "R-1", "that.any[2].le[2].plus", R"(["a.at","P2D"])",
         R"(["a.at","P3D"])"},
        {R"("VIDEO", )", "", "rules", "R-1", "that.any[3].in[2]", R"(["VIDEO","TELEFON"])",
         R"(["TELEFON"])"},
        // Another operator is another condition.
        {R"("present": "a.kind")", R"("valid_code": "a.kind")", "rules", "R-1", "that.any[1]",
         R"({"present":"a.kind"})", R"({"valid_code":"a.kind"})"},
        {R"({"present": "a.kind"}, )", "", "rules", "R-1", "that.any",
         R"([{"present":"a.kind"},{"le":["a.to",{"plus":["a.at","P2D"]}]},)"
         R"({"in":["a.channel",["VIDEO","TELEFON"]]}])",
         R"([{"le":["a.to",{"plus":["a.at","P2D"]}]},{"in":["a.channel",["VIDEO","TELEFON"]]}])"},
        {R"("ContactHeld")", R"(["ContactHeld"])", "rules", "R-1", "on", "ContactHeld",
         R"(["ContactHeld"])"},
    }));
    CAPTURE(sample.to);
    const auto changes = changes_to(changed(sample.from, sample.to));
    REQUIRE(changes.size() == 1);
    CHECK(changes[0].kind == ChangeKind::changed);
    CHECK(changes[0].section == sample.section);
    CHECK(changes[0].name == sample.name);
    CHECK(changes[0].member == sample.member);
    CHECK(changes[0].before == sample.before);
    CHECK(changes[0].after == sample.after);
}

TEST_CASE("what only one of both has is added or removed", "[projections][rules]") {
    const auto renamed = changes_to(changed("R-1", "R-9"));
    REQUIRE(renamed.size() == 2);
    CHECK(renamed[0].kind == ChangeKind::removed);
    CHECK(renamed[0].name == "R-1");
    CHECK(renamed[0].after.empty());
    CHECK(renamed[1].kind == ChangeKind::added);
    CHECK(renamed[1].name == "R-9");
    CHECK(renamed[1].title == "Eins");

    const auto member = changes_to(changed(R"("on": "ContactHeld", )", ""));
    REQUIRE(member.size() == 1);
    CHECK(member[0].kind == ChangeKind::removed);
    CHECK(member[0].member == "on");

    const auto part = changes_to(changed(R"("part": "Bestand")", R"("part": "Inhalt")"));
    REQUIRE(part.size() == 2);
    CHECK(part[0].member == "Bestand");
    CHECK(part[0].kind == ChangeKind::removed);
    CHECK(part[1].member == "Inhalt");
    CHECK(part[1].kind == ChangeKind::added);
}

}  // namespace
}  // namespace fallbuch::rules

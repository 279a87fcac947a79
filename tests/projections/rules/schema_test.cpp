// The JSON Schema by which an editor helps whoever writes rulebooks: an independent validator,
// valijson, judges by it what the parser judges, too. Not built where its headers are missing.
#define VALIJSON_USE_EXCEPTIONS 1

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>
#include <vector>

#include "core/events/catalogue.h"
#include "projections/rulebooks/shipped_rulebooks.h"
#include "projections/rules/faults.h"
#include "projections/rules/rule_library.h"
#include "projections/rules/rulebook_parser.h"
#include "projections/rules/vocabulary.h"
#include "tests/projections/rules/about_names.h"
#include "tests/support/seeded_random.h"
#include "tests/support/shared_data.h"

namespace fallbuch::rules {
namespace {

// Keeps the order of the text: what is defined later may use what was defined before.
using Json = nlohmann::ordered_json;

class RulebookSchema {
public:
    RulebookSchema() {
        const auto text = nlohmann::json::parse(
            testing::read_text(FALLBUCH_SOURCE_DIR "/projections/rules/rulebook.schema.json"));
        valijson::SchemaParser parser;
        parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(text), schema_);
    }
    bool accepts(const std::string& text) {
        const auto document = nlohmann::json::parse(text);
        return validator_.validate(schema_, valijson::adapters::NlohmannJsonAdapter(document),
                                   nullptr);
    }

private:
    valijson::Schema schema_;
    // Strong types: a text of digits is no number. Keeps its regular expressions.
    valijson::Validator validator_{valijson::Validator::kStrongTypes};
};

std::vector<RulebookFile> shipped() {
    std::vector<RulebookFile> files = shipped_rulebooks();
    std::erase_if(files, [](const RulebookFile& file) { return !file.name.ends_with(".json"); });
    return files;
}

bool has_fault_of_form(const std::vector<RulebookFault>& faults) {
    // An event that nobody knows leaves a hole, which may be what a template needs.
    const bool has_hole = std::any_of(faults.begin(), faults.end(), [](const RulebookFault& one) {
        return one.what.starts_with("the catalogue has no such event");
    });
    return std::any_of(faults.begin(), faults.end(), [&](const RulebookFault& one) {
        return !is_about_names(one) && !(has_hole && one.what.starts_with("this template needs"));
    });
}

// A change of one place.
struct Damage {
    enum class Kind { unknown_member, other_kind, missing_member } kind;
    Json::json_pointer place;
    Json value;

    Json applied_to(Json document) const {
        switch (kind) {
            case Kind::unknown_member: document[place]["unbekannt"] = value; break;
            case Kind::other_kind: document[place] = value; break;
            case Kind::missing_member: document[place.parent_pointer()].erase(place.back()); break;
        }
        return document;
    }
};

void collect(const Json& node, const Json::json_pointer& place, std::vector<Damage>& damages) {
    const std::array<Json, 7> others{nullptr,       true,          17, 2.5, "unbekannt",
                                     Json::array(), Json::object()};
    for (const Json& other : others) damages.push_back({Damage::Kind::other_kind, place, other});
    if (node.is_object()) {
        damages.push_back({Damage::Kind::unknown_member, place, "unbekannt"});
        for (const auto& [name, part] : node.items()) {
            damages.push_back({Damage::Kind::missing_member, place / name, {}});
            collect(part, place / name, damages);
        }
    }
    if (!node.is_array()) return;
    for (std::size_t i = 0; i < node.size(); ++i) collect(node[i], place / i, damages);
}

// Where the parser looks away, and the schema does not.
bool is_unseen_by_parser(const Damage& damage) {
    return damage.place.to_string().ends_with("/require") &&
           damage.kind == Damage::Kind::unknown_member;
}

// The rulebook with one of its rules only, which is read sooner.
Json with_rule(Json rulebook, std::size_t index) {
    Json rule = rulebook["rules"][index];
    rulebook["rules"] = Json::array({std::move(rule)});
    return rulebook;
}

// The schema beside the parser, which may amend the shipped rulebooks.
class Comparison {
public:
    Comparison() : files_(shipped()) {
        const auto catalogue = Catalogue::from_files(built_in_catalogue());
        REQUIRE(catalogue);
        catalogue_ = *catalogue;
    }
    void judge(const Json& document, const Damage& damage) {
        if (is_unseen_by_parser(damage)) return;
        const std::string text = damage.applied_to(document).dump();
        const std::vector<RulebookFault> faults = parsed(text);
        INFO(damage.place.to_string() << " = " << damage.value << '\n' << describe(faults));
        const bool is_accepted = schema_.accepts(text);
        CHECK((is_accepted ? !has_fault_of_form(faults) : !faults.empty()));
        ++(is_accepted ? accepted_count : refused_count);
    }
    // Both of one opinion.
    bool accepts(const std::string& text) {
        const std::vector<RulebookFault> faults = parsed(text);
        INFO(text << '\n' << describe(faults));
        CHECK(schema_.accepts(text) == faults.empty());
        return faults.empty();
    }

    int accepted_count = 0;
    int refused_count = 0;

private:
    std::vector<RulebookFault> parsed(const std::string& text) const {
        Vocabulary vocabulary(EventsOf::casework, catalogue_);
        return parse_rulebook(text, vocabulary, find_among(files_)).faults.all();
    }

    RulebookSchema schema_;
    std::vector<RulebookFile> files_;
    std::shared_ptr<const Catalogue> catalogue_;
};

TEST_CASE("every shipped rulebook is valid by the schema", "[projections][rules]") {
    RulebookSchema schema;
    const std::vector<RulebookFile> files = shipped();
    CHECK(files.size() >= 6);
    for (const RulebookFile& file : files) {
        INFO(file.name);
        CHECK(schema.accepts(file.text));
    }
}

TEST_CASE("whatever damages the form of a rulebook the schema and the parser refuse alike",
          "[projections][rules][volume]") {
    const Json document = Json::parse(
        testing::read_text(FALLBUCH_SOURCE_DIR "/tests/data/every_construct.rulebook.json"));
    Comparison comparison;
    REQUIRE(comparison.accepts(document.dump()));
    std::vector<Damage> damages;
    collect(document, Json::json_pointer(), damages);
    for (const Damage& damage : damages) comparison.judge(document, damage);
    CHECK(comparison.accepted_count > 200);
    CHECK(comparison.refused_count > 1500);
}

TEST_CASE("the schema and the parser refuse shipped rulebooks alike once they are damaged",
          "[projections][rules][volume]") {
    constexpr std::uint64_t kSeed = 20261130;
    SeededRandom random(kSeed);
    Comparison comparison;
    for (const RulebookFile& file : shipped()) {
        INFO(file.name);
        const Json whole = Json::parse(file.text);
        for (int round = 0; round < 3; ++round) {
            const Json document = with_rule(whole, random.below(whole["rules"].size()));
            REQUIRE(comparison.accepts(document.dump()));
            std::vector<Damage> damages;
            collect(document, Json::json_pointer(), damages);
            for (int i = 0; i < 30; ++i) {
                comparison.judge(document, damages[random.below(damages.size())]);
            }
        }
    }
    CHECK(comparison.accepted_count > 20);
    CHECK(comparison.refused_count > 150);
}

Json changed(std::string_view change) {
    Json rule = Json::parse(R"({"id": "R-1", "title": "Titel", "statement": "Satz", "type": "M"})");
    rule.update(Json::parse(change));
    return rule;
}

Json rulebook_of(Json rule) {
    return {{"rulebook", "b"},
            {"version", "1"},
            {"title", "Titel"},
            {"calendar", {{"month_round", "down"}}},
            {"rules", Json::array({std::move(rule)})}};
}

// The rule with all but one of its members in each of two checks, or that one in them alone.
Json shared(const Json& rule, const std::string& apart, bool is_apart_in_checks) {
    Json outer = Json::object();
    Json inner = Json::object();
    for (const auto& [name, value] : rule.items()) {
        ((name == apart) == is_apart_in_checks ? inner : outer)[name] = value;
    }
    outer["checks"] = Json::array({inner, inner});
    outer["checks"][0]["part"] = "eins";
    outer["checks"][1]["part"] = "zwei";
    return outer;
}

TEST_CASE("what a template needs may stand in the rule or in its checks, and must stand somewhere",
          "[projections][rules]") {
    Comparison comparison;
    constexpr const char* kRight[] = {
        R"({"template": "invariant", "on": "ContactHeld", "that": {"present": "a.channel"}})",
        R"({"template": "since", "on": "ContactHeld", "that": {"present": "a.channel"}})",
        R"({"template": "attestation", "on": "ContactHeld", "that": {"present": "a.channel"}})",
        R"({"template": "forall_exists", "on": "ContactHeld", "require": "CaseClosed"})",
        R"({"template": "response", "on": "ContactHeld", "require": "CaseClosed"})",
        R"({"template": "chain_succession", "on": "ContactHeld", "require": "CaseClosed"})",
        R"({"template": "response", "on": "ContactHeld", "obligation": {"kind": "maintenance"}})",
        R"({"template": "existence", "require": "CaseClosed"})",
        R"({"template": "init", "require": "CaseOpened"})",
        R"({"template": "count", "require": "ContactHeld",
            "count": {"min": 1, "window": {"kind": "tumbling"}}})",
    };
    for (const char* const change : kRight) {
        const Json rule = changed(change);
        REQUIRE(comparison.accepts(rulebook_of(rule).dump()));
        for (const auto& [name, value] : rule.items()) {
            Json without = rule;
            without.erase(name);
            CHECK_FALSE(comparison.accepts(rulebook_of(without).dump()));
            for (const bool is_in_checks : {false, true}) {
                CHECK(comparison.accepts(rulebook_of(shared(rule, name, is_in_checks)).dump()));
                Json lacking = shared(without, "template", is_in_checks);
                CHECK_FALSE(comparison.accepts(rulebook_of(lacking).dump()));
                // One of the two has it.
                lacking["checks"][0][name] = value;
                CHECK_FALSE(comparison.accepts(rulebook_of(lacking).dump()));
            }
        }
    }
    constexpr const char* kWrong[] = {
        R"({"template": "existence", "on": "ContactHeld", "require": "CaseClosed"})",
        R"({"template": "existence", "nth": 1, "require": "CaseClosed"})",
        R"({"template": "count", "require": "ContactHeld", "anchor": "2026-01-01",
            "count": {"min": 1, "window": {"kind": "tumbling"}}})",
        R"({"template": "count", "require": "ContactHeld", "count": {"min": 1}})",
    };
    for (const char* const change : kWrong) {
        const Json rule = changed(change);
        CHECK_FALSE(comparison.accepts(rulebook_of(rule).dump()));
        for (const auto& [name, value] : rule.items()) {
            CHECK_FALSE(comparison.accepts(rulebook_of(shared(rule, name, false)).dump()));
            CHECK_FALSE(comparison.accepts(rulebook_of(shared(rule, name, true)).dump()));
        }
    }
}

// The member at `place` of a rule with each value of two lists.
void check_values(const char* place, const char* right, const char* wrong) {
    Comparison comparison;
    const Json rule =
        changed(R"({"template": "response", "on": "ContactHeld", "require": "CaseClosed"})");
    for (const bool is_right : {true, false}) {
        for (const Json& value : Json::parse(is_right ? right : wrong)) {
            Json other = rule;
            other[Json::json_pointer(place)] = value;
            CHECK(comparison.accepts(rulebook_of(other).dump()) == is_right);
        }
    }
}

TEST_CASE("the schema and the parser read lengths, days and values alike", "[projections][rules]") {
    check_values("/nth", "[1, 2]", R"([0, -1, 1.5, "1"])");
    check_values("/id", R"(["R-1", "Ä_1"])", R"(["", "R 1", "R/1", "R@1", "R+1", "R.1", 1])");
    check_values("/part", R"(["", "2"])", R"(["a b", "a/b", 2])");
    check_values("/explain/violated", R"(["bis {due}, um {late_by}", "}", ""])", R"(["{due", 5])");
    check_values("/valid/from", R"(["2026-01-31", "2024-02-29", "2026-04-30", "2026-12-31"])",
                 R"(["2026-04-31", "2026-02-30", "2026-13-01", "2026-00-01", "2026-01-00", "",
                     "2026-1-01", "2026-01-01T00:00", "20260101", 20260101, null])");
    check_values("/within/before",
                 R"(["P6M", "P1Y2M3D", "P5BD", "P0D", "P9999D", "PT24H",
                     "PT1H2M3S", "PT1000000S"])",
                 R"(["", "P", "-P", "PT", "P1", "6M", "P1D2M", "P10000D", "P1M5BD", "P1M1W",
                     "PT1S2H", "PT1000001S", "P1DT2H", " P1D", 5, null, ["P1D"], {},
                     {"param": 1}])");
    check_values("/within/after", R"(["-P4W", "-P5BD", "-PT2H", "-PT1000000S", "P1M"])",
                 R"(["-P", "-PT", "--P1D", "P-1D", "-PT1S2H", "- PT2H"])");
    check_values("/count", R"([{"min": 1}, {"max": 0}, {"min": 0, "max": 2},
                               {"min": {"size": "a.participants"}}, {"max": "a.durationMin"}])",
                 R"([{"min": 0}, {"min": -1}, {"max": -1}, {"max": 1.5}, {"min": "viele"},
                     {"max": true}, {"max": ["x"]}, {"max": {"value": "3"}},
                     {"min": 1, "max": 2, "window": {"kind": "sliding", "length": "P6D"}}])");
    check_values("/each", R"([{"items": "a.participants"}])",
                 R"([{"items": "unbekannt"}, {"items": "ich"}, {"items": "b.participants"}])");
    check_values("/anchor",
                 R"(["a.occurred", "2026-01-01", {"value": "2026-01-01"},
                     {"plus": ["a.occurred", "P1M"]}, {"min": "a.occurred"},
                     {"minus": ["a.occurred", "-P4W", "from_same_day"]},
                     {"first": ["a.occurred", {"max": ["a.recorded"]}]}])",
                 R"([null, [1, 2], {}, 5, 2.5, true, "bald", ["x", "y"], "case.number",
                     {"value": "a.text"}, {"value": 5}, {"size": "a.participants"},
                     {"age": ["a.occurred", "2026-01-01"]}, {"min": [5]},
                     {"plus": [5, "P1M"]}, {"plus": ["a.occurred", 3]}, {"plus": ["a.occurred"]},
                     {"plus": ["a.occurred", "P5BD"]}, {"plus": ["a.occurred", "PT1H"]},
                     {"plus": ["a.occurred", "P1M", "from_next_day"]}, {"min": []},
                     {"size": ["a.participants", "a.participants"]}, {"age": "a.occurred"},
                     {"age": ["a.occurred"]},
                     {"mean": ["a.occurred"]}, {"min": "a.occurred", "max": "a.occurred"}])");
}

TEST_CASE("the schema and the parser read conditions and events alike", "[projections][rules]") {
    check_values("/scope/where",
                 R"([{"present": "a.channel"}, {"present": ["a.channel"]},
                     {"not": {"present": "a.channel"}}, {"all": [{"present": "a.channel"}]},
                     {"ge": [{"duration": ["a.occurred", "2026-01-31"]}, "P1M"]},
                     {"eq": ["a.channel", "TELEFON"]},
                     {"some": {"of": "a.participants", "that": {"present": "i"}}}])",
                 R"(["a.channel", {}, {"all": []}, {"all": {"present": "a.channel"}},
                     {"not": [{"present": "a.channel"}]}, {"present": ["a.channel", "a.kind"]},
                     {"ge": [{"duration": ["a.occurred", "2026-01-31"]}, "P5BD"]},
                     {"eq": ["a.channel"]}, {"eq": "a.channel"}, {"same": ["a.channel", "FAX"]},
                     {"some": {"of": "a.participants"}},
                     {"present": "a.kind", "not": {"present": "a.channel"}}])");
    check_values("/unless",
                 R"(["CaseClosed", ["CaseClosed", "CaseOpened"], {"any": "CaseClosed"},
                     {"type": "CaseClosed", "where": {"present": "x.occurred"}},
                     {"type": "ContactHeld", "match": [["x.channel", "a.channel"]]}])",
                 R"([5, null, {"any": []}, {"any": "CaseClosed", "type": "CaseClosed"},
                     {"where": {"present": "x.occurred"}}, {"holds": 5},
                     {"type": "CaseClosed", "wher": {"present": "x.occurred"}},
                     {"type": "ContactHeld", "match": ["x.channel", "a.channel"]}])");
}

}  // namespace
}  // namespace fallbuch::rules

// Accepted and refused examples of every casework type, made from its schema: a new type is tested
// as soon as its file is there.
#include <catch2/catch.hpp>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "core/events/event_type.h"
#include "core/events/faults.h"
#include "tests/support/casework_walk.h"
#include "tests/support/schema_checker.h"

using namespace fallbuch;
using nlohmann::json;

namespace {

struct Sample {
    const EventType* type;
    json schema;
    json example;
};

std::vector<Sample> samples(const SchemaChecker& checker) {
    std::vector<Sample> out;
    for (const CaseworkFile& file : casework_type_files()) {
        const json schema = json::parse(file.text);
        const json& about = schema["x-fallbuch"];
        const std::string wire_type =
            about["type"].get<std::string>() + ".v" + std::to_string(about["version"].get<int>());
        const EventType* type = checker.admission.catalogue->find(wire_type);
        REQUIRE(type != nullptr);
        for (const json& example : schema.at("examples")) out.push_back({type, schema, example});
    }
    return out;
}

// What admission says of the type's example with one change.
std::string verdict(SchemaChecker& checker, const EventType& type, const json& data) {
    return describe(checker.check(type, data), Wording::without_values);
}

std::string one_fault(const std::string& pointer, const std::string& why) {
    return "event refused: 1 fault\n  /data" + pointer + ": " + why;
}

json without(json data, const std::string& pointer, const std::string& member) {
    data[json::json_pointer(pointer)].erase(member);
    return data;
}

json with(json data, const std::string& pointer, const json& value) {
    data[json::json_pointer(pointer)] = value;
    return data;
}

}  // namespace

TEST_CASE("each casework type accepts its example", "[core][events]") {
    SchemaChecker checker;
    const auto all = samples(checker);
    CHECK(all.size() >= 160);
    for (const Sample& sample : all) {
        const Faults faults = checker.check(*sample.type, sample.example);
        INFO(sample.type->name() << '\n' << describe(faults, Wording::with_values));
        CHECK(faults.empty());
    }
}

TEST_CASE("an example shows each field of its type, in lists and objects too", "[core][events]") {
    SchemaChecker checker;
    for (const Sample& sample : samples(checker)) {
        std::set<std::string> shown;
        walk_places(sample.schema, sample.example, "",
                    [&](const json& schema, const std::string&) { shown.insert(schema.dump()); });
        walk_schema(sample.schema, "", [&](const json& schema, const std::string& place) {
            INFO(sample.type->name() << " shows nothing for " << place);
            CHECK(shown.contains(schema.dump()));
        });
    }
}

TEST_CASE("a casework event without a required field is refused with its place", "[core][events]") {
    SchemaChecker checker;
    std::size_t refused_count = 0;
    for (const Sample& sample : samples(checker)) {
        walk_places(
            sample.schema, sample.example, "", [&](const json& schema, const std::string& at) {
                for (const json& name : schema.value("required", json::array())) {
                    const auto member = name.get<std::string>();
                    INFO(sample.type->name() << " without " << at << '/' << member);
                    CHECK(verdict(checker, *sample.type, without(sample.example, at, member)) ==
                          one_fault(at + '/' + member, "the field is required [missing]"));
                    ++refused_count;
                }
            });
    }
    CHECK(refused_count > 300);
}

TEST_CASE("a casework event with an unknown code is refused with its place and list",
          "[core][events]") {
    SchemaChecker checker;
    std::size_t refused_count = 0;
    for (const Sample& sample : samples(checker)) {
        walk_places(
            sample.schema, sample.example, "", [&](const json& schema, const std::string& at) {
                if (!schema.contains("x-codes")) return;
                const auto list = schema["x-codes"].get<std::string>();
                INFO(sample.type->name() << " with an unknown code in " << at);
                CHECK(verdict(checker, *sample.type, with(sample.example, at, "KEIN SOLCHER")) ==
                      one_fault(at, "is no code of the list " + list + " [unknown_code]"));
                ++refused_count;
            });
    }
    CHECK(refused_count > 200);
}

TEST_CASE("what a rule judges is accepted", "[core][events]") {
    SchemaChecker checker;
    const auto [wire_type, data] = GENERATE(table<const char*, const char*>({
        {"de.fallbuch.carelevel.assessed.v1",
         R"({"overall": "IK", "groups": [{"group": "LEISTUNGSFAEHIGKEIT", "level": "IG"}]})"},
        {"de.fallbuch.carelevel.assessed.v1",
         R"({"overall": "IF", "groups": [{"group": "QUALIFIKATION", "level": "IF"}]})"},
        {"de.fallbuch.benefitstatus.changed.v1", R"({"benefits": ["ALG_II"]})"},
        {"de.fallbuch.consent.given.v1",
         R"({"consentId": "EW-1", "purpose": "GESUNDHEITSDATEN", "form": "MUENDLICH"})"},
        {"de.fallbuch.goal.set.v1", R"({"goalId": "Z-1", "cycleNo": 1, "option": "STUDIUM"})"},
        {"de.fallbuch.contact.held.v1", R"({"contactId": "K-1"})"},
        {"de.fallbuch.strategy.selected.v1",
         R"({"strategyId": "HS-1", "cycleNo": 1, "code": "DEUTSCH", "needId": "HB-9"})"},
        {"de.fallbuch.cooperationplan.created.v1",
         R"({"planId": "KP-1", "cycleNo": 1, "hasLegalNotice": true, "blocks": []})"},
        {"de.fallbuch.deviation.justified.v1",
         R"({"deviationId": "A-1", "ruleId": "KD-06",
             "period": {"from": "2025-06-30", "to": "2025-01-01"}})"},
    }));
    const EventType* type = checker.admission.catalogue->find(wire_type);
    REQUIRE(type != nullptr);
    CHECK(checker.check(*type, json::parse(data)).empty());
}

// The checks that a schema becomes, against the schemas themselves. What an independent validator
// says stands in schema_oracle_test.cpp.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <utility>

#include "core/base/bytes.h"
#include "core/events/event_type.h"
#include "core/events/faults.h"
#include "tests/support/casework_types.h"
#include "tests/support/json_samples.h"
#include "tests/support/schema_checker.h"

using namespace fallbuch;
using nlohmann::json;

namespace {

bool has(const Faults& faults, const std::string& pointer, FaultCode code) {
    return std::any_of(faults.begin(), faults.end(), [&](const Fault& fault) {
        return fault.pointer == pointer && fault.code == code;
    });
}

}  // namespace

TEST_CASE("every example of the catalogue is accepted", "[core][events]") {
    SchemaChecker checker;
    int count = 0;
    for (const EventType* type : checker.admission.catalogue->types()) {
        const json schema = json::parse(type->canonical_text());
        for (const json& example : schema.at("examples")) {
            CAPTURE(type->wire_type(), example.dump());
            const Faults faults = checker.check(*type, example);
            INFO(describe(faults, Wording::with_values));
            CHECK(faults.empty());
            ++count;
        }
    }
    CHECK(count >= 8);
}

namespace {

// Breaks each rule of one property of a good document, and looks for the fault by name.
class PropertyBreaker {
public:
    PropertyBreaker(SchemaChecker& checker, const EventType& type, json good, std::string name)
        : checker_(checker), type_(type), good_(std::move(good)), name_(std::move(name)) {}

    void break_rules(const json& property, bool required) {
        if (required) break_presence();
        break_kind(property.value("type", json()));
        if (property.contains("x-codes")) expect("NO-CODE", FaultCode::unknown_code);
        break_length(property);
        if (property.contains("pattern") || property.contains("format")) {
            expect("2026-02-30", FaultCode::malformed);
        }
        if (property.contains("enum") || property.contains("const")) {
            expect("zz", FaultCode::not_allowed);
        }
        if (property.contains("minimum")) {
            expect(-1000, FaultCode::too_small);
            expect(1000, FaultCode::too_great);
        }
    }

private:
    void break_presence() {
        json data = good_;
        data.erase(name_);
        CHECK(has(checker_.check(type_, data), "/data/" + name_, FaultCode::missing));
    }
    void break_kind(const json& kind) {
        if (kind == "string") {
            expect(7, FaultCode::wrong_type);
            expect(json::array(), FaultCode::wrong_type);
        }
        if (kind == "integer") {
            expect(0.5, FaultCode::wrong_type);
            expect("1", FaultCode::wrong_type);
        }
        if (kind == "array") expect("a", FaultCode::wrong_type);
    }
    void break_length(const json& property) {
        if (property.contains("maxLength") && !property.contains("pattern")) {
            std::string longest;
            for (std::size_t i = 0; i < property["maxLength"]; ++i) longest += "ö";
            CHECK_FALSE(has(faults_of(longest), "/data/" + name_, FaultCode::too_long));
            expect(longest + "x", FaultCode::too_long);
        }
        if (property.value("minLength", 0) > 0) expect("", FaultCode::too_short);
    }

    Faults faults_of(const json& value) {
        json data = good_;
        data[name_] = value;
        return checker_.check(type_, data);
    }
    void expect(const json& value, FaultCode code) {
        CHECK(has(faults_of(value), "/data/" + name_, code));
    }

    SchemaChecker& checker_;
    const EventType& type_;
    json good_;
    std::string name_;
};

}  // namespace

TEST_CASE("for each rule of each schema an event that breaks it is refused by name",
          "[core][events]") {
    SchemaChecker checker;
    const std::uint64_t seed = std::random_device{}();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    for (const EventType* type : keyword_types(*checker.admission.catalogue)) {
        const json schema = json::parse(type->canonical_text());
        const json good = sample(schema, schema, random);
        const json& required = schema["required"];
        for (const auto& [name, property] : schema["properties"].items()) {
            CAPTURE(type->wire_type(), name);
            const bool needed = std::find(required.begin(), required.end(), name) != required.end();
            PropertyBreaker(checker, *type, good, name).break_rules(property, needed);
        }
        json data = good;
        data["noSuchField"] = 1;
        CHECK(has(checker.check(*type, data), "/data/noSuchField", FaultCode::unknown_field));
    }
}

TEST_CASE("each kind of fault of a value says what the schema asks for", "[core][events]") {
    const auto [patch, pointer, why] = GENERATE(table<const char*, const char*, const char*>({
        {R"({"count":null})", "/data/count", "the field is required"},
        {R"({"count":"1"})", "/data/count", "must be integer, not a string"},
        {R"({"count":1.5})", "/data/count", "must be integer, not a number with a fraction"},
        {R"({"count":6})", "/data/count", "must be at most 5"},
        {R"({"count":-6})", "/data/count", "must be at least -5"},
        {R"({"count":9223372036854775808})", "/data/count", "must fit into 64 bits with a sign"},
        {R"({"rate":0.25})", "/data/rate", "must be at least 0.5"},
        {R"({"rate":3})", "/data/rate", "must be at most 2"},
        {R"({"code":"AB12"})", "/data/code", "must have the form ^[A-Z]{2,3}-\\d+[a-z]?$"},
        {R"({"day":"2026-02-29"})", "/data/day", "must be a date as YYYY-MM-DD"},
        {R"({"at":"2026-02-28"})", "/data/at",
         "must be a date and time with an offset (RFC 3339) from 1677 to 2262"},
        {R"({"at":1})", "/data/at", "must be string or null, not an integer"},
        {R"({"kind":"c"})", "/data/kind", "is not among the values that are allowed"},
        {R"({"fixed":"nein"})", "/data/fixed", "is not among the values that are allowed"},
        {R"({"flags":[]})", "/data/flags", "must have at least 1 items"},
        {R"({"flags":["a","b","c","d","e"]})", "/data/flags", "must have at most 4 items"},
        {R"({"flags":["a","b","a"]})", "/data/flags", "an item comes twice"},
        {R"({"flags":["a","lang"]})", "/data/flags/1", "must have at most 3 characters"},
        {R"({"word":"ä"})", "/data/word", "must have at least 2 characters"},
        {R"({"word":"äöüßx"})", "/data/word", "must have at most 4 characters"},
        {R"({"detail":{"inner":{"left":{"right":{"up":1}}}}})", "/data/detail/inner/left/right/up",
         "the schema knows no such field"},
        {R"({"detail":{"inner":null}})", "/data/detail/inner", "the field is required"},
        {R"({"detail":{"a/b~c":"x"}})", "/data/detail/a~1b~0c", "must be integer, not a string"},
    }));
    CAPTURE(patch);
    SchemaChecker checker;
    const EventType* type = checker.admission.catalogue->find("de.fallbuch.report.filed.v1");
    json data = json::parse(type->canonical_text())["examples"][0];
    data.merge_patch(json::parse(patch));
    const Faults faults = checker.check(*type, data);
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].pointer == pointer);
    CHECK(faults[0].why == why);
}

TEST_CASE("a number without a fraction is an integer, however it is written", "[core][events]") {
    SchemaChecker checker;
    const EventType* type = checker.admission.catalogue->find("de.fallbuch.report.filed.v1");
    const json data = json::parse(type->canonical_text())["examples"][0];
    const std::string written = cloud_event(*type, data);
    REQUIRE(checker.parser.check(written, {noon()}, checker.event).empty());
    const Bytes plain = checker.event.plaintexts;
    const std::string count = "\"count\":1";
    std::string other = written;
    other.replace(other.find(count), count.size(), count + "e0");
    REQUIRE(other != written);
    REQUIRE(checker.parser.check(other, {noon()}, checker.event).empty());
    CHECK(checker.event.plaintexts == plain);
}

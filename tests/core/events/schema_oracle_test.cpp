// The compiled checks against an independent JSON Schema validator, valijson. Not built where its
// headers are missing; CMake says so.
#define VALIJSON_USE_EXCEPTIONS 1

#include <catch2/catch.hpp>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <random>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "core/codec/cbor.h"
#include "core/events/checked_event.h"
#include "core/events/event_type.h"
#include "core/events/faults.h"
#include "tests/support/casework_types.h"
#include "tests/support/json_samples.h"
#include "tests/support/schema_checker.h"

using namespace fallbuch;
using nlohmann::json;

namespace {

class Valijson {
public:
    explicit Valijson(const json& schema) {
        valijson::SchemaParser parser;
        parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(schema), schema_);
    }
    bool accepts(const json& document) {
        return validator_.validate(schema_, valijson::adapters::NlohmannJsonAdapter(document),
                                   nullptr);
    }

private:
    valijson::Schema schema_;
    // Strong types: a text of digits is no number. Keeps its regular expressions.
    valijson::Validator validator_{valijson::Validator::kStrongTypes};
};

// The schema as the oracle can read it: codes as an enum; formats left out, which it reads wrongly.
json for_oracle(json schema) {
    if (!schema.is_structured()) return schema;
    if (schema.is_object()) {
        if (schema.contains("x-codes")) schema["enum"] = {"PERSOENLICH", "TELEFON", "TELEFAX"};
        if (schema.contains("format") && schema["format"].is_string()) {
            schema["pattern"] = schema["format"] == "date" ? "^[12][0-9]{3}-[0-9]{2}-[0-9]{2}$"
                                                           : "^[12][0-9]{3}-[0-9]{2}-[0-9]{2}T.*$";
        }
        for (const char* key : {"format", "x-codes", "$schema", "examples"}) schema.erase(key);
    }
    for (json& part : schema) part = for_oracle(part);
    return schema;
}

}  // namespace

TEST_CASE("an independent validator gives the same verdict on generated documents",
          "[core][events]") {
    SchemaChecker checker;
    const std::uint64_t seed = std::random_device{}();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    int accepted_count = 0;
    int refused_count = 0;
    for (const EventType* type : keyword_types(*checker.admission.catalogue)) {
        const json schema = json::parse(type->canonical_text());
        Valijson oracle(for_oracle(schema));
        // Nothing but the schema decides here: a role without the person it belongs to is no
        // fault of the schema.
        const bool role = type->find_field("memberRole").has_value();
        for (int round = 0; round < 4200; ++round) {
            json data = sample(schema, schema, random);
            for (std::uint64_t changes = random() % 3; changes > 0; --changes) mutate(data, random);
            if (role && !data.contains("memberRef")) data.erase("memberRole");
            const Faults faults = checker.check(*type, data);
            INFO(type->wire_type()
                 << ' ' << data.dump() << ' ' << describe(faults, Wording::with_values));
            REQUIRE(faults.empty() == oracle.accepts(data));
            ++(faults.empty() ? accepted_count : refused_count);
            if (!faults.empty()) continue;
            for (const PlainSpan& span : checker.event.spans) {
                REQUIRE(check_cbor(checker.event.plaintext_of(span)));
            }
        }
    }
    CHECK(accepted_count > 5000);
    CHECK(refused_count > 5000);
}

#include "tests/support/schema_oracle.h"

#ifdef FALLBUCH_VALIJSON
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

namespace fallbuch {
namespace {

class Valijson final : public SchemaOracle {
public:
    explicit Valijson(const nlohmann::json& schema) {
        valijson::SchemaParser parser;
        parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(schema), schema_);
    }
    bool accepts(const nlohmann::json& document) const override {
        return validator_.validate(schema_, valijson::adapters::NlohmannJsonAdapter(document),
                                   nullptr);
    }

private:
    valijson::Schema schema_;
    // Strong types: a text of digits is no number. Keeps its regular expressions.
    mutable valijson::Validator validator_{valijson::Validator::kStrongTypes};
};

}  // namespace

std::unique_ptr<SchemaOracle> make_schema_oracle(const nlohmann::json& schema) {
    return std::make_unique<Valijson>(schema);
}

}  // namespace fallbuch
#else
namespace fallbuch {

std::unique_ptr<SchemaOracle> make_schema_oracle(const nlohmann::json&) { return nullptr; }

}  // namespace fallbuch
#endif

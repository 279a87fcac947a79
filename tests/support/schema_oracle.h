// What does an independent JSON Schema validator (valijson) say? Only if its headers were there
// when the tests were built.
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>

namespace fallbuch {

class SchemaOracle {
public:
    virtual ~SchemaOracle() = default;
    virtual bool accepts(const nlohmann::json& document) const = 0;
};

// nullptr if there is no oracle. `schema` has no keywords that the oracle does not know.
std::unique_ptr<SchemaOracle> make_schema_oracle(const nlohmann::json& schema);

}  // namespace fallbuch

// Documents that a JSON Schema of the catalogue's subset accepts, and others that are near it.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <random>

namespace fallbuch {

// A random document that `schema` (a part of `root`) accepts.
nlohmann::json sample(const nlohmann::json& schema, const nlohmann::json& root,
                      std::mt19937_64& random, int depth_left = 4);

// Changes one random place of a document: its type, its length, its presence.
void mutate(nlohmann::json& document, std::mt19937_64& random);

}  // namespace fallbuch

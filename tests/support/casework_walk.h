// What the shipped casework catalogue holds, and every place of a document that its schema rules.
#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace fallbuch {

struct CaseworkFile {
    std::string folder;  // "goal"
    std::string file;    // "goal_set.v1.json"
    std::string text;
};

// The built-in files below casework/, event types or code lists.
std::vector<CaseworkFile> casework_type_files();
std::vector<CaseworkFile> casework_code_files();

// Calls `visit` for the schema itself and each schema below it that rules a part of `value`, with
// the part's pointer into `value`.
using VisitPlace = std::function<void(const nlohmann::json& schema, const std::string& pointer)>;
void walk_places(const nlohmann::json& schema, const nlohmann::json& value,
                 const std::string& pointer, const VisitPlace& visit);

// Calls `visit` for the schema itself and each schema below it.
void walk_schema(const nlohmann::json& schema, const std::string& pointer, const VisitPlace& visit);

}  // namespace fallbuch

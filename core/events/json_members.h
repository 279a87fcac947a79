// How members of a catalogue file's JSON are read: present or not, of the right type or refused.
// For .cpp files of the catalogue only: this header brings in json.hpp's forward declarations.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace fallbuch {

// invalid if the text is no JSON or an object's key comes twice.
Result<nlohmann::json> parse_document(std::string_view text);

// invalid unless it is an object and has no other members than these.
Status only_members(const nlohmann::json& object, std::initializer_list<std::string_view> names);

// invalid if it is missing or no text, or is empty.
Result<std::string> text_member(const nlohmann::json& object, const char* key);
// The member as it is, or an empty object if it is missing: nothing is copied.
const nlohmann::json& member_or_empty(const nlohmann::json& object, const char* key);
// The default if it is missing; invalid if it is no text.
Result<std::string> text_member_or(const nlohmann::json& object, const char* key,
                                   std::string_view fallback);
// False if it is missing; invalid if it is neither true nor false.
Result<bool> flag_member(const nlohmann::json& object, const char* key);
// The default if it is missing; invalid if it is no integer from 0 to 2^32 - 2.
Result<std::uint32_t> count_member_or(const nlohmann::json& object, const char* key,
                                      std::uint32_t fallback);

}  // namespace fallbuch

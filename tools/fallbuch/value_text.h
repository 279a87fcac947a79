// A value of the catalogue as a person reads it.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "core/calendar/berlin.h"
#include "core/events/value_check.h"

namespace fallbuch {

// Codes and properties by their German titles, as deep as the schema says where they stand; civil
// dates in German. Without a check (nullptr) as german_value.
std::string readable(const BerlinTime& berlin, const nlohmann::json& value,
                     const ValueCheck* check);

}  // namespace fallbuch

#include "tests/support/schema_checker.h"

#include <nlohmann/json.hpp>

namespace fallbuch {

std::string cloud_event(const EventType& type, const nlohmann::json& data) {
    const nlohmann::json event{{"specversion", "1.0"},     {"id", "1"},
                               {"source", "urn:test"},     {"subject", "C-1"},
                               {"actor", "ifk-7"},         {"time", "2026-01-01T00:00:00Z"},
                               {"type", type.wire_type()}, {"data", data}};
    return event.dump();
}

Faults SchemaChecker::check(const EventType& type, const nlohmann::json& data) {
    return parser.check(cloud_event(type, data), {noon()}, event);
}

}  // namespace fallbuch

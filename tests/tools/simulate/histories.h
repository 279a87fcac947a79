// The lines of a simulated office as histories, for tests that judge them by hand.
#pragma once

#include <cstddef>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace fallbuch::testing {

struct Event {
    std::string id;
    std::string type;  // without "de.fallbuch." and ".v1"
    std::string time;  // of a bare day its first moment
    std::size_t day;   // its place in naive_days()
    std::size_t recorded_day;
    std::string actor;
    nlohmann::json data;
};

// Of one case, in the order in which they were recorded.
using History = std::vector<Event>;

Event event_of(const nlohmann::json& line);

// By subject; what was corrected stands beside its correction.
std::map<std::string, History> histories_of(const std::string& events);

// Fails the test if there is none of this type.
const Event& first(const History& history, std::string_view type);

}  // namespace fallbuch::testing

#include "tests/tools/simulate/histories.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/support/simulated_caseload.h"

namespace fallbuch::testing {

using nlohmann::json;

Event event_of(const json& line) {
    const std::string type = line.at("type");
    const std::string time = line.at("time");
    const std::string recorded = line.at("recorded");
    return {.id = line.at("id"),
            .type = type.substr(12, type.size() - 15),
            .time = time.size() == 10 ? time + "T00:00:00Z" : time,
            .day = index_of_day(time),
            .recorded_day = index_of_day(recorded),
            .actor = line.at("actor"),
            .data = line.at("data")};
}

std::map<std::string, History> histories_of(const std::string& events) {
    std::map<std::string, History> out;
    for (const std::string& line : lines_of(events)) {
        const json event = json::parse(line);
        out[event.at("subject")].push_back(event_of(event));
    }
    return out;
}

const Event& first(const History& history, std::string_view type) {
    const auto found = std::find_if(history.begin(), history.end(),
                                    [&](const Event& event) { return event.type == type; });
    REQUIRE(found != history.end());
    return *found;
}

}  // namespace fallbuch::testing

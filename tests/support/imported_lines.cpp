#include "tests/support/imported_lines.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstddef>
#include <utility>

#include "core/events/admission.h"
#include "core/events/checked_event.h"

namespace fallbuch {

void import_lines(EventStore& store, const std::vector<std::string>& lines) {
    constexpr std::size_t kEventsAtOnce = 1000;
    AdmissionParser parser(store.admission());
    for (std::size_t begin = 0; begin < lines.size(); begin += kEventsAtOnce) {
        std::vector<CheckedEvent> checked(std::min(kEventsAtOnce, lines.size() - begin));
        for (std::size_t i = 0; i < checked.size(); ++i) {
            INFO(lines[begin + i]);
            const auto arrival = store.arrival(Entrance::history);
            REQUIRE(parser.check(lines[begin + i], arrival, checked[i]).empty());
        }
        auto units = store.seal(checked, UnitOf::each_event);
        REQUIRE(units);
        const auto batch = store.submit(*std::move(units));
        for (const auto& answer : batch->wait()) {
            REQUIRE(answer);
        }
    }
}

}  // namespace fallbuch

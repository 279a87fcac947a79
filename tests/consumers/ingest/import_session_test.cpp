#include "consumers/ingest/import_session.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/events/admission.h"
#include "core/events/faults.h"
#include "tests/support/event_office.h"

namespace fallbuch {
namespace {

// Writes down what it is told: "e3" for an acknowledged event, "-3" for a refused line.
class Diary final : public ImportObserver {
public:
    Status acknowledged(const AcknowledgedEvent& event) override {
        lines.push_back(event.id + (event.known ? " known" : ""));
        positions.push_back(event.position.value);
        return {};
    }
    Status refused(const RefusedLine& line) override {
        REQUIRE_FALSE(line.faults.empty());
        lines.push_back("-" + std::to_string(line.line_number));
        return {};
    }

    std::vector<std::string> lines;
    std::vector<std::uint64_t> positions;
};

std::string case_of_line(int number) { return "fall-" + std::to_string(number % 37); }

TEST_CASE("answers come in the order of the lines, refusals among them",
          "[consumers][ingest][threads]") {
    EventOffice office;
    Diary diary;
    ImportSession session(office.store(), Entrance::history, diary);
    std::vector<std::string> expected;
    // Several chunks, so that the workers overtake each other.
    constexpr int kLines = 20'000;
    for (int i = 0; i < kLines; ++i) {
        const bool broken = i % 1'111 == 5;
        expected.push_back(broken ? "-" + std::to_string(i) : "e" + std::to_string(i));
        const std::string text =
            broken ? R"({"specversion":)" : trace_event_text(case_of_line(i), i);
        REQUIRE(session.add(text, static_cast<std::uint64_t>(i)));
    }
    REQUIRE(session.settle_all());
    CHECK(diary.lines == expected);
    CHECK(session.counts().added_count == diary.positions.size());
    CHECK(session.counts().refused_count == expected.size() - diary.positions.size());
    CHECK(std::is_sorted(diary.positions.begin(), diary.positions.end()));
}

TEST_CASE("what is imported again is known and adds nothing", "[consumers][ingest][threads]") {
    EventOffice office;
    for (const bool again : {false, true}) {
        Diary diary;
        ImportSession session(office.store(), Entrance::history, diary);
        for (int i = 0; i < 100; ++i) {
            REQUIRE(session.add(trace_event_text(case_of_line(i), i), 1));
        }
        REQUIRE(session.settle_all());
        CHECK(session.counts().added_count == (again ? 0U : 100U));
        CHECK(session.counts().known_count == (again ? 100U : 0U));
    }
}

}  // namespace
}  // namespace fallbuch

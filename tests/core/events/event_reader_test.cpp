// What the index says is compared with the records: a wrong row shows no other person's case.
#include "core/events/event_reader.h"

#include <catch2/catch.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/events/admission.h"
#include "core/events/checked_event.h"
#include "core/events/decoded_event.h"
#include "core/events/event_store.h"
#include "core/ledger/ledger.h"
#include "core/storage/record_source.h"
#include "core/storage/segment_files.h"
#include "tests/support/casework_types.h"
#include "tests/support/event_office.h"

namespace fallbuch {
namespace {

// Reads records as they are and answers what the test wants of its index.
class MisindexedSource final : public RecordSource {
public:
    explicit MisindexedSource(RecordSource& records) : records_(records) {}

    std::uint64_t count() const override { return records_.count(); }
    Result<StoredRecord> read(Position position) override { return records_.read(position); }
    Result<std::vector<Position>> stream_positions(const StreamId& stream) override {
        return stream == StreamId{} ? records_.stream_positions(stream) : positions;
    }
    Result<std::vector<Position>> subject_positions(const SubjectId& subject) override {
        return records_.subject_positions(subject);
    }
    Result<std::optional<Position>> find_event(const EventId&) override {
        return std::optional<Position>(positions.front());
    }
    Status scan(Position from, Position to, const Visit& visit) override {
        return records_.scan(from, to, visit);
    }

    std::vector<Position> positions;

private:
    RecordSource& records_;
};

TEST_CASE("a case is read only if the index names its records, all and in order",
          "[core][events]") {
    EventOffice office;
    EventStore& store = office.store();
    std::vector<Position> mine;
    Position other;
    for (int i = 0; i < 4; ++i) {
        AdmissionParser parser(store.admission());
        std::vector<CheckedEvent> unit(1);
        const std::string text = trace_event_text(i == 2 ? "fall-2" : "fall-1", i);
        REQUIRE(parser.check(text, store.arrival(Entrance::ordinary), unit[0]).empty());
        const auto appended = store.append(unit);
        REQUIRE(appended);
        if (i == 2) {
            other = appended->positions.front();
        } else {
            mine.push_back(appended->positions.front());
        }
    }
    MisindexedSource source(store.ledger().log());
    source.positions = mine;
    const auto reader = EventReader::open(source, store.ledger().vault(), casework_catalogue());
    REQUIRE(reader);
    const auto stream = (*reader)->find_case("fall-1");
    REQUIRE(stream);
    const auto read = [&](std::vector<Position> positions) {
        source.positions = std::move(positions);
        return (*reader)->read_case(*stream,
                                    [](Position, const DecodedEvent&) -> Status { return {}; });
    };
    CHECK(read(mine));
    source.positions = mine;
    const auto e0 = (*reader)->find_events("e0", std::nullopt);
    REQUIRE(e0);
    REQUIRE(e0->size() == 1);
    CHECK(e0->front().position == mine[0]);
    for (const auto& wrong :
         {std::vector<Position>{mine[0], other, mine[2]}, std::vector<Position>{mine[0], mine[2]},
          std::vector<Position>{mine[1], mine[0], mine[2]}}) {
        const Status status = read(wrong);
        REQUIRE_FALSE(status);
        CHECK(status.error().code == ErrorCode::corrupt);
    }
    source.positions = {other};
    const auto found = (*reader)->find_events("e0", std::nullopt);
    REQUIRE_FALSE(found);
    CHECK(found.error().code == ErrorCode::corrupt);
}

}  // namespace
}  // namespace fallbuch

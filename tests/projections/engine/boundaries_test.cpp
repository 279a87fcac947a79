// Where states end, and what is behind that end; what is kept when the file is written anew.
#include "projections/engine/runner.h"

#include <catch2/catch.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/storage/record_source.h"
#include "core/storage/segment_files.h"
#include "tests/projections/engine/casebook.h"
#include "tests/projections/engine/diary_projection.h"
#include "tests/projections/engine/state_bench.h"

namespace fallbuch {
namespace {

TEST_CASE("a case that is folded anew ends where its states end",
          "[projections][engine][threads]") {
    Casebook book;
    book.append_event("fall-0", 3);
    book.append_event("fall-1", 4);
    const DiaryProjection poisoned(1, "a3");
    Bench bench(book, poisoned);
    bench.catch_up();
    book.append_event("fall-0", 5, "e0");
    book.append_event("fall-1", 6);
    book.append_event("fall-0", 7);
    REQUIRE(bench.catch_up().stopped);
    CHECK(bench.text("fall-0") == "a2;");
    const DiaryProjection healthy(1);
    Bench mended(book, healthy, bench);
    mended.catch_up();
    CHECK(mended.text("fall-0") == "a2;a4;");
}

TEST_CASE(
    "whatever a projection finds wrong with an event stops it there, and a failing disk does not",
    "[projections][engine]") {
    Casebook book;
    for (int day = 1; day < 5; ++day) book.append_event("fall-0", day);
    const ErrorCode refusal =
        GENERATE(ErrorCode::corrupt, ErrorCode::invalid, ErrorCode::not_found, ErrorCode::conflict);
    const DiaryProjection poisoned(1, "a2", refusal);
    Bench bench(book, poisoned);
    CHECK(bench.catch_up().stopped);
    CHECK(bench.text("fall-0") == "a0;a1;");
    const DiaryProjection broken(1, "a2", ErrorCode::unavailable);
    Bench other(book, broken);
    CHECK_FALSE(other.open().catch_up({}));
}

TEST_CASE("a correction that waits for its event waits on when the file is written anew",
          "[projections][engine]") {
    Casebook book;
    const StoutProjection stout;
    Bench bench(book, stout);
    constexpr int kBusy = 39;
    book.append_event("quiet", 1, "e" + std::to_string(kBusy + 1));
    std::uint64_t bytes = 0;
    bool is_written_anew = false;
    for (int i = 0; i < kBusy; ++i) {
        book.append_event("busy", 2 + i % 20);
        bench.catch_up();
        const std::uint64_t now = bench.files().files().at("/projections/diary.state");
        is_written_anew = is_written_anew || now < bytes;
        bytes = now;
    }
    REQUIRE(is_written_anew);
    book.append_event("quiet", 3);
    bench.catch_up();
    // Of the two of this case one stands in the place of the other.
    CHECK(events_and_actors(bench.runner().states()).first == kBusy + 1);
}

// Shows what was there when it was opened, until it is asked to look again.
class OpenedBefore final : public RecordSource {
public:
    OpenedBefore(RecordSource& now, std::uint64_t count) : now_(now), count_(count) {}
    void show_until(std::uint64_t count) { most_ = count; }

    std::uint64_t count() const override { return count_; }
    Result<std::uint64_t> refresh() override {
        count_ = most_.value_or(now_.count());
        return count_;
    }
    Result<StoredRecord> read(Position position) override { return now_.read(position); }
    Result<std::vector<Position>> stream_positions(const StreamId& stream) override {
        return now_.stream_positions(stream);
    }
    Result<std::vector<Position>> subject_positions(const SubjectId& subject) override {
        return now_.subject_positions(subject);
    }
    Result<std::optional<Position>> find_event(const EventId& event) override {
        return now_.find_event(event);
    }
    Status scan(Position from, Position to, const Visit& visit) override {
        return now_.scan(from, to, visit);
    }

private:
    RecordSource& now_;
    std::uint64_t count_;
    std::optional<std::uint64_t> most_;
};

TEST_CASE(
    "states that another process made of a longer ledger hold, if the ledger is so long by now",
    "[projections][engine]") {
    Casebook book;
    book.append(10);
    const DiaryProjection diary;
    OpenedBefore records(book.log(), book.log().count());
    book.append(5);
    Bench bench(book, diary);
    bench.catch_up();
    SECTION("it is looked at again") {
        Bench late(book, diary, bench, &records);
        const CatchUpReport report = late.catch_up();
        CHECK_FALSE(report.built_anew);
        CHECK(records.count() == book.log().count());
    }
    SECTION("it was cut back, and the states are those of another one") {
        records.show_until(records.count());
        Bench late(book, diary, bench, &records);
        const CatchUpReport report = late.catch_up();
        CHECK(report.built_anew);
        CHECK(report.why.find("but the ledger has") != std::string::npos);
    }
}

}  // namespace
}  // namespace fallbuch

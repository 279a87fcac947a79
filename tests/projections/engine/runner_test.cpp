#include "projections/engine/runner.h"
#include "core/base/clock.h"
#include "core/events/decoded_event.h"

#include <catch2/catch.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>

#include "core/base/bytes.h"
#include "core/base/random.h"
#include "core/calendar/timestamp.h"
#include "projections/engine/case_history.h"
#include "tests/projections/engine/casebook.h"
#include "tests/projections/engine/diary_projection.h"
#include "tests/support/faulty_file.h"
#include "tests/support/power_cuts.h"

namespace fallbuch {
namespace {

// A projection's directory on a machine in memory, over a ledger on a real one.
class Shelf {
public:
    explicit Shelf(Casebook& book) : book_(book) {}

    Result<std::unique_ptr<ProjectionRunner>> open(const CaseProjection& projection) {
        return ProjectionRunner::open({projection, book_.log(), book_.vault(), nullptr, files_,
                                       random_, "/projections", LedgerId{}});
    }
    // What catching up says, and the states behind it.
    CatchUpReport catch_up(const CaseProjection& projection, unsigned threads = 2) {
        auto runner = open(projection);
        REQUIRE(runner);
        CatchUpOptions options;
        options.threads = threads;
        const auto report = (*runner)->catch_up(options);
        INFO((report ? "" : report.error().message));
        REQUIRE(report);
        sum_ = (*runner)->states().sum();
        check_states((*runner)->states(), projection, *report);
        return *report;
    }
    const Digest& sum() const { return sum_; }
    FaultyFileSystem& files() { return files_; }

private:
    void check_states(const StateFile& states, const CaseProjection& projection,
                      const CatchUpReport& report) {
        if (report.stopped) return;
        const auto reader = book_.reader();
        for (const std::string& name : book_.names()) {
            const auto stream = reader->find_case(name);
            REQUIRE(stream);
            const auto state = states.find(*stream);
            REQUIRE(state);
            REQUIRE(*state);
            auto fold = projection.make();
            REQUIRE(fold->decode(**state));
            REQUIRE(static_cast<DiaryFold&>(*fold).text() == book_.truth(name));
        }
    }

    Casebook& book_;
    FaultyFileSystem files_;
    SystemRandom random_;
    Digest sum_;
};

TEST_CASE("catching up in steps gives what building from zero gives",
          "[projections][engine][threads]") {
    const auto seed = GENERATE(1U, 2U, 3U);
    Casebook book(seed);
    Shelf stepwise(book);
    const DiaryProjection diary;
    for (int step = 0; step < 6; ++step) {
        book.append(step * 7 + 1, step % 2 == 0 ? 0 : 20);
        const auto report = stepwise.catch_up(diary, 1 + static_cast<unsigned>(step) % 3);
        CHECK(report.built_anew == (step == 0));
        CHECK(report.next.value == book.log().count());
    }
    Shelf at_once(book);
    CHECK(at_once.catch_up(diary).built_anew);
    CHECK(at_once.sum() == stepwise.sum());
    CHECK(stepwise.catch_up(diary).record_count == 0);
}

TEST_CASE("states that must not be continued are built anew, with the reason",
          "[projections][engine][threads]") {
    Casebook book;
    book.append(40, 10);
    Shelf shelf(book);
    shelf.catch_up(DiaryProjection(1));
    SECTION("another version of the reducer") {
        const auto report = shelf.catch_up(DiaryProjection(2));
        CHECK(report.built_anew);
        CHECK(report.why.find("another version of the projection") != std::string::npos);
    }
    SECTION("a shorter ledger") {
        Casebook other(7);
        other.append(3);
        const DiaryProjection diary;
        SystemRandom random;
        auto runner = ProjectionRunner::open({diary, other.log(), book.vault(), nullptr,
                                              shelf.files(), random, "/projections", LedgerId{}});
        REQUIRE(runner);
        const auto report = (*runner)->catch_up({});
        INFO((report ? "" : report.error().message));
        REQUIRE(report);
        CHECK(report->built_anew);
        CHECK(report->why.find("but the ledger has") != std::string::npos);
        // Keys of another vault: nothing of its events can be read, and it says so.
        CHECK(report->stopped);
    }
    SECTION("a damaged head") {
        shelf.files().flip_bit("/projections/diary.state", 70);
        const auto report = shelf.catch_up(DiaryProjection(1));
        CHECK(report.built_anew);
        CHECK(report.why.find("head is damaged") != std::string::npos);
    }
}

TEST_CASE("any flipped bit of the states changes nothing that is read",
          "[projections][engine][threads]") {
    Casebook book;
    book.append(10);
    Shelf shelf(book);
    const DiaryProjection diary;
    shelf.catch_up(diary);
    book.append(10, 30);
    shelf.catch_up(diary);
    const auto start = shelf.files().snapshot();
    const std::uint64_t bits = shelf.files().files().at("/projections/diary.state") * 8;
    // A case with a new event is read by catching up, and folded anew if its state is damaged.
    const bool has_news = GENERATE(false, true);
    for (const std::string& name : book.names()) {
        if (has_news) book.append_event(name, 15);
    }
    std::mt19937_64 random(5);
    for (int round = 0; round < 300; ++round) {
        const std::uint64_t bit = random() % bits;
        CAPTURE(bit);
        shelf.files().restore(start);
        shelf.files().flip_bit("/projections/diary.state", bit);
        auto runner = shelf.open(diary);
        REQUIRE(runner);
        REQUIRE((*runner)->catch_up({}));
        for (const std::string& name : book.names()) {
            const auto state = (*runner)->states().find(*book.reader()->find_case(name));
            if (!state) {
                CHECK(state.error().code == ErrorCode::corrupt);
                CHECK_FALSE(has_news);
                continue;
            }
            auto fold = diary.make();
            REQUIRE(fold->decode(**state));
            CHECK(static_cast<DiaryFold&>(*fold).text() == book.truth(name));
        }
    }
}

TEST_CASE("an event that cannot be taken in stops the projection before it, and nothing else",
          "[projections][engine][threads]") {
    Casebook book;
    book.append(25);
    Shelf shelf(book);
    const auto healthy = shelf.catch_up(DiaryProjection(1));
    CHECK_FALSE(healthy.stopped);
    book.append(25);
    // The fortieth event; schema and source are records too, or not.
    const DiaryProjection poisoned(1, "a40");
    const auto stopped = shelf.catch_up(poisoned);
    REQUIRE(stopped.stopped);
    CHECK(stopped.stopped->why == "poison");
    CHECK(stopped.next == stopped.stopped->position);
    CHECK(stopped.record_count == 15);
    const auto bytes = shelf.files().files().at("/projections/diary.state");
    const auto still = shelf.catch_up(poisoned);
    REQUIRE(still.stopped);
    CHECK(still.record_count == 0);
    CHECK_FALSE(still.was_cut_off);
    CHECK(shelf.files().files().at("/projections/diary.state") == bytes);
    SECTION("what comes later waits, too") {
        book.append(3);
        const auto later = shelf.catch_up(poisoned);
        REQUIRE(later.stopped);
        CHECK(later.next == stopped.next);
    }
    SECTION("once it can be taken in, the projection goes on from there") {
        book.append(3);
        const auto mended = shelf.catch_up(DiaryProjection(1));
        CHECK_FALSE(mended.stopped);
        CHECK(mended.was_stopped);
        CHECK_FALSE(mended.built_anew);
        CHECK(mended.next.value == book.log().count());
        CHECK(mended.record_count == book.log().count() - stopped.next.value);
        CHECK_FALSE(shelf.catch_up(DiaryProjection(1)).was_stopped);
        Shelf at_once(book);
        at_once.catch_up(DiaryProjection(1));
        CHECK(at_once.sum() == shelf.sum());
    }
    SECTION("another version builds anew") {
        CHECK_FALSE(shelf.catch_up(DiaryProjection(2)).stopped);
    }
}

TEST_CASE("whoever was cut off while reading has left a mark", "[projections][engine][threads]") {
    Casebook book;
    book.append(20);
    Shelf shelf(book);
    const DiaryProjection diary;
    shelf.catch_up(diary);
    book.append(20);
    {
        auto runner = shelf.open(diary);
        REQUIRE(runner);
        CatchUpOptions options;
        // Before any row is written, the machine is gone.
        options.progress = [&](std::uint64_t, std::uint64_t) { shelf.files().crash_after(0); };
        static_cast<void>((*runner)->catch_up(options));
    }
    shelf.files().kill();
    const auto report = shelf.catch_up(diary);
    CHECK(report.was_cut_off);
    CHECK_FALSE(report.built_anew);
    CHECK_FALSE(shelf.catch_up(diary).was_cut_off);
}

TEST_CASE("a power cut at any call leaves states that can be continued",
          "[projections][engine][threads]") {
    Casebook book;
    book.append(15);
    Shelf shelf(book);
    const DiaryProjection diary;
    bool was_built = false;
    bool was_cut_off = false;
    const auto program = [&] {
        auto runner = shelf.open(diary);
        if (runner) static_cast<void>((*runner)->catch_up({}));
    };
    const auto check = [&] {
        const auto report = shelf.catch_up(diary);
        was_built = was_built || report.built_anew;
        was_cut_off = was_cut_off || report.was_cut_off;
    };
    SECTION("while they are built") {
        const auto calls = cut_power_at_every_call(shelf.files(), program, check);
        CHECK(calls > 5);
        CHECK(was_built);
        CHECK(was_cut_off);
    }
    SECTION("while they catch up") {
        shelf.catch_up(diary);
        book.append(15, 20);
        const auto calls = cut_power_at_every_call(shelf.files(), program, check);
        CHECK(calls > 3);
        CHECK_FALSE(was_built);
        CHECK(was_cut_off);
        CHECK_FALSE(shelf.catch_up(diary).was_cut_off);
    }
    SECTION("and each call may fail") {
        shelf.catch_up(diary);
        book.append(15, 20);
        const auto calls = fail_every_call(shelf.files(), program, check);
        INFO("calls: " << calls);
        CHECK(calls > 3);
    }
}

TEST_CASE("many passes give what one gives", "[projections][engine][threads]") {
    Casebook book;
    book.append(200, 10);
    Shelf in_one(book);
    const DiaryProjection diary;
    in_one.catch_up(diary);
    Shelf in_many(book);
    auto runner = in_many.open(diary);
    REQUIRE(runner);
    CatchUpOptions options;
    options.event_bytes_max = 25'000;
    REQUIRE((*runner)->catch_up(options));
    CHECK((*runner)->states().sum() == in_one.sum());
}

TEST_CASE("a correction may come before what it corrects", "[projections][engine][threads]") {
    Casebook book;
    const DiaryProjection diary;
    Shelf stepwise(book);
    const int day = GENERATE(3, 20);
    book.append_event("fall-1", 10, "e3");
    book.append_event("fall-1", day);
    stepwise.catch_up(diary);
    book.append_event("fall-1", 12, "e0");
    stepwise.catch_up(diary);
    book.append_event("fall-1", 14);
    stepwise.catch_up(diary);
    CHECK(book.truth("fall-1") == (day == 3 ? "a1;a2;" : "a2;a1;"));
    // And what it corrects may be of another case, where it never will.
    book.append_event("fall-2", 5, "e1");
    stepwise.catch_up(diary);
    book.append_event("fall-2", 4);
    stepwise.catch_up(diary);
    Shelf at_once(book);
    at_once.catch_up(diary);
    CHECK(at_once.sum() == stepwise.sum());
}

TEST_CASE("a correction of the day counts on its day, and so does one that takes it back",
          "[projections][engine][threads]") {
    Casebook book;
    const DiaryProjection diary;
    Shelf stepwise(book);
    const int before = GENERATE(0, 1);  // the engine overwrites some places, and folds others anew
    for (int i = 0; i < before; ++i) book.append_event("fall-0", 1);
    const std::string corrected = "e" + std::to_string(before);
    book.append_event("fall-1", 10);
    book.append_event("fall-1", 12);
    stepwise.catch_up(diary);
    book.append_event("fall-1", 20, corrected);
    stepwise.catch_up(diary);
    CHECK(book.truth("fall-1") == (before == 0 ? "a1;a2;" : "a2;a3;"));
    book.append_event("fall-1", 10, corrected);
    stepwise.catch_up(diary);
    CHECK(book.truth("fall-1") == (before == 0 ? "a3;a1;" : "a4;a2;"));
}

TEST_CASE("the earliest event that cannot be taken in is named, whichever pass meets it",
          "[projections][engine][threads]") {
    Casebook book;
    for (int i = 0; i < 60; ++i) book.append_event("fall-" + std::to_string(i % 12), 1 + i % 28);
    const DiaryProjection poisoned(1, "a2");  // of a2, a20 to a29 the first
    for (const std::uint64_t bytes : {1ULL << 30U, 2'000ULL, 900ULL}) {
        CAPTURE(bytes);
        Shelf fresh(book);
        auto runner = fresh.open(poisoned);
        REQUIRE(runner);
        CatchUpOptions options;
        options.event_bytes_max = bytes;
        const auto report = (*runner)->catch_up(options);
        REQUIRE(report);
        REQUIRE(report->stopped);
        CHECK(report->record_count == book.log().count() - 58);
    }
}

TEST_CASE("two processes do not write one projection", "[projections][engine][threads]") {
    Casebook book;
    book.append(1);
    Shelf shelf(book);
    const DiaryProjection diary;
    const auto first = shelf.open(diary);
    REQUIRE(first);
    const auto second = shelf.open(diary);
    REQUIRE_FALSE(second);
    CHECK(second.error().code == ErrorCode::unavailable);
}

std::string text_within(Casebook& book, const std::string& name, const HistoryBounds& bounds) {
    const auto reader = book.reader();
    const auto fold = DiaryProjection().make();
    REQUIRE(read_history(
        *reader, *reader->find_case(name), bounds,
        [&](const HistoryPlace& at, const DecodedEvent& event) { return fold->apply(at, event); }));
    return static_cast<DiaryFold&>(*fold).text();
}

TEST_CASE("as of a day, corrections have moved events away from before it, and there",
          "[projections][engine][threads]") {
    Casebook book;
    book.append_event("fall-1", 10);
    book.append_event("fall-1", 25);
    book.append_event("fall-1", 26, "e0");
    book.append_event("fall-1", 9, "e1");
    HistoryBounds bounds;
    bounds.occurred = parse_timestamp("2026-05-20T00:00:00Z");
    CHECK(text_within(book, "fall-1", bounds) == "a3;");
}

TEST_CASE("a history as of a recorded moment is that of a ledger that ends there",
          "[projections][engine][threads]") {
    Casebook book(9);
    const DiaryProjection diary;
    std::map<std::string, std::string> before;
    book.append(60, 15);
    for (const std::string& name : book.names()) before[name] = book.truth(name);
    const Instant cut = book.office().clock().now();
    book.office().clock().advance(std::chrono::hours(24));
    book.append(60, 25);
    HistoryBounds bounds;
    bounds.recorded = cut;
    for (const auto& [name, expected] : before) CHECK(text_within(book, name, bounds) == expected);
}

}  // namespace
}  // namespace fallbuch

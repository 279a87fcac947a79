// What a projection does about damage, scarce memory and its own earlier failures; and whose event
// a correction means.
#include "projections/engine/runner.h"

#include <catch2/catch.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "core/base/ids.h"
#include "core/codec/digest.h"
#include "projections/engine/state_file.h"
#include "tests/projections/engine/casebook.h"
#include "tests/projections/engine/diary_projection.h"
#include "tests/projections/engine/state_bench.h"
#include "tests/support/fault_schedule.h"
#include "tests/support/faulty_file.h"

namespace fallbuch {
namespace {

constexpr const char* kStates = "/projections/diary.state";

TEST_CASE("a correction means the event of its own source, whoever else has one of that id",
          "[projections][engine][threads]") {
    Casebook book;
    const DiaryProjection diary;
    Bench stepwise(book, diary);
    book.append_event("fall-1", 10);        // e0, a0
    book.append_event("fall-1", 12, "e0");  // a1 instead of a0
    stepwise.catch_up();
    CHECK(stepwise.text("fall-1") == "a1;");
    book.append_from("urn:other", "e0", "fall-1", 11);
    stepwise.catch_up();
    CHECK(stepwise.text("fall-1") == "a2;a1;");
    Bench at_once(book, diary);
    at_once.catch_up();
    CHECK(at_once.text("fall-1") == "a2;a1;");
}

TEST_CASE("a correction of another system's event holds until its own source has one of that id",
          "[projections][engine][threads]") {
    Casebook book;
    const DiaryProjection diary;
    Bench stepwise(book, diary);
    book.append_from("urn:other", "e2", "fall-1", 11);  // a0
    book.append_event("fall-1", 12, "e2");              // e1: a1 instead of a0
    stepwise.catch_up();
    CHECK(stepwise.text("fall-1") == "a1;");
    book.append_event("fall-1", 13);  // e2 of its own source, which it meant
    stepwise.catch_up();
    CHECK(stepwise.text("fall-1") == "a0;a1;");
    Bench at_once(book, diary);
    at_once.catch_up();
    CHECK(at_once.text("fall-1") == stepwise.text("fall-1"));
}

TEST_CASE("a damaged state that nobody touches costs time when the file is written anew",
          "[projections][engine][threads]") {
    Casebook book;
    const StoutProjection stout;
    Bench bench(book, stout);
    book.append_event("quiet", 1);
    for (int i = 0; i < 4; ++i) book.append_event("busy", 1 + i);
    bench.catch_up();
    const std::uint64_t bytes = bench.files().files().at(kStates);
    bench.files().flip_bit(kStates, 100'000 * 8);  // one of the two states, and the other one
    bench.files().flip_bit(kStates, (bytes - 100'000) * 8);
    std::string why;
    for (int i = 0; i < 60 && why.empty(); ++i) {
        book.append_event("busy", 5 + i % 20);
        why = bench.catch_up().why;
    }
    CHECK(why.find("the state of a case is damaged") != std::string::npos);
    CHECK(bench.catch_up().why.empty());
    CHECK(events_and_actors(bench.runner().states()).first == book.log().count() - 1);
}

TEST_CASE("who acted comes to every projection that asks, whoever else does not",
          "[projections][engine][threads]") {
    Casebook book;
    for (int i = 0; i < 8; ++i) book.append_acted("fall-" + std::to_string(i % 3), 1 + i);
    const StoutProjection asks(true);
    const StoutProjection does_not(false);
    Bench left(book, asks);
    Bench right(book, does_not);
    SECTION("alone") {
        left.catch_up();
        right.catch_up();
        CHECK(events_and_actors(left.runner().states()).second == 8);
        CHECK(events_and_actors(right.runner().states()).second == 0);
    }
    SECTION("together, in either order") {
        const bool is_first = GENERATE(true, false);
        ProjectionRunner* const first = &(is_first ? left : right).open();
        ProjectionRunner* const second = &(is_first ? right : left).open();
        const std::array runners{first, second};
        REQUIRE(ProjectionRunner::catch_up_together(runners, {}));
        CHECK(events_and_actors(left.runner().states()).second == 8);
    }
}

TEST_CASE("events that need more memory than is foreseen are dealt out to more walks",
          "[projections][engine][threads]") {
    Casebook book;
    for (int i = 0; i < 120; ++i) {
        book.append_long("fall-" + std::to_string(i % 12), 1 + i % 28, 4000);
    }
    const DiaryProjection diary;
    Bench roomy(book, diary);
    const auto whole = roomy.catch_up();
    REQUIRE(whole.event_bytes > 400'000);
    Bench tight(book, diary);
    CatchUpOptions options;
    options.threads = GENERATE(1U, 2U);
    options.event_bytes_max = whole.event_bytes / 3;
    const auto report = tight.catch_up(options);
    // One batch is taken in before anybody looks at the sum.
    CHECK(report.event_bytes <= whole.event_bytes);
    CHECK(tight.runner().states().sum() == roomy.runner().states().sum());
    CHECK(report.record_count == whole.record_count);
}

TEST_CASE("progress tells of reading and folding, and never goes back",
          "[projections][engine][threads]") {
    Casebook book;
    for (int i = 0; i < 300; ++i) book.append_event("fall-" + std::to_string(i % 12), 1 + i % 28);
    const DiaryProjection diary;
    Bench bench(book, diary);
    CatchUpOptions options;
    options.threads = 1;
    options.event_bytes_max = GENERATE(1ULL << 30U, 20'000ULL);
    std::uint64_t last = 0;
    std::uint64_t half = 0;
    options.progress = [&](std::uint64_t done, std::uint64_t total) {
        CHECK(total == book.log().count());
        CHECK(done >= last);
        CHECK(done <= total);
        if (half == 0) half = done;
        last = done;
    };
    bench.catch_up(options);
    CHECK(half <= book.log().count() / 2);
}

TEST_CASE("whoever builds anew says that an earlier attempt did not finish",
          "[projections][engine][threads]") {
    Casebook book;
    book.append(20);
    const DiaryProjection old(1);
    const DiaryProjection next(2);
    Bench before(book, old);
    before.catch_up();
    Bench after(book, next, before);
    SECTION("the next process") {
        after.files().plan({FaultKind::failed_rename, 1, false, "diary"});
        REQUIRE_FALSE(after.open().catch_up({}));
        after.files().clear_plan();
        const auto report = after.catch_up();
        CHECK(report.built_anew);
        CHECK(report.was_cut_off);
    }
    SECTION("the same runner, asked again") {
        after.files().plan({FaultKind::failed_rename, 1, false, "diary"});
        REQUIRE_FALSE(after.open().catch_up({}));
        CHECK_FALSE(after.runner().has_states());
        after.files().clear_plan();
        const auto report = after.runner().catch_up({});
        REQUIRE(report);
        CHECK(report->built_anew);
        CHECK(report->record_count == book.log().count());
        for (const std::string& name : book.names()) CHECK(after.text(name) == book.truth(name));
    }
}

TEST_CASE("a runner that failed half-way goes on from its last complete states",
          "[projections][engine][threads]") {
    Casebook book;
    const DiaryProjection diary;
    Bench bench(book, diary);
    book.append(20);
    bench.catch_up();
    book.append(20, 30);
    bench.files().plan({FaultKind::failed_sync, 1, false, "diary"});
    REQUIRE_FALSE(bench.runner().catch_up({}));
    CHECK(bench.runner().has_states());
    const auto report = bench.runner().catch_up({});
    REQUIRE(report);
    CHECK_FALSE(report->built_anew);
    for (const std::string& name : book.names()) CHECK(bench.text(name) == book.truth(name));
}

TEST_CASE("the earliest of several events that cannot be taken in stops a projection",
          "[projections][engine][threads]") {
    Casebook book;
    for (int i = 0; i < 12; ++i) book.append_event("fall-" + std::to_string(i % 4), 1 + i);
    const DiaryProjection poisoned(1, GENERATE("a3", "a9", "a1"));
    Bench bench(book, poisoned);
    CatchUpOptions options;
    options.threads = GENERATE(1U, 2U);
    options.event_bytes_max = GENERATE(1ULL << 30U, 500ULL);
    const auto report = bench.catch_up(options);
    REQUIRE(report.stopped);
    // a1 is a1, a10 and a11; what comes before the first of them is taken in.
    const std::uint64_t first = report.next.value;
    CHECK(report.stopped->position.value == first);
    const auto again = bench.catch_up(options);
    CHECK(again.next.value == first);
    CHECK(again.record_count == 0);
    const DiaryProjection healthy(1);
    Bench mended(book, healthy, bench);
    CHECK(mended.catch_up(options).was_stopped);
    for (const std::string& name : book.names()) CHECK(mended.text(name) == book.truth(name));
}

}  // namespace
}  // namespace fallbuch

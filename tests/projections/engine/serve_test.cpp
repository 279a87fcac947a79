#include "projections/engine/serve.h"

#include <catch2/catch.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "core/base/ids.h"
#include "core/base/random.h"
#include "projections/engine/case_projection.h"
#include "projections/engine/runner.h"
#include "tests/projections/engine/casebook.h"
#include "tests/projections/engine/diary_projection.h"
#include "tests/support/faulty_file.h"

namespace fallbuch {
namespace {

// One who asks, while another one may hold the lock.
class Desk {
public:
    explicit Desk(Casebook& book) : book_(book) {}

    ProjectionParts parts(const CaseProjection& projection) {
        return {projection, book_.log(), book_.vault(),  nullptr,
                files_,     random_,     "/projections", LedgerId{}};
    }
    std::unique_ptr<ProjectionRunner> someone_at_work() {
        auto runner = ProjectionRunner::open(parts(diary_));
        REQUIRE(runner);
        return *std::move(runner);
    }
    // `meanwhile` is called instead of each sleep.
    ServedStates ask(const CaseProjection& projection, const std::function<void()>& meanwhile) {
        ServeOptions options;
        slept_ = std::chrono::milliseconds(0);
        waits_told_ = 0;
        options.sleep = [&](std::chrono::milliseconds time) {
            slept_ += time;
            meanwhile();
        };
        options.wait_begins = [&] { ++waits_told_; };
        auto served = serve_states(parts(projection), options);
        REQUIRE(served);
        REQUIRE(served->states);
        return *std::move(served);
    }
    ServedStates ask() {
        return ask(diary_, [] { FAIL("nobody was to be waited for"); });
    }
    const DiaryProjection& diary() const { return diary_; }
    FaultyFileSystem& files() { return files_; }
    std::chrono::milliseconds slept() const { return slept_; }
    int waits_told() const { return waits_told_; }

private:
    Casebook& book_;
    DiaryProjection diary_;
    FaultyFileSystem files_;
    SystemRandom random_;
    std::chrono::milliseconds slept_{0};
    int waits_told_ = 0;
};

std::string told(const ServedStates& served, Casebook& book, const std::string& name) {
    const auto state = served.states->find(*book.reader()->find_case(name));
    REQUIRE(state);
    if (!*state) return "";
    auto fold = DiaryProjection().make();
    REQUIRE(fold->decode(**state));
    return static_cast<DiaryFold&>(*fold).text();
}

TEST_CASE("whoever was served does not stand in the way of others",
          "[projections][engine][threads]") {
    Casebook book;
    book.append_event("fall-1", 3);
    Desk desk(book);
    const ServedStates first = desk.ask();
    CHECK(first.report.built_anew);
    book.append_event("fall-1", 4);
    const ServedStates second = desk.ask();
    CHECK(second.report.next.value == book.log().count());
    CHECK(told(first, book, "fall-1") == "a0;");
    CHECK(told(second, book, "fall-1") == "a0;a1;");
}

TEST_CASE("current states are read while another one holds the lock",
          "[projections][engine][threads]") {
    Casebook book;
    book.append(20);
    Desk desk(book);
    desk.ask();
    const auto other = desk.someone_at_work();
    const ServedStates served = desk.ask();
    CHECK_FALSE(served.is_behind);
    CHECK_FALSE(served.report.built_anew);
}

TEST_CASE("while another one catches up, it is waited for, and then the last states are served",
          "[projections][engine][threads]") {
    Casebook book;
    book.append_event("fall-1", 3);
    Desk desk(book);
    desk.ask();
    book.append_event("fall-1", 4);
    auto other = desk.someone_at_work();
    SECTION("it is done soon") {
        const ServedStates served = desk.ask(desk.diary(), [&] {
            if (!other) return;
            REQUIRE(other->catch_up({}));
            other.reset();
        });
        CHECK_FALSE(served.is_behind);
        CHECK(served.report.record_count == 0);
        CHECK(told(served, book, "fall-1") == "a0;a1;");
    }
    SECTION("it takes long") {
        const ServedStates served = desk.ask(desk.diary(), [] {});
        CHECK(served.is_behind);
        CHECK(desk.slept() == ServeOptions{}.patience);
        CHECK(desk.waits_told() == 0);
        CHECK(told(served, book, "fall-1") == "a0;");
        // What it holds stays as it is, whatever the other one makes of the file.
        REQUIRE(other->catch_up({}));
        CHECK(told(served, book, "fall-1") == "a0;");
    }
}

TEST_CASE("without complete states of this version whoever builds them is waited for",
          "[projections][engine][threads]") {
    Casebook book;
    book.append_event("fall-1", 3);
    Desk desk(book);
    const bool has_old_ones = GENERATE(false, true);
    const DiaryProjection next_version(2);
    if (has_old_ones) desk.ask();
    auto other = ProjectionRunner::open(desk.parts(next_version));
    REQUIRE(other);
    int sleeps = 0;
    const ServedStates served = desk.ask(next_version, [&] {
        if (++sleeps != 100) return;
        REQUIRE((*other)->catch_up({}));
        other->reset();
    });
    CHECK(desk.waits_told() == 1);
    CHECK(desk.slept() > ServeOptions{}.patience);
    CHECK_FALSE(served.is_behind);
    CHECK_FALSE(served.report.built_anew);
    CHECK(told(served, book, "fall-1") == "a0;");
}

TEST_CASE("a reader at any byte of a growing file sees one of its commits",
          "[projections][engine][threads]") {
    Casebook book;
    book.append(10);
    Desk desk(book);
    const Position before = desk.ask().report.next;
    const std::uint64_t old_bytes = desk.files().files().at("/projections/diary.state");
    book.append(10, 20);
    const Position after = desk.ask().report.next;
    const std::uint64_t new_bytes = desk.files().files().at("/projections/diary.state");
    REQUIRE(new_bytes > old_bytes);
    const auto whole = desk.files().snapshot();
    for (std::uint64_t bytes = old_bytes; bytes <= new_bytes; ++bytes) {
        desk.files().restore(whole);
        desk.files().truncate_file("/projections/diary.state", bytes);
        const auto states = ProjectionRunner::last_states(desk.parts(desk.diary()));
        REQUIRE(states);
        CHECK((*states)->progress().next == (bytes == new_bytes ? after : before));
        CHECK(desk.files().files().at("/projections/diary.state") == bytes);
    }
}

TEST_CASE("a file system that fails is an error, and nobody waits for it",
          "[projections][engine][threads]") {
    Casebook book;
    book.append(2);
    Desk desk(book);
    desk.files().crash_after(0);
    ServeOptions options;
    options.sleep = [](std::chrono::milliseconds) { FAIL("it waits"); };
    const auto served = serve_states(desk.parts(desk.diary()), options);
    REQUIRE_FALSE(served);
    CHECK(served.error().code == ErrorCode::unavailable);
}

}  // namespace
}  // namespace fallbuch

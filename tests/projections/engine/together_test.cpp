// Several projections that follow one ledger together.
#include "projections/engine/runner.h"

#include <catch2/catch.hpp>

#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/base/ids.h"
#include "core/base/random.h"
#include "core/codec/digest.h"
#include "projections/engine/case_projection.h"
#include "tests/projections/engine/casebook.h"
#include "tests/projections/engine/diary_projection.h"
#include "tests/support/faulty_file.h"

namespace fallbuch {
namespace {

// A projection's directory of its own.
class Place {
public:
    Place(Casebook& book, const CaseProjection& projection)
        : book_(book), projection_(projection) {}

    ProjectionRunner& open() {
        runner_.reset();
        auto runner = ProjectionRunner::open({projection_, book_.log(), book_.vault(), nullptr,
                                              files_, random_, "/projections", LedgerId{}});
        REQUIRE(runner);
        runner_ = *std::move(runner);
        return *runner_;
    }
    CatchUpReport alone() {
        const auto report = open().catch_up({});
        REQUIRE(report);
        return *report;
    }
    Digest sum() const { return runner_->states().sum(); }

private:
    Casebook& book_;
    const CaseProjection& projection_;
    FaultyFileSystem files_;
    SystemRandom random_;
    std::unique_ptr<ProjectionRunner> runner_;
};

std::vector<CatchUpReport> together(Place& left, Place& right) {
    const std::array runners{&left.open(), &right.open()};
    const auto reports = ProjectionRunner::catch_up_together(runners, {});
    REQUIRE(reports);
    REQUIRE(reports->size() == 2);
    return *reports;
}

TEST_CASE("projections that follow the ledger together get the states that each gets alone",
          "[projections][engine][threads]") {
    Casebook book(3);
    const DiaryProjection first(1);
    const DiaryProjection second(2);
    Place left(book, first);
    Place right(book, second);
    book.append(120, 10);
    SECTION("from the beginning") { together(left, right); }
    SECTION("from where both are") {
        together(left, right);
        book.append(40, 20);
    }
    SECTION("from different places") {
        left.alone();
        book.append(40, 20);
        right.alone();
        book.append(30, 20);
    }
    for (const CatchUpReport& report : together(left, right)) {
        CHECK(report.next == Position{book.log().count()});
        CHECK_FALSE(report.stopped);
    }
    Place left_alone(book, first);
    Place right_alone(book, second);
    left_alone.alone();
    right_alone.alone();
    CHECK(left.sum() == left_alone.sum());
    CHECK(right.sum() == right_alone.sum());
}

TEST_CASE("an event that one projection cannot take in does not stop the others",
          "[projections][engine][threads]") {
    Casebook book;
    for (int i = 0; i < 60; ++i) book.append_event("fall-" + std::to_string(i % 12), 1 + i % 28);
    const DiaryProjection healthy(1);
    const DiaryProjection poisoned(1, "a31");
    Place left(book, healthy);
    Place right(book, poisoned);
    const bool is_first = GENERATE(true, false);
    CAPTURE(is_first);
    const auto reports = is_first ? together(right, left) : together(left, right);
    const CatchUpReport& stopped = reports[is_first ? 0 : 1];
    const CatchUpReport& whole = reports[is_first ? 1 : 0];
    REQUIRE(stopped.stopped);
    CHECK(stopped.next == stopped.stopped->position);
    CHECK_FALSE(whole.stopped);
    CHECK(whole.next == Position{book.log().count()});
    Place left_alone(book, healthy);
    Place right_alone(book, poisoned);
    left_alone.alone();
    CHECK(right_alone.alone().next == stopped.next);
    CHECK(left.sum() == left_alone.sum());
    CHECK(right.sum() == right_alone.sum());
}

}  // namespace
}  // namespace fallbuch

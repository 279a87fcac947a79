#include "tools/fallbuch/case_entries.h"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/calendar/berlin.h"
#include "core/calendar/timestamp.h"

namespace fallbuch {
namespace {

Instant at(const std::string& text) { return *parse_timestamp(text); }

CaseEntry entry(std::uint64_t version, const std::string& day, const std::string& recorded) {
    CaseEntry out{};
    out.version = StreamVersion{version};
    out.occurred = at(day + "T09:00:00Z");
    out.recorded = at(recorded + "T15:00:00Z");
    out.title = "Kontakt stattgefunden";
    out.late_days = static_cast<std::uint64_t>(
        std::chrono::floor<std::chrono::days>(out.recorded - out.occurred).count());
    return out;
}

// Nr. 2 corrects Nr. 1; Nr. 3 corrects Nr. 4, which came later; Nr. 5 corrects what is not there.
std::vector<CaseEntry> some_entries() {
    std::vector<CaseEntry> all{
        entry(1, "2025-01-20", "2025-01-20"), entry(2, "2025-01-10", "2025-02-03"),
        entry(3, "2025-02-01", "2025-02-04"), entry(4, "2025-02-01", "2025-03-01"),
        entry(5, "2025-02-05", "2025-02-06"), entry(6, "2025-02-07", "2025-02-09")};
    all[0].corrected_by = all[1].version;
    all[1].corrects = all[0].version;
    all[1].target_recorded = all[0].recorded;
    all[2].corrects = all[3].version;
    all[2].target_recorded = all[3].recorded;
    for (const std::size_t i : {1U, 2U, 4U}) all[i].is_correction = true;
    return all;
}

TEST_CASE("a correction says which event it corrects, or that it is not there",
          "[tools][fallbuch]") {
    const auto all = some_entries();
    CHECK(entry_marks(all[0]) == "\nberichtigt durch Nr. 2");
    CHECK(entry_marks(all[1]) == "\nberichtigt Nr. 1");
    CHECK(entry_marks(all[2]) == "\nberichtigt Nr. 4");
    CHECK(entry_marks(all[4]) == "\nberichtigt ein Ereignis, das (noch) nicht vorliegt");
    CHECK(entry_marks(all[5]) == "\n2 Tage danach erfasst");
}

TEST_CASE("what is counted as a correction depends on what was there at the moment",
          "[tools][fallbuch]") {
    const auto all = some_entries();
    using Lines = std::vector<std::string>;
    CHECK(marked_counts(all, {}) == Lines{"2 nachgetragen, 2 berichtigt",
                                          "1 berichtigt ein Ereignis, das (noch) nicht vorliegt"});
    const auto until = [&](const std::string& recorded) {
        return marked_counts(all, {{}, at(recorded + "T23:00:00Z"), {}});
    };
    CHECK(until("2025-02-02").empty());
    CHECK(until("2025-02-03") == Lines{"1 berichtigt"});
    CHECK(until("2025-02-04") ==
          Lines{"1 berichtigt", "1 berichtigt ein Ereignis, das (noch) nicht vorliegt"});
    CHECK(until("2025-02-28") == Lines{"1 nachgetragen, 1 berichtigt",
                                       "2 berichtigen Ereignisse, die (noch) nicht vorliegen"});
    CHECK(until("2025-03-01") == marked_counts(all, {}));
}

TEST_CASE("between two moments each late entry and each correction has its line",
          "[tools][fallbuch]") {
    const auto all = some_entries();
    const BerlinTime berlin = *BerlinTime::load();
    const Instant from = at("2025-02-01T00:00:00Z");
    CHECK(marked_between(all, berlin, from, at("2025-02-28T00:00:00Z")) ==
          "berichtigt    03.02.2025  Nr. 1: Kontakt stattgefunden vom 10.01.2025\n"
          "berichtigt    04.02.2025  Kontakt stattgefunden vom 01.02.2025\n"
          "                          berichtigt ein Ereignis, das (noch) nicht vorliegt\n"
          "berichtigt    06.02.2025  Kontakt stattgefunden vom 05.02.2025\n"
          "                          berichtigt ein Ereignis, das (noch) nicht vorliegt\n"
          "nachgetragen  09.02.2025  Kontakt stattgefunden vom 07.02.2025\n");
    CHECK(marked_between(all, berlin, at("2025-02-03T23:00:00Z"), at("2025-03-02T00:00:00Z"))
              .starts_with("berichtigt    04.02.2025  Nr. 4: Kontakt"));
}

TEST_CASE("the first event is told as exactly as it is known", "[tools][fallbuch]") {
    auto all = some_entries();
    const BerlinTime berlin = *BerlinTime::load();
    const std::string before = "case F: nothing was known of it then;\nits first event is of ";
    CHECK(before_first(berlin, "F", all).message ==
          before + "10.01.2025 10:00, recorded 20.01.2025 16:00");
    all[1].occurred = berlin.start_of_day(berlin.day_of(all[1].occurred));
    all[1].day_precision = true;
    const Error error = before_first(berlin, "F", all);
    CHECK(error.message == before + "10.01.2025, recorded 20.01.2025 16:00");
    CHECK(error.code == ErrorCode::not_found);
}

}  // namespace
}  // namespace fallbuch

#include "projections/case/case_state.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/calendar/timestamp.h"
#include "core/codec/digest.h"
#include "projections/case/case_changes.h"
#include "projections/case/case_model.h"
#include "projections/case/thing_kind.h"
#include "tests/projections/case/histories.h"
#include "tests/projections/case/kept_states.h"
#include "tests/projections/case/naive_case.h"
#include "tests/support/casework_walk.h"

namespace fallbuch {
namespace {

using Json = nlohmann::json;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int kHistories = 60;
#else
constexpr int kHistories = 1000;
#endif

std::string case_name(std::uint64_t number) { return "fall-" + std::to_string(number); }

TEST_CASE("the table of the naive model has each event of casework, with its fields",
          "[projections][case]") {
    const std::set<std::string> of_no_thing{"audit", "integrity", "protection", "rules"};
    std::set<std::string_view> left;
    for (const std::string_view event : NaiveCase::events()) CHECK(left.insert(event).second);
    for (const CaseworkFile& file : casework_type_files()) {
        INFO(file.file);
        const Json schema = Json::parse(file.text);
        const auto name = schema["x-fallbuch"]["name"].get<std::string>();
        const NaiveRow* const row = NaiveCase::find(name);
        if (row == nullptr) {
            CHECK(of_no_thing.contains(file.folder));
            continue;
        }
        left.erase(row->event);
        const std::string id(row->id);
        CHECK((id.empty() || id == kNaiveEachOne || schema["properties"].contains(id)));
    }
    CHECK(left.empty());
}

TEST_CASE("what each event of casework says stands in the state of its case",
          "[projections][case]") {
    const Histories histories;
    ToldOffice office(histories);
    const std::vector<Told> examples = histories.examples();
    for (const Told& told : examples) office.append(told.id, {told});
    const NaiveCase naive;
    for (const Told& told : examples) {
        CAPTURE(told.event, told.data);
        CHECK(difference(office.truth(told.id), naive.fold({told})).empty());
    }
}

TEST_CASE("the state of a case is that of a naive fold, on random histories",
          "[projections][case]") {
    const Histories histories;
    ToldOffice office(histories);
    const NaiveCase naive;
    std::vector<std::vector<Told>> all;
    for (std::uint64_t i = 0; i < kHistories; ++i) {
        all.push_back(histories.make(i));
        office.append(case_name(i), all.back());
    }
    for (std::uint64_t i = 0; i < kHistories; ++i) {
        CAPTURE(i);
        REQUIRE(difference(office.truth(case_name(i)), naive.fold(all[i])).empty());
        const CaseState state = office.fold(case_name(i));
        Bytes encoded;
        state.encode(encoded);
        CaseState decoded(office.model());
        REQUIRE(decoded.decode(encoded));
        CHECK(changes_between(state, decoded).empty());
        Bytes again;
        decoded.encode(again);
        CHECK(again == encoded);
    }
}

TEST_CASE("of two events on one moment the one that was recorded later is told last",
          "[projections][case]") {
    const Histories histories;
    ToldOffice office(histories);
    const auto goal = [](const std::string& id, const std::string& corrects, const char* criterion,
                         int minute) {
        const Json data{{"goalId", "Z-1"}, {"cycleNo", 1}, {"criterion", criterion}};
        return Told{"GoalChanged", id, corrects, minute, data.dump()};
    };
    const auto criterion = [&] { return office.truth("fall")["goal/Z-1/criterion"]; };
    office.append("fall", {goal("e1", "", "erster", 60)});
    office.append("fall", {goal("e2", "", "zweiter", 60)});
    CHECK(criterion() == "\"zweiter\"");
    // A correction stands where its event stands: before whatever came after that.
    office.append("fall", {goal("e3", "e1", "erster, berichtigt", 60)});
    CHECK(criterion() == "\"zweiter\"");
    office.append("fall", {goal("e4", "e2", "zweiter, berichtigt", 60)});
    CHECK(criterion() == "\"zweiter, berichtigt\"");
    // One that comes late, of an earlier minute, changes nothing; moved to that minute it does.
    office.append("fall", {goal("e5", "", "spät", 59)});
    CHECK(criterion() == "\"zweiter, berichtigt\"");
    office.append("fall", {goal("e6", "e5", "spät, berichtigt", 60)});
    CHECK(criterion() == "\"spät, berichtigt\"");
}

TEST_CASE("a state that was overwritten a thousand times says only what was told last",
          "[projections][case]") {
    const Histories histories;
    ToldOffice office(histories);
    const auto seed = GENERATE(4U, 7U);
    const auto told = histories.make(seed, 1400);
    for (std::size_t begin = 0; begin < told.size(); begin += 100) {
        const auto first = told.begin() + static_cast<std::ptrdiff_t>(begin);
        const auto count = std::min<std::ptrdiff_t>(100, told.end() - first);
        office.append("fall", {first, first + count});
    }
    CHECK(difference(office.truth("fall"), NaiveCase().fold(told)).empty());
}

TEST_CASE("states kept through corrections are those of cases that are read by themselves",
          "[projections][case]") {
    const Histories histories;
    ToldOffice office(histories);
    KeptStates stepwise;
    constexpr std::size_t kSteps = 3;
    constexpr std::uint64_t kCases = 200;
    std::mt19937_64 random(1);
    std::vector<std::vector<Told>> all;
    for (std::uint64_t i = 0; i < kCases; ++i) {
        all.push_back(shuffled(histories.make(9000 + i), random));
    }
    for (std::size_t step = 0; step < kSteps; ++step) {
        for (std::uint64_t i = 0; i < kCases; ++i) {
            const auto part = [&](std::size_t number) {
                return all[i].begin() +
                       static_cast<std::ptrdiff_t>(all[i].size() * number / kSteps);
            };
            const std::vector<Told> now(part(step), part(step + 1));
            if (!now.empty()) office.append(case_name(i), now);
        }
        stepwise.catch_up(office.office());
        stepwise.close();
    }
    KeptStates at_once;
    CHECK(stepwise.catch_up(office.office()) == at_once.catch_up(office.office()));
    for (std::uint64_t i = 0; i < kCases; ++i) {
        CAPTURE(i);
        Bytes expected;
        office.fold(case_name(i)).encode(expected);
        CHECK(at_once.find(office.stream_of(case_name(i))) == expected);
    }
}

TEST_CASE("any order of arrival that keeps the order on one moment gives the same state",
          "[projections][case]") {
    const Histories histories;
    ToldOffice first(histories);
    ToldOffice second(histories);
    std::mt19937_64 random(3);
    for (std::uint64_t i = 0; i < 300; ++i) {
        CAPTURE(i);
        const auto told = histories.make(5000 + i);
        first.append(case_name(i), told);
        second.append(case_name(i), shuffled(told, random));
        CHECK(difference(first.truth(case_name(i)), second.truth(case_name(i))).empty());
    }
}

TEST_CASE("a correction of another type leaves the day as it was", "[projections][case]") {
    const Histories histories;
    ToldOffice office(histories);
    Told recorded = histories.example("CounsellingNoteRecorded", "e1");
    Told corrected = histories.example("CounsellingNoteCorrected", "e2");
    for (Told* told : {&recorded, &corrected}) {
        Json data = Json::parse(told->data);
        data["noteId"] = "N-1";
        told->data = data.dump();
    }
    recorded.minute = 60;
    corrected.minute = 900;
    corrected.corrects = "e1";
    office.append("fall", {recorded, corrected});
    const CaseState state = office.fold("fall");
    const CaseThing* const thing = state.find(ThingKind::note, "N-1");
    REQUIRE(thing != nullptr);
    CHECK(timestamp_text(thing->newest().occurred) == "2026-06-01T01:00:00Z");
    const auto status = state.text(*thing, CaseModel::kStatus);
    CHECK(status == "erfasst");
}

}  // namespace
}  // namespace fallbuch

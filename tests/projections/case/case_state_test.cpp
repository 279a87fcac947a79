#include "projections/case/case_state.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/calendar/berlin.h"
#include "core/calendar/timestamp.h"
#include "core/codec/digest.h"
#include "core/events/admission.h"
#include "core/events/checked_event.h"
#include "core/events/event_json.h"
#include "core/events/event_reader.h"
#include "core/events/event_type.h"
#include "core/ledger/ledger.h"
#include "projections/case/case_changes.h"
#include "projections/case/case_model.h"
#include "projections/case/thing_kind.h"
#include "tests/projections/case/kept_states.h"
#include "tests/support/casework_types.h"
#include "tests/support/casework_walk.h"
#include "tests/support/event_office.h"

namespace fallbuch {
namespace {

using Json = nlohmann::json;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int kHistories = 60;
#else
constexpr int kHistories = 1000;
#endif

// An event type of casework with a row in the model, and the data of its examples.
struct Kind {
    const EventType* type = nullptr;
    const EventPlan* plan = nullptr;
    std::vector<Json> examples;
};

// What was told, as a clerk would write it down.
struct Told {
    const Kind* kind = nullptr;
    std::string id;
    std::string corrects;
    int minute = 0;  // of a long day: when it happened
    Json data;
};

class Histories {
public:
    Histories() : catalogue_(casework_catalogue()), model_(catalogue_, *BerlinTime::load()) {
        for (const CaseworkFile& file : casework_type_files()) {
            const Json schema = Json::parse(file.text);
            const auto name = schema["x-fallbuch"]["name"].get<std::string>();
            const EventType* type = nullptr;
            for (const EventType* one : catalogue_->types()) {
                if (one->name() == name) type = one;
            }
            REQUIRE(type != nullptr);
            const EventPlan* plan = model_.find(*type);
            if (plan->kind == ThingKind::other || plan->is_each_one) continue;
            kinds_.push_back({type, plan, schema["examples"].get<std::vector<Json>>()});
        }
    }

    const CaseModel& model() const { return model_; }
    const Kind& kind(std::string_view event) const {
        return *std::find_if(kinds_.begin(), kinds_.end(),
                             [&](const Kind& one) { return one.type->name() == event; });
    }

    // Events at different minutes; a tenth of them corrects an earlier one.
    std::vector<Told> make(std::uint64_t seed, std::size_t count_max = 24) {
        std::mt19937_64 random(seed);
        std::vector<int> minutes(1400);
        for (std::size_t i = 0; i < minutes.size(); ++i) minutes[i] = static_cast<int>(i);
        std::shuffle(minutes.begin(), minutes.end(), random);
        std::vector<Told> told;
        const std::size_t count = 1 + random() % count_max;
        for (std::size_t i = 0; i < count; ++i) {
            const bool corrects = !told.empty() && random() % 10 == 0;
            const Told* target = corrects ? &told[random() % told.size()] : nullptr;
            const Kind& kind = target != nullptr ? *target->kind : kinds_[random() % kinds_.size()];
            told.push_back({&kind, std::to_string(seed) + "-" + std::to_string(i),
                            target != nullptr ? target->id : "", minutes[i],
                            random_data(kind, random)});
        }
        return told;
    }

    std::string text_of(const Told& told, const std::string& case_name) const {
        const auto two = [](int number) {
            return (number < 10 ? "0" : "") + std::to_string(number);
        };
        Json event{
            {"specversion", "1.0"},
            {"id", told.id},
            {"source", "urn:test"},
            {"subject", case_name},
            {"type", told.kind->type->wire_type()},
            {"time", "2026-06-01T" + two(told.minute / 60) + ":" + two(told.minute % 60) + ":00Z"},
            {"actor", "ifk-1"},
            {"data", told.data}};
        if (!told.corrects.empty()) event["corrects"] = told.corrects;
        return event.dump();
    }

private:
    // An example, without some of what may be missing, about one of three things of its kind.
    static Json random_data(const Kind& kind, std::mt19937_64& random) {
        Json data = kind.examples[random() % kind.examples.size()];
        for (const EventField& field : kind.type->fields()) {
            const bool is_id = field.name == kind.plan->id_name;
            if (!field.required && !is_id && random() % 3 == 0) data.erase(field.name);
        }
        const std::string id_name(kind.plan->id_name);
        if (!id_name.empty() && data.contains(id_name) && id_name != "field") {
            const std::string number = std::to_string(random() % 3);
            data[id_name] = id_name == "from" ? "2025-05-1" + number : "X-" + number;
        }
        if (data.contains("deputy")) data["deputy"] = random() % 2 == 0;
        if (data.contains("jointly")) data["jointly"] = random() % 2 == 0;
        return data;
    }

    std::shared_ptr<const Catalogue> catalogue_;
    CaseModel model_;
    std::vector<Kind> kinds_;
};

// path -> value; a path is kind, thing and field.
using Truth = std::map<std::string, Json>;

// What begins the time until a plan has to be looked at again: making it, and reviewing it jointly.
const std::set<std::string> kMakes{"IntegrationAgreementConcluded", "CooperationPlanCreated",
                                   "ParticipationPlanLinked"};
const std::set<std::string> kReviews{"IntegrationAgreementReviewed", "CooperationPlanUpdated",
                                     "ParticipationPlanUpdated"};

// Puts corrections into their places, sorts, and lets each event overwrite what was there.
Truth naive_fold(const std::vector<Told>& told) {
    struct Line {
        int minute = 0;
        std::string id;
        const Told* content = nullptr;
    };
    std::vector<Line> lines;
    std::map<std::string, std::string> first;  // correction -> what it stands for
    for (const Told& event : told) {
        if (event.corrects.empty()) {
            lines.push_back({event.minute, event.id, &event});
            continue;
        }
        const auto chained = first.find(event.corrects);
        const std::string target = chained == first.end() ? event.corrects : chained->second;
        first[event.id] = target;
        for (Line& line : lines) {
            if (line.id != target) continue;
            line.content = &event;
            line.minute = event.minute;  // of the same type: it says anew when it happened
        }
    }
    std::sort(lines.begin(), lines.end(),
              [](const Line& left, const Line& right) { return left.minute < right.minute; });
    Truth truth;
    for (const Line& line : lines) {
        const Json& data = line.content->data;
        const std::string event = line.content->kind->type->name();
        // Whoever only stands in is a thing of his own, beside the one who is responsible.
        const bool stands_in = event == "ResponsibilityAssigned" && data.value("deputy", false);
        const EventPlan& plan = *line.content->kind->plan;
        const std::string id_name = stands_in ? "caseworker" : std::string(plan.id_name);
        if (!id_name.empty() && !plan.unnamed_too && !data.contains(id_name)) continue;
        const std::string thing = (stands_in ? "deputy" : std::string(key_of(plan.kind))) + "/" +
                                  (id_name.empty() ? "" : data.value(id_name, "")) + "/";
        for (const auto& [name, value] : data.items()) {
            if (name != id_name) truth[thing + name] = value;
        }
        const std::string status = stands_in ? "eingesetzt" : std::string(plan.status);
        if (!status.empty()) truth[thing + "state"] = status;
        if (kMakes.contains(event)) truth[thing + "clock"] = "vereinbart";
        if (kReviews.contains(event) && data.value("jointly", true)) {
            truth[thing + "clock"] = "überprüft";
        }
        if (plan.phase != Phase::none) truth["cycle//phase"] = static_cast<int>(plan.phase);
    }
    return truth;
}

Truth truth_of(const CaseState& state) {
    Truth truth;
    for (const CaseThing& thing : state.things()) {
        for (const CaseRegister& one : thing.registers) {
            const std::string path = std::string(key_of(thing.kind)) + "/" + thing.name + "/" +
                                     std::string(state.model().field_name(one.field));
            if (one.value_bytes == 0) {
                truth.try_emplace(path, Json::array());  // the mark of a list, behind its items
                continue;
            }
            const Json value = Json::parse(value_to_json(state.value(one)).value());
            if (one.item == CaseRegister::kWhole) {
                truth[path] = value;
            } else {
                truth[path].push_back(value);
            }
        }
    }
    return truth;
}

// Appends histories as cases of their own, in the order that is given.
class Office {
public:
    explicit Office(Histories& histories) : histories_(histories) {}

    void append(const std::string& name, const std::vector<Told>& told) {
        std::vector<CheckedEvent> unit(told.size());
        AdmissionParser parser(office_.store().admission());
        for (std::size_t i = 0; i < told.size(); ++i) {
            const std::string text = histories_.text_of(told[i], name);
            INFO(text);
            REQUIRE(
                parser.check(text, office_.store().arrival(Entrance::ordinary), unit[i]).empty());
        }
        REQUIRE(office_.store().append(unit));
    }

    EventOffice& office() { return office_; }

    StreamId stream_of(const std::string& name) {
        const auto stream = office_.store().ledger().vault().find_stream(name);
        REQUIRE(stream);
        return *stream;
    }

    CaseState fold(const std::string& name) {
        if (!reader_) {
            Ledger& ledger = office_.store().ledger();
            auto opened = EventReader::open(ledger.log(), ledger.vault(), casework_catalogue());
            REQUIRE(opened);
            reader_ = *std::move(opened);
        }
        auto state = fold_case(*reader_, histories_.model(), stream_of(name), {});
        REQUIRE(state);
        return *std::move(state);
    }

private:
    Histories& histories_;
    EventOffice office_;
    std::unique_ptr<EventReader> reader_;
};

TEST_CASE("the state of a case is that of a naive fold, on random histories",
          "[projections][case]") {
    Histories histories;
    Office office(histories);
    std::vector<std::vector<Told>> all;
    for (int i = 0; i < kHistories; ++i) {
        all.push_back(histories.make(static_cast<std::uint64_t>(i)));
        office.append("fall-" + std::to_string(i), all.back());
    }
    for (int i = 0; i < kHistories; ++i) {
        CAPTURE(i);
        const CaseState state = office.fold("fall-" + std::to_string(i));
        const Truth truth = naive_fold(all[static_cast<std::size_t>(i)]);
        // What is different, as a JSON Patch; nothing, if all is well.
        REQUIRE(Json::diff(Json(truth_of(state)), Json(truth)).dump() == "[]");
        Bytes encoded;
        state.encode(encoded);
        CaseState decoded(histories.model());
        REQUIRE(decoded.decode(encoded));
        CHECK(changes_between(state, decoded).empty());
        Bytes again;
        decoded.encode(again);
        CHECK(again == encoded);
    }
}

TEST_CASE("a state that was overwritten a thousand times says only what was told last",
          "[projections][case]") {
    Histories histories;
    Office office(histories);
    const auto seed = GENERATE(4U, 7U);
    auto told = histories.make(seed, 1400);
    std::erase_if(told, [](const Told& event) { return !event.corrects.empty(); });
    for (std::size_t begin = 0; begin < told.size(); begin += 100) {
        const auto first = told.begin() + static_cast<std::ptrdiff_t>(begin);
        const auto count = std::min<std::ptrdiff_t>(100, told.end() - first);
        office.append("fall", {first, first + count});
    }
    const CaseState state = office.fold("fall");
    CHECK(Json::diff(Json(truth_of(state)), Json(naive_fold(told))).dump() == "[]");
}

TEST_CASE("states kept through corrections are those of cases that are read by themselves",
          "[projections][case]") {
    Histories histories;
    Office office(histories);
    KeptStates stepwise;
    constexpr std::size_t kSteps = 3;
    constexpr std::uint64_t kCases = 200;
    for (std::size_t step = 0; step < kSteps; ++step) {
        for (std::uint64_t i = 0; i < kCases; ++i) {
            const auto told = histories.make(9000 + i);
            const auto part = [&](std::size_t number) {
                return told.begin() + static_cast<std::ptrdiff_t>(told.size() * number / kSteps);
            };
            const std::vector<Told> now(part(step), part(step + 1));
            if (!now.empty()) office.append("fall-" + std::to_string(i), now);
        }
        stepwise.catch_up(office.office());
        stepwise.close();
    }
    KeptStates at_once;
    CHECK(stepwise.catch_up(office.office()) == at_once.catch_up(office.office()));
    for (std::uint64_t i = 0; i < kCases; ++i) {
        CAPTURE(i);
        const std::string name = "fall-" + std::to_string(i);
        Bytes expected;
        office.fold(name).encode(expected);
        CHECK(at_once.find(office.stream_of(name)) == expected);
    }
}

TEST_CASE("the order in which events arrive changes nothing", "[projections][case]") {
    Histories histories;
    Office first(histories);
    Office second(histories);
    std::mt19937_64 random(3);
    for (int i = 0; i < 50; ++i) {
        CAPTURE(i);
        const std::string name = "fall-" + std::to_string(i);
        auto told = histories.make(5000 + static_cast<std::uint64_t>(i));
        std::erase_if(told, [](const Told& event) { return !event.corrects.empty(); });
        first.append(name, told);
        std::shuffle(told.begin(), told.end(), random);
        second.append(name, told);
        CHECK(changes_between(first.fold(name), second.fold(name)).empty());
    }
}

TEST_CASE("a correction of another type leaves the day as it was", "[projections][case]") {
    Histories histories;
    Office office(histories);
    const Kind& recorded = histories.kind("CounsellingNoteRecorded");
    const Kind& corrected = histories.kind("CounsellingNoteCorrected");
    Json text = corrected.examples.front();
    text["noteId"] = "N-1";
    Json note = recorded.examples.front();
    note["noteId"] = "N-1";
    office.append("fall", {{&recorded, "e1", "", 60, note}, {&corrected, "e2", "e1", 900, text}});
    const CaseState state = office.fold("fall");
    const CaseThing* const thing = state.find(ThingKind::note, "N-1");
    REQUIRE(thing != nullptr);
    CHECK(timestamp_text(thing->newest().occurred) == "2026-06-01T01:00:00Z");
    const auto status = state.text(*thing, CaseModel::kStatus);
    CHECK(status == "erfasst");
}

}  // namespace
}  // namespace fallbuch

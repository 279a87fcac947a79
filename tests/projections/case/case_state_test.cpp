#include "projections/case/case_state.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "core/base/bytes.h"
#include "core/events/admission.h"
#include "core/events/checked_event.h"
#include "core/events/event_json.h"
#include "core/events/event_reader.h"
#include "core/events/event_type.h"
#include "core/ledger/ledger.h"
#include "projections/case/case_card.h"
#include "projections/case/case_changes.h"
#include "projections/case/case_model.h"
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

// path -> value; a path is kind, thing and field.
using Truth = std::map<std::string, Json>;

class Histories {
public:
    Histories() : catalogue_(casework_catalogue()), model_(catalogue_) {
        for (const CaseworkFile& file : casework_type_files()) {
            const Json schema = Json::parse(file.text);
            const auto name = schema["x-fallbuch"]["name"].get<std::string>();
            const EventType* type = nullptr;
            for (const EventType* one : catalogue_->types()) {
                if (one->name() == name) type = one;
            }
            REQUIRE(type != nullptr);
            const EventPlan* plan = model_.find(*type);
            if (plan->kind == ThingKind::other) continue;
            kinds_.push_back({type, plan, schema["examples"].get<std::vector<Json>>()});
        }
    }

    const CaseModel& model() const { return model_; }

    // Events at different minutes; a tenth of them corrects an earlier one.
    std::vector<Told> make(std::uint64_t seed) {
        std::mt19937_64 random(seed);
        std::vector<int> minutes(1400);
        for (std::size_t i = 0; i < minutes.size(); ++i) minutes[i] = static_cast<int>(i);
        std::shuffle(minutes.begin(), minutes.end(), random);
        std::vector<Told> told;
        const std::size_t count = 1 + random() % 24;
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
            if (!field.required && random() % 3 == 0) data.erase(field.name);
        }
        const std::string id_name(kind.plan->id_name);
        if (!id_name.empty() && data.contains(id_name) && id_name != "field") {
            data[id_name] = "X-" + std::to_string(random() % 3);
        }
        return data;
    }

    std::shared_ptr<const Catalogue> catalogue_;
    CaseModel model_;
    std::vector<Kind> kinds_;
};

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
            if (line.id == target) line.content = &event;
        }
    }
    std::sort(lines.begin(), lines.end(),
              [](const Line& left, const Line& right) { return left.minute < right.minute; });
    Truth truth;
    for (const Line& line : lines) {
        const Kind& kind = *line.content->kind;
        const std::string id_name(kind.plan->id_name);
        const Json& data = line.content->data;
        if (!id_name.empty() && !data.contains(id_name)) continue;
        const std::string thing = std::string(key_of(kind.plan->kind)) + "/" +
                                  (id_name.empty() ? "" : data.at(id_name).get<std::string>()) +
                                  "/";
        for (const auto& [name, value] : data.items()) {
            if (name != id_name) truth[thing + name] = value;
        }
        if (!kind.plan->status.empty()) truth[thing + "state"] = kind.plan->status;
        if (kind.plan->phase != Phase::none) {
            truth["cycle//phase"] = static_cast<int>(kind.plan->phase);
        }
    }
    return truth;
}

Truth truth_of(const CaseState& state) {
    Truth truth;
    for (const CaseThing& thing : state.things()) {
        for (const CaseRegister& one : thing.registers) {
            const std::string path = std::string(key_of(thing.kind)) + "/" + thing.name + "/" +
                                     std::string(state.model().field_name(one.field));
            if (one.value.empty()) {
                truth.try_emplace(path, Json::array());  // the mark of a list, behind its items
                continue;
            }
            const Json value = Json::parse(value_to_json(one.value).value());
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

    CaseState fold(const std::string& name) {
        if (!reader_) {
            Ledger& ledger = office_.store().ledger();
            auto opened = EventReader::open(ledger.log(), ledger.vault(), casework_catalogue());
            REQUIRE(opened);
            reader_ = *std::move(opened);
        }
        const auto stream = reader_->find_case(name);
        REQUIRE(stream);
        auto state = fold_case(*reader_, histories_.model(), *stream, {});
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

TEST_CASE("a card keeps what a search asks for", "[projections][case]") {
    CaseCard card;
    card.is_open = true;
    card.phase = Phase::strategy;
    card.customer_number = "432D118277";
    card.name = "Jürgen Müller";
    card.team = "417";
    card.last_contact = noon();
    card.last_event = noon();
    card.event_count = 12;
    Bytes bytes;
    encode_card(card, bytes);
    const auto read = decode_card(bytes);
    REQUIRE(read);
    CHECK(read->is_open);
    CHECK(read->phase == Phase::strategy);
    CHECK(read->name == card.name);
    CHECK(read->last_contact == card.last_contact);
    CHECK(read->event_count == 12);
    bytes.pop_back();
    CHECK_FALSE(decode_card(bytes));
}

}  // namespace
}  // namespace fallbuch

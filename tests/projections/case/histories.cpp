#include "tests/projections/case/histories.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "core/calendar/berlin.h"
#include "core/calendar/timestamp.h"
#include "core/events/admission.h"
#include "core/events/checked_event.h"
#include "core/events/event_json.h"
#include "core/ledger/ledger.h"
#include "projections/case/case_changes.h"
#include "projections/case/thing_kind.h"
#include "tests/support/casework_types.h"
#include "tests/support/casework_walk.h"

namespace fallbuch {
namespace {

using Json = nlohmann::json;

// The event that stands first in a chain of corrections; nothing if it is the event itself.
const Told* first_corrected(const std::vector<Told>& told, const Told& event) {
    const Told* at = &event;
    while (!at->corrects.empty()) {
        at = &*std::find_if(told.begin(), told.end(),
                            [&](const Told& one) { return one.id == at->corrects; });
    }
    return at == &event ? nullptr : at;
}

// By the id of each event that is no correction: when it counts.
std::map<std::string, int> minutes_that_count(const std::vector<Told>& told) {
    std::map<std::string, int> minutes;
    for (const Told& event : told) {
        const Told* const first = first_corrected(told, event);
        if (first == nullptr) {
            minutes[event.id] = event.minute;
        } else if (first->event == event.event) {
            minutes[first->id] = event.minute;
        }
    }
    return minutes;
}

// "#17" and "AuditPlanned #17" are named by where their event lies; here by that event's id.
std::string name_by_id(const std::string& name, const std::map<std::string, std::string>& ids) {
    const std::size_t mark = name.find('#');
    return mark == std::string::npos ? name
                                     : name.substr(0, mark + 1) + ids.at(name.substr(mark + 1));
}

// The fields that say whose other fields are: without them nobody knows.
std::set<std::string> named_persons(const Json& schema) {
    std::set<std::string> names;
    for (const auto& [name, field] : schema["properties"].items()) {
        const Json subject = field.value("x-subject", Json());
        if (subject.is_object()) names.insert(subject["person"].get<std::string>());
    }
    return names;
}

}  // namespace

struct Histories::Kind {
    std::string name;
    std::string wire_type;
    std::string id_name;             // empty: none names it
    std::vector<std::string> spare;  // fields that may be missing
    std::vector<Json> examples;
};

Histories::Histories() {
    for (const CaseworkFile& file : casework_type_files()) {
        const Json schema = Json::parse(file.text);
        const Json& about = schema["x-fallbuch"];
        Kind kind;
        kind.name = about["name"].get<std::string>();
        kind.wire_type = about["type"].get<std::string>() + ".v" + about["version"].dump();
        kind.examples = schema["examples"].get<std::vector<Json>>();
        const NaiveRow* const row = NaiveCase::find(kind.name);
        if (row != nullptr && row->id != kNaiveEachOne) kind.id_name = row->id;
        const Json required = schema.value("required", Json::array());
        const std::set<std::string> persons = named_persons(schema);
        for (const auto& [name, field] : schema["properties"].items()) {
            const bool must_be =
                std::find(required.begin(), required.end(), name) != required.end();
            if (!must_be && !persons.contains(name)) kind.spare.push_back(name);
            const bool is_own_id = row == nullptr && must_be && name.ends_with("Id");
            if (is_own_id && kind.id_name.empty()) kind.id_name = name;
        }
        kinds_.push_back(std::move(kind));
    }
}

Histories::~Histories() = default;

const Histories::Kind& Histories::kind(std::string_view event) const {
    const auto found = std::find_if(kinds_.begin(), kinds_.end(),
                                    [&](const Kind& one) { return one.name == event; });
    REQUIRE(found != kinds_.end());
    return *found;
}

// An example, without some of what may be missing, about one of three things of its kind.
std::string Histories::random_data(const Kind& kind, std::mt19937_64& random) const {
    Json data = kind.examples[random() % kind.examples.size()];
    for (const std::string& name : kind.spare) {
        if (random() % (name == kind.id_name ? 6 : 3) == 0) data.erase(name);
    }
    if (data.contains(kind.id_name) && kind.id_name != "field") {
        const std::string number = std::to_string(random() % 3);
        data[kind.id_name] = kind.id_name == "from" ? "2025-05-1" + number : "X-" + number;
    }
    if (data.contains("deputy")) data["deputy"] = random() % 2 == 0;
    if (data.contains("jointly")) data["jointly"] = random() % 2 == 0;
    return data.dump();
}

// Of the same type; a note may be corrected by a type of its own.
Told Histories::correction_of(const Told& target, std::mt19937_64& random) const {
    Told told = target;
    if (target.event == "CounsellingNoteRecorded" && random() % 2 == 0) {
        told.event = "CounsellingNoteCorrected";
    }
    told.corrects = target.id;
    told.data = random_data(kind(told.event), random);
    return told;
}

std::vector<Told> Histories::make(std::uint64_t seed, std::size_t count_max) const {
    std::mt19937_64 random(seed);
    const std::size_t moments = 1 + random() % 40;
    std::vector<Told> told;
    const std::size_t count = 1 + random() % count_max;
    for (std::size_t i = 0; i < count; ++i) {
        Told one;
        if (!told.empty() && random() % 10 == 0) {
            one = correction_of(told[random() % told.size()], random);
        } else {
            const Kind& kind = kinds_[random() % kinds_.size()];
            one.event = kind.name;
            one.data = random_data(kind, random);
        }
        one.id = std::to_string(seed) + "-" + std::to_string(i);
        one.minute = static_cast<int>(random() % moments);
        told.push_back(std::move(one));
    }
    return told;
}

std::vector<Told> Histories::examples() const {
    std::vector<Told> told;
    for (const Kind& kind : kinds_) {
        for (const Json& data : kind.examples) {
            told.push_back({kind.name, "e" + std::to_string(told.size()), "", 0, data.dump()});
        }
    }
    return told;
}

Told Histories::example(std::string_view event, const std::string& id) const {
    return {std::string(event), id, "", 0, kind(event).examples.front().dump()};
}

std::string Histories::text_of(const Told& told, const std::string& case_name) const {
    Json event{{"specversion", "1.0"},
               {"id", told.id},
               {"source", "urn:test"},
               {"subject", case_name},
               {"type", kind(told.event).wire_type},
               {"time", timestamp_text(minute_of(told.minute))},
               {"actor", "ifk-1"},
               {"data", Json::parse(told.data)}};
    if (!told.corrects.empty()) event["corrects"] = told.corrects;
    return event.dump();
}

std::vector<Told> shuffled(const std::vector<Told>& told, std::mt19937_64& random) {
    const auto minutes = minutes_that_count(told);
    const auto keeps_order = [&](const Told& left, const Told& right) {
        const Told* const left_first = first_corrected(told, left);
        const Told* const right_first = first_corrected(told, right);
        if (left_first != nullptr || right_first != nullptr) return left_first == right_first;
        return minutes.at(left.id) == minutes.at(right.id);
    };
    std::vector<Told> left = told;
    std::vector<Told> out;
    while (!left.empty()) {
        const auto chosen = left.begin() + static_cast<std::ptrdiff_t>(random() % left.size());
        const auto first = std::find_if(left.begin(), chosen, [&](const Told& earlier) {
            return keeps_order(earlier, *chosen);
        });
        out.push_back(*first);
        left.erase(first);
    }
    return out;
}

Instant minute_of(int minute) {
    return std::chrono::sys_days(std::chrono::year(2026) / std::chrono::June / 1) +
           std::chrono::minutes(minute);
}

ToldOffice::ToldOffice(const Histories& histories)
    : histories_(histories), model_(casework_catalogue(), *BerlinTime::load()) {}

Instant ToldOffice::append(const std::string& name, const std::vector<Told>& told) {
    const Instant recorded = office_.clock().advance(std::chrono::minutes(1));
    std::vector<CheckedEvent> unit(told.size());
    AdmissionParser parser(office_.store().admission());
    for (std::size_t i = 0; i < told.size(); ++i) {
        const std::string text = histories_.text_of(told[i], name);
        INFO(text);
        REQUIRE(parser.check(text, office_.store().arrival(Entrance::ordinary), unit[i]).empty());
        ids_[name].push_back(told[i].id);
    }
    REQUIRE(office_.store().append(unit));
    return recorded;
}

StreamId ToldOffice::stream_of(const std::string& name) {
    const auto stream = office_.store().ledger().vault().find_stream(name);
    REQUIRE(stream);
    return *stream;
}

CaseState ToldOffice::fold(const std::string& name, const HistoryBounds& bounds) {
    if (!reader_) {
        Ledger& ledger = office_.store().ledger();
        auto opened = EventReader::open(ledger.log(), ledger.vault(), casework_catalogue());
        REQUIRE(opened);
        reader_ = *std::move(opened);
    }
    auto state = fold_case(*reader_, model_, stream_of(name), bounds);
    REQUIRE(state);
    return *std::move(state);
}

Truth ToldOffice::truth(const std::string& name, const HistoryBounds& bounds) {
    const auto positions = office_.store().ledger().log().stream_positions(stream_of(name));
    REQUIRE(positions);
    REQUIRE(positions->size() == ids_.at(name).size());
    std::map<std::string, std::string> ids;
    for (std::size_t i = 0; i < positions->size(); ++i) {
        ids[std::to_string((*positions)[i].value)] = ids_.at(name)[i];
    }
    const CaseState state = fold(name, bounds);
    std::map<std::string, Json> values;
    for (const CaseThing& thing : state.things()) {
        const std::string begin =
            std::string(key_of(thing.kind)) + "/" + name_by_id(thing.name, ids) + "/";
        for (const CaseRegister& one : thing.registers) {
            const std::string path = begin + std::string(model_.field_name(one.field));
            if (one.value_bytes == 0) {
                values.try_emplace(path, Json::array());  // the mark of a list, behind its items
                continue;
            }
            const Json value = Json::parse(value_to_json(state.value(one)).value());
            if (one.item == CaseRegister::kWhole) {
                values[path] = value;
            } else {
                values[path].push_back(value);
            }
        }
    }
    Truth truth;
    for (const auto& [path, value] : values) truth[path] = value.dump();
    return truth;
}

}  // namespace fallbuch

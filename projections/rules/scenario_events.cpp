#include "projections/rules/scenario_events.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/ids.h"
#include "core/codec/cbor.h"
#include "core/events/code_list.h"
#include "core/events/decoded_event.h"
#include "core/events/envelope.h"
#include "core/events/event_type.h"
#include "core/events/value_check.h"
#include "projections/rules/json_text.h"

namespace fallbuch::rules {
namespace {

// On the clock of Berlin, also behind the hour at which clocks change. What that skips lies an hour
// later; of an hour that comes twice the first one is meant.
Instant instant_of(const ScenarioMoment& moment, const BerlinTime& berlin) {
    const Instant midnight = berlin.start_of_day(moment.day);
    const Instant elapsed = midnight + std::chrono::seconds(*moment.second_of_day);
    const auto offset = berlin.offset_from_utc(elapsed);
    const Instant shown = elapsed + (berlin.offset_from_utc(midnight) - offset);
    return berlin.offset_from_utc(shown) == offset ? shown : elapsed;
}

// Of several values for parts of one field, an object. False if there is a value already.
bool put_at(JsonNode& node, std::span<const std::string> path, JsonNode value) {
    const bool is_new = node.is(JsonKind::null);
    if (path.empty()) {
        if (is_new) node = std::move(value);
        return is_new;
    }
    if (!is_new && !node.is(JsonKind::object)) return false;
    node.kind = JsonKind::object;
    for (std::size_t i = 0; i < node.members.size(); ++i) {
        if (node.members[i].name == path.front()) {
            return put_at(node.items[i], path.subspan(1), std::move(value));
        }
    }
    node.members.push_back({path.front(), value.place});
    node.items.emplace_back();
    return put_at(node.items.back(), path.subspan(1), std::move(value));
}

std::vector<std::string> parts_of(const std::string& text, char separator) {
    std::vector<std::string> parts(1);
    int depth = 0;
    bool is_quoted = false;
    for (const char c : text) {
        if (c == '"') is_quoted = !is_quoted;
        if (!is_quoted && (c == '[' || c == '{')) ++depth;
        if (!is_quoted && (c == ']' || c == '}')) --depth;
        if (c == separator && depth == 0 && !is_quoted) {
            parts.emplace_back();
        } else {
            parts.back() += c;
        }
    }
    return parts;
}

JsonNode text_node(std::string text) {
    JsonNode node;
    node.kind = JsonKind::text;
    node.text = std::move(text);
    return node;
}

// A word of a scenario: JSON if it is JSON, a list of words in brackets, else a text.
JsonNode parse_word(const std::string& word) {
    JsonParsed parsed = parse_json_text(word);
    if (!parsed.fault) return std::move(parsed.root);
    const bool is_list = word.size() >= 2 && word.front() == '[' && word.back() == ']';
    if (!is_list) return text_node(word);
    JsonNode list;
    list.kind = JsonKind::array;
    for (const std::string& part : parts_of(word.substr(1, word.size() - 2), ',')) {
        if (!part.empty()) list.items.push_back(parse_word(part));
    }
    return list;
}

void encode(const JsonNode& node, CborWriter& writer) {
    switch (node.kind) {
        case JsonKind::null: return writer.null();
        case JsonKind::boolean: return writer.boolean(node.boolean);
        case JsonKind::integer: return writer.integer(node.integer);
        case JsonKind::number: return writer.number(node.number);
        case JsonKind::text: return writer.text(node.text);
        case JsonKind::array:
            writer.array(node.items.size());
            for (const JsonNode& item : node.items) encode(item, writer);
            return;
        case JsonKind::object: break;
    }
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < node.items.size(); ++i) order.push_back(i);
    std::sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
        return cbor_key_less(node.members[left].name, node.members[right].name);
    });
    writer.map(node.items.size());
    for (const std::size_t i : order) {
        writer.text(node.members[i].name);
        encode(node.items[i], writer);
    }
}

KindSet kind_of(const JsonNode& node) {
    switch (node.kind) {
        case JsonKind::null: return kJsonNull;
        case JsonKind::boolean: return kJsonBoolean;
        case JsonKind::integer: return kJsonInteger | kJsonNumber;
        case JsonKind::number: return kJsonNumber;
        case JsonKind::text: return kJsonText;
        case JsonKind::array: return kJsonArray;
        case JsonKind::object: break;
    }
    return kJsonObject;
}

class EventMaker {
public:
    EventMaker(const Catalogue& catalogue, const BerlinTime& berlin, ScenarioEvents& out,
               RulebookFaults& faults)
        : berlin_(berlin), out_(out), faults_(faults) {
        for (const EventType* type : catalogue.types()) by_name_[type->name()] = type;
    }

    void make(const ScenarioEvent& one, Position position) {
        const auto found = by_name_.find(one.type);
        if (found == by_name_.end()) {
            return fail(one, "the catalogue has no such event (" + one.type + ")");
        }
        const EventType& type = *found->second;
        DecodedEvent& event = (type.of_office() ? out_.of_office : out_.of_case).add(position);
        event = {};
        event.type = &type;
        event.stored_type = type.type();
        event.stored_version = type.version();
        event.occurred = begin_of(one.occurred);
        event.day_precision = !one.occurred.second_of_day;
        event.prefix.recorded = one.recorded ? begin_of(*one.recorded) : *event.occurred;
        put_text(event, EnvelopeField::id, "L" + std::to_string(position.value));
        if (!one.label.empty()) {
            ids_[one.label] = "L" + std::to_string(position.value);
            out_.positions[one.label] = position;
        }
        if (!one.corrects.empty()) take_correction(one, event);
        take_values(one, type, event);
    }

private:
    void fail(const ScenarioEvent& one, std::string what) {
        faults_.add(one.place, std::move(what));
    }

    // A bare day counts from its beginning.
    Instant begin_of(const ScenarioMoment& moment) const {
        return moment.second_of_day ? instant_of(moment, berlin_)
                                    : berlin_.start_of_day(moment.day);
    }

    void put_text(DecodedEvent& event, EnvelopeField field, std::string text) {
        out_.texts.push_back(std::move(text));
        event.texts[index_of(field)] = out_.texts.back();
    }

    void take_correction(const ScenarioEvent& one, DecodedEvent& event) {
        const auto found = ids_.find(one.corrects);
        if (found == ids_.end()) return fail(one, "no event before it is #" + one.corrects);
        put_text(event, EnvelopeField::corrects, found->second);
    }

    void take_values(const ScenarioEvent& one, const EventType& type, DecodedEvent& event) {
        std::map<std::size_t, JsonNode> fields;
        for (const auto& [name, value] : one.values) {
            if (name.starts_with('@')) {
                take_attribute(one, name.substr(1), value, event);
                continue;
            }
            const auto path = parts_of(name, '.');
            const auto index = type.find_field(path.front());
            if (!index) {
                fail(one, one.type + " has no field " + path.front());
                continue;
            }
            if (!put_at(fields[*index], std::span(path).subspan(1), parse_word(value))) {
                fail(one, name + " is there already");
            }
        }
        for (auto& [index, node] : fields) {
            settle(*type.fields()[index].check, node);
            check(one, type.fields()[index].name, *type.fields()[index].check, node);
            out_.values.emplace_back();
            CborWriter writer(out_.values.back());
            encode(node, writer);
            event.fields.push_back({kFirstFieldNumber + static_cast<std::uint32_t>(index),
                                    DecodedField::kWhole, out_.values.back()});
        }
    }

    void take_attribute(const ScenarioEvent& one, const std::string& name, const std::string& value,
                        DecodedEvent& event) {
        for (const SealedAttribute& attribute : kSealedAttributes) {
            if (attribute.name != name) continue;
            const JsonNode node = parse_word(value);
            return put_text(event, attribute.field, node.is(JsonKind::text) ? node.text : value);
        }
        fail(one, "the envelope has no attribute " + name);
    }

    // A word that looks like a number is a text where the catalogue wants one.
    static void settle(const ValueCheck& check, JsonNode& node) {
        const bool wants_text =
            (check.kinds & kJsonText) != 0 && (kind_of(node) & check.kinds) == 0;
        if (wants_text && node.is(JsonKind::integer))
            node = text_node(std::to_string(node.integer));
        for (std::size_t i = 0; i < node.items.size(); ++i) {
            if (node.is(JsonKind::array) && check.items != nullptr) {
                settle(*check.items, node.items[i]);
            }
            for (const PropertyCheck& property : check.properties) {
                const bool is_it =
                    node.is(JsonKind::object) && property.name == node.members[i].name;
                if (is_it) settle(*property.check, node.items[i]);
            }
        }
    }

    void check(const ScenarioEvent& one, const std::string& name, const ValueCheck& check,
               const JsonNode& node) {
        if ((kind_of(node) & check.kinds) == 0) {
            return fail(one, name + " is " + kinds_text(check.kinds));
        }
        if (node.is(JsonKind::text) && check.codes != nullptr &&
            check.codes->find(node.text) == nullptr) {
            return fail(one,
                        name + ": the code list " + check.codes->name() + " has no " + node.text);
        }
        for (std::size_t i = 0; i < node.items.size(); ++i) {
            if (node.is(JsonKind::array)) {
                if (check.items != nullptr) this->check(one, name, *check.items, node.items[i]);
                continue;
            }
            const std::string& part = node.members[i].name;
            const auto found =
                std::find_if(check.properties.begin(), check.properties.end(),
                             [&](const PropertyCheck& property) { return property.name == part; });
            if (found != check.properties.end()) {
                this->check(one, name + "." + part, *found->check, node.items[i]);
            } else if (check.others == OtherProperties::refused) {
                fail(one, name + " has no part " + part);
            }
        }
    }

    const BerlinTime& berlin_;
    ScenarioEvents& out_;
    RulebookFaults& faults_;
    std::map<std::string, const EventType*> by_name_;
    std::map<std::string, std::string> ids_;  // by label
};

}  // namespace

ScenarioEvents make_events(const Scenario& scenario, const Catalogue& catalogue,
                           const BerlinTime& berlin, RulebookFaults& faults) {
    ScenarioEvents out;
    EventMaker maker(catalogue, berlin, out, faults);
    std::uint64_t position = 0;
    for (const ScenarioEvent& one : scenario.events) maker.make(one, Position{++position});
    return out;
}

Instant end_of_moment(const ScenarioMoment& moment, const BerlinTime& berlin) {
    if (!moment.second_of_day) return berlin.end_of_day(moment.day);
    return instant_of(moment, berlin);
}

}  // namespace fallbuch::rules

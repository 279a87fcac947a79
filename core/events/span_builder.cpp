#include "core/events/span_builder.h"

#include <simdjson.h>

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/codec/cbor.h"
#include "core/events/admission.h"
#include "core/events/envelope.h"
#include "core/events/event_type.h"
#include "core/events/value_encoder.h"
#include "core/vault/vault.h"

namespace fallbuch {
namespace {

using simdjson::dom::element;

constexpr std::uint32_t kWhole = std::numeric_limits<std::uint32_t>::max();
constexpr std::size_t kEnd = std::numeric_limits<std::size_t>::max();

}  // namespace

struct SpanBuilder::Scratch {
    // A field of `data`, or one item of a field whose items concern persons of their own.
    struct Entry {
        element value;
        std::uint32_t field = 0;
        std::uint32_t item = kWhole;
        std::size_t next = kEnd;  // in the same span, in the order of numbers
    };
    struct Chain {
        std::size_t first = kEnd;
        std::size_t last = kEnd;
        std::size_t field_count = 0;
        bool envelope = false;
        bool actor = false;
    };
    std::vector<element> values;  // by index of the field
    std::vector<bool> present;
    std::vector<Entry> entries;
    std::vector<Chain> chains;  // by index of the span
    ValueEncoder encoder;
};

// One event.
class SpanBuilder::Pass {
public:
    Pass(Scratch& scratch, const Envelope& envelope, CheckedEvent& out, Faults& faults)
        : scratch_(scratch), envelope_(envelope), out_(out), faults_(faults) {}

    void run() {
        out_.persons.clear();
        out_.spans.clear();
        out_.names.clear();
        out_.plaintexts.clear();
        scratch_.entries.clear();
        scratch_.chains.clear();
        assign_envelope();
        collect_fields();
        for (std::size_t i = 0; i < type().fields().size(); ++i) {
            if (scratch_.present[i]) assign_field(i);
        }
        if (!within_limits()) return;
        for (std::size_t i = 0; i < out_.spans.size(); ++i) write_span(i);
    }

private:
    using Entry = Scratch::Entry;

    const EventType& type() const { return *out_.type; }

    std::size_t person(NameKind kind, std::string_view name) {
        for (std::size_t i = 0; i < out_.persons.size(); ++i) {
            const ConcernedPerson& known = out_.persons[i];
            if (known.kind == kind && out_.name_of(known) == name) return i;
        }
        out_.persons.push_back({kind, {out_.names.size(), name.size()}});
        out_.names += name;
        return out_.persons.size() - 1;
    }

    std::size_t span(std::size_t person_index, std::string_view category) {
        for (std::size_t i = 0; i < out_.spans.size(); ++i) {
            const PlainSpan& known = out_.spans[i];
            if (known.person_index == person_index && known.category == category) return i;
        }
        out_.spans.push_back({person_index, category, {}});
        scratch_.chains.emplace_back();
        return out_.spans.size() - 1;
    }

    std::size_t case_person() {
        if (envelope_.of_office) return actor();
        return person(NameKind::person, envelope_.subject);
    }
    std::size_t actor() { return person(NameKind::actor, envelope_.text(EnvelopeField::actor)); }

    void assign_envelope() {
        const std::string_view category = envelope_.of_office ? kActorCategory : kEnvelopeCategory;
        scratch_.chains[span(case_person(), category)].envelope = true;
        if (envelope_.text(EnvelopeField::actor).empty()) return;
        scratch_.chains[span(actor(), kActorCategory)].actor = true;
    }

    void collect_fields() {
        const std::size_t count = type().fields().size();
        scratch_.values.resize(count);
        scratch_.present.assign(count, false);
        for (const auto member : simdjson::dom::object(*envelope_.data)) {
            const auto index = type().find_field(member.key);
            if (!index) {
                fault(member.key, FaultCode::unknown_field, "the schema knows no such field");
            } else if (scratch_.present[*index]) {
                fault(member.key, FaultCode::duplicate, "the field comes twice");
            } else {
                scratch_.present[*index] = true;
                scratch_.values[*index] = member.value;
            }
        }
        for (std::size_t i = 0; i < count; ++i) {
            const EventField& field = type().fields()[i];
            if (scratch_.present[i] || !field.required) continue;
            fault(field.name, FaultCode::missing, "the field is required");
        }
    }

    void fault(std::string_view field, FaultCode code, std::string why) {
        const JsonPath root;
        const JsonPath data(root, "data");
        faults_.push_back({JsonPath(data, field).pointer(), code, std::move(why), {}});
    }

    void assign_field(std::size_t index) {
        const EventField& field = type().fields()[index];
        const element& value = scratch_.values[index];
        if (field.names_person && value.is_string()) person(NameKind::person, value);
        if (field.subject == FieldSubject::item_person) return assign_items(index);
        std::size_t whose = 0;
        switch (field.subject) {
            case FieldSubject::actor: whose = actor(); break;
            case FieldSubject::person: whose = named_person(field); break;
            default: whose = case_person(); break;
        }
        add(span(whose, field.category), {value, static_cast<std::uint32_t>(index)});
    }

    std::size_t named_person(const EventField& field) {
        const EventField& naming = type().fields()[field.person_index];
        const element& name = scratch_.values[field.person_index];
        if (scratch_.present[field.person_index] && name.is_string()) {
            return person(NameKind::person, name);
        }
        // A name of another type has a fault of its own.
        if (!scratch_.present[field.person_index] && !naming.required && !field.else_case) {
            fault(naming.name, FaultCode::missing,
                  "the field is required, because " + field.name + " is about the person it names");
        }
        return case_person();
    }

    void assign_items(std::size_t index) {
        const EventField& field = type().fields()[index];
        const auto number = static_cast<std::uint32_t>(index);
        simdjson::dom::array items;
        if (scratch_.values[index].get(items) != simdjson::SUCCESS || items.size() == 0) {
            // An empty list is a statement about the case; another type has its fault there.
            return add(span(case_person(), field.category), {scratch_.values[index], number});
        }
        check_item_count(field, items.size());
        std::uint32_t item_index = 0;
        for (const element item : items) {
            std::string_view name;
            const bool named = item.at_key(field.person_property).get(name) == simdjson::SUCCESS;
            const std::size_t whose = named ? person(NameKind::person, name) : case_person();
            if (out_.persons.size() > kPersonsPerEventMax) return;
            add(span(whose, field.category), {item, number, item_index++});
        }
    }

    void check_item_count(const EventField& field, std::size_t count) {
        if (count < field.check->items_min) {
            fault(field.name, FaultCode::too_short,
                  "must have at least " + std::to_string(field.check->items_min) + " items");
        }
        if (count > field.check->items_max) {
            fault(field.name, FaultCode::too_long,
                  "must have at most " + std::to_string(field.check->items_max) + " items");
        }
    }

    void add(std::size_t span_index, const Entry& entry) {
        Scratch::Chain& chain = scratch_.chains[span_index];
        const bool same_field =
            chain.last != kEnd && scratch_.entries[chain.last].field == entry.field;
        if (!same_field) ++chain.field_count;
        const std::size_t index = scratch_.entries.size();
        scratch_.entries.push_back(entry);
        (chain.first == kEnd ? chain.first : scratch_.entries[chain.last].next) = index;
        chain.last = index;
    }

    bool within_limits() {
        if (out_.persons.size() <= kPersonsPerEventMax && out_.spans.size() <= kSpansPerEventMax) {
            return true;
        }
        faults_.push_back({"/data",
                           FaultCode::too_large,
                           "concerns more than 128 persons, or more than 256 pairs of person and "
                           "category",
                           {}});
        return false;
    }

    void write_span(std::size_t index) {
        const Scratch::Chain& chain = scratch_.chains[index];
        CborWriter writer(out_.plaintexts);
        Piece& piece = out_.spans[index].plaintext;
        piece.offset = out_.plaintexts.size();
        writer.map(chain.field_count + (chain.envelope ? envelope_count() : 0) +
                   (chain.actor ? actor_count() : 0));
        if (chain.envelope) write_envelope(writer);
        if (chain.actor) write_texts(writer, EnvelopeField::actor, EnvelopeField::actororgtype);
        for (std::size_t next = chain.first; next != kEnd;) next = write_field(writer, next);
        piece.size_bytes = out_.plaintexts.size() - piece.offset;
    }

    std::size_t count_texts(EnvelopeField first, EnvelopeField last) const {
        std::size_t count = 0;
        for (std::size_t i = index_of(first); i <= index_of(last); ++i) {
            count += envelope_.texts[i].empty() ? 0 : 1;
        }
        return count;
    }
    std::size_t envelope_count() const {
        return count_texts(EnvelopeField::id, EnvelopeField::datacontenttype) + 1 +
               (envelope_.day_precision ? 1 : 0) + (envelope_.others.empty() ? 0 : 1);
    }
    std::size_t actor_count() const {
        return count_texts(EnvelopeField::actor, EnvelopeField::actororgtype);
    }

    void write_texts(CborWriter& writer, EnvelopeField first, EnvelopeField last) {
        for (std::size_t i = index_of(first); i <= index_of(last); ++i) {
            if (envelope_.texts[i].empty()) continue;
            writer.integer(static_cast<std::int64_t>(i));
            writer.text(envelope_.texts[i]);
        }
    }

    void write_envelope(CborWriter& writer) {
        const auto number = [&](EnvelopeField field) {
            writer.integer(static_cast<std::int64_t>(field));
        };
        write_texts(writer, EnvelopeField::id, EnvelopeField::source);
        number(EnvelopeField::occurred);
        writer.integer(envelope_.occurred.time_since_epoch().count());
        if (envelope_.day_precision) {
            number(EnvelopeField::day_precision);
            writer.boolean(true);
        }
        write_texts(writer, EnvelopeField::purpose, EnvelopeField::datacontenttype);
        if (envelope_.others.empty()) return;
        number(EnvelopeField::others);
        writer.item(envelope_.others);
    }

    // Writes the field that begins with this entry; gives the entry behind it.
    std::size_t write_field(CborWriter& writer, std::size_t first) {
        const Entry& entry = scratch_.entries[first];
        const EventField& field = type().fields()[entry.field];
        const JsonPath root;
        const JsonPath data(root, "data");
        const JsonPath at(data, field.name);
        writer.integer(kFirstFieldNumber + static_cast<std::int64_t>(entry.field));
        if (entry.item == kWhole) {
            scratch_.encoder.encode(field.check, entry.value, at, {out_.plaintexts, faults_});
            return entry.next;
        }
        std::size_t end = first;
        std::size_t count = 0;
        for (; end != kEnd && scratch_.entries[end].field == entry.field; ++count) {
            end = scratch_.entries[end].next;
        }
        writer.map(count);
        for (std::size_t i = first; i != end; i = scratch_.entries[i].next) {
            const Entry& item = scratch_.entries[i];
            writer.integer(item.item);
            scratch_.encoder.encode(field.check->items, item.value, JsonPath(at, item.item),
                                    {out_.plaintexts, faults_});
        }
        return end;
    }

    Scratch& scratch_;
    const Envelope& envelope_;
    CheckedEvent& out_;
    Faults& faults_;
};

SpanBuilder::SpanBuilder() : scratch_(std::make_unique<Scratch>()) {}
SpanBuilder::~SpanBuilder() = default;
SpanBuilder::SpanBuilder(SpanBuilder&&) noexcept = default;
SpanBuilder& SpanBuilder::operator=(SpanBuilder&&) noexcept = default;

void SpanBuilder::build(const Envelope& envelope, CheckedEvent& out, Faults& faults) {
    Pass(*scratch_, envelope, out, faults).run();
}

}  // namespace fallbuch

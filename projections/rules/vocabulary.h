// Which event types and fields may a rulebook name, and which of them is the event at hand?
//
// Of casework the catalogue decides: a name that it lacks is a mistake. An imported log (XES) knows
// no catalogue: a type is the concept:name of its events, a field any full key of theirs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/events/catalogue.h"
#include "core/events/decoded_event.h"
#include "core/events/envelope.h"
#include "core/events/event_type.h"

namespace fallbuch::rules {

enum class EventsOf : std::uint8_t { casework, log };

// An event type by its place in the vocabulary; kNone: one that no rulebook names.
struct TypeIndex {
    static constexpr std::uint16_t kNone = 0xffff;
    std::uint16_t value = kNone;
    auto operator<=>(const TypeIndex&) const = default;
};

// A field name by its place in the vocabulary, whatever types have it.
struct FieldIndex {
    std::uint16_t value = 0;
    auto operator<=>(const FieldIndex&) const = default;
};

// Filled while rulebooks are read; unchanged, and callable from any thread, once they are.
class Vocabulary {
public:
    Vocabulary(EventsOf events, std::shared_ptr<const Catalogue> catalogue);

    EventsOf events() const { return events_; }
    const Catalogue& catalogue() const { return *catalogue_; }

    // By the catalogue's name ("ContactHeld"); of a log any concept:name. Nothing if the catalogue
    // has no such type.
    std::optional<TypeIndex> find_type(std::string_view name);
    // Without learning new ones.
    std::optional<TypeIndex> known_type(std::string_view name) const;
    std::size_t type_count() const { return type_names_.size(); }
    const std::string& type_name(TypeIndex type) const { return type_names_[type.value]; }
    // Names of types that are written almost so.
    std::string nearest_type(std::string_view name) const;

    FieldIndex intern_field(std::string_view name);
    std::size_t field_count() const { return field_names_.size(); }
    const std::string& field_name(FieldIndex field) const { return field_names_[field.value]; }
    // What the catalogue says of the field; nullptr if the type lacks it, or there is no catalogue.
    const EventField* describe(TypeIndex type, FieldIndex field) const;
    // nullptr for a log.
    const EventType* describe(TypeIndex type) const;
    // The German title; of a log the name itself.
    std::string title(TypeIndex type) const;

private:
    friend class EventLens;
    TypeIndex add_type(std::string_view name, const EventType* type);

    EventsOf events_;
    std::shared_ptr<const Catalogue> catalogue_;
    std::vector<std::string> type_names_;
    std::vector<const EventType*> types_;
    std::map<std::string, TypeIndex, std::less<>> types_by_name_;
    std::vector<std::string> field_names_;
    std::map<std::string, FieldIndex, std::less<>> fields_by_name_;
};

// Where a field lies in the events of one stored type.
struct FieldPlace {
    enum class Kind : std::uint8_t { absent, data, envelope, attribute } kind = Kind::absent;
    std::uint32_t number = 0;  // data; attribute: of the map that holds it
    EnvelopeField envelope = EnvelopeField::id;
};

// How events of one stored type are read.
struct TypeLens {
    TypeIndex index;
    bool is_trace = false;           // the index depends on the event's activity
    std::uint32_t activity = 0;      // then the number of that field
    std::vector<FieldPlace> fields;  // by FieldIndex
};

// Remembers the stored types that it has met. Belongs to one thread; the vocabulary outlives it.
class EventLens {
public:
    explicit EventLens(const Vocabulary& vocabulary);

    const TypeLens& of(const EventType& type);
    // As what an event counts that is arranged as `counts_as`.
    TypeIndex type_of(const EventType& counts_as, const DecodedEvent& event);
    // The same if it counts as what it is.
    TypeIndex type_of(const TypeLens& lens, const DecodedEvent& event) const;

private:
    TypeLens make(const EventType& type) const;
    FieldPlace place_of(const EventType& type, bool is_trace, std::string_view name) const;

    const Vocabulary& vocabulary_;
    std::unordered_map<const EventType*, TypeLens> known_;
    std::unordered_map<std::string_view, TypeIndex> activities_;
};

// The names of the envelope's attributes, as a rulebook writes them behind "@".
std::optional<EnvelopeField> envelope_field(std::string_view name);

}  // namespace fallbuch::rules

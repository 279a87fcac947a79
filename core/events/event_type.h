// What does the catalogue say about one event type in one version?
//
// A type is a file: a JSON Schema of `data` (schema_parser.h) with the annotation
//
//   "x-fallbuch": {"type": "de.fallbuch.trace.event", "version": 2, "name": "TraceEvent",
//                  "retention": class, "actor": "optional" | "required",
//                  "stream": "case" (default) | "office"   (where it belongs; for readers),
//                  "mapRoot": bool?      (the event asks for a map root: completeness),
//                  "upcast": {"from": 1, "steps": [{"default": {"field", "value"}} |
//                             {"rename": {"from", "to"}} | {"drop": field}, ...]}?}
//
// and on each property of `data`
//
//   "title": text, "x-category": code,
//   "x-subject": "case" (default) | "actor" | {"person": the field that holds his number,
//                "else": "case"? (whose it is if that field is missing; without it, it must not
//                be)}
//
// An array whose items each concern another person carries "x-subject": {"person": ...} on its
// items, which names the items' own property.
//
// Each property of `data` has the number 32 + its index in the bytewise sorted list of names. A
// published type never changes, so neither do they; 0 to 31 belong to the envelope (envelope.h).
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/events/code_list.h"
#include "core/events/value_check.h"

namespace fallbuch {

inline constexpr std::uint32_t kFirstFieldNumber = 32;
inline constexpr std::size_t kSchemaBytesMax = 64 * 1024;
inline constexpr std::size_t kPersonCharactersMax = 128;

// Whose is a field?
enum class FieldSubject : std::uint8_t {
    case_person,  // the person whose case it is
    actor,        // the member of staff who acted
    person,       // whom another field of `data` names
    item_person,  // an array: each item names its own
};

struct EventField {
    std::string name;
    std::string title;
    std::string category;
    FieldSubject subject = FieldSubject::case_person;
    std::size_t person_index = 0;  // person: which field names him
    bool else_case = false;        // person: if nobody is named, it is about the case's person
    std::string person_property;   // item_person: which property of the item names him
    bool names_person = false;     // some field is about the person whom this one names
    bool required = false;
    const ValueCheck* check = nullptr;
};

struct UpcastStep {
    enum class Kind : std::uint8_t { rename, default_value, drop } kind;
    std::string field;  // by its older name
    std::string to;     // rename
    std::string value;  // default_value: JSON text
};

// Immutable; callable from any thread. Borrows the code lists it was parsed with.
class EventType {
public:
    // invalid with pointer and reason if the text breaks a rule of the catalogue. Without lists
    // codes go unchecked, as when old records are decoded.
    static Result<std::unique_ptr<const EventType>> parse(std::string_view text,
                                                          const CodeLists* lists);

    const std::string& type() const { return type_; }  // "de.fallbuch.trace.event"
    std::uint32_t version() const { return version_; }
    const std::string& wire_type() const { return wire_type_; }  // with ".v2": CloudEvents' `type`
    const std::string& name() const { return name_; }            // "TraceEvent"
    const std::string& title() const { return title_; }
    const std::string& retention_class() const { return retention_class_; }
    bool actor_required() const { return actor_required_; }
    // True if it concerns no case: its subject is "office/" + unit.
    bool of_office() const { return of_office_; }
    bool map_root_wanted() const { return map_root_wanted_; }
    // The schema with sorted keys and no white space: what is published in the ledger.
    const std::string& canonical_text() const { return canonical_text_; }

    // In the order of their numbers.
    const std::vector<EventField>& fields() const { return fields_; }
    std::optional<std::size_t> find_field(std::string_view name) const;  // its index
    // For readers that keep it: nothing if there is no such field.
    std::optional<std::uint32_t> number_of(std::string_view name) const;

    // The steps from the version before; 0: there are none.
    std::uint32_t upcast_from() const { return upcast_from_; }
    const std::vector<UpcastStep>& upcast_steps() const { return upcast_steps_; }

private:
    friend class EventTypeParser;
    EventType() = default;

    std::string type_;
    std::string wire_type_;
    std::string name_;
    std::string title_;
    std::string retention_class_;
    std::string canonical_text_;
    std::uint32_t version_ = 0;
    std::uint32_t upcast_from_ = 0;
    bool actor_required_ = false;
    bool of_office_ = false;
    bool map_root_wanted_ = false;
    std::deque<ValueCheck> checks_;
    std::vector<EventField> fields_;
    std::vector<UpcastStep> upcast_steps_;
};

}  // namespace fallbuch

// What does admission hand to sealing? The facts for the header, and the plaintext of each span.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/events/event_type.h"
#include "core/vault/vault.h"

namespace fallbuch {

// A piece of one of the event's buffers, which may still grow.
struct Piece {
    std::size_t offset = 0;
    std::size_t size_bytes = 0;
};

// Somebody whom the event concerns, by the name that the vault maps to a number.
struct ConcernedPerson {
    NameKind kind = NameKind::person;
    Piece name;
};

// One canonical CBOR map from field numbers to values, about one person in one category.
struct PlainSpan {
    std::size_t person_index = 0;
    std::string_view category;  // borrowed from the event's type, or constant
    Piece plaintext;
};

// Owns its memory and keeps it when it is filled again; the type is borrowed from the catalogue.
struct CheckedEvent {
    const EventType* type = nullptr;
    std::string id;
    std::string source;
    std::string case_name;  // `subject`: the name of the stream
    Instant occurred{};
    std::optional<Instant> claimed;  // `recorded` of an import
    ExpectedVersion expected = Any{};
    std::vector<ConcernedPerson> persons;
    std::vector<PlainSpan> spans;
    std::string names;
    Bytes plaintexts;

    std::string_view name_of(const ConcernedPerson& person) const {
        return std::string_view(names).substr(person.name.offset, person.name.size_bytes);
    }
    ByteView plaintext_of(const PlainSpan& span) const {
        return ByteView(plaintexts).subspan(span.plaintext.offset, span.plaintext.size_bytes);
    }
};

}  // namespace fallbuch

// Which numbers do the envelope's attributes have inside a span?
//
// In the span of the case's person, category STAMM (of what concerns no case: of the actor):
//   0 id  1 source  2 occurred: integer, nanoseconds since 1970 UTC  3 true: only the day is known
//   5 purpose  6 legalbasis  7 rechtskreis  8 correlationid  9 causationid  10 corrects
//   11 supersedes  12 datacontenttype, if it is not application/json
//   13 map of all other attributes of CloudEvents
// In the actor's span, category BESCHAEFTIGTE:
//   16 actor  17 actorrole  18 actorunit  19 actororgtype
// From 32 on: the fields of `data` (event_type.h). specversion is 1.0; type, recorded,
// expectedversion and, through the vault, subject stand in the record's header.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace fallbuch {

enum class EnvelopeField : std::uint32_t {
    id = 0,
    source = 1,
    occurred = 2,
    day_precision = 3,
    purpose = 5,
    legalbasis = 6,
    rechtskreis = 7,
    correlationid = 8,
    causationid = 9,
    corrects = 10,
    supersedes = 11,
    datacontenttype = 12,
    others = 13,
    actor = 16,
    actorrole = 17,
    actorunit = 18,
    actororgtype = 19,
};
inline constexpr std::size_t kEnvelopeFieldCount = 20;
constexpr std::size_t index_of(EnvelopeField field) { return static_cast<std::size_t>(field); }

// The envelope's categories and the prefix of what concerns no case.
inline constexpr std::string_view kEnvelopeCategory = "STAMM";
inline constexpr std::string_view kActorCategory = "BESCHAEFTIGTE";
inline constexpr std::string_view kOfficePrefix = "office/";

// Attributes that are texts and are sealed under their number, in the order of CloudEvents JSON
// that we write.
struct SealedAttribute {
    std::string_view name;
    EnvelopeField field;
    std::size_t bytes_max;
};
inline constexpr auto kSealedAttributes = std::to_array<SealedAttribute>({
    {"id", EnvelopeField::id, 256},
    {"source", EnvelopeField::source, 1024},
    {"datacontenttype", EnvelopeField::datacontenttype, 256},
    {"actor", EnvelopeField::actor, 256},
    {"actorrole", EnvelopeField::actorrole, 256},
    {"actorunit", EnvelopeField::actorunit, 256},
    {"actororgtype", EnvelopeField::actororgtype, 256},
    {"purpose", EnvelopeField::purpose, 1024},
    {"legalbasis", EnvelopeField::legalbasis, 1024},
    {"rechtskreis", EnvelopeField::rechtskreis, 256},
    {"correlationid", EnvelopeField::correlationid, 256},
    {"causationid", EnvelopeField::causationid, 256},
    {"corrects", EnvelopeField::corrects, 256},
    {"supersedes", EnvelopeField::supersedes, 256},
});
inline constexpr std::size_t kSubjectBytesMax = 256;

}  // namespace fallbuch

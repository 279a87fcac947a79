// What does a record say, as far as its keys still exist? Typed reads by field number, no JSON.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/codec/record.h"
#include "core/events/envelope.h"
#include "core/events/event_type.h"

namespace fallbuch {

// A field of `data`, or one item of an array whose items concern persons of their own.
struct DecodedField {
    static constexpr std::uint32_t kWhole = std::numeric_limits<std::uint32_t>::max();
    std::uint32_t number = 0;
    std::uint32_t item = kWhole;
    ByteView value;  // one CBOR item
};

// A span that cannot be read any more.
struct ErasedSpan {
    SubjectId subject;
    std::string_view category;
    RetentionBucket bucket;
};

// Views stay valid until the same object is filled again or its decoder decodes another record, and
// while the decoder and its registry live.
struct DecodedEvent {
    HeaderPrefix prefix;  // ids, recorded, claimed, stream version
    std::string_view stored_type;
    std::uint32_t stored_version = 0;
    const EventType* type = nullptr;  // after upcasting; the numbers of `fields` are its

    std::optional<Instant> occurred;  // nothing if it is erased
    bool day_precision = false;
    std::array<std::string_view, kEnvelopeFieldCount> texts;  // by number; empty: none or erased
    ByteView others;                                          // CBOR map; empty: none or erased
    std::vector<DecodedField> fields;                         // by number, then item
    std::vector<ErasedSpan> erased;

    // When the event counts: an event whose `occurred` is erased counts from `recorded`.
    Instant fold_time() const { return occurred.value_or(prefix.recorded); }
    std::string_view text_of(EnvelopeField field) const { return texts[index_of(field)]; }

    // nullptr if the field is absent, erased, or spread over items.
    const DecodedField* find(std::uint32_t number) const;
    // All items of a field whose items concern persons of their own; erased ones are not there.
    std::span<const DecodedField> items(std::uint32_t number) const;

    // Nothing if the field is absent, erased or of another kind. number() takes integers too.
    std::optional<std::string_view> text(std::uint32_t number) const;
    std::optional<std::int64_t> integer(std::uint32_t number) const;
    std::optional<double> number(std::uint32_t number) const;
    std::optional<bool> boolean(std::uint32_t number) const;
};

}  // namespace fallbuch

// Are the attributes of this CloudEvent right, and what do they say?
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/calendar/berlin.h"
#include "core/events/admission.h"
#include "core/events/envelope.h"
#include "core/events/faults.h"

namespace simdjson::dom {
class element;
}

namespace fallbuch {

// What the envelope says; borrows from the parsed document and from the reader.
struct Envelope {
    // By number; empty if absent.
    std::array<std::string_view, kEnvelopeFieldCount> texts;
    std::string_view type;
    std::string_view subject;
    bool of_office = false;  // `subject` is no case but "office/..."
    Instant occurred{};
    bool day_precision = false;
    std::optional<Instant> recorded;
    ExpectedVersion expected = Any{};
    const simdjson::dom::element* data = nullptr;  // an object, if there is one
    Bytes others;                                  // CBOR map of other attributes; empty: none

    std::string_view text(EnvelopeField field) const { return texts[index_of(field)]; }
};

// Reads envelopes one after the other, reusing memory. Borrows the time zone.
class EnvelopeReader {
public:
    explicit EnvelopeReader(const BerlinTime& berlin);
    ~EnvelopeReader();
    EnvelopeReader(EnvelopeReader&&) noexcept;
    EnvelopeReader& operator=(EnvelopeReader&&) noexcept;

    // Fills `out` as far as the event (an object) allows and appends all faults.
    void read(const simdjson::dom::element& event, const Arrival& arrival, Envelope& out,
              Faults& faults);

private:
    class Pass;
    struct Scratch;
    std::unique_ptr<Scratch> scratch_;
};

}  // namespace fallbuch

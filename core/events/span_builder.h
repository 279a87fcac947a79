// Whose is which part of this event? Sorts the envelope and the fields of `data` into one span per
// person and category, checking and encoding on the way.
#pragma once

#include <memory>

#include "core/events/checked_event.h"
#include "core/events/envelope_reader.h"
#include "core/events/faults.h"

namespace fallbuch {

// Holds scratch memory: one per thread.
class SpanBuilder {
public:
    SpanBuilder();
    ~SpanBuilder();
    SpanBuilder(SpanBuilder&&) noexcept;
    SpanBuilder& operator=(SpanBuilder&&) noexcept;

    // Fills persons, spans, names and plaintexts of `out`, whose type is set; appends all faults
    // of `data`, which must be there. After a fault `out` means nothing.
    void build(const Envelope& envelope, CheckedEvent& out, Faults& faults);

private:
    class Pass;
    struct Scratch;
    std::unique_ptr<Scratch> scratch_;
};

}  // namespace fallbuch

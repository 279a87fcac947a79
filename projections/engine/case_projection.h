// What a projection is to the engine: a fold for each case, whose state can be written down.
#pragma once

#include <compare>
#include <memory>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/codec/digest.h"
#include "core/events/decoded_event.h"
#include "core/events/event_type.h"

namespace fallbuch {

// Where an event stands in the order of its case.
struct FoldPlace {
    Instant occurred;
    Position position;
    friend auto operator<=>(const FoldPlace&, const FoldPlace&) = default;
};

// The state of one case. Belongs to one thread.
class CaseFold {
public:
    virtual ~CaseFold() = default;

    // Takes in an event that counts as `type`, at `place`. Whatever the order in which the events
    // of a case come, the state in the end is the same. An error means that the event cannot be
    // read by this projection, which then stops before it.
    virtual Status apply(const FoldPlace& place, const EventType& type,
                         const DecodedEvent& event) = 0;

    // Appends the state: equal states give equal bytes, on any machine.
    virtual void encode(Bytes& out) const = 0;
    // Replaces the state; corrupt if the bytes are not what encode() writes.
    virtual Status decode(ByteView in) = 0;
    // Appends what a search over all cases needs to know of this one.
    virtual void write_card(Bytes& out) const = 0;
};

// Callable from any thread.
class CaseProjection {
public:
    virtual ~CaseProjection() = default;
    virtual std::string_view name() const = 0;  // a-z and -, part of a file's name
    // Changes with anything on which states depend: the reducer's version, the catalogue it reads.
    virtual Digest reducer() const = 0;
    virtual std::unique_ptr<CaseFold> make() const = 0;
    // Does it ask who acted? If not, events of this type come without the actor's attributes,
    // unless another projection asks that is brought up to date in the same walk.
    virtual bool reads_actor(const EventType& type) const = 0;
};

}  // namespace fallbuch

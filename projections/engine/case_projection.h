// What a projection is to the engine: a fold for each case, whose state can be written down.
//
// Folds are continued by what is new, or made anew from the whole history (continues()).
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

// Where an event stands in its case, and as what it counts.
struct HistoryPlace {
    FoldPlace place;
    const EventType& counts_as;
    Position position;  // where the event itself lies
    // When the ledger learnt of what happened: of a correction, of the event that it corrects.
    Instant first_recorded;

    // What it corrects lies at the position of its place.
    bool is_correction() const { return position != place.position; }
};

// The state of one case, and then of another. Belongs to one thread, and to one walk: the types of
// events outlive it.
class CaseFold {
public:
    virtual ~CaseFold() = default;

    // A case begins: nothing of the one before is left.
    virtual void begin(const StreamId& stream) = 0;

    // Takes in an event. Whatever the order in which the events of a case come, the state in the
    // end is the same; a fold that is not continued gets all of them, in their order, and may
    // borrow them until it is written down. An error means that the event cannot be read by this
    // projection, which then stops before it.
    virtual Status apply(const HistoryPlace& at, const DecodedEvent& event) = 0;

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
    // Is a state continued by what is new, whatever its order? If not, the case is folded anew.
    virtual bool continues() const { return true; }
    // Has time alone made the state stale that has this card? Such a case is folded anew whenever
    // states are brought up to date.
    virtual bool is_outdated(ByteView) const { return false; }
    // Does it ask who acted? If not, events of this type come without the actor's attributes,
    // unless another projection asks that is brought up to date in the same walk.
    virtual bool reads_actor(const EventType& type) const = 0;
};

}  // namespace fallbuch

// Keeps facts and objects up with the events of a case.
#pragma once

#include <cstdint>

#include "projections/rules/definitions.h"
#include "projections/rules/evaluation.h"
#include "projections/rules/memory.h"
#include "projections/rules/rule_set.h"
#include "projections/rules/value.h"

namespace fallbuch::rules {

enum class ObjectsOf : std::uint8_t { the_case, the_office };

// Borrows the evaluation.
class MemoryKeeper {
public:
    explicit MemoryKeeper(Evaluation& state, ObjectsOf whose = ObjectsOf::the_case)
        : state_(state), whose_(whose) {}

    // Before anything is judged about the event, which is the newest.
    void take(EventIndex index);

private:
    // What an event says by a pattern of a rulebook; `in_doubt`: nobody knows whether it is meant.
    struct Message {
        const MemorySubscription& by;
        EventIndex index = kNoEvent;
        bool in_doubt = false;
    };

    // Is the pattern's condition true of the event (and of the object that it may end)?
    Truth is_meant(const MemorySubscription& subscription, EventIndex index,
                   const Instance* object) const;
    void tell(const MemorySubscription& subscription, EventIndex index);
    void tell_fact(const Message& message);
    void open(std::size_t kind_index, const Message& message);
    void close(std::size_t kind_index, const MemorySubscription& subscription, EventIndex index);
    void update(std::size_t kind_index, const Message& message);
    // Of an object that is told about retroactively, open or not.
    void look_back(std::size_t kind_index, const Message& message);
    void take_early(const ObjectKind& kind, ObjectState& state, Instance& one) const;
    void close_one(std::size_t kind_index, std::uint32_t number, EventIndex index);
    void note_doubtful_end(std::size_t kind_index, std::uint32_t number, EventIndex index);
    void forget_ended(ObjectState& state) const;
    const ObjectKind& kind_of(const MemorySubscription& subscription) const;
    // The open object that the event names; nullptr if there is none.
    Instance* find(std::size_t kind_index, const ObjectKind& kind, EventIndex index);
    // The newest one that the event names, even if it has ended; nullptr if there is none.
    const Instance* find_ever(std::size_t kind_index, const ObjectKind& kind, EventIndex index);
    void set_end(std::size_t kind_index, const MemorySubscription& subscription,
                 std::uint32_t number);

    Evaluation& state_;
    ObjectsOf whose_;
};

}  // namespace fallbuch::rules

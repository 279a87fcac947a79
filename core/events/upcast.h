// How is an event of an older version read as the newest? By steps that are data of the newer
// version (event_type.h): rename, default, drop. No code, no change of what is stored.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/events/event_type.h"

namespace fallbuch {

// One step of a chain: from a version to the next. Immutable.
class Upcast {
public:
    struct Default {
        std::uint32_t number = 0;  // in the newer version
        Bytes value;               // CBOR
        // False if the older version knew the field as optional: then a missing value may also
        // be an erased one, and the default counts only if nothing of the event is erased.
        bool always = true;
    };

    // invalid if the newer version has no steps from the older one, or its steps leave a field
    // without a place, a required field without a value, or a default that its schema refuses.
    static Result<std::unique_ptr<const Upcast>> between(const EventType& older,
                                                         const EventType& newer);

    const EventType& target() const { return *target_; }
    // The newer number of a field of the older version; nothing if it was dropped.
    std::optional<std::uint32_t> new_number(std::uint32_t old_number) const;
    const std::vector<Default>& defaults() const { return defaults_; }

private:
    Upcast() = default;
    const EventType* target_ = nullptr;
    std::vector<std::optional<std::uint32_t>> numbers_;  // by index of the older field
    std::vector<Default> defaults_;
};

}  // namespace fallbuch

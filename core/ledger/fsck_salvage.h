// Which records of a damaged group are still whole, and which are not?
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/storage/segment.h"

namespace fallbuch {

struct GroupSalvage {
    // Records in a row whose frames and spans fit their checksums.
    struct Run {
        Position first;
        std::uint32_t record_count = 0;
        ByteView frames;  // borrowed from the group
    };
    struct Fault {
        Position first;
        Position last;
        std::optional<EventId> event;  // of a single record whose header is whole
        std::string what;
    };
    std::vector<Run> runs;
    std::vector<Fault> faults;  // never empty
};

// `frames` has the length that the group's header says. Where a frame's header is damaged its
// lengths are trusted if they lead to a whole frame or to the end of the group; otherwise the rest
// of the group is one fault.
GroupSalvage salvage_group(const GroupHeader& header, ByteView frames);

}  // namespace fallbuch

// What may be kept in the clear of an event that was refused? When, where and why; never a value.
//
// A fault's reason holds no value (core/events/faults.h), but its pointer may: keys of an open map
// are whatever the sender wrote, an unknown field may be a name. So a pointer is kept part by part
// as far as the catalogue names the part: attributes of the envelope, fields and properties of the
// event's type, and numbers where the type has a list. Every other part becomes "*".
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.h"
#include "core/events/catalogue.h"
#include "core/events/event_type.h"
#include "core/events/faults.h"
#include "core/vault/vault.h"

namespace fallbuch {

// The numbers are those of the file (refused_entry.h).
enum class RefusedAt : std::uint8_t { import_file = 1, append_file = 2, http = 3, kafka = 4 };

// "import", "append", "http", "kafka".
std::string_view to_string(RefusedAt entrance);

// An event as it came in and was refused. Borrows text and faults.
struct Refusal {
    std::string_view text;
    std::span<const Fault> faults;
    RefusedAt entrance = RefusedAt::import_file;
    std::uint64_t line_number = 0;  // in its input, from 1; 0: it has no lines
    std::uint64_t cut_bytes = 0;    // that came in behind `text` and were let go
};

struct RefusedReason {
    std::string pointer;  // RFC 6901, "*" for each part that the catalogue does not name
    std::string code;     // FaultCode's name
    std::string why;
    bool operator==(const RefusedReason&) const = default;
};

// What RefusedStore keeps. Borrows the refusal's text, which alone is personal and gets sealed.
struct RefusedEvent {
    std::string_view text;
    RefusedAt entrance = RefusedAt::import_file;
    std::uint64_t line_number = 0;
    std::optional<EventId> event;  // if id and source could be read
    std::vector<RefusedReason> reasons;
    std::uint64_t cut_bytes = 0;  // as in Refusal
};

// Reads as much of the text as it can to learn the event's type, id and source. Callable from any
// thread.
RefusedEvent describe_refused(const Refusal& refusal, const Catalogue& catalogue,
                              const Vault& vault);

// The pointer without the parts that nothing of ours names; `type` may be nullptr: unknown.
std::string public_pointer(std::string_view pointer, const EventType* type);

}  // namespace fallbuch

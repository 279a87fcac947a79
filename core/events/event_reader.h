// How cases and events are found and read back, from a writer's log or from another process.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/codec/record.h"
#include "core/events/catalogue.h"
#include "core/events/decoded_event.h"
#include "core/events/event_decoder.h"
#include "core/events/held_events.h"
#include "core/events/schema_registry.h"
#include "core/storage/record_source.h"
#include "core/vault/vault.h"

namespace fallbuch {

struct FoundEvent {
    std::string source;
    Position position;
};

// Belongs to one thread. Records and vault outlive it.
class EventReader {
public:
    // Takes the schemas from the ledger; the catalogue (nullptr: none) adds newer versions.
    // conflict if it has another schema under a published name: Catalogue::for_reading makes one
    // that fits.
    static Result<std::unique_ptr<EventReader>> open(RecordSource& records, Vault& vault,
                                                     std::shared_ptr<const Catalogue> catalogue);

    // The stream of a case by its number; for imported logs also by the trace's own name, if only
    // one log has it. not_found if there is none, conflict naming the candidates if several.
    Result<StreamId> find_case(std::string_view name);
    // The events with this CloudEvents id, one for each source that has it; of one source only, if
    // it is named. not_found if there is none.
    Result<std::vector<FoundEvent>> find_events(std::string_view id,
                                                const std::optional<std::string>& source);

    // Hands over the events at these positions in their order. The event is borrowed for the call.
    using Visit = std::function<Status(Position, const DecodedEvent&)>;
    Status read(std::span<const Position> positions, const Visit& visit);
    // Replaces the content of `held` by the events of a stream that lie below a position (nothing:
    // all of them). They stay as long as this reader lives and `held` is not filled again. Fails as
    // read_case().
    Status hold_case(const StreamId& stream, std::optional<Position> below, HeldEvents& held);
    // The same of the events at these positions, of whatever streams.
    Status hold(std::span<const Position> positions, HeldEvents& held);
    // All events of a stream, in the order of their versions, without a gap: corrupt if the index
    // names records of another stream or leaves one out.
    Status read_case(const StreamId& stream, const Visit& visit);

    RecordSource& records() { return records_; }
    Vault& vault() { return vault_; }

private:
    using Check = std::function<bool(const HeaderPrefix&)>;
    // corrupt if a record is not the one that was looked for.
    Status read_checked(std::span<const Position> positions, const Check& check,
                        const Visit& visit);
    Status hold_checked(std::span<const Position> positions, const Check& check, HeldEvents& held);
    EventReader(RecordSource& records, Vault& vault, std::shared_ptr<const Catalogue> catalogue,
                std::vector<std::string> sources);

    RecordSource& records_;
    Vault& vault_;
    SchemaRegistry registry_;
    std::vector<std::string> sources_;
    EventDecoder decoder_;
};

// What people call the case: the stream's name, for an imported log without the log's part.
std::string_view case_of(std::string_view stream_name, std::string_view source);

}  // namespace fallbuch

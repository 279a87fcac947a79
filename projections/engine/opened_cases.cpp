#include "projections/engine/opened_cases.h"

#include <utility>

#include "core/events/event_type.h"
#include "core/vault/sealing.h"

namespace fallbuch {

OpenedCases::OpenedCases(const SchemaRegistry& registry, Vault& vault,
                         std::function<bool(const EventType&)> actor_unwanted)
    : decoder_(registry, vault,
               {TagCheck::skipped, ReadAs::newest_version, std::move(actor_unwanted)}) {}

Status OpenedCases::take_in(const BatchRecord& record) {
    RETURN_IF_ERROR(decode_header(record.header, header_));
    opened_.clear();
    RETURN_IF_ERROR(decoder_.open(header_, record.spans, opened_));
    kept_.add(record.stream, record.position, opened_);
    return {};
}

Status OpenedCases::read(const KeptEvents::Case& one, HeldEvents& held, Position& failed) {
    held.clear();
    for (const KeptEvents::Event* kept = one.first; kept != nullptr; kept = kept->next) {
        failed = kept->position;
        RETURN_IF_ERROR(decoder_.read(kept->opened(), held.add(kept->position)));
    }
    return {};
}

}  // namespace fallbuch

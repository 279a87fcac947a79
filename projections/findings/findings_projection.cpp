#include "projections/findings/findings_projection.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "core/base/bytes.h"
#include "core/calendar/built_in_holidays.h"
#include "core/codec/wire.h"
#include "core/events/code_list.h"
#include "projections/findings/findings_fold.h"
#include "projections/findings/kept_finding.h"
#include "projections/rules/case_event.h"

namespace fallbuch {
namespace {

void write_day(const std::optional<std::chrono::local_days>& day, WireWriter& writer) {
    writer.fixed(static_cast<std::uint8_t>(day ? 1 : 0));
    if (day) writer.fixed(static_cast<std::int32_t>(day->time_since_epoch().count()));
}

// What conditions ask of codes.
void write_codes(const CodeList& list, WireWriter& writer) {
    writer.text(list.name());
    for (const Code& code : list.codes()) {
        writer.text(code.code);
        write_day(code.valid_from, writer);
        write_day(code.valid_to, writer);
        writer.varint(code.rank ? *code.rank + 1 : 0);
        for (const auto& [name, values] : code.attributes) {
            writer.text(name);
            for (const std::string& value : values) writer.text(value);
        }
    }
}

}  // namespace

Digest FindingsProjection::reducer() const {
    Bytes basis;
    WireWriter writer(basis);
    writer.text(kFindingsVersion);
    writer.raw(parts_.rules.digest().view());
    for (const rules::CaseEvent& event : parts_.office.events) writer.fixed(event.content.value);
    for (const EventType* type : parts_.catalogue.types()) writer.text(type->canonical_text());
    for (const CodeList* list : parts_.catalogue.code_lists()) write_codes(*list, writer);
    writer.text(built_in_holidays());
    return sha256(basis);
}

std::unique_ptr<CaseFold> FindingsProjection::make() const {
    return std::make_unique<FindingsFold>(parts_, now_);
}

bool FindingsProjection::is_outdated(ByteView card) const {
    const auto until = until_of_card(card);
    return until && *until <= now_;
}

bool FindingsProjection::reads_actor(const EventType& type) const {
    const auto known = parts_.rules.vocabulary().known_type(type.name());
    return known && parts_.rules.notes(*known).reads_actor;
}

}  // namespace fallbuch

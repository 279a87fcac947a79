#include "projections/rules/office_history.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "core/events/decoded_event.h"
#include "core/events/envelope.h"
#include "core/events/event_type.h"
#include "core/events/held_events.h"

namespace fallbuch::rules {
namespace {

std::optional<OfficeRewrite> rewrite_by(const HeldEvents& held, std::size_t index,
                                        const BerlinTime& berlin) {
    const DecodedEvent& event = held.events()[index];
    const Instant recorded = event.prefix.recorded;
    const CivilDay happened = berlin.day_of(event.fold_time());
    const CivilDay today = berlin.day_of(recorded);
    OfficeRewrite rewrite{held.positions()[index], recorded, event.type->title(), false, happened};
    rewrite.is_correction = !event.text_of(EnvelopeField::corrects).empty();
    if (rewrite.is_correction) {
        // What it corrects may have held from any day on.
        rewrite.from = CivilDay::min();
        return rewrite;
    }
    if (!says_what_holds(event)) return happened < today ? std::optional(rewrite) : std::nullopt;
    rewrite.from = said_from(event, happened);
    return rewrite.from <= today ? std::optional(rewrite) : std::nullopt;
}

}  // namespace

OfficeHistory::OfficeHistory(const KnownOffice& known, const RuleSet& rules,
                             const BerlinTime& berlin)
    : now_(known) {
    for (std::size_t i = 0; i < known.held->events().size(); ++i) {
        auto rewrite = rewrite_by(*known.held, i, berlin);
        if (!rewrite) continue;
        versions_.push_back(read_office(known.held, {.below = rewrite->position}, rules, berlin));
        rewrites_.push_back(*std::move(rewrite));
    }
}

const Office& OfficeHistory::below(Position position) const {
    const auto next = std::ranges::find_if(
        rewrites_, [&](const OfficeRewrite& one) { return one.position.value >= position.value; });
    if (next == rewrites_.end()) return now_.office;
    return versions_[static_cast<std::size_t>(next - rewrites_.begin())].office;
}

}  // namespace fallbuch::rules

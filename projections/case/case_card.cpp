#include "projections/case/case_card.h"

#include <algorithm>
#include <string_view>

#include "core/codec/wire.h"
#include "projections/case/case_state.h"

namespace fallbuch {
namespace {

constexpr std::size_t kTextBytesMax = 1024;

// The text of a field of a thing; empty if it is not known.
class Look {
public:
    explicit Look(const CaseState& state) : state_(state) {}

    std::string text(ThingKind kind, std::string_view name, std::string_view field) const {
        const CaseThing* thing = state_.find(kind, name);
        const auto number = state_.model().field_number(field);
        if (thing == nullptr || !number) return {};
        return std::string(state_.text(*thing, *number).value_or(""));
    }

private:
    const CaseState& state_;
};

std::optional<Instant> last_contact(const CaseState& state) {
    std::optional<Instant> last;
    for (const CaseThing& thing : state.things()) {
        if (thing.kind != ThingKind::contact) continue;
        const CaseRegister* held = thing.find(CaseModel::kStatus);
        if (held != nullptr) last = std::max(last.value_or(Instant::min()), held->place.occurred);
    }
    return last;
}

}  // namespace

CaseCard card_of(const CaseState& state) {
    const Look look(state);
    CaseCard card;
    const CaseThing* casework = state.find(ThingKind::casework);
    card.is_open = casework != nullptr && state.text(*casework, CaseModel::kStatus) == "offen";
    card.phase = state.phase();
    card.customer_number = look.text(ThingKind::casework, "", "kundennummer");
    card.name = look.text(ThingKind::person, "NAME", "newRef");
    card.unit = look.text(ThingKind::responsibility, "", "unit");
    card.team = look.text(ThingKind::responsibility, "", "team");
    card.caseworker = look.text(ThingKind::responsibility, "", "caseworker");
    card.circle = look.text(ThingKind::circle, "", "to");
    card.last_contact = last_contact(state);
    card.last_event = state.newest().occurred;
    card.event_count = state.event_count();
    return card;
}

void encode_card(const CaseCard& card, Bytes& out) {
    WireWriter writer(out);
    writer.fixed(static_cast<std::uint8_t>(card.is_open ? 1 : 0));
    writer.fixed(static_cast<std::uint8_t>(card.phase));
    for (const std::string* text : {&card.customer_number, &card.name, &card.unit, &card.team,
                                    &card.caseworker, &card.circle}) {
        writer.text(std::string_view(*text).substr(0, kTextBytesMax));
    }
    writer.fixed(static_cast<std::uint8_t>(card.last_contact ? 1 : 0));
    writer.fixed(card.last_contact.value_or(Instant{}).time_since_epoch().count());
    writer.fixed(card.last_event.time_since_epoch().count());
    writer.varint(card.event_count);
}

Result<CaseCard> decode_card(ByteView in) {
    WireReader reader(in);
    CaseCard card;
    card.is_open = reader.fixed<std::uint8_t>() != 0;
    card.phase = static_cast<Phase>(
        std::min(reader.fixed<std::uint8_t>(), static_cast<std::uint8_t>(Phase::follow_up)));
    for (std::string* text : {&card.customer_number, &card.name, &card.unit, &card.team,
                              &card.caseworker, &card.circle}) {
        *text = reader.text(kTextBytesMax);
    }
    const bool has_contact = reader.fixed<std::uint8_t>() != 0;
    const Instant contact{Instant::duration(reader.fixed<Instant::rep>())};
    if (has_contact) card.last_contact = contact;
    card.last_event = Instant(Instant::duration(reader.fixed<Instant::rep>()));
    card.event_count = reader.varint();
    if (reader.at_end()) return card;
    return Error{ErrorCode::corrupt, "card of a case: not what this projection writes"};
}

}  // namespace fallbuch

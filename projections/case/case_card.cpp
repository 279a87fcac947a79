#include "projections/case/case_card.h"

#include <algorithm>
#include <chrono>
#include <string_view>
#include <utility>

#include "core/codec/wire.h"
#include "projections/case/case_field.h"
#include "projections/case/case_look.h"
#include "projections/case/case_model.h"
#include "projections/case/case_state.h"

namespace fallbuch {
namespace {

constexpr std::size_t kTextBytesMax = 1024;
constexpr std::size_t kDeputiesMax = 64;

// The text of a field of the one thing; empty if it is not known.
std::string text_of(const CaseLook& look, ThingKind kind, CaseField field,
                    std::string_view name = "") {
    const CaseThing* thing = look.state().find(kind, name);
    return thing == nullptr ? std::string() : std::string(look.text(*thing, field));
}

std::optional<Instant> last_contact(const CaseState& state) {
    std::optional<Instant> last;
    for (const CaseThing& thing : state.things()) {
        if (thing.kind != ThingKind::contact) continue;
        const CaseRegister* held = thing.find(CaseModel::kStatus);
        if (held != nullptr) last = std::max(last.value_or(Instant::min()), held->place.occurred);
    }
    return last;
}

void write_day(std::optional<CivilDay> day, WireWriter& writer) {
    writer.fixed(static_cast<std::uint8_t>(day ? 1 : 0));
    if (day) writer.fixed(static_cast<std::int32_t>(day->time_since_epoch().count()));
}

std::optional<CivilDay> read_day(WireReader& reader) {
    if (reader.fixed<std::uint8_t>() == 0) return std::nullopt;
    return CivilDay(std::chrono::days(reader.fixed<std::int32_t>()));
}

void write_text(std::string_view text, WireWriter& writer) {
    writer.text(text.substr(0, kTextBytesMax));
}

}  // namespace

std::vector<DeputyTerm> deputies_of(const CaseState& state) {
    const CaseLook look(state);
    const CaseThing* responsible = state.find(ThingKind::responsibility);
    std::vector<DeputyTerm> deputies;
    for (const CaseThing& thing : state.things()) {
        if (thing.kind != ThingKind::deputy) continue;
        DeputyTerm term{thing.name, look.newest_day(thing, CaseField::from),
                        look.newest_day(thing, CaseField::to)};
        if (!term.from) term.from = look.day_of(thing.newest().occurred);
        const bool is_over =
            !term.to && responsible != nullptr && responsible->newest() > thing.newest();
        if (!is_over && deputies.size() < kDeputiesMax) deputies.push_back(std::move(term));
    }
    return deputies;
}

CaseCard card_of(const CaseState& state) {
    const CaseLook look(state);
    CaseCard card;
    const CaseThing* casework = state.find(ThingKind::casework);
    card.is_open = casework != nullptr && look.status(*casework) == "offen";
    card.phase = state.phase();
    card.customer_number = text_of(look, ThingKind::casework, CaseField::customer_number);
    card.name = text_of(look, ThingKind::person, CaseField::new_ref, "NAME");
    card.unit = text_of(look, ThingKind::responsibility, CaseField::unit);
    card.team = text_of(look, ThingKind::responsibility, CaseField::team);
    card.caseworker = text_of(look, ThingKind::responsibility, CaseField::caseworker);
    card.deputies = deputies_of(state);
    card.circle = text_of(look, ThingKind::circle, CaseField::to);
    card.last_contact = last_contact(state);
    card.last_event = state.newest().occurred;
    card.event_count = state.event_count();
    card.waits = waits_of(state);
    return card;
}

void encode_card(const CaseCard& card, Bytes& out) {
    WireWriter writer(out);
    writer.fixed(static_cast<std::uint8_t>(card.is_open ? 1 : 0));
    writer.fixed(static_cast<std::uint8_t>(card.phase));
    for (const std::string* text : {&card.customer_number, &card.name, &card.unit, &card.team,
                                    &card.caseworker, &card.circle}) {
        write_text(*text, writer);
    }
    writer.varint(card.deputies.size());
    for (const DeputyTerm& term : card.deputies) {
        write_text(term.caseworker, writer);
        write_day(term.from, writer);
        write_day(term.to, writer);
    }
    writer.fixed(static_cast<std::uint8_t>(card.last_contact ? 1 : 0));
    writer.fixed(card.last_contact.value_or(Instant{}).time_since_epoch().count());
    writer.fixed(card.last_event.time_since_epoch().count());
    writer.varint(card.event_count);
    for (std::size_t i = 0; i < kWaitCount; ++i) {
        write_day(card.waits.of(static_cast<Wait>(i)), writer);
    }
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
    for (std::uint64_t left = reader.varint_up_to(kDeputiesMax); left > 0 && reader.ok(); --left) {
        DeputyTerm& term = card.deputies.emplace_back();
        term.caseworker = reader.text(kTextBytesMax);
        term.from = read_day(reader);
        term.to = read_day(reader);
    }
    const bool has_contact = reader.fixed<std::uint8_t>() != 0;
    const Instant contact{Instant::duration(reader.fixed<Instant::rep>())};
    if (has_contact) card.last_contact = contact;
    card.last_event = Instant(Instant::duration(reader.fixed<Instant::rep>()));
    card.event_count = reader.varint();
    for (std::size_t i = 0; i < kWaitCount; ++i) {
        card.waits.set(static_cast<Wait>(i), read_day(reader));
    }
    if (reader.at_end()) return card;
    return Error{ErrorCode::corrupt, "card of a case: not what this projection writes"};
}

}  // namespace fallbuch

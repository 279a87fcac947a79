#include "projections/case/case_card.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <functional>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/calendar/timestamp.h"
#include "core/codec/wire.h"
#include "core/events/event_type.h"
#include "projections/case/case_field.h"
#include "projections/case/case_look.h"
#include "projections/case/case_model.h"
#include "projections/case/case_state.h"
#include "projections/engine/case_projection.h"

namespace fallbuch {
namespace {

constexpr std::size_t kTextBytesMax = 1024;
constexpr std::size_t kTermsMax = 64;  // of each kind
constexpr std::size_t kNumbersMax = 64;

// The text of a field of the one thing; empty if it is not known.
std::string text_of(const CaseLook& look, ThingKind kind, CaseField field,
                    std::string_view name = "") {
    const CaseThing* thing = look.state().find(kind, name);
    return thing == nullptr ? std::string() : std::string(look.text(*thing, field));
}

// The search of KD-19 asks for Vermittler and Berater; how a contact is held is said by KD-02.
constexpr std::array<std::string_view, 4> kCounsellors{"IFK", "FALLMANAGEMENT", "REHA_BERATUNG",
                                                       "BBIE"};
constexpr std::array<std::string_view, 4> kOtherPurposes{"ANHOERUNG", "INFORMATION", "LEISTUNG",
                                                         "VERWALTUNG"};

bool is_counselling(const CaseLook& look, const CaseThing& contact) {
    return look.text(contact, CaseField::channel) == "PERSOENLICH" &&
           std::ranges::count(kCounsellors, look.text(contact, CaseField::counterpart_role)) != 0 &&
           std::ranges::count(kOtherPurposes, look.text(contact, CaseField::purpose)) == 0;
}

std::optional<Instant> last_contact(const CaseLook& look) {
    std::optional<Instant> last;
    for (const CaseThing& thing : look.state().things()) {
        if (thing.kind != ThingKind::contact) continue;
        const auto held = look.status_since(thing);
        if (held && (!last || *held > *last) && is_counselling(look, thing)) last = held;
    }
    return last;
}

struct Assignment {
    FoldPlace place;
    ResponsibleTerm term;
};

// The newest first. What a newer one leaves nothing of is not there, nor what came before one that
// took effect when it was made.
std::vector<Assignment> assignments_of(const CaseLook& look) {
    std::vector<Assignment> all;
    for (const CaseThing& thing : look.state().things()) {
        if (thing.kind != ThingKind::responsibility) continue;
        const FoldPlace place = thing.newest();
        all.push_back({place,
                       {std::string(look.newest_text(thing, CaseField::caseworker)),
                        std::string(look.newest_text(thing, CaseField::unit)),
                        std::string(look.newest_text(thing, CaseField::team)),
                        parse_day(thing.name).value_or(look.day_of(place.occurred)),
                        look.newest_day(thing, CaseField::to)}});
    }
    std::ranges::sort(all, std::ranges::greater(), &Assignment::place);
    std::vector<Assignment> kept;
    for (Assignment& one : all) {
        if (kept.size() == kTermsMax) break;
        if (!kept.empty() && one.term.from >= kept.back().term.from) continue;
        const bool is_at_once = one.term.from <= look.day_of(one.place.occurred);
        kept.push_back(std::move(one));
        if (is_at_once) break;
    }
    return kept;
}

std::vector<std::string> customer_numbers_of(const CaseLook& look) {
    std::vector<std::pair<FoldPlace, std::string_view>> told;
    for (const CaseThing& thing : look.state().things()) {
        if (thing.kind == ThingKind::customer_number) told.emplace_back(thing.newest(), thing.name);
    }
    std::ranges::sort(told, [](const auto& left, const auto& right) {
        return std::pair(right.first, left.second) < std::pair(left.first, right.second);
    });
    const std::string own = text_of(look, ThingKind::casework, CaseField::customer_number);
    std::ranges::stable_partition(told, [&](const auto& one) { return one.second == own; });
    std::vector<std::string> numbers;
    for (const auto& [place, number] : told) {
        if (numbers.size() < kNumbersMax) numbers.emplace_back(number);
    }
    return numbers;
}

// Nothing if somebody else became responsible at once.
std::optional<DeputyTerm> deputy_until(DeputyTerm term, const FoldPlace& named,
                                       const std::vector<Assignment>& assignments,
                                       const CaseLook& look) {
    for (const Assignment& one : assignments) {
        if (one.place <= named) break;
        if (one.term.from <= look.day_of(one.place.occurred)) return std::nullopt;
        term.to = one.term.from - std::chrono::days(1);  // they ascend into the past
    }
    return term;
}

// What nobody can say any more, because it was erased, is taken for a case.
bool is_case(const CaseState& state) {
    return state.things().empty() ||
           std::ranges::any_of(state.things(), [&](const CaseThing& thing) {
               if (thing.kind != ThingKind::other) return true;
               const EventType* type = state.model().type_of(thing.name);
               return type == nullptr || !type->of_office();
           });
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
    const std::vector<Assignment> assignments = assignments_of(look);
    std::vector<DeputyTerm> deputies;
    for (const CaseThing& thing : state.things()) {
        if (thing.kind != ThingKind::deputy || deputies.size() == kTermsMax) continue;
        const FoldPlace named = thing.newest();
        std::optional<DeputyTerm> term =
            DeputyTerm{thing.name, look.newest_day(thing, CaseField::from),
                       look.newest_day(thing, CaseField::to)};
        if (!term->from) term->from = look.day_of(named.occurred);
        if (!term->to) term = deputy_until(*std::move(term), named, assignments, look);
        if (term) deputies.push_back(*std::move(term));
    }
    return deputies;
}

const ResponsibleTerm* CaseCard::assigned_on(CivilDay day) const {
    const auto found = std::ranges::find_if(
        responsible, [&](const ResponsibleTerm& term) { return term.from <= day; });
    return found == responsible.end() ? nullptr : &*found;
}

const ResponsibleTerm* CaseCard::responsible_on(CivilDay day) const {
    const ResponsibleTerm* term = assigned_on(day);
    const bool is_over = term != nullptr && term->to && *term->to < day;
    return is_over ? nullptr : term;
}

std::vector<DeputyTerm> CaseCard::deputies_on(CivilDay day) const {
    const ResponsibleTerm* term = responsible_on(day);
    std::vector<DeputyTerm> out;
    std::ranges::copy_if(deputies, std::back_inserter(out), [&](const DeputyTerm& one) {
        return one.covers(day) && (term == nullptr || one.caseworker != term->caseworker);
    });
    return out;
}

CaseCard card_of(const CaseState& state) {
    const CaseLook look(state);
    CaseCard card;
    const CaseThing* casework = state.find(ThingKind::casework);
    card.is_case = is_case(state);
    card.is_open = casework != nullptr && look.status(*casework) == "offen";
    card.phase = state.phase();
    card.customer_numbers = customer_numbers_of(look);
    card.name = text_of(look, ThingKind::person, CaseField::new_ref, "NAME");
    for (Assignment& one : assignments_of(look)) card.responsible.push_back(std::move(one.term));
    card.deputies = deputies_of(state);
    card.circle = text_of(look, ThingKind::circle, CaseField::to);
    card.last_contact = last_contact(look);
    card.last_event = state.newest().occurred;
    card.event_count = state.event_count();
    card.waits = waits_of(state);
    return card;
}

void encode_card(const CaseCard& card, Bytes& out) {
    WireWriter writer(out);
    writer.fixed(static_cast<std::uint8_t>(card.is_case ? 1 : 0));
    writer.fixed(static_cast<std::uint8_t>(card.is_open ? 1 : 0));
    writer.fixed(static_cast<std::uint8_t>(card.phase));
    write_text(card.name, writer);
    write_text(card.circle, writer);
    writer.varint(card.customer_numbers.size());
    for (const std::string& number : card.customer_numbers) write_text(number, writer);
    writer.varint(card.responsible.size());
    for (const ResponsibleTerm& term : card.responsible) {
        for (const std::string* text : {&term.caseworker, &term.unit, &term.team}) {
            write_text(*text, writer);
        }
        write_day(term.from, writer);
        write_day(term.to, writer);
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
    card.is_case = reader.fixed<std::uint8_t>() != 0;
    card.is_open = reader.fixed<std::uint8_t>() != 0;
    card.phase = static_cast<Phase>(
        std::min(reader.fixed<std::uint8_t>(), static_cast<std::uint8_t>(Phase::follow_up)));
    card.name = reader.text(kTextBytesMax);
    card.circle = reader.text(kTextBytesMax);
    for (std::uint64_t left = reader.varint_up_to(kNumbersMax); left > 0 && reader.ok(); --left) {
        card.customer_numbers.emplace_back(reader.text(kTextBytesMax));
    }
    for (std::uint64_t left = reader.varint_up_to(kTermsMax); left > 0 && reader.ok(); --left) {
        ResponsibleTerm& term = card.responsible.emplace_back();
        for (std::string* text : {&term.caseworker, &term.unit, &term.team}) {
            *text = reader.text(kTextBytesMax);
        }
        term.from = read_day(reader).value_or(CivilDay::min());
        term.to = read_day(reader);
    }
    for (std::uint64_t left = reader.varint_up_to(kTermsMax); left > 0 && reader.ok(); --left) {
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

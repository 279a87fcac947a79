#include "tools/fallbuch/case_head.h"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

#include "core/base/clock.h"
#include "core/calendar/berlin.h"
#include "core/events/event_json.h"
#include "core/events/event_type.h"
#include "projections/case/case_card.h"
#include "projections/case/case_field.h"
#include "projections/case/case_look.h"
#include "projections/case/case_model.h"
#include "projections/case/thing_kind.h"
#include "tools/fallbuch/german.h"
#include "tools/fallbuch/part_order.h"
#include "tools/fallbuch/text_cells.h"
#include "tools/fallbuch/value_text.h"

namespace fallbuch {
namespace {

// As a person reads it; empty if it is not known.
std::string register_text(const CaseState& state, const CaseThing& thing, std::uint16_t number) {
    const CaseModel& model = state.model();
    const CaseRegister* const found = thing.find(number);
    if (found == nullptr) return "";
    const auto json = value_to_json(state.value(*found));
    if (!json) return "";
    const EventField* const field = model.describe(thing.kind, thing.name, number);
    return readable(model.berlin(), nlohmann::json::parse(*json),
                    field != nullptr ? field->check : nullptr, PartOrder());
}

std::string field_text(const CaseState& state, const CaseThing& thing, std::string_view name) {
    const auto number = state.model().field_number(name);
    return number ? register_text(state, thing, *number) : "";
}

std::string in_brackets(const std::string& text) { return text.empty() ? "" : " (" + text + ")"; }

// ", 2. Durchlauf"; empty in the first one.
std::string cycle_text(const CaseState& state) {
    const std::int64_t number = state.cycle_number().value_or(1);
    return number > 1 ? ", " + std::to_string(number) + ". Durchlauf" : "";
}

const CaseThing* last_contact(const CaseState& state) {
    const CaseLook look(state);
    const CaseThing* last = nullptr;
    for (const CaseThing& thing : state.things()) {
        if (thing.kind != ThingKind::contact || !look.status_since(thing)) continue;
        if (last == nullptr || *look.status_since(*last) < *look.status_since(thing)) {
            last = &thing;
        }
    }
    return last;
}

// The talk that was held for an appointment, or at least on its day.
const CaseThing* talk_for(const CaseState& state, const CaseThing& appointment, CivilDay slot) {
    const CaseLook look(state);
    const CaseThing* same_day = nullptr;
    for (const CaseThing& thing : state.things()) {
        if (thing.kind != ThingKind::contact) continue;
        if (look.text(thing, CaseField::appointment_id) == appointment.name) return &thing;
        const auto held = look.status_since(thing);
        if (held && look.day_of(*held) == slot) same_day = &thing;
    }
    return same_day;
}

const CaseThing* next_appointment(const CaseState& state, CivilDay day) {
    const CaseLook look(state);
    const CaseThing* next = nullptr;
    for (const CaseThing& thing : state.things()) {
        if (thing.kind != ThingKind::appointment || look.status(thing) == "abgesagt") continue;
        const auto slot = look.moment(thing, CaseField::slot);
        if (!slot || look.day_of(*slot) < day) continue;
        if (talk_for(state, thing, look.day_of(*slot)) != nullptr) continue;
        if (next == nullptr || *slot < *look.moment(*next, CaseField::slot)) next = &thing;
    }
    return next;
}

bool was_missed(const CaseState& state, const CaseThing& appointment) {
    const CaseLook look(state);
    for (const CaseThing& thing : state.things()) {
        if (thing.kind != ThingKind::invitation || look.status(thing) == "versandt") continue;
        if (look.text(thing, CaseField::appointment_id) == appointment.name) return true;
    }
    return false;
}

std::string appointment_mark(const CaseState& state, const CaseThing& thing, CivilDay day) {
    const CaseLook look(state);
    const auto slot = look.moment(thing, CaseField::slot);
    if (!slot || look.status(thing) == "abgesagt" || look.day_of(*slot) >= day) return "";
    if (const CaseThing* const talk = talk_for(state, thing, look.day_of(*slot))) {
        return "wahrgenommen: Kontakt " + talk->name;
    }
    if (was_missed(state, thing)) return "versäumt";
    return look.is_closed() ? "" : "verstrichen, ohne Vermerk";
}

std::string due_mark(std::optional<CivilDay> due, CivilDay day) {
    return due ? "Frist: " + german_due(*due, day) : "";
}

}  // namespace

std::vector<std::string> head_lines(const CaseState& state, CivilDay day, std::size_t width) {
    const BerlinTime& berlin = state.model().berlin();
    const CaseCard card = card_of(state);
    std::vector<std::string> lines;
    const auto add = [&](const std::string& label, const std::string& text) {
        lines.push_back(label + cut_to_cells(visible(text), width - label.size()));
    };
    const CaseThing* const casework = state.find(ThingKind::casework);
    if (casework != nullptr && CaseLook(state).is_closed()) {
        add("Ende      ",
            "geschlossen am " + german_day(berlin, *CaseLook(state).status_since(*casework)) +
                in_brackets(register_text(state, *casework, CaseModel::kClosingReason)));
    } else {
        add("Phase     ", std::string(title_of(state.phase())) + cycle_text(state));
    }
    const std::string number(card.customer_number());
    if (!card.name.empty() || !number.empty()) {
        add("Person    ", card.name.empty() ? number : card.name + in_brackets(number));
    }
    if (const CaseThing* const circle = state.find(ThingKind::circle)) {
        add("Recht     ", field_text(state, *circle, "to") + ", festgelegt am " +
                              german_day(berlin, circle->newest().occurred));
    }
    if (const CaseThing* const contact = last_contact(state)) {
        const Instant held = *CaseLook(state).status_since(*contact);
        add("Kontakt   ", "zuletzt am " + german_day(berlin, held) +
                              in_brackets(field_text(state, *contact, "channel")));
        add("          ", card.last_contact ? "persönlich beraten zuletzt am " +
                                                  german_day(berlin, *card.last_contact)
                                            : "persönlich beraten noch nicht");
    }
    if (const CaseThing* const next = next_appointment(state, day)) {
        const Instant slot = *CaseLook(state).moment(*next, CaseField::slot);
        add("Termin    ",
            german_moment(berlin, slot) + in_brackets(field_text(state, *next, "channel")));
    } else if (card.is_open) {
        add("Termin    ", "keiner vereinbart");
    }
    return lines;
}

std::string thing_mark(const CaseState& state, const CaseThing& thing, CivilDay day) {
    const CaseLook look(state);
    const std::string_view status = look.status(thing);
    if (thing.kind == ThingKind::appointment) return appointment_mark(state, thing, day);
    if (look.is_closed()) return "";
    switch (thing.kind) {
        case ThingKind::activity:
            return status == "vereinbart" ? due_mark(look.day(thing, CaseField::due), day) : "";
        case ThingKind::goal:
        case ThingKind::intermediate_goal: {
            const bool is_open =
                status == "gesetzt" || status == "geändert" || status == "überprüft";
            return is_open ? due_mark(look.day(thing, CaseField::target_date), day) : "";
        }
        default: return "";
    }
}

}  // namespace fallbuch

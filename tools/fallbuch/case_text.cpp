#include "tools/fallbuch/case_text.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>
#include <utility>

#include "core/base/ids.h"
#include "core/calendar/timestamp.h"
#include "core/events/code_list.h"
#include "core/events/event_json.h"
#include "core/events/event_type.h"
#include "core/events/value_check.h"
#include "projections/case/case_field.h"
#include "projections/case/case_look.h"
#include "projections/case/case_model.h"
#include "projections/case/plan_clock.h"
#include "projections/engine/case_projection.h"
#include "tools/fallbuch/case_head.h"
#include "tools/fallbuch/german.h"
#include "tools/fallbuch/table.h"
#include "tools/fallbuch/text_cells.h"
#include "tools/fallbuch/value_text.h"

namespace fallbuch {
namespace {

using Json = nlohmann::json;

// A code in the place of a name, as of a field of the master data, by its title.
std::string readable_name(const CaseModel& model, ThingKind kind, const std::string& name) {
    for (const EventPlan* plan : model.plans()) {
        if (plan->kind != kind || plan->id_field == 0) continue;
        const EventField& id = plan->type->fields()[plan->id_field - kFirstFieldNumber];
        const Code* code = id.check != nullptr && id.check->codes != nullptr
                               ? id.check->codes->find(name)
                               : nullptr;
        if (code != nullptr) return code->title;
    }
    if (kind == ThingKind::responsibility) {
        const auto day = parse_day(name);
        if (day) return "ab " + german_day(*day);
    }
    return name;
}

// "Widerspruch erhoben": of a thing of kind `other`, which has its event's title.
std::string other_title(const CaseModel& model, const std::string& thing) {
    const EventType* const type = model.type_of(thing);
    return type != nullptr ? type->title() : "";
}

std::string thing_label(const CaseModel& model, const CaseChange& change) {
    if (change.kind == ThingKind::other) return other_title(model, change.thing);
    std::string label(title_of(change.kind));
    if (!is_named(change.thing)) return label;
    return label + " " + readable_name(model, change.kind, change.thing);
}

Json text_or_null(const std::string& name) { return name.empty() ? Json() : Json(name); }

// Each event about such a thing says all of it; what it does not mention is no longer so.
bool is_told_anew(ThingKind kind) {
    switch (kind) {
        case ThingKind::circle:
        case ThingKind::labour:
        case ThingKind::benefit:
        case ThingKind::responsibility:
        case ThingKind::deputy:
        case ThingKind::delegation: return true;
        default: return false;
    }
}

Json day_or_null(std::optional<CivilDay> day) { return day ? Json(day_text(*day)) : Json(); }

Json clocks_to_json(const CaseState& state, CivilDay day) {
    Json out = Json::array();
    for (const PlanClock& clock : plan_clocks(state)) {
        out.push_back({{"kind", key_of(clock.kind)},
                       {"name", text_or_null(clock.thing)},
                       {"rule", clock.duty->rule},
                       {"what", clock.duty->what},
                       {"source", clock.duty->source},
                       {"due", day_text(clock.due)},
                       {"days_left", days_left(clock.due, day)}});
    }
    return out;
}

Json responsible_to_json(const CaseCard& card, CivilDay day) {
    const ResponsibleTerm* term = card.responsible_on(day);
    if (term == nullptr) return {};
    return {{"caseworker", term->caseworker},
            {"unit", term->unit},
            {"team", term->team},
            {"from", day_text(term->from)},
            {"to", day_or_null(term->to)}};
}

Json deputies_to_json(const CaseCard& card, CivilDay day) {
    const auto now = card.deputies_on(day);
    Json out = Json::array();
    for (const DeputyTerm& term : card.deputies) {
        out.push_back({{"caseworker", term.caseworker},
                       {"from", day_or_null(term.from)},
                       {"to", day_or_null(term.to)},
                       {"now", std::ranges::find(now, term) != now.end()}});
    }
    return out;
}

Result<Json> json_of(ByteView cbor) {
    ASSIGN_OR_RETURN(const std::string text, value_to_json(cbor));
    return Json::parse(text);
}

// A Kundennummer that the case itself names among these changes.
bool is_told_by_case(const std::vector<CaseChange>& changes, const CaseChange& number) {
    const auto names_it = [&](const CaseChange& change) {
        if (change.kind != ThingKind::casework || !change.after) return false;
        const auto json = json_of(*change.after);
        return json &&
               (*json == number.thing ||
                (json->is_array() && std::count(json->begin(), json->end(), number.thing) != 0));
    };
    return number.kind == ThingKind::customer_number && std::ranges::any_of(changes, names_it);
}

}  // namespace

std::string CaseText::title(ThingKind kind, const std::string& thing, std::uint16_t field) const {
    if (field == CaseModel::kStatus) return "Zuletzt";
    if (field == CaseModel::kPhase) return "Phase";
    if (kind == ThingKind::casework) {
        if (field == CaseModel::kClosingReason) return "Grund der Schließung";
        if (field == model_.number_of(CaseField::reason)) return "Anlass der Eröffnung";
    }
    const EventField* described = model_.describe(kind, thing, field);
    return described != nullptr ? described->title : std::string(model_.field_name(field));
}

Result<std::string> CaseText::value(const CaseChange& where, ByteView cbor) const {
    ASSIGN_OR_RETURN(const Json json, json_of(cbor));
    if (where.field == CaseModel::kPhase && json.is_number_integer()) {
        return std::string(title_of(static_cast<Phase>(json.get<int>())));
    }
    const EventField* field = model_.describe(where.kind, where.thing, where.field);
    const ValueCheck* check = field != nullptr ? field->check : nullptr;
    if (check != nullptr && where.item != CaseRegister::kWhole) check = check->items;
    return readable(model_.berlin(), json, check, order_.parts());
}

// All things of one kind, and what the whole case says about them.
struct CaseText::Section {
    const CaseState& state;
    const CaseView& view;
    std::span<const CaseThing> things;
    const std::vector<PlanClock>& clocks;
    bool has_names = false;  // otherwise there is one such thing
};

// Values that nobody reads are left out: a plan's clock, which its deadline tells, and what an
// older event said of a thing that each event tells anew; why it was closed, in a case that is open
// again.
std::vector<const CaseRegister*> CaseText::ordered(const CaseThing& thing, bool is_closed) const {
    const FoldPlace newest = thing.newest();
    std::vector<const CaseRegister*> registers;
    for (const CaseRegister& one : thing.registers) {
        const bool is_stale = (is_told_anew(thing.kind) && one.place != newest) ||
                              (one.field == CaseModel::kClosingReason && !is_closed);
        if (one.value_bytes != 0 && one.field != CaseModel::kClock && !is_stale) {
            registers.push_back(&one);
        }
    }
    std::ranges::stable_sort(registers, {}, [&](const CaseRegister* one) {
        return order_.rank(thing.kind, thing.name, one->field);
    });
    return registers;
}

Status CaseText::add_thing(const Section& section, const CaseThing& thing, Table& table) const {
    const bool is_other = thing.kind == ThingKind::other;
    std::string head = is_named(thing.name) ? readable_name(model_, thing.kind, thing.name)
                       : section.has_names  ? german_day(model_.berlin(), thing.newest().occurred)
                                            : "";
    const auto add = [&](std::string text, std::string since) {
        std::vector<std::string> cells{std::move(text), std::move(since)};
        if (section.has_names) cells.insert(cells.begin(), std::exchange(head, ""));
        table.add(std::move(cells));
    };
    if (is_other) {
        // What is erased but for its type has no day any more.
        add(other_title(model_, thing.name),
            thing.registers.empty() ? "" : german_day(model_.berlin(), thing.newest().occurred));
    }
    for (const CaseRegister* one : ordered(thing, CaseLook(section.state).is_closed())) {
        const CaseChange where{thing.kind, thing.name, one->field, one->item, {}, {}};
        ASSIGN_OR_RETURN(std::string text, value(where, section.state.value(*one)));
        text = labelled(title(thing.kind, thing.name, one->field), text);
        if (is_other) {
            add("  " + text, "");
        } else {
            add(std::move(text), german_day(model_.berlin(), one->place.occurred));
        }
    }
    std::string mark = thing_mark(section.state, thing, section.view.day);
    if (!mark.empty()) add(std::move(mark), "");
    for (const PlanClock& clock : section.clocks) {
        if (clock.kind != thing.kind || clock.thing != thing.name) continue;
        const PlanDuty& duty = *clock.duty;
        add("Frist: " + std::string(duty.what) + ", " + german_due(clock.due, section.view.day) +
                " (" + std::string(duty.rule) + ", " + std::string(duty.source) + ")",
            "");
    }
    return {};
}

// The newest things first, those of one moment as they were recorded.
Result<std::string> CaseText::section(const Section& section) const {
    std::vector<const CaseThing*> things;
    for (const CaseThing& thing : section.things) things.push_back(&thing);
    std::ranges::stable_sort(things, [](const CaseThing* left, const CaseThing* right) {
        const FoldPlace a = left->newest();
        const FoldPlace b = right->newest();
        return std::pair(b.occurred, a.position) < std::pair(a.occurred, b.position);
    });
    const std::size_t shown =
        section.view.all ? things.size() : std::min(things.size(), kThingsShown);
    std::vector<Column> columns{{"Inhalt", Align::left, Fit::wrap}, {"Seit"}};
    if (section.has_names) columns.insert(columns.begin(), {"Was"});
    Table table(std::move(columns));
    for (std::size_t i = 0; i < shown; ++i) {
        RETURN_IF_ERROR(add_thing(section, *things[i], table));
    }
    std::string text = std::string(title_of(things.front()->kind)) + "\n" + table.text(width_);
    if (shown < things.size()) {
        text += "… und " + german_count(things.size() - shown) + " ältere; --all zeigt alle\n";
    }
    return text + "\n";
}

Result<std::string> CaseText::state(const CaseState& state, const CaseView& view) const {
    const std::vector<PlanClock> clocks = plan_clocks(state);
    std::string text;
    const std::span all(state.things());
    for (std::size_t begin = 0; begin < all.size();) {
        std::size_t end = begin;
        while (end < all.size() && all[end].kind == all[begin].kind) ++end;
        const auto things = all.subspan(begin, end - begin);
        // Else the number of the case is the only one.
        const bool is_told = things.front().kind != ThingKind::customer_number || things.size() > 1;
        const bool has_names =
            things.front().kind != ThingKind::other &&
            std::ranges::any_of(things, [](const CaseThing& thing) { return !thing.name.empty(); });
        begin = end;
        if (!is_told) continue;
        ASSIGN_OR_RETURN(const std::string one, section({state, view, things, clocks, has_names}));
        text += one;
    }
    return text;
}

// "Titel: vorher → nachher"; what takes several lines in two paragraphs.
Result<std::string> CaseText::change_text(const CaseChange& change) const {
    const std::string name = title(change.kind, change.thing, change.field);
    std::string after = "(nicht mehr)";
    if (change.after) {
        ASSIGN_OR_RETURN(after, value(change, *change.after));
    }
    if (!change.before) return labelled(name, after);
    ASSIGN_OR_RETURN(const std::string before, value(change, *change.before));
    const bool is_long = (before + after).find('\n') != std::string::npos;
    return is_long ? labelled(name + " bisher", before) + '\n' + labelled(name + " jetzt", after)
                   : name + ": " + before + " → " + after;
}

Result<std::string> CaseText::changes(const std::vector<CaseChange>& changes) const {
    std::vector<const CaseChange*> shown;
    for (const CaseChange& change : changes) {
        // What makes a plan's clock run is told beside it: its status and whether it was done
        // jointly.
        if (change.field == CaseModel::kClock || is_told_by_case(changes, change)) continue;
        shown.push_back(&change);
    }
    std::ranges::stable_sort(shown, {}, [&](const CaseChange* one) {
        return std::tuple(one->kind, std::string_view(one->thing),
                          order_.rank(one->kind, one->thing, one->field));
    });
    Table table({{"Was"}, {"Änderung", Align::left, Fit::wrap}});
    const CaseChange* last = nullptr;
    for (const CaseChange* one : shown) {
        const CaseChange& change = *one;
        ASSIGN_OR_RETURN(const std::string text, change_text(change));
        const bool is_same =
            last != nullptr && last->kind == change.kind && last->thing == change.thing;
        table.add({is_same ? "" : thing_label(model_, change), text});
        last = one;
    }
    return table.text(width_);
}

std::vector<std::string> responsible_lines(const CaseCard& card, CivilDay day, std::size_t width) {
    const auto line = [&](const std::string& before, const std::string& who,
                          const std::string& after) {
        const std::size_t fixed = std::min(width, cell_count(before) + cell_count(after));
        return before + cut_to_cells(visible(who), width - fixed) + after;
    };
    const auto who = [](const ResponsibleTerm& term) {
        return term.team.empty() ? term.caseworker : term.caseworker + ", " + term.team;
    };
    std::vector<std::string> lines;
    const ResponsibleTerm* last = card.assigned_on(day);
    if (last == nullptr) {
        lines.emplace_back("niemand");
    } else if (card.responsible_on(day) == nullptr) {
        lines.push_back(line("niemand; ", who(*last), " bis " + german_day(*last->to)));
    } else {
        lines.push_back(line("", who(*last), ""));
    }
    for (auto next = card.responsible.rbegin(); next != card.responsible.rend(); ++next) {
        if (next->from <= day) continue;
        lines.push_back(line("ab " + german_day(next->from) + ' ', who(*next), ""));
    }
    for (const DeputyTerm& term : card.deputies_on(day)) {
        const std::string end = term.to ? " bis " + german_day(*term.to) : "";
        lines.push_back(line("in Vertretung ", term.caseworker, end));
    }
    return lines;
}

Result<std::string> state_to_json(const CaseState& state, CivilDay day) {
    const CaseCard card = card_of(state);
    Json out{{"phase", key_of(state.phase())},
             {"cycle", state.cycle_number() ? Json(*state.cycle_number()) : Json()},
             {"day", day_text(day)},
             {"clocks", clocks_to_json(state, day)},
             {"responsible", responsible_to_json(card, day)},
             {"deputies", deputies_to_json(card, day)},
             {"things", Json::array()},
             {"last_counselled", nullptr}};
    if (card.last_contact) out["last_counselled"] = timestamp_text(*card.last_contact);
    for (const CaseThing& thing : state.things()) {
        Json shown{{"kind", key_of(thing.kind)},
                   {"name", text_or_null(thing.name)},
                   {"values", Json::object()}};
        for (const CaseRegister& one : thing.registers) {
            if (one.value_bytes == 0) continue;
            ASSIGN_OR_RETURN(const Json value, json_of(state.value(one)));
            Json& place = shown["values"][std::string(state.model().field_name(one.field))];
            place["since"] = timestamp_text(one.place.occurred);
            place["position"] = one.place.position.value;
            if (one.item == CaseRegister::kWhole) {
                place["value"] = value;
            } else {
                place["value"].push_back(value);
            }
        }
        out["things"].push_back(std::move(shown));
    }
    return out.dump();
}

Result<std::string> changes_to_json(const CaseModel& model,
                                    const std::vector<CaseChange>& changes) {
    Json out = Json::array();
    for (const CaseChange& change : changes) {
        Json one{{"kind", key_of(change.kind)},
                 {"name", text_or_null(change.thing)},
                 {"field", model.field_name(change.field)},
                 {"before", nullptr},
                 {"after", nullptr}};
        if (change.item != CaseRegister::kWhole) one["item"] = change.item;
        if (change.before) {
            ASSIGN_OR_RETURN(one["before"], json_of(*change.before));
        }
        if (change.after) {
            ASSIGN_OR_RETURN(one["after"], json_of(*change.after));
        }
        out.push_back(std::move(one));
    }
    return out.dump();
}

}  // namespace fallbuch

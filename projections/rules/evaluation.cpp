#include "projections/rules/evaluation.h"

#include <algorithm>
#include <cstddef>

#include "projections/rules/condition.h"
#include "projections/rules/rulebook.h"
#include "projections/rules/value.h"

namespace fallbuch::rules {

Evaluation::Evaluation(const RuleSet& rule_set, const Office& of_office, const Calendars& of_places)
    : rules(rule_set),
      office(of_office),
      calendars(of_places),
      facts(rule_set.fact_count()),
      objects(rule_set.object_count()),
      checks(rule_set.checks().size()),
      parameter_sets(rule_set, of_office),
      open(rule_set.checks().size()),
      late(rule_set.checks().size()),
      past(rule_set.checks().size()) {
    for (const auto& book : rules.books()) {
        gates.push_back({.params = ParameterValues(*book, office.changes),
                         .others = {},
                         .early_event = {},
                         .early_facts = {}});
    }
    for (BookGate& gate : gates) gate.params.set_others(&gate.others);
}

void Evaluation::clear() {
    events.clear();
    for (FactState& fact : facts) fact = {};
    for (ObjectState& object : objects) {
        object.all.clear();
        object.open.clear();
        object.early.clear();
    }
    for (CheckState& check : checks) check.clear();
    for (std::size_t i = 0; i < checks.size(); ++i) {
        checks[i].is_in_scope = rules.checks()[i].check->scope_from.empty();
    }
    activations.clear();
    deferred.clear();
    whole_days.clear();
    chained.clear();
    maintained.clear();
    last_ones.clear();
    ended.clear();
    waivers.clear();
    for (std::size_t book = 0; book < gates.size(); ++book) {
        const Rulebook& rulebook = *rules.books()[book];
        gates[book].day = gates[book].applied_day = CivilDay::min();
        gates[book].early_event.clear();
        gates[book].is_unit_told = false;
        gates[book].is_idle =
            rulebook.applies_by_activation &&
            std::none_of(office.applications.begin(), office.applications.end(),
                         [&](const Application& one) { return one.rulebook == rulebook.id; });
    }
    open.clear();
    late.clear();
    past.clear();
    timers = {};
    today = CivilDay::min();
    second = std::numeric_limits<std::int64_t>::min();
    first_of_day = 0;
    objects_changed = false;
    ends_at_once = false;
    has_new_hindsight = false;
}

Surroundings Evaluation::around(std::size_t book) const {
    const std::size_t object_base = rules.object_base(book);
    return {rules.books()[book].get(),
            &events,
            facts.data() + rules.fact_base(book),
            objects.data() + object_base,
            office.objects.empty() ? nullptr : office.objects.data() + object_base,
            &office.events,
            &gates[book].params,
            &case_number,
            today,
            second,
            ends_at_once};
}

std::string_view Evaluation::unit_of(std::size_t book) const {
    const Rulebook& rulebook = *rules.books()[book];
    if (!rulebook.unit) return {};
    const Surroundings surroundings = has_early_unit(book) ? around_early_unit(book) : around(book);
    return Judge(surroundings).value(*rulebook.unit, {}).text;
}

bool Evaluation::has_early_unit(std::size_t book) const {
    return !gates[book].is_unit_told && !gates[book].early_event.empty();
}

void Evaluation::set_early_unit(std::size_t book, const CaseEvent& event) {
    const Rulebook& rulebook = *rules.books()[book];
    BookGate& gate = gates[book];
    gate.early_event = {event};
    gate.early_facts.assign(rulebook.facts.size(), {});
    gate.early_facts[rulebook.unit->path.fact].latest = 0;
}

Surroundings Evaluation::around_early_unit(std::size_t book) const {
    Surroundings early = around(book);
    early.events = &gates[book].early_event;
    early.facts = gates[book].early_facts.data();
    return early;
}

bool Evaluation::holds_today(std::size_t book) const {
    const Rulebook& rulebook = *rules.books()[book];
    if (!rules.validity(book).covers(today)) return false;
    return !rulebook.applies_by_activation ||
           office.applies(rulebook.id, rulebook.version, unit_of(book), today);
}

const FactState* Evaluation::unit_fact_of(std::size_t book) const {
    const Rulebook& rulebook = *rules.books()[book];
    const bool has_unit = rulebook.unit && rulebook.unit->kind == OperandKind::path;
    return has_unit ? &facts[rules.fact_base(book) + rulebook.unit->path.fact] : nullptr;
}

EventIndex Evaluation::unit_event_of(std::size_t book) const {
    const FactState* fact = unit_fact_of(book);
    return fact == nullptr ? kNoEvent : fact->latest;
}

EventIndex Evaluation::newest_unit_event_of(std::size_t book) const {
    const FactState* fact = unit_fact_of(book);
    const bool is_coming = fact != nullptr && !fact->coming.empty();
    return is_coming ? fact->coming.back() : unit_event_of(book);
}

bool Evaluation::is_applied(std::size_t book) {
    const Rulebook& rulebook = *rules.books()[book];
    if (!rulebook.applies_by_activation) return true;
    BookGate& gate = gates[book];
    const EventIndex unit_event = unit_event_of(book);
    if (gate.applied_day == today && gate.applied_unit_event == unit_event) return gate.is_applied;
    gate.applied_day = today;
    gate.applied_unit_event = unit_event;
    gate.is_applied = office.applies(rulebook.id, rulebook.version, unit_of(book), today);
    return gate.is_applied;
}

BookGate& Evaluation::gate(std::size_t book) {
    BookGate& gate = gates[book];
    const Rulebook& rulebook = *rules.books()[book];
    const EventIndex unit_event = unit_event_of(book);
    if (gate.day == today && gate.unit_event == unit_event) return gate;
    gate.day = today;
    gate.unit_event = unit_event;
    const Surroundings surroundings = around(book);
    const Judge judge(surroundings);
    const std::string_view unit = unit_of(book);
    gate.params.set(today, unit);
    gate.is_open = is_applied(book);
    gate.others.clear();
    for (std::size_t i = 0; rules.combines(book) && i < gates.size(); ++i) {
        if (i != book && holds_today(i)) gate.others.push_back(rules.books()[i].get());
    }
    std::string_view place;
    if (rulebook.calendar.place) place = judge.value(*rulebook.calendar.place, {}).text;
    gate.calendar = calendars.find(place);
    return gate;
}

ActivationFrame::ActivationFrame(const Evaluation& evaluation, const Activation& one) {
    with.activation = evaluation.event(one.event);
    with.other = evaluation.event(one.other);
    const CompiledCheck& compiled = evaluation.rules.checks()[one.check];
    const Check& check = *compiled.check;
    if (one.object != Activation::kNone) {
        const std::size_t kind = check.each_object ? *check.each_object : check.on_object;
        with.object =
            &evaluation.objects[evaluation.rules.object_base(compiled.book) + kind].all[one.object];
    }
    if (one.item == Activation::kNone || !check.each_item) return;
    const Surroundings around = evaluation.around(compiled.book);
    std::uint32_t index = 0;
    each_item(Judge(around).value(*check.each_item, with), [&](const Value& value) {
        if (index++ != one.item) return true;
        item = value;
        with.item = &*item;
        return false;
    });
}

}  // namespace fallbuch::rules

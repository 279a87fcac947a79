// The state of one case while its rules are judged: what the parts of the evaluator share.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

#include "core/calendar/civil_day.h"
#include "core/calendar/work_calendar.h"
#include "projections/rules/activation.h"
#include "projections/rules/calendars.h"
#include "projections/rules/case_event.h"
#include "projections/rules/case_notes.h"
#include "projections/rules/check_state.h"
#include "projections/rules/judge.h"
#include "projections/rules/memory.h"
#include "projections/rules/office.h"
#include "projections/rules/open_lists.h"
#include "projections/rules/parameter_sets.h"
#include "projections/rules/parameters.h"
#include "projections/rules/rule_set.h"
#include "projections/rules/rulebook.h"
#include "projections/rules/timers.h"
#include "projections/rules/trace.h"
#include "projections/rules/value.h"

namespace fallbuch::rules {

// Whether a rulebook applies on the day and in the unit at hand.
struct BookGate {
    CivilDay day = CivilDay::min();
    EventIndex unit_event = kNoEvent;
    bool is_open = false;
    // Whether the office applies it, known before anything else is asked.
    CivilDay applied_day = CivilDay::min();
    EventIndex applied_unit_event = kNoEvent;
    bool is_applied = false;
    bool is_idle = false;  // on no day, in no unit
    ParameterValues params;
    std::vector<const Rulebook*> others;  // that apply, too
    const WorkCalendar* calendar = nullptr;
    // The event that first tells the unit, known before it comes, and the facts as it tells them.
    std::vector<CaseEvent> early_event;
    std::vector<FactState> early_facts;
    bool is_unit_told = false;
};

struct Evaluation {
    Evaluation(const RuleSet& rule_set, const Office& of_office, const Calendars& of_places);

    void clear();
    Surroundings around(std::size_t book) const;
    // Does the rulebook apply to the case today?
    BookGate& gate(std::size_t book);
    // The same without what goes with it: parameters, calendar, other rulebooks.
    bool is_applied(std::size_t book);
    // Nothing in the office ever applies the rulebook, so that no event says anything to it.
    bool is_idle(std::size_t book) const { return gates[book].is_idle; }
    std::string_view unit_of(std::size_t book) const;
    // Until somebody is told to be responsible, the case belongs to the unit that is so first.
    bool has_early_unit(std::size_t book) const;
    void set_early_unit(std::size_t book, const CaseEvent& event);
    Surroundings around_early_unit(std::size_t book) const;
    // In its unit, by its validity or because the office says so.
    bool holds_today(std::size_t book) const;
    // Of which it depends in which unit the case is; nullptr: of none.
    const FactState* unit_fact_of(std::size_t book) const;
    EventIndex unit_event_of(std::size_t book) const;
    // That was told last, if only for a day to come.
    EventIndex newest_unit_event_of(std::size_t book) const;
    const CaseEvent* event(EventIndex index) const {
        return index == kNoEvent ? nullptr : &events[index];
    }

    const RuleSet& rules;
    const Office& office;
    const Calendars& calendars;
    std::function<std::string_view()> case_number;
    std::vector<CaseEvent> events;
    std::vector<FactState> facts;
    std::vector<ObjectState> objects;
    std::vector<CheckState> checks;
    std::vector<Activation> activations;
    std::vector<Deferred> deferred;
    std::vector<std::uint32_t> whole_days;  // activations that later events of their day may decide
    std::vector<std::uint32_t> chained;     // that the next event decides
    std::vector<std::uint32_t> maintained;  // whose condition has to hold on
    std::vector<std::uint32_t> last_ones;   // that ask what the last event of the case is
    std::vector<Waiver> waivers;
    std::vector<BookGate> gates;
    ParameterSets parameter_sets;  // stay from case to case
    OpenLists open;
    OpenLists late;  // whose time has passed, where only a target has a say in them any more
    OpenLists past;  // targets that came before what they discharge, by key
    Timers timers;
    CivilDay today{};
    std::int64_t second = std::numeric_limits<std::int64_t>::min();
    EventIndex first_of_day = 0;  // of the bare days of today, which come first in it
    std::vector<EndedObject> ended;
    bool ends_at_once = false;     // Surroundings::ends_at_once
    bool objects_changed = false;  // what a state excepts may be owed now
    // Stays while the case is judged again because of it.
    std::vector<Hindsight> hindsight;
    bool has_new_hindsight = false;
    Trace* trace = nullptr;  // of who explains; nullptr: nobody does
};

// A judge for the conditions of one check, as of now.
struct CheckJudge {
    CheckJudge(const Evaluation& evaluation, std::uint32_t check)
        : around(evaluation.around(evaluation.rules.checks()[check].book)) {}
    CheckJudge(const CheckJudge&) = delete;
    CheckJudge& operator=(const CheckJudge&) = delete;

    Surroundings around;
    Judge judge{around};
};

// What the letters stand for in the conditions of an activation.
struct ActivationFrame {
    ActivationFrame(const Evaluation& evaluation, const Activation& one);
    ActivationFrame(const ActivationFrame&) = delete;
    ActivationFrame& operator=(const ActivationFrame&) = delete;

    Bindings with;
    std::optional<Value> item;
};

}  // namespace fallbuch::rules

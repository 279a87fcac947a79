#include "projections/rules/applicability.h"

#include <algorithm>
#include <vector>

#include "core/calendar/civil_day.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/definitions.h"
#include "projections/rules/judge.h"
#include "projections/rules/rule_set.h"

namespace fallbuch::rules {
namespace {

bool covers(const std::vector<Validity>& periods, CivilDay day) {
    return periods.empty() || std::any_of(periods.begin(), periods.end(),
                                          [&](const Validity& one) { return one.covers(day); });
}

}  // namespace

bool may_be_activated(Evaluation& state, std::uint32_t check, CivilDay day) {
    const CompiledCheck& compiled = state.rules.checks()[check];
    if (compiled.remembers_events) return true;
    return compiled.first_day <= day && day <= compiled.last_day &&
           state.checks[check].is_in_scope && state.is_applied(compiled.book);
}

Transition transition_of(const Rulebook& book, const Check& check) {
    return check.transition.value_or(book.transition);
}

Truth is_in_force(const Evaluation& state, const Activation& one, bool& is_in_gap) {
    const CompiledCheck& compiled = state.rules.checks()[one.check];
    const Check& check = *compiled.check;
    const Rulebook& book = *state.rules.books()[compiled.book];
    const bool is_gap_rule = transition_of(book, check) == Transition::gap;
    const Validity& valid = state.rules.validity(compiled.book);
    CivilDay governing = one.day;
    if (check.governs_by) {
        const CheckJudge at(state, one.check);
        const ActivationFrame frame(state, one);
        const auto day = at.judge.day(*check.governs_by, frame.with);
        if (!day) return valid.covers(one.day) ? Truth::unknown : Truth::no;
        governing = *day;
    }
    if (is_gap_rule) {
        is_in_gap = !covers(check.valid, governing);
        return truth_of(valid.covers(one.day));
    }
    return truth_of(valid.covers(governing) && covers(check.valid, governing));
}

Truth applies(Evaluation& state, const Activation& one) {
    const CompiledCheck& compiled = state.rules.checks()[one.check];
    const Check& check = *compiled.check;
    const Rulebook& book = *state.rules.books()[compiled.book];
    if (!state.checks[one.check].is_in_scope) return Truth::no;
    if (!state.gate(compiled.book).is_open) return Truth::no;
    const bool asks_nothing =
        !book.where && !check.where && !check.each_where && !check.scope_until;
    if (asks_nothing) return Truth::yes;
    const CheckJudge at(state, one.check);
    const ActivationFrame frame(state, one);
    Truth truth = Truth::yes;
    if (book.where && at.judge.judge(*book.where, frame.with) == Truth::no) return Truth::no;
    if (book.where && state.has_early_unit(compiled.book)) {
        const Surroundings early = state.around_early_unit(compiled.book);
        if (Judge(early).judge(*book.where, {}) == Truth::no) return Truth::no;
    }
    if (check.where) truth = at.judge.judge(*check.where, frame.with);
    if (truth != Truth::no && check.each_where && frame.with.object != nullptr) {
        truth = std::min(truth, at.judge.judge(*check.each_where, frame.with));
    }
    if (truth != Truth::no && check.scope_until) {
        const auto last = at.judge.day(*check.scope_until, frame.with);
        truth = std::min(truth, last ? truth_of(one.day <= *last) : Truth::unknown);
    }
    return truth;
}

}  // namespace fallbuch::rules

#include "projections/rules/finding.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>

#include "core/calendar/timestamp.h"
#include "projections/rules/activation.h"
#include "projections/rules/case_event.h"
#include "projections/rules/check.h"
#include "projections/rules/condition.h"
#include "projections/rules/memory.h"
#include "projections/rules/rule_set.h"
#include "projections/rules/rulebook.h"

namespace fallbuch::rules {
namespace {

bool uses_undefined_term(const Rulebook& book, const Check& check) {
    const auto is_undefined = [&](const Length& length) {
        return length.param && book.params[*length.param].is_undefined_term;
    };
    return (check.within.before && is_undefined(*check.within.before)) ||
           std::any_of(check.within.cases.begin(), check.within.cases.end(),
                       [&](const Window::Case& one) { return is_undefined(one.before); });
}

// One finding after the other, with their numbers where an event activates several times.
class FindingMaker {
public:
    explicit FindingMaker(const Evaluation& state) : state_(state) {}

    Finding make(const Outcome& outcome) {
        const Activation& one = state_.activations[outcome.activation];
        const CompiledCheck& compiled = state_.rules.checks()[one.check];
        const Check& check = *compiled.check;
        const Rulebook& book = *state_.rules.books()[compiled.book];
        Finding finding;
        finding.rule = rule_of(state_, one, outcome);
        finding.part = check.part;
        finding.rulebook = book.id;
        finding.version = book.version;
        finding.severity = outcome.is_only_by_shift ? Severity::hinweis : severity_of(book, check);
        finding.parameters = state_.parameter_sets.digest(one.parameters);
        // What the law has dropped while it was owed somebody has to decide about (C-18).
        if (outcome.reason == Reason::lapsed) finding.severity = Severity::pruefen;
        finding.outcome = outcome;
        finding.event = one.other != kNoEvent ? one.other : one.event;
        finding.activated = one.day;
        finding.id = name(finding, one);
        return finding;
    }

private:
    std::string name(const Finding& finding, const Activation& one) {
        const CaseEvent* event = state_.event(finding.event);
        std::string id =
            finding.rule + (finding.part.empty() ? "" : "/" + finding.part) + '@' +
            (event == nullptr ? day_text(one.day) : std::to_string(event->position.value));
        if (event != nullptr && event->day != one.day) id += '+' + day_text(one.day);
        const std::uint32_t number = ++counts_[id];
        return number == 1 ? id : id + '.' + std::to_string(number);
    }

    const Evaluation& state_;
    std::map<std::string, std::uint32_t> counts_;
};

// What the other reading of an activation comes to: not applicable if it does not activate.
Verdict verdict_of_reading(const Evaluation& state, const std::vector<Outcome>& outcomes,
                           std::uint32_t reading, const Activation& one) {
    Verdict verdict = Verdict::not_applicable;
    for (const Outcome& outcome : outcomes) {
        const Activation& other = state.activations[outcome.activation];
        const bool is_same = other.check == reading && other.event == one.event &&
                             other.other == one.other && other.object == one.object &&
                             other.item == one.item;
        if (is_same) verdict = outcome.verdict;
    }
    return verdict;
}

}  // namespace

std::string_view to_string(Severity severity) {
    constexpr std::array<std::string_view, 4> kNames{"hinweis", "pruefen", "auffaelligkeit",
                                                     "mangel"};
    return kNames[static_cast<std::size_t>(severity)];
}

Severity severity_of(const Rulebook& book, const Check& check) {
    if (check.severity) return *check.severity;
    if (uses_undefined_term(book, check)) return Severity::pruefen;
    switch (check.type) {
        case DutyType::may: return Severity::hinweis;
        case DutyType::should: return Severity::auffaelligkeit;
        default: return Severity::mangel;
    }
}

EventIndex event_about(const Evaluation& state, const Activation& one) {
    if (one.other != kNoEvent) return one.other;
    if (one.event != kNoEvent || one.object == Activation::kNone) return one.event;
    const CompiledCheck& compiled = state.rules.checks()[one.check];
    if (compiled.check->trigger != Trigger::end_of_object) return kNoEvent;
    const std::size_t kind = state.rules.object_base(compiled.book) + compiled.check->on_object;
    return state.objects[kind].all[one.object].told_by.back();
}

std::vector<Finding> findings_of(const Evaluation& state, const std::vector<Outcome>& outcomes) {
    FindingMaker maker(state);
    std::vector<Finding> findings;
    for (const Outcome& outcome : outcomes) {
        const Activation& one = state.activations[outcome.activation];
        const CompiledCheck& compiled = state.rules.checks()[one.check];
        if (compiled.check->reading_of) continue;
        Finding finding = maker.make(outcome);
        for (const std::uint32_t reading : compiled.readings) {
            const Verdict other = verdict_of_reading(state, outcomes, reading, one);
            if (other == outcome.verdict) continue;
            finding.is_matter_of_reading = true;
            finding.other_reading = state.rules.checks()[reading].check->reading;
            finding.other_verdict = other;
        }
        findings.push_back(std::move(finding));
    }
    return findings;
}

}  // namespace fallbuch::rules

#include "projections/rules/witness_steps.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "projections/rules/case_event.h"
#include "projections/rules/step_words.h"
#include "projections/rules/value.h"
#include "projections/rules/vocabulary.h"

namespace fallbuch::rules {
namespace {

// Of several objects that do not fit, so many are shown.
constexpr std::size_t kObjectsMax = 3;

template <typename Visit>
void each_path(const Operand& operand, const Visit& visit) {
    if (operand.kind == OperandKind::path) visit(operand.path);
    for (const Operand& part : operand.parts) each_path(part, visit);
}

template <typename Visit>
void each_operand(const Condition& condition, const Visit& visit) {
    for (const Operand& operand : condition.operands) visit(operand, condition.kind);
    const bool is_of_another = condition.kind == ConditionKind::holds ||
                               condition.kind == ConditionKind::every ||
                               condition.kind == ConditionKind::some;
    if (is_of_another) return;
    for (const Condition& part : condition.parts) each_operand(part, visit);
}

void add_new(std::string text, std::vector<std::string>& all) {
    if (!text.empty() && std::ranges::find(all, text) == all.end()) all.push_back(std::move(text));
}

}  // namespace

WitnessSteps::WitnessSteps(const Evaluation& state, std::uint32_t check, const Judge& judge,
                           RuleWords& words)
    : state_(state),
      compiled_(state.rules.checks()[check]),
      book_(*state.rules.books()[compiled_.book]),
      judge_(judge),
      words_(words),
      operands_(judge) {}

std::vector<std::string> WitnessSteps::of_values(const Condition& condition,
                                                 const Bindings& with) const {
    std::vector<std::string> all;
    for (const Operand& operand : condition.operands) {
        if (operand.kind == OperandKind::open) add_counted(operand.open.front(), with, all);
        each_path(operand, [&](const Path& path) {
            if (path.root == PathRoot::fact) add_new(of_fact(path), all);
            const bool is_object = path.root == PathRoot::object && with.object != nullptr;
            if (is_object) add_new("nach " + told(*with.object, with), all);
        });
    }
    return all;
}

// What was counted, and what nobody can tell whether it counts.
void WitnessSteps::add_counted(const Condition& which, const Bindings& with,
                               std::vector<std::string>& all) const {
    judge_.each_open(which, with, [&](const Instance& one, Truth fits) {
        const std::string event = "nach " + told(one, with);
        if (fits == Truth::yes) add_new("gezählt " + event, all);
        if (fits == Truth::unknown) add_new("offen bleibt, ob es zählt, " + event, all);
        return true;
    });
}

std::string WitnessSteps::of_fact(const Path& path) const {
    const FactState& fact = state_.facts[state_.rules.fact_base(compiled_.book) + path.fact];
    const Fact& meant = book_.facts[path.fact];
    const CaseEvent* event = state_.event(fact.latest);
    if (fact.is_doubtful) return "offen bleibt, welche Angabe zu " + title_of(meant) + " gilt";
    if (event == nullptr) return "zu " + title_of(meant) + " ist nichts angegeben";
    return (meant.counts ? "zuletzt " : "nach ") + event_on_day(state_.rules.vocabulary(), *event);
}

std::string WitnessSteps::told(const Instance& one, const Bindings& with) const {
    const auto& events = with.object_events != nullptr ? *with.object_events : state_.events;
    const Vocabulary& vocabulary = state_.rules.vocabulary();
    std::string text = event_on_day(vocabulary, events[one.told_by.front()]);
    if (!one.told_later.empty()) {
        text += ", dazu " + event_on_day(vocabulary, one.told_later.back().event);
    }
    if (one.doubtfully_closed_by != kNoEvent) {
        text += "; offen bleibt, ob es beendet ist mit " +
                event_on_day(vocabulary, events[one.doubtfully_closed_by]);
    }
    return text;
}

const std::vector<Instance>& WitnessSteps::all_of(std::uint16_t kind) const {
    const std::size_t index = state_.rules.object_base(compiled_.book) + kind;
    const bool is_of_office = book_.objects[kind].is_of_office;
    static const std::vector<Instance> kNone;
    if (is_of_office && index >= state_.office.objects.size()) return kNone;
    return is_of_office ? state_.office.objects[index].all : state_.objects[index].all;
}

std::string WitnessSteps::of_object(const Condition& condition, const Bindings& with,
                                    const Speaker& speaker, const WhyNot& why_not) const {
    const ObjectKind& kind = book_.objects[condition.index];
    Bindings inner = with;
    if (kind.is_of_office) inner.object_events = &state_.office.events;
    const std::vector<Instance>& all = all_of(condition.index);
    const Instance* last = nullptr;
    for (const Instance& one : all) {
        inner.object = &one;
        const bool fits = judge_.is_open(kind, one) == Truth::yes &&
                          judge_.fits(condition, one, with) == Truth::yes;
        if (fits) return "nach " + told(one, inner) + told_of(condition, inner, speaker);
        // One of somebody else tells nothing.
        if (judge_.is_paired(condition, one, with) == Truth::yes) last = &one;
    }
    if (last == nullptr) return "nichts davon ist bekannt";
    const std::string open = none_fits(condition, with, speaker, why_not);
    return open.empty() ? ended(kind, *last) : open;
}

// Those that are open, the newest first.
std::string WitnessSteps::none_fits(const Condition& condition, const Bindings& with,
                                    const Speaker& speaker, const WhyNot& why_not) const {
    if (condition.parts.empty()) return {};
    const std::vector<Instance>& all = all_of(condition.index);
    Bindings inner = with;
    if (book_.objects[condition.index].is_of_office) inner.object_events = &state_.office.events;
    std::vector<std::string> parts;
    std::size_t more = 0;
    for (std::size_t i = all.size(); i-- > 0;) {
        if (judge_.is_open(book_.objects[condition.index], all[i]) == Truth::no) continue;
        if (judge_.is_paired(condition, all[i], with) == Truth::no) continue;
        inner.object = &all[i];
        if (parts.size() == kObjectsMax) {
            ++more;
        } else {
            parts.push_back(told(all[i], inner) + (why_not ? " (" + why_not(inner) + ')'
                                                           : told_of(condition, inner, speaker)));
        }
    }
    if (parts.empty()) return {};
    if (more > 0) parts.push_back(std::to_string(more) + " weitere");
    return "bekannt " + std::string(all.size() == 1 ? "ist " : "sind ") + joined(parts, "und");
}

// ": Grund „A“, Beginn Mo 03.03.2025": what the condition asks for, as the object has it.
std::string WitnessSteps::told_of(const Condition& condition, const Bindings& with,
                                  const Speaker& speaker) const {
    if (condition.parts.empty()) return {};
    Speaker of_it = speaker;
    of_it.roots.object = condition.index;
    of_it.own = PathRoot::object;
    std::vector<std::string> all;
    each_operand(condition.parts.front(), [&](const Operand& operand, ConditionKind asked) {
        each_path(operand, [&](const Path& path) {
            if (path.root != PathRoot::object || path.what == PathWhat::occurred) return;
            Operand alone;
            alone.kind = OperandKind::path;
            alone.path = path;
            const bool reads_letters =
                asked == ConditionKind::contains_text || asked == ConditionKind::contains_words;
            const std::string value = reads_letters ? operands_.letters(alone, with)
                                                    : operands_.value(alone, with, path.codes);
            add_new(words_.values().value(alone, of_it) + ' ' + value, all);
        });
    });
    return all.empty() ? std::string() : " (" + joined(all, "und") + ')';
}

std::string WitnessSteps::ended(const ObjectKind& kind, const Instance& one) const {
    const Vocabulary& vocabulary = state_.rules.vocabulary();
    const auto& events = kind.is_of_office ? state_.office.events : state_.events;
    const std::string name = event_on_day(vocabulary, events[one.told_by.front()]);
    if (judge_.is_open(kind, one) != Truth::no) return "zuletzt " + name;
    if (one.closed_by != kNoEvent) {
        return name + " endete mit " + event_on_day(vocabulary, events[one.closed_by]);
    }
    return one.last ? name + " lief ab am " + named_day(*one.last) : "zuletzt " + name;
}

}  // namespace fallbuch::rules

#include "projections/rules/condition_steps.h"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

#include "core/calendar/civil_day.h"
#include "core/events/code_list.h"
#include "projections/rules/case_event.h"
#include "projections/rules/definitions.h"
#include "projections/rules/judge.h"
#include "projections/rules/memory.h"
#include "projections/rules/rule_set.h"
#include "projections/rules/rule_words.h"
#include "projections/rules/rulebook.h"
#include "projections/rules/step_words.h"
#include "projections/rules/value.h"
#include "projections/rules/value_words.h"
#include "projections/rules/vocabulary.h"

namespace fallbuch::rules {
namespace {

constexpr std::string_view kNotTold = "nicht angegeben";

bool is_reckoned(const Operand& operand) {
    switch (operand.kind) {
        case OperandKind::plus:
        case OperandKind::minus:
        case OperandKind::duration:
        case OperandKind::age: return true;
        default: return std::ranges::any_of(operand.parts, is_reckoned);
    }
}

bool is_literal(const Operand& operand) {
    switch (operand.kind) {
        case OperandKind::text:
        case OperandKind::number:
        case OperandKind::boolean:
        case OperandKind::texts:
        case OperandKind::day:
        case OperandKind::period: return true;
        default: return false;
    }
}

template <typename Visit>
void each_path(const Operand& operand, const Visit& visit) {
    if (operand.kind == OperandKind::path) visit(operand.path);
    for (const Operand& part : operand.parts) each_path(part, visit);
}

std::string_view answer(Truth truth) {
    switch (truth) {
        case Truth::yes: return "trifft zu";
        case Truth::no: return "trifft nicht zu";
        case Truth::unknown: break;
    }
    return "nicht bekannt";
}

// Of one activation. Borrows the evaluation.
class Deciding {
public:
    Deciding(const Evaluation& state, const Activation& one, Shown shown)
        : state_(state),
          compiled_(state.rules.checks()[one.check]),
          book_(*state.rules.books()[compiled_.book]),
          at_(state, one.check),
          frame_(state, one),
          words_(book_, state.rules.vocabulary()),
          shown_(shown) {}

    std::vector<std::string> take(const Condition& condition) {
        decide(condition, frame_.with, speaker_of(*compiled_.check, words_.values()));
        return std::move(steps_);
    }

    std::string day_of(const Operand& operand) const { return reckoned(operand, frame_.with); }

private:
    Truth judge(const Condition& condition, const Bindings& with) const {
        return at_.judge.judge(condition, with);
    }

    void decide(const Condition& condition, const Bindings& with, const Speaker& speaker) {
        const bool is_all = condition.kind == ConditionKind::all;
        if (!is_all && condition.kind != ConditionKind::any) {
            return decide_one(condition, with, speaker);
        }
        const Truth truth = judge(condition, with);
        const bool one_is_enough = !is_all && truth == Truth::yes;
        for (const Condition& part : condition.parts) {
            if (judge(part, with) != truth) continue;
            decide(part, with, speaker);
            if (one_is_enough) return;
        }
    }

    void decide_one(const Condition& condition, const Bindings& with, const Speaker& speaker) {
        const bool is_negation = condition.kind == ConditionKind::negation;
        const Condition& inner = is_negation ? condition.parts.front() : condition;
        const bool is_group = inner.kind == ConditionKind::all || inner.kind == ConditionKind::any;
        if (is_negation && (is_group || inner.kind == ConditionKind::negation)) {
            return decide(inner, with, speaker);
        }
        const std::vector<std::string> seen = inner.kind == ConditionKind::holds
                                                  ? std::vector{of_object(inner, with)}
                                                  : witnesses(inner, with);
        const bool reckons = std::ranges::any_of(inner.operands, is_reckoned);
        if (shown_ == Shown::what_it_saw && seen.empty() && !reckons) return;
        const Truth truth = judge(condition, with);
        std::string text = sentence(condition, speaker) + " – " + std::string(answer(truth));
        const std::string values = values_in(inner, with, truth);
        if (!values.empty()) text += "; " + values;
        for (const std::string& one : seen) text += "; " + one;
        const std::string step = text + '.';
        if (std::ranges::find(steps_, step) == steps_.end()) steps_.push_back(step);
    }

    std::string sentence(const Condition& condition, const Speaker& speaker) {
        std::string text;
        for (const TextLine& line : words_.condition(condition, speaker)) {
            text += text.empty() ? "" : text.ends_with(':') ? " " : ", ";
            text += line.text;
        }
        return text;
    }

    // The values that were compared, where the sentence does not tell them.
    std::string values_in(const Condition& condition, const Bindings& with, Truth truth) const {
        if (condition.kind == ConditionKind::present || condition.kind == ConditionKind::holds ||
            condition.kind == ConditionKind::every || condition.kind == ConditionKind::some) {
            return {};
        }
        const CodeList* codes = codes_of(condition.operands);
        const bool is_told = condition.kind == ConditionKind::eq && truth == Truth::yes;
        std::vector<std::string> all;
        bool has_text = false;
        for (const Operand& operand : condition.operands) {
            if (is_literal(operand) || (is_told && operand.kind == OperandKind::path)) continue;
            all.push_back(operand_words(operand, with, codes));
            has_text = has_text || operand.kind == OperandKind::path;
        }
        const bool is_one = all.size() == 1 && all.front() != kNotTold && has_text;
        const std::string text = joined(all, condition.operands.size() == 2 ? "gegenüber" : "und");
        return is_one ? "angegeben ist " + text : text;
    }

    std::string operand_words(const Operand& operand, const Bindings& with,
                              const CodeList* codes) const {
        if (operand.kind == OperandKind::duration) {
            const auto first = at_.judge.day(operand.parts[0], with);
            const auto last = at_.judge.day(operand.parts[1], with);
            if (!first || !last) return std::string(kNotTold);
            return named_day(*first) + " bis " + named_day(*last) + " sind " +
                   days_words((*last - *first).count() + 1);
        }
        if (operand.kind == OperandKind::age) {
            const std::string years = value_words(at_.judge.value(operand, with), nullptr);
            return reckoned(operand.parts[0], with) + " bis " + reckoned(operand.parts[1], with) +
                   ": " + years + " Jahre";
        }
        if (is_day(operand)) return reckoned(operand, with);
        if (operand.kind == OperandKind::open) return number_words(operand.open.front(), with);
        const Value value = at_.judge.value(operand, with);
        if (value.kind == ValueKind::missing) return std::string(kNotTold);
        const bool is_path = operand.kind == OperandKind::path;
        const std::string text =
            value_words(value, is_path && operand.path.codes ? operand.path.codes : codes);
        return value.kind == ValueKind::text ? quoted(text) : text;
    }

    std::string number_words(const Condition& which, const Bindings& with) const {
        const auto [least, most] = at_.judge.number_open(which, with);
        if (least == most) return "gezählt: " + std::to_string(least);
        return "gezählt: mindestens " + std::to_string(least) + ", höchstens " +
               std::to_string(most);
    }

    std::string reckoned(const Operand& operand, const Bindings& with) const {
        const auto day = at_.judge.day(operand, with);
        if (!day) return "ein Tag, der nicht angegeben ist";
        switch (operand.kind) {
            case OperandKind::plus:
            case OperandKind::minus: {
                const bool is_plus = operand.kind == OperandKind::plus;
                return reckoned(operand.parts[0], with) + (is_plus ? " + " : " − ") +
                       length_of_part(operand.parts[1], with) +
                       (operand.boolean ? " (der erste Tag zählt mit)" : "") + " = " +
                       named_day(*day);
            }
            case OperandKind::first:
                for (const Operand& part : operand.parts) {
                    if (at_.judge.day(part, with)) return reckoned(part, with);
                }
                return named_day(*day);
            case OperandKind::least:
            case OperandKind::greatest: return of_several(operand, with, *day);
            default: return named_day(*day);
        }
    }

    std::string of_several(const Operand& operand, const Bindings& with, CivilDay day) const {
        std::vector<std::string> parts;
        for (const Operand& part : operand.parts) {
            if (at_.judge.day(part, with)) parts.push_back(reckoned(part, with));
        }
        if (parts.size() == 1) return parts.front();
        const bool is_least = operand.kind == OperandKind::least;
        return named_day(day) + " (der " + (is_least ? "früheste" : "späteste") + " Tag von " +
               joined(parts, "und") + ')';
    }

    std::string length_of_part(const Operand& part, const Bindings& with) const {
        if (part.kind == OperandKind::period) {
            Length length;
            length.civil = part.period;
            return german_length(length);
        }
        return value_words(at_.judge.value(part, with), nullptr);
    }

    // The events beside the activation's own that told the values.
    std::vector<std::string> witnesses(const Condition& condition, const Bindings& with) const {
        std::vector<std::string> all;
        for (const Operand& operand : condition.operands) {
            if (operand.kind == OperandKind::open) {
                for (std::string& text : of_number(operand.open.front(), with)) {
                    all.push_back(std::move(text));
                }
            }
            each_path(operand, [&](const Path& path) {
                std::string text;
                if (path.root == PathRoot::fact) text = of_fact(path);
                if (path.root == PathRoot::object && with.object != nullptr) {
                    text = told(*with.object, with);
                }
                const bool is_new = std::ranges::find(all, text) == all.end();
                if (!text.empty() && is_new) all.push_back(text);
            });
        }
        return all;
    }

    std::string of_fact(const Path& path) const {
        const FactState& fact = state_.facts[state_.rules.fact_base(compiled_.book) + path.fact];
        const Fact& meant = book_.facts[path.fact];
        const std::string name = title_of(meant);
        const CaseEvent* event = state_.event(fact.latest);
        if (event == nullptr) return "zu " + name + " ist nichts angegeben";
        return (meant.counts ? "zuletzt " : "nach ") +
               event_on_day(state_.rules.vocabulary(), *event);
    }

    std::string told(const Instance& one, const Bindings& with) const {
        const auto& events = with.object_events != nullptr ? *with.object_events : state_.events;
        return "nach " + event_on_day(state_.rules.vocabulary(), events[one.told_by.front()]);
    }

    // What was counted, and what nobody can tell whether it counts.
    std::vector<std::string> of_number(const Condition& which, const Bindings& with) const {
        std::vector<std::string> all;
        Bindings inner = with;
        at_.judge.each_open(which, with, [&](const Instance& one, Truth fits) {
            inner.object = &one;
            if (fits == Truth::yes) all.push_back("gezählt " + told(one, inner));
            if (fits == Truth::unknown)
                all.push_back("offen bleibt, ob es zählt, " + told(one, inner));
            return true;
        });
        return all;
    }

    // Which of them is open, or how the last one ended.
    std::string of_object(const Condition& condition, const Bindings& with) const {
        const ObjectKind& kind = book_.objects[condition.index];
        const std::size_t index = state_.rules.object_base(compiled_.book) + condition.index;
        const auto& all = kind.is_of_office ? state_.office.objects : state_.objects;
        Bindings inner = with;
        if (kind.is_of_office) inner.object_events = &state_.office.events;
        if (index >= all.size() || all[index].all.empty()) return "keines ist bekannt";
        for (const Instance& one : all[index].all) {
            inner.object = &one;
            const bool fits =
                at_.judge.is_open(kind, one) == Truth::yes &&
                (condition.parts.empty() || judge(condition.parts.front(), inner) == Truth::yes);
            if (fits) return told(one, inner);
        }
        return ended(kind, all[index].all.back());
    }

    std::string ended(const ObjectKind& kind, const Instance& one) const {
        const Vocabulary& vocabulary = state_.rules.vocabulary();
        const auto& events = kind.is_of_office ? state_.office.events : state_.events;
        const std::string name = event_on_day(vocabulary, events[one.told_by.front()]);
        if (at_.judge.is_open(kind, one) != Truth::no) return "zuletzt " + name;
        if (one.closed_by != kNoEvent) {
            return name + " endete mit " + event_on_day(vocabulary, events[one.closed_by]);
        }
        return one.last ? name + " lief ab am " + named_day(*one.last) : "zuletzt " + name;
    }

    const Evaluation& state_;
    const CompiledCheck& compiled_;
    const Rulebook& book_;
    const CheckJudge at_;
    const ActivationFrame frame_;
    RuleWords words_;
    const Shown shown_;
    std::vector<std::string> steps_;
};

}  // namespace

std::vector<std::string> condition_steps(const Evaluation& state, const Activation& one,
                                         const Condition& condition, Shown shown) {
    return Deciding(state, one, shown).take(condition);
}

std::string day_steps(const Evaluation& state, const Activation& one, const Operand& operand) {
    return Deciding(state, one, Shown::all).day_of(operand);
}

}  // namespace fallbuch::rules

#include "projections/rules/condition_steps.h"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

#include "core/events/code_list.h"
#include "projections/rules/judge.h"
#include "projections/rules/operand_steps.h"
#include "projections/rules/rule_set.h"
#include "projections/rules/rule_words.h"
#include "projections/rules/rulebook.h"
#include "projections/rules/step_words.h"
#include "projections/rules/value_words.h"
#include "projections/rules/witness_steps.h"

namespace fallbuch::rules {
namespace {

std::string_view answer(Truth truth) {
    switch (truth) {
        case Truth::yes: return "trifft zu";
        case Truth::no: return "trifft nicht zu";
        case Truth::unknown: break;
    }
    return "nicht bekannt";
}

bool is_quantified(const Condition& condition) {
    return condition.kind == ConditionKind::every || condition.kind == ConditionKind::some;
}

bool is_group(const Condition& condition) {
    return condition.kind == ConditionKind::all || condition.kind == ConditionKind::any;
}

// "Rolle ist „A“", with others of the same value to be joined into one sentence.
bool is_one_of_codes(const Condition& condition) {
    const bool is_eq = condition.kind == ConditionKind::eq;
    if (!is_eq && condition.kind != ConditionKind::in) return false;
    return condition.operands[0].kind == OperandKind::path &&
           condition.operands[1].kind == (is_eq ? OperandKind::text : OperandKind::texts);
}

std::vector<std::string> codes_in(const Condition& condition) {
    const Operand& operand = condition.operands[1];
    return operand.kind == OperandKind::text ? std::vector{operand.text} : operand.texts;
}

// Of one activation. Borrows the evaluation.
class Deciding {
public:
    Deciding(const Evaluation& state, const Activation& one, Shown shown)
        : book_(state.rules.book_of(one.check)),
          at_(state, one.check),
          frame_(state, one),
          words_(book_, state.rules.vocabulary()),
          speaker_(speaker_of(*state.rules.checks()[one.check].check, words_.values())),
          operands_(at_.judge),
          witnesses_(state, one.check, at_.judge, words_),
          shown_(shown) {}

    std::vector<std::string> take(const Condition& condition) {
        decide(condition, frame_.with, speaker_, false);
        return std::move(steps_);
    }

    std::string day_of(const Operand& operand) const { return operands_.day(operand, frame_.with); }

    EventView view(const Pattern& pattern, const CaseEvent& event, PathRoot as) {
        Bindings with = frame_.with;
        Speaker speaker = speaker_;
        speaker.own = as;
        if (as == PathRoot::target) {
            with.target = &event;
            speaker.roots.target = {pattern.type};
        } else {
            with.other = &event;
            speaker.roots.other = {pattern.type};
        }
        EventView view;
        view.truth = pattern.where ? judge(*pattern.where, with) : Truth::yes;
        const bool fits_alone = view.truth != Truth::no;
        for (const auto& [own, other] : pattern.match) {
            const Truth same = equal(at_.judge.value(own, with), at_.judge.value(other, with));
            view.truth = std::min(view.truth, same);
            view.is_about_another = view.is_about_another || same == Truth::no;
            if (same != Truth::unknown || !fits_alone) continue;
            steps_.push_back(words_.values().value(own, speaker) + " – nicht bekannt");
        }
        if (pattern.where && !fits_alone) {
            view.is_about_another =
                view.is_about_another || is_about_another(*pattern.where, with, as);
        }
        if (pattern.where) decide(*pattern.where, with, speaker, false);
        view.why = joined_steps(view.truth == Truth::yes && !denied_.empty() ? denied_ : steps_);
        return view;
    }

private:
    Truth judge(const Condition& condition, const Bindings& with) const {
        return at_.judge.judge(condition, with);
    }

    // It fails because an attribute of the event is not that of the activation or its object.
    bool is_about_another(const Condition& condition, const Bindings& with, PathRoot as) const {
        if (judge(condition, with) != Truth::no) return false;
        if (is_group(condition)) {
            return std::ranges::any_of(condition.parts, [&](const Condition& part) {
                return is_about_another(part, with, as);
            });
        }
        if (condition.kind != ConditionKind::eq) return false;
        const Operand& left = condition.operands[0];
        const Operand& right = condition.operands[1];
        return left.kind == OperandKind::path && right.kind == OperandKind::path &&
               (left.path.root == as) != (right.path.root == as);
    }

    // Of alternatives that all fail, and of their parts, one is enough to know.
    void decide(const Condition& condition, const Bindings& with, const Speaker& speaker,
                bool is_alternative) {
        if (!is_group(condition)) return decide_one(condition, with, speaker, is_alternative);
        const bool is_all = condition.kind == ConditionKind::all;
        const Truth truth = judge(condition, with);
        const bool one_is_enough =
            is_all ? truth != Truth::yes && is_alternative : truth == Truth::yes;
        if (!is_all && truth == Truth::no) return decide_alternatives(condition, with, speaker);
        for (const Condition& part : condition.parts) {
            const bool is_telling =
                judge(part, with) == truth && !is_told_beside(part, condition, truth, speaker);
            if (!is_telling) continue;
            decide(part, with, speaker, is_alternative);
            if (one_is_enough) return;
        }
    }

    // That a value is there goes without saying where another part shows it.
    bool is_told_beside(const Condition& part, const Condition& all, Truth truth,
                        const Speaker& speaker) {
        if (part.kind != ConditionKind::present || truth != Truth::yes) return false;
        if (all.kind != ConditionKind::all) return false;
        const std::string value = words_.values().value(part.operands[0], speaker);
        return std::ranges::any_of(all.parts, [&](const Condition& other) {
            if (other.kind == ConditionKind::present || other.operands.empty()) return false;
            return words_.values().value(other.operands[0], speaker) == value;
        });
    }

    // Those that compare the same value with one code each are told together.
    void decide_alternatives(const Condition& condition, const Bindings& with,
                             const Speaker& speaker) {
        std::vector<Condition> told;
        for (const Condition& part : condition.parts) {
            const Condition& leaf = first_failing(part, with);
            const auto same = std::ranges::find_if(
                told, [&](const Condition& one) { return is_same_value(one, leaf, speaker); });
            if (same == told.end()) {
                told.push_back(leaf);
                continue;
            }
            std::vector<std::string> codes = codes_in(*same);
            for (std::string& code : codes_in(leaf)) {
                if (std::ranges::find(codes, code) == codes.end()) codes.push_back(std::move(code));
            }
            same->kind = ConditionKind::in;
            same->operands[1].kind = OperandKind::texts;
            same->operands[1].texts = std::move(codes);
        }
        for (const Condition& one : told) decide(one, with, speaker, true);
    }

    bool is_same_value(const Condition& told, const Condition& leaf, const Speaker& speaker) {
        if (!is_one_of_codes(leaf) || !is_one_of_codes(told)) return false;
        return words_.values().value(told.operands[0], speaker) ==
               words_.values().value(leaf.operands[0], speaker);
    }

    const Condition& first_failing(const Condition& condition, const Bindings& with) const {
        if (condition.kind != ConditionKind::all) return condition;
        for (const Condition& part : condition.parts) {
            if (judge(part, with) == Truth::no) return first_failing(part, with);
        }
        return condition;
    }

    void decide_one(const Condition& condition, const Bindings& with, const Speaker& speaker,
                    bool is_alternative) {
        const bool is_negation = condition.kind == ConditionKind::negation;
        const Condition& inner = is_negation ? condition.parts.front() : condition;
        if (is_negation && (is_group(inner) || inner.kind == ConditionKind::negation)) {
            const bool was_denied = std::exchange(is_denied_, true);
            decide(inner, with, speaker, is_alternative);
            is_denied_ = was_denied;
            return;
        }
        const std::vector<std::string> seen =
            inner.kind == ConditionKind::holds
                ? std::vector{witnesses_.of_object(inner, with, speaker)}
                : witnesses_.of_values(inner, with);
        // What a parameter decides is shown as what was reckoned.
        const bool reckons = std::ranges::any_of(inner.operands, [](const Operand& operand) {
            return is_reckoned(operand) || operand.kind == OperandKind::param;
        });
        if (shown_ == Shown::what_it_saw && seen.empty() && !reckons) return;
        const Truth truth = judge(condition, with);
        std::string text = sentence(condition, speaker) + " – " + std::string(answer(truth));
        const std::string values =
            is_quantified(inner) ? of_items(inner, with, speaker) : values_in(inner, with, truth);
        if (!values.empty()) text += "; " + values;
        for (const std::string& one : seen) text += "; " + one;
        if (std::ranges::find(steps_, text) != steps_.end()) return;
        if (is_denied_) denied_.push_back(text);
        steps_.push_back(std::move(text));
    }

    std::string sentence(const Condition& condition, const Speaker& speaker) {
        return in_one_line(words_.condition(condition, speaker));
    }

    // The values that were compared, where the sentence does not tell them.
    std::string values_in(const Condition& condition, const Bindings& with, Truth truth) const {
        if (condition.kind == ConditionKind::present || condition.kind == ConditionKind::holds) {
            return {};
        }
        const CodeList* codes = codes_of(condition.operands);
        const bool is_told = condition.kind == ConditionKind::eq && truth == Truth::yes;
        std::vector<std::string> all;
        bool has_text = false;
        for (const Operand& operand : condition.operands) {
            if (is_literal(operand) || (is_told && operand.kind == OperandKind::path)) continue;
            if (is_as_written(operand, with)) continue;
            all.push_back(condition.kind == ConditionKind::contains_text
                              ? operands_.letters(operand, with)
                              : operands_.value(operand, with, codes));
            has_text = has_text || operand.kind == OperandKind::path;
        }
        const bool is_one = all.size() == 1 && all.front() != kNotTold && has_text;
        std::string text = joined(all, condition.operands.size() == 2 ? "gegenüber" : "und");
        const bool is_size = condition.operands.front().kind == OperandKind::size;
        if (is_one) text.insert(0, "angegeben ist ");
        if (is_size && all.size() == 1) text.insert(0, "es sind ");
        const std::string full = operands_.full_length(condition, with);
        return full.empty() ? text : text + "; " + full;
    }

    // A parameter whose value the sentence has told, as no office has set another.
    bool is_as_written(const Operand& operand, const Bindings& with) const {
        if (operand.kind != OperandKind::param) return false;
        const auto& values = book_.params[operand.param].values;
        return values.size() == 1 &&
               value_words(at_.judge.value(values.front().value, with), nullptr) ==
                   value_words(at_.judge.value(operand, with), nullptr);
    }

    // Of a list: which entry fails, or comes nearest, and by what.
    std::string of_items(const Condition& condition, const Bindings& with, const Speaker& speaker) {
        const bool is_every = condition.kind == ConditionKind::every;
        const Truth truth = judge(condition, with);
        const Value list = at_.judge.value(condition.operands.front(), with);
        if (truth == Truth::yes || (!is_every && truth == Truth::unknown)) return {};
        std::size_t count = 0;
        std::size_t found = 0;
        std::string told;
        const Speaker of_item = words_.speaker_of_items(condition, speaker);
        each_item(list, [&](const Value& item) {
            ++count;
            Bindings inner = with;
            inner.item = &item;
            if (found > 0 || !is_telling(condition, inner, truth)) return true;
            found = count;
            told = item_steps(condition.parts.front(), inner, of_item);
            return true;
        });
        if (!is_list(list)) return std::string(kNotTold);
        if (count == 0) return "die Liste ist leer";
        if (found > 0) return std::to_string(found) + ". Eintrag der Liste: " + told;
        if (count == 1) return "auch beim einzigen Eintrag nicht";
        return "bei keinem der " + std::to_string(count) + " Einträge";
    }

    // Of every: the first that comes out as the whole; of some: that fits by its first part.
    bool is_telling(const Condition& condition, const Bindings& with, Truth truth) const {
        const Condition& inner = condition.parts.front();
        const bool is_nearest = condition.kind == ConditionKind::some && truth == Truth::no;
        if (!is_nearest) return judge(inner, with) == truth;
        return inner.kind == ConditionKind::all && judge(inner.parts.front(), with) == Truth::yes;
    }

    std::string item_steps(const Condition& condition, const Bindings& with,
                           const Speaker& speaker) {
        std::vector<std::string> outer = std::exchange(steps_, {});
        const Shown shown = std::exchange(shown_, Shown::all);
        decide(condition, with, speaker, false);
        shown_ = shown;
        const std::string text = joined_steps(steps_);
        steps_ = std::move(outer);
        return text;
    }

    static std::string joined_steps(const std::vector<std::string>& steps) {
        std::string text;
        for (const std::string& step : steps) text += (text.empty() ? "" : "; außerdem ") + step;
        return text;
    }

    const Rulebook& book_;
    const CheckJudge at_;
    const ActivationFrame frame_;
    RuleWords words_;
    const Speaker speaker_;
    const OperandSteps operands_;
    const WitnessSteps witnesses_;
    Shown shown_;
    std::vector<std::string> steps_;
    std::vector<std::string> denied_;  // of them those below a negation of several
    bool is_denied_ = false;
};

}  // namespace

std::vector<std::string> condition_steps(const Evaluation& state, const Activation& one,
                                         const Condition& condition, Shown shown) {
    std::vector<std::string> steps = Deciding(state, one, shown).take(condition);
    for (std::string& step : steps) step += '.';
    return steps;
}

std::string day_steps(const Evaluation& state, const Activation& one, const Operand& operand) {
    return Deciding(state, one, Shown::all).day_of(operand);
}

EventView target_view(const Evaluation& state, const Activation& one, const Pattern& pattern,
                      const CaseEvent& event) {
    return Deciding(state, one, Shown::all).view(pattern, event, PathRoot::target);
}

EventView other_view(const Evaluation& state, const Activation& one, const Pattern& pattern,
                     const CaseEvent& event) {
    return Deciding(state, one, Shown::all).view(pattern, event, PathRoot::other);
}

}  // namespace fallbuch::rules

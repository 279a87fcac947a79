#include "projections/rules/condition_steps.h"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

#include "core/events/code_list.h"
#include "projections/rules/judge.h"
#include "projections/rules/memory.h"
#include "projections/rules/operand_steps.h"
#include "projections/rules/positive_terms.h"
#include "projections/rules/rule_set.h"
#include "projections/rules/rule_words.h"
#include "projections/rules/step_words.h"
#include "projections/rules/told_beside.h"
#include "projections/rules/value_steps.h"
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

// The sentence that names the list has said all that is asked.
bool asks_of_item_alone(const Condition& body) {
    return !is_group(body) && std::ranges::all_of(body.operands, [](const Operand& one) {
        return is_literal(one) || one.kind == OperandKind::param ||
               (one.kind == OperandKind::path && one.path.root == PathRoot::item);
    });
}

// Of one activation. Borrows the evaluation.
class Deciding {
public:
    Deciding(const Evaluation& state, const Activation& one, Shown shown)
        : at_(state, one.check),
          frame_(state, one),
          words_(state.rules.book_of(one.check), state.rules.vocabulary()),
          speaker_(speaker_of(*state.rules.checks()[one.check].check, words_.values())),
          operands_(at_.judge),
          values_(state.rules.book_of(one.check), at_.judge, words_.values()),
          witnesses_(state, one.check, at_.judge, words_),
          shown_(shown) {
        words_.values().abridge();
    }

    std::vector<std::string> take(const Condition& condition) {
        decide(in_positive_terms(condition), frame_.with, speaker_, false);
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
                view.is_about_another || about_another(*pattern.where, with, as) != nullptr;
        }
        if (pattern.where) {
            for (const Condition& part : told_of(*pattern.where, with, view.truth)) {
                decide(in_positive_terms(part), with, speaker, false);
            }
        }
        view.why = joined_steps(steps_);
        return view;
    }

private:
    Truth judge(const Condition& condition, const Bindings& with) const {
        return at_.judge.judge(condition, with);
    }

    // Of what fits, if it is asked that several things are not so, which of them are not.
    std::vector<Condition> told_of(const Condition& where, const Bindings& with,
                                   Truth truth) const {
        std::vector<Condition> denied;
        if (truth == Truth::yes) add_denied_groups(where, with, denied);
        return denied.empty() ? std::vector{where} : denied;
    }

    void add_denied_groups(const Condition& where, const Bindings& with,
                           std::vector<Condition>& to) const {
        if (judge(where, with) != Truth::yes) return;
        const bool is_denied = where.kind == ConditionKind::negation;
        if (is_denied && is_group(where.parts.front())) to.push_back(where);
        if (!is_group(where)) return;
        for (const Condition& part : where.parts) add_denied_groups(part, with, to);
    }

    // By which it fails as a value of `as` is not that of what it has to belong to; or nullptr.
    const Condition* about_another(const Condition& condition, const Bindings& with,
                                   PathRoot as) const {
        if (judge(condition, with) != Truth::no) return nullptr;
        if (is_group(condition)) {
            for (const Condition& part : condition.parts) {
                const Condition* found = about_another(part, with, as);
                if (found != nullptr) return found;
            }
            return nullptr;
        }
        if (condition.kind != ConditionKind::eq) return nullptr;
        const Operand& left = condition.operands[0];
        const Operand& right = condition.operands[1];
        const bool is_it = left.kind == OperandKind::path && right.kind == OperandKind::path &&
                           (left.path.root == as) != (right.path.root == as);
        return is_it ? &condition : nullptr;
    }

    // Of alternatives that all fail, and of their parts, one is enough to know.
    void decide(const Condition& condition, const Bindings& with, const Speaker& speaker,
                bool is_alternative) {
        if (!is_group(condition)) return decide_one(condition, with, speaker);
        const bool is_all = condition.kind == ConditionKind::all;
        const Truth truth = judge(condition, with);
        const bool one_is_enough =
            is_all ? truth != Truth::yes && is_alternative : truth == Truth::yes;
        if (!is_all && truth == Truth::no) return decide_alternatives(condition, with, speaker);
        for (const Condition& part : condition.parts) {
            const bool is_telling =
                judge(part, with) == truth && !is_told(part, condition, truth, speaker);
            if (!is_telling) continue;
            decide(part, with, speaker, is_alternative);
            if (one_is_enough) return;
        }
    }

    bool is_told(const Condition& part, const Condition& group, Truth truth,
                 const Speaker& speaker) {
        return truth == truth_of(group.kind == ConditionKind::all) &&
               is_told_beside(part, group, words_.values(), speaker);
    }

    // Those that compare the same value with one code each are told together.
    void decide_alternatives(const Condition& condition, const Bindings& with,
                             const Speaker& speaker) {
        std::vector<Condition> told;
        for (const Condition& part : condition.parts) {
            const Condition& leaf = first_failing(part, with);
            if (is_told(leaf, condition, Truth::no, speaker)) continue;
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

    void decide_one(const Condition& condition, const Bindings& with, const Speaker& speaker) {
        const bool is_negation = condition.kind == ConditionKind::negation;
        const Condition& inner = is_negation ? condition.parts.front() : condition;
        const std::vector<std::string> seen = seen_in(inner, with, speaker);
        // What a parameter decides is shown as what was reckoned.
        const bool reckons = std::ranges::any_of(inner.operands, [](const Operand& operand) {
            return is_reckoned(operand) || operand.kind == OperandKind::param;
        });
        if (shown_ == Shown::what_it_saw && seen.empty() && !reckons) return;
        const Truth truth = judge(condition, with);
        std::string text = sentence(condition, speaker) + " – " + std::string(answer(truth));
        const bool has_items = is_quantified(inner);
        const std::vector<std::size_t> items =
            has_items ? telling_items(condition, with) : std::vector<std::size_t>();
        const bool fits_none = has_items && items.empty() && !is_negation &&
                               inner.kind == ConditionKind::some && truth == Truth::no;
        add_part(
            has_items ? of_list(inner, with, fits_none) : values_.of(inner, with, speaker, truth),
            text);
        for (const std::string& one : seen) add_part(one, text);
        if (std::ranges::find(steps_, text) != steps_.end()) return;
        steps_.push_back(std::move(text));
        if (!items.empty()) add_items(condition, with, speaker, items);
    }

    static void add_part(const std::string& part, std::string& to) {
        if (!part.empty()) to += "; " + part;
    }

    std::vector<std::string> seen_in(const Condition& inner, const Bindings& with,
                                     const Speaker& speaker) {
        if (inner.kind != ConditionKind::holds) {
            Bindings beside = with;
            if (with.object == told_object_) beside.object = nullptr;
            return witnesses_.of_values(inner, beside);
        }
        // What is asked of it is not told by the sentence.
        const bool is_brief = is_too_long(inner, speaker) && !inner.parts.empty();
        const auto why_not = [&](const Bindings& of_it) {
            told_object_ = of_it.object;
            const Condition& body = inner.parts.front();
            const Condition* another = about_another(body, of_it, PathRoot::object);
            std::string why = part_steps(another != nullptr ? *another : body, of_it,
                                         RuleWords::within(inner, speaker));
            told_object_ = nullptr;
            return why;
        };
        return {witnesses_.of_object(inner, with, speaker, is_brief ? WhyNot(why_not) : WhyNot())};
    }

    bool is_too_long(const Condition& condition, const Speaker& speaker) {
        constexpr std::size_t kSentenceBytesMax = 260;
        return in_one_line(words_.condition(condition, speaker)).size() > kSentenceBytesMax;
    }

    std::string sentence(const Condition& condition, const Speaker& speaker) {
        return is_too_long(condition, speaker) ? words_.brief(condition, speaker)
                                               : in_one_line(words_.condition(condition, speaker));
    }

    // What is to be said of the list as a whole.
    std::string of_list(const Condition& inner, const Bindings& with, bool fits_none) const {
        const Value list = at_.judge.value(inner.operands.front(), with);
        if (!is_list(list)) return std::string(kNotTold);
        std::size_t count = 0;
        each_item(list, [&](const Value&) { return ++count > 0; });
        if (count == 0) return "die Liste ist leer";
        if (!fits_none) return {};
        if (count == 1) return "auch beim einzigen Eintrag nicht";
        return "bei keinem der " + std::to_string(count) + " Einträge";
    }

    // The items that made it come out so, or come nearest, by their place in the list.
    std::vector<std::size_t> telling_items(const Condition& condition, const Bindings& with) const {
        const bool is_denied = condition.kind == ConditionKind::negation;
        const Condition& inner = is_denied ? condition.parts.front() : condition;
        const Truth truth = judge(inner, with);
        const bool is_of_all = (inner.kind == ConditionKind::every) == (truth == Truth::yes);
        const bool is_nearest = inner.kind == ConditionKind::some && truth == Truth::no;
        std::vector<std::size_t> items;
        if (is_of_all && truth != Truth::unknown && (!is_nearest || is_denied)) return items;
        std::size_t at = 0;
        each_item(at_.judge.value(inner.operands.front(), with), [&](const Value& item) {
            Bindings of_it = with;
            of_it.item = &item;
            const Condition& body = inner.parts.front();
            const bool tells = is_nearest ? body.kind == ConditionKind::all &&
                                                judge(body.parts.front(), of_it) == Truth::yes
                                          : judge(body, of_it) == truth;
            if (tells) items.push_back(at);
            ++at;
            return true;
        });
        return items;
    }

    // One line for each, of many the first.
    void add_items(const Condition& condition, const Bindings& with, const Speaker& speaker,
                   const std::vector<std::size_t>& items) {
        constexpr std::size_t kItemsMax = 3;
        const bool is_denied = condition.kind == ConditionKind::negation;
        const Condition& inner = is_denied ? condition.parts.front() : condition;
        const Condition& body = inner.parts.front();
        const bool is_found = !is_denied && inner.kind == ConditionKind::some;
        const Speaker of_item = words_.speaker_of_items(inner, speaker);
        const Operand& list = inner.operands.front();
        const CodeList* codes = list.kind == OperandKind::path ? list.path.codes : nullptr;
        std::size_t at = 0;
        std::size_t told = 0;
        each_item(at_.judge.value(list, with), [&](const Value& item) {
            if (at++ != items[told]) return true;
            Bindings of_it = with;
            of_it.item = &item;
            const bool has_name = item.kind == ValueKind::text;
            const std::string name =
                has_name ? quoted(value_words(item, codes)) : std::to_string(at) + ". Eintrag";
            const bool is_told = (is_found && judge(body, of_it) == Truth::yes) ||
                                 (has_name && asks_of_item_alone(body));
            steps_.push_back(name + (is_told ? " – " + std::string(answer(judge(body, of_it)))
                                             : ": " + part_steps(body, of_it, of_item)));
            return ++told < std::min(items.size(), kItemsMax);
        });
        if (items.size() == told) return;
        steps_.push_back("und " + std::to_string(items.size() - told) + " weitere");
    }

    // In one line, of something that has been named.
    std::string part_steps(const Condition& condition, const Bindings& with,
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

    const CheckJudge at_;
    const ActivationFrame frame_;
    RuleWords words_;
    const Speaker speaker_;
    const OperandSteps operands_;
    ValueSteps values_;
    const WitnessSteps witnesses_;
    Shown shown_;
    std::vector<std::string> steps_;
    const Instance* told_object_ = nullptr;  // that the sentence has named with its events
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

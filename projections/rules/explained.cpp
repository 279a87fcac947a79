#include "projections/rules/explained.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/calendar/civil_day.h"
#include "core/events/code_list.h"
#include "projections/rules/activation.h"
#include "projections/rules/case_event.h"
#include "projections/rules/check.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/comparison.h"
#include "projections/rules/condition.h"
#include "projections/rules/judge.h"
#include "projections/rules/rule_set.h"
#include "projections/rules/rule_words.h"
#include "projections/rules/step_words.h"
#include "projections/rules/unknowns.h"
#include "projections/rules/uses.h"
#include "projections/rules/value.h"
#include "projections/rules/value_words.h"

namespace fallbuch::rules {
namespace {

constexpr std::string_view kUnknown = "–";

std::string of_seconds(std::int64_t seconds) {
    constexpr std::int64_t kHour = 3600;
    if (seconds < kHour) return std::to_string((seconds + 59) / 60) + " Minuten";
    const std::int64_t hours = (seconds + kHour - 1) / kHour;
    return std::to_string(hours) + (hours == 1 ? " Stunde" : " Stunden");
}

// Leaves out what cannot be said yet: a clause with this mark in it.
constexpr char kNotYet = '\x01';

std::string without_not_yet(std::string text) {
    for (std::size_t mark = text.find(kNotYet); mark != std::string::npos;
         mark = text.find(kNotYet)) {
        std::size_t begin = 0;
        for (const std::string_view end : {". ", "; ", ", "}) {
            const std::size_t at = text.rfind(end, mark);
            if (at != std::string::npos) begin = std::max(begin, at + (end == ". " ? 1 : 0));
        }
        std::size_t end = std::min(text.find(". ", mark), text.find("; ", mark));
        if (end == std::string::npos) end = text.size() - (text.ends_with('.') ? 1 : 0);
        text.erase(begin, end - begin);
        if (begin > 0 && text[begin - 1] == '.') text.erase(begin, text.starts_with('.') ? 0 : 1);
    }
    return text;
}

// Puts one outcome into the words of its rule.
class Explainer {
public:
    Explainer(const Evaluation& state, const Outcome& outcome)
        : state_(state),
          outcome_(outcome),
          one_(state.activations[outcome.activation]),
          at_(state, one_.check),
          frame_(state, one_) {}

    std::string text() {
        const Check& check = *state_.rules.checks()[one_.check].check;
        const std::string why = why_undetermined();
        const auto found = check.explain.find(to_string(outcome_.verdict));
        if (found == check.explain.end()) return why;
        frame_.with.target = state_.event(one_.discharged_by);
        std::string text;
        for (const TextPart& part : found->second) text += of(part);
        text = without_not_yet(std::move(text));
        return text + (text.empty() || why.empty() ? "" : " ") + why;
    }

private:
    std::string of(const TextPart& part) const {
        switch (part.kind) {
            case TextPartKind::words: return part.words;
            case TextPartKind::value: {
                return value_words(value_of(part.value), codes_of(part.value));
            }
            case TextPartKind::due: return day(outcome_.due);
            case TextPartKind::earliest: return day(one_.limits.earliest);
            case TextPartKind::late_by: return late_by();
            case TextPartKind::done: {
                // One of several targets, or one of too few, has not done it.
                const bool is_done = outcome_.verdict != Verdict::violated || one_.is_late;
                const CaseEvent* done = is_done ? state_.event(one_.discharged_by) : nullptr;
                return done == nullptr ? std::string(1, kNotYet) : german_date(done->day);
            }
            case TextPartKind::counted: return number_words(one_.counted);
            case TextPartKind::unknown: return unknown();
            case TextPartKind::bound:
                return outcome_.bound ? number_words(*outcome_.bound) : std::string(kUnknown);
        }
        return {};
    }

    // Of a fact what it said when the duty began.
    Value value_of(const Operand& value) const {
        const auto& facts = state_.rules.checks()[one_.check].check->told_facts;
        for (std::size_t i = 0; i < one_.told_facts.size(); ++i) {
            const bool is_it =
                value.kind == OperandKind::path && is_same_path(facts[i].path, value.path);
            if (is_it) return one_.told_facts[i];
        }
        return at_.judge.value(value, frame_.with);
    }

    // Of a field its own, of a parameter those of what the check compares it with.
    const CodeList* codes_of(const Operand& value) const {
        if (value.kind == OperandKind::path) return value.path.codes;
        const Check& check = *state_.rules.checks()[one_.check].check;
        for (const ParamUse& use : uses_of(check, state_.rules.book_of(one_.check)).roles) {
            if (use.role == ParamRole::code && use.param == value.param) return use.codes;
        }
        return nullptr;
    }

    std::string unknown() const {
        const CompiledCheck& compiled = state_.rules.checks()[one_.check];
        ValueWords words(*state_.rules.books()[compiled.book], state_.rules.vocabulary());
        std::vector<std::string> all;
        for (const Unknown& one : one_.unknowns) {
            Speaker speaker = speaker_of(*compiled.check, words);
            if (one.object) speaker.roots.object = one.object;
            all.push_back(words.value(*one.operand, speaker));
        }
        return all.empty() ? std::string(1, kNotYet) : joined(all, "und");
    }

    static std::string day(const std::optional<CivilDay>& day) {
        return day ? german_date(*day) : std::string(kUnknown);
    }

    // A window that is open still, but whose end nobody can say.
    std::string why_undetermined() const {
        const bool is_without_end = outcome_.verdict == Verdict::undetermined && one_.is_open() &&
                                    one_.limits.is_unknown && !outcome_.due && !outcome_.due_second;
        if (!is_without_end) return {};
        return outcome_.reason == Reason::erased
                   ? "Der letzte Tag lässt sich nicht mehr berechnen: Angaben dazu sind gelöscht."
                   : "Der letzte Tag lässt sich nicht berechnen: eine Angabe dazu fehlt.";
    }

    std::string late_by() const {
        if (outcome_.late_by_seconds) return of_seconds(*outcome_.late_by_seconds);
        return outcome_.late_by_days ? days_words(*outcome_.late_by_days) : std::string(1, kNotYet);
    }

    const Evaluation& state_;
    const Outcome& outcome_;
    const Activation& one_;
    const CheckJudge at_;
    ActivationFrame frame_;
};

}  // namespace

std::string explained(const Evaluation& state, const Outcome& outcome) {
    return Explainer(state, outcome).text();
}

}  // namespace fallbuch::rules

#include "projections/rules/count_steps.h"

#include <cmath>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

#include "core/events/code_list.h"
#include "projections/rules/activation.h"
#include "projections/rules/bounds.h"
#include "projections/rules/check.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/condition.h"
#include "projections/rules/matching.h"
#include "projections/rules/rule_set.h"
#include "projections/rules/rule_words.h"
#include "projections/rules/rulebook.h"
#include "projections/rules/step_words.h"
#include "projections/rules/target_steps.h"
#include "projections/rules/trace.h"
#include "projections/rules/value_words.h"

namespace fallbuch::rules {
namespace {

// Each event that counted, as the trace has them.
std::vector<std::string> counted_events(const Evaluation& state, const Outcome& outcome) {
    std::vector<std::string> steps;
    if (state.trace == nullptr) return steps;
    for (const Trace::Hit& hit : state.trace->hits) {
        if (hit.activation != outcome.activation) continue;
        steps.push_back("Es zählt, als " + std::to_string(steps.size() + 1) + ".: " +
                        event_on_day(state.rules.vocabulary(), state.events[hit.event]) + '.');
    }
    if (steps.empty()) steps.emplace_back("Kein Ereignis zählt.");
    return steps;
}

class CountSteps {
public:
    CountSteps(const Evaluation& state, const Outcome& outcome)
        : state_(state),
          outcome_(outcome),
          one_(state.activations[outcome.activation]),
          check_(*state.rules.checks()[one_.check].check) {}

    std::vector<std::string> take(const Misses& misses) {
        if (!check_.require.empty()) {
            add("Gezählt " +
                std::string(has_min() ? "werden: " : "wird, was nur so oft sein darf: ") +
                demand_words(state_, outcome_, 0) + '.');
        }
        add_window();
        if (check_.count.is_prorata) add_prorata();
        for (std::string& step : counted_events(state_, outcome_)) add(std::move(step));
        if (!check_.require.empty()) {
            for (std::string& step : miss_steps(state_, outcome_, misses, 0)) add(std::move(step));
        }
        std::string text = "Gezählt: " + std::to_string(one_.counted);
        if (outcome_.bound) {
            text += std::string("; ") + (has_min() ? "verlangt" : "höchstens erlaubt") + ": " +
                    number_words(*outcome_.bound);
        }
        add(text + '.');
        return std::move(steps_);
    }

private:
    void add(std::string text) { steps_.push_back(std::move(text)); }

    bool has_min() const { return check_.count.min.value || check_.count.min.table; }

    void add_window() {
        if (!outcome_.due) return;
        const auto& earliest = one_.limits.earliest;
        add("Gezählt wird " + (earliest ? "vom " + named_day(*earliest) + ' ' : std::string()) +
            "bis " + named_day(*outcome_.due) + '.');
    }

    // "„Förderprofil“", by which a number held; empty if the rule has no such names.
    std::string kind_words(std::string_view kind) const {
        if (kind.empty() || !check_.ids_key) return {};
        const CodeList* codes = check_.ids_key->path.codes;
        const Code* code = codes == nullptr ? nullptr : codes->find(kind);
        return " (" + quoted(code == nullptr ? kind : std::string_view(code->title)) + ')';
    }

    void add_prorata() {
        const Limits limits = limits_with_stops(state_, one_);
        const std::vector<WeighedBound> parts = weighed_bounds(state_, one_, limits);
        const int whole = days_of_window(one_, limits);
        if (parts.empty()) return add_unknown_number();
        if (parts.size() == 1 && parts.front().days() == whole) {
            return add("Verlangt im ganzen Zeitraum: " + number_words(parts.front().bound) +
                       kind_words(parts.front().kind) + '.');
        }
        for (const WeighedBound& part : parts) {
            add("Vom " + named_day(part.from) + " bis " + named_day(part.to) + ", " +
                days_words(part.days()) + ", galt für den ganzen Zeitraum: " +
                number_words(part.bound) + kind_words(part.kind) + '.');
        }
        if (one_.prorata == Prorata::last) return add(way_of_prorata("die letzte Zahl"));
        if (one_.prorata == Prorata::greatest) return add(way_of_prorata("die höchste Zahl"));
        add_by_days(parts, whole);
    }

    void add_unknown_number() {
        std::string text = "Die geforderte Zahl ist nicht bekannt";
        if (check_.count.min.key) {
            RuleWords words(state_.rules.book_of(one_.check), state_.rules.vocabulary());
            text += "; sie richtet sich nach: " +
                    words.values().value(*check_.count.min.key, speaker_of(check_, words.values()));
        }
        add(text + '.');
    }

    std::string way_of_prorata(std::string_view which) const {
        const Rulebook& book = state_.rules.book_of(one_.check);
        const auto& param = check_.count.prorata_param;
        return "Es gilt " + std::string(which) +
               (param ? " (Parameter " + title_of(book.params[*param]) + ")" : std::string()) +
               ": " + number_words(*outcome_.bound) + '.';
    }

    // "3 × 45 Tage + 4 × 136 Tage = 679; geteilt durch 181 Tage: 3,75; abgerundet 3."
    void add_by_days(const std::vector<WeighedBound>& parts, int whole) {
        std::string sum;
        double total = 0;
        for (const WeighedBound& part : parts) {
            sum += (sum.empty() ? "" : " + ") + number_words(part.bound) + " × " +
                   days_words(part.days());
            total += part.bound * part.days();
        }
        const double exact = total / whole;
        std::string text = sum + " = " + number_words(total) + "; geteilt durch die " +
                           days_words(whole) + " des Zeitraums: " + number_words(exact);
        const double rounded = std::floor(exact);
        if (rounded != exact) text += "; abgerundet " + number_words(rounded);
        if (rounded < *outcome_.bound) text += "; mindestens aber " + number_words(*outcome_.bound);
        add(text + '.');
    }

    const Evaluation& state_;
    const Outcome& outcome_;
    const Activation& one_;
    const Check& check_;
    std::vector<std::string> steps_;
};

}  // namespace

std::vector<std::string> count_steps(const Evaluation& state, const Outcome& outcome,
                                     const Misses& misses) {
    return CountSteps(state, outcome).take(misses);
}

}  // namespace fallbuch::rules

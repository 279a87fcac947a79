#include "projections/rules/bounds.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <system_error>

#include "projections/rules/check_state.h"
#include "projections/rules/condition.h"
#include "projections/rules/definitions.h"
#include "projections/rules/judge.h"
#include "projections/rules/rule_set.h"
#include "projections/rules/rulebook.h"
#include "projections/rules/value.h"

namespace fallbuch::rules {

std::optional<double> bound_of(const Evaluation& state, const Activation& one,
                               const CountBound& bound) {
    const CompiledCheck& compiled = state.rules.checks()[one.check];
    const CheckJudge at(state, one.check);
    const ActivationFrame frame(state, one);
    if (bound.value) {
        const Value value = at.judge.value(*bound.value, frame.with);
        return value.kind == ValueKind::number ? std::optional(value.number) : std::nullopt;
    }
    if (!bound.table || !bound.key) return std::nullopt;
    const Value key = at.judge.value(*bound.key, frame.with);
    if (key.kind != ValueKind::text) return std::nullopt;
    const Rulebook& book = *state.rules.books()[compiled.book];
    for (const Table::Row& row : book.tables[*bound.table].rows) {
        if (row.cells.size() < 2 || row.cells[0] != key.text) continue;
        if (!row.valid.covers(state.today)) continue;
        // A cell may name a parameter: the row says which, the parameter how many.
        for (std::size_t i = 0; i < book.params.size(); ++i) {
            if (book.params[i].name != row.cells[1]) continue;
            const Operand* value =
                state.gates[compiled.book].params.find(static_cast<std::uint16_t>(i));
            return value == nullptr ? std::nullopt : std::optional(value->number);
        }
        double number = 0;
        const std::string& cell = row.cells[1];
        const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), number);
        return error == std::errc() ? std::optional(number) : std::nullopt;
    }
    return std::nullopt;
}

std::vector<WeighedBound> weighed_bounds(const Evaluation& state, const Activation& one,
                                         const Limits& limits) {
    const std::vector<BoundFrom>& bounds = state.checks[one.check].bounds;
    std::vector<WeighedBound> all;
    if (!limits.due || !limits.earliest) return all;
    for (std::size_t i = 0; i < bounds.size(); ++i) {
        const CivilDay from = std::max(bounds[i].from, *limits.earliest);
        CivilDay to = *limits.due;
        if (i + 1 < bounds.size()) to = std::min(to, bounds[i + 1].from - std::chrono::days(1));
        if (to < from || !bounds[i].bound) continue;
        const bool goes_on = !all.empty() && all.back().to + std::chrono::days(1) == from &&
                             all.back().bound == *bounds[i].bound &&
                             all.back().kind == bounds[i].kind;
        if (goes_on) {
            all.back().to = to;
        } else {
            all.push_back({from, to, *bounds[i].bound, bounds[i].kind});
        }
    }
    return all;
}

int days_of_window(const Activation& one, const Limits& limits) {
    return limits.due ? static_cast<int>((*limits.due - one.day).count()) + 1 : 0;
}

std::optional<double> prorata_bound(const Evaluation& state, const Activation& one,
                                    const Limits& limits) {
    const std::vector<WeighedBound> parts = weighed_bounds(state, one, limits);
    if (parts.empty()) return std::nullopt;
    if (one.prorata == Prorata::last) return parts.back().bound;
    double sum = 0;
    double greatest = 0;
    for (const WeighedBound& part : parts) {
        greatest = std::max(greatest, part.bound);
        sum += part.bound * part.days();
    }
    if (one.prorata == Prorata::greatest) return greatest;
    return std::max(1.0, std::floor(sum / days_of_window(one, limits)));
}

}  // namespace fallbuch::rules

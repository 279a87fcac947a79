#include "projections/rules/parameter_gaps.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>

#include "core/calendar/civil_day.h"
#include "projections/rules/check.h"
#include "projections/rules/definitions.h"
#include "projections/rules/live_periods.h"
#include "projections/rules/uses.h"

namespace fallbuch::rules {
namespace {

// The first day of a value; the least of all if one has held for ever.
CivilDay first_day_of(const Parameter& param) {
    CivilDay first = CivilDay::max();
    for (const Parameter::Value& one : param.values) {
        first = std::min(first, one.valid.from.value_or(CivilDay::min()));
    }
    return first;
}

// The days behind `first` up to the next value, or the end of the period.
Validity gap_from(CivilDay first, const Parameter& param, const Validity& period) {
    Validity gap{first, period.to};
    for (const Parameter::Value& one : param.values) {
        if (!one.valid.from || *one.valid.from <= first) continue;
        const CivilDay last = *one.valid.from - std::chrono::days(1);
        if (!gap.to || last < *gap.to) gap.to = last;
    }
    return gap;
}

// The first days of the period on which it has no value in any unit.
std::optional<Validity> gap_in(const Validity& period, const Parameter& param) {
    CivilDay day = period.from.value_or(first_day_of(param));
    while (!period.to || day <= *period.to) {
        const auto value = std::ranges::find_if(
            param.values, [&](const Parameter::Value& one) { return one.valid.covers(day); });
        if (value == param.values.end()) return gap_from(day, param, period);
        if (!value->valid.to) return std::nullopt;
        day = *value->valid.to + std::chrono::days(1);
    }
    return std::nullopt;
}

}  // namespace

void check_parameter_gaps(const Rulebook& book, RulebookFaults& faults) {
    std::set<std::uint16_t> told;
    for (const Check& check : book.checks) {
        if (check.governs_by || check.governs_by_due || book.governs_by_due) continue;
        const Uses uses = with_definitions(uses_of(check, book), book);
        for (const std::uint16_t index : uses.params) {
            const Parameter& param = book.params[index];
            if (param.combines_by_max) continue;
            for (const Validity& period : live_periods(check, book)) {
                const auto gap = gap_in(period, param);
                if (!gap || !told.insert(index).second) continue;
                faults.add(param.place, "the parameter " + param.name + " has no value " +
                                            text_of(*gap) + ", when the rule " + check.id +
                                            " asks for it");
            }
        }
    }
}

}  // namespace fallbuch::rules

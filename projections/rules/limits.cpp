#include "projections/rules/limits.h"

#include <chrono>
#include <limits>
#include <variant>

#include "core/calendar/deadline.h"
#include "core/calendar/legal_period.h"
#include "core/calendar/period.h"
#include "projections/rules/lengths.h"

namespace fallbuch::rules {
namespace {

unsigned day_of_month(CivilDay day) {
    return static_cast<unsigned>(std::chrono::year_month_day(day).day());
}

Period backwards(const Period& period) {
    if (const auto* working = std::get_if<WorkingDays>(&period)) {
        return WorkingDays{-working->count};
    }
    const auto& civil = std::get<CivilPeriod>(period);
    return CivilPeriod{-civil.years, -civil.months, -civil.days};
}

}  // namespace

CivilDay first_after(CalendarUnit unit, CivilDay day) {
    const std::chrono::year_month_day date(day);
    const unsigned length = unit == CalendarUnit::month       ? 1
                            : unit == CalendarUnit::quarter   ? 3
                            : unit == CalendarUnit::half_year ? 6
                                                              : 12;
    const unsigned month = static_cast<unsigned>(date.month()) - 1;
    const auto next = date.year() / std::chrono::January +
                      std::chrono::months(static_cast<int>((month / length + 1) * length));
    return CivilDay(next / 1);
}

Length LimitRules::resolved(const Length& length) const {
    if (!length.param) return length;
    const Operand* value = params_.find(*length.param);
    return value == nullptr ? Length{} : length_of(value->text);
}

std::optional<CivilDay> LimitRules::end_of(CivilDay from, const Period& period) const {
    const auto* civil = std::get_if<CivilPeriod>(&period);
    if (civil == nullptr) {
        if (calendar_ == nullptr) return std::nullopt;
        const auto end = due_day(from, period, rules_.count, *calendar_);
        return end ? std::optional(*end) : std::nullopt;
    }
    CivilDay end = last_day(from, *civil, rules_.count);
    const bool counts_months = civil->months != 0 || civil->years != 0;
    const bool is_clamped = counts_months && civil->days == 0 &&
                            day_of_month(end) < day_of_month(from) &&
                            rules_.count == Counting::from_next_day;
    if (is_clamped && rules_.month_round == MonthRound::up) end += std::chrono::days(1);
    return end;
}

std::optional<CivilDay> LimitRules::moved(CivilDay day) const {
    if (rules_.roll == Roll::none) return day;
    if (calendar_ == nullptr) return std::nullopt;
    const auto end = effective_end(day, EndOf::deadline, *calendar_);
    return end ? std::optional(*end) : std::nullopt;
}

std::optional<CivilDay> LimitRules::extended(CivilDay day, int stopped,
                                             bool counts_working_days) const {
    if (!counts_working_days) return day + std::chrono::days(stopped);
    if (calendar_ == nullptr) return std::nullopt;
    const auto end = calendar_->add_working_days(day, stopped);
    return end ? std::optional(*end) : std::nullopt;
}

Limits LimitRules::limits_before(const Anchor& anchor, const Length* after,
                                 const Length* before) const {
    Limits limits;
    limits.due = limits.unmoved = anchor.day;
    const Length first = before == nullptr ? Length{} : resolved(*before);
    const Length last = after == nullptr ? Length{} : resolved(*after);
    limits.is_elapsed = first.elapsed_seconds.has_value() || last.elapsed_seconds.has_value();
    if (limits.is_elapsed) {
        limits.from_second = first.elapsed_seconds ? anchor.second - *first.elapsed_seconds
                                                   : std::numeric_limits<std::int64_t>::min();
        limits.to_second = anchor.second - last.elapsed_seconds.value_or(0);
        return limits;
    }
    if (before != nullptr) {
        limits.earliest = first.civil ? end_of(anchor.day, backwards(*first.civil)) : std::nullopt;
        limits.is_unknown = !limits.earliest;
    }
    if (after != nullptr) {
        limits.due = last.civil ? end_of(anchor.day, backwards(*last.civil)) : std::nullopt;
        limits.is_unknown = limits.is_unknown || !limits.due;
    }
    return limits;
}

Limits LimitRules::limits(const Anchor& anchor, const Length* after, const Length* before) const {
    Limits limits;
    const Length first = after == nullptr ? Length{} : resolved(*after);
    const Length last = before == nullptr ? Length{} : resolved(*before);
    limits.is_elapsed = first.elapsed_seconds.has_value() || last.elapsed_seconds.has_value();
    if (limits.is_elapsed) {
        // Without "after" only the order of events says what is too early.
        limits.from_second = first.elapsed_seconds ? anchor.second + *first.elapsed_seconds
                                                   : std::numeric_limits<std::int64_t>::min();
        if (last.elapsed_seconds) limits.to_second = anchor.second + *last.elapsed_seconds;
        limits.is_unknown = before != nullptr && !last.elapsed_seconds;
        return limits;
    }
    if (after != nullptr) {
        limits.earliest = first.civil ? end_of(anchor.day, *first.civil) : std::nullopt;
        limits.is_unknown = !limits.earliest;
    }
    if (before != nullptr) {
        limits.unmoved = last.civil ? end_of(anchor.day, *last.civil) : std::nullopt;
        if (limits.unmoved) limits.due = moved(*limits.unmoved);
        limits.is_unknown = limits.is_unknown || !limits.due;
    }
    return limits;
}

}  // namespace fallbuch::rules

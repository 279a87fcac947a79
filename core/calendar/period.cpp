#include "core/calendar/period.h"

#include <cstddef>
#include <cstdlib>
#include <optional>

namespace fallbuch {
namespace {

constexpr std::size_t kDigitsMax = 4;
constexpr int kDaysOfWeek = 7;

// Takes "<digits><unit>" off the front of a text; nothing, and the text as it was, if it is not
// there.
std::optional<int> take(std::string_view& text, std::string_view unit) {
    std::size_t digits = 0;
    int value = 0;
    while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9') {
        if (digits == kDigitsMax) return std::nullopt;
        value = value * 10 + (text[digits] - '0');
        ++digits;
    }
    if (digits == 0 || !text.substr(digits).starts_with(unit)) return std::nullopt;
    text.remove_prefix(digits + unit.size());
    return value;
}

// What follows the "P"; nothing if it is no period.
std::optional<Period> parse_unsigned(std::string_view text, int sign) {
    std::string_view rest = text;
    if (const auto count = take(rest, "BD")) {
        return rest.empty() ? std::optional<Period>(WorkingDays{sign * *count}) : std::nullopt;
    }
    if (const auto weeks = take(rest, "W")) {
        const CivilPeriod period{.days = sign * kDaysOfWeek * *weeks};
        return rest.empty() ? std::optional<Period>(period) : std::nullopt;
    }
    const auto years = take(rest, "Y");
    const auto months = take(rest, "M");
    const auto days = take(rest, "D");
    if (!rest.empty() || !(years || months || days)) return std::nullopt;
    return CivilPeriod{.years = sign * years.value_or(0),
                       .months = sign * months.value_or(0),
                       .days = sign * days.value_or(0)};
}

std::string part(int count, const char* unit) {
    return count == 0 ? std::string() : std::to_string(std::abs(count)) + unit;
}

}  // namespace

Result<Period> parse_period(std::string_view text) {
    std::string_view rest = text;
    const bool backwards = rest.starts_with('-');
    if (backwards) rest.remove_prefix(1);
    if (rest.starts_with('P')) {
        if (auto period = parse_unsigned(rest.substr(1), backwards ? -1 : 1)) return *period;
    }
    return Error{ErrorCode::invalid,
                 "period: not P with Y, M and D, or W, or BD (" + std::string(text) + ")"};
}

std::string period_text(const Period& period) {
    if (const auto* working = std::get_if<WorkingDays>(&period)) {
        return (working->count < 0 ? "-P" : "P") + std::to_string(std::abs(working->count)) + "BD";
    }
    const auto civil = std::get<CivilPeriod>(period);
    const bool backwards = civil.years < 0 || civil.months < 0 || civil.days < 0;
    const std::string front = backwards ? "-P" : "P";
    const bool only_days = civil.years == 0 && civil.months == 0;
    if (only_days && civil.days == 0) return "P0D";
    if (only_days && civil.days % kDaysOfWeek == 0)
        return front + part(civil.days / kDaysOfWeek, "W");
    return front + part(civil.years, "Y") + part(civil.months, "M") + part(civil.days, "D");
}

int interrupted_days(CivilPeriod period) {
    return period.years * 365 + period.months * 30 + period.days;
}

}  // namespace fallbuch

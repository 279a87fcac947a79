#include "projections/rules/lengths.h"

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <system_error>
#include <variant>

#include "core/calendar/period.h"
#include "projections/rules/condition.h"

namespace fallbuch::rules {
namespace {

// Seconds of "PT24H", "PT30M", "PT45S" or a sum of them, with a sign "-PT2H"; nothing if it is not
// of this form.
std::optional<std::int64_t> parse_elapsed(std::string_view text) {
    const bool is_before = text.starts_with('-');
    if (is_before) text.remove_prefix(1);
    if (!text.starts_with("PT") || text.size() == 2) return std::nullopt;
    std::int64_t seconds = 0;
    std::string_view units = "HMS";
    for (text.remove_prefix(2); !text.empty();) {
        std::int64_t number = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error != std::errc() || end == text.data() + text.size() || number < 0) return {};
        const std::size_t unit = units.find(*end);
        constexpr std::int64_t kNumberMax = 1'000'000;
        if (unit == std::string_view::npos || number > kNumberMax) return std::nullopt;
        seconds += number * (*end == 'H' ? 3600 : *end == 'M' ? 60 : 1);
        units.remove_prefix(unit + 1);
        text.remove_prefix(static_cast<std::size_t>(end - text.data()) + 1);
    }
    return is_before ? -seconds : seconds;
}

}  // namespace

Length length_of(std::string_view text) {
    Length length;
    length.elapsed_seconds = parse_elapsed(text);
    if (length.elapsed_seconds) return length;
    const auto period = parse_period(text);
    if (period) length.civil = *period;
    return length;
}

bool is_zero(const Length& length) {
    if (length.elapsed_seconds) return *length.elapsed_seconds == 0;
    if (!length.civil) return false;
    if (const auto* working = std::get_if<WorkingDays>(&*length.civil)) return working->count == 0;
    return std::get<CivilPeriod>(*length.civil) == CivilPeriod{};
}

bool is_backwards(const Length& length) {
    if (length.elapsed_seconds) return *length.elapsed_seconds < 0;
    if (!length.civil) return false;
    if (const auto* working = std::get_if<WorkingDays>(&*length.civil)) return working->count < 0;
    const auto& civil = std::get<CivilPeriod>(*length.civil);
    return civil.years < 0 || civil.months < 0 || civil.days < 0;
}

bool has_months(const Length& length) {
    const auto* civil = length.civil ? std::get_if<CivilPeriod>(&*length.civil) : nullptr;
    return civil != nullptr && (civil->months != 0 || civil->years != 0);
}

bool is_endless(const Length& length) {
    constexpr int kMonthsMax = 100 * 12;
    constexpr int kDaysMax = 36'525;
    constexpr std::int64_t kSecondsOfDay = 86'400;
    if (length.elapsed_seconds) {
        return std::abs(*length.elapsed_seconds) > kDaysMax * kSecondsOfDay;
    }
    if (!length.civil) return false;
    if (const auto* working = std::get_if<WorkingDays>(&*length.civil)) {
        constexpr int kWorkingDaysMax = kDaysMax / 7 * 5;
        return std::abs(working->count) > kWorkingDaysMax;
    }
    const auto& civil = std::get<CivilPeriod>(*length.civil);
    return std::abs(civil.years * 12 + civil.months) > kMonthsMax ||
           std::abs(civil.days) > kDaysMax;
}

}  // namespace fallbuch::rules

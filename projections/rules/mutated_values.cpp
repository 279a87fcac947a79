#include "projections/rules/mutated_values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <optional>
#include <system_error>
#include <utility>
#include <variant>

#include "core/calendar/period.h"
#include "core/calendar/timestamp.h"
#include "projections/rules/norm.h"
#include "projections/rules/norm_reader.h"

namespace fallbuch::rules {
namespace {

struct Choice {
    std::string_view name;
    std::string_view from;
    std::string_view to;
};
constexpr auto kChoices = std::to_array<Choice>({
    {"basis", "occurred", "recorded"},
    {"basis", "recorded", "occurred"},
    {"consume", "one", "all"},
    {"consume", "all", "one"},
    {"count", "from_next_day", "from_same_day"},
    {"count", "from_same_day", "from_next_day"},
    {"month_round", "down", "up"},
    {"month_round", "up", "down"},
    {"roll", "none", "next_working_day"},
    {"roll", "next_working_day", "none"},
    {"roll", "report_both", "next_working_day"},
    {"transition", "keep_old_version", "restart_new"},
    {"transition", "restart_new", "keep_old_version"},
    {"transition", "close_lapsed", "keep_old_version"},
    {"transition", "gap", "keep_old_version"},
    {"governs_by", "due", "activation.occurred"},
    {"governs_by", "activation.occurred", "due"},
    {"kind", "achievement", "maintenance"},
    {"kind", "maintenance", "achievement"},
    {"kind", "preemptive", "achievement"},
});

JsonNode with_text(const JsonNode& node, std::string text) {
    JsonNode out = node;
    out.text = std::move(text);
    return out;
}

JsonNode with_number(const JsonNode& node, int change) {
    JsonNode out = node;
    out.integer += change;
    out.number += change;
    return out;
}

std::string by(int change) { return change > 0 ? "+1" : "-1"; }

// A day longer or shorter. Of months the last one becomes 27 days, which is shorter than any.
CivilPeriod moved(CivilPeriod period, int change) {
    constexpr int kShorterThanAnyMonth = 27;
    const int sign = period.years < 0 || period.months < 0 || period.days < 0 ? -1 : 1;
    const bool has_days_only = period.years == 0 && period.months == 0;
    if (change > 0 || has_days_only || period.days != 0) {
        period.days += sign * change;
        return period;
    }
    if (period.months == 0) {
        period.years -= sign;
        period.months = sign * 12;
    }
    period.months -= sign;
    period.days = sign * kShorterThanAnyMonth;
    return period;
}

std::optional<std::string> moved_period(const std::string& text, int change) {
    const auto period = parse_period(text);
    if (!period) return std::nullopt;
    if (const auto* working = std::get_if<WorkingDays>(&*period)) {
        const int sign = working->count < 0 ? -1 : 1;
        return period_text(WorkingDays{working->count + sign * change});
    }
    return period_text(moved(std::get<CivilPeriod>(*period), change));
}

// Elapsed time: the last of its numbers.
std::optional<std::string> moved_elapsed(const std::string& text, int change) {
    if (text.starts_with('-')) {
        const auto moved = moved_elapsed(text.substr(1), change);
        return moved ? std::optional('-' + *moved) : std::nullopt;
    }
    if (!text.starts_with("PT") || text.find_first_not_of("0123456789HMS", 2) != text.npos) {
        return std::nullopt;
    }
    const std::size_t end = text.find_last_of("0123456789");
    if (end == text.npos || end + 2 != text.size()) return std::nullopt;
    const std::size_t begin = text.find_last_not_of("0123456789", end) + 1;
    int number = 0;
    const auto [stop, error] = std::from_chars(&text[begin], &text[end] + 1, number);
    if (error != std::errc() || stop != &text[end] + 1 || number + change < 0) return std::nullopt;
    return text.substr(0, begin) + std::to_string(number + change) + text.back();
}

std::optional<std::string> moved_text(const std::string& text, int change) {
    if (const auto day = parse_day(text)) return day_text(*day + std::chrono::days(change));
    if (auto period = moved_period(text, change)) return period;
    return moved_elapsed(text, change);
}

// The one behind it or before it; of letters, too, as far as there are any.
void move(NormPart& part, int change) {
    if (part.letter.empty()) {
        part.number += change;
        return;
    }
    char& letter = part.letter.back();
    if (letter != (change > 0 ? 'z' : 'a')) letter = static_cast<char>(letter + change);
}

// The neighbours of a norm, and what it lies within.
void add_norms(const JsonNode& value, std::vector<ChangedValue>& out) {
    const std::vector<Norm> norms = read_norms(value.text);
    if (norms.size() != 1) return;
    const auto is_told = [](const auto& level) { return level.has_value(); };
    const auto& levels = norms.front().levels;
    const auto deepest = std::find_if(levels.rbegin(), levels.rend(), is_told);
    if (deepest == levels.rend()) return;
    const auto index = static_cast<std::size_t>(levels.rend() - deepest) - 1;
    const bool is_span = (*deepest)->first != (*deepest)->last;
    for (const int change : {1, -1}) {
        Norm other = norms.front();
        move(other.levels[index]->last, change);
        if (!is_span) other.levels[index]->first = other.levels[index]->last;
        if (other == norms.front()) continue;
        out.push_back({by(change), with_text(value, norm_text(other))});
    }
    Norm wider = norms.front();
    if (is_span) {
        move(wider.levels[index]->first, -1);
    } else {
        wider.levels[index].reset();
    }
    const bool is_norm = wider.at(NormLevel::section).has_value();
    if (is_norm) out.push_back({"weiter", with_text(value, norm_text(wider))});
}

}  // namespace

std::vector<ChangedValue> changed_values(const JsonNode& value, std::string_view name) {
    std::vector<ChangedValue> out;
    if (value.is(JsonKind::boolean)) {
        JsonNode other = value;
        other.boolean = !value.boolean;
        out.push_back({value.boolean ? "-> false" : "-> true", std::move(other)});
        return out;
    }
    if (name == "cites" || name == "norms") add_norms(value, out);
    const bool is_number = value.is(JsonKind::integer) || value.is(JsonKind::number);
    for (const int change : {1, -1}) {
        if (is_number) {
            out.push_back({by(change), with_number(value, change)});
        } else if (const auto text = moved_text(value.text, change)) {
            out.push_back({by(change), with_text(value, *text)});
        }
    }
    for (const Choice& one : kChoices) {
        if (one.name != name || one.from != value.text) continue;
        out.push_back({"-> " + std::string(one.to), with_text(value, std::string(one.to))});
    }
    return out;
}

}  // namespace fallbuch::rules

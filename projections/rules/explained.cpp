#include "projections/rules/explained.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>

#include "core/calendar/civil_day.h"
#include "core/calendar/period.h"
#include "core/events/code_list.h"
#include "projections/rules/activation.h"
#include "projections/rules/case_event.h"
#include "projections/rules/check.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/condition.h"
#include "projections/rules/judge.h"
#include "projections/rules/operand_parser.h"
#include "projections/rules/rule_set.h"
#include "projections/rules/value.h"

namespace fallbuch::rules {
namespace {

constexpr std::string_view kUnknown = "–";

std::string german(CivilDay day) {
    const std::chrono::year_month_day date(day);
    std::string text(16, '\0');
    const int length =
        std::snprintf(text.data(), text.size(), "%02u.%02u.%04d", static_cast<unsigned>(date.day()),
                      static_cast<unsigned>(date.month()), static_cast<int>(date.year()));
    text.resize(static_cast<std::size_t>(length));
    return text;
}

std::string german(double number) {
    const bool is_whole = number == std::floor(number);
    std::string text =
        is_whole ? std::to_string(static_cast<std::int64_t>(number)) : std::to_string(number);
    if (is_whole) return text;
    text.erase(text.find_last_not_of('0') + 1);
    text.replace(text.find('.'), 1, ",");
    return text;
}

std::string of_days(int days) { return std::to_string(days) + (days == 1 ? " Tag" : " Tage"); }

std::string of_seconds(std::int64_t seconds) {
    constexpr std::int64_t kHour = 3600;
    if (seconds < kHour) return std::to_string((seconds + 59) / 60) + " Minuten";
    const std::int64_t hours = (seconds + kHour - 1) / kHour;
    return std::to_string(hours) + (hours == 1 ? " Stunde" : " Stunden");
}

// "7 Tage", "1 Arbeitstag", "24 Stunden"; nothing if the text is no length.
std::optional<std::string> german_length(std::string_view text) {
    if (!text.starts_with('P') && !text.starts_with("-P")) return std::nullopt;
    const Length length = length_of(text);
    if (length.elapsed_seconds) return of_seconds(*length.elapsed_seconds);
    if (!length.civil) return std::nullopt;
    const auto counted = [](int count, std::string_view one, std::string_view more) {
        return std::to_string(std::abs(count)) + ' ' +
               std::string(std::abs(count) == 1 ? one : more);
    };
    if (const auto* working = std::get_if<WorkingDays>(&*length.civil)) {
        return counted(working->count, "Arbeitstag", "Arbeitstage");
    }
    const auto& period = std::get<CivilPeriod>(*length.civil);
    std::string all;
    const auto add = [&](int count, std::string_view one, std::string_view more) {
        if (count != 0) all += (all.empty() ? "" : ", ") + counted(count, one, more);
    };
    add(period.years, "Jahr", "Jahre");
    add(period.months, "Monat", "Monate");
    add(period.days, "Tag", "Tage");
    return all.empty() ? counted(0, "Tag", "Tage") : all;
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

std::string worded(const Value& value, const CodeList* codes) {
    switch (value.kind) {
        case ValueKind::missing: return std::string(kUnknown);
        case ValueKind::erased: return "(gelöscht)";
        case ValueKind::boolean: return value.boolean ? "ja" : "nein";
        case ValueKind::number: return german(value.number);
        case ValueKind::text: {
            const Code* code = codes == nullptr ? nullptr : codes->find(value.text);
            if (code != nullptr) return code->title;
            return german_length(value.text).value_or(std::string(value.text));
        }
        case ValueKind::day:
        case ValueKind::moment: return german(value.day);
        case ValueKind::map: return std::string(kUnknown);
        case ValueKind::list:
        case ValueKind::texts: break;
    }
    std::string all;
    each_item(value, [&](const Value& item) {
        all += (all.empty() ? "" : ", ") + worded(item, codes);
        return true;
    });
    return all.empty() ? std::string(kUnknown) : all;
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
        const auto found = check.explain.find(to_string(outcome_.verdict));
        if (found == check.explain.end()) return {};
        frame_.with.target = state_.event(one_.discharged_by);
        std::string text;
        for (const TextPart& part : found->second) text += of(part);
        return without_not_yet(std::move(text));
    }

private:
    std::string of(const TextPart& part) const {
        switch (part.kind) {
            case TextPartKind::words: return part.words;
            case TextPartKind::value: {
                const CodeList* codes =
                    part.value.kind == OperandKind::path ? part.value.path.codes : nullptr;
                return worded(at_.judge.value(part.value, frame_.with), codes);
            }
            case TextPartKind::due: return day(outcome_.due);
            case TextPartKind::earliest: return day(one_.limits.earliest);
            case TextPartKind::late_by: return late_by();
            case TextPartKind::done: {
                // One of several targets, or one of too few, has not done it.
                const bool is_done = outcome_.verdict != Verdict::violated || one_.is_late;
                const CaseEvent* done = is_done ? state_.event(one_.discharged_by) : nullptr;
                return done == nullptr ? std::string(1, kNotYet) : german(done->day);
            }
            case TextPartKind::counted: return german(one_.counted);
            case TextPartKind::bound:
                return outcome_.bound ? german(*outcome_.bound) : std::string(kUnknown);
        }
        return {};
    }

    static std::string day(const std::optional<CivilDay>& day) {
        return day ? german(*day) : std::string(kUnknown);
    }

    std::string late_by() const {
        if (outcome_.late_by_seconds) return of_seconds(*outcome_.late_by_seconds);
        return outcome_.late_by_days ? of_days(*outcome_.late_by_days) : std::string(1, kNotYet);
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

#include "projections/rules/operand_steps.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "core/calendar/civil_day.h"
#include "core/calendar/legal_period.h"
#include "core/calendar/period.h"
#include "projections/rules/step_words.h"
#include "projections/rules/value.h"
#include "projections/rules/value_words.h"

namespace fallbuch::rules {
namespace {

std::string length_of_period(const CivilPeriod& period) {
    Length length;
    length.civil = period;
    return german_length(length);
}

}  // namespace

bool is_reckoned(const Operand& operand) {
    switch (operand.kind) {
        case OperandKind::plus:
        case OperandKind::minus:
        case OperandKind::duration:
        case OperandKind::age: return true;
        default: return std::ranges::any_of(operand.parts, is_reckoned);
    }
}

bool is_literal(const Operand& operand) {
    switch (operand.kind) {
        case OperandKind::text:
        case OperandKind::number:
        case OperandKind::boolean:
        case OperandKind::texts:
        case OperandKind::day:
        case OperandKind::period: return true;
        default: return false;
    }
}

std::string OperandSteps::value(const Operand& operand, const Bindings& with,
                                const CodeList* codes) const {
    if (operand.kind == OperandKind::duration) {
        const auto first = judge_.day(operand.parts[0], with);
        const auto last = judge_.day(operand.parts[1], with);
        if (!first || !last) return std::string(kNotTold);
        return named_day(*first) + " bis " + named_day(*last) + " sind " +
               days_words((*last - *first).count() + 1);
    }
    if (operand.kind == OperandKind::age) {
        const Value found = judge_.value(operand, with);
        if (!found.is_known()) return std::string(kNotTold);
        const std::string years = value_words(found, nullptr);
        return day(operand.parts[0], with) + " bis " + day(operand.parts[1], with) + ": " + years +
               " Jahre";
    }
    if (is_day(operand)) return day(operand, with);
    if (operand.kind == OperandKind::open) return number(operand.open.front(), with);
    const Value value = judge_.value(operand, with);
    if (value.kind == ValueKind::missing) return std::string(kNotTold);
    const bool is_path = operand.kind == OperandKind::path;
    const CodeList* own = is_path && operand.path.codes ? operand.path.codes : codes;
    if (is_list(value)) return items(value, own);
    const std::string text = value_words(value, own);
    return value.kind == ValueKind::text ? quoted(text) : text;
}

// "„Stammdaten“ und „Beratung“"; of items that have parts only how many there are.
std::string OperandSteps::items(const Value& list, const CodeList* codes) {
    std::vector<std::string> all;
    std::size_t with_parts = 0;
    each_item(list, [&](const Value& item) {
        if (item.kind == ValueKind::map) {
            ++with_parts;
        } else {
            all.push_back(quoted(value_words(item, codes)));
        }
        return true;
    });
    if (with_parts > 0) {
        return std::to_string(with_parts) + (with_parts == 1 ? " Eintrag" : " Einträge");
    }
    return all.empty() ? "nichts" : joined(all, "und");
}

std::string OperandSteps::number(const Condition& which, const Bindings& with) const {
    const auto [least, most] = judge_.number_open(which, with);
    if (least == most) return "gezählt: " + std::to_string(least);
    return "gezählt: mindestens " + std::to_string(least) + ", höchstens " + std::to_string(most);
}

std::string OperandSteps::letters(const Operand& operand, const Bindings& with) const {
    const std::string text = value(operand, with, nullptr);
    const Value found = judge_.value(operand, with);
    const bool has_title = found.kind == ValueKind::text && text != quoted(found.text);
    return has_title ? quoted(found.text) + " (" + text + ')' : text;
}

std::string OperandSteps::day(const Operand& operand, const Bindings& with) const {
    const auto found = judge_.day(operand, with);
    if (!found) return std::string(kNotTold);
    switch (operand.kind) {
        case OperandKind::plus:
        case OperandKind::minus: {
            if (is_no_length(operand.parts[1])) return named_day(*found);
            const bool is_plus = operand.kind == OperandKind::plus;
            return day(operand.parts[0], with) + (is_plus ? " + " : " − ") +
                   length(operand.parts[1], with) +
                   (operand.boolean ? " (der erste Tag zählt mit)" : "") + " = " +
                   named_day(*found);
        }
        case OperandKind::first:
            for (const Operand& part : operand.parts) {
                if (judge_.day(part, with)) return day(part, with);
            }
            return named_day(*found);
        case OperandKind::least:
        case OperandKind::greatest: return of_several(operand, with, *found);
        default: return named_day(*found);
    }
}

std::string OperandSteps::of_several(const Operand& operand, const Bindings& with,
                                     CivilDay day) const {
    std::vector<std::string> parts;
    for (const Operand& part : operand.parts) {
        if (judge_.day(part, with)) parts.push_back(this->day(part, with));
    }
    if (parts.size() == 1) return parts.front();
    const bool is_least = operand.kind == OperandKind::least;
    return named_day(day) + " (der " + (is_least ? "früheste" : "späteste") + " Tag von " +
           joined(parts, "und") + ')';
}

std::string OperandSteps::length(const Operand& part, const Bindings& with) const {
    if (part.kind == OperandKind::period) return length_of_period(part.period);
    return value_words(judge_.value(part, with), nullptr);
}

std::string OperandSteps::full_length(const Condition& condition, const Bindings& with) const {
    if (condition.operands.empty()) return {};
    const Operand& duration = condition.operands.front();
    const bool is_fixed = condition.operands.back().kind == OperandKind::period;
    if (duration.kind != OperandKind::duration || !is_fixed) return {};
    const auto first = judge_.day(duration.parts[0], with);
    if (!first) return {};
    const CivilPeriod& period = condition.operands.back().period;
    return length_of_period(period) + " ab " + named_day(*first) + " enden am " +
           named_day(last_day(*first, period, Counting::from_same_day)) +
           " (der erste Tag zählt mit)";
}

}  // namespace fallbuch::rules

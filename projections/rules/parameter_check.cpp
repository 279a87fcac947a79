#include "projections/rules/parameter_check.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <variant>
#include <vector>

#include "core/calendar/period.h"
#include "core/calendar/timestamp.h"
#include "core/events/code_list.h"
#include "projections/rules/calendars.h"
#include "projections/rules/check.h"
#include "projections/rules/definitions.h"
#include "projections/rules/lengths.h"
#include "projections/rules/parameters.h"
#include "projections/rules/possible_check.h"
#include "projections/rules/uses.h"

namespace fallbuch::rules {
namespace {

bool is_length(std::string_view text) {
    const Length length = length_of(text);
    return length.civil.has_value() || length.elapsed_seconds.has_value();
}

// What kind of value it is, in words.
std::string_view kind_of(const Operand& value) {
    switch (value.kind) {
        case OperandKind::number: return "a number";
        case OperandKind::boolean: return "true or false";
        case OperandKind::texts: return "a list";
        case OperandKind::day: return "a day, as 2026-06-30";
        default: return is_length(value.text) ? "a length, as P7D" : "a text";
    }
}

std::string told(const Operand& value) { return " (" + text_of(value) + ")"; }

std::vector<std::string> texts_of(const Operand& value) {
    return value.kind == OperandKind::texts ? value.texts : std::vector{text_of(value)};
}

// Of one rulebook; borrows it.
class Meaning {
public:
    explicit Meaning(const Rulebook& book) : book_(book), uses_(parameter_uses(book)) {}

    // Why the value means nothing for this parameter; nothing if it does.
    std::optional<std::string> lacks(std::uint16_t param, const Operand& value) const {
        for (const ParamUse& use : uses_) {
            if (use.param != param) continue;
            if (auto why = lacks_as(use, value)) return why;
        }
        return lacks_word(param, value);
    }

private:
    std::optional<std::string> lacks_as(const ParamUse& use, const Operand& value) const {
        switch (use.role) {
            case ParamRole::length: return lacks_length(value);
            case ParamRole::civil_length: return lacks_civil_length(value);
            case ParamRole::number: return lacks_number(value);
            case ParamRole::prorata: return lacks_prorata(value);
            case ParamRole::place:
                if (value.kind == OperandKind::text && has_holidays(value.text)) return {};
                return "no place that has holidays is called so: DE, or a Land as DE-BY" +
                       told(value);
            case ParamRole::code: return lacks_code(*use.codes, value);
            case ParamRole::cell: return lacks_cell(use, value);
            case ParamRole::word:
            case ParamRole::value: break;
        }
        return std::nullopt;
    }

    std::optional<std::string> lacks_length(const Operand& value) const {
        const Length length = length_of(value.kind == OperandKind::text ? value.text : "");
        if (!length.civil && !length.elapsed_seconds) {
            return "this parameter is a length, as P7D" + told(value);
        }
        if (is_endless(length)) return "no length is more than 100 years" + told(value);
        if (!has_months(length) || book_.calendar.month_round) return std::nullopt;
        return "months and years need \"month_round\" in the rulebook's calendar" + told(value);
    }

    std::optional<std::string> lacks_civil_length(const Operand& value) const {
        const Length length = length_of(value.text);
        const bool is_other = length.elapsed_seconds ||
                              (length.civil && std::holds_alternative<WorkingDays>(*length.civil));
        if (is_other) {
            return "this parameter is a length of days, months or years" + told(value);
        }
        return lacks_length(value);
    }

    static std::optional<std::string> lacks_number(const Operand& value) {
        const bool is_count = value.kind == OperandKind::number && value.number >= 0 &&
                              value.number == std::floor(value.number);
        if (is_count) return std::nullopt;
        return "this parameter says how many: a whole number, not below 0" + told(value);
    }

    static std::optional<std::string> lacks_prorata(const Operand& value) {
        constexpr std::array<std::string_view, 3> kWords{"days", "last", "max"};
        const bool is_word = std::find(kWords.begin(), kWords.end(), value.text) != kWords.end();
        if (is_word) return std::nullopt;
        return "this parameter is one of days, last, max" + told(value);
    }

    static std::optional<std::string> lacks_code(const CodeList& list, const Operand& value) {
        for (const std::string& code : texts_of(value)) {
            if (list.find(code) != nullptr) continue;
            return "the code list " + list.name() + " has no \"" + code + '"';
        }
        return std::nullopt;
    }

    std::optional<std::string> lacks_cell(const ParamUse& use, const Operand& value) const {
        if (use.table >= book_.tables.size()) return std::nullopt;
        const Table& table = book_.tables[use.table];
        const std::string cell = text_of(value);
        const bool is_there =
            std::any_of(table.rows.begin(), table.rows.end(), [&](const Table::Row& row) {
                return use.column < row.cells.size() && row.cells[use.column] == cell;
            });
        if (is_there || table.rows.empty()) return std::nullopt;
        return "no row of the table " + table.name + " has it" + told(value);
    }

    // What is only compared with words has to be one of them, or nothing that asks for it holds.
    std::optional<std::string> lacks_word(std::uint16_t param, const Operand& value) const {
        std::string words;
        for (const ParamUse& use : uses_) {
            if (use.param != param) continue;
            if (use.role != ParamRole::word || use.word == text_of(value)) return std::nullopt;
            if (words.find(use.word) == std::string::npos) {
                words += (words.empty() ? "" : ", ") + use.word;
            }
        }
        if (words.empty()) return std::nullopt;
        return "this parameter is compared with nothing but " + words + told(value);
    }

    const Rulebook& book_;
    const std::vector<ParamUse> uses_;
};

std::vector<std::string> items_of(std::string_view text) {
    std::vector<std::string> items;
    while (true) {
        const std::size_t comma = text.find(',');
        std::string_view item = text.substr(0, comma);
        while (item.starts_with(' ')) item.remove_prefix(1);
        while (item.ends_with(' ')) item.remove_suffix(1);
        items.emplace_back(item);
        if (comma == std::string_view::npos) return items;
        text.remove_prefix(comma + 1);
    }
}

// As a value of this kind; nothing if it is none.
std::optional<Operand> read_as(const Operand& model, std::string_view text) {
    Operand value;
    value.kind = model.kind;
    value.text = text;
    const char* const end = text.data() + text.size();
    switch (model.kind) {
        case OperandKind::number: {
            const auto [to, error] = std::from_chars(text.data(), end, value.number);
            if (error != std::errc() || to != end || !std::isfinite(value.number)) return {};
            return value;
        }
        case OperandKind::boolean:
            value.boolean = text == "true";
            if (!value.boolean && text != "false") return std::nullopt;
            return value;
        case OperandKind::day: {
            const auto day = parse_day(text);
            if (!day) return std::nullopt;
            value.day = *day;
            return value;
        }
        case OperandKind::texts:
            value.texts = items_of(text);
            if (std::ranges::count(value.texts, std::string()) != 0) return std::nullopt;
            return value;
        default:
            if (text.empty() || (is_length(model.text) && !is_length(text))) return std::nullopt;
            return value;
    }
}

}  // namespace

void check_parameters(const Rulebook& book, RulebookFaults& faults) {
    const Meaning meaning(book);
    for (std::size_t i = 0; i < book.params.size(); ++i) {
        const Parameter& param = book.params[i];
        for (const Parameter::Value& one : param.values) {
            if (const auto why = meaning.lacks(static_cast<std::uint16_t>(i), one.value)) {
                faults.add(one.place, *why);
                continue;
            }
            const std::string_view first = kind_of(param.values.front().value);
            if (kind_of(one.value) == first) continue;
            faults.add(one.place, "all values of a parameter are of one kind: the first is " +
                                      std::string(first) + told(one.value));
        }
    }
}

Result<Operand> read_parameter(const Rulebook& book, std::uint16_t param, std::string_view text) {
    const Operand& model = book.params[param].values.front().value;
    const auto value = read_as(model, text);
    if (!value) {
        return Error{ErrorCode::invalid, "it is " + std::string(kind_of(model))};
    }
    if (auto why = Meaning(book).lacks(param, *value)) return Error{ErrorCode::invalid, *why};
    // No window may become one in which nothing lies.
    std::vector<Parameter> params = book.params;
    Parameter::Value changed;
    changed.value = *value;
    params[param].values = {std::move(changed)};
    RulebookFaults faults;
    for (const Check& check : book.checks) check_possible(check, params, check.place, faults);
    if (!faults.none()) {
        return Error{ErrorCode::invalid, "in a rule " + faults.all().front().what};
    }
    return *value;
}

}  // namespace fallbuch::rules

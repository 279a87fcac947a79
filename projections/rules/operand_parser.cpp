#include "projections/rules/operand_parser.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/calendar/period.h"
#include "core/calendar/timestamp.h"
#include "projections/rules/condition_parser.h"
#include "projections/rules/lengths.h"
#include "projections/rules/members.h"
#include "projections/rules/path_parser.h"
#include "projections/rules/type_check.h"
#include "projections/rules/value_types.h"

namespace fallbuch::rules {
namespace {

struct Function {
    std::string_view name;
    OperandKind kind;
    std::size_t count;  // of parts; 0: any
};

constexpr auto kFunctions = std::to_array<Function>({
    {"plus", OperandKind::plus, 2},
    {"minus", OperandKind::minus, 2},
    {"duration", OperandKind::duration, 2},
    {"age", OperandKind::age, 2},
    {"min", OperandKind::least, 0},
    {"max", OperandKind::greatest, 0},
    {"first", OperandKind::first, 0},
    {"size", OperandKind::size, 1},
});

// Which day is a month after the 31st? Nobody may leave that to the program.
void check_length(const Length& length, const JsonNode& node, Names& names) {
    if (has_months(length) && !names.rounds_months) {
        names.faults.add(
            node.place,
            "months and years need \"month_round\" in the rulebook's calendar (" + node.text + ")");
    }
    if (is_endless(length)) {
        names.faults.add(node.place, "no length is more than 100 years (" + node.text + ")");
    }
}

void read_text(const JsonNode& node, const Roots& roots, Names& names, Operand& operand) {
    if (is_path(node.text)) {
        operand.kind = OperandKind::path;
        if (const auto path = parse_path(node, roots, names)) operand.path = *path;
        return;
    }
    operand.text = node.text;
    const auto day = parse_day(node.text);
    operand.kind = day ? OperandKind::day : OperandKind::text;
    if (day) operand.day = *day;
}

void read_list(const JsonNode& node, Names& names, Operand& operand) {
    operand.kind = OperandKind::texts;
    for (const JsonNode& item : node.items) {
        if (item.is(JsonKind::text)) {
            operand.texts.push_back(item.text);
        } else {
            names.faults.add(item.place, "a list of values holds texts");
        }
    }
}

void read_function(const JsonNode& node, const Roots& roots, Names& names, Operand& operand) {
    const std::string& name = node.members.front().name;
    const JsonNode& value = node.items.front();
    if (name == "value" && value.is(JsonKind::text)) {
        operand.text = value.text;
        return;
    }
    if (name == "param" && value.is(JsonKind::text)) {
        operand.kind = OperandKind::param;
        const auto index = index_of(names.params, value.text);
        if (!index)
            names.faults.add(value.place, "no parameter has this name (" + value.text + ")");
        operand.param = index.value_or(kNoParameter);
        return;
    }
    if (name == "open") {
        operand.kind = OperandKind::open;
        operand.open.push_back(parse_objects(value, roots, names));
        return;
    }
    const auto found = std::find_if(kFunctions.begin(), kFunctions.end(),
                                    [&](const Function& one) { return one.name == name; });
    if (found == kFunctions.end()) {
        names.faults.add(node.members.front().place, "no value is called \"" + name + "\"");
        return;
    }
    operand.kind = found->kind;
    auto parts = one_or_many(value);
    const bool adds = operand.kind == OperandKind::plus || operand.kind == OperandKind::minus;
    // § 187 Abs. 2 BGB: a third part says that the day itself counts, as in an age.
    if (adds && parts.size() == 3 && parts.back()->text == "from_same_day") {
        operand.boolean = true;
        parts.pop_back();
    }
    if (parts.empty() || (found->count != 0 && parts.size() != found->count)) {
        names.faults.add(value.place, "\"" + name + "\" has another number of parts");
        return;
    }
    const SoundReading reading(names.faults);
    for (const JsonNode* part : parts) {
        const bool is_period = adds && !operand.parts.empty();
        operand.parts.push_back(is_period ? parse_period_operand(*part, roots, names)
                                          : parse_operand(*part, roots, names));
    }
    if (reading.is_sound()) check_types(operand, roots, names);
}

}  // namespace

std::vector<std::pair<Operand, Operand>> parse_match(const JsonNode& node, const Roots& own,
                                                     const Roots& other, Names& names) {
    std::vector<std::pair<Operand, Operand>> pairs;
    for (const JsonNode* pair : one_or_many(node)) {
        if (!pair->is(JsonKind::array) || pair->items.size() != 2) {
            names.faults.add(pair->place, "\"match\" is a list of pairs: [[own, other], ...]");
            continue;
        }
        const SoundReading reading(names.faults);
        Operand first = parse_operand(pair->items[0], own, names);
        Operand second = parse_operand(pair->items[1], other, names);
        for (const Operand* one : {&first, &second}) {
            if (one->kind != OperandKind::text) continue;
            names.faults.add(
                one->place, "\"match\" compares two fields; for a fixed text there is \"where\" (" +
                                one->text + ")");
        }
        if (reading.is_sound()) {
            check_equal(typed(first, own, names), typed(second, other, names), second.place,
                        names.faults);
        }
        pairs.emplace_back(std::move(first), std::move(second));
    }
    return pairs;
}

Operand parse_operand_of(ValueTypes types, const JsonNode& node, const Roots& roots, Names& names) {
    const SoundReading reading(names.faults);
    Operand operand = parse_operand(node, roots, names);
    if (reading.is_sound()) check_type(operand, types, roots, names);
    return operand;
}

Operand parse_period_operand(const JsonNode& node, const Roots& roots, Names& names) {
    if (!node.is(JsonKind::text)) return parse_operand(node, roots, names);
    Operand operand;
    operand.place = node.place;
    operand.kind = OperandKind::period;
    const auto period = parse_period(node.text);
    if (!period) {
        names.faults.add(node.place, period.error().message);
        return operand;
    }
    check_length(length_of(node.text), node, names);
    if (const auto* civil = std::get_if<CivilPeriod>(&*period)) {
        operand.period = *civil;
    } else {
        names.faults.add(node.place, "working days have no place here (" + node.text + ")");
    }
    return operand;
}

Operand parse_operand(const JsonNode& node, const Roots& roots, Names& names) {
    Operand operand;
    operand.place = node.place;
    switch (node.kind) {
        case JsonKind::text: read_text(node, roots, names, operand); break;
        case JsonKind::integer:
        case JsonKind::number:
            operand.kind = OperandKind::number;
            operand.number = node.number;
            break;
        case JsonKind::boolean:
            operand.kind = OperandKind::boolean;
            operand.boolean = node.boolean;
            break;
        case JsonKind::array: read_list(node, names, operand); break;
        case JsonKind::object:
            if (node.items.size() == 1) {
                read_function(node, roots, names, operand);
                break;
            }
            [[fallthrough]];
        case JsonKind::null: names.faults.add(node.place, "no value"); break;
    }
    return operand;
}

Length parse_length(const JsonNode& node, Names& names) {
    Length length;
    length.place = node.place;
    if (node.is(JsonKind::object)) {
        Members members(node, "a length", names.faults);
        const JsonNode* param = members.require("param", JsonKind::text);
        members.finish();
        if (param == nullptr) return length;
        length.param = index_of(names.params, param->text);
        if (!length.param) {
            names.faults.add(param->place, "no parameter has this name (" + param->text + ")");
        }
        return length;
    }
    if (!node.is(JsonKind::text)) {
        names.faults.add(node.place, "a length is written as P6M, P5BD or PT24H");
        return length;
    }
    const Length read = length_of(node.text);
    length.civil = read.civil;
    length.elapsed_seconds = read.elapsed_seconds;
    check_length(read, node, names);
    if (!read.civil && !read.elapsed_seconds) {
        names.faults.add(node.place,
                         "a length is written as P6M, P5BD or PT24H (" + node.text + ")");
    }
    return length;
}

}  // namespace fallbuch::rules

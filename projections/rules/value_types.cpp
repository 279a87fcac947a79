#include "projections/rules/value_types.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/calendar/timestamp.h"
#include "core/events/code_list.h"
#include "core/events/value_check.h"
#include "projections/rules/definitions.h"
#include "projections/rules/path_parser.h"

namespace fallbuch::rules {
namespace {

// A text without a format is in words: the catalogue says of each day that it is one. Of a moment
// that is no event's own the judge reads only the text.
ValueTypes types_of_text(const ValueCheck& check) {
    if (check.format == TextFormat::date) return kDayType;
    if (check.format == TextFormat::date_time) return kTextType;
    if (check.codes == nullptr) return kWordTypes;
    const bool has_day = std::ranges::any_of(
        check.codes->codes(), [](const Code& one) { return parse_day(one.code).has_value(); });
    return has_day ? kCodeType | kDayType : kCodeType;
}

ValueTypes types_of(const ValueCheck* check) {
    if (check == nullptr) return kAnyType;
    constexpr std::array<std::pair<KindSet, ValueTypes>, 4> kTypes{{
        {kJsonBoolean, kTruthType},
        {kJsonInteger | kJsonNumber, kNumberType},
        {kJsonArray, kListType},
        {kJsonObject, kObjectType},
    }};
    ValueTypes types = 0;
    for (const auto& [kinds, type] : kTypes) {
        if ((check->kinds & kinds) != 0) types |= type;
    }
    if ((check->kinds & kJsonText) != 0) types |= types_of_text(*check);
    return types == 0 ? kAnyType : types;
}

TypedValue either(const TypedValue& left, const TypedValue& right) {
    return {static_cast<ValueTypes>(left.types | right.types),
            static_cast<ValueTypes>(left.items | right.items), left.is_count && right.is_count};
}

constexpr TypedValue kNothing{0, 0, true};

TypedValue typed_path(const Path& path, const Roots& roots, const Names& names) {
    switch (path.what) {
        case PathWhat::occurred:
        case PathWhat::recorded: return {kDayType};
        case PathWhat::count: return {kNumberType, kAnyType, true};
        case PathWhat::attribute:
        case PathWhat::number: return {kWordTypes};
        case PathWhat::field:
        case PathWhat::whole: break;
    }
    TypedValue all = kNothing;
    for (const ValueCheck* check : checks_of(path, roots, names)) {
        const ValueCheck* items = check == nullptr ? nullptr : check->items;
        all = either(all, {types_of(check), types_of(items)});
    }
    return all.types == 0 ? TypedValue{} : all;
}

TypedValue typed_param(std::uint16_t param, const Roots& roots, const Names& names) {
    if (param >= names.params.size()) return {};
    TypedValue all = kNothing;
    for (const Parameter::Value& one : names.params[param].values) {
        all = either(all, typed(one.value, roots, names));
    }
    return all.types == 0 ? TypedValue{} : all;
}

TypedValue typed_list(const std::vector<std::string>& texts) {
    ValueTypes items = 0;
    for (const std::string& text : texts) items |= typed_text(text).types;
    return {kListType, items};
}

}  // namespace

// Beside a text in words a day is a text, too.
TypedValue typed_text(const std::string& text) {
    return {parse_day(text) ? static_cast<ValueTypes>(kDayType | kTextType) : kWordTypes};
}

TypedValue typed(const Operand& operand, const Roots& roots, const Names& names) {
    switch (operand.kind) {
        case OperandKind::path: return typed_path(operand.path, roots, names);
        case OperandKind::text: return typed_text(operand.text);
        case OperandKind::number: return {kNumberType};
        case OperandKind::boolean: return {kTruthType};
        case OperandKind::texts: return typed_list(operand.texts);
        case OperandKind::day: return {kDayType | kTextType};
        case OperandKind::param: return typed_param(operand.param, roots, names);
        case OperandKind::plus:
        case OperandKind::minus: return {kDayType};
        case OperandKind::period:
        case OperandKind::duration: return {kLengthType};
        case OperandKind::age:
        case OperandKind::size:
        case OperandKind::open: return {kNumberType, kAnyType, true};
        case OperandKind::least:
        case OperandKind::greatest:
        case OperandKind::first: break;
    }
    TypedValue all = kNothing;
    for (const Operand& part : operand.parts) all = either(all, typed(part, roots, names));
    return all;
}

std::string words_of(ValueTypes types) {
    constexpr std::array<std::pair<ValueTypes, std::string_view>, 8> kWords{{
        {kDayType, "a day"},
        {kTextType, "a text"},
        {kCodeType, "a code"},
        {kNumberType, "a number"},
        {kTruthType, "true or false"},
        {kListType, "a list"},
        {kObjectType, "an object"},
        {kLengthType, "a length"},
    }};
    // Whatever is in words may be a code, and a day that stands in the rulebook is one.
    if ((types & kTextType) != 0) types &= static_cast<ValueTypes>(~kCodeType);
    if ((types & kDayType) != 0) types &= static_cast<ValueTypes>(~kTextType);
    std::string text;
    for (const auto& [type, word] : kWords) {
        if ((types & type) != 0) text += (text.empty() ? "" : " or ") + std::string(word);
    }
    return text;
}

}  // namespace fallbuch::rules

#include "projections/rules/value.h"

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>

#include "core/calendar/timestamp.h"
#include "core/codec/cbor.h"
#include "core/events/code_list.h"
#include "projections/rules/vocabulary.h"

namespace fallbuch::rules {
namespace {

// A text of less than 256 bytes. Whether it is UTF-8 was asked when the event was decoded.
std::optional<std::string_view> short_text(ByteView cbor) {
    constexpr unsigned kText = 0x60;
    constexpr unsigned kLengthInHead = 24;
    if (cbor.size() < 2 || (cbor[0] & 0xe0U) != kText) return std::nullopt;
    const unsigned info = cbor[0] & 0x1fU;
    if (info > kLengthInHead) return std::nullopt;
    const std::size_t head_bytes = info < kLengthInHead ? 1 : 2;
    const std::size_t length = info < kLengthInHead ? info : cbor[1];
    if (cbor.size() != head_bytes + length) return std::nullopt;
    return as_text(cbor.subspan(head_bytes));
}

Value text_or_day(std::string_view text, bool is_date) {
    const auto day = is_date ? parse_day(text) : std::nullopt;
    return day ? value_of_day(*day) : value_of_text(text);
}

Value moment(CivilDay day, std::int64_t second, bool is_whole_day) {
    Value value;
    value.kind = ValueKind::moment;
    value.day = day;
    value.second = second;
    value.boolean = is_whole_day;
    return value;
}

Value missing_in(const CaseEvent& event) {
    Value value;
    if (!event.event->erased.empty()) value.kind = ValueKind::erased;
    return value;
}

Value data_of(const CaseEvent& event, std::uint32_t number, bool is_date) {
    if (const DecodedField* field = event.event->find(number)) {
        return value_of_cbor(field->value, is_date);
    }
    Value value = missing_in(event);
    value.items = event.event->items(number);
    if (!value.items.empty()) value.kind = ValueKind::list;
    return value;
}

// Of a map; of anything else nothing.
Value member_of(const Value& whole, std::string_view name, bool is_date) {
    if (whole.kind != ValueKind::map) return whole.is_known() ? Value{} : whole;
    CborReader reader(whole.cbor);
    for (std::size_t left = reader.map(); left > 0 && reader.ok(); --left) {
        const std::string_view key = reader.text();
        const ByteView item = reader.item();
        if (key == name) return value_of_cbor(item, is_date);
    }
    return {};
}

// A further attribute of an imported log: a plain value, or an object that says its kind.
Value attribute_of(const CaseEvent& event, std::uint32_t number, std::string_view key) {
    const DecodedField* field = event.event->find(number);
    if (field == nullptr) return missing_in(event);
    const Value value = member_of(value_of_cbor(field->value, false), key, false);
    return value.kind == ValueKind::map ? member_of(value, "date", false) : value;
}

std::optional<CivilDay> day_of(const Value& value) {
    if (value.kind == ValueKind::day || value.kind == ValueKind::moment) return value.day;
    return value.kind == ValueKind::text ? parse_day(value.text) : std::nullopt;
}

bool is_time(const Value& value) {
    return value.kind == ValueKind::day || value.kind == ValueKind::moment;
}

}  // namespace

Value in_doubt() {
    Value value;
    value.kind = ValueKind::in_doubt;
    return value;
}

Value value_of_day(CivilDay day) {
    Value value;
    value.kind = ValueKind::day;
    value.day = day;
    return value;
}

Value value_of_text(std::string_view text) {
    Value value;
    value.kind = ValueKind::text;
    value.text = text;
    return value;
}

bool is_list(const Value& value) {
    return value.kind == ValueKind::list || value.kind == ValueKind::texts;
}

Value value_of_number(double number) {
    Value value;
    value.kind = ValueKind::number;
    value.number = number;
    return value;
}

Value value_of_cbor(ByteView cbor, bool is_date) {
    if (const auto text = short_text(cbor)) return text_or_day(*text, is_date);
    CborReader reader(cbor);
    Value value;
    switch (reader.kind()) {
        case CborKind::integer: return value_of_number(static_cast<double>(reader.integer()));
        case CborKind::number: return value_of_number(reader.number());
        case CborKind::text: return text_or_day(reader.text(), is_date);
        case CborKind::boolean:
            value.kind = ValueKind::boolean;
            value.boolean = reader.boolean();
            return value;
        case CborKind::array:
        case CborKind::map:
            value.kind = reader.kind() == CborKind::array ? ValueKind::list : ValueKind::map;
            value.cbor = cbor;
            return value;
        default: return value;
    }
}

Value inner_value(const Value& whole, std::span<const std::string> names, bool is_date) {
    Value value = whole;
    for (std::size_t i = 0; i < names.size(); ++i) {
        value = member_of(value, names[i], is_date && i + 1 == names.size());
    }
    return value;
}

Value field_of(const CaseEvent& event, const Path& path) {
    switch (path.what) {
        case PathWhat::occurred: return moment(event.day, event.second, event.is_whole_day);
        case PathWhat::recorded: {
            const auto second = std::chrono::floor<std::chrono::seconds>(event.recorded);
            return moment(event.recorded_day, second.time_since_epoch().count(), false);
        }
        case PathWhat::attribute: {
            const std::string_view text = event.event->text_of(path.attribute);
            return text.empty() ? missing_in(event) : value_of_text(text);
        }
        default: break;
    }
    const FieldPlace& place = event.lens->fields[path.field.value];
    const bool is_whole = path.inner.empty();
    switch (place.kind) {
        case FieldPlace::Kind::data: {
            const Value value = data_of(event, place.number, path.is_date && is_whole);
            return is_whole ? value : inner_value(value, path.inner, path.is_date);
        }
        case FieldPlace::Kind::envelope: {
            const std::string_view text = event.event->text_of(place.envelope);
            return text.empty() ? missing_in(event) : value_of_text(text);
        }
        case FieldPlace::Kind::attribute: return attribute_of(event, place.number, path.key);
        case FieldPlace::Kind::absent: break;
    }
    return {};
}

std::optional<std::string_view> text_of(const CaseEvent& event, const Path& path) {
    if (path.what != PathWhat::field || path.is_date || !path.inner.empty()) return std::nullopt;
    const FieldPlace& place = event.lens->fields[path.field.value];
    if (place.kind != FieldPlace::Kind::data) return std::nullopt;
    const DecodedField* field = event.event->find(place.number);
    return field == nullptr ? std::nullopt : short_text(field->value);
}

Truth equal(const Value& left, const Value& right) {
    const bool are_texts = left.kind == ValueKind::text && right.kind == ValueKind::text;
    if (are_texts) return truth_of(left.text == right.text);
    if (!left.is_known() || !right.is_known()) return Truth::unknown;
    if (is_time(left) || is_time(right)) {
        const bool both_exact = left.kind == ValueKind::moment && !left.boolean &&
                                right.kind == ValueKind::moment && !right.boolean;
        if (both_exact) return truth_of(left.second == right.second);
        const auto left_day = day_of(left);
        const auto right_day = day_of(right);
        if (!left_day || !right_day) return Truth::no;
        return truth_of(*left_day == *right_day);
    }
    if (left.kind != right.kind) return Truth::no;
    switch (left.kind) {
        case ValueKind::boolean: return truth_of(left.boolean == right.boolean);
        case ValueKind::number: return truth_of(left.number == right.number);
        case ValueKind::text: return truth_of(left.text == right.text);
        default: return Truth::unknown;
    }
}

bool is_cell(const Value& value, const std::string& cell) {
    if (value.kind != ValueKind::number) return value.text == cell;
    return std::to_string(static_cast<long long>(value.number)) == cell;
}

Truth less(const Value& left, const Value& right, const CodeList* order) {
    if (!left.is_known() || !right.is_known()) return Truth::unknown;
    if (left.kind == ValueKind::number && right.kind == ValueKind::number) {
        return truth_of(left.number < right.number);
    }
    if (order != nullptr) {
        const Code* left_code = order->find(left.text);
        const Code* right_code = order->find(right.text);
        const bool are_ranked =
            left_code != nullptr && right_code != nullptr && left_code->rank && right_code->rank;
        return are_ranked ? truth_of(*left_code->rank < *right_code->rank) : Truth::unknown;
    }
    const bool both_exact = left.kind == ValueKind::moment && !left.boolean &&
                            right.kind == ValueKind::moment && !right.boolean;
    if (both_exact) return truth_of(left.second < right.second);
    const auto left_day = day_of(left);
    const auto right_day = day_of(right);
    if (!left_day || !right_day) return Truth::unknown;
    // Of two moments of which one is a bare day, each may be the earlier one.
    const bool are_moments = left.kind == ValueKind::moment && right.kind == ValueKind::moment;
    return truth_of(*left_day < *right_day || (are_moments && *left_day == *right_day));
}

bool contains(const Value& list, const Value& item) {
    bool is_found = false;
    each_item(list, [&](const Value& one) {
        is_found = equal(one, item) == Truth::yes;
        return !is_found;
    });
    return is_found;
}

std::uint64_t hash_of(const Value& value) {
    switch (value.kind) {
        case ValueKind::boolean: return value.boolean ? 1 : 2;
        case ValueKind::number: return std::hash<double>()(value.number);
        case ValueKind::text: {
            const auto day = parse_day(value.text);
            if (day) return static_cast<std::uint64_t>(day->time_since_epoch().count());
            return std::hash<std::string_view>()(value.text);
        }
        case ValueKind::day:
        case ValueKind::moment:
            return static_cast<std::uint64_t>(value.day.time_since_epoch().count());
        default: return 0;
    }
}

}  // namespace fallbuch::rules

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

Value value_of_text(std::string_view text, bool is_date) {
    Value value;
    value.kind = ValueKind::text;
    value.text = text;
    if (!is_date) return value;
    const auto day = parse_day(text);
    return day ? value_of_day(*day) : value;
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

// A further attribute of an imported log: a plain value, or an object that says its kind.
Value attribute_of(const CaseEvent& event, std::uint32_t number, std::string_view key) {
    const DecodedField* field = event.event->find(number);
    if (field == nullptr) return missing_in(event);
    const std::string name(key);
    const Value value = inner_value(value_of_cbor(field->value, false), std::span(&name, 1), false);
    if (value.kind != ValueKind::map) return value;
    const std::string date("date");
    return inner_value(value, std::span(&date, 1), false);
}

std::optional<CivilDay> day_of(const Value& value) {
    if (value.kind == ValueKind::day || value.kind == ValueKind::moment) return value.day;
    return value.kind == ValueKind::text ? parse_day(value.text) : std::nullopt;
}

bool is_time(const Value& value) {
    return value.kind == ValueKind::day || value.kind == ValueKind::moment;
}

}  // namespace

Value value_of_day(CivilDay day) {
    Value value;
    value.kind = ValueKind::day;
    value.day = day;
    return value;
}

Value value_of_number(double number) {
    Value value;
    value.kind = ValueKind::number;
    value.number = number;
    return value;
}

Value value_of_cbor(ByteView cbor, bool is_date) {
    CborReader reader(cbor);
    Value value;
    switch (reader.kind()) {
        case CborKind::integer: return value_of_number(static_cast<double>(reader.integer()));
        case CborKind::number: return value_of_number(reader.number());
        case CborKind::text: return value_of_text(reader.text(), is_date);
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
        if (value.kind != ValueKind::map) return value.is_known() ? Value{} : value;
        CborReader reader(value.cbor);
        value = {};
        for (std::size_t left = reader.map(); left > 0 && reader.ok(); --left) {
            const std::string_view key = reader.text();
            const ByteView item = reader.item();
            if (key == names[i]) value = value_of_cbor(item, is_date && i + 1 == names.size());
        }
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
            return text.empty() ? missing_in(event) : value_of_text(text, false);
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
            return text.empty() ? missing_in(event) : value_of_text(text, false);
        }
        case FieldPlace::Kind::attribute: return attribute_of(event, place.number, path.key);
        case FieldPlace::Kind::absent: break;
    }
    return {};
}

Truth equal(const Value& left, const Value& right) {
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

void each_item(const Value& list, const std::function<bool(const Value&)>& visit) {
    for (const DecodedField& item : list.items) {
        if (!visit(value_of_cbor(item.value, false))) return;
    }
    if (list.kind == ValueKind::texts) {
        for (const std::string& text : *list.texts) {
            if (!visit(value_of_text(text, false))) return;
        }
        return;
    }
    if (list.kind != ValueKind::list || list.cbor.empty()) return;
    CborReader reader(list.cbor);
    for (std::size_t left = reader.array(); left > 0 && reader.ok(); --left) {
        if (!visit(value_of_cbor(reader.item(), false))) return;
    }
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

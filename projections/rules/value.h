// What an operand comes to when it is looked up: a value, or that nobody knows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/calendar/civil_day.h"
#include "core/codec/cbor.h"
#include "core/events/code_list.h"
#include "core/events/decoded_event.h"
#include "projections/rules/case_event.h"
#include "projections/rules/condition.h"

namespace fallbuch::rules {

// Kleene's three values.
enum class Truth : std::uint8_t { no, unknown, yes };

inline Truth operator!(Truth truth) {
    return truth == Truth::yes ? Truth::no : truth == Truth::no ? Truth::yes : Truth::unknown;
}
inline Truth truth_of(bool is_true) { return is_true ? Truth::yes : Truth::no; }

enum class ValueKind : std::uint8_t {
    missing,   // nobody has told it
    erased,    // nobody can tell it any more
    in_doubt,  // nobody knows whether what has been told is meant
    boolean,
    number,
    text,
    day,
    moment,  // a day with its second; `is_whole_day` if only the day is known
    list,    // CBOR, or items of persons of their own
    map,     // CBOR
    texts,   // a list that the rulebook itself writes
};

// Borrows from the event or the rulebook.
struct Value {
    ValueKind kind = ValueKind::missing;
    bool boolean = false;  // of a moment: only its day is known
    double number = 0;
    std::string_view text;
    CivilDay day{};
    std::int64_t second = 0;
    ByteView cbor;
    std::span<const DecodedField> items;
    const std::vector<std::string>* texts = nullptr;

    bool is_known() const {
        return kind != ValueKind::missing && kind != ValueKind::erased &&
               kind != ValueKind::in_doubt;
    }
};

Value in_doubt();
Value value_of_day(CivilDay day);
Value value_of_number(double number);
Value value_of_text(std::string_view text);
bool is_list(const Value& value);

// One CBOR item; a text becomes a day if `is_date`.
Value value_of_cbor(ByteView cbor, bool is_date);
// The part of an object that the names lead to.
Value inner_value(const Value& whole, std::span<const std::string> names, bool is_date);
// What the event says at the path, whose root is an event.
Value field_of(const CaseEvent& event, const Path& path);
// The same of a field that is a text and means no more than that; nothing: ask field_of().
std::optional<std::string_view> text_of(const CaseEvent& event, const Path& path);

// Equal, as far as both are known and of kinds that can be compared.
Truth equal(const Value& left, const Value& right);
// Does it stand in the cell of a table?
bool is_cell(const Value& value, const std::string& cell);
// Does the left one come before the right one, or is it less? By the order of the codes, if given.
Truth less(const Value& left, const Value& right, const CodeList* order);

// Calls for each item of a list until it returns false.
template <typename Visit>
void each_item(const Value& list, const Visit& visit) {
    for (const DecodedField& item : list.items) {
        if (!visit(value_of_cbor(item.value, false))) return;
    }
    if (list.kind == ValueKind::texts) {
        for (const std::string& text : *list.texts) {
            if (!visit(value_of_text(text))) return;
        }
        return;
    }
    if (list.kind != ValueKind::list || list.cbor.empty()) return;
    CborReader reader(list.cbor);
    for (std::size_t left = reader.array(); left > 0 && reader.ok(); --left) {
        if (!visit(value_of_cbor(reader.item(), false))) return;
    }
}

bool contains(const Value& list, const Value& item);

// Equal values have equal numbers; for finding, not for proving, that two are equal.
std::uint64_t hash_of(const Value& value);

}  // namespace fallbuch::rules

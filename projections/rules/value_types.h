// Of which types may a value be, by all that the catalogue says of it?
#pragma once

#include <cstdint>
#include <string>

#include "projections/rules/condition.h"
#include "projections/rules/names.h"

namespace fallbuch::rules {

// Bits of a set.
using ValueTypes = std::uint8_t;
inline constexpr ValueTypes kDayType = 1;   // or a moment
inline constexpr ValueTypes kTextType = 2;  // in words of its own
inline constexpr ValueTypes kCodeType = 4;  // of a code list
inline constexpr ValueTypes kNumberType = 8;
inline constexpr ValueTypes kTruthType = 16;  // true or false
inline constexpr ValueTypes kListType = 32;
inline constexpr ValueTypes kObjectType = 64;
inline constexpr ValueTypes kLengthType = 128;  // or a duration: only beside one another

inline constexpr ValueTypes kWordTypes = kTextType | kCodeType;
inline constexpr ValueTypes kWholeTypes = kListType | kObjectType;  // never compared as a whole
inline constexpr ValueTypes kAnyType = 127;

struct TypedValue {
    ValueTypes types = kAnyType;
    ValueTypes items = kAnyType;  // of a list
    bool is_count = false;        // it says how many: a whole number, not below 0
};

// Of several event types behind a path it may be what any of them says; of what nobody describes,
// as an imported log, anything. The operand has been read without a fault.
TypedValue typed(const Operand& operand, const Roots& roots, const Names& names);
TypedValue typed_text(const std::string& text);

// "a day", "a code or a list"
std::string words_of(ValueTypes types);

}  // namespace fallbuch::rules

// What a JSON value must be: one schema of the catalogue, compiled for the hot path.
//
// Checks form a graph (a schema may refer to itself); an EventType owns all of its checks, and
// pointers between them stay valid as long as it lives.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/events/code_list.h"
#include "core/events/pattern.h"

namespace fallbuch {

// The JSON types, as bits of a set.
using KindSet = std::uint8_t;
inline constexpr KindSet kJsonNull = 1;
inline constexpr KindSet kJsonBoolean = 2;
inline constexpr KindSet kJsonInteger = 4;
inline constexpr KindSet kJsonNumber = 8;
inline constexpr KindSet kJsonText = 16;
inline constexpr KindSet kJsonArray = 32;
inline constexpr KindSet kJsonObject = 64;
inline constexpr KindSet kAnyKind = 127;

// "string or integer", for messages.
std::string kinds_text(KindSet kinds);

enum class TextFormat : std::uint8_t { none, date, date_time };

// A number of the schema: exact if it was written as an integer.
using Bound = std::variant<std::int64_t, double>;
using Scalar = std::variant<std::monostate, bool, std::int64_t, std::string>;

struct ValueCheck;

struct PropertyCheck {
    std::string name;
    const ValueCheck* check = nullptr;
    bool required = false;
    std::string title;  // for people; empty: the schema has none
};

enum class OtherProperties : std::uint8_t { allowed, refused };

struct ValueCheck {
    static constexpr std::uint32_t kNoLimit = std::numeric_limits<std::uint32_t>::max();

    KindSet kinds = kAnyKind;
    bool has_text_rules = false;  // any of the next five differs from its default
    TextFormat format = TextFormat::none;
    std::uint32_t code_points_min = 0;
    std::uint32_t code_points_max = kNoLimit;
    std::optional<Pattern> pattern;
    const CodeList* codes = nullptr;

    std::optional<Bound> minimum;
    std::optional<Bound> maximum;

    std::vector<Scalar> allowed_values;  // enum and const; empty: all

    const ValueCheck* items = nullptr;  // nullptr: anything
    std::uint32_t items_min = 0;
    std::uint32_t items_max = kNoLimit;
    bool items_unique = false;

    std::vector<PropertyCheck> properties;  // in the order of CBOR keys
    OtherProperties others = OtherProperties::allowed;
    const ValueCheck* others_check = nullptr;  // nullptr: anything
};

}  // namespace fallbuch

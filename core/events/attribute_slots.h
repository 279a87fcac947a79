// Which attributes does admission know by name, and what may any attribute look like?
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

#include "core/codec/record.h"
#include "core/events/envelope.h"

namespace fallbuch::attributes {

// Attributes by slot: those that are sealed as they are, then those with a meaning of their own.
enum Slot : std::size_t {
    kSpecversion = kSealedAttributes.size(),
    kType,
    kTime,
    kSubject,
    kTimeprecision,
    kRecorded,
    kExpectedversion,
    kData,
    kSlotCount,
};

struct Attribute {
    std::string_view name;
    std::size_t bytes_max;
};

inline constexpr auto kAttributes = [] {
    std::array<Attribute, kSlotCount> out{};
    for (std::size_t i = 0; i < kSealedAttributes.size(); ++i) {
        out[i] = {kSealedAttributes[i].name, kSealedAttributes[i].bytes_max};
    }
    out[kSpecversion] = {"specversion", 16};
    out[kType] = {"type", kTypeBytesMax};
    out[kTime] = {"time", 64};
    out[kSubject] = {"subject", kSubjectBytesMax};
    out[kTimeprecision] = {"timeprecision", 16};
    out[kRecorded] = {"recorded", 64};
    out[kExpectedversion] = {"expectedversion", 32};
    out[kData] = {"data", 0};
    return out;
}();

// Slots by the length of their names: few names share one.
inline constexpr std::size_t kNameBytesMax = 15;
inline constexpr std::size_t kNamesPerLength = 3;
inline constexpr auto kSlotsByLength = [] {
    std::array<std::array<std::size_t, kNamesPerLength>, kNameBytesMax + 1> out{};
    for (auto& slots : out) slots.fill(kSlotCount);
    for (std::size_t slot = 0; slot < kSlotCount; ++slot) {
        auto& slots = out[kAttributes[slot].name.size()];
        std::size_t i = 0;
        while (slots[i] != kSlotCount) ++i;
        slots[i] = slot;
    }
    return out;
}();

// kSlotCount if the name is none of ours.
inline std::size_t slot_of(std::string_view name) {
    if (name.size() > kNameBytesMax) return kSlotCount;
    for (const std::size_t slot : kSlotsByLength[name.size()]) {
        if (slot != kSlotCount && kAttributes[slot].name == name) return slot;
    }
    return kSlotCount;
}

inline bool is_attribute_name(std::string_view name) {
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    });
}

// CloudEvents 1.0, type String: no control characters (C0, DEL, C1).
inline bool has_control_character(std::string_view text) {
    unsigned char before = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7f || (before == 0xc2 && byte >= 0x80 && byte < 0xa0)) {
            return true;
        }
        before = byte;
    }
    return false;
}

// RFC 6839: application/json and everything with the suffix +json, with or without parameters.
inline bool is_json_media_type(std::string_view type) {
    const std::string_view essence = type.substr(0, type.find(';'));
    return essence == "application/json" || essence == "text/json" || essence.ends_with("+json");
}

}  // namespace fallbuch::attributes

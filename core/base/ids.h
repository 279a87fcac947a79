// The numbers and names by which records are found. None converts to another.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <variant>

#include "core/base/bytes.h"

namespace fallbuch {

// Place of a record in one ledger directory, from 0, without gaps: the leaf index of its entry.
struct Position {
    std::uint64_t value = 0;
    auto operator<=>(const Position&) const = default;
};

// Place of a record in its stream, from 1, without gaps. 0: the stream has no record.
struct StreamVersion {
    std::uint64_t value = 0;
    auto operator<=>(const StreamVersion&) const = default;
};

// Sixteen opaque bytes; Tag keeps the kinds apart.
template <typename Tag>
struct Id16 {
    static constexpr std::size_t kBytes = 16;
    std::array<std::uint8_t, kBytes> bytes{};

    auto operator<=>(const Id16&) const = default;
    // Two words to compare, where the default would call a function.
    friend bool operator==(const Id16& left, const Id16& right) {
        return std::memcmp(left.bytes.data(), right.bytes.data(), kBytes) == 0;
    }
    ByteView view() const { return bytes; }

    // Copies 16 bytes; the caller has checked the size.
    static Id16 from_bytes(const std::uint8_t* source) {
        Id16 id;
        std::memcpy(id.bytes.data(), source, kBytes);
        return id;
    }
};

using EventId = Id16<struct EventIdTag>;      // keyed hash of a CloudEvent's source and id
using StreamId = Id16<struct StreamIdTag>;    // random; the vault knows the case
using SubjectId = Id16<struct SubjectIdTag>;  // random; the vault knows the person
using LedgerId = Id16<struct LedgerIdTag>;    // random; joins the files of one ledger directory

// What the writer believes about the stream it appends to.
struct Any {
    bool operator==(const Any&) const = default;
};
struct Exactly {
    StreamVersion version;  // so many events exist
    bool operator==(const Exactly&) const = default;
};
using ExpectedVersion = std::variant<Any, Exactly>;
inline constexpr Exactly kNoStream{StreamVersion{0}};

}  // namespace fallbuch

template <typename Tag>
struct std::hash<fallbuch::Id16<Tag>> {
    // The bytes are random or a keyed hash, so their first eight are a good hash.
    std::size_t operator()(const fallbuch::Id16<Tag>& id) const noexcept {
        std::uint64_t first = 0;
        std::memcpy(&first, id.bytes.data(), sizeof first);
        return first;
    }
};

// Reading and writing the ledger's binary grammar: little-endian integers, canonical varints,
// length-prefixed bytes. Every encoding of a value is the only one that is accepted back.
//
//   u8 u16 u32 u64 i64   little-endian, fixed width
//   varint               unsigned LEB128, shortest form only, at most 10 bytes
//   bytes, text          varint length, then that many bytes
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "core/base/bytes.h"

namespace fallbuch {

static_assert(std::endian::native == std::endian::little, "the grammar is read in place");

// Appends to a buffer that it borrows.
class WireWriter {
public:
    explicit WireWriter(Bytes& out) : out_(out) {}

    template <typename Integer>
    void fixed(Integer value) {
        const auto* bytes = reinterpret_cast<const std::uint8_t*>(&value);
        out_.insert(out_.end(), bytes, bytes + sizeof value);
    }
    void varint(std::uint64_t value) {
        while (value >= 0x80) {
            out_.push_back(static_cast<std::uint8_t>(value | 0x80));
            value >>= 7;
        }
        out_.push_back(static_cast<std::uint8_t>(value));
    }
    void raw(ByteView bytes) { append(out_, bytes); }
    void bytes(ByteView bytes) {
        varint(bytes.size());
        append(out_, bytes);
    }
    void text(std::string_view text) { bytes(as_bytes(text)); }

private:
    Bytes& out_;
};

// Writes into room that the caller has made, for loops in which a buffer that grows would cost more
// than what is written.
class WireFiller {
public:
    static constexpr std::size_t kVarintBytesMax = 10;
    static constexpr std::size_t kVarint32BytesMax = 5;  // of a value below 2^32

    // The room outlives it and is at least as large as what will be written.
    explicit WireFiller(std::uint8_t* begin) : at_(begin) {}

    template <typename Integer>
    void fixed(Integer value) {
        std::memcpy(at_, &value, sizeof value);
        at_ += sizeof value;
    }
    void varint(std::uint64_t value) {
        for (; value >= 0x80; value >>= 7) *at_++ = static_cast<std::uint8_t>(value | 0x80);
        *at_++ = static_cast<std::uint8_t>(value);
    }
    void bytes(ByteView bytes) {
        varint(bytes.size());
        at_ = std::copy(bytes.begin(), bytes.end(), at_);
    }
    void text(std::string_view text) { bytes(as_bytes(text)); }
    // Behind what was written last.
    const std::uint8_t* end() const { return at_; }

private:
    std::uint8_t* at_;
};

// Reads from bytes that it borrows. A read past the end or of a forbidden form makes the reader
// fail for good: every later read gives zero, and the caller asks ok() once, at the end.
class WireReader {
public:
    explicit WireReader(ByteView in) : in_(in) {}

    bool ok() const { return ok_; }
    bool at_end() const { return ok_ && in_.empty(); }
    std::size_t left_bytes() const { return in_.size(); }
    void fail() {
        ok_ = false;
        in_ = {};
    }

    template <typename Integer>
    Integer fixed() {
        Integer value{};
        const ByteView source = raw(sizeof value);
        if (ok_) std::memcpy(&value, source.data(), sizeof value);
        return value;
    }
    std::uint64_t varint() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            const auto byte = fixed<std::uint8_t>();
            const std::uint64_t low = byte & 0x7fU;
            if (shift == 63 && low > 1) break;
            value |= low << shift;
            if ((byte & 0x80U) != 0) continue;
            if (byte == 0 && shift != 0) break;  // a longer form of a smaller number
            return ok_ ? value : 0;
        }
        fail();
        return 0;
    }
    // A varint that must not exceed `value_max`.
    std::uint64_t varint_up_to(std::uint64_t value_max) {
        const std::uint64_t value = varint();
        if (value > value_max) fail();
        return ok_ ? value : 0;
    }
    ByteView raw(std::size_t count_bytes) {
        if (!ok_ || count_bytes > in_.size()) {
            fail();
            return {};
        }
        const ByteView out = in_.first(count_bytes);
        in_ = in_.subspan(count_bytes);
        return out;
    }
    ByteView bytes(std::size_t size_bytes_max) { return raw(varint_up_to(size_bytes_max)); }
    std::string_view text(std::size_t size_bytes_max) { return as_text(bytes(size_bytes_max)); }

private:
    ByteView in_;
    bool ok_ = true;
};

}  // namespace fallbuch

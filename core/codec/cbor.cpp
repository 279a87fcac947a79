#include "core/codec/cbor.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include "core/base/assert.h"
#include "core/codec/utf8.h"

namespace fallbuch {
namespace {

constexpr unsigned kMajorMask = 0xe0;
constexpr unsigned kInfoMask = 0x1f;
constexpr std::uint8_t kFloat64 = 0xfb;
constexpr std::uint64_t kIntegerMax =
    static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());

}  // namespace

void CborWriter::head(unsigned major, std::uint64_t argument) {
    if (argument < 24) {
        out_.push_back(static_cast<std::uint8_t>(major | argument));
        return;
    }
    const unsigned width_log2 = argument <= 0xff         ? 0U
                                : argument <= 0xffff     ? 1U
                                : argument <= 0xffffffff ? 2U
                                                         : 3U;
    std::array<std::uint8_t, 9> bytes{static_cast<std::uint8_t>(major | (24 + width_log2))};
    const std::size_t width_bytes = std::size_t{1} << width_log2;
    for (std::size_t i = width_bytes; i > 0; --i, argument >>= 8) {
        bytes[i] = static_cast<std::uint8_t>(argument);
    }
    out_.insert(out_.end(), bytes.begin(),
                bytes.begin() + static_cast<std::ptrdiff_t>(1 + width_bytes));
}

void CborWriter::integer(std::int64_t value) {
    if (value >= 0) {
        head(0x00, static_cast<std::uint64_t>(value));
    } else {
        head(0x20, ~static_cast<std::uint64_t>(value));
    }
}

void CborWriter::number(double value) {
    LEDGER_ASSERT(std::isfinite(value));
    const auto bits = std::bit_cast<std::uint64_t>(value);
    std::array<std::uint8_t, 9> bytes{kFloat64};
    for (std::size_t i = 0; i < 8; ++i) {
        bytes[1 + i] = static_cast<std::uint8_t>(bits >> (56 - 8 * i));
    }
    out_.insert(out_.end(), bytes.begin(), bytes.end());
}

void CborWriter::text(std::string_view value) {
    head(0x60, value.size());
    append(out_, as_bytes(value));
}

void CborReader::fail() {
    ok_ = false;
    in_ = {};
}

CborKind CborReader::kind() const {
    if (in_.empty()) return CborKind::none;
    switch (in_[0] >> 5) {
        case 0:
        case 1: return CborKind::integer;
        case 3: return CborKind::text;
        case 4: return CborKind::array;
        case 5: return CborKind::map;
        default: break;
    }
    if (in_[0] == 0xf4 || in_[0] == 0xf5) return CborKind::boolean;
    if (in_[0] == 0xf6) return CborKind::null;
    return in_[0] == kFloat64 ? CborKind::number : CborKind::none;
}

ByteView CborReader::take(std::size_t count_bytes) {
    if (count_bytes > in_.size()) {
        fail();
        return {};
    }
    const ByteView out = in_.first(count_bytes);
    in_ = in_.subspan(count_bytes);
    return out;
}

std::uint64_t CborReader::argument(unsigned info) {
    if (info < 24) return info;
    if (info > 27) {
        fail();
        return 0;
    }
    const std::size_t width_bytes = std::size_t{1} << (info - 24);
    std::uint64_t value = 0;
    for (const std::uint8_t byte : take(width_bytes)) value = value << 8 | byte;
    // The shortest head only: a value that fits half the width has no business here.
    const std::uint64_t least = info == 24 ? 24 : std::uint64_t{1} << (4 * width_bytes);
    if (value < least) fail();
    return ok_ ? value : 0;
}

std::uint64_t CborReader::head(unsigned major) {
    if (in_.empty() || (in_[0] & kMajorMask) != major) {
        fail();
        return 0;
    }
    return argument(take(1)[0] & kInfoMask);
}

std::int64_t CborReader::integer() {
    const bool negative = !in_.empty() && (in_[0] & kMajorMask) == 0x20;
    const std::uint64_t magnitude = head(negative ? 0x20 : 0x00);
    if (magnitude > kIntegerMax) fail();
    if (!ok_) return 0;
    return static_cast<std::int64_t>(negative ? ~magnitude : magnitude);
}

double CborReader::number() {
    if (kind() != CborKind::number) fail();
    std::uint64_t bits = 0;
    const ByteView bytes = take(9);
    if (!ok_) return 0;
    for (const std::uint8_t byte : bytes.subspan(1)) bits = bits << 8 | byte;
    const auto value = std::bit_cast<double>(bits);
    if (!std::isfinite(value)) fail();
    return ok_ ? value : 0;
}

std::string_view CborReader::text() {
    const std::uint64_t size_bytes = head(0x60);
    const std::string_view value = as_text(take(size_bytes));
    if (!is_utf8(value)) fail();
    return ok_ ? value : std::string_view{};
}

bool CborReader::boolean() {
    if (kind() != CborKind::boolean) fail();
    const ByteView byte = take(1);
    return ok_ && byte[0] == 0xf5;
}

void CborReader::null() {
    if (kind() != CborKind::null) fail();
    take(1);
}

std::size_t CborReader::container(unsigned major) {
    const std::uint64_t count = head(major);
    // Every item has at least one byte, so a greater count can only be a lie.
    if (count > in_.size()) fail();
    return ok_ ? count : 0;
}

void CborReader::members(int depth_left) {
    const std::size_t count = map();
    ByteView previous;
    for (std::size_t i = 0; i < count && ok_; ++i) {
        const CborKind key_kind = kind();
        if (key_kind != CborKind::integer && key_kind != CborKind::text) fail();
        const ByteView key = item(depth_left);
        const bool ascending =
            std::lexicographical_compare(previous.begin(), previous.end(), key.begin(), key.end());
        if (!ascending) fail();
        previous = key;
        item(depth_left);
    }
}

ByteView CborReader::item(int depth_left) {
    if (depth_left == 0) fail();
    const ByteView before = in_;
    switch (kind()) {
        case CborKind::integer: integer(); break;
        case CborKind::number: number(); break;
        case CborKind::text: text(); break;
        case CborKind::boolean: boolean(); break;
        case CborKind::null: null(); break;
        case CborKind::array:
            for (std::size_t left = array(); left > 0 && ok_; --left) item(depth_left - 1);
            break;
        case CborKind::map: members(depth_left - 1); break;
        case CborKind::none: fail(); break;
    }
    return ok_ ? before.first(before.size() - in_.size()) : ByteView{};
}

Status check_cbor(ByteView bytes) {
    CborReader reader(bytes);
    reader.item();
    if (!reader.at_end()) {
        return Error{ErrorCode::corrupt, "CBOR: not exactly one deterministically encoded item"};
    }
    return {};
}

}  // namespace fallbuch

// How personal content is written before it is sealed: deterministically encoded CBOR
// (RFC 8949 section 4.2.1), a closed subset in which every value has one encoding only.
//
//   integer   major type 0 or 1, shortest head, within the signed 64 bits
//   number    0xfb and a 64-bit float, finite: one width; 1.0 and 1 stay different
//   text      major type 3, shortest head, well-formed UTF-8
//   array     major type 4, shortest head
//   map       major type 5, shortest head; keys are integers or texts, strictly ascending by
//             the bytes of their encoding
//   simple    0xf4 false, 0xf5 true, 0xf6 null
//
// Nothing else is accepted back: no indefinite lengths, byte strings, tags or shorter floats.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace fallbuch {

inline constexpr int kCborDepthMax = 64;

// Appends to a buffer that it borrows. The caller announces counts, then writes that many items
// (a map: key, value), keys in order.
class CborWriter {
public:
    explicit CborWriter(Bytes& out) : out_(out) {}

    void integer(std::int64_t value);
    void number(double value);  // finite
    void text(std::string_view value);
    void boolean(bool value) { out_.push_back(value ? 0xf5 : 0xf4); }
    void null() { out_.push_back(0xf6); }
    void array(std::size_t count) { head(0x80, count); }
    void map(std::size_t count) { head(0xa0, count); }
    // An item that is encoded already.
    void item(ByteView encoded) { append(out_, encoded); }

private:
    void head(unsigned major, std::uint64_t argument);
    Bytes& out_;
};

// The order of text keys in a map: the shorter first, then by bytes.
inline bool cbor_key_less(std::string_view left, std::string_view right) {
    return left.size() != right.size() ? left.size() < right.size() : left < right;
}

enum class CborKind { integer, number, text, boolean, null, array, map, none };

// Reads from bytes that it borrows. A read past the end, of another kind, or of anything that the
// writer would not write makes the reader fail for good: every later read gives zero, and the
// caller asks ok() once, at the end. Order of map keys is checked by item(), not by map().
class CborReader {
public:
    explicit CborReader(ByteView in) : in_(in) {}

    bool ok() const { return ok_; }
    bool at_end() const { return ok_ && in_.empty(); }
    // Of the next item; none at the end or if no item can begin so.
    CborKind kind() const;

    std::int64_t integer();
    double number();
    std::string_view text();
    bool boolean();
    void null();
    std::size_t array() { return container(0x80); }  // how many items follow
    std::size_t map() { return container(0xa0); }    // how many pairs follow

    // Steps over one item, however nested, checking all of it; gives its bytes.
    ByteView item() { return item(kCborDepthMax); }

private:
    void fail();
    std::uint64_t head(unsigned major);
    std::uint64_t argument(unsigned info);
    std::size_t container(unsigned major);
    ByteView take(std::size_t count_bytes);
    ByteView item(int depth_left);
    void members(int depth_left);

    ByteView in_;
    bool ok_ = true;
};

// corrupt unless the bytes are exactly one item in the only encoding it has.
Status check_cbor(ByteView bytes);

}  // namespace fallbuch

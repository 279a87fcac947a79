// Records made for tests: real headers over random sealed bytes, without a vault.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/codec/digest.h"
#include "core/codec/record.h"

namespace fallbuch::test {

// Ids that are readable in a failure: the number in the first bytes, the rest derived from it.
template <typename Id>
Id numbered(std::uint64_t number) {
    const Digest digest = sha256({reinterpret_cast<const std::uint8_t*>(&number), sizeof number});
    return Id::from_bytes(digest.bytes.data());
}

class RecordBuilder {
public:
    RecordBuilder& event(std::uint64_t number);
    RecordBuilder& stream(std::uint64_t number);
    RecordBuilder& subject(std::uint64_t number);  // may be called several times
    RecordBuilder& expected(ExpectedVersion version);
    RecordBuilder& recorded(Instant instant);
    RecordBuilder& claimed();
    RecordBuilder& type(std::string_view name);
    // The plaintext stands in for what would be sealed: same text, same content tag.
    RecordBuilder& text(std::string_view plaintext);
    SealedRecord build() const;

private:
    RecordHeader header_ = first_header();
    std::string_view text_ = "a note";
    static RecordHeader first_header();
};

}  // namespace fallbuch::test

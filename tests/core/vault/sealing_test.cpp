#include "core/vault/sealing.h"

#include <catch2/catch.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/codec/digest.h"
#include "core/codec/wire.h"
#include "core/vault/aes_gcm.h"
#include "core/vault/cmac.h"

namespace fallbuch {
namespace {

std::shared_ptr<const BucketKey> a_key(std::uint8_t fill = 7) {
    return std::make_shared<const BucketKey>(Bytes(32, fill), 3);
}

SpanPlace a_place() {
    SpanPlace place;
    place.event.bytes.fill(1);
    place.stream.bytes.fill(2);
    place.type = "de.fallbuch.cooperationplan.created";
    place.type_version = 300;
    place.subject.bytes.fill(3);
    place.category = "STAMM";
    place.bucket = {"sgb2-10", 2026, 3};
    place.span_number = 1;
    return place;
}

struct Sealed {
    Bytes bytes;
    SpanProof proof;
};

Sealed seal(const SpanPlace& place, std::string_view text) {
    Sealed sealed;
    auto proof = seal_span(*a_key(), place, as_bytes(text), sealed.bytes);
    REQUIRE(proof);
    sealed.proof = *proof;
    return sealed;
}

ErrorCode refusal(const SpanPlace& place, ByteView sealed, const Digest& tag,
                  const BucketKey& key) {
    Bytes plaintext = {1, 2, 3};
    const Status status = open_span(key, place, sealed, tag, TagCheck::required, plaintext);
    REQUIRE_FALSE(status);
    CHECK(plaintext.empty());
    return status.error().code;
}

TEST_CASE("a sealed span opens to what was sealed, appended behind what was there",
          "[core][vault]") {
    const std::size_t size_bytes = GENERATE(0, 1, 15, 16, 250, 1024 * 1024);
    const Bytes text(size_bytes, 'x');
    Bytes out = {9, 9};
    const auto proof = seal_span(*a_key(), a_place(), text, out);
    REQUIRE(proof);
    CHECK(Bytes(out.begin(), out.begin() + 2) == Bytes{9, 9});
    const ByteView sealed = ByteView(out).subspan(2);
    CHECK(sealed.size() == size_bytes + kSealingOverheadBytes);
    CHECK(proof->sealed_hash == sha256(sealed));
    for (const TagCheck check : {TagCheck::required, TagCheck::skipped}) {
        Bytes plaintext;
        REQUIRE(open_span(*a_key(), a_place(), sealed, proof->content_tag, check, plaintext));
        CHECK(plaintext == text);
    }
}

TEST_CASE("the same text seals to other bytes each time and to one content tag", "[core][vault]") {
    const Sealed first = seal(a_place(), "text");
    const Sealed second = seal(a_place(), "text");
    CHECK(first.bytes != second.bytes);
    CHECK(first.proof.sealed_hash != second.proof.sealed_hash);
    CHECK(first.proof.content_tag == second.proof.content_tag);
    CHECK(first.proof.content_tag != seal(a_place(), "texu").proof.content_tag);
    SpanPlace other = a_place();
    other.span_number = 2;
    CHECK(first.proof.content_tag != seal(other, "text").proof.content_tag);
}

TEST_CASE("the documented format alone suffices to open a span", "[core][vault]") {
    const SpanPlace place = a_place();
    const Sealed sealed = seal(place, "the documented format");

    const CmacKey bucket_key(Bytes(32, 7));
    Bytes input = {'s', 'p', '1', 0};
    append(input, place.event.view());
    append(input, Bytes{0, 0, 0, 1});
    append(input, Bytes{0, 0, 1, 0});
    Bytes span_key(32);
    bucket_key.derive(input, span_key);

    Bytes associated;
    WireWriter writer(associated);
    writer.raw(place.event.view());
    writer.raw(place.stream.view());
    writer.text(place.type);
    writer.varint(place.type_version);
    writer.raw(place.subject.view());
    writer.text(place.category);
    writer.text(place.bucket.retention_class);
    writer.fixed(place.bucket.year);
    writer.varint(place.bucket.generation);
    writer.varint(place.span_number);

    Bytes plaintext(sealed.bytes.size() - kSealingOverheadBytes);
    const ByteView bytes = sealed.bytes;
    REQUIRE(gcm_open({span_key, bytes.first(12), associated}, bytes.subspan(12), plaintext));
    CHECK(as_text(plaintext) == "the documented format");
    CHECK(sealed.proof.content_tag ==
          sha256({as_bytes("fallbuch content tag v1"), span_key, plaintext}));
}

TEST_CASE("every single flipped bit of a sealed span is refused", "[core][vault]") {
    const Sealed sealed = seal(a_place(), "a text whose bits are flipped");
    for (std::size_t bit = 0; bit < sealed.bytes.size() * 8; ++bit) {
        CAPTURE(bit);
        Bytes flipped = sealed.bytes;
        flipped[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
        REQUIRE(refusal(a_place(), flipped, sealed.proof.content_tag, *a_key()) ==
                ErrorCode::corrupt);
    }
    for (std::size_t size = 0; size < sealed.bytes.size(); ++size) {
        CAPTURE(size);
        REQUIRE(refusal(a_place(), ByteView(sealed.bytes).first(size), sealed.proof.content_tag,
                        *a_key()) == ErrorCode::corrupt);
    }
}

TEST_CASE("a span opens in no other place", "[core][vault]") {
    const Sealed sealed = seal(a_place(), "text");
    const std::vector<std::function<void(SpanPlace&)>> moves = {
        [](SpanPlace& place) { place.event.bytes[15] ^= 1; },
        [](SpanPlace& place) { place.stream.bytes[0] ^= 0x80; },
        [](SpanPlace& place) { place.type = "de.fallbuch.cooperationplan.createe"; },
        [](SpanPlace& place) { place.type_version = 301; },
        [](SpanPlace& place) { place.subject.bytes[7] ^= 4; },
        [](SpanPlace& place) { place.category = "STAMN"; },
        [](SpanPlace& place) { place.bucket.retention_class = "sgb2-11"; },
        [](SpanPlace& place) { place.bucket.year = 2027; },
        [](SpanPlace& place) { place.bucket.generation = 4; },
        [](SpanPlace& place) { place.span_number = 0; },
        // The same bytes, cut elsewhere.
        [](SpanPlace& place) {
            place.category = "STAMMs";
            place.bucket.retention_class = "gb2-10";
        },
    };
    for (std::size_t i = 0; i < moves.size(); ++i) {
        CAPTURE(i);
        SpanPlace place = a_place();
        moves[i](place);
        CHECK(refusal(place, sealed.bytes, sealed.proof.content_tag, *a_key()) ==
              ErrorCode::corrupt);
    }
    CHECK(refusal(a_place(), sealed.bytes, sealed.proof.content_tag, *a_key(8)) ==
          ErrorCode::corrupt);
}

TEST_CASE("a genuine ciphertext under a content tag of another text is refused", "[core][vault]") {
    const Sealed first = seal(a_place(), "what was said");
    const Sealed second = seal(a_place(), "what was not ");
    CHECK(refusal(a_place(), second.bytes, first.proof.content_tag, *a_key()) ==
          ErrorCode::corrupt);
    for (std::size_t bit = 0; bit < 256; ++bit) {
        Digest flipped = first.proof.content_tag;
        flipped.bytes[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
        REQUIRE(refusal(a_place(), first.bytes, flipped, *a_key()) == ErrorCode::corrupt);
    }
    Bytes plaintext;
    CHECK(open_span(*a_key(), a_place(), second.bytes, first.proof.content_tag, TagCheck::skipped,
                    plaintext));
}

}  // namespace
}  // namespace fallbuch

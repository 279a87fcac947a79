#include "core/merkle/note_key.h"

#include <openssl/evp.h>

#include <catch2/catch.hpp>

#include <chrono>
#include <string>

#include "core/codec/hex.h"
#include "core/merkle/ed25519.h"
#include "core/merkle/note.h"
#include "tests/core/merkle/merkle_model.h"

namespace fallbuch {
namespace {

using namespace testing;

const Bytes kSeed(32, 7);

TEST_CASE("Ed25519 gives the vectors of RFC 8032", "[core][merkle]") {
    const auto key =
        Ed25519Key::from_seed(
            from_hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb").value())
            .value();
    CHECK(to_hex(key.public_key()) ==
          "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    const auto signature = key.sign(from_hex("72").value()).value();
    CHECK(to_hex(signature) ==
          "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
          "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
    CHECK(ed25519_verify(key.public_key(), from_hex("72").value(), signature));
}

TEST_CASE("an Ed25519 signature fits one message, one key and 64 bytes", "[core][merkle]") {
    const auto key = Ed25519Key::from_seed(kSeed).value();
    const Bytes message = {1, 2, 3};
    const auto signature = key.sign(message).value();
    REQUIRE(ed25519_verify(key.public_key(), message, signature));
    const auto other = Ed25519Key::from_seed(Bytes(32, 8)).value();
    const auto refused = ed25519_verify(other.public_key(), message, signature);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::invalid);
    CHECK_FALSE(ed25519_verify(key.public_key(), Bytes{1, 2}, signature));
    CHECK_FALSE(ed25519_verify(key.public_key(), message, ByteView(signature).first(63)));
    CHECK_FALSE(ed25519_verify(key.public_key(), message, {}));
    for (std::size_t i = 0; i < signature.size(); ++i) {
        auto flipped = signature;
        flipped[i] ^= 1;
        REQUIRE_FALSE(ed25519_verify(key.public_key(), message, flipped));
    }
}

TEST_CASE("a seed has 32 bytes", "[core][merkle]") {
    const std::size_t size = GENERATE(0, 31, 33, 64);
    const auto key = Ed25519Key::from_seed(Bytes(size));
    REQUIRE_FALSE(key);
    CHECK(key.error().code == ErrorCode::invalid);
    CHECK_FALSE(Signer::from_seed("example.com/log", Bytes(size)));
    CHECK_FALSE(Cosigner::from_seed("example.com/log", Bytes(size)));
}

TEST_CASE("an OpenSSL without Ed25519 is reported as unavailable", "[core][merkle]") {
    const auto key = Ed25519Key::from_seed(kSeed).value();
    const auto signature = key.sign(kSeed).value();
    REQUIRE(EVP_set_default_properties(nullptr, "provider=none") == 1);
    const auto made = Ed25519Key::from_seed(kSeed);
    const auto signed_it = key.sign(kSeed);
    const auto verified = ed25519_verify(key.public_key(), kSeed, signature);
    REQUIRE(EVP_set_default_properties(nullptr, "") == 1);
    REQUIRE_FALSE(made);
    CHECK(made.error().code == ErrorCode::unavailable);
    REQUIRE_FALSE(signed_it);
    CHECK(signed_it.error().code == ErrorCode::unavailable);
    REQUIRE_FALSE(verified);
    CHECK(verified.error().code == ErrorCode::unavailable);
    CHECK(Ed25519Key::from_seed(kSeed));
}

TEST_CASE("a private key as Go writes it is read and written back", "[core][merkle]") {
    const auto signer = Signer::from_private_key(kGoldenPrivateKey).value();
    CHECK(signer.verifier().name() == kGoldenOrigin);
    CHECK(signer.verifier().key_id() == 0x33d7b496);
    CHECK(signer.verifier().vkey() == kGoldenVkey);
    CHECK(signer.private_key() == kGoldenPrivateKey);
}

TEST_CASE("a malformed private key is refused without repeating it", "[core][merkle]") {
    const std::string good(kGoldenPrivateKey);
    const std::string bad = GENERATE_COPY(
        std::string(), good.substr(8), good.substr(0, good.size() - 1), good + "A",
        std::string("PRIVATE+KEY+example.com/log/testdata+33d7b496"),
        std::string("PRIVATE+KEY+example.com/log/testdata+33d7b497+"
                    "AeymY/SZAX0jZcJ8enZ5FY1Dz+wTML2yWSkK+9DSF3eg"),
        std::string("PRIVATE+KEY+example.com/log+33d7b496+"
                    "AeymY/SZAX0jZcJ8enZ5FY1Dz+wTML2yWSkK+9DSF3eg"),
        std::string("PRIVATE+KEY++33d7b496+AeymY/SZAX0jZcJ8enZ5FY1Dz+wTML2yWSkK+9DSF3eg"),
        std::string("PRIVATE+KEY+example.com/log/testdata+33d7b496+"
                    "AuymY/SZAX0jZcJ8enZ5FY1Dz+wTML2yWSkK+9DSF3eg"),
        std::string("PRIVATE+KEY+example.com/log/testdata+33d7b496+AeymY/SZ"),
        std::string("PRIVATE+KEY+example.com/log/testdata+33d7b496+"));
    CAPTURE(bad);
    const auto signer = Signer::from_private_key(bad);
    REQUIRE_FALSE(signer);
    CHECK(signer.error().code == ErrorCode::invalid);
    CHECK(signer.error().message.find("AeymY") == std::string::npos);
}

TEST_CASE("a vkey is read and written back", "[core][merkle]") {
    const auto [vkey, type] = GENERATE(table<std::string, KeyType>(
        {{std::string(kGoldenVkey), KeyType::ed25519},
         {"example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
          KeyType::ed25519},
         {std::string(kWitnessVkey), KeyType::cosignature}}));
    const auto verifier = Verifier::parse(vkey).value();
    CHECK(verifier.vkey() == vkey);
    CHECK(verifier.type() == type);
}

TEST_CASE("a malformed vkey is refused", "[core][merkle]") {
    const std::string vkey =
        GENERATE("", "example.com/foo", "example.com/foo+530d903a", "example.com/foo+530d903a+",
                 "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                 "example.com foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                 "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                 "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                 "example.com/foo+530d903+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                 "example.com/fop+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                 "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2",
                 "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k\n",
                 "example.com/foo+530d903a+AukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                 "example.com/foo+530d903a+AekyeRrm", "example.com/foo+530d903a++AekyeRrm");
    CAPTURE(vkey);
    const auto verifier = Verifier::parse(vkey);
    REQUIRE_FALSE(verifier);
    CHECK(verifier.error().code == ErrorCode::invalid);
}

TEST_CASE("a key name with a space, a plus or a control character is refused", "[core][merkle]") {
    const std::string name =
        GENERATE("", " ", "a b", "a+b", "a\tb", "a\nb", "a\x01", "a\xc2\xa0", "a\xc2\x85",
                 "\xe2\x80\x83x", "\xe2\x80\xa8", "\xe3\x80\x80", "\xff", "\xc0\xaf",
                 "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x80", "\xc3(");
    CAPTURE(name);
    const auto signer = Signer::from_seed(name, kSeed);
    REQUIRE_FALSE(signer);
    CHECK(signer.error().code == ErrorCode::invalid);
    CHECK_FALSE(Cosigner::from_seed(name, kSeed));
}

TEST_CASE("a key name may be any other text, and its key verifies what it signs",
          "[core][merkle]") {
    const std::string name = GENERATE("a", "example.com/log",
                                      "J\xc3\xb6"
                                      "bcenter/\xf0\x9f\x93\x9a",
                                      "\xe2\x80\x8b", "oid/1.3.6.1");
    CAPTURE(name);
    const auto signer = Signer::from_seed(name, kSeed).value();
    const auto signature = signer.sign("text\n").value();
    const auto verifier = Verifier::parse(signer.verifier().vkey()).value();
    CHECK(verifier == signer.verifier());
    CHECK(verifier.is_named_by(signature));
    CHECK(verifier.verify("text\n", signature.signature));
    CHECK_FALSE(verifier.verify("text", signature.signature));
}

TEST_CASE("a witness cosigns the golden checkpoint byte for byte", "[core][merkle]") {
    const auto witness =
        Cosigner::from_seed(std::string(kWitnessName), from_hex(kWitnessSeedHex).value()).value();
    CHECK(witness.verifier().vkey() == kWitnessVkey);
    const std::chrono::sys_seconds time{std::chrono::seconds{kWitnessTime}};
    const auto signature = witness.cosign(kGoldenCheckpointText, time).value();
    CHECK(to_line(signature) == kWitnessLine);
    CHECK(cosignature_time(signature.signature).value() == time);
    CHECK(witness.verifier().verify(kGoldenCheckpointText, signature.signature));
}

TEST_CASE("a cosignature is bound to its text and its time", "[core][merkle]") {
    const auto witness = Cosigner::from_seed("w", kSeed).value();
    const std::chrono::sys_seconds time{std::chrono::seconds{1000}};
    const auto signature = witness.cosign("text\n", time).value();
    CHECK_FALSE(witness.verifier().verify("other\n", signature.signature));
    for (std::size_t i = 0; i < signature.signature.size(); ++i) {
        Bytes flipped = signature.signature;
        flipped[i] ^= 1;
        REQUIRE_FALSE(witness.verifier().verify("text\n", flipped));
    }
    const auto refused = witness.verifier().verify("text\n", Bytes(64));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::invalid);
    // A plain signature of the same key is none of a witness, and the other way round.
    const auto signer = Signer::from_seed("w", kSeed).value();
    CHECK_FALSE(witness.verifier().verify("text\n", signer.sign("text\n")->signature));
    CHECK_FALSE(signer.verifier().verify("text\n", signature.signature));
}

TEST_CASE("a cosignature's time is from 1970 to 2^63-1", "[core][merkle]") {
    const auto witness = Cosigner::from_seed("w", kSeed).value();
    const auto early = witness.cosign("text\n", std::chrono::sys_seconds{std::chrono::seconds{-1}});
    REQUIRE_FALSE(early);
    CHECK(early.error().code == ErrorCode::invalid);
    CHECK(witness.cosign("text\n", std::chrono::sys_seconds{}));

    Bytes blob(72, 0);
    CHECK(cosignature_time(blob).value() == std::chrono::sys_seconds{});
    blob[0] = 0x7f;
    CHECK(cosignature_time(blob));
    blob[0] = 0x80;
    const auto late = cosignature_time(blob);
    REQUIRE_FALSE(late);
    CHECK(late.error().code == ErrorCode::invalid);
    const std::size_t size = GENERATE(0, 8, 71, 73);
    CHECK_FALSE(cosignature_time(Bytes(size)));
}

}  // namespace
}  // namespace fallbuch

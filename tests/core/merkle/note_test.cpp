#include "core/merkle/note.h"

#include <catch2/catch.hpp>

#include <cstdint>
#include <cstring>
#include <map>
#include <string>
#include <vector>

#include "core/merkle/ed25519.h"
#include "tests/core/merkle/merkle_model.h"

namespace fallbuch {
namespace {

using namespace testing;

constexpr std::string_view kSpecVkey =
    "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
constexpr std::string_view kSpecText = "This is an example message.\n";
constexpr std::string_view kSpecLine =
    "\u2014 example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXm"
    "RKuwHjG1Yu72IneyaQM=\n";

std::string note_of(std::string_view text, std::string_view lines) {
    return std::string(text) + "\n" + std::string(lines);
}

Signer signer_named(const std::string& name, std::uint8_t seed) {
    return Signer::from_seed(name, Bytes(32, seed)).value();
}

TEST_CASE("the note of the specification opens", "[core][merkle]") {
    const std::vector<Verifier> known = {Verifier::parse(kSpecVkey).value()};
    const auto note = open_note(note_of(kSpecText, kSpecLine), known).value();
    CHECK(note.text == kSpecText);
    REQUIRE(note.verified.size() == 1);
    CHECK(to_line(note.verified[0]) == kSpecLine);
    CHECK(note.unknown.empty());
}

TEST_CASE("the golden checkpoint is signed byte for byte", "[core][merkle]") {
    const std::vector<Signer> signers = {Signer::from_private_key(kGoldenPrivateKey).value()};
    CHECK(sign_note(kGoldenCheckpointText, signers).value() == kGoldenCheckpoint);
}

TEST_CASE("a note opens with any of its keys, and unknown keys are ignored", "[core][merkle]") {
    const std::vector<Signer> signers = {signer_named("a", 1), signer_named("b", 2)};
    const std::string note = sign_note("text\n", signers).value();
    for (const Signer& signer : signers) {
        const std::vector<Verifier> known = {signer.verifier()};
        const Note opened = open_note(note, known).value();
        REQUIRE(opened.verified.size() == 1);
        CHECK(opened.verified[0].name == signer.verifier().name());
        CHECK(opened.unknown.size() == 1);
    }
    const std::vector<Verifier> both = {signers[0].verifier(), signers[1].verifier()};
    CHECK(open_note(note, both)->verified.size() == 2);
    CHECK(parse_note(note)->unknown.size() == 2);
}

TEST_CASE("a name or a key id alone does not make a key known", "[core][merkle]") {
    const Signer known = signer_named("log", 1);
    const Signer namesake = signer_named("log", 2);
    NoteSignature other_name = known.sign("text\n").value();
    other_name.name = "other";
    const std::vector<Signer> signers = {known};
    const std::string note = sign_note("text\n", signers).value() +
                             to_line(namesake.sign("text\n").value()) + to_line(other_name);
    const std::vector<Verifier> keys = {known.verifier()};
    const Note opened = open_note(note, keys).value();
    CHECK(opened.verified.size() == 1);
    CHECK(opened.unknown.size() == 2);
}

TEST_CASE("a note without a signature of a known key is denied", "[core][merkle]") {
    const std::vector<Verifier> stranger = {signer_named("example.com/foo", 9).verifier()};
    const auto opened = open_note(note_of(kSpecText, kSpecLine), stranger);
    REQUIRE_FALSE(opened);
    CHECK(opened.error().code == ErrorCode::denied);
    CHECK(open_note(note_of(kSpecText, kSpecLine), {}).error().code == ErrorCode::denied);
}

TEST_CASE("one failing signature of a known key spoils the note", "[core][merkle]") {
    const std::vector<Signer> signers = {signer_named("a", 1), signer_named("b", 2)};
    const std::vector<Verifier> known = {signers[0].verifier(), signers[1].verifier()};
    const std::string good = sign_note("text\n", signers).value();
    REQUIRE(open_note(good, known));

    NoteSignature wrong = signers[1].sign("text\n").value();
    wrong.signature[5] ^= 1;
    // Also behind a good signature of the same key.
    const std::string note = good + to_line(wrong);
    const auto opened = open_note(note, known);
    REQUIRE_FALSE(opened);
    CHECK(opened.error().code == ErrorCode::invalid);
    CHECK(opened.error().message.find("b+") != std::string::npos);

    std::string changed = good;
    changed[0] = 'T';
    CHECK(open_note(changed, known).error().code == ErrorCode::invalid);
}

TEST_CASE("a key that signed twice counts once", "[core][merkle]") {
    const std::vector<Signer> twice = {signer_named("a", 1), signer_named("a", 1)};
    const std::vector<Verifier> known = {twice[0].verifier(), twice[0].verifier()};
    CHECK(open_note(sign_note("text\n", twice).value(), known)->verified.size() == 1);
}

// Two keys whose ids are equal under one name, found by counting: about 2^16 tries.
std::vector<Verifier> colliding_keys() {
    std::map<std::uint32_t, Verifier> seen;
    for (std::uint32_t count = 0; count < 1'000'000; ++count) {
        Ed25519PublicKey key{};
        std::memcpy(key.data(), &count, sizeof count);
        const auto verifier = Verifier::from_public_key("n", KeyType::ed25519, key).value();
        const auto [known, is_new] = seen.emplace(verifier.key_id(), verifier);
        if (!is_new) return {known->second, verifier};
    }
    return {};
}

TEST_CASE("two different known keys under one name and id are ambiguous", "[core][merkle]") {
    const std::vector<Verifier> known = colliding_keys();
    REQUIRE(known.size() == 2);
    REQUIRE(known[0].vkey() != known[1].vkey());
    const std::string note = "text\n\n" + to_line({"n", known[0].key_id(), Bytes(64)});
    const auto opened = open_note(note, known);
    REQUIRE_FALSE(opened);
    CHECK(opened.error().code == ErrorCode::invalid);
    CHECK(opened.error().message.find("share") != std::string::npos);
}

TEST_CASE("the last empty line ends the text", "[core][merkle]") {
    const std::string text = GENERATE("\n", "a\n", "a\n\nb\n", "\n\na\n\n\n", "\u00e4 \u2014 b c\n",
                                      "\u2014 x YWJjZGVm\n\nb\n");
    const std::vector<Signer> signers = {signer_named("a", 1)};
    const std::vector<Verifier> known = {signers[0].verifier()};
    const std::string note = sign_note(text, signers).value();
    CHECK(open_note(note, known)->text == text);
}

TEST_CASE("a text that cannot be a note's is not signed", "[core][merkle]") {
    const std::vector<Signer> signers = {signer_named("a", 1)};
    const std::string text = GENERATE("", "a", "a\nb", "a\r\n", "a\t\n", "\xff\n", "\x1f\n");
    CAPTURE(text);
    const auto note = sign_note(text, signers);
    REQUIRE_FALSE(note);
    CHECK(note.error().code == ErrorCode::invalid);
    CHECK_FALSE(sign_note("text\n", {}));
}

TEST_CASE("a malformed note is refused", "[core][merkle]") {
    const std::string line(kSpecLine);
    const std::string text(kSpecText);
    const std::string dash = "\u2014 ";
    const std::string bad = GENERATE_COPY(
        std::string(), text, text + "\n", text + line, line, "\n" + line,
        text + "\n" + line.substr(0, line.size() - 1), text + "\n" + line + "\n",
        text + "\n" + line + "x", text + "\n" + line + "x\n", text + "\n\t" + line,
        text + "\n- example.com/foo " + line.substr(20), text + "\n" + dash + "\n",
        text + "\n" + dash + "name\n", text + "\n" + dash + "name \n",
        text + "\n" + dash + " YWJjZGVm\n", text + "\n" + dash + "a+b YWJjZGVm\n",
        text + "\n" + dash + "a\u00a0b YWJjZGVm\n", text + "\n" + dash + "name YWJjZA==\n",
        text + "\n" + dash + "name YWJj\n", text + "\n" + dash + "name YWJjZGVm \n",
        text + "\n" + dash + "name  YWJjZGVm\n", text + "\n" + dash + "name YWJjZGV\n",
        text + "\n\u2014name YWJjZGVm\n", "\xff" + text + "\n" + line, "\r" + text + "\n" + line,
        text + "\n" + line + dash + "n\x01 YWJjZGVm\n", text + "\n" + line + "\n" + text);
    CAPTURE(bad);
    const auto parsed = parse_note(bad);
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error().code == ErrorCode::invalid);
    const std::vector<Verifier> known = {Verifier::parse(kSpecVkey).value()};
    CHECK_FALSE(open_note(bad, known));
}

TEST_CASE("a note may have 100 signatures and a million bytes", "[core][merkle]") {
    std::vector<Signer> signers;
    for (std::uint8_t i = 0; i < 101; ++i)
        signers.push_back(signer_named("w" + std::to_string(i), i));
    const std::vector<Verifier> last = {signers[99].verifier()};
    CHECK(open_note(sign_note("text\n", std::span(signers).first(100)).value(), last));
    const auto refused = open_note(sign_note("text\n", signers).value(), last);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::invalid);

    const std::span<const Signer> one(signers.data(), 1);
    const std::size_t rest = sign_note("\n", one)->size() - 1;
    const std::string longest = std::string(kNoteBytesMax - rest - 1, 'x') + "\n";
    CHECK(parse_note(sign_note(longest, one).value()));
    CHECK_FALSE(parse_note(sign_note("x" + longest, one).value()));
}

TEST_CASE("a known witness's cosignature is verified, an unknown one's ignored", "[core][merkle]") {
    const std::string note = std::string(kGoldenCheckpoint) + std::string(kWitnessLine);
    const Verifier log = Verifier::parse(kGoldenVkey).value();
    const Verifier witness = Verifier::parse(kWitnessVkey).value();
    const std::vector<Verifier> both = {log, witness};
    CHECK(open_note(note, both)->verified.size() == 2);
    const std::vector<Verifier> only_log = {log};
    CHECK(open_note(note, only_log)->unknown.size() == 1);
    const std::vector<Verifier> only_witness = {witness};
    CHECK(open_note(note, only_witness)->verified.size() == 1);

    std::string changed = note;
    changed[changed.size() - 6] = 'A';
    CHECK(open_note(changed, both).error().code == ErrorCode::invalid);
    CHECK(open_note(changed, only_log));
}

}  // namespace
}  // namespace fallbuch

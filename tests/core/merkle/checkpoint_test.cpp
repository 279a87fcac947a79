#include "core/merkle/checkpoint.h"

#include <catch2/catch.hpp>

#include <chrono>
#include <limits>
#include <string>
#include <vector>

#include "core/codec/base64.h"
#include "tests/core/merkle/merkle_model.h"

namespace fallbuch {
namespace {

using namespace testing;

const Signer kLog = Signer::from_seed("example.com/log", Bytes(32, 1)).value();
const Cosigner kWitness = Cosigner::from_seed("witness.example/w", Bytes(32, 2)).value();
const Checkpoint kCheckpoint = {"example.com/log", 7, some_entry(7), {}};

std::string signed_by(const Signer& signer, const Checkpoint& checkpoint) {
    const std::vector<Signer> signers = {signer};
    return sign_checkpoint(checkpoint, signers).value();
}

TEST_CASE("the golden checkpoint is read, written and opened", "[core][merkle]") {
    const Checkpoint checkpoint = Checkpoint::parse(kGoldenCheckpointText).value();
    CHECK(checkpoint.origin == kGoldenOrigin);
    CHECK(checkpoint.size == 15);
    CHECK(checkpoint.extensions.empty());
    CHECK(to_text(checkpoint).value() == kGoldenCheckpointText);
    CHECK(signed_by(Signer::from_private_key(kGoldenPrivateKey).value(), checkpoint) ==
          kGoldenCheckpoint);
    const std::vector<Verifier> known = {Verifier::parse(kGoldenVkey).value()};
    CHECK(open_checkpoint(kGoldenCheckpoint, known)->checkpoint == checkpoint);
}

TEST_CASE("the golden checkpoint of the empty tree is reproduced", "[core][merkle]") {
    const Checkpoint empty{std::string(kGoldenOrigin), 0, hash_empty(), {}};
    CHECK(
        signed_by(Signer::from_private_key(kGoldenPrivateKey).value(), empty) ==
        "example.com/log/testdata\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n"
        "\u2014 example.com/log/testdata M9e0lhxJACzE1KoUdqKuPa+9p6R7dSW8BlEvrg/noo8FkGg6PbJoRNOcdj"
        "qjOq89wVvTA60eubCc4oufo5BvIVEgtQc=\n");
}

TEST_CASE("a checkpoint survives its text", "[core][merkle]") {
    const std::vector<Checkpoint> checkpoints = {
        kCheckpoint,
        {"o", std::numeric_limits<std::uint64_t>::max(), some_entry(1), {}},
        {"with space", 1, some_entry(2), {"first", "second extension"}}};
    for (const Checkpoint& checkpoint : checkpoints) {
        CHECK(Checkpoint::parse(to_text(checkpoint).value()).value() == checkpoint);
    }
}

TEST_CASE("a checkpoint in any other form is refused", "[core][merkle]") {
    const std::string root = to_base64(some_entry(1).view());
    const std::string text = GENERATE_COPY(
        std::string(), std::string("o"), std::string("o\n"), std::string("o\n1\n"), "o\n1\n" + root,
        "\n1\n" + root + "\n", "o\n\n" + root + "\n", "o\n01\n" + root + "\n",
        "o\n-1\n" + root + "\n", "o\n+1\n" + root + "\n", "o\n1 \n" + root + "\n",
        "o\n0x1\n" + root + "\n", "o\n18446744073709551616\n" + root + "\n",
        "o\n1\n" + root.substr(4) + "\n", "o\n1\n" + root + " \n", "o\n1\n" + root + "AAAA\n",
        "o\n1\n" + root + "\n\n", "o\n1\n" + root + "\next", "o\n1\n" + root + "\n\next\n",
        "o\n1\n" + root + "\next\n\n", "o\n0\n" + root + "\n", "o\r\n1\n" + root);
    CAPTURE(text);
    const auto checkpoint = Checkpoint::parse(text);
    REQUIRE_FALSE(checkpoint);
    CHECK(checkpoint.error().code == ErrorCode::invalid);
}

TEST_CASE("a checkpoint that has no text is not signed", "[core][merkle]") {
    const Digest root = some_entry(1);
    const std::vector<Signer> signers = {kLog};
    const std::vector<Checkpoint> checkpoints = {{"", 1, root, {}},       {"a\nb", 1, root, {}},
                                                 {"o", 0, root, {}},      {"o", 1, root, {""}},
                                                 {"o", 1, root, {"a\n"}}, {"o\t", 1, root, {}}};
    for (const Checkpoint& checkpoint : checkpoints) {
        CAPTURE(checkpoint.origin, checkpoint.size, checkpoint.extensions);
        const auto note = sign_checkpoint(checkpoint, signers);
        REQUIRE_FALSE(note);
        CHECK(note.error().code == ErrorCode::invalid);
    }
}

TEST_CASE("only the log's own key makes a checkpoint the log's", "[core][merkle]") {
    const std::string text = to_text(kCheckpoint).value();
    const std::string good = signed_by(kLog, kCheckpoint);
    const std::vector<Verifier> known = {kLog.verifier(), kWitness.verifier()};
    CHECK(open_checkpoint(good, known));

    // A witness alone, whatever its name.
    const auto time = std::chrono::sys_seconds{std::chrono::seconds{1000}};
    const auto namesake = Cosigner::from_seed(kCheckpoint.origin, Bytes(32, 3)).value();
    for (const Cosigner* cosigner : {&kWitness, &namesake}) {
        const std::vector<Verifier> keys = {kLog.verifier(), cosigner->verifier()};
        const std::string note = text + "\n" + to_line(cosigner->cosign(text, time).value());
        const auto opened = open_checkpoint(note, keys);
        REQUIRE_FALSE(opened);
        CHECK(opened.error().code == ErrorCode::denied);
    }
    // Another log that is known too.
    const Signer other = Signer::from_seed("example.com/other", Bytes(32, 4)).value();
    const std::vector<Verifier> logs = {kLog.verifier(), other.verifier()};
    const auto opened = open_checkpoint(signed_by(other, kCheckpoint), logs);
    REQUIRE_FALSE(opened);
    CHECK(opened.error().code == ErrorCode::denied);
}

TEST_CASE("a signed note that is no checkpoint is refused", "[core][merkle]") {
    const std::vector<Signer> signers = {kLog};
    const std::vector<Verifier> known = {kLog.verifier()};
    const auto opened = open_checkpoint(sign_note("example.com/log\n", signers).value(), known);
    REQUIRE_FALSE(opened);
    CHECK(opened.error().code == ErrorCode::invalid);
}

}  // namespace
}  // namespace fallbuch

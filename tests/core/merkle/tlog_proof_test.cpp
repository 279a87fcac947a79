#include "core/merkle/tlog_proof.h"

#include <catch2/catch.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include "core/codec/base64.h"
#include "core/merkle/hash.h"
#include "core/merkle/note.h"
#include "core/merkle/proof.h"
#include "tests/core/merkle/merkle_model.h"

namespace fallbuch {
namespace {

using namespace testing;

constexpr std::size_t kSize = 300;
constexpr std::uint64_t kIndex = 42;
const Signer kLog = Signer::from_seed("example.com/log", Bytes(32, 1)).value();
const Cosigner kWitness = Cosigner::from_seed("witness.example/w", Bytes(32, 2)).value();
const std::vector<Verifier> kKnown = {kLog.verifier(), kWitness.verifier()};

TlogProof some_proof() {
    MemoryLog log;
    log.append_some(kSize);
    log.publish();
    const std::vector<Signer> signers = {kLog};
    const Checkpoint checkpoint{"example.com/log", kSize, log.builder.root(), {}};
    const auto time = std::chrono::sys_seconds{std::chrono::seconds{1'700'000'000}};
    const auto cosignature = kWitness.cosign(to_text(checkpoint).value(), time).value();
    TlogProof proof;
    proof.extra = {0, 1, 2, 255};
    proof.index = Position{kIndex};
    proof.proof = build_inclusion_proof(proof.index, kSize, log.reader()).value();
    proof.checkpoint = sign_checkpoint(checkpoint, signers).value() + to_line(cosignature);
    return proof;
}

TEST_CASE("a receipt has the lines of the specification", "[core][merkle]") {
    TlogProof proof;
    proof.index = Position{3};
    proof.proof = {some_entry(1), some_entry(2)};
    proof.checkpoint = std::string(kGoldenCheckpoint);
    const std::string lines = "index 3\n" + to_base64(some_entry(1).view()) + "\n" +
                              to_base64(some_entry(2).view()) + "\n\n" +
                              std::string(kGoldenCheckpoint);
    CHECK(to_text(proof) == "c2sp.org/tlog-proof@v1\n" + lines);
    proof.extra = {'a', 'b', 'c'};
    CHECK(to_text(proof) == "c2sp.org/tlog-proof@v1\nextra YWJj\n" + lines);
    CHECK(TlogProof::parse(to_text(proof)).value() == proof);
}

TEST_CASE("a receipt verifies with the log's key, and says which witnesses vouch for it",
          "[core][merkle]") {
    const TlogProof proof = TlogProof::parse(to_text(some_proof())).value();
    const auto opened = verify_tlog_proof_of_entry(proof, some_entry(kIndex).view(), kKnown);
    REQUIRE(opened);
    CHECK(opened->checkpoint.size == kSize);
    REQUIRE(opened->note.verified.size() == 2);
    CHECK(opened->note.verified[1].name == "witness.example/w");

    const std::vector<Verifier> log_only = {kLog.verifier()};
    const Digest leaf = hash_leaf(some_entry(kIndex).view());
    CHECK(verify_tlog_proof(proof, leaf, log_only)->note.unknown.size() == 1);
}

TEST_CASE("a receipt of the only leaf has no proof lines", "[core][merkle]") {
    const std::vector<Signer> signers = {kLog};
    const Digest leaf = hash_leaf(as_bytes("only"));
    TlogProof proof;
    proof.checkpoint = sign_checkpoint({"example.com/log", 1, leaf, {}}, signers).value();
    const auto parsed = TlogProof::parse(to_text(proof));
    REQUIRE(parsed);
    CHECK(verify_tlog_proof_of_entry(*parsed, as_bytes("only"), kKnown));
}

TEST_CASE("a receipt proves nothing else", "[core][merkle]") {
    const TlogProof good = some_proof();
    const Digest entry_hash = some_entry(kIndex);
    const ByteView entry = entry_hash.view();
    REQUIRE(verify_tlog_proof_of_entry(good, entry, kKnown));

    const auto other_entry = verify_tlog_proof_of_entry(good, some_entry(43).view(), kKnown);
    REQUIRE_FALSE(other_entry);
    CHECK(other_entry.error().code == ErrorCode::invalid);

    TlogProof moved = good;
    moved.index = Position{43};
    CHECK_FALSE(verify_tlog_proof_of_entry(moved, entry, kKnown));

    TlogProof outside = good;
    outside.index = Position{kSize};
    CHECK_FALSE(verify_tlog_proof_of_entry(outside, entry, kKnown));

    TlogProof flipped = good;
    flipped.proof[2].bytes[0] ^= 1;
    CHECK_FALSE(verify_tlog_proof_of_entry(flipped, entry, kKnown));

    TlogProof forged = good;
    forged.checkpoint.replace(forged.checkpoint.find("\n300\n"), 5, "\n301\n");
    CHECK(verify_tlog_proof_of_entry(forged, entry, kKnown).error().code == ErrorCode::invalid);

    const std::vector<Verifier> witness_only = {kWitness.verifier()};
    const auto denied = verify_tlog_proof_of_entry(good, entry, witness_only);
    REQUIRE_FALSE(denied);
    CHECK(denied.error().code == ErrorCode::denied);
}

TEST_CASE("a malformed receipt is refused with its reason", "[core][merkle]") {
    const std::string head = "c2sp.org/tlog-proof@v1\n";
    const std::string hash = to_base64(some_entry(1).view()) + "\n";
    const std::string note(kGoldenCheckpoint);
    std::string too_long = head + "index 3\n";
    for (int i = 0; i < 65; ++i) too_long += hash;
    using Row = std::tuple<std::string, std::string>;
    const auto [file, reason] = GENERATE_COPY(table<std::string, std::string>(
        {Row{"", "first line"},
         Row{"c2sp.org/tlog-proof@v1", "first line"},
         Row{"c2sp.org/tlog-proof@v2\nindex 3\n\n" + note, "first line"},
         Row{"\n" + head + "index 3\n\n" + note, "first line"},
         Row{head, "no index line"},
         Row{head + "\n" + note, "no index line"},
         Row{head + "extra YWJj\n\n" + note, "no index line"},
         Row{head + "index 3\nextra YWJj\n\n" + note, "hash 0"},
         Row{head + "extra YWJj\nextra YWJj\nindex 3\n\n" + note, "no index line"},
         Row{head + "extra \nindex 3\n\n" + note, "extra line is empty"},
         Row{head + "extra Y\nindex 3\n\n" + note, "extra"},
         Row{head + "extra  YWJj\nindex 3\n\n" + note, "extra"},
         Row{head + "index 03\n\n" + note, "index"},
         Row{head + "index -1\n\n" + note, "index"},
         Row{head + "index \n\n" + note, "index"},
         Row{head + "index 18446744073709551616\n\n" + note, "index"},
         Row{head + "index 3\n" + hash + "YWJj\n\n" + note, "hash 1"},
         Row{head + "index 3\n" + hash, "no empty line"},
         Row{head + "index 3\n" + hash + note, "hash 1"},
         Row{head + "index 3\r\n\r\n" + note, "index"},
         Row{too_long + "\n" + note, "too long"},
         Row{head + "index 3\n\n", "note"},
         Row{head + "index 3\n\n" + note + "x", "note"},
         Row{head + "index 3\n\n\n" + note, "checkpoint"},
         Row{head + "index 3\n\nno checkpoint\n\n" + std::string(kWitnessLine), "checkpoint"},
         Row{head + "index 15\n\n" + note, "not below"},
         Row{head + "extra " + std::string(kTlogProofBytesMax, 'A') + "\nindex 3\n\n" + note,
             "too long"}}));
    CAPTURE(file.substr(0, 300), reason);
    const auto proof = TlogProof::parse(file);
    REQUIRE_FALSE(proof);
    CHECK(proof.error().code == ErrorCode::invalid);
    CHECK(proof.error().message.find(reason) != std::string::npos);
}

TEST_CASE("no receipt with a flipped bit parses to the same and verifies", "[core][merkle]") {
    const TlogProof good = some_proof();
    const std::string file = to_text(good);
    const std::size_t extra_begin = file.find("extra ");
    const std::size_t extra_end = file.find("index ");
    for (std::size_t i = 0; i < file.size(); ++i) {
        // The extra line is not authenticated; the entry is computed from it by the caller.
        if (i >= extra_begin && i < extra_end) continue;
        std::string flipped = file;
        flipped[i] = static_cast<char>(flipped[i] ^ 1);
        CAPTURE(i, flipped);
        const auto proof = TlogProof::parse(flipped);
        if (!proof) continue;
        const auto opened = verify_tlog_proof_of_entry(*proof, some_entry(kIndex).view(), kKnown);
        // A cosigner whose name changed is unknown, and then vouches for nothing.
        REQUIRE((!opened || opened->note.verified.size() < 2));
    }
}

}  // namespace
}  // namespace fallbuch

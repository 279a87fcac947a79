// Writes a log directory for the independent checkers of tests/oracle: hidden, because it tests
// nothing itself. Run as  FALLBUCH_LOG_OUT=DIR fallbuch_tests '[write_log]'.
#include <catch2/catch.hpp>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/file.h"
#include "core/base/posix_file.h"
#include "core/codec/digest.h"
#include "core/merkle/checkpoint.h"
#include "core/merkle/hash.h"
#include "core/merkle/note.h"
#include "core/merkle/note_key.h"
#include "core/merkle/proof.h"
#include "core/merkle/tlog_proof.h"
#include "tests/core/merkle/merkle_model.h"

namespace fallbuch {
namespace {

using namespace testing;

constexpr std::size_t kOldSize = 300;
constexpr std::size_t kNewSize = 70'000;
constexpr std::uint64_t kReceiptIndex = 423;

void store(const std::string& path, ByteView bytes) {
    PosixFileSystem files;
    REQUIRE(files.make_directories(path.substr(0, path.rfind('/'))));
    REQUIRE(replace_file(files, path, bytes, Durability::none));
}

std::string record_header(std::uint64_t index) { return "record header " + std::to_string(index); }

// Entries as the ledger's: the SHA-256 of a header.
void append_headers(MemoryLog& log, std::size_t size) {
    while (log.builder.size() < size) {
        log.append(sha256(as_bytes(record_header(log.builder.size()))).view());
    }
    log.publish();
}

TEST_CASE("a log of 70,000 entries is written for the independent checkers", "[.][write_log]") {
    const char* const out = std::getenv("FALLBUCH_LOG_OUT");
    REQUIRE(out != nullptr);
    const std::string folder = std::string(out) + "/";
    const std::vector<Signer> signers = {
        Signer::from_seed("fallbuch.example/log", Bytes(32, 42)).value()};
    const auto witness = Cosigner::from_seed("witness.example/w", Bytes(32, 43)).value();
    const auto checkpoint = [&](const MemoryLog& log) {
        const TreeHead head = log.builder.head();
        return Checkpoint{"fallbuch.example/log", head.size, head.root, {}};
    };

    MemoryLog log;
    append_headers(log, kOldSize);
    const std::string old_note = sign_checkpoint(checkpoint(log), signers).value();
    append_headers(log, kNewSize);
    const auto time = std::chrono::sys_seconds{std::chrono::seconds{1'700'000'000}};
    const auto cosignature = witness.cosign(to_text(checkpoint(log)).value(), time).value();
    const std::string note =
        sign_checkpoint(checkpoint(log), signers).value() + to_line(cosignature);

    for (const auto& [path, bytes] : log.files) store(folder + "log/" + path, bytes);
    store(folder + "log/checkpoint", as_bytes(note));
    store(folder + "checkpoint.old", as_bytes(old_note));
    store(folder + "vkey", as_bytes(signers[0].verifier().vkey() + "\n"));

    TlogProof receipt;
    const std::string header = record_header(kReceiptIndex);
    receipt.extra = Bytes(header.begin(), header.end());
    receipt.index = Position{kReceiptIndex};
    receipt.proof = build_inclusion_proof(receipt.index, kNewSize, log.reader()).value();
    receipt.checkpoint = note;
    store(folder + "receipt.tlog-proof", as_bytes(to_text(receipt)));
}

}  // namespace
}  // namespace fallbuch

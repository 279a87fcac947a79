// A vault on a file system in memory, and what a test may do to its file behind its back.
#pragma once

#include <catch2/catch.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/vault/master_key.h"
#include "core/vault/sealing.h"
#include "core/vault/vault.h"
#include "tests/support/faulty_file.h"
#include "tests/support/seeded_random.h"

namespace fallbuch {

class FailingRandom final : public Random {
public:
    Status fill(MutableByteView) override {
        return Error{ErrorCode::unavailable, "random: fails on demand"};
    }
};

inline MasterKey some_master(std::uint64_t seed) {
    SeededRandom random(seed, 99);
    return MasterKey::generate(random).value();
}

// Everything that a vault is opened with.
struct VaultBuilder {
    static constexpr const char* kPath = "vault.sqlite";

    FaultyFileSystem files;
    SeededRandom random{7};
    MasterKey master = some_master(1);
    LedgerId ledger = LedgerId::from_bytes(as_bytes("this ledger's id").data());

    VaultPlace place(const std::string& path = kPath) { return {files, random, path, ledger}; }
    std::unique_ptr<Vault> create() {
        auto vault = Vault::create(place(), master);
        REQUIRE(vault);
        return *std::move(vault);
    }
    std::unique_ptr<Vault> open() {
        auto vault = Vault::open(place(), master);
        if (!vault) FAIL(vault.error().message);
        return *std::move(vault);
    }
    // The code with which opening fails.
    ErrorCode refusal() {
        const auto vault = Vault::open(place(), master);
        REQUIRE_FALSE(vault);
        CHECK(vault.error().message.find(kPath) != std::string::npos);
        return vault.error().code;
    }

    // Changes the file with SQLite itself. With `digests` as somebody who knows our pages would,
    // without as any other program does. Gives the first column of the last row, if there is one.
    enum class Pages { with_digests, plain };
    std::string run_sql(const std::string& statements, Pages pages = Pages::with_digests);
};

inline BucketName bucket_of(SubjectId subject, std::string_view category = "STAMM") {
    return {subject, category, "sgb2-10", 2026};
}

// The bytes of a key, as far as a holder of one can tell keys apart.
inline Bytes trace_of(const BucketKey& key) {
    Bytes derived(BucketKey::kBytes);
    key.derive_span_key(EventId{}, 0, derived);
    return derived;
}

}  // namespace fallbuch

// An office that refuses events, for the tests of how they are kept.
#pragma once

#include <catch2/catch.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "consumers/ingest/refused_entry.h"
#include "consumers/ingest/refused_event.h"
#include "consumers/ingest/refused_reader.h"
#include "consumers/ingest/refused_store.h"
#include "consumers/ingest/refused_walk.h"
#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/ledger/ledger_place.h"
#include "core/vault/master_key.h"
#include "core/vault/vault.h"
#include "tests/support/builders.h"
#include "tests/support/fake_clock.h"
#include "tests/support/faulty_file.h"
#include "tests/support/seeded_random.h"

namespace fallbuch::refused_test {

inline const std::string kDirectory = "/ledger/refused";
inline const std::string kMark = kDirectory + "/COMMITTED";
inline const UtcDay kFirstDay = std::chrono::floor<std::chrono::days>(FakeClock::kStart);
inline const std::string kFirstFile = kDirectory + "/2026-07-01.refused";

// A ledger's directory and its vault. The vault lives on a disk of its own, which never fails.
struct Office {
    FaultyFileSystem vault_files;
    FaultyFileSystem files;
    FakeClock clock;
    SeededRandom random{11};
    std::unique_ptr<Vault> vault = new_vault(1);

    std::unique_ptr<Vault> new_vault(std::uint64_t number) {
        const auto master = MasterKey::generate(random);
        REQUIRE(master);
        auto made = Vault::create(
            {vault_files, random, "/keys" + std::to_string(number), some_id<LedgerId>(number)},
            *master);
        REQUIRE(made);
        return *std::move(made);
    }
    LedgerPlace place() { return {files, clock, random, "/ledger"}; }
    Result<std::unique_ptr<RefusedStore>> open() { return RefusedStore::open(place(), *vault); }
    std::unique_ptr<RefusedStore> store() {
        auto opened = open();
        INFO((opened ? "" : opened.error().message));
        REQUIRE(opened);
        return *std::move(opened);
    }
    RefusedReader reader() {
        auto opened = RefusedReader::open(place(), *vault);
        REQUIRE(opened);
        return *std::move(opened);
    }
    std::vector<RefusedEntry> entries() {
        std::vector<RefusedEntry> out;
        const auto damage = reader().list([&](const RefusedEntry& entry, ByteView text) -> Status {
            CHECK(text.empty());
            out.push_back(entry);
            return {};
        });
        REQUIRE(damage);
        CHECK(damage->empty());
        return out;
    }
    std::vector<std::string> texts() {
        std::vector<std::string> out;
        const auto damage =
            reader().export_texts([&](const RefusedEntry&, ByteView text) -> Status {
                out.emplace_back(as_text(text));
                return {};
            });
        REQUIRE(damage);
        CHECK(damage->empty());
        return out;
    }
    RefusedDamage check() {
        const auto damage = reader().check();
        INFO((damage ? "" : damage.error().message));
        REQUIRE(damage);
        return *damage;
    }
};

inline RefusedEvent event_of(std::string_view text, std::uint64_t line_number = 1) {
    return {text,
            RefusedAt::import_file,
            line_number,
            std::nullopt,
            {{"/data/text", "wrong_type", "must be string"}}};
}

// Adds and commits; true if it was new.
inline bool keep(RefusedStore& store, std::string_view text) {
    const auto added = store.add(event_of(text));
    REQUIRE(added);
    REQUIRE(store.commit());
    return *added;
}

}  // namespace fallbuch::refused_test

// Does the vault notice when its file is not what it wrote?
#include <catch2/catch.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/file.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/codec/digest.h"
#include "core/codec/hex.h"
#include "core/codec/wire.h"
#include "core/vault/vault.h"
#include "tests/core/vault/vault_builder.h"
#include "tests/support/seeded_random.h"

namespace fallbuch {
namespace {

// A small vault whose content the test knows.
struct KnownVault : VaultBuilder {
    static constexpr int kPersons = 40;
    std::map<std::string, StreamId> streams;
    std::map<std::string, SubjectId> persons;
    std::map<std::string, Bytes> keys;
    static constexpr std::string_view kSecret = "the log's seed, thirty-two bytes";

    KnownVault() {
        const auto vault = create();
        auto batch = vault->begin();
        for (int i = 0; i < kPersons; ++i) {
            const std::string name = "P-" + std::to_string(i);
            streams[name] = batch->stream(name).value();
            persons[name] = batch->subject(NameKind::person, name).value();
            keys[name] = trace_of(**batch->key(bucket_of(persons[name])));
        }
        REQUIRE(batch->commit());
        REQUIRE(vault->store_secret("seed", as_bytes(kSecret)));
    }

    // Whether asking for a known thing, in a way that could make it anew, gives something that was
    // not there before. An error is a fine answer.
    bool gives_something_else(Vault& vault) {
        auto batch = vault.begin();
        for (const auto& [name, stream] : streams) {
            if (const auto id = batch->stream(name); id && *id != stream) return true;
            const auto person = batch->subject(NameKind::person, name);
            if (person && *person != persons[name]) return true;
            const auto key = batch->key(bucket_of(persons[name]));
            if (key && trace_of(**key) != keys[name]) return true;
        }
        const auto secret = vault.secret("seed");
        return secret && as_text(*secret) != kSecret;
    }

    std::vector<std::string> faults() { return open()->check().value().faults; }
};

TEST_CASE("a flipped bit in the key store is found, and never makes a second id or key",
          "[core][vault]") {
    KnownVault vault;
    const auto intact = vault.files.snapshot();
    const std::uint64_t size_bytes = vault.files.files().at("/vault.sqlite");
    const std::uint64_t seed = std::random_device{}();
    CAPTURE(seed);
    SeededRandom random(seed);
    int refused_count = 0;
    for (int round = 0; round < 2000; ++round) {
        const std::uint64_t bit = random.below(size_bytes * 8);
        CAPTURE(round, bit);
        vault.files.restore(intact);
        vault.files.flip_bit(VaultBuilder::kPath, bit);
        const auto opened = Vault::open(vault.place(), vault.master);
        if (!opened) {
            REQUIRE(opened.error().code == ErrorCode::corrupt);
            ++refused_count;
            continue;
        }
        REQUIRE_FALSE(vault.gives_something_else(**opened));
        const auto report = (*opened)->check();
        REQUIRE(report);
        // Every byte of the file is under a page's digest.
        REQUIRE_FALSE(report->faults.empty());
    }
    CHECK(refused_count > 0);
}

TEST_CASE("a key store cut short or grown is found", "[core][vault]") {
    KnownVault vault;
    const auto intact = vault.files.snapshot();
    const std::uint64_t size_bytes = vault.files.files().at("/vault.sqlite");
    for (std::uint64_t size = 0; size <= size_bytes + 4096; size += 512) {
        if (size == size_bytes) continue;
        CAPTURE(size);
        vault.files.restore(intact);
        vault.files.truncate_file(VaultBuilder::kPath, size);
        const auto opened = Vault::open(vault.place(), vault.master);
        if (!opened) {
            CHECK(opened.error().code == ErrorCode::corrupt);
            continue;
        }
        CHECK_FALSE(vault.gives_something_else(**opened));
        CHECK_FALSE((*opened)->check()->faults.empty());
    }
}

TEST_CASE("rows dropped, swapped or changed behind the vault's back are found", "[core][vault]") {
    KnownVault vault;
    CHECK(vault.faults().empty());
    const std::string change = GENERATE(
        as<std::string>(),
        "DELETE FROM names WHERE id = (SELECT id FROM names WHERE kind = 1 LIMIT 1)",
        "DELETE FROM bucket_keys WHERE subject = (SELECT min(subject) FROM bucket_keys)",
        "DELETE FROM secrets",
        // Two keys trade places.
        "UPDATE bucket_keys SET wrapped = (SELECT wrapped FROM bucket_keys b"
        " WHERE b.subject != bucket_keys.subject ORDER BY b.subject LIMIT 1)"
        " WHERE subject IN (SELECT subject FROM bucket_keys ORDER BY subject LIMIT 2)",
        "UPDATE bucket_keys SET year = 2027 WHERE subject = (SELECT min(subject) FROM bucket_keys)",
        "UPDATE bucket_keys SET class = 'sgb2-11'"
        " WHERE subject = (SELECT max(subject) FROM bucket_keys)",
        "INSERT INTO bucket_keys SELECT subject, category, class, year, 1, wrapped"
        " FROM bucket_keys LIMIT 1",
        "UPDATE names SET kind = 3 WHERE lookup = (SELECT min(lookup) FROM names WHERE kind = 2)",
        "UPDATE names SET sealed = substr(sealed, 1, 27)"
        " WHERE lookup = (SELECT min(lookup) FROM names)",
        "UPDATE names SET id = x'00' WHERE lookup = (SELECT min(lookup) FROM names WHERE kind = 1)",
        "UPDATE secrets SET name = 'seee'", "UPDATE meta SET name_count = name_count - 1",
        "UPDATE meta SET row_sum = zeroblob(32)", "UPDATE meta SET row_sum = zeroblob(31)",
        "UPDATE meta SET seal = zeroblob(32)", "UPDATE meta SET vault_key = zeroblob(60)",
        "UPDATE meta SET key_check = zeroblob(32)", "UPDATE meta SET checksum = zeroblob(32)",
        "DELETE FROM meta", "DROP TABLE meta", "DROP TABLE bucket_keys",
        "DELETE FROM names; DELETE FROM bucket_keys; DELETE FROM secrets");
    CAPTURE(change);
    vault.run_sql(change);
    const auto opened = Vault::open(vault.place(), vault.master);
    if (!opened) {
        CHECK(opened.error().code == ErrorCode::corrupt);
        return;
    }
    const auto report = (*opened)->check();
    REQUIRE(report);
    CHECK_FALSE(report->faults.empty());
}

TEST_CASE("a genuine row of another history is found by the row sum alone", "[core][vault]") {
    KnownVault vault;
    const BucketName bucket = bucket_of(vault.persons["P-1"], "GESUNDHEIT");
    const auto make_key = [&] {
        const auto opened = vault.open();
        auto batch = opened->begin();
        REQUIRE(batch->key(bucket));
        REQUIRE(batch->commit());
    };
    const auto before = vault.files.snapshot();
    make_key();
    const std::string other =
        vault.run_sql("SELECT hex(wrapped) FROM bucket_keys WHERE category = 'GESUNDHEIT'");
    vault.files.restore(before);
    make_key();
    CHECK(vault.faults().empty());
    vault.run_sql("UPDATE bucket_keys SET wrapped = x'" + other +
                  "' WHERE category = 'GESUNDHEIT'");
    const std::vector<std::string> faults = vault.faults();
    REQUIRE(faults.size() == 1);
    CHECK(faults.front().find("row sum") != std::string::npos);
}

TEST_CASE("a moved key is refused where it is asked for", "[core][vault]") {
    KnownVault vault;
    vault.run_sql(
        "UPDATE bucket_keys SET wrapped = (SELECT wrapped FROM bucket_keys b"
        " WHERE b.subject != bucket_keys.subject ORDER BY b.subject LIMIT 1)");
    const auto opened = vault.open();
    const auto key = opened->find_key(bucket_of(vault.persons["P-1"]), 0);
    REQUIRE_FALSE(key);
    CHECK(key.error().code == ErrorCode::corrupt);
    auto batch = opened->begin();
    CHECK(batch->key(bucket_of(vault.persons["P-1"])).error().code == ErrorCode::corrupt);
}

TEST_CASE("a row dropped with plain SQLite is noticed before its name is given anew",
          "[core][vault]") {
    KnownVault vault;
    vault.run_sql("DELETE FROM bucket_keys; DELETE FROM names", VaultBuilder::Pages::plain);
    const auto opened = Vault::open(vault.place(), vault.master);
    if (!opened) {
        CHECK(opened.error().code == ErrorCode::corrupt);
        return;
    }
    CHECK((*opened)->begin()->stream("P-1").error().code == ErrorCode::corrupt);
    CHECK_FALSE((*opened)->check()->faults.empty());
}

TEST_CASE("a wrong master key is denied, another ledger's store is corrupt", "[core][vault]") {
    KnownVault vault;
    vault.master = some_master(2);
    CHECK(vault.refusal() == ErrorCode::denied);
    vault.master = some_master(1);
    vault.ledger.bytes[3] ^= 1;
    CHECK(vault.refusal() == ErrorCode::corrupt);
}

// The meta row of a store that another program version wrote.
void set_format(KnownVault& vault, std::uint64_t format) {
    Bytes head;
    WireWriter(head).fixed(format);
    SeededRandom random(1, 99);
    const MasterKey master = MasterKey::generate(random).value();
    const Digest key_check =
        HmacSha256(master.view())({as_bytes("fallbuch vault check v1"), LedgerId{}.view()});
    const Digest checksum =
        sha256({as_bytes("fallbuch vault meta"), head, vault.ledger.view(), key_check.view()});
    vault.run_sql("UPDATE meta SET format = " + std::to_string(format) + ", checksum = x'" +
                  to_hex(checksum.view()) + "'");
}

TEST_CASE("a store of a newer format is left alone", "[core][vault]") {
    KnownVault vault;
    set_format(vault, 2);
    CHECK(vault.refusal() == ErrorCode::unavailable);
    set_format(vault, 1);
    CHECK(vault.faults().empty());
}

TEST_CASE("what is no key store is not taken for one, and never written over", "[core][vault]") {
    VaultBuilder builder;
    CHECK(builder.refusal() == ErrorCode::not_found);
    REQUIRE(replace_file(builder.files, VaultBuilder::kPath, {}, Durability::none));
    CHECK(builder.refusal() == ErrorCode::corrupt);
    REQUIRE(replace_file(builder.files, VaultBuilder::kPath, Bytes(8192, 'x'), Durability::none));
    CHECK(builder.refusal() == ErrorCode::corrupt);
    CHECK(Vault::create(builder.place(), builder.master).error().code == ErrorCode::corrupt);
    REQUIRE(builder.files.remove(VaultBuilder::kPath));
    builder.run_sql("CREATE TABLE meta (a)", VaultBuilder::Pages::plain);
    CHECK(builder.refusal() == ErrorCode::corrupt);
    CHECK(Vault::create(builder.place(), builder.master).error().code == ErrorCode::corrupt);
    REQUIRE(builder.files.remove(VaultBuilder::kPath));
    builder.create();
    CHECK(Vault::create(builder.place(), builder.master).error().code == ErrorCode::conflict);
    builder.open();
    const auto nowhere = Vault::create(builder.place("no/such/folder/vault"), builder.master);
    REQUIRE_FALSE(nowhere);
    CHECK(nowhere.error().code == ErrorCode::unavailable);
    CHECK(nowhere.error().message.find("no/such/folder/vault") != std::string::npos);
}

}  // namespace
}  // namespace fallbuch

// Does the vault keep what it acknowledged when the disk, the process or the power fails?
#include <catch2/catch.hpp>

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/vault/vault.h"
#include "tests/core/vault/vault_builder.h"
#include "tests/support/fault_schedule.h"
#include "tests/support/faulty_file.h"
#include "tests/support/power_cuts.h"
#include "tests/support/seeded_random.h"

namespace fallbuch {
namespace {

constexpr const char* kJournal = "/vault.sqlite-journal";

FaultPlan fault_at(FaultKind kind, std::uint64_t call) {
    FaultPlan plan;
    plan.kind = kind;
    plan.at_call = call;
    return plan;
}

// What a program was told by the vault, and may rely on.
struct Acknowledged {
    std::map<std::string, SubjectId> persons;
    std::map<std::string, Bytes> keys;
    bool secret = false;
};

// One batch, all or nothing. False if the vault said that it failed.
bool make_persons(Vault& vault, const std::string& prefix, Acknowledged& told) {
    constexpr int kPersons = 60;
    Acknowledged made = told;
    auto batch = vault.begin();
    for (int i = 0; i < kPersons; ++i) {
        const std::string name = prefix + std::to_string(i);
        const auto person = batch->subject(NameKind::person, name);
        if (!person) return false;
        const auto key = batch->key(bucket_of(*person));
        if (!key) return false;
        made.persons[name] = *person;
        made.keys[name] = trace_of(**key);
    }
    if (!batch->commit()) return false;
    told = made;
    return true;
}

// Opens the vault, makes two batches and a secret, and stops at the first failure.
void run_program(VaultBuilder& builder, Acknowledged& told) {
    const auto vault = Vault::open(builder.place(), builder.master);
    if (!vault) return;
    if (!make_persons(**vault, "first ", told)) return;
    if (!make_persons(**vault, "second ", told)) return;
    told.secret = (*vault)->store_secret("seed", as_bytes("seed")).has_value();
}

// Everything acknowledged is there and the same, and nothing is there by half.
void check_kept(VaultBuilder& builder, const Acknowledged& told) {
    const auto vault = builder.open();
    for (const auto& [name, person] : told.persons) {
        CAPTURE(name);
        REQUIRE(vault->find_subject(NameKind::person, name) == person);
        const auto key = vault->find_key(bucket_of(person), 0);
        REQUIRE(key);
        REQUIRE(trace_of(**key) == told.keys.at(name));
    }
    if (told.secret) REQUIRE(vault->secret("seed"));
    const auto report = vault->check();
    REQUIRE(report);
    REQUIRE(report->faults.empty());
    REQUIRE(report->name_count % 60 == 0);
    REQUIRE(report->key_count == report->name_count);
}

TEST_CASE("a fault or a power cut at any call of the disk loses nothing that was acknowledged",
          "[core][vault]") {
    VaultBuilder builder;
    builder.create();
    Acknowledged told;
    const auto program = [&] {
        told = {};
        run_program(builder, told);
    };
    const auto check = [&] { check_kept(builder, told); };
    CHECK(fail_every_call(builder.files, program, check) > 100);
    CHECK(cut_power_at_every_call(builder.files, program, check) > 100);
}

TEST_CASE("a power cut at any call of creating leaves a vault or room for one", "[core][vault]") {
    VaultBuilder builder;
    bool made = false;
    const auto create = [&] { made = Vault::create(builder.place(), builder.master).has_value(); };
    const auto check = [&] {
        if (!made && !Vault::open(builder.place(), builder.master)) builder.create();
        REQUIRE(builder.open()->check()->faults.empty());
    };
    CHECK(cut_power_at_every_call(builder.files, create, check) > 10);
}

TEST_CASE("a full disk refuses a batch, and the next one may succeed", "[core][vault]") {
    VaultBuilder builder;
    const auto vault = builder.create();
    builder.files.plan(fault_at(FaultKind::no_space, 1));
    Acknowledged told;
    CHECK_FALSE(make_persons(*vault, "first ", told));
    CHECK(builder.files.fault_fired());
    REQUIRE(make_persons(*vault, "first ", told));
    check_kept(builder, told);
}

TEST_CASE("after a failed sync the vault stops until it is opened again", "[core][vault]") {
    VaultBuilder builder;
    auto vault = builder.create();
    Acknowledged told;
    REQUIRE(make_persons(*vault, "first ", told));
    builder.files.plan(fault_at(FaultKind::failed_sync, 1));
    CHECK_FALSE(make_persons(*vault, "second ", told));
    REQUIRE(builder.files.fault_fired());
    const auto refused = vault->begin()->stream("BG-1");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::unavailable);
    // What was known before needs no file.
    CHECK(vault->find_subject(NameKind::person, "first 0") == told.persons["first 0"]);
    vault.reset();
    vault = builder.open();
    REQUIRE(make_persons(*vault, "second ", told));
    vault.reset();
    check_kept(builder, told);
}

// States of the disk in which a crash left the journal of the second batch.
std::vector<FaultyFileSystem::Snapshot> interrupted(VaultBuilder& builder,
                                                    const FaultyFileSystem::Snapshot& start) {
    std::vector<FaultyFileSystem::Snapshot> states;
    for (std::uint64_t calls = 0;; ++calls) {
        builder.files.restore(start);
        builder.files.crash_after(calls);
        Acknowledged told;
        run_program(builder, told);
        if (!builder.files.power_is_cut()) return states;
        builder.files.kill();
        const auto files = builder.files.files();
        const auto journal = files.find(kJournal);
        if (journal != files.end() && journal->second > 0) {
            states.push_back(builder.files.snapshot());
        }
    }
}

TEST_CASE("a flipped bit in what a crash left of a transaction never makes a second id",
          "[core][vault]") {
    VaultBuilder builder;
    Acknowledged known;
    REQUIRE(make_persons(*builder.create(), "first ", known));
    const auto start = builder.files.snapshot();
    const auto states = interrupted(builder, start);
    REQUIRE(states.size() > 10);
    const std::uint64_t seed = std::random_device{}();
    CAPTURE(seed);
    SeededRandom random(seed);
    int found_count = 0;
    for (int round = 0; round < 600; ++round) {
        const auto& state = states[random.below(states.size())];
        builder.files.restore(state);
        const std::uint64_t bit = random.below(builder.files.files().at(kJournal) * 8);
        CAPTURE(round, bit);
        builder.files.flip_bit(kJournal, bit);
        const auto vault = Vault::open(builder.place(), builder.master);
        if (!vault) {
            // A journal that claims the file was longer than the disk is refused by the disk.
            const ErrorCode code = vault.error().code;
            REQUIRE((code == ErrorCode::corrupt || code == ErrorCode::unavailable));
            ++found_count;
            continue;
        }
        auto batch = (*vault)->begin();
        for (const auto& [name, person] : known.persons) {
            REQUIRE(batch->subject(NameKind::person, name) == person);
            REQUIRE(trace_of(**batch->key(bucket_of(person))) == known.keys.at(name));
        }
        REQUIRE((*vault)->check()->faults.empty());
    }
    CHECK(found_count > 0);
}

}  // namespace
}  // namespace fallbuch

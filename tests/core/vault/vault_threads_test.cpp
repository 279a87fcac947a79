// Do many threads that ask for the same names at the same time get the same numbers?
#include <catch2/catch.hpp>

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/vault/sealing.h"
#include "core/vault/vault.h"
#include "tests/core/vault/vault_builder.h"

namespace fallbuch {
namespace {

// What all threads were told; a contradiction is counted.
class Told {
public:
    void add(const std::string& name, SubjectId person, const Bytes& key) {
        const std::lock_guard lock(mutex_);
        const auto [known, fresh] = told_.try_emplace(name, person, key);
        if (!fresh && known->second != std::pair(person, key)) ++contradictions_;
    }
    void fail() {
        const std::lock_guard lock(mutex_);
        ++failures_;
    }

    std::mutex mutex_;
    std::map<std::string, std::pair<SubjectId, Bytes>> told_;
    int contradictions_ = 0;
    int failures_ = 0;
};

struct Pair {
    std::string name;
    SubjectId person;
    Bytes key;
};

// Names of which every thread asks for some of its own and some of everybody's.
std::vector<std::string> names_of(std::size_t thread, std::size_t round) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < 10; ++i) names.push_back("shared " + std::to_string(round + i));
    names.push_back(std::to_string(thread) + " own " + std::to_string(round));
    return names;
}

// Nothing if anything failed. Asks in an order of its own, to provoke what a fixed order hides.
std::vector<Pair> ask(Vault::Batch& batch, const std::vector<std::string>& names) {
    std::vector<Pair> pairs;
    for (const std::string& name : names) {
        const auto person = batch.subject(NameKind::person, name);
        if (!person) return {};
        const auto key = batch.key(bucket_of(*person));
        Bytes trace(BucketKey::kBytes);
        if (!key) return {};
        (*key)->derive_span_key(EventId{}, 0, trace);
        pairs.push_back({name, *person, trace});
    }
    return pairs;
}

void work(Vault& vault, std::size_t thread, Told& told) {
    constexpr std::size_t kRounds = 30;
    for (std::size_t round = 0; round < kRounds; ++round) {
        auto batch = vault.begin();
        const auto pairs = ask(*batch, names_of(thread, round));
        // Every fifth batch is given up, and what it made must be forgotten.
        if ((round + thread) % 5 == 0) continue;
        if (pairs.empty() || !batch->commit()) {
            told.fail();
            continue;
        }
        for (const Pair& pair : pairs) {
            told.add(pair.name, pair.person, pair.key);
            const auto name = vault.subject_name(pair.person);
            if (!name || *name != pair.name) told.fail();
        }
    }
}

TEST_CASE("threads that need the same names and keys agree on them", "[core][vault][threads]") {
    constexpr std::size_t kThreads = 8;
    VaultBuilder builder;
    auto vault = builder.create();
    Told told;
    std::vector<std::thread> threads;
    for (std::size_t thread = 0; thread < kThreads; ++thread) {
        threads.emplace_back([&, thread] { work(*vault, thread, told); });
    }
    for (std::thread& thread : threads) thread.join();
    CHECK(told.failures_ == 0);
    CHECK(told.contradictions_ == 0);
    CHECK(told.told_.size() > 100);

    vault = builder.open();
    for (const auto& [name, pair] : told.told_) {
        CAPTURE(name);
        REQUIRE(vault->find_subject(NameKind::person, name) == pair.first);
        REQUIRE(trace_of(**vault->find_key(bucket_of(pair.first), 0)) == pair.second);
    }
    const auto report = vault->check();
    REQUIRE(report);
    CHECK(report->faults.empty());
    CHECK(report->name_count == told.told_.size());
}

TEST_CASE("threads seal and open under the same keys", "[core][vault][threads]") {
    const BucketKey key(Bytes(BucketKey::kBytes, 5), 0);
    const BucketKey other(Bytes(BucketKey::kBytes, 6), 0);
    std::vector<int> failure_counts(8, 0);
    std::vector<std::thread> threads;
    for (std::size_t thread = 0; thread < failure_counts.size(); ++thread) {
        threads.emplace_back([&, &failures = failure_counts[thread], thread] {
            SpanPlace place;
            place.type = "type";
            place.category = "STAMM";
            place.bucket = {"class", 2026, 0};
            const Bytes text(100, static_cast<std::uint8_t>(thread));
            for (std::uint32_t i = 0; i < 300; ++i) {
                const BucketKey& used = i % 2 == 0 ? key : other;
                place.span_number = i;
                Bytes sealed;
                Bytes opened;
                const auto proof = seal_span(used, place, text, sealed);
                const bool same = proof && open_span(used, place, sealed, proof->content_tag,
                                                     TagCheck::required, opened);
                if (!same || opened != text) ++failures;
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    CHECK(failure_counts == std::vector<int>(8, 0));
}

}  // namespace
}  // namespace fallbuch

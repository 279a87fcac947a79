// Casework for measuring: many cases, many persons, every event made fresh.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "core/base/posix_file.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/events/catalogue.h"
#include "core/events/checked_event.h"
#include "core/events/event_store.h"
#include "core/events/event_type.h"
#include "core/ledger/ledger.h"
#include "core/ledger/ledger_place.h"
#include "core/vault/master_key.h"
#include "core/vault/vault.h"

namespace fallbuch {

// The next word of a splitmix64: noise that is cheap and never the same.
std::uint64_t stir(std::uint64_t& state);

enum class SpanShape {
    person_and_actor,  // two spans of 250 bytes
    person_only,       // one span of 500 bytes
};

inline constexpr std::uint64_t kBenchCases = 10'000;
inline constexpr std::uint64_t kBenchActors = 500;

// Makes the events of one client, one after the other. Belongs to one thread.
class Workload {
public:
    Workload(const EventType& type, std::uint64_t client, SpanShape shape);

    // Fills `events` with `count` events of one case.
    void next_unit(std::vector<CheckedEvent>& events, std::size_t count);

private:
    void fill(CheckedEvent& event, std::uint64_t case_number);
    void add_span(CheckedEvent& event, NameKind kind, std::string_view name,
                  std::size_t filler_bytes);

    const EventType& type_;
    std::uint64_t client_;
    SpanShape shape_;
    std::uint64_t made_count_ = 0;
    std::uint64_t noise_;
    Instant occurred_;
};

// A ledger that exists for one measurement, beside the directory that was named.
class BenchLedger {
public:
    // Makes it, with all names and keys that the workload will ask for.
    static Result<std::unique_ptr<BenchLedger>> make(const std::string& beside, TreeUse tree);
    // Removes it.
    ~BenchLedger();

    EventStore& store() { return *store_; }
    const EventType& type() const { return *type_; }
    const MasterKey& master() const { return master_; }
    LedgerPlace place() { return {files_, clock_, random_, directory_}; }
    std::shared_ptr<const Catalogue> catalogue() const { return catalogue_; }
    // Closes the store, keeps the directory.
    Status close();
    // Opens the store again.
    Status reopen();
    // Bytes on disk of a part of the directory ("log", "tlog", ...), as its blocks are counted.
    std::uint64_t disk_bytes(const std::string& part) const;
    std::uint64_t file_bytes(const std::string& name) const;

private:
    explicit BenchLedger(const MasterKey& master) : master_(master) {}
    Status prepare_names();

    PosixFileSystem files_;
    SystemClock clock_;
    SystemRandom random_;
    std::string directory_;
    MasterKey master_;
    std::shared_ptr<const Catalogue> catalogue_;
    const EventType* type_ = nullptr;
    std::unique_ptr<EventStore> store_;
};

}  // namespace fallbuch

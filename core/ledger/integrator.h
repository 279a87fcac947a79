// Keeps the tree up with the log: tiles for every durable record, a signed checkpoint for all.
//
// One thread follows the log. It writes each tile as soon as it is full, and publishes a checkpoint
// at most every kCheckpointPauseMin and at once when somebody waits for one. Before a checkpoint is
// published all tiles that it needs are in place; it never covers a record that is not durable.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "core/base/result.h"
#include "core/ledger/checkpoints.h"
#include "core/ledger/ledger_place.h"
#include "core/ledger/tile_store.h"
#include "core/merkle/hash.h"
#include "core/merkle/tile_builder.h"
#include "core/storage/log.h"
#include "core/storage/scan.h"

namespace fallbuch {

inline constexpr std::chrono::milliseconds kCheckpointPauseMin{200};
// After so many records the tiles are synced, so that a crash leaves no more to compare.
inline constexpr std::uint64_t kSyncedEveryRecords = 1U << 19U;

// The signed note for a tree head.
using CheckpointSigner = std::function<Result<std::string>(const TreeHead&)>;

// Replaces the published checkpoint, durably.
Status publish_checkpoint(const LedgerPlace& place, const std::string& note);
// Replaces the synced checkpoint, after making every file on the file system durable.
Status publish_synced(const LedgerPlace& place, const std::string& note);

// Threads: cover() and note() may be called from any thread.
class Integrator {
public:
    struct Parts {
        LedgerPlace place;
        Log& log;  // outlives the integrator
        CheckpointSigner sign;
    };

    // Goes on with a recovered tree, and with the newest checkpoint, which it may be ahead of.
    Integrator(Parts parts, TileStore store, TileBuilder builder, StoredCheckpoint newest);
    // Stops; what is not signed yet stays so. See close().
    ~Integrator();
    Integrator(const Integrator&) = delete;
    Integrator& operator=(const Integrator&) = delete;

    // Waits until a published checkpoint covers the first `count` records, and returns the newest
    // one. Those records are durable. unavailable or corrupt if the integrator stopped.
    Result<std::string> cover(std::uint64_t count);

    // Covers everything, syncs the tiles, and stops. Nothing is appended meanwhile.
    Status close();

private:
    void run();
    Status follow();
    Status integrate(std::uint64_t count);
    Status write_partials();
    Status publish();
    Status sync_tiles();
    bool is_due() const;
    void stop();

    Parts parts_;
    TileStore store_;
    TileBuilder builder_;
    RecordCursor cursor_;
    std::vector<TileFile> completed_;
    std::chrono::steady_clock::time_point published_at_;
    std::uint64_t synced_size_;
    std::atomic<bool> interrupted_{false};

    std::mutex mutex_;
    std::condition_variable published_;
    std::string note_;
    std::uint64_t note_size_;
    std::uint64_t wanted_size_ = 0;
    bool stopping_ = false;
    std::optional<Error> failure_;
    std::thread thread_;
};

}  // namespace fallbuch

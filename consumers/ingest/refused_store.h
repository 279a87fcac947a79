// How is an event that was refused kept? START HERE.
//
//   add()    once for each text: a text whose fingerprint is kept already adds nothing
//   commit() entries are written behind the day's file and synced, then the mark (refused_mark.h)
//            moves behind them: from now on they are kept, whatever happens
//
// Text is sealed under the quarantine key; entrance, line, time and reasons stand in the clear and
// hold no value (refused_event.h). Byte grammar: refused_entry.h. After kRefusedRetention days an
// entry is removed, counted from its first refusal. Reading: refused_reader.h.
//
// The store trusts the clock: set far ahead, it removes what is younger in truth.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "consumers/ingest/quarantine_key.h"
#include "consumers/ingest/refused_entry.h"
#include "consumers/ingest/refused_event.h"
#include "consumers/ingest/refused_mark.h"
#include "consumers/ingest/refused_walk.h"
#include "core/base/bytes.h"
#include "core/base/file.h"
#include "core/base/result.h"
#include "core/ledger/ledger_place.h"
#include "core/vault/vault.h"

namespace fallbuch {

inline constexpr std::chrono::days kRefusedRetention{30};
inline constexpr std::uint64_t kRefusedFileBytesMax = 256ULL * 1024 * 1024;
inline constexpr std::size_t kRefusedPendingBytesMax = 4 * 1024 * 1024;  // not yet written

// One at a time, by whoever holds the ledger's lock for writing; one thread at a time. The place's
// services and the vault outlive it.
class RefusedStore {
public:
    // Makes the directory and the quarantine key if there are none, cuts what was never committed,
    // and removes what is older than kRefusedRetention. corrupt if the mark is damaged or missing
    // or a file is shorter than it says; denied if a file is sealed under another key. Damaged
    // entries stay where they are and are named by damage().
    static Result<std::unique_ptr<RefusedStore>> open(const LedgerPlace& place, Vault& vault);

    RefusedStore(const RefusedStore&) = delete;
    RefusedStore& operator=(const RefusedStore&) = delete;

    // False if the same text is kept already. Not durable before commit(). unavailable if the day's
    // file would exceed kRefusedFileBytesMax: nothing changed then; after any other failure the
    // store has stopped.
    Result<bool> add(const RefusedEvent& event);
    // What was added is durable when it returns; without additions it costs nothing. After a
    // failure the store has stopped: every call fails, and what was added is kept or not.
    Status commit();
    // Commits, then removes all entries of days before `first_kept_day`.
    Status remove_older_than(UtcDay first_kept_day);

    const RefusedDamage& damage() const { return damage_; }

private:
    struct DayFile {
        UtcDay day;
        std::unique_ptr<File> file;
        RefusedMark::Day written;  // with what is pending
    };

    RefusedStore(const LedgerPlace& place, Vault& vault, QuarantineKey key);

    Status load();
    Status load_mark();
    Status load_day(UtcDay day, const RefusedMark::Day& committed);
    Status begin_day(UtcDay day);
    Status create_day(UtcDay day);
    Status add_entry(const RefusedEvent& event, const RefusedFingerprint& fingerprint);
    Status write_pending();
    Status commit_now();
    Status remove_now(UtcDay first_kept_day);
    Status stop_on_failure(Status status);
    UtcDay today();
    std::string path_of(UtcDay day) const;

    LedgerPlace place_;
    Vault& vault_;
    std::string directory_;
    QuarantineKey key_;
    RefusedMark mark_;
    std::unordered_map<RefusedFingerprint, UtcDay> kept_;
    RefusedDamage damage_;
    std::optional<DayFile> current_;
    Bytes pending_;
    std::optional<Error> failure_;
};

}  // namespace fallbuch

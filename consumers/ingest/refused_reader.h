// Which events were refused, and what did they say? For operators and fsck.
//
// Reads only what is committed, beside a writing process too; a read that meets the removal of a
// day finds the day or does not.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "consumers/ingest/quarantine_key.h"
#include "consumers/ingest/refused_entry.h"
#include "consumers/ingest/refused_walk.h"
#include "core/base/bytes.h"
#include "core/base/file.h"
#include "core/base/result.h"
#include "core/ledger/fsck.h"
#include "core/ledger/ledger_place.h"
#include "core/vault/vault.h"

namespace fallbuch {

struct RefusedText {
    RefusedEntry entry;
    Bytes text;
};

// One thread at a time. The place's services outlive it.
class RefusedReader {
public:
    // `text` is empty when only the list was asked for. An error ends the reading.
    using Visit = std::function<Status(const RefusedEntry& entry, ByteView text)>;

    // A ledger without refused events has an empty list; corrupt if the vault's secret is no key.
    static Result<RefusedReader> open(const LedgerPlace& place, Vault& vault);

    // Visits all entries by day and number. Gives what is damaged: those entries were not visited.
    Result<RefusedDamage> list(const Visit& visit);
    // The same with texts. denied if a file is sealed under another key, or there is none.
    Result<RefusedDamage> export_texts(const Visit& visit);
    // Reads, verifies and opens everything, compares it with the mark; fails as export_texts.
    Result<RefusedDamage> check();
    // One entry and its text: not_found if it is not kept, corrupt if it is damaged, otherwise as
    // export_texts.
    Result<RefusedText> text(const RefusedId& id);

private:
    enum class Depth { clear, texts };

    RefusedReader(const LedgerPlace& place, std::optional<QuarantineKey> key);

    // How far each file is committed; all of it, if the mark does not tell.
    Result<std::map<UtcDay, std::uint64_t>> committed_sizes(RefusedDamage& damage);
    Result<std::map<UtcDay, std::uint64_t>> file_sizes();
    Result<RefusedDamage> read_all(Depth depth, const Visit& visit);
    Status read_day(RefusedWalk& walk, Depth depth, const Visit& visit, RefusedDamage& damage);
    Status check_key(File& file, UtcDay day, RefusedDamage& damage);

    LedgerPlace place_;
    std::string directory_;
    std::optional<QuarantineKey> key_;
};

// For fsck: everything that check() finds becomes a finding of the report, and what the vault
// remembers of the last kRefusedRetention days and the mark does not name (refused_count.h).
Status check_refused(const LedgerPlace& place, Vault& vault, FsckReport& report);

}  // namespace fallbuch

// One ledger directory, opened for reading: beside a running writer or without one.
//
// Takes no lock and changes nothing on disk. Shows a snapshot: what was durable when it was opened.
#pragma once

#include <memory>
#include <utility>

#include "core/base/result.h"
#include "core/ledger/checkpoints.h"
#include "core/ledger/ledger_file.h"
#include "core/ledger/ledger_place.h"
#include "core/merkle/tile_reader.h"
#include "core/storage/log_view.h"
#include "core/storage/record_source.h"
#include "core/vault/master_key.h"
#include "core/vault/vault.h"

namespace fallbuch {

// Threads as LogView and Vault say.
class LedgerReader {
public:
    // not_found without a ledger, unavailable if the format is newer, denied with a wrong master
    // key, corrupt if what it reads is damaged.
    static Result<std::unique_ptr<LedgerReader>> open(const LedgerPlace& place,
                                                      const MasterKey& master);

    const LedgerFile& file() const { return file_; }
    RecordSource& records() { return *records_; }
    Vault& vault() { return *vault_; }
    // The newest published checkpoint; it may cover more than records() shows.
    Result<StoredCheckpoint> checkpoint() const { return read_published(place_, file_); }
    TileReader tiles() const;

private:
    LedgerReader(const LedgerPlace& place, LedgerFile file)
        : place_(place), file_(std::move(file)) {}

    LedgerPlace place_;
    LedgerFile file_;
    std::unique_ptr<LogView> records_;
    std::unique_ptr<Vault> vault_;
};

}  // namespace fallbuch

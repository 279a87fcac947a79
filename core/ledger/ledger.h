// One ledger directory, opened for writing: where storage, tree and vault meet.
//
// A unit that append() has acknowledged is durable; cover() says when it is provable. Closing signs
// everything, so that any damage afterwards is seen as damage.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/base/file.h"
#include "core/base/result.h"
#include "core/ledger/append.h"
#include "core/ledger/integrator.h"
#include "core/ledger/ledger_file.h"
#include "core/ledger/ledger_place.h"
#include "core/ledger/sequencer.h"
#include "core/merkle/hash.h"
#include "core/storage/log.h"
#include "core/storage/recovery.h"
#include "core/vault/master_key.h"
#include "core/vault/vault.h"

namespace fallbuch {

// What opening found and mended.
struct OpenReport {
    Recovered log;
    std::uint64_t tree_compared_count = 0;
    std::uint64_t tree_rebuilt_count = 0;
    std::string tree_damage;
    std::string checkpoint_damage;
};

enum class TreeUse {
    build,
    none,  // nothing is provable: only for measuring what the tree costs
};

// Threads: submit(), append() and cover() may be called from any thread.
class Ledger {
public:
    // Whether create() would begin: invalid if a log cannot have this origin, conflict if there is
    // no room in the directory (room.h). Changes nothing.
    static Status check_new(const LedgerPlace& place, const std::string& origin);
    // Makes an empty ledger whose log is named `origin`; fails as check_new. Durable when it
    // returns; what a crash leaves, the next call takes over.
    static Status create(const LedgerPlace& place, const MasterKey& master,
                         const std::string& origin);
    // Opens it for writing. not_found without a ledger, unavailable if another process writes or
    // the format is newer, denied with a wrong master key, corrupt if what was signed is damaged.
    static Result<std::unique_ptr<Ledger>> open(const LedgerPlace& place, const MasterKey& master,
                                                TreeUse tree = TreeUse::build);
    // Closes without a word; call close() to learn whether it worked.
    ~Ledger();
    Ledger(const Ledger&) = delete;
    Ledger& operator=(const Ledger&) = delete;

    const OpenReport& report() const { return report_; }
    const LedgerFile& file() const { return file_; }
    const LedgerPlace& place() const { return place_; }
    Vault& vault() { return *vault_; }
    Log& log() { return *log_; }

    // Hands units to the sequencer; wait for the batch's answers.
    std::shared_ptr<AppendBatch> submit(std::vector<Unit> units);
    // Appends one unit and waits until it is durable.
    Result<Appended> append(Unit unit);
    // Waits for a published checkpoint over the first `count` records; returns the newest note.
    Result<std::string> cover(std::uint64_t count);

    // Answers what was submitted, signs everything, syncs the tiles. Nothing may be called after.
    Status close();

private:
    Ledger(const LedgerPlace& place, LedgerFile file, std::unique_ptr<FileLock> lock);
    Status open_log();
    Status open_tree();
    Result<CheckpointSigner> signer() const;
    Result<Instant> last_recorded();

    LedgerPlace place_;
    LedgerFile file_;
    std::unique_ptr<FileLock> lock_;
    OpenReport report_;
    std::unique_ptr<Vault> vault_;
    std::string note_;
    TreeHead signed_;
    std::unique_ptr<Log> log_;
    std::unique_ptr<Sequencer> sequencer_;
    std::unique_ptr<Integrator> integrator_;
};

}  // namespace fallbuch

// What every command has: the machine, the options that all share, and where it speaks to.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/clock.h"
#include "core/base/file.h"
#include "core/base/posix_file.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/events/catalogue.h"
#include "core/events/event_reader.h"
#include "core/events/event_store.h"
#include "core/ledger/ledger.h"
#include "core/ledger/ledger_place.h"
#include "core/ledger/ledger_reader.h"
#include "core/vault/master_key.h"

namespace fallbuch {

// The exit codes of the program.
enum class Exit : int {
    ok = 0,
    answer_is_no = 1,  // refused, conflict, unknown case, not verified
    usage = 2,         // bad arguments, a file broken as its format
    undecided = 3,     // I/O, locked, disk full, newer format, key missing or wrong
    damaged = 4,       // integrity broken
};
Exit exit_of(ErrorCode code);

struct Options {
    std::string ledger;      // directory
    std::string master_key;  // path of the key file; empty: the places in master_key()
    std::string catalogue;   // directory of further event types; empty: <ledger>/catalogue, if any
    bool json = false;
};

class Context {
public:
    explicit Context(Options options) : options_(std::move(options)) {}

    FileSystem& files() { return files_; }
    Clock& clock() { return clock_; }
    Random& random() { return random_; }
    const Options& options() const { return options_; }
    bool json() const { return options_.json; }

    // Where a ledger is or will be. invalid if none was named.
    Result<LedgerPlace> place();
    // Where there is one; unavailable, with what to do, if there is none.
    Result<LedgerPlace> ledger_place();
    // From --master-key or the systemd credential "fallbuch-master-key"; nothing if neither is
    // configured. A key that is configured and cannot be read is an error.
    Result<std::optional<MasterKey>> operators_key();
    // The operator's, or the development key beside the ledger. denied, with what to do, if there
    // is none.
    Result<MasterKey> master_key();
    // For admitting events; invalid or conflict if a file of it is wrong.
    Result<std::shared_ptr<const Catalogue>> catalogue();
    // For reading: the ledger's own schemas, and of the catalogue what fits them. What does not is
    // named on stderr, once.
    Result<std::shared_ptr<const Catalogue>> reading_catalogue(LedgerReader& reader);

    // For writing. Both say on stderr what was found damaged and was made anew.
    Result<std::unique_ptr<Ledger>> open_ledger();
    Result<std::unique_ptr<EventStore>> open_store();
    // Recovers first if the last writer did not close the ledger and none is at work now.
    Result<std::unique_ptr<LedgerReader>> open_reader();
    Result<std::unique_ptr<EventReader>> open_events(LedgerReader& reader);

    // A point on a clock, as people write it: a date (its end in Berlin) or a timestamp. invalid if
    // it is neither or lies in the future; `where` names the option or argument that says it.
    Result<Instant> parse_moment(const std::string& where, std::string_view text);

private:
    Result<std::vector<CatalogueFile>> catalogue_files();

    Options options_;
    PosixFileSystem files_;
    SystemClock clock_;
    SystemRandom random_;
    std::shared_ptr<const Catalogue> reading_catalogue_;  // once it was asked for
};

}  // namespace fallbuch

#include "tools/fallbuch/context.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <utility>
#include <vector>

#include "core/calendar/berlin.h"
#include "core/calendar/civil_day.h"
#include "core/calendar/timestamp.h"
#include "core/ledger/ledger.h"

namespace fallbuch {
namespace {

void tell_rebuilt(std::string_view what, const std::string& damage) {
    if (damage.empty()) return;
    std::cerr << "fallbuch: note: the " << what << " was damaged (" << damage
              << ") and was rebuilt from the log; run 'fallbuch fsck'\n";
}

void tell_rebuilt(const OpenReport& report) {
    tell_rebuilt("index", report.log.index_damage);
    tell_rebuilt("tree", report.tree_damage);
    tell_rebuilt("checkpoint", report.checkpoint_damage);
}

}  // namespace

Exit exit_of(ErrorCode code) {
    switch (code) {
        case ErrorCode::invalid: return Exit::usage;
        case ErrorCode::not_found:
        case ErrorCode::conflict: return Exit::answer_is_no;
        case ErrorCode::denied:
        case ErrorCode::unavailable: return Exit::undecided;
        case ErrorCode::corrupt: return Exit::damaged;
    }
    return Exit::undecided;
}

Result<LedgerPlace> Context::place() {
    if (options_.ledger.empty()) {
        return Error{ErrorCode::invalid,
                     "no ledger named: use --ledger DIR or set FALLBUCH_LEDGER"};
    }
    return LedgerPlace{files_, clock_, random_, options_.ledger};
}

Result<LedgerPlace> Context::ledger_place() {
    ASSIGN_OR_RETURN(LedgerPlace where, place());
    ASSIGN_OR_RETURN(const bool found, files_.exists(where.ledger_file_path()));
    if (found) return where;
    return Error{ErrorCode::unavailable,
                 "no ledger in " + where.directory + "; make one with fallbuch init"};
}

Result<std::optional<MasterKey>> Context::operators_key() {
    std::string path = options_.master_key;
    const char* const credentials = std::getenv("CREDENTIALS_DIRECTORY");
    if (path.empty() && credentials != nullptr) {
        path = std::string(credentials) + "/fallbuch-master-key";
        ASSIGN_OR_RETURN(const bool given, files_.exists(path));
        if (!given) path.clear();
    }
    if (path.empty()) return std::optional<MasterKey>{};
    auto key = MasterKey::read(files_, path);
    // A wrong key file leaves the question open; it says nothing about ledger or arguments.
    if (!key) return Error{ErrorCode::denied, "master key: " + key.error().message};
    return std::optional(*key);
}

Result<MasterKey> Context::master_key() {
    ASSIGN_OR_RETURN(const auto given, operators_key());
    if (given) return *given;
    ASSIGN_OR_RETURN(const LedgerPlace where, place());
    auto key = MasterKey::read(files_, where.development_key_path());
    if (!key && key.error().code == ErrorCode::not_found) {
        return Error{ErrorCode::denied,
                     "no master key: use --master-key FILE, or give systemd the credential "
                     "fallbuch-master-key"};
    }
    // It is a file of the ledger: what is wrong in it is damage.
    if (!key && key.error().code == ErrorCode::invalid) {
        return Error{ErrorCode::corrupt, key.error().message};
    }
    return key;
}

Result<std::vector<CatalogueFile>> Context::catalogue_files() {
    std::vector<CatalogueFile> all = built_in_catalogue();
    std::string directory = options_.catalogue;
    if (directory.empty()) {
        directory = options_.ledger + "/catalogue";
        ASSIGN_OR_RETURN(const bool found, files_.exists(directory));
        if (!found) return all;
    }
    ASSIGN_OR_RETURN(const bool is_directory, files_.is_directory(directory));
    if (!is_directory) return Error{ErrorCode::invalid, "catalogue: no directory: " + directory};
    ASSIGN_OR_RETURN(auto own, read_catalogue(files_, directory));
    for (CatalogueFile& file : own) all.push_back(std::move(file));
    return all;
}

Result<std::shared_ptr<const Catalogue>> Context::catalogue() {
    ASSIGN_OR_RETURN(const auto files, catalogue_files());
    return Catalogue::from_files(files);
}

Result<std::shared_ptr<const Catalogue>> Context::reading_catalogue(LedgerReader& reader) {
    if (reading_catalogue_ != nullptr) return reading_catalogue_;
    ASSIGN_OR_RETURN(const auto files, catalogue_files());
    ASSIGN_OR_RETURN(const auto published, published_schemas(reader.records()));
    auto made = Catalogue::for_reading(published, files);
    for (const std::string& what : made.passed_over) {
        std::cerr << "fallbuch: note: passed over in the catalogue: " << what << '\n';
    }
    reading_catalogue_ = std::move(made.types);
    return reading_catalogue_;
}

Result<std::unique_ptr<Ledger>> Context::open_ledger() {
    ASSIGN_OR_RETURN(const LedgerPlace where, ledger_place());
    ASSIGN_OR_RETURN(const MasterKey master, master_key());
    ASSIGN_OR_RETURN(auto ledger, Ledger::open(where, master));
    tell_rebuilt(ledger->report());
    return ledger;
}

Result<std::unique_ptr<EventStore>> Context::open_store() {
    ASSIGN_OR_RETURN(const LedgerPlace where, ledger_place());
    ASSIGN_OR_RETURN(auto types, catalogue());
    ASSIGN_OR_RETURN(const MasterKey master, master_key());
    ASSIGN_OR_RETURN(auto store, EventStore::open(where, master, std::move(types)));
    tell_rebuilt(store->ledger().report());
    return store;
}

Result<std::unique_ptr<LedgerReader>> Context::open_reader() {
    ASSIGN_OR_RETURN(const LedgerPlace where, ledger_place());
    ASSIGN_OR_RETURN(const MasterKey master, master_key());
    auto reader = LedgerReader::open(where, master);
    if (reader || reader.error().code != ErrorCode::corrupt) return reader;
    // A power failure can leave a damaged durable mark, which the next writer makes anew.
    auto writer = open_ledger();
    if (!writer) return reader.error();
    RETURN_IF_ERROR((*writer)->close());
    writer->reset();
    return LedgerReader::open(where, master);
}

Result<std::unique_ptr<EventReader>> Context::open_events(LedgerReader& reader) {
    ASSIGN_OR_RETURN(auto types, reading_catalogue(reader));
    return EventReader::open(reader.records(), reader.vault(), std::move(types));
}

Result<Instant> Context::parse_moment(const std::string& where, std::string_view text) {
    const Instant now = clock_.now();
    const Error future{ErrorCode::invalid, where + ": lies in the future: " + std::string(text)};
    if (const auto moment = parse_timestamp(text)) {
        if (*moment > now) return future;
        return *moment;
    }
    const auto day = parse_day(text);
    if (!day) {
        return Error{ErrorCode::invalid, where +
                                             ": neither a date (2026-03-01) nor a timestamp\n"
                                             "(2026-03-01T09:30:00+01:00): " +
                                             std::string(text)};
    }
    ASSIGN_OR_RETURN(const BerlinTime berlin, BerlinTime::load());
    const auto today = berlin.day_of(now);
    if (*day > today) return future;
    // The day that is not over yet counts as far as it has come.
    if (*day == today) return now;
    constexpr CivilDay kFirstDay{std::chrono::local_days(std::chrono::year(1678) / 1 / 1)};
    return berlin.end_of_day(std::max(*day, kFirstDay));
}

}  // namespace fallbuch

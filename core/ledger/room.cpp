#include "core/ledger/room.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/file.h"
#include "core/storage/segment.h"

namespace fallbuch {
namespace {

constexpr std::string_view kVaultFiles = "keys.sqlite";  // and SQLite's own beside it

// The names that an init makes before it writes LEDGER.
bool is_part_of_init(std::string_view name) {
    constexpr std::array<std::string_view, 8> kNames{
        "LEDGER.new", "LOCK", "development.key", "development.key.new",
        "log",        "tlog", "tlog.synced",     "tlog.synced.new"};
    return name.starts_with(kVaultFiles) ||
           std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

Result<std::vector<std::string>> names_in(FileSystem& files, const std::string& path) {
    ASSIGN_OR_RETURN(const bool found, files.is_directory(path));
    if (!found) return std::vector<std::string>{};
    return files.list(path);
}

Result<bool> has_records(const LedgerPlace& place) {
    ASSIGN_OR_RETURN(const auto tree, names_in(place.files, place.tlog_path()));
    for (const std::string& name : tree) {
        if (!name.starts_with("checkpoint")) return true;
    }
    ASSIGN_OR_RETURN(const auto log, names_in(place.files, place.log_path()));
    for (const std::string& name : log) {
        if (!parse_segment_name(name)) continue;
        ASSIGN_OR_RETURN(const auto file,
                         place.files.open(place.log_path() + "/" + name, OpenMode::read));
        ASSIGN_OR_RETURN(const std::uint64_t size_bytes, file->size());
        if (size_bytes > kSegmentHeaderBytes) return true;
    }
    return false;
}

}  // namespace

Status check_room(const LedgerPlace& place) {
    ASSIGN_OR_RETURN(const bool found, place.files.exists(place.directory));
    if (!found) return {};
    ASSIGN_OR_RETURN(const bool is_directory, place.files.is_directory(place.directory));
    if (!is_directory) {
        return Error{ErrorCode::conflict, place.directory + ": is not a directory"};
    }
    ASSIGN_OR_RETURN(const bool complete, place.files.exists(place.ledger_file_path()));
    if (complete) return Error{ErrorCode::conflict, place.directory + ": holds a ledger already"};
    ASSIGN_OR_RETURN(const bool used, has_records(place));
    if (used) {
        return Error{
            ErrorCode::conflict,
            place.directory + ": holds the records of a ledger whose file LEDGER is missing"};
    }
    ASSIGN_OR_RETURN(const auto names, place.files.list(place.directory));
    if (std::all_of(names.begin(), names.end(), is_part_of_init)) return {};
    return Error{ErrorCode::conflict,
                 place.directory + ": is not empty; a ledger needs its own directory"};
}

Status clear_room(const LedgerPlace& place) {
    RETURN_IF_ERROR(check_room(place));
    ASSIGN_OR_RETURN(const auto names, names_in(place.files, place.directory));
    for (const std::string& name : names) {
        if (!name.starts_with(kVaultFiles)) continue;
        RETURN_IF_ERROR(place.files.remove(place.directory + "/" + name));
    }
    ASSIGN_OR_RETURN(const auto log, names_in(place.files, place.log_path()));
    for (const std::string& name : log) {
        RETURN_IF_ERROR(place.files.remove(place.log_path() + "/" + name));
    }
    return {};
}

}  // namespace fallbuch

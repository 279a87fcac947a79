#include "tools/fallbuch/output.h"

#include "core/base/bytes.h"

namespace fallbuch {

Status write_output(FileSystem& files, const std::string& path, std::string_view text) {
    ASSIGN_OR_RETURN(const bool is_directory, files.is_directory(path));
    if (is_directory) return Error{ErrorCode::unavailable, path + ": is a directory"};
    const Status written = replace_file(files, path, as_bytes(text), Durability::synced);
    if (!written) return Error{ErrorCode::unavailable, written.error().message};
    return {};
}

}  // namespace fallbuch

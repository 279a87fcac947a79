#include "core/ledger/checkpoints.h"

#include <span>

#include "core/base/bytes.h"
#include "core/base/file.h"
#include "core/merkle/checkpoint.h"
#include "core/merkle/note.h"
#include "core/merkle/note_key.h"

namespace fallbuch {
namespace {

Result<StoredCheckpoint> read_checkpoint(const LedgerPlace& place, const std::string& path,
                                         const LedgerFile& ledger) {
    ASSIGN_OR_RETURN(const Bytes bytes, read_file(place.files, path, kNoteBytesMax));
    ASSIGN_OR_RETURN(const Verifier verifier, Verifier::parse(ledger.vkey));
    const std::string note(as_text(bytes));
    const auto opened = open_checkpoint(note, std::span(&verifier, 1));
    if (!opened) {
        return Error{ErrorCode::corrupt,
                     path + ": is no checkpoint of this ledger: " + opened.error().message};
    }
    return StoredCheckpoint{note, opened->checkpoint.head()};
}

}  // namespace

Result<StoredCheckpoint> read_published(const LedgerPlace& place, const LedgerFile& ledger) {
    return read_checkpoint(place, place.tlog_path() + "/checkpoint", ledger);
}

Result<StoredCheckpoint> read_synced(const LedgerPlace& place, const LedgerFile& ledger) {
    return read_checkpoint(place, place.synced_path(), ledger);
}

}  // namespace fallbuch

// What this directory is: the first file that a program reads, and the last that init writes.
//
//   fallbuch ledger
//   format 1
//   id <32 hex digits>
//   key <vkey of the log: name+id+base64 (C2SP signed-note)>
//   checksum <16 hex digits: XXH3-64 of all lines before>
#pragma once

#include <string>

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/ledger/ledger_place.h"

namespace fallbuch {

struct LedgerFile {
    LedgerId id;
    std::string vkey;  // its name is the log's origin
};

// Written as a whole and synced.
Status write_ledger_file(const LedgerPlace& place, const LedgerFile& file);
// not_found if the directory holds no ledger, unavailable if it is of a newer format, corrupt if
// the file is damaged.
Result<LedgerFile> read_ledger_file(const LedgerPlace& place);

}  // namespace fallbuch

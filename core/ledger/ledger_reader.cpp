#include "core/ledger/ledger_reader.h"

#include <utility>

#include "core/base/ids.h"
#include "core/ledger/tile_store.h"

namespace fallbuch {

Result<std::unique_ptr<LedgerReader>> LedgerReader::open(const LedgerPlace& place,
                                                         const MasterKey& master) {
    ASSIGN_OR_RETURN(LedgerFile file, read_ledger_file(place));
    std::unique_ptr<LedgerReader> reader(new LedgerReader(place, std::move(file)));
    const LedgerId id = reader->file_.id;
    ASSIGN_OR_RETURN(reader->vault_,
                     Vault::open({place.files, place.random, place.vault_path(), id}, master));
    ASSIGN_OR_RETURN(reader->records_, LogView::open(place.log_place(id)));
    return reader;
}

TileReader LedgerReader::tiles() const {
    return TileStore(place_.files, place_.tlog_path()).reader();
}

}  // namespace fallbuch

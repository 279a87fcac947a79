// How many refused events does the ledger owe for a day, even if their directory is gone?
//
// The vault remembers it: its secrets are never changed, so a day's count is told by those that
// exist, "refused YYYY-MM-DD 1", "... 2", "... 4" and so on, up to the greatest power of two that
// was committed. "refused YYYY-MM-DD removed" says that they were removed before their time.
#pragma once

#include <cstdint>

#include "consumers/ingest/refused_entry.h"
#include "core/base/result.h"
#include "core/vault/vault.h"

namespace fallbuch {

// To be called when so many entries of the day are committed. Durable when it returns.
Status remember_refused_count(Vault& vault, UtcDay day, std::uint64_t entry_count);
// To be called before entries of the day are removed.
Status remember_refused_removed(Vault& vault, UtcDay day);

// So many at least were committed and not removed.
Result<std::uint64_t> owed_refused_count(Vault& vault, UtcDay day);

}  // namespace fallbuch

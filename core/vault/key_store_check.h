// Is every row of the key store there, whole and in its place, and nothing else?
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/vault/database.h"
#include "core/vault/meta_table.h"
#include "core/vault/name_keys.h"
#include "core/vault/vault.h"

namespace fallbuch {

// One complete check: the digest of every page, SQLite's own structure, every row opened and
// compared with its place, and all rows together with the counts and the row sum. Reads one
// state, so it holds a read lock until it is done. Borrows everything; used by one thread.
class KeyStoreCheck {
public:
    KeyStoreCheck(Database& database, const StoreOwner& owner, const NameKeys& name_keys)
        : database_(database), owner_(owner), name_keys_(name_keys) {}

    // unavailable if the file cannot be read; damage is a fault in the report, never an error.
    Result<VaultReport> run();

private:
    static constexpr std::size_t kFaultsMax = 1000;

    Status check_all();
    Status check_structure();
    Status check_names();
    Status check_keys();
    Status check_secrets();
    Status check_state();
    // Turns damage into a fault; passes every other error on.
    Status noted(const Status& status, std::string_view where);
    void fault(std::string line);

    Database& database_;
    const StoreOwner owner_;
    const NameKeys& name_keys_;
    StoreState found_;
    VaultReport report_;
};

}  // namespace fallbuch

// Whose key store is this, of which format, and how many rows must it have?
//
// Table `meta` has one row. Its first columns are the same in every format, so that a newer store
// can be told from a damaged one:
//
//   format     1
//   ledger     the LedgerId it belongs to
//   key_check  VaultKeys::key_check of the master key
//   checksum   SHA-256("fallbuch vault meta" || format:u64 || ledger || key_check)
//
// The rest is this format's. `seal` is the state MAC of VaultKeys over
// wire(ledger, vault_key:bytes, name_count:u64, key_count:u64, secret_count:u64, row_sum:32):
//
//   vault_key  wrapped, place "vault key"
//   name_count, key_count, secret_count, row_sum  over all rows of the three tables; rewritten by
//              every transaction that adds one
#pragma once

#include <cstdint>

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/codec/digest.h"
#include "core/codec/row_sum.h"
#include "core/vault/database.h"
#include "core/vault/vault_keys.h"

namespace fallbuch {

// What all rows together must be.
struct StoreState {
    std::uint64_t name_count = 0;
    std::uint64_t key_count = 0;
    std::uint64_t secret_count = 0;
    RowSum row_sum;
    bool operator==(const StoreState&) const = default;
};

struct MetaRow {
    Bytes vault_key;  // wrapped
    StoreState state;
};

// What the row must agree with. Borrows the keys.
struct StoreOwner {
    const VaultKeys& keys;
    Digest key_check;
    LedgerId ledger;
};

// Makes table and row for an empty store.
Status create_meta(Database& database, const StoreOwner& owner, const MetaRow& row);

// corrupt if the row is missing, damaged or of another ledger; unavailable if it is of a newer
// format; denied if it was made with another master key.
Result<MetaRow> read_meta(Database& database, const StoreOwner& owner);

// Replaces the state.
Status write_state(Database& database, const StoreOwner& owner, const MetaRow& row);

}  // namespace fallbuch

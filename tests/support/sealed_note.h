// A record as the layers above would make it: sealed with a key of the vault, so that fsck can open
// it. One case in seven, one person each.
#pragma once

#include <cstdint>

#include "core/base/result.h"
#include "core/codec/record.h"
#include "core/ledger/ledger.h"
#include "core/vault/vault.h"

namespace fallbuch::test {

// An error if the vault cannot make what is missing.
Result<SealedRecord> sealed_note(Vault& vault, std::uint64_t number);

// Appends it as a unit of its own, and waits until it is durable.
Status append_note(Ledger& ledger, std::uint64_t number);

}  // namespace fallbuch::test

// Which number does a name have in the vault's tables, and an event in the ledger? Only who holds
// the vault key can tell, so neither betrays the name to somebody who guesses.
//
//   subkey(label) = HMAC-SHA-256(vault key, label)
//   lookup        = first 16 bytes of HMAC(subkey("fallbuch vault names v1"), kind:u8 || name)
//   event id      = first 16 bytes of HMAC(subkey("fallbuch vault events v1"),
//                                          size of source:u64 || source || id)
#pragma once

#include <string_view>

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/codec/digest.h"
#include "core/vault/vault.h"

namespace fallbuch {

using NameLookup = Id16<struct NameLookupTag>;

// Immutable; callable from any thread.
class NameKeys {
public:
    static constexpr std::size_t kVaultKeyBytes = 32;

    explicit NameKeys(ByteView vault_key);

    NameLookup lookup(NameKind kind, std::string_view name) const;
    EventId event_id(std::string_view source, std::string_view id) const;

private:
    HmacSha256 names_;
    HmacSha256 events_;
};

}  // namespace fallbuch

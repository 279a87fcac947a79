#include "core/vault/name_keys.h"

#include <openssl/crypto.h>

#include <cstdint>
#include <string_view>

#include "core/base/assert.h"
#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/codec/digest.h"
#include "core/vault/vault.h"

namespace fallbuch {
namespace {

HmacSha256 subkey(ByteView vault_key, std::string_view label) {
    LEDGER_ASSERT(vault_key.size() == NameKeys::kVaultKeyBytes);
    Digest key = HmacSha256(vault_key)({as_bytes(label)});
    HmacSha256 made(key.view());
    OPENSSL_cleanse(key.bytes.data(), key.bytes.size());
    return made;
}

}  // namespace

NameKeys::NameKeys(ByteView vault_key)
    : names_(subkey(vault_key, "fallbuch vault names v1")),
      events_(subkey(vault_key, "fallbuch vault events v1")) {}

NameLookup NameKeys::lookup(NameKind kind, std::string_view name) const {
    const auto first = static_cast<std::uint8_t>(kind);
    return NameLookup::from_bytes(names_({ByteView(&first, 1), as_bytes(name)}).bytes.data());
}

EventId NameKeys::event_id(std::string_view source, std::string_view id) const {
    // Without the size, ("a", "bc") and ("ab", "c") would be one event.
    const std::uint64_t size_bytes = source.size();
    const ByteView size(reinterpret_cast<const std::uint8_t*>(&size_bytes), sizeof size_bytes);
    return EventId::from_bytes(events_({size, as_bytes(source), as_bytes(id)}).bytes.data());
}

}  // namespace fallbuch

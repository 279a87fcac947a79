#include "consumers/ingest/refused_count.h"

#include <chrono>
#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/calendar/timestamp.h"

namespace fallbuch {
namespace {

std::string secret_name(UtcDay day, std::string_view what) {
    return "refused " + day_text(std::chrono::local_days(day.time_since_epoch())) + ' ' +
           std::string(what);
}

Result<bool> is_remembered(Vault& vault, const std::string& name) {
    const auto secret = vault.secret(name);
    if (secret) return true;
    if (secret.error().code == ErrorCode::not_found) return false;
    return secret.error();
}

Status remember(Vault& vault, const std::string& name) {
    ASSIGN_OR_RETURN(const bool known, is_remembered(vault, name));
    return known ? Status{} : vault.store_secret(name, as_bytes(name));
}

}  // namespace

Status remember_refused_count(Vault& vault, UtcDay day, std::uint64_t entry_count) {
    for (std::uint64_t power = 1; power <= entry_count && power != 0; power <<= 1U) {
        RETURN_IF_ERROR(remember(vault, secret_name(day, std::to_string(power))));
    }
    return {};
}

Status remember_refused_removed(Vault& vault, UtcDay day) {
    return remember(vault, secret_name(day, "removed"));
}

Result<std::uint64_t> owed_refused_count(Vault& vault, UtcDay day) {
    ASSIGN_OR_RETURN(const bool removed, is_remembered(vault, secret_name(day, "removed")));
    std::uint64_t owed = 0;
    for (std::uint64_t power = 1; !removed && power != 0; power <<= 1U) {
        ASSIGN_OR_RETURN(const bool known,
                         is_remembered(vault, secret_name(day, std::to_string(power))));
        if (!known) break;
        owed = power;
    }
    return owed;
}

}  // namespace fallbuch

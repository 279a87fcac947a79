#include "core/events/known_sources.h"

#include <algorithm>

#include "core/base/bytes.h"

namespace fallbuch {
namespace {

std::string secret_name(std::size_t index) { return "source " + std::to_string(index); }

}  // namespace

Result<std::vector<std::string>> KnownSources::read(Vault& vault) {
    std::vector<std::string> sources;
    while (sources.size() < kKnownSourcesMax) {
        const auto secret = vault.secret(secret_name(sources.size()));
        if (!secret && secret.error().code == ErrorCode::not_found) break;
        if (!secret) return secret.error();
        sources.emplace_back(as_text(*secret));
    }
    return sources;
}

Status KnownSources::remember(const std::string& source) {
    const std::lock_guard lock(mutex_);
    if (std::find(sources_.begin(), sources_.end(), source) != sources_.end()) return {};
    if (sources_.size() >= kKnownSourcesMax) return {};
    RETURN_IF_ERROR(vault_.store_secret(secret_name(sources_.size()), as_bytes(source)));
    sources_.push_back(source);
    return {};
}

}  // namespace fallbuch

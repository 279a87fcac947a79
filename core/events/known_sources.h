// From which sources did events come? So that an event is found by its id alone, and a case of an
// imported log by its own name.
//
// An event's key in the ledger is the keyed hash of source and id; somebody who asks knows the id.
// The few sources are kept sealed in the vault, as secrets "source 0", "source 1", ...
#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/vault/vault.h"

namespace fallbuch {

inline constexpr std::size_t kKnownSourcesMax = 1024;

// Callable from any thread. The vault outlives it.
class KnownSources {
public:
    static Result<std::vector<std::string>> read(Vault& vault);

    KnownSources(Vault& vault, std::vector<std::string> sources)
        : vault_(vault), sources_(std::move(sources)) {}

    // Durable when it returns. Beyond kKnownSourcesMax nothing is kept: such an event is found by
    // source and id together.
    Status remember(const std::string& source);

private:
    Vault& vault_;
    std::mutex mutex_;
    std::vector<std::string> sources_;
};

}  // namespace fallbuch

// Which entries does one day's file of refused events hold, and where is it damaged?
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "consumers/ingest/quarantine_key.h"
#include "consumers/ingest/refused_entry.h"
#include "core/base/bytes.h"
#include "core/base/file.h"
#include "core/base/result.h"

namespace fallbuch {

// Findings, one line each: file, entry and what is wrong with it.
using RefusedDamage = std::vector<std::string>;

// corrupt if the head is damaged or of another day, denied if it names another key.
Status check_refused_head(File& file, UtcDay day, const QuarantineKey& key);

// Steps from entry to entry. What is damaged is reported and stepped over: the walk goes on at the
// next bytes that are a whole entry. Borrows the file and the list of damage.
class RefusedWalk {
public:
    // Up to `end_bytes`, which the file must reach.
    RefusedWalk(File& file, UtcDay day, std::uint64_t end_bytes, RefusedDamage& damage)
        : file_(file), day_(day), end_bytes_(end_bytes), damage_(damage) {}

    // Nothing at the end; unavailable if the file cannot be read.
    Result<std::optional<RefusedEntry>> next();

    // The text of the entry that next() gave last; corrupt if it is damaged.
    Result<Bytes> text(const QuarantineKey& key);

private:
    struct Found {
        RefusedEntry entry;
        std::uint64_t offset_bytes = 0;
        RefusedFrame frame;
        Bytes open_part;
    };

    Result<std::optional<Found>> read_entry(std::uint64_t offset_bytes);
    Result<std::optional<Found>> find_entry(std::uint64_t offset_bytes);
    void report(std::string_view why);

    File& file_;
    UtcDay day_;
    std::uint64_t end_bytes_;
    RefusedDamage& damage_;
    std::uint64_t offset_bytes_ = kRefusedHeadBytes;
    std::uint64_t next_number_ = 0;
    std::optional<Found> last_;
};

}  // namespace fallbuch

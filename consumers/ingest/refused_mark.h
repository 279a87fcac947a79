// Up to where are the files of refused events committed? refused/COMMITTED, replaced as a whole:
//
//   fallbuch refused
//   format 1
//   YYYY-MM-DD <size of the day's file in bytes> <count of its entries>      for each day,
//   ascending checksum <16 hex digits: XXH3-64 of all lines before>
//
// What a file holds behind its size was never acknowledged. Size 0: the file is being removed.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "consumers/ingest/refused_entry.h"
#include "core/base/file.h"
#include "core/base/result.h"

namespace fallbuch {

struct RefusedMark {
    struct Day {
        std::uint64_t size_bytes = 0;
        std::uint64_t entry_count = 0;
        bool operator==(const Day&) const = default;
    };
    std::map<UtcDay, Day> days;
};

// `directory` is that of the refused events. Durable when it returns.
Status write_refused_mark(FileSystem& files, const std::string& directory, const RefusedMark& mark);
// not_found if there is none, corrupt if it is damaged, unavailable if it is of a newer format.
Result<RefusedMark> read_refused_mark(FileSystem& files, const std::string& directory);

}  // namespace fallbuch

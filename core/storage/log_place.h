// Which log: the directory, the file system it lies in, and the ledger it belongs to.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/file.h"
#include "core/base/ids.h"
#include "core/storage/segment.h"

namespace fallbuch {

// The file system outlives everything that is opened with a place.
struct LogPlace {
    FileSystem& files;
    std::string directory;
    LedgerId ledger;
    std::uint64_t segment_bytes_max = kSegmentBytesMax;  // smaller in tests

    std::string segment_path(const std::string& name) const { return directory + "/" + name; }
    std::string mark_path() const { return directory + "/durable"; }
    std::string index_path() const { return directory + "/index"; }
};

}  // namespace fallbuch

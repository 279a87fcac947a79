// Which ledger: its directory and the machine's services it may use.
//
//   LEDGER            what this directory is (ledger_file.h)
//   LOCK              held by the writing process
//   log/              segments, durable mark, index (core/storage)
//   tlog/             checkpoint and tiles, nothing else: may be served as it lies (C2SP
//                     tlog-tiles)
//   tlog.synced       checkpoint up to which the tiles are known to be on the disk
//   keys.sqlite       the vault (core/vault)
//   development.key   a master key beside what it protects, if init was given no other
//   refused/          events that were refused, sealed (consumers/ingest)
//   projections/      states of all cases, sealed (projections/engine)
#pragma once

#include <cstdint>
#include <string>

#include "core/base/clock.h"
#include "core/base/file.h"
#include "core/base/ids.h"
#include "core/base/random.h"
#include "core/storage/log_place.h"
#include "core/storage/segment.h"

namespace fallbuch {

// The services outlive everything that is opened with a place.
struct LedgerPlace {
    FileSystem& files;
    Clock& clock;
    Random& random;
    std::string directory;
    std::uint64_t segment_bytes_max = kSegmentBytesMax;  // smaller in tests

    std::string ledger_file_path() const { return directory + "/LEDGER"; }
    std::string lock_path() const { return directory + "/LOCK"; }
    std::string log_path() const { return directory + "/log"; }
    LogPlace log_place(LedgerId id) const { return {files, log_path(), id, segment_bytes_max}; }
    std::string tlog_path() const { return directory + "/tlog"; }
    std::string synced_path() const { return directory + "/tlog.synced"; }
    std::string vault_path() const { return directory + "/keys.sqlite"; }
    std::string development_key_path() const { return directory + "/development.key"; }
    std::string refused_path() const { return directory + "/refused"; }
    std::string projections_path() const { return directory + "/projections"; }
};

}  // namespace fallbuch

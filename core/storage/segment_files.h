// The segment files of a log, opened once and shared by all readers in a process.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/file.h"
#include "core/base/result.h"
#include "core/storage/log_place.h"
#include "core/storage/segment.h"

namespace fallbuch {

// A record read back from a segment: the bytes and the views into them. Its checksum fitted; its
// sealed spans are checked by whoever opens or audits them (check_spans).
class StoredRecord {
public:
    StoredRecord(Bytes bytes, const FrameView& frame) : bytes_(std::move(bytes)), frame_(frame) {}
    StoredRecord(StoredRecord&&) = default;
    StoredRecord& operator=(StoredRecord&&) = default;
    ByteView header() const { return frame_.header; }
    ByteView spans() const { return frame_.spans; }
    const FrameView& frame() const { return frame_; }

private:
    Bytes bytes_;  // moved, never copied: the views point into it
    FrameView frame_;
};

// Threads: every function may be called from any thread.
class SegmentFiles {
public:
    explicit SegmentFiles(const LogPlace& place) : place_(place) {}

    // The numbers of the segments on disk, ascending; corrupt unless they are 1, 2, 3, ...
    Result<std::vector<std::uint32_t>> numbers() const;
    // An open segment whose header fits its name, the ledger and, if given, its first position.
    Result<std::shared_ptr<File>> open(std::uint32_t number);
    Result<SegmentHeader> header(std::uint32_t number);
    // Reads the frame that begins at `location`; corrupt, with file and offset, if it is damaged.
    Result<StoredRecord> read_frame(Location location);
    // Forgets an open file, after its segment was cut or removed.
    void forget(std::uint32_t number);

    const LogPlace& place() const { return place_; }
    std::string path(std::uint32_t number) const;

private:
    LogPlace place_;
    std::mutex mutex_;
    std::map<std::uint32_t, std::shared_ptr<File>> open_;
};

}  // namespace fallbuch

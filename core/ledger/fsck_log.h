// Reads the whole log as recovery never does: every group, every hash, every version.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/codec/record.h"
#include "core/ledger/fsck.h"
#include "core/storage/group_scanner.h"
#include "core/storage/log_place.h"
#include "core/storage/recovery.h"
#include "core/storage/segment.h"
#include "core/storage/segment_files.h"

namespace fallbuch {

// What the log must hold, and how far it may be looked at.
struct LogBounds {
    KnownCounts known;                       // may not be missing
    std::optional<std::uint64_t> count_max;  // beside a running writer: what is durable
};

// Is told of every group that was found whole.
using GroupVisit = std::function<Status(const ScannedGroup& group, const std::string& file)>;

class LogAudit {
public:
    LogAudit(const LogPlace& place, const LogBounds& bounds, FsckReport& report)
        : files_(place), bounds_(bounds), report_(report) {}

    // Goes through the log until its end or the first damage that cannot be stepped over.
    Status run(const GroupVisit& visit);

    // True if it came to the end without damage.
    bool is_whole() const { return is_whole_; }

private:
    Status check_group_records(const ScannedGroup& group, const std::string& file);
    void check_record(Position position, const RecordHeader& header, const std::string& file);
    Status judge_damage(const GroupScanner& scanner, const Error& error);
    void find(const std::string& file, std::string what);

    SegmentFiles files_;
    LogBounds bounds_;
    FsckReport& report_;
    RecordHeader header_;
    Instant last_recorded_ = Instant::min();
    std::unordered_map<StreamId, std::uint64_t> versions_;
    bool is_whole_ = false;
};

// Names the damaged record of a group: the first whose frame, spans or checksum are wrong.
std::string describe_damage(SegmentFiles& files, Location group, const Error& error);

}  // namespace fallbuch

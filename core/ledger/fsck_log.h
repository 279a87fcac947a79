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
#include "core/storage/record_index.h"
#include "core/storage/recovery.h"
#include "core/storage/segment.h"
#include "core/storage/segment_files.h"

namespace fallbuch {

// What the log must hold, and how far it may be looked at.
struct LogBounds {
    KnownCounts known;                       // may not be missing
    std::optional<std::uint64_t> count_max;  // beside a running writer: what is durable
};

// Is told of every group that was found whole, and of what is whole in a damaged one.
using GroupVisit = std::function<Status(const ScannedGroup& group, const std::string& file)>;

class LogAudit {
public:
    LogAudit(const LogPlace& place, const LogBounds& bounds, FsckReport& report)
        : files_(place), bounds_(bounds), report_(report) {}

    // Goes through the log until its end, and over damage as far as a next group can be found.
    Status run(const GroupVisit& visit);

    // True as long as no damage was met; after run(): if none was, and nothing is missing.
    bool is_whole() const { return is_whole_; }
    // Where the next group will begin; after run().
    Location end() const { return end_; }

private:
    Status check_group_records(const ScannedGroup& group, const std::string& file);
    void check_record(Position position, const RecordHeader& header, const std::string& file);
    Result<bool> is_torn(const GroupScanner& scanner);
    // False if the log cannot be followed further.
    Result<bool> go_on_behind(GroupScanner& scanner, const Error& error, const GroupVisit& visit);
    Status audit_damaged(const ScannedGroup& group, const std::string& file,
                         const GroupVisit& visit);
    // Records are missing here: what follows in a stream cannot be compared with what was before.
    void lose_track();
    std::string name_of(Position position);
    void find(const std::string& file, std::string what);

    SegmentFiles files_;
    LogBounds bounds_;
    FsckReport& report_;
    RecordHeader header_;
    Instant last_recorded_ = Instant::min();
    std::unordered_map<StreamId, std::uint64_t> versions_;
    bool has_gap_ = false;
    bool is_whole_ = true;
    Location end_;
    std::optional<RecordIndex> index_;  // as it is stored; loaded to name what cannot be read
};

}  // namespace fallbuch

// Opens every sealed span, as whoever holds the keys would, on a thread of its own.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/codec/digest.h"
#include "core/codec/record.h"
#include "core/ledger/fsck.h"
#include "core/storage/segment.h"
#include "core/vault/vault.h"

namespace fallbuch {

// Groups go in, in order; findings and the digest come out of finish(). `vault` and `options`
// outlive it.
class SpanAudit {
public:
    SpanAudit(Vault& vault, const FsckOptions& options);
    ~SpanAudit();
    SpanAudit(const SpanAudit&) = delete;
    SpanAudit& operator=(const SpanAudit&) = delete;

    // Copies the group's frames; waits while too much is queued. Its headers are known to be good.
    void add(Position first_position, ByteView frames, const std::string& file);

    struct Outcome {
        std::vector<FsckFinding> findings;
        std::uint64_t opened_count = 0;
        Digest digest;
    };
    Outcome finish();

private:
    struct Batch {
        Position first_position;
        Bytes frames;
        std::string file;
    };
    void run();
    void stop();
    void audit(const Batch& batch);
    void audit_record(Position position, const FrameView& frame, const std::string& file);
    Status open_spans(const FrameView& frame);
    Status check_names();
    void extend_digest(ByteView bytes);
    void report(const std::string& file, Position position, const Error& error);

    Vault& vault_;
    const FsckOptions& options_;
    Outcome outcome_;
    RecordHeader header_;
    std::vector<Bytes> plaintexts_;
    std::set<StreamId> known_streams_;
    std::set<SubjectId> known_subjects_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Batch> queue_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace fallbuch

// The states of all cases and how far they go, in one append-only file.
//
//   file    = head, record*
//   head    = "FBSTATE2" ledger:16 reducer:32 salt:32 checksum:u64
//   record  = rows | commit
//   rows    = 'R' count:u32 directory_bytes:u64 states_bytes:u64 checksum:u64
//             directory (sealed), states (each sealed)
//   directory = (stream:16 digest:32 sealed_bytes:u32 awaits_event:u8 card:bytes)*
//   commit  = 'C' progress:u64 entry:32 live:u64 sum:32 stopped:u8 reason_bytes:u16 reason
//             checksum:u64
//
// A row counts from the commit behind it on, and replaces the case's earlier row; nothing before
// the last commit is ever changed. What follows it (a lone 'B': somebody had begun) is being
// written or was left by a crash: the next writer cuts it off. The sum over the digests of all
// live rows, modulo 2^256, is compared when the file is opened.
//
// Rows are sealed with AES-256-GCM under HMAC-SHA-256(projection key, salt): neither the file nor a
// copy of it tells anything. Checksums cover what is not sealed.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/file.h"
#include "core/base/ids.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/codec/digest.h"
#include "core/codec/row_sum.h"

namespace fallbuch {

inline constexpr std::size_t kStopReasonBytesMax = 1024;

struct StatePlace {
    FileSystem& files;
    Random& random;
    std::string path;
    LedgerId ledger;
    Digest reducer;
    Digest key;  // of this projection, from the vault
};

struct StateProgress {
    Position next;  // everything below is in the states
    Digest entry;   // of the record below `next`: says whether it is still the same ledger
    std::optional<std::string> stopped;  // why the event at `next` cannot be taken in
};

struct StateRow {
    StreamId stream;
    Bytes card;
    Bytes state;
    bool awaits_event = false;  // a correction came, and what it corrects did not
};

// Belongs to one thread that writes; find() and cards() may be used by many while nobody writes.
class StateFile {
public:
    // With `read` only to be asked, while others may be writing. not_found if there is none;
    // corrupt if it does not fit ledger, reducer, key or its own sums.
    static Result<StateFile> open(const StatePlace& place, OpenMode mode = OpenMode::write);
    // A new file beside the old one, which others read on until take_over().
    static Result<StateFile> create(const StatePlace& place);
    // Puts a created file, committed, in the place of the old one.
    Status take_over();

    const StateProgress& progress() const { return progress_; }
    std::uint64_t case_count() const { return rows_.size(); }
    bool is_committed() const { return is_committed_; }
    // Somebody had begun to write behind the last commit when it was opened, and did not finish.
    bool had_loose_end() const { return had_loose_end_; }
    std::uint64_t file_bytes() const { return end_bytes_; }
    // What a file with the live rows alone would need.
    std::uint64_t live_bytes() const { return live_bytes_; }
    // The sum of all live rows: equal for equal states, however they came to be.
    Digest sum() const { return sum_.digest(); }

    // The state of a case; nothing if it has none. corrupt if it is not what was written.
    Result<std::optional<Bytes>> find(const StreamId& stream) const;
    bool has(const StreamId& stream) const { return rows_.contains(stream); }
    bool awaits_event(const StreamId& stream) const;  // false for a case without a state
    // Hands over the card of each case, in no order.
    Status cards(const std::function<Status(const StreamId&, ByteView card)>& visit) const;

    // Rows as they will lie in the file.
    class SealedRows;
    // Callable from any thread.
    Result<SealedRows> seal(const std::vector<StateRow>& rows) const;
    Status begin();  // leaves the mark 'B', which the next rows or the next commit replace
    Status append(SealedRows rows);  // they count once commit() has returned
    Status commit(StateProgress progress);
    // Forgets the rows since the last commit, and the mark.
    Status roll_back();

private:
    struct RowPlace {
        std::uint64_t offset_bytes = 0;
        std::uint32_t sealed_bytes = 0;
        bool awaits_event = false;
        Digest digest;
        Bytes card;
    };
    using NewRows = std::vector<std::pair<StreamId, RowPlace>>;
    using Rows = std::unordered_map<StreamId, RowPlace>;

    explicit StateFile(const StatePlace& place) : place_(place) {}
    Status read_head();
    Status read_records();
    Result<bool> read_rows(std::uint64_t& offset_bytes);
    Result<bool> read_commit(std::uint64_t& offset_bytes);
    Status parse_directory(ByteView directory, std::uint32_t count, std::uint64_t states_begin);
    void settle_pending();
    Status check_sums() const;
    Status cut_off_tail();

    StatePlace place_;
    std::string path_;  // of this file, until it takes over
    std::unique_ptr<File> file_;
    Digest cipher_key_;
    Rows rows_;
    NewRows pending_;
    StateProgress progress_;
    RowSum sum_;
    std::uint64_t live_bytes_ = 0;
    std::uint64_t end_bytes_ = 0;          // behind the last commit
    std::uint64_t pending_end_bytes_ = 0;  // behind the last rows
    std::uint64_t committed_live_ = 0;     // as the last commit says
    Digest committed_sum_;
    bool is_committed_ = false;
    bool had_loose_end_ = false;
    bool is_cut_ = false;  // nothing lies behind the last commit
};

class StateFile::SealedRows {
    friend class StateFile;
    Bytes head_;
    Bytes directory_;
    Bytes states_;
    NewRows places_;  // within states_
};

}  // namespace fallbuch

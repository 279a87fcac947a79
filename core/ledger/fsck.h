// Is everything in this directory what was written, and does it agree with itself?
//
// fsck reads every byte that the ledger stands on: segments against their checksums and hashes,
// sealed spans against their keys and content tags, streams against their versions, index and tiles
// against the log, the signed checkpoint against the tree. What is derived (index, tiles, durable
// mark) is made anew where it is wrong; what is not is reported and left as it is.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/codec/digest.h"
#include "core/codec/record.h"
#include "core/ledger/ledger_place.h"
#include "core/vault/master_key.h"
#include "core/vault/vault.h"

namespace fallbuch {

struct FsckFinding {
    std::string file;
    std::string what;      // names the record, where one is concerned
    bool rebuilt = false;  // it was derived and has been made anew
};

struct FsckReport {
    std::vector<FsckFinding> findings;
    std::vector<std::string> notes;  // worth knowing, no damage
    std::uint64_t record_count = 0;
    std::uint64_t opened_span_count = 0;
    std::uint64_t key_count = 0;
    std::uint64_t tile_count = 0;
    std::uint64_t signed_count = 0;
    // Over all that can be read: headers, opened spans, names, the newest checkpoint.
    std::optional<Digest> digest;

    bool is_clean() const { return findings.empty(); }
};

// A record with everything that could be opened, in the order of its spans.
struct OpenedRecord {
    Position position;
    const RecordHeader& header;
    const std::vector<Bytes>& plaintexts;
};

struct FsckOptions {
    bool digest = false;
    // Looks at each record as the layers above understand it; an error becomes a finding.
    std::function<Status(const OpenedRecord&)> check_record;
    // Checks what layers above keep in the directory; adds its findings.
    std::function<Status(Vault&, FsckReport&)> check_more;
    // Told now and then how many records are done, of how many (0: not known yet).
    std::function<void(std::uint64_t done_count, std::uint64_t all_count)> progress;
};

// An Error only if it could not be decided: no ledger, wrong master key, unreadable disk. Beside a
// running writer it checks what is durable and rebuilds nothing.
Result<FsckReport> fsck(const LedgerPlace& place, const MasterKey& master,
                        const FsckOptions& options);

}  // namespace fallbuch

// Whether a unit may be appended, and which position, version and time its records get.
//
// The decision uses only clear headers and what the log holds: no keys, no clock, no random. The
// same units in the same order give the same log, on every replica.
#pragma once

#include <vector>

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/codec/record.h"
#include "core/ledger/append.h"
#include "core/storage/log.h"

namespace fallbuch {

// Belongs to the one thread that adds to the log; `log` outlives it.
class Sequence {
public:
    // `last_recorded`: of the newest record in the log, or the epoch.
    Sequence(Log& log, Instant last_recorded) : log_(log), last_recorded_(last_recorded) {}

    // Adds the unit's records to the log's open group, or says why not and adds nothing:
    // invalid if a record is malformed, the unit is empty, too large or of several streams;
    // conflict if an id is known with other content, only some ids are known, or the stream is not
    // at the expected version; corrupt or unavailable if an older record cannot be read.
    Result<Appended> add(Unit& unit);

    Instant last_recorded() const { return last_recorded_; }

private:
    Status decode(const Unit& unit);
    Status decode_records(const Unit& unit);
    Result<std::size_t> find_known(std::vector<Position>& positions) const;
    Status compare_known(const std::vector<Position>& positions) const;
    Status check_versions() const;
    void stamp_and_add(Unit& unit, Appended& appended);

    Log& log_;
    Instant last_recorded_;
    std::vector<RecordHeader> headers_;  // of the unit at hand; memory is reused
};

}  // namespace fallbuch

// What a search over all cases knows of each: enough to find it, to list it and to put it into a
// worklist.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/bytes.h"
#include "core/base/clock.h"
#include "core/base/result.h"
#include "projections/case/case_model.h"

namespace fallbuch {

class CaseState;

// Empty texts and absent moments: not known.
struct CaseCard {
    bool is_open = false;
    Phase phase = Phase::none;
    std::string customer_number;
    std::string name;  // of the person, from the master data
    std::string unit;
    std::string team;
    std::string caseworker;
    std::string circle;                   // Rechtskreis
    std::optional<Instant> last_contact;  // of any kind and channel
    Instant last_event{};
    std::uint64_t event_count = 0;
};

CaseCard card_of(const CaseState& state);
void encode_card(const CaseCard& card, Bytes& out);
// corrupt if the bytes are not what encode_card() writes.
Result<CaseCard> decode_card(ByteView in);

}  // namespace fallbuch

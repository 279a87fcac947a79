// What is known of a case, attribute by attribute: the newest value of each, and since when.
//
// A pure fold over the events of one case, in the order (occurred, position). It works on any event
// type: what an event says under a name replaces what an earlier one said under it. As-of questions
// are answered by folding only what counted then.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/events/decoded_event.h"
#include "core/events/value_check.h"

namespace fallbuch {

struct FactValue {
    std::string json;
    std::string title;  // German, of the field; of an open object's key the key itself
    const ValueCheck* check = nullptr;  // of the field, the event's type's; nullptr: of none
};

// One event as the fold needs it; owns its memory.
struct CaseFact {
    Position position;
    Instant occurred;  // fold_time of the event
    Instant recorded;
    std::string headline;  // what happened, for people
    // By attribute. Those of an open object stand under their own keys.
    std::map<std::string, FactValue> values;
    bool day_precision = false;  // of `occurred` only the day is known
};

// What both clocks must not be beyond; nothing: now.
struct AsOf {
    std::optional<Instant> occurred;
    std::optional<Instant> recorded;
    bool covers(const CaseFact& fact) const {
        return (!occurred || fact.occurred <= *occurred) &&
               (!recorded || fact.recorded <= *recorded);
    }
};

struct AttributeValue {
    FactValue value;
    Instant since;      // occurred, of the event that said so
    Position position;  // of that event
    bool day_precision = false;
};

struct CaseAttributes {
    std::uint64_t event_count = 0;
    std::optional<CaseFact> first;
    std::optional<CaseFact> last;
    std::map<std::string, AttributeValue> attributes;
};

// Reads the fact out of an event; corrupt if a value is not decodable.
Result<CaseFact> fact_of(Position position, const DecodedEvent& event);

// Folds the facts of one case, given in any order.
CaseAttributes fold_attributes(std::vector<CaseFact> facts, const AsOf& as_of);

}  // namespace fallbuch

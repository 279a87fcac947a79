// How is an event shown to the world outside? As CloudEvents 1.0 in JSON.
#pragma once

#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/calendar/berlin.h"
#include "core/events/decoded_event.h"

namespace fallbuch {

// One JSON object: the attributes that are known, `recorded`, and `data` with what is not erased
// (of an array whose items concern several persons, the items that are not erased). `case_name` is
// the stream's name, empty if it is forgotten. What admission accepted comes out so that it is
// accepted again with the same bytes. corrupt if a value is no deterministic CBOR.
Result<std::string> to_json(const DecodedEvent& event, std::string_view case_name,
                            const BerlinTime& berlin);

// The JSON text of one value of `data`. corrupt if it is no deterministic CBOR.
Result<std::string> value_to_json(ByteView cbor);

}  // namespace fallbuch

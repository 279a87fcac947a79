// States of all cases for a command, and what whoever asks has to know about how they stand.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/events/event_reader.h"
#include "projections/engine/runner.h"
#include "projections/engine/serve.h"
#include "tools/fallbuch/context.h"

namespace fallbuch {

// Brings the states up to date, in the order of the parts, with progress and messages on stderr.
// Errors begin with the command's name and say that the states cannot follow the ledger.
Result<std::vector<ServedStates>> follow_states(std::string_view command,
                                                std::span<const ProjectionParts> parts);

// Behind the answer, which is not what the ledger says by now: says on stdout what is missing, with
// --json as one more line with "notice".
Exit tell_what_is_missing(std::span<const ServedStates> served, bool json);

// The number by which commands find a case: without the part that names its source, unless several
// sources have it.
Result<std::string> short_number(EventReader& events, const StreamId& stream,
                                 const std::string& number);

}  // namespace fallbuch

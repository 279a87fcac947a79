// How findings are listed that others took the place of: to people as a table in German, to
// programs as JSON.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "core/calendar/berlin.h"
#include "projections/findings/superseded_findings.h"
#include "tools/fallbuch/finding_list.h"

namespace fallbuch {

struct FoundSuperseded {
    FoundFinding was;  // its day is that on which the ledger learnt of the cause
    FindingChange change;
};

// The first `shown` of them, and how many there are.
std::string superseded_list_text(const FindingListParts& parts,
                                 const std::vector<FoundSuperseded>& found, std::size_t shown);
// One object, as JSON text: the finding as it was, and under "superseded" what became of it.
std::string found_superseded_json(const FindingListParts& parts, const FoundSuperseded& found);

// "11.05.2025 09:00: verletzt (letzter Tag 02.05.2025) wird erfüllt, durch „…“ (Eintrag Nr. 12)"
std::string change_text(const FindingChange& change, const BerlinTime& berlin);
nlohmann::ordered_json change_json(const FindingChange& change);

}  // namespace fallbuch

// How found cases are listed: to people as a table in German, to programs as JSON.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/calendar/berlin.h"
#include "core/calendar/civil_day.h"
#include "projections/case/case_card.h"
#include "projections/case/worklist.h"

namespace fallbuch {

// Which list it is, on which day.
struct ListQuestion {
    const Worklist* worklist = nullptr;  // if one is asked for
    int days = 0;                        // of the worklist
    CivilDay today;
};

struct FoundCase {
    StreamId stream;
    std::string number;
    CaseCard card;
    WorklistEntry entry;  // of the worklist
};

// The first `shown` of them, and how many there are.
std::string case_list_text(const BerlinTime& berlin, const std::vector<FoundCase>& found,
                           std::size_t shown, const ListQuestion& question);
// One object, as JSON text.
std::string found_case_json(const FoundCase& found, const ListQuestion& question);

}  // namespace fallbuch

// How are found cases told: as a table in German, or a line of JSON for each?
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "core/base/ids.h"
#include "core/calendar/berlin.h"
#include "core/calendar/civil_day.h"
#include "projections/case/case_card.h"
#include "projections/case/worklist.h"

namespace fallbuch {

struct FoundCase {
    StreamId stream;
    std::string number;
    CaseCard card;
    WorklistEntry entry;  // of the worklist
};

struct CaseListView {
    const Worklist* list = nullptr;  // if one was asked for
    int days = 0;                    // of the list
    CivilDay today;
};

// Without a line's end.
std::string case_line_json(const FoundCase& found, const CaseListView& view);
// The first `shown` of them, and how many there are; as wide as the terminal.
std::string case_list_text(const BerlinTime& berlin, std::span<const FoundCase> found,
                           std::size_t shown, const CaseListView& view);

}  // namespace fallbuch

// PK-07: does the responsibility for a case stay in one hand?
#pragma once

#include <cstdint>
#include <vector>

#include "core/calendar/civil_day.h"
#include "projections/indicators/case_outline.h"
#include "projections/indicators/case_share.h"
#include "projections/indicators/disclosure.h"
#include "projections/indicators/indicator.h"
#include "projections/indicators/tally.h"

namespace fallbuch::indicators {

// The days on which another caseworker took over while the case was open.
std::vector<CivilDay> handoff_days(const CaseOutline& outline);

class Handoffs {
public:
    void count(const CaseShare& share);
    void merge(const Handoffs& other);
    std::vector<IndicatorTable> tables(const TableParts& parts) const;

private:
    // How many cases had how many changes, and how many changes those were. The changes are told
    // apart: beside the cases they would tell how many have two and how many three.
    struct Changes {
        Tally cases;
        Tally changes;
    };

    static void add_case(std::uint64_t count, Changes& to);
    static std::vector<IndicatorTable> tables_of(const GroupName& name, const Changes& changes,
                                                 std::uint64_t group_min);

    Changes in_period_;
    Changes since_access_;
};

}  // namespace fallbuch::indicators

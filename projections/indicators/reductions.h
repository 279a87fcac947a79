// PK-05: what went wrong in cases with a reduction? Which steps were missing before it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "projections/indicators/case_share.h"
#include "projections/indicators/indicator.h"
#include "projections/indicators/tally.h"

namespace fallbuch::indicators {

class Reductions {
public:
    void count(const CaseShare& share);
    void merge(const Reductions& other);
    std::vector<IndicatorTable> tables(const TableParts& parts) const;

private:
    std::map<std::string, Tally> steps_;  // by step
};

}  // namespace fallbuch::indicators

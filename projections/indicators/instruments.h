// PK-01: which instruments are used, and by which teams?
#pragma once

#include <map>
#include <string>
#include <vector>

#include "projections/indicators/case_share.h"
#include "projections/indicators/indicator.h"
#include "projections/indicators/tally.h"

namespace fallbuch::indicators {

class Instruments {
public:
    void count(const CaseShare& share);
    void merge(const Instruments& other);
    std::vector<IndicatorTable> tables(const TableParts& parts) const;

private:
    Line teams_of(const std::string& instrument, const TableParts& parts) const;

    Tally instruments_;
    std::map<std::string, Tally> teams_;  // by instrument
};

}  // namespace fallbuch::indicators

// PK-02: which formal and informal cooperations were developed in the cases?
#pragma once

#include <vector>

#include "projections/indicators/case_share.h"
#include "projections/indicators/indicator.h"
#include "projections/indicators/tally.h"

namespace fallbuch::indicators {

class Cooperations {
public:
    void count(const CaseShare& share);
    void merge(const Cooperations& other);
    std::vector<IndicatorTable> tables(const TableParts& parts) const;

private:
    Tally kinds_;
    Tally partners_;
};

}  // namespace fallbuch::indicators

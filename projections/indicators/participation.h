// PK-08: how often were steps taken jointly with the person?
#pragma once

#include <map>
#include <string>
#include <vector>

#include "projections/indicators/case_share.h"
#include "projections/indicators/indicator.h"
#include "projections/indicators/tally.h"

namespace fallbuch::indicators {

// Every type of event counts that has the field `jointly`, an operator's own, too.
class Participation {
public:
    void count(const CaseShare& share);
    void merge(const Participation& other);
    std::vector<IndicatorTable> tables(const TableParts& parts) const;

private:
    std::map<std::string, Tally> steps_;         // by the name of the type
    std::map<std::string, std::string> titles_;  // by the name of the type
};

}  // namespace fallbuch::indicators

// PK-03: which referrals and placements were successful, and if not, why?
#pragma once

#include <vector>

#include "projections/indicators/case_share.h"
#include "projections/indicators/indicator.h"
#include "projections/indicators/tally.h"

namespace fallbuch::indicators {

struct ReferralKind;

class Referrals {
public:
    void count(const CaseShare& share);
    void merge(const Referrals& other);
    std::vector<IndicatorTable> tables(const TableParts& parts) const;

private:
    // Of referrals, or of placement proposals.
    struct Results {
        Tally successes;  // by success
        Tally failures;   // by result, of those without success
        Tally reasons;    // the same by the reason that was given
    };

    static void count_kind(const ReferralKind& kind, const CaseShare& share, Results& results);
    static void add_tables(const ReferralKind& kind, const TableParts& parts,
                           const Results& results, std::vector<IndicatorTable>& out);

    Results referrals_;
    Results placements_;
};

}  // namespace fallbuch::indicators

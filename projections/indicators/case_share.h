// What each indicator gets: a case at a time when counting, and what its tables need when all
// cases are counted.
#pragma once

#include "core/events/catalogue.h"
#include "projections/indicators/case_outline.h"
#include "projections/indicators/indicator.h"
#include "projections/indicators/population.h"

namespace fallbuch::indicators {

// One case, open on a day that is asked; all of it is borrowed.
struct CaseShare {
    const CaseOutline& outline;
    const IndicatorQuestion& question;

    bool counts(const OutlineEvent& event) const { return outline.is_asked(question, event.day); }
};

// All cases; all of it is borrowed.
struct TableParts {
    const Catalogue& catalogue;
    const IndicatorQuestion& question;
    const Population& population;
};

}  // namespace fallbuch::indicators

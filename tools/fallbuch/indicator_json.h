// The process indicators for programs.
#pragma once

#include <string>

#include "projections/indicators/indicator.h"

namespace fallbuch {

// One JSON object. What is withheld has no numbers, but says why: "few_cases", or
// "protects_another" if a small group could be computed from it.
std::string indicators_json(const indicators::IndicatorReport& report,
                            const indicators::IndicatorQuestion& question);

}  // namespace fallbuch

// The process indicators for people, in German.
#pragma once

#include <cstddef>
#include <string>

#include "projections/indicators/indicator.h"

namespace fallbuch {

// Lines of at most `width` cells, as far as tables can be so narrow.
std::string indicators_text(const indicators::IndicatorReport& report,
                            const indicators::IndicatorQuestion& question, std::size_t width);

}  // namespace fallbuch

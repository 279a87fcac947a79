// When is Easter? Eight holidays are counted from it.
#pragma once

#include <chrono>

#include "core/calendar/civil_day.h"

namespace fallbuch {

// Easter Sunday of a year of the Gregorian calendar (1583 or later), by Meeus, Jones and Butcher.
CivilDay easter_sunday(std::chrono::year year);

}  // namespace fallbuch

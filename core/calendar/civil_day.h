// What is a day to the law? A day of the civil calendar, in no time zone.
#pragma once

#include <chrono>

namespace fallbuch {

// Which instants belong to it is BerlinTime's answer (berlin.h).
using CivilDay = std::chrono::local_days;

}  // namespace fallbuch

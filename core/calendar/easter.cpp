#include "core/calendar/easter.h"

namespace fallbuch {

CivilDay easter_sunday(std::chrono::year year) {
    const int y = static_cast<int>(year);
    const int century = y / 100;
    const int in_century = y % 100;
    const int moon_correction = (century - (century + 8) / 25 + 1) / 3;
    // Days from 21 March to the full moon of the church.
    const int moon = (19 * (y % 19) + century - century / 4 - moon_correction + 15) % 30;
    const int to_sunday =
        (32 + 2 * (century % 4) + 2 * (in_century / 4) - moon - in_century % 4) % 7;
    // Two exceptions of the church's tables bring Easter a week forward.
    const int weeks_too_late = (y % 19 + 11 * moon + 22 * to_sunday) / 451;
    const CivilDay equinox{std::chrono::local_days(year / std::chrono::March / 21)};
    return equinox + std::chrono::days(moon + to_sunday - 7 * weeks_too_late + 1);
}

}  // namespace fallbuch

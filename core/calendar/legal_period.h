// On which day does a period end? §§ 187 to 192 BGB, which § 26 Abs. 1 SGB X makes the rule for
// social law. Whether that day then moves to a working day is deadline.h's question.
//
// All functions are pure and total. A period ends with the end of the day that they name. They ask
// for no holidays; periods in working days are counted by deadline.h.
#pragma once

#include <optional>

#include "core/calendar/civil_day.h"
#include "core/calendar/period.h"

namespace fallbuch {

// Is the first day part of the period? The names are the rulebooks'.
enum class Counting {
    // § 187 Abs. 1 BGB: an event, or a moment in the course of a day, starts the period; its day is
    // not counted. Also periods that an authority sets, from the day of notification (§ 26 Abs. 2
    // SGB X).
    from_next_day,
    // § 187 Abs. 2 BGB: the beginning of a day starts the period ("ab dem"), and that day is
    // counted. Also a person's age, from the day of birth.
    from_same_day,
};

// The last day of the period that starts on `start`, § 188 and § 189 Abs. 2 BGB.
//
// Months and years end on the day with the same number (from_same_day: on the day before it); a
// month that has no such day ends the period with its own last day (§ 188 Abs. 3). So from_same_day
// first takes the day off and then clamps: 31.12. + 2 months = 28.02.
//
// A period of negative length counts back from `start`, mirrored: its end is the first day within
// it (from_next_day: 31.05. - 3 months = 28.02.; from_same_day: 01.03.).
CivilDay last_day(CivilDay start, CivilPeriod period, Counting counting);

// Do the days from `first` to `last`, both counted, make up the period? § 187 Abs. 2 BGB.
bool lasts(CivilDay first, CivilDay last, CivilPeriod period);

// How many years of life someone born on `birth` has completed when `day` begins; nothing before
// birth. § 187 Abs. 2 S. 2, § 188 Abs. 2 BGB: a year of life ends with the day before the
// birthday, for someone born on 29 February with 28 February.
std::optional<int> age(CivilDay birth, CivilDay day);

// The last day of a period that is extended: the extension follows the end of the old period
// without a gap (§ 190 BGB). Pass the old end unshifted: both are one period. (In court procedure
// the extension begins after the shifted end: BGH 14.12.2005, IX ZB 198/04.)
CivilDay extended(CivilDay last_day_before, CivilPeriod by);

// Anfang, Mitte and Ende of the month in which `day` lies: its 1st, 15th and last day (§ 192 BGB).
CivilDay beginning_of_month(CivilDay day);
CivilDay middle_of_month(CivilDay day);
CivilDay end_of_month(CivilDay day);

}  // namespace fallbuch

// Days, numbers, values and events as the steps of a calculation name them, in German.
#pragma once

#include <cstdint>
#include <string>

#include "core/calendar/civil_day.h"
#include "core/events/code_list.h"
#include "projections/rules/case_event.h"
#include "projections/rules/value.h"
#include "projections/rules/vocabulary.h"

namespace fallbuch::rules {

// "Mo 03.02.2025"
std::string named_day(CivilDay day);
// "1 Tag", "2 Tage"
std::string days_words(std::int64_t count);
// "3", "2,5", "3,76": at most two places.
std::string number_words(double number);
// A value of the case, of a code by its title, a length as "7 Tage"; "–" if nobody has told it.
std::string value_words(const Value& value, const CodeList* codes);
// "„Kontakt stattgefunden“ (Eintrag Nr. 7)", and with its day "… am Mo 03.02.2025".
std::string event_words(const Vocabulary& vocabulary, const CaseEvent& event);
std::string event_on_day(const Vocabulary& vocabulary, const CaseEvent& event);

}  // namespace fallbuch::rules

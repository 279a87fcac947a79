// What a caseworker looks for first: who it is, when they last spoke, when they will, and what is
// overdue. All seen from one day, on which the state is asked for.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/calendar/civil_day.h"
#include "projections/case/case_state.h"

namespace fallbuch {

// "Person    Jürgen Müller (432D118277)", the Rechtskreis, the last contact of any kind
// and the last that `cases` asks for, the next appointment; each line at most so wide; without what
// is not known.
std::vector<std::string> head_lines(const CaseState& state, CivilDay day, std::size_t width);

// How an agreed activity, an open goal or an appointment lies to the day: "Frist: fällig am
// 29.01.2026, überfällig seit 5 Tagen", "verstrichen, ohne Vermerk". Empty: there is nothing to
// say. A closed case waits for nothing; what became of an appointment is said there, too.
std::string thing_mark(const CaseState& state, const CaseThing& thing, CivilDay day);

}  // namespace fallbuch

// What happens between two talks, in every era: vacancies, moves, other offices, specialists.
#pragma once

#include "core/calendar/civil_day.h"
#include "tools/simulate/desk.h"
#include "tools/simulate/timeline.h"

namespace fallbuch::simulate {

// The days between one talk and the next, both not among them.
struct Between {
    CivilDay from;
    CivilDay to;
};

// The desk outlives it. None of its scenes starts or meets a duty, and none is a contact.
class DailyLife {
public:
    explicit DailyLife(Desk& desk) : desk_(desk), line_(desk.line) {}

    // In some histories one of the scenes, never in one that carries a plant.
    void perhaps(const Between& span);

private:
    void vacancy(const Between& span);
    void move_house(const Between& span);
    void new_phone(const Between& span);
    void referral(const Between& span);
    void specialist(const Between& span);
    void coordination(const Between& span);
    // A working day after so many hundredths of the span.
    void go_into(const Between& span, int percent);

    Desk& desk_;
    Timeline& line_;
};

}  // namespace fallbuch::simulate

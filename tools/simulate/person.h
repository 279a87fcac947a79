// Who a history is about.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/calendar/civil_day.h"
#include "tools/simulate/random.h"

namespace fallbuch::simulate {

struct Member {
    std::string ref;
    std::string_view role;  // code list bg-role
};

struct Person {
    std::string name;
    std::string_view family;
    std::string kundennummer;
    std::string bg_number;
    CivilDay birth;
    std::vector<Member> members;  // of the Bedarfsgemeinschaft, beside the person
};

enum class AgeBand { under_25, from_25 };

// What the first person of a Bedarfsgemeinschaft has told, as the second one will tell it.
struct Household {
    std::string kundennummer;  // of the second person
    std::string bg_number;
    std::string_view family;
    CivilDay birth{};  // of the first
    std::vector<Member> members;
};

// Drawn anew for each history; `number` makes the numbers unique. Of the age band on `opened` and
// for the three years after it.
Person draw_person(Random& random, std::uint64_t number, AgeBand band, CivilDay opened);
// Of the partner, if the person has one.
std::optional<Household> household_of_partner(const Person& person);
// The person becomes the second one of a household, about as old as the first.
void join(Person& person, const Household& household, Random& random, CivilDay opened);
// Adds a partner to a single person.
void give_partner(Person& person, std::uint64_t number);
// Adds a child to a household without one; children are its last members.
void give_child(Person& person, std::uint64_t number);

}  // namespace fallbuch::simulate

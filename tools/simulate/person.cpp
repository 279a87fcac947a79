#include "tools/simulate/person.h"

#include <algorithm>
#include <array>

#include "core/base/assert.h"
#include "tools/simulate/words.h"

namespace fallbuch::simulate {

namespace {

constexpr int kDaysOfYear = 365;
constexpr int kAgesApart = 7 * kDaysOfYear;
constexpr std::chrono::days kYoungest{26 * kDaysOfYear + 30};
constexpr std::chrono::days kOldest{60 * kDaysOfYear - 30};
constexpr std::string_view kPartner = "PARTNER";
constexpr std::uint64_t kNumbersPerCase = 8;

std::string padded(std::uint64_t number, std::size_t width) {
    const std::string digits = std::to_string(number);
    return std::string(digits.size() < width ? width - digits.size() : 0, '0') + digits;
}

std::string kundennummer(std::uint64_t number) { return "357D" + padded(number, 9); }

// Single persons, couples, families, single parents: about 55, 11, 15 and 19 of 100.
void draw_members(Random& random, std::uint64_t number, Person& person) {
    constexpr std::array kHouseholds{55, 11, 15, 19};
    const std::size_t household = random.weighted(kHouseholds);
    const bool has_partner = household == 1 || household == 2;
    const int children = household >= 2 ? random.between(1, 3) : 0;
    std::uint64_t next = number * kNumbersPerCase + 1;
    if (has_partner) person.members.push_back({kundennummer(next++), kPartner});
    for (int i = 0; i < children; ++i) person.members.push_back({kundennummer(next++), "KIND"});
    LEDGER_ASSERT(person.members.size() < kNumbersPerCase);
}

}  // namespace

Person draw_person(Random& random, std::uint64_t number, AgeBand band, CivilDay opened) {
    Person person;
    const bool woman = random.chance(48);
    person.name = std::string(woman ? random.pick(words::kWomen) : random.pick(words::kMen));
    person.name += ' ';
    person.family = random.pick(words::kFamilies);
    person.name += person.family;
    person.kundennummer = kundennummer(number * kNumbersPerCase);
    person.bg_number = "37502BG" + padded(number, 7);
    const int years = band == AgeBand::under_25 ? random.between(17, 20) : random.between(26, 59);
    person.birth =
        opened - std::chrono::days(years * kDaysOfYear + random.between(30, kDaysOfYear - 30));
    draw_members(random, number, person);
    return person;
}

std::optional<Household> household_of_partner(const Person& person) {
    if (person.members.empty() || person.members.front().role != kPartner) return std::nullopt;
    Household household{.kundennummer = person.members.front().ref,
                        .bg_number = person.bg_number,
                        .family = person.family,
                        .birth = person.birth,
                        .members = person.members};
    household.members.front() = {person.kundennummer, kPartner};
    return household;
}

void join(Person& person, const Household& household, Random& random, CivilDay opened) {
    // Most share the name.
    if (random.chance(80)) {
        person.name.resize(person.name.find(' ') + 1);
        person.name += household.family;
        person.family = household.family;
    }
    person.kundennummer = household.kundennummer;
    person.bg_number = household.bg_number;
    person.members = household.members;
    const bool is_young = household.birth > opened - kYoungest;
    if (is_young) return;
    const CivilDay birth =
        household.birth + std::chrono::days(random.between(-kAgesApart, kAgesApart));
    person.birth = std::clamp(birth, opened - kOldest, opened - kYoungest);
}

void give_partner(Person& person, std::uint64_t number) {
    if (!person.members.empty()) return;
    person.members.push_back({kundennummer(number * kNumbersPerCase + 1), kPartner});
}

void give_child(Person& person, std::uint64_t number) {
    if (!person.members.empty() && person.members.back().role == "KIND") return;
    const std::uint64_t next = number * kNumbersPerCase + 1 + person.members.size();
    person.members.push_back({kundennummer(next), "KIND"});
}

}  // namespace fallbuch::simulate

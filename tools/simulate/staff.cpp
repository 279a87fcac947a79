#include "tools/simulate/staff.h"

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "tools/simulate/fields.h"
#include "tools/simulate/units.h"
#include "tools/simulate/words.h"

namespace fallbuch::simulate {

namespace {

constexpr int kHour = 3600;
constexpr int kFirstUser = 101;
constexpr int kLastUser = 148;
constexpr int kTeamSize = 8;
constexpr unsigned kSaturday = 6;
constexpr unsigned kSunday = 7;

std::string subject_of(const HistoryOrder& order) {
    const std::chrono::year_month_day opened{order.opened};
    const std::string number = std::to_string(order.number);
    return "F-" + std::to_string(static_cast<int>(opened.year())) + '-' +
           std::string(number.size() < 6 ? 6 - number.size() : 0, '0') + number;
}

std::string user_id(int number) { return "U-" + std::to_string(number); }

std::string team_of(int number) { return "Team " + std::to_string(400 + number / kTeamSize); }

}  // namespace

Staff::Staff(const OfficeDays& office_days, const HistoryOrder& history)
    : Planting(office_days, history),
      random(history.seed, history.stream),
      line(office_days, subject_of(history)) {}

void Staff::assign(std::string_view team_kind, std::string_view handover) {
    end_stand_in();
    team_kind_ = team_kind;
    number_ = random.between(kFirstUser, kLastUser);
    assigned_ = line.today();
    line.act_as({user_id(number_), "IFK", unit(), org_type()});
    Fields fields = line.add("responsibility.assigned");
    fields.text("caseworker", user_id(number_))
        .text("unit", unit())
        .text("team", team_of(number_))
        .text("teamKind", team_kind)
        .text("orgType", org_type())
        .day("from", line.today());
    if (!handover.empty()) fields.text("handoverNote", handover);
}

std::string_view Staff::unit() const {
    if (circle_ == "SGB_III") return kAgency;
    return line.today() < day(2011, 1, 1) ? kArge : kJobcenter;
}

void Staff::perhaps_change_staff(CivilDay day) {
    if (day <= stands_to_ || !happens(8)) return;
    line.go_to(day, 7 * kHour);
    assign(team_kind_, random.pick(words::kHandovers));
}

// Holidays mostly, else illness; somebody of the same team.
void Staff::perhaps_stand_in(CivilDay day) {
    if (day <= std::max(stands_to_, assigned_) || !happens(5)) return;
    const bool holidays = random.chance(65);
    const int first = std::max(kFirstUser, number_ / kTeamSize * kTeamSize);
    const int last = std::min(kLastUser, number_ / kTeamSize * kTeamSize + kTeamSize - 1);
    int other = random.between(first, last - 1);
    if (other >= number_) ++other;
    stand_in_ = user_id(other);
    stands_from_ = day;
    stands_to_ = day + std::chrono::days(holidays ? random.between(6, 20) : random.between(3, 42));
    line.go_to(day, 7 * kHour);
    line.act_as({stand_in_, "IFK", unit(), org_type()}, stands_to_);
    write_stand_in(random.pick(holidays ? words::kHolidayNotes : words::kIllnessNotes));
}

void Staff::write_stand_in(std::string_view note) {
    line.add("responsibility.assigned")
        .text("caseworker", stand_in_)
        .text("unit", unit())
        .text("team", team_of(number_))
        .text("teamKind", team_kind_)
        .text("orgType", org_type())
        .flag("deputy", true)
        .day("from", stands_from_)
        .day("to", stands_to_)
        .text("handoverNote", note);
}

// Somebody else becomes responsible, for whom nobody stands in.
void Staff::end_stand_in() {
    if (line.today() <= stands_from_ || line.today() > stands_to_) return;
    stands_to_ = line.today() - std::chrono::days(1);
    write_stand_in("Vertretung endet mit dem Wechsel der Zuständigkeit.");
}

CivilDay Staff::about(CivilDay day) const {
    if (planted()) return work_day(day);
    const auto weekday = std::chrono::weekday(day).iso_encoding();
    const auto chance = static_cast<std::uint64_t>(day.time_since_epoch().count()) + order.number;
    CivilDay moved = day;
    if (weekday == kSaturday) moved -= std::chrono::days(1 + chance % 3);
    if (weekday == kSunday) moved += std::chrono::days(2 + chance % 2);
    return days.opens(moved) ? moved : work_day(day);
}

}  // namespace fallbuch::simulate

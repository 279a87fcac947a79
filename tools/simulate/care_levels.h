// Betreuungsstufen, 2005 to 2009: how the level is found, and the contact density of Regensburg.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/calendar/civil_day.h"
#include "core/calendar/period.h"
#include "tools/simulate/daily_life.h"
#include "tools/simulate/desk.h"
#include "tools/simulate/timeline.h"

namespace fallbuch::simulate {

struct CareLevel {
    std::string_view code;
    std::string_view rule;    // of its contact density
    CivilPeriod contact_max;  // from one contact to the next
    int gap_min;              // what the office plans, in days
    int gap_max;
    std::string_view instrument;
};

// The client structure of Regensburg, hundredths of a percent: level by level, first arbeitslos,
// then arbeitsuchend; the last pair has no level yet.
inline constexpr std::array kClientStructure{339, 211, 1822, 848, 2331, 1059, 1059, 424, 721, 1186};

// One history; the desk outlives it.
class CareLevels {
public:
    explicit CareLevels(Desk& desk) : desk_(desk), line_(desk.line), life_(desk) {}

    // The day of the next talk, where the case outlives the concept; otherwise it is closed.
    std::optional<CivilDay> run();
    // The levels and what hangs on them end, on the day the next concept begins.
    void hand_over(CivilDay day);

private:
    struct Course {
        std::string id;
        CivilDay from{};
        CivilDay to{};
        bool announced = false;  // the talk four weeks before the end was held
    };

    std::size_t draw_client();
    void first_talk(CivilDay day);
    void assess();
    std::string groups() const;
    void review_level(std::string_view occasion);
    void agree(std::string_view type);
    void ask_for_help();
    void talk(CivilDay day);
    // What run() gives.
    std::optional<CivilDay> talks();
    CivilDay next_day();
    CivilDay course_due() const;
    CivilDay course_talk() const;
    void review_as_due();
    void review_without_talk(CivilDay day);
    void start_course();
    void end_course();
    void change_household();
    void end_need(std::string_view how);
    void set_partial_goal();
    void settle_partial_goal();
    void decide_instrument();
    bool is(std::string_view level) const { return level_->code == level; }

    Desk& desk_;
    Timeline& line_;
    DailyLife life_;
    const CareLevel* level_ = nullptr;
    std::string profiling_;
    std::string need_;
    std::size_t assessed_event_ = 0;
    std::size_t agreed_event_ = 0;  // the agreement of the first talk
    CivilDay assessed_day_{};
    CivilDay talked_{};
    CivilDay reviewed_{};  // the level
    CivilDay offered_{};   // the Bewerberangebot was reviewed
    CivilDay partial_goal_due_{};
    std::optional<Course> course_;
};

}  // namespace fallbuch::simulate

// The 4-Phasen-Modell from mid 2023 on: analysis, goal, strategy, agreement, and the talks that
// follow, in both Rechtskreise and before and after the change of law of 1.7.2026.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/calendar/civil_day.h"
#include "tools/simulate/daily_life.h"
#include "tools/simulate/desk.h"
#include "tools/simulate/fields.h"
#include "tools/simulate/office_days.h"
#include "tools/simulate/phase_memory.h"
#include "tools/simulate/timeline.h"

namespace fallbuch::simulate {

// The law that replaces that of 2023.
inline constexpr CivilDay kNewLaw = day(2026, 7, 1);

// One history, or its last part; the desk outlives it. Each part has the file named above it.
class FourPhases : private PhaseMemory {
public:
    explicit FourPhases(Desk& desk) : desk_(desk), line_(desk.line), life_(desk) {}

    // From intake to exit, or to the office's last day.
    void run();
    void carry_on();               // a case that began under the Profillagen
    void come_back(CivilDay day);  // a case that was closed before

private:
    // four_phases.cpp
    void open();
    CivilDay first_talk_day();
    void first_talk(CivilDay day);
    void expect_analysis(std::size_t talk_event);
    void schedule_after_deferral();
    void after_first_talk();
    void go_on();
    int how_many_talks();
    void between_talks(CivilDay before);
    void after_talk(int number);
    void change_circle(CivilDay day);
    void end_cycle(std::string_view outcome);
    void leave(CivilDay day);
    void start_work(CivilDay day);
    Fields employ(const std::string& id, CivilDay day, std::string_view employer, bool full_time);
    CivilDay later(int low, int high);

    // analysis.cpp
    void analyse();
    void record_strengths();
    void aim_at_occupation();
    void complete_analysis();
    void record_occupation();
    void defer_occupation();
    void find_needs();
    void set_prognosis();
    void review_prognosis();
    void set_support_need();

    // waivers.cpp
    // "A", "C" or, where an analysis is made at once, nothing.
    std::string_view waiver_ground();
    void waive_for_work();
    // Returns the day of the first talk, when the ground has gone.
    CivilDay waive_for_child();
    void waive_for_training(CivilDay date);
    std::size_t write_waiver(std::string_view ground, const WaiverFacts& facts);
    void end_waiver();

    // goals.cpp
    void set_goal();
    void select_strategies();
    void select(std::string_view code, std::string_view need);
    void agree_steps(const Strategy& strategy);
    // The customer's next step; the fields that are the caller's can still be added.
    Fields agree_customer_step(CivilDay due);

    // plans.cpp
    void make_plan();
    bool may_defer_agreement();
    void defer_agreement();
    void end_old_agreement();
    void conclude_agreement(std::string_view type);
    void write_plan(std::string_view type);
    void plan_blocks(Fields& fields, bool involves_members);
    void agreement_blocks(Fields& fields);

    // follow_ups.cpp
    void follow_up(CivilDay day);
    void note_follow_up(std::size_t talk_event);
    void cover_activities(std::size_t talk_event);
    void review_phases(std::size_t talk_event);
    void continue_plan(std::size_t talk_event);
    void adjust_strategies();
    void perhaps_change_goal();
    void household_talk(CivilDay day);
    void take_steps(CivilDay talk);
    void settle_steps();
    void drop_steps(bool done);
    void reach_step(CivilDay day);
    CivilDay follow_up_day();
    CivilDay half_year_without_work() const;
    void plan_next_talk(CivilDay day);
    void plan_talk_on(CivilDay day);

    // measures.cpp
    void decide_product();
    Measure plan_measure();
    void take_part(Measure measure);
    void talks_during(const Measure& measure);
    void after_measure(const Measure& measure, std::size_t ended);
    void graduate_talk(const Measure& measure, CivilDay day);
    void search();
    void extend(Measure& measure);
    bool may_take_over(const Measure& measure) const;
    void take_over(const Measure& measure);

    // rehabilitation.cpp
    void seek_rehabilitation(CivilDay date);
    void link_participation_plan();
    void continue_participation_plan();
    void write_participation_plan(std::string_view type);

    // law_cases.cpp
    void special_cases(CivilDay date);
    // Where nothing is planted: all kept. True if there was something.
    bool special_life(CivilDay date);
    void demand(CivilDay date);
    void other_hour(CivilDay date);
    void start_with_aftercare(CivilDay date);
    void give_aftercare();
    void quarrel(CivilDay date);
    void reduce(CivilDay date);
    void work_in_need(CivilDay date);
    void missed_step(CivilDay date);
    void reductions(CivilDay date);
    void arbitration(CivilDay date);
    void disclosure(CivilDay date);

    bool is_ii() const { return desk_.circle() == "SGB_II"; }

    Desk& desk_;
    Timeline& line_;
    DailyLife life_;
};

}  // namespace fallbuch::simulate

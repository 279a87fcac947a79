// The 4-Phasen-Modell from mid 2023 on: analysis, goal, strategy, agreement, and the talks that
// follow, in both Rechtskreise and before and after the change of law of 1.7.2026.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/calendar/civil_day.h"
#include "tools/simulate/desk.h"
#include "tools/simulate/faults.h"
#include "tools/simulate/fields.h"
#include "tools/simulate/plant.h"
#include "tools/simulate/timeline.h"

namespace fallbuch::simulate {

// One history; the desk outlives it. Its parts stand in files of their own: four_phases.cpp (the
// order of things), analysis, goals, plans, follow_ups, measures and law_cases.
class FourPhases {
public:
    explicit FourPhases(Desk& desk) : desk_(desk), line_(desk.line) {}

    void run();

private:
    struct Need {
        std::string id;
        std::string_view code;
    };
    struct Strategy {
        std::string id;
        std::string_view code;
        std::string need;  // empty: a free one
        CivilDay planned_to;
    };
    struct Measure {
        std::string id;
        std::string_view type;
        std::string_view aim;
        CivilDay from{};
        CivilDay to{};   // as planned
        CivilDay end{};  // as it came
        bool is_dropout = false;
    };

    // four_phases.cpp
    void open();
    CivilDay first_talk_day();
    void first_talk(CivilDay day);
    void schedule_after_deferral();
    void go_on();
    void change_circle(CivilDay day);
    void end_cycle(std::string_view outcome);
    void leave(CivilDay day);
    CivilDay later(int low, int high);
    // A line of truth that falls due when the case is closed.
    void expect_at_close(Fault fault, const Truth& truth);

    // analysis.cpp
    void analyse();
    void record_occupation();
    void defer_occupation();
    void find_needs();
    void set_prognosis();
    void review_prognosis();
    void set_support_need();
    void waive();

    // goals.cpp
    void set_goal();
    void select_strategies();
    void select(std::string_view code, std::string_view need);
    void agree_steps(const Strategy& strategy);

    // plans.cpp
    void make_plan();
    void conclude_agreement(std::string_view type);
    void write_plan(std::string_view type);
    void plan_blocks(Fields& fields, bool involves_members);
    void agreement_blocks(Fields& fields);

    // follow_ups.cpp
    void follow_up(CivilDay day);
    void cover_activities(std::size_t talk_event);
    void review_phases(std::size_t talk_event);
    void continue_plan(std::size_t talk_event);
    void adjust_strategies();
    void household_talk(CivilDay day);
    CivilDay follow_up_day();

    // measures.cpp
    void decide_product();
    Measure plan_measure();
    void take_part(const Measure& measure);
    void talks_during(const Measure& measure);
    void after_measure(const Measure& measure, std::size_t ended);
    void graduate_talk(const Measure& measure, CivilDay day);
    void search();

    // law_cases.cpp
    void special_cases(CivilDay date);
    void work_in_need(CivilDay date);
    void missed_step(CivilDay date);
    void reductions(CivilDay date);
    void arbitration(CivilDay date);
    void disclosure(CivilDay date);

    bool is_ii() const { return desk_.circle() == "SGB_II"; }

    Desk& desk_;
    Timeline& line_;
    int cycle_ = 1;
    std::string analysis_;
    std::size_t analysis_event_ = 0;
    std::string goal_;
    std::size_t goal_event_ = 0;
    std::string plan_;
    std::size_t plan_event_ = 0;
    CivilDay plan_day_{};
    std::string prognosis_;
    std::string target_;
    std::size_t deferred_event_ = 0;
    std::vector<Need> needs_;
    std::vector<Strategy> strategies_;
    bool closed_ = false;
    CivilDay reduction_day_{};
    std::vector<std::pair<Fault, Truth>> due_at_close_;
};

}  // namespace fallbuch::simulate

// What a history of four phases remembers from one talk to the next.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/calendar/civil_day.h"

namespace fallbuch::simulate {

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

// What somebody is to do.
struct Step {
    std::string id;
    CivilDay due;
};

struct Measure {
    std::string id;
    std::string_view type;
    std::string_view aim;
    CivilDay from{};
    CivilDay to{};   // as planned
    CivilDay end{};  // as it came
    bool is_dropout = false;
    std::string_view employer = {};
};

struct WaiverFacts {
    std::string_view evidence;
    std::optional<CivilDay> known_end = {};
    std::optional<CivilDay> next_talk = {};
    std::optional<CivilDay> child_born = {};
    std::optional<CivilDay> training_from = {};
    std::optional<CivilDay> training_to = {};
};

// Base of FourPhases, whose parts in several files share it.
class PhaseMemory {
protected:
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
    std::vector<Step> open_steps_;    // of the customer, not settled yet
    std::vector<Step> office_steps_;  // of the office, likewise
    std::string step_;                // intermediate goal on the way to a target occupation
    std::string waiver_;
    std::size_t waiver_end_event_ = 0;
    CivilDay next_talk_{};
    CivilDay goal_due_{};
    std::string_view goal_option_;
    std::string participation_plan_;
    CivilDay participation_due_{};  // its review
    bool in_rehabilitation_ = false;
    bool has_deferred_agreement_ = false;
    bool is_unemployed_ = true;  // not only seeking work
    std::string_view employer_;  // who takes the person over
    bool stays_ = false;         // for years
    bool closed_ = false;
    CivilDay reduction_day_{};
    CivilDay employed_{};
    std::size_t employed_event_ = 0;  // of the work that a fault is about
};

}  // namespace fallbuch::simulate

// Of how many cases and caseworkers does a report speak, and which teams are large enough to be
// named?
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "projections/indicators/case_outline.h"
#include "projections/indicators/indicator.h"

namespace fallbuch::indicators {

// A team by its key, in which the unit stands, too: teams of two units may have one name.
std::string team_key(const Tenure* tenure);
// "Team 412", with its unit in front if there are several.
std::string team_title(const std::string& key, bool with_unit);

inline constexpr std::string_view kNobodysTeam = "none";
inline constexpr std::string_view kSmallTeams = "small";

class Population {
public:
    void count(const CaseOutline& outline, const IndicatorQuestion& question);
    void merge(const Population& other);

    std::uint64_t case_count() const { return case_count_; }
    std::uint64_t caseworker_count() const;
    // Of cases of the period, whatever unit was asked for.
    const std::set<std::string>& units() const { return units_; }

    // The key under which a team may be told: its own, or kSmallTeams, in which teams of fewer than
    // group_min caseworkers are together; with the smallest others, if they still are too few. All
    // teams together have at least group_min.
    std::map<std::string, std::string> teams_told(std::uint64_t group_min) const;

private:
    std::map<std::string, std::set<std::string>> caseworkers_;  // by team
    std::set<std::string> units_;
    std::uint64_t case_count_ = 0;
};

}  // namespace fallbuch::indicators

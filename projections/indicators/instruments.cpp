#include "projections/indicators/instruments.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "projections/indicators/case_outline.h"
#include "projections/indicators/disclosure.h"
#include "projections/indicators/groups.h"
#include "projections/indicators/population.h"

namespace fallbuch::indicators {
namespace {

constexpr std::string_view kList = "instrument";

}  // namespace

void Instruments::count(const CaseShare& share) {
    Tally::CaseCounts instruments;
    std::map<std::string, Tally::CaseCounts> teams;
    for (const OutlineEvent& event : share.outline.events()) {
        if (!event.is("ProductDecisionMade") || event.text("decision") != "BEWILLIGT") continue;
        if (!share.counts(event)) continue;
        const std::string_view told = event.text("instrument");
        const std::string instrument(told.empty() ? kUntold : told);
        ++instruments[instrument];
        ++teams[instrument][team_key(share.outline.tenure_on(event.day))];
    }
    instruments_.add_case(instruments);
    for (const auto& [instrument, counts] : teams) teams_[instrument].add_case(counts);
}

void Instruments::merge(const Instruments& other) {
    instruments_.merge(other.instruments_);
    for (const auto& [instrument, teams] : other.teams_) teams_[instrument].merge(teams);
}

// Teams are told by the names that all instruments share, so that none can be told from another.
Line Instruments::teams_of(const std::string& instrument, const TableParts& parts) const {
    const auto told = parts.population.teams_told(parts.question.group_min);
    const Tally teams = teams_.at(instrument).renamed([&](const std::string& team) {
        const auto found = told.find(team);
        // Nobody had the case while it was closed.
        return found == told.end() ? std::string(kNobodysTeam) : found->second;
    });
    std::vector<GroupName> groups;
    for (const std::string& team : teams.keys()) {
        groups.push_back({team, team_title(team, parts.question.unit.empty())});
    }
    // The small ones last.
    std::ranges::stable_partition(groups,
                                  [](const GroupName& group) { return group.key != kSmallTeams; });
    return disclose(teams, groups, {instrument, code_title(parts.catalogue, kList, instrument)},
                    parts.question.group_min);
}

std::vector<IndicatorTable> Instruments::tables(const TableParts& parts) const {
    const Line all = disclose(instruments_, code_groups(instruments_, parts.catalogue, kList),
                              {"all", ""}, parts.question.group_min);
    std::vector<IndicatorTable> out;
    out.push_back({"by_instrument", "Instrumente", "Entscheidungen", {all}, true});
    IndicatorTable by_team{"by_team", "Instrumente nach Team", "Entscheidungen", {}};
    for (const Cell& cell : all.cells) {
        if (is_told(all, cell.key)) by_team.lines.push_back(teams_of(cell.key, parts));
    }
    if (!by_team.lines.empty()) out.push_back(std::move(by_team));
    return out;
}

}  // namespace fallbuch::indicators

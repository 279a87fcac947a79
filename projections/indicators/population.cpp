#include "projections/indicators/population.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/assert.h"

namespace fallbuch::indicators {
namespace {

// Stands in no name: events hold no control characters that a person could have typed.
constexpr char kBetween = '\x1f';

}  // namespace

std::string team_key(const Tenure* tenure) {
    return tenure == nullptr ? std::string(kNobodysTeam) : tenure->unit + kBetween + tenure->team;
}

std::string team_title(const std::string& key, bool with_unit) {
    if (key == kNobodysTeam) return "ohne Zuständigkeit";
    if (key == kSmallTeams) return "kleine Teams zusammen";
    const auto between = key.find(kBetween);
    const std::string unit = key.substr(0, between);
    std::string team = key.substr(between + 1);
    if (team.empty()) team = "ohne Team";
    return with_unit ? unit + ", " + team : team;
}

void Population::count(const CaseOutline& outline, const IndicatorQuestion& question) {
    IndicatorQuestion all = question;
    all.unit.clear();
    for (const Tenure* tenure : outline.tenures_asked(all)) units_.insert(tenure->unit);
    if (!outline.is_open_in(question)) return;
    ++case_count_;
    for (const Tenure* tenure : outline.tenures_asked(question)) {
        caseworkers_[team_key(tenure)].insert(tenure->caseworker);
    }
}

void Population::merge(const Population& other) {
    case_count_ += other.case_count_;
    units_.insert(other.units_.begin(), other.units_.end());
    for (const auto& [team, caseworkers] : other.caseworkers_) {
        caseworkers_[team].insert(caseworkers.begin(), caseworkers.end());
    }
}

std::uint64_t Population::caseworker_count() const {
    std::set<std::string> all;
    for (const auto& [team, caseworkers] : caseworkers_) {
        all.insert(caseworkers.begin(), caseworkers.end());
    }
    return all.size();
}

std::map<std::string, std::string> Population::teams_told(std::uint64_t group_min) const {
    LEDGER_ASSERT(caseworker_count() >= group_min || case_count_ == 0);
    std::vector<std::pair<std::size_t, std::string>> by_size;
    for (const auto& [team, caseworkers] : caseworkers_) {
        by_size.emplace_back(caseworkers.size(), team);
    }
    std::ranges::sort(by_size);
    std::map<std::string, std::string> told;
    std::set<std::string> together;
    for (const auto& [size, team] : by_size) {
        const bool joins = size < group_min || (!together.empty() && together.size() < group_min);
        told[team] = joins ? std::string(kSmallTeams) : team;
        if (joins) together.insert(caseworkers_.at(team).begin(), caseworkers_.at(team).end());
    }
    LEDGER_ASSERT(together.empty() || together.size() >= group_min);
    return told;
}

}  // namespace fallbuch::indicators

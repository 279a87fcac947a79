#include "projections/rules/repair_check.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "projections/rules/check_parts.h"

namespace fallbuch::rules {
namespace {

std::string name_of(const Check& check) {
    return check.id + (check.part.empty() ? "" : "/" + check.part);
}

// Follows each breach to what it activates.
class RepairCheck {
public:
    RepairCheck(const std::vector<Check>& checks, RulebookFaults& faults)
        : checks_(checks), faults_(faults), states_(checks.size(), State::unseen) {
        for (std::size_t i = 0; i < checks.size(); ++i) {
            if (checks[i].trigger == Trigger::repair && !checks[i].id.empty())
                repairing_[checks[i].id].push_back(i);
        }
    }

    void look() {
        for (std::size_t i = 0; i < checks_.size(); ++i) {
            const std::string& repair = checks_[i].repair;
            if (!repair.empty() && !repairing_.contains(repair)) {
                faults_.add(checks_[i].place,
                            "no rule " + repair + " is activated by a repair ({\"repair\": true})");
            }
            if (states_[i] == State::unseen) follow(i);
        }
    }

private:
    enum class State : std::uint8_t { unseen, on_way, done };
    struct Step {
        std::size_t check;
        std::size_t next = 0;  // which of those that it activates
    };

    // Depth first, without recursion: a chain may be as long as a rulebook.
    void follow(std::size_t first) {
        way_.assign(1, {first});
        states_[first] = State::on_way;
        while (!way_.empty()) {
            Step& step = way_.back();
            const auto found = repairing_.find(checks_[step.check].repair);
            if (found == repairing_.end() || step.next == found->second.size()) {
                states_[step.check] = State::done;
                way_.pop_back();
                continue;
            }
            const std::size_t next = found->second[step.next++];
            if (states_[next] == State::on_way) tell_circle(next);
            if (states_[next] != State::unseen) continue;
            states_[next] = State::on_way;
            way_.push_back({next});
        }
    }

    void tell_circle(std::size_t check) {
        const auto begin = std::ranges::find(way_, check, &Step::check);
        std::string names;
        for (auto step = begin; step != way_.end(); ++step) {
            names += name_of(checks_[step->check]) + ", ";
        }
        faults_.add(checks_[check].place,
                    "repairs without an end: in a circle each breach activates the next (" + names +
                        name_of(checks_[check]) + ")");
    }

    const std::vector<Check>& checks_;
    RulebookFaults& faults_;
    std::map<std::string_view, std::vector<std::size_t>> repairing_;  // by id
    std::vector<State> states_;
    std::vector<Step> way_;
};

}  // namespace

void check_repairs(const std::vector<Check>& checks, RulebookFaults& faults) {
    RepairCheck(checks, faults).look();
}

}  // namespace fallbuch::rules

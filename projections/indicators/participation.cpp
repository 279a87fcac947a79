#include "projections/indicators/participation.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "projections/indicators/case_outline.h"
#include "projections/indicators/disclosure.h"
#include "projections/indicators/groups.h"

namespace fallbuch::indicators {
namespace {

constexpr std::string_view kFlag = "jointly";

std::string answer_of(const OutlineEvent& event) {
    const auto told = event.boolean(kFlag);
    if (!told) return std::string(kUntold);
    return *told ? "jointly" : "not_jointly";
}

}  // namespace

void Participation::count(const CaseShare& share) {
    std::map<std::string, Tally::CaseCounts> steps;
    for (const OutlineEvent& event : share.outline.events()) {
        if (!event.counts_as->number_of(kFlag) || !share.counts(event)) continue;
        ++steps[event.counts_as->name()][answer_of(event)];
        titles_.try_emplace(event.counts_as->name(), event.counts_as->title());
    }
    for (const auto& [step, counts] : steps) steps_[step].add_case(counts);
}

void Participation::merge(const Participation& other) {
    for (const auto& [step, tally] : other.steps_) steps_[step].merge(tally);
    titles_.insert(other.titles_.begin(), other.titles_.end());
}

std::vector<IndicatorTable> Participation::tables(const TableParts& parts) const {
    IndicatorTable table{"steps", "Gemeinsam mit der Person", "Schritte", {}, false, true};
    const std::vector<GroupName> groups{
        {"jointly", "gemeinsam"}, {"not_jointly", "nicht"}, {std::string(kUntold), "ohne Angabe"}};
    for (const auto& [step, tally] : steps_) {
        table.lines.push_back(
            disclose(tally, groups, {step, titles_.at(step)}, parts.question.group_min));
    }
    std::ranges::sort(table.lines, {}, &Line::title);
    return {std::move(table)};
}

}  // namespace fallbuch::indicators

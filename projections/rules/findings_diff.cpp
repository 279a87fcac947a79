#include "projections/rules/findings_diff.h"

#include <array>
#include <set>
#include <utility>

#include "core/base/assert.h"

namespace fallbuch::rules {
namespace {

bool is_due_same(const Outcome& left, const Outcome& right) {
    return left.due == right.due && left.due_second == right.due_second;
}

DifferentFinding one_sided(const Finding& finding, FindingChange change) {
    DifferentFinding out;
    out.what.rule = finding.rule;
    out.what.part = finding.part;
    out.what.change = change;
    out.event = finding.event;
    out.activated = finding.activated;
    const bool is_new = change == FindingChange::appeared;
    (is_new ? out.what.after : out.what.before) = finding.outcome.verdict;
    (is_new ? out.due_after : out.due_before) = finding.outcome.due;
    return out;
}

// Nothing if both say the same. Another verdict is difference enough.
std::optional<DifferentFinding> between(const Finding& before, const Finding& after) {
    const bool has_verdict = before.outcome.verdict == after.outcome.verdict;
    const bool has_due = is_due_same(before.outcome, after.outcome);
    const bool has_severity = before.severity == after.severity;
    if (has_verdict && has_due && has_severity) return std::nullopt;
    DifferentFinding out = one_sided(before, FindingChange::changed);
    out.what.before = before.outcome.verdict;
    out.what.after = after.outcome.verdict;
    out.due_before = before.outcome.due;
    out.due_after = after.outcome.due;
    out.what.is_due_moved = has_verdict && !has_due;
    if (has_verdict && !has_severity) {
        out.what.severity_before = before.severity;
        out.what.severity_after = after.severity;
    }
    return out;
}

}  // namespace

std::string_view to_string(FindingChange change) {
    constexpr std::array<std::string_view, 3> kNames{"appeared", "vanished", "changed"};
    return kNames[static_cast<std::size_t>(change)];
}

std::vector<DifferentFinding> differences(const std::vector<Finding>& before,
                                          const std::vector<Finding>& after) {
    std::map<std::string_view, const Finding*> open;
    for (const Finding& one : after) {
        const bool is_new = open.emplace(one.id, &one).second;
        LEDGER_ASSERT(is_new);
    }
    std::vector<DifferentFinding> out;
    for (const Finding& one : before) {
        const auto same = open.find(one.id);
        if (same == open.end()) {
            out.push_back(one_sided(one, FindingChange::vanished));
            continue;
        }
        if (auto different = between(one, *same->second)) out.push_back(std::move(*different));
        open.erase(same);
    }
    for (const Finding& one : after) {
        if (!open.contains(one.id)) continue;
        out.push_back(one_sided(one, FindingChange::appeared));
    }
    return out;
}

void DifferenceTally::keep(const std::string& number, const DifferenceExample& example,
                           DifferenceCount& count) const {
    count.examples.emplace(number, example);
    if (count.examples.size() > examples_max_) count.examples.erase(--count.examples.end());
}

void DifferenceTally::add(const ComparedCase& one, const std::vector<CaseDifference>& different) {
    ++report_.cases;
    report_.findings_before += one.findings_before;
    report_.findings_after += one.findings_after;
    if (different.empty()) return;
    ++report_.different_cases;
    DifferenceCounts& of_team = report_.by_team[one.team];
    std::set<FindingDifference> seen;
    for (const CaseDifference& other : different) {
        const DifferentFinding& finding = other.finding;
        const bool is_first = seen.insert(finding.what).second;
        for (DifferenceCounts* counts : {&report_.by_rule, &of_team}) {
            DifferenceCount& count = (*counts)[finding.what];
            ++count.findings;
            if (!is_first) continue;
            ++count.cases;
            keep(one.number,
                 {other.event, finding.activated, finding.due_before, finding.due_after}, count);
        }
    }
}

void DifferenceTally::add(const DifferenceCounts& counts, DifferenceCounts& sums) const {
    for (const auto& [what, count] : counts) {
        DifferenceCount& sum = sums[what];
        sum.findings += count.findings;
        sum.cases += count.cases;
        for (const auto& [number, example] : count.examples) keep(number, example, sum);
    }
}

void DifferenceTally::add(const DifferenceTally& other) {
    const DifferenceReport& from = other.report_;
    report_.cases += from.cases;
    report_.different_cases += from.different_cases;
    report_.findings_before += from.findings_before;
    report_.findings_after += from.findings_after;
    add(from.by_rule, report_.by_rule);
    for (const auto& [team, counts] : from.by_team) add(counts, report_.by_team[team]);
}

}  // namespace fallbuch::rules

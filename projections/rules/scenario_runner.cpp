#include "projections/rules/scenario_runner.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/calendar/timestamp.h"
#include "core/events/held_events.h"
#include "projections/engine/case_history.h"
#include "projections/rules/case_evaluator.h"
#include "projections/rules/case_event.h"
#include "projections/rules/evaluation.h"
#include "projections/rules/finding.h"
#include "projections/rules/office_reader.h"
#include "projections/rules/outcome.h"
#include "projections/rules/scenario_events.h"

namespace fallbuch::rules {
namespace {

bool is_meant(const Finding& finding, const Expectation& expected) {
    return finding.rule == expected.rule &&
           (expected.part.empty() || finding.part == expected.part);
}

std::string described(const Finding& finding) {
    std::string text(german(finding.outcome.verdict));
    text += ' ' + std::string(german(finding.severity));
    if (finding.outcome.due) text += " fällig=" + day_text(*finding.outcome.due);
    if (finding.outcome.late_by_days) {
        text += " verspätet=" + std::to_string(*finding.outcome.late_by_days);
    }
    text += finding.outcome.is_final ? " endgültig" : " vorläufig";
    if (finding.outcome.is_only_by_shift) text += " durch_Verschiebung";
    if (finding.is_matter_of_reading) text += " Auslegungsfall";
    return text + " (" + finding.id + ")";
}

std::string described(const Expectation& expected) {
    std::string text = expected.rule + (expected.part.empty() ? "" : "/" + expected.part) + ' ';
    if (!expected.is_activated) return text + "nicht_aktiviert";
    text += german(expected.verdict);
    if (expected.severity) text += ' ' + std::string(german(*expected.severity));
    if (expected.due) text += " fällig=" + day_text(*expected.due);
    if (expected.late_by_days) text += " verspätet=" + std::to_string(*expected.late_by_days);
    if (expected.is_final) text += *expected.is_final ? " endgültig" : " vorläufig";
    if (expected.is_only_by_shift) text += " durch_Verschiebung";
    if (expected.is_matter_of_reading) {
        text += *expected.is_matter_of_reading ? " Auslegungsfall" : " eindeutig";
    }
    if (!expected.event.empty()) text += " bei=#" + expected.event;
    if (expected.count) text += " Anzahl=" + std::to_string(*expected.count);
    return text;
}

bool has_details(const Finding& finding, const Expectation& expected) {
    const Outcome& outcome = finding.outcome;
    return outcome.verdict == expected.verdict && (!expected.due || outcome.due == expected.due) &&
           (!expected.late_by_days || outcome.late_by_days == expected.late_by_days) &&
           (!expected.severity || finding.severity == *expected.severity) &&
           (!expected.is_final || outcome.is_final == *expected.is_final) &&
           (!expected.is_only_by_shift || outcome.is_only_by_shift) &&
           (!expected.is_matter_of_reading ||
            finding.is_matter_of_reading == *expected.is_matter_of_reading);
}

// One scenario at one moment.
class SnapshotCheck {
public:
    struct Parts {
        const RuleSet& rules;
        const Scenario& scenario;
        const ScenarioEvents& events;
        const std::vector<Finding>& findings;
    };
    SnapshotCheck(const Parts& parts, ScenarioReport& report)
        : rules_(parts.rules),
          scenario_(parts.scenario),
          events_(parts.events),
          findings_(parts.findings),
          report_(report) {}

    void check(const Expectation& expected, const Evaluation& state) {
        ++report_.expectation_count;
        if (!is_about_something(expected)) return;
        const std::vector<const Finding*> meant = meant_by(expected, state);
        note(expected);
        if (!expected.is_activated) {
            if (!meant.empty()) mismatch(expected, meant);
            return;
        }
        Verdict verdict = Verdict::not_applicable;
        for (const Finding* one : meant) verdict = worse(verdict, one->outcome.verdict);
        const auto fitting = std::count_if(meant.begin(), meant.end(), [&](const Finding* one) {
            return has_details(*one, expected);
        });
        // No activation is not applicable.
        const bool is_silent = meant.empty() && expected.verdict == Verdict::not_applicable;
        const bool is_right = verdict == expected.verdict && (fitting > 0 || is_silent) &&
                              (!expected.count || fitting == *expected.count);
        if (!is_right) mismatch(expected, meant);
    }

private:
    // A name that nothing bears would be kept by every history.
    bool is_about_something(const Expectation& expected) {
        const std::size_t before = report_.faults.count();
        if (!has_check(expected)) {
            report_.faults.add(expected.place, "no rule has this name (" + expected.rule +
                                                   (expected.part.empty() ? "" : "/") +
                                                   expected.part + ")");
        }
        if (!expected.stands_for.empty() && !is_known_row(expected.stands_for)) {
            report_.faults.add(expected.place, "no rule is or embodies " + expected.stands_for);
        }
        if (!expected.event.empty() && !events_.positions.contains(expected.event)) {
            report_.faults.add(expected.place, "no event is called #" + expected.event);
        }
        return report_.faults.count() == before;
    }

    bool is_known_row(const std::string& row) const {
        const auto& checks = rules_.checks();
        return std::any_of(checks.begin(), checks.end(), [&](const CompiledCheck& one) {
            const auto& rows = one.check->embodies;
            return one.check->id == row || std::find(rows.begin(), rows.end(), row) != rows.end();
        });
    }

    bool has_check(const Expectation& expected) const {
        const auto& checks = rules_.checks();
        return std::any_of(checks.begin(), checks.end(), [&](const CompiledCheck& one) {
            const bool is_part = expected.part.empty() || expected.part == one.check->part;
            const bool bears_id =
                std::any_of(one.check->ids.begin(), one.check->ids.end(),
                            [&](const auto& id) { return id.second == expected.rule; });
            return is_part && (one.check->id == expected.rule || bears_id);
        });
    }

    std::vector<const Finding*> meant_by(const Expectation& expected,
                                         const Evaluation& state) const {
        std::vector<const Finding*> meant;
        std::optional<Position> position;
        const auto found = events_.positions.find(expected.event);
        if (found != events_.positions.end()) position = found->second;
        for (const Finding& finding : findings_) {
            if (!is_meant(finding, expected)) continue;
            const CaseEvent* event = state.event(finding.event);
            const bool is_there = !position || (event != nullptr && event->position == *position);
            if (is_there) meant.push_back(&finding);
        }
        return meant;
    }

    void note(const Expectation& expected) {
        const bool is_tripped = expected.is_activated && expected.verdict == Verdict::violated;
        auto& noted = is_tripped ? report_.tripped : report_.kept;
        noted.insert(expected.rule);
        if (!expected.stands_for.empty()) noted.insert(expected.stands_for);
    }

    void mismatch(const Expectation& expected, const std::vector<const Finding*>& meant) {
        std::string got;
        for (const Finding* one : meant) got += (got.empty() ? "" : "; ") + described(*one);
        if (got.empty()) got = "nicht_aktiviert";
        report_.mismatches.push_back(
            {expected.place, scenario_.title, described(expected), std::move(got)});
    }

    const RuleSet& rules_;
    const Scenario& scenario_;
    const ScenarioEvents& events_;
    const std::vector<Finding>& findings_;
    ScenarioReport& report_;
};

void run_one(const Scenario& scenario, const ScenarioParts& parts, ScenarioReport& report) {
    const std::size_t faults_before = report.faults.count();
    const auto events = std::make_shared<ScenarioEvents>(
        make_events(scenario, parts.catalogue, parts.berlin, report.faults));
    if (report.faults.count() != faults_before) return;
    const std::shared_ptr<const HeldEvents> office_events(events, &events->of_office);
    for (const Snapshot& snapshot : scenario.snapshots) {
        const Instant now = end_of_moment(snapshot.moment, parts.berlin);
        const HistoryBounds bounds{now, now, std::nullopt};
        const KnownOffice office = read_office(office_events, bounds, parts.rules, parts.berlin);
        CaseEvaluator evaluator(parts.rules, office.office, parts.calendars, parts.berlin);
        evaluator.begin([] { return std::string_view("F-1"); });
        for (const ArrangedEvent& one : arrange(events->of_case, bounds).events) {
            evaluator.apply(one.at, events->of_case.events()[one.index]);
        }
        evaluator.advance(now);
        const auto findings = findings_of(evaluator.state(), evaluator.outcomes(now));
        SnapshotCheck check({parts.rules, scenario, *events, findings}, report);
        for (const Expectation& expected : snapshot.expected) {
            check.check(expected, evaluator.state());
        }
    }
}

}  // namespace

ScenarioReport run_scenarios(const std::vector<Scenario>& scenarios, const ScenarioParts& parts) {
    ScenarioReport report;
    for (const Scenario& scenario : scenarios) {
        ++report.scenario_count;
        run_one(scenario, parts, report);
    }
    return report;
}

}  // namespace fallbuch::rules

#include "tools/fallbuch/rulebook_trial.h"

#include <algorithm>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/ids.h"
#include "core/calendar/civil_day.h"
#include "core/events/envelope.h"
#include "core/events/event_reader.h"
#include "core/events/held_events.h"
#include "projections/case/case_card.h"
#include "projections/case/case_model.h"
#include "projections/case/case_state.h"
#include "projections/engine/case_history.h"
#include "projections/rules/case_evaluator.h"
#include "projections/rules/case_event.h"
#include "projections/rules/evaluation.h"
#include "projections/rules/finding.h"
#include "projections/rules/ledger_evaluation.h"
#include "projections/rules/rulebook.h"
#include "tools/fallbuch/name_search.h"

namespace fallbuch {
namespace {

// What one thread has counted.
struct TrialCounts {
    explicit TrialCounts(std::size_t examples_max) : differences(examples_max) {}

    rules::DifferenceTally differences;
    std::size_t findings_of_draft = 0;
    std::set<std::string> teams;
};

class TrialVisitor final : public CaseVisitor {
public:
    TrialVisitor(const TrialParts& parts, const TrialQuestion& question, const CaseModel& model,
                 TrialCounts& counts)
        : parts_(parts),
          question_(question),
          wanted_(question.team),
          model_(model),
          today_(parts.berlin.day_of(question.now)),
          before_(parts.in_force.rules, parts.in_force.office, parts.calendars, parts.berlin),
          after_(parts.with_draft.rules, parts.with_draft.office, parts.calendars, parts.berlin),
          draft_(*parts.with_draft.rules.books().back()),
          counts_(counts) {}

    Status visit(const StreamId& stream, const Arrangement& history,
                 const HeldEvents& events) override {
        if (history.events.empty()) return {};
        std::string team;
        if (!question_.team.empty()) {
            ASSIGN_OR_RETURN(team, team_of(history, events));
            counts_.teams.insert(team);
            if (!wanted_.is(team)) return {};
        }
        ASSIGN_OR_RETURN(const std::string name, parts_.ledger.vault.stream_name(stream));
        const auto before = judge(before_, name, history, events);
        const auto after = judge(after_, name, history, events);
        const auto different = rules::differences(before, after);
        const bool has_to_know_team = !different.empty() && question_.team.empty();
        if (has_to_know_team) {
            ASSIGN_OR_RETURN(team, team_of(history, events));
        }
        counts_.findings_of_draft += static_cast<std::size_t>(
            std::count_if(after.begin(), after.end(), [&](const auto& one) {
                return one.rulebook == draft_.id && one.version == draft_.version;
            }));
        counts_.differences.add({number_of(name), team, before.size(), after.size()},
                                with_events(different));
        return {};
    }

private:
    std::vector<rules::Finding> judge(rules::CaseEvaluator& evaluator, const std::string& name,
                                      const Arrangement& history, const HeldEvents& events) const {
        evaluator.begin([&name] { return std::string_view(name); });
        for (const ArrangedEvent& one : history.events) {
            evaluator.apply(one.at, events.events()[one.index]);
        }
        evaluator.advance(question_.now);
        return rules::findings_of(evaluator.state(), evaluator.outcomes(question_.now));
    }

    Result<std::string> team_of(const Arrangement& history, const HeldEvents& events) const {
        CaseState state(model_);
        for (const ArrangedEvent& one : history.events) {
            RETURN_IF_ERROR(state.apply(one.at, events.events()[one.index]));
        }
        const CaseCard card = card_of(state);
        const ResponsibleTerm* term = card.assigned_on(today_);
        return term == nullptr ? std::string() : term->team;
    }

    // By which the other commands find the case.
    std::string number_of(const std::string& name) const {
        const rules::CaseEvent& first = after_.state().events.front();
        return std::string(case_of(name, first.event->text_of(EnvelopeField::source)));
    }

    std::vector<rules::CaseDifference> with_events(
        const std::vector<rules::DifferentFinding>& different) const {
        std::vector<rules::CaseDifference> out;
        for (const rules::DifferentFinding& one : different) {
            const rules::CaseEvent* event = after_.state().event(one.event);
            out.push_back({one, event == nullptr
                                    ? std::string()
                                    : std::string(event->event->text_of(EnvelopeField::id))});
        }
        return out;
    }

    const TrialParts& parts_;
    const TrialQuestion& question_;
    const SearchText wanted_;
    const CaseModel& model_;
    const CivilDay today_;
    rules::CaseEvaluator before_;
    rules::CaseEvaluator after_;
    const rules::Rulebook& draft_;
    TrialCounts& counts_;
};

}  // namespace

Result<TrialReport> run_trial(const TrialParts& parts, const TrialQuestion& question) {
    const CaseModel model(parts.ledger.catalogue, parts.berlin);
    std::vector<std::unique_ptr<TrialCounts>> counts;
    CaseWalkOptions walk;
    walk.bounds.occurred = rules::end_of_second(question.now);
    walk.progress = question.progress;
    RETURN_IF_ERROR(walk_cases(parts.ledger, walk, [&](unsigned) {
        counts.push_back(std::make_unique<TrialCounts>(question.examples_max));
        return std::make_unique<TrialVisitor>(parts, question, model, *counts.back());
    }));
    TrialCounts all(question.examples_max);
    for (const auto& one : counts) {
        all.differences.add(one->differences);
        all.findings_of_draft += one->findings_of_draft;
        all.teams.merge(one->teams);
    }
    return TrialReport{all.differences.report(), all.findings_of_draft, std::move(all.teams)};
}

}  // namespace fallbuch

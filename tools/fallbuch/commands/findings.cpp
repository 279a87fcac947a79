// fallbuch findings: what is overdue, what is due, what a rule has found.
#include "tools/fallbuch/commands/findings.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstddef>
#include <iostream>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/calendar/berlin.h"
#include "core/calendar/civil_day.h"
#include "core/calendar/timestamp.h"
#include "core/ledger/ledger_place.h"
#include "core/ledger/ledger_reader.h"
#include "projections/case/case_card.h"
#include "projections/case/case_model.h"
#include "projections/case/case_state.h"
#include "projections/engine/case_history.h"
#include "projections/engine/case_projection.h"
#include "projections/engine/case_walk.h"
#include "projections/engine/runner.h"
#include "projections/engine/serve.h"
#include "projections/engine/state_file.h"
#include "projections/findings/finding_state.h"
#include "projections/findings/findings_projection.h"
#include "projections/findings/findings_walk.h"
#include "projections/findings/kept_finding.h"
#include "projections/findings/superseded_findings.h"
#include "projections/rules/check.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/finding.h"
#include "projections/rules/office_history.h"
#include "projections/rules/rule_set.h"
#include "tools/fallbuch/as_of_options.h"
#include "tools/fallbuch/case_filter.h"
#include "tools/fallbuch/commands/commands.h"
#include "tools/fallbuch/context.h"
#include "tools/fallbuch/finding_list.h"
#include "tools/fallbuch/finding_search.h"
#include "tools/fallbuch/followed_states.h"
#include "tools/fallbuch/rules_in_force.h"
#include "tools/fallbuch/superseded_list.h"

namespace fallbuch {
namespace {

constexpr int kDueDaysDefault = 14;
constexpr std::size_t kShownDefault = 50;

struct FindingsOptions {
    CaseFilterOptions filter;
    std::vector<std::string> states;
    std::string rule;
    std::string rulebook;
    std::string severity = "hinweis";
    std::string from;
    std::string to;
    int days = kDueDaysDefault;
    AsOfOptions as_of;
    std::optional<std::size_t> limit;
    bool superseded = false;
};

Error wrong(const std::string& what) { return Error{ErrorCode::invalid, "findings: " + what}; }

Result<std::optional<CivilDay>> day_of_option(const std::string& name, const std::string& text) {
    if (text.empty()) return std::optional<CivilDay>();
    const auto day = parse_day(text);
    if (!day) return wrong(name + " is no day as 2026-06-30: " + text);
    return std::optional(*day);
}

rules::Severity severity_of(std::string_view key) {
    for (const auto one :
         {rules::Severity::hinweis, rules::Severity::pruefen, rules::Severity::auffaelligkeit}) {
        if (rules::to_string(one) == key) return one;
    }
    return rules::Severity::mangel;
}

Result<FindingQuestion> question_of(Context& context, const BerlinTime& berlin,
                                    const FindingsOptions& options) {
    ASSIGN_OR_RETURN(const HistoryBounds bounds, parse_as_of(context, options.as_of));
    const Instant now =
        bounds.occurred ? *bounds.occurred : bounds.recorded.value_or(context.clock().now());
    const CivilDay today = berlin.day_of(now);
    FindingQuestion question{CaseFilter(options.filter, berlin, today),
                             {},
                             options.rule,
                             options.rulebook,
                             severity_of(options.severity),
                             {},
                             {},
                             today + std::chrono::days(options.days),
                             bounds,
                             now,
                             today,
                             bounds.recorded.has_value() || bounds.occurred.has_value(),
                             options.superseded};
    for (const std::string& key : options.states) question.states.push_back(*find_state(key));
    if (options.states.empty() && !options.superseded) {
        question.states = {FindingState::overdue, FindingState::due};
    }
    ASSIGN_OR_RETURN(question.from, day_of_option("--from", options.from));
    ASSIGN_OR_RETURN(question.to, day_of_option("--to", options.to));
    if (question.from && question.to && *question.to < *question.from) {
        return wrong("--to lies before --from");
    }
    return question;
}

// A name that nobody has would look as if all were well.
Status check_names(const FindingsOptions& options, const rules::RuleSet& rules) {
    const auto has_rule = [&](const rules::CompiledCheck& one) {
        const auto is_id = [&](const auto& entry) { return entry.second == options.rule; };
        return one.check->id == options.rule || std::ranges::any_of(one.check->ids, is_id);
    };
    if (!options.rule.empty() && !std::ranges::any_of(rules.checks(), has_rule)) {
        return wrong("no rulebook has a rule " + options.rule +
                     "; 'fallbuch rulebook show RULEBOOK' lists them");
    }
    const auto is_book = [&](const auto& book) { return book->id == options.rulebook; };
    if (!options.rulebook.empty() && !std::ranges::any_of(rules.books(), is_book)) {
        return wrong("there is no rulebook " + options.rulebook +
                     "; 'fallbuch rulebook list' names them");
    }
    return {};
}

// From the states that are kept, as of now.
Result<std::vector<ServedStates>> search_kept(Context& context, LedgerReader& reader,
                                              const RulesInForce& in_force, FindingSearch& search) {
    ASSIGN_OR_RETURN(const LedgerPlace place, context.ledger_place());
    ASSIGN_OR_RETURN(auto types, context.reading_catalogue(reader));
    const CaseStateProjection cases(types, in_force.berlin());
    const FindingsProjection findings(in_force.parts(reader.vault()), context.clock().now());
    const auto parts = [&](const CaseProjection& projection) {
        return ProjectionParts{
            projection,      reader.records(), reader.vault(),           types,
            context.files(), context.random(), place.projections_path(), reader.file().id};
    };
    const std::vector<ProjectionParts> both{parts(cases), parts(findings)};
    ASSIGN_OR_RETURN(auto served, follow_states("findings", both));
    const StateFile& judged = *served.back().states;
    RETURN_IF_ERROR(
        served.front().states->cards([&](const StreamId& stream, ByteView bytes) -> Status {
            ASSIGN_OR_RETURN(const CaseCard card, decode_card(bytes));
            ASSIGN_OR_RETURN(const auto state, judged.find(stream));
            if (!state) return {};
            ASSIGN_OR_RETURN(const CaseFindings all, decode_findings(*state));
            return search.take(stream, card, all);
        }));
    return served;
}

// As of another moment every case is judged anew; and to see what was superseded, too.
Status search_walk(Context& context, LedgerReader& reader, const RulesInForce& in_force,
                   std::pair<const FindingQuestion&, FindingSearch&> asked) {
    const auto& [question, search] = asked;
    ASSIGN_OR_RETURN(auto types, context.reading_catalogue(reader));
    const CaseModel model(types, in_force.berlin());
    CaseWalkOptions options;
    options.bounds = question.bounds;
    const FindingsWalkParts parts{{reader.records(), reader.vault(), types},
                                  in_force.parts(reader.vault()),
                                  model,
                                  question.now};
    if (question.is_superseded) {
        return walk_superseded(parts, in_force.office_history(), options,
                               [&](const WalkedSuperseded& one) { return search.take(one); });
    }
    return walk_findings(parts, options, [&](const WalkedCase& one) {
        return search.take(one.stream, one.card, one.findings);
    });
}

void print(const FindingListParts& list, const std::vector<FoundSuperseded>& found,
           std::size_t shown, bool is_json) {
    if (!is_json) {
        std::cout << superseded_list_text(list, found, shown);
        return;
    }
    for (std::size_t i = 0; i < shown; ++i) {
        std::cout << found_superseded_json(list, found[i]) << '\n';
    }
}

void print(const FindingListParts& list, const std::vector<FoundFinding>& found, std::size_t shown,
           bool is_json) {
    if (!is_json) {
        std::cout << finding_list_text(list, found, shown);
        return;
    }
    for (std::size_t i = 0; i < shown; ++i) {
        std::cout << found_finding_json(list, found[i]) << '\n';
    }
}

Result<Exit> run(Context& context, const FindingsOptions& options) {
    ASSIGN_OR_RETURN(const BerlinTime berlin, BerlinTime::load());
    ASSIGN_OR_RETURN(const FindingQuestion question, question_of(context, berlin, options));
    ASSIGN_OR_RETURN(const auto reader, context.open_reader());
    ASSIGN_OR_RETURN(auto types, context.reading_catalogue(*reader));
    ASSIGN_OR_RETURN(const auto events, context.open_events(*reader));
    ASSIGN_OR_RETURN(const RulesInForce in_force,
                     RulesInForce::read(context, *events, types, question.bounds));
    RETURN_IF_ERROR(check_names(options, in_force.rules()));
    FindingSearch search(question, in_force, *reader);
    std::vector<ServedStates> served;
    if (question.is_past || question.is_superseded) {
        RETURN_IF_ERROR(search_walk(context, *reader, in_force, {question, search}));
    } else {
        ASSIGN_OR_RETURN(served, search_kept(context, *reader, in_force, search));
    }
    const FindingListParts list{in_force.rules(), berlin, question.today};
    const std::size_t limit = options.limit.value_or(
        context.json() ? std::numeric_limits<std::size_t>::max() : kShownDefault);
    if (question.is_superseded) {
        std::vector<FoundSuperseded> found = search.finish_superseded();
        const std::size_t shown = std::min(found.size(), limit);
        for (FoundSuperseded& one : std::span(found).first(shown)) {
            ASSIGN_OR_RETURN(one.was.number, short_number(*events, one.was.stream, one.was.number));
        }
        print(list, found, shown, context.json());
    } else {
        std::vector<FoundFinding> found = search.finish();
        const std::size_t shown = std::min(found.size(), limit);
        const std::span<FoundFinding> first = std::span(found).first(shown);
        for (FoundFinding& one : first) {
            ASSIGN_OR_RETURN(one.number, short_number(*events, one.stream, one.number));
        }
        const rules::OfficeHistory office = in_force.office_history();
        RETURN_IF_ERROR(mark_superseding(*events, {in_force.parts(reader->vault()), office},
                                         question.now, first));
        print(list, found, shown, context.json());
    }
    const bool closed_too = options.filter.closed_too;
    if (question.is_superseded) {
        // Only cases in which something was superseded have been looked at.
        if (!context.json() && !closed_too) std::cout << "Nur offene Fälle; alle zeigt --closed.\n";
    } else if (!context.json()) {
        std::cout << findings_rest_text(search.rest(), closed_too);
    } else if (search.rest().cases == 0) {
        std::cerr << "fallbuch: findings: no case fits\n";
    }
    return served.empty() ? Exit::ok : tell_what_is_missing(served, context.json());
}

void add_finding_filters(CLI::App& command, FindingsOptions& options) {
    command.add_option("--state", options.states, "One or several, see below; overdue and due")
        ->check(CLI::IsMember({"overdue", "due", "late", "breached", "to-check", "waived",
                               "satisfied", "not-applicable"}))
        ->delimiter(',');
    command.add_option("--days", options.days, "Of what is due: within so many days")
        ->check(CLI::Range(0, 36600))
        ->capture_default_str();
    command.add_option("--from", options.from, "Last day in time on or after this one")
        ->type_name("DAY");
    command.add_option("--to", options.to, "Last day in time on or before this one")
        ->type_name("DAY");
    command.add_option("--rule", options.rule, "Only of this rule, as EV-05");
    command.add_option("--rulebook", options.rulebook, "Only of this rulebook, as 4pm-2026");
    command.add_flag("--superseded", options.superseded,
                     "What others took the place of, since something came late or was corrected");
    command.add_option("--severity", options.severity, "At least so grave")
        ->check(CLI::IsMember({"hinweis", "pruefen", "auffaelligkeit", "mangel"}))
        ->capture_default_str();
    add_as_of_options(command, options.as_of);
    command.add_option("--limit", options.limit, "Show at most so many; 50, with --json all")
        ->type_name("N");
}

}  // namespace

void add_findings(CLI::App& app, Invocation& invocation) {
    auto options = std::make_shared<FindingsOptions>();
    CLI::App* command = app.add_subcommand("findings", "What is overdue, what is due, and why");
    command->require_subcommand(0, 1);
    add_case_filters(*command, options->filter);
    add_finding_filters(*command, *options);
    add_findings_explain(*command, invocation);
    command->footer(
        "States: overdue (not done, its last day is over), due, late (done, too late),\n"
        "breached, to-check (something is not known, the law has not said how long, or it\n"
        "dropped what was owed),\n"
        "waived, satisfied, not-applicable. Days are days in Berlin; what has no last day\n"
        "stands under the day on which the duty began. Cases are judged by the shipped\n"
        "rulebooks and those in the ledger's folder rulebooks/. A contact of\n"
        "--no-contact-since is what 'cases --help' says. With --json one object a line.\n"
        "--superseded lists findings as they were, by the day on which the ledger learnt what\n"
        "changed them; of any state, unless --state says which. Others say whether they took\n"
        "the place of one.\n"
        "Examples:\n"
        "  fallbuch --ledger demo findings --team \"Team 414\" --days 14\n"
        "  fallbuch --ledger demo findings --state late,breached --rule EV-05\n"
        "  fallbuch --ledger demo findings explain EV-05@1234");
    command->callback([&invocation, options, command] {
        if (!command->get_subcommands().empty()) return;
        invocation.run = [options](Context& context) { return run(context, *options); };
    });
}

}  // namespace fallbuch

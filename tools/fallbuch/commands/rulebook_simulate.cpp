// fallbuch rulebook simulate: what would a draft change, beside the rulebooks in force?
#include <CLI/CLI.hpp>
#include <cstddef>
#include <cstdint>
#include <iostream>
#include <memory>
#include <string>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/calendar/berlin.h"
#include "core/calendar/holiday_law.h"
#include "core/events/catalogue.h"
#include "projections/rules/calendars.h"
#include "projections/rules/office_reader.h"
#include "projections/rules/rule_library.h"
#include "projections/rules/rule_set.h"
#include "tools/fallbuch/commands/commands.h"
#include "tools/fallbuch/commands/rulebook.h"
#include "tools/fallbuch/context.h"
#include "tools/fallbuch/progress.h"
#include "tools/fallbuch/rulebook_files.h"
#include "tools/fallbuch/rulebook_texts.h"
#include "tools/fallbuch/rulebook_trial.h"
#include "tools/fallbuch/rulebook_trial_text.h"
#include "tools/fallbuch/rules_in_force.h"
#include "tools/fallbuch/table.h"

namespace fallbuch {
namespace {

struct SimulateOptions {
    std::string draft;
    std::string now;
    std::string team;
    std::size_t examples = 3;
};

// Somebody may have misspelt it.
Status check_team(const std::string& team, const TrialReport& report) {
    if (team.empty() || report.differences.cases != 0) return {};
    std::string known;
    for (const std::string& one : report.teams) {
        if (!one.empty()) known += (known.empty() ? "" : "; ") + one;
    }
    return Error{ErrorCode::not_found, "rulebook simulate: no case is this team's: " + team +
                                           (known.empty() ? "" : "; there are: " + known)};
}

Result<rules::DraftLibraries> libraries(Context& context, const std::string& draft,
                                        const std::shared_ptr<const Catalogue>& catalogue) {
    ASSIGN_OR_RETURN(const std::string text, read_rulebook_text(context, draft));
    ASSIGN_OR_RETURN(const auto files, rulebooks_in_force(context));
    ASSIGN_OR_RETURN(rules::DraftLibraries both, rules::try_draft(catalogue, files, {draft, text}));
    for (const std::string& one : both.in_force.passed_over) {
        std::cerr << "fallbuch: note: passed over: " << one << '\n';
    }
    return both;
}

Result<Exit> run_simulate(Context& context, const SimulateOptions& options) {
    Instant now = context.clock().now();
    if (!options.now.empty()) {
        ASSIGN_OR_RETURN(now, context.parse_moment("--now", options.now));
    }
    ASSIGN_OR_RETURN(const auto reader, context.open_reader());
    ASSIGN_OR_RETURN(const auto catalogue, context.reading_catalogue(*reader));
    ASSIGN_OR_RETURN(const auto both, libraries(context, options.draft, catalogue));
    ASSIGN_OR_RETURN(const BerlinTime berlin, BerlinTime::load());
    ASSIGN_OR_RETURN(const HolidayLaw law, HolidayLaw::built_in());
    ASSIGN_OR_RETURN(const auto calendars, rules::Calendars::of(law));
    ASSIGN_OR_RETURN(const auto events, context.open_events(*reader));
    const rules::RuleSet& before = *both.in_force.rules;
    const rules::RuleSet& after = *both.with_draft.rules;
    ASSIGN_OR_RETURN(const auto office_before, rules::find_office(*events, before, berlin));
    ASSIGN_OR_RETURN(auto office_after, rules::find_office(*events, after, berlin));
    office_after.office.adopt(*after.books().back());
    tell_passed_over(office_after);
    Progress progress("Judging");
    const TrialQuestion question{
        now, options.team, options.examples,
        [&](std::uint64_t done, std::uint64_t total) { progress.update(done, total); }};
    ASSIGN_OR_RETURN(const TrialReport report,
                     run_trial({{reader->records(), reader->vault(), catalogue},
                                {before, office_before.office},
                                {after, office_after.office},
                                calendars,
                                berlin},
                               question));
    progress.clear();
    RETURN_IF_ERROR(check_team(options.team, report));
    const TrialHead head{*after.books().back(), !both.replaced.empty(), now, options.team};
    std::cout << (context.json() ? trial_json(head, report)
                                 : trial_text(head, report, berlin, terminal_width()));
    return Exit::ok;
}

}  // namespace

void add_rulebook_simulate(CLI::App& group, Invocation& invocation) {
    auto options = std::make_shared<SimulateOptions>();
    CLI::App* command = group.add_subcommand(
        "simulate", "What a draft would change, beside the rulebooks in force");
    command->add_option("DRAFT", options->draft, "The draft, a file")->required();
    command->add_option("--now", options->now, "As of this moment; else now")->type_name("T");
    command->add_option("--team", options->team, "Only cases of this team")->type_name("X");
    command->add_option("--examples", options->examples, "Show so many cases of each change")
        ->type_name("N")
        ->check(CLI::Range(0, 1000))
        ->capture_default_str();
    command->footer(
        "Every case is judged twice: by the rulebooks in force (as 'rulebook list' shows\n"
        "them), and with the draft in the place of its version, or as a further one; where\n"
        "an office has put into force what the draft supersedes, the draft is tried.\n"
        "Findings are compared by rule, and by the team that the case was assigned to\n"
        "last. Nothing is stored. With --json one line for each change, a summary first.\n"
        "T is a date (2026-03-01: the end of that day in Berlin) or a timestamp.\n"
        "Example:\n  fallbuch --ledger demo rulebook simulate draft.json --now 2026-06-01");
    command->callback([&invocation, options] {
        invocation.run = [options](Context& context) { return run_simulate(context, *options); };
    });
}

}  // namespace fallbuch

// fallbuch indicators: the process indicators of a period, as aggregates.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/calendar/berlin.h"
#include "core/calendar/civil_day.h"
#include "core/calendar/timestamp.h"
#include "projections/engine/case_history.h"
#include "projections/engine/case_walk.h"
#include "projections/indicators/indicator.h"
#include "projections/indicators/indicators.h"
#include "tools/fallbuch/as_of_options.h"
#include "tools/fallbuch/commands/commands.h"
#include "tools/fallbuch/context.h"
#include "tools/fallbuch/indicator_json.h"
#include "tools/fallbuch/indicator_text.h"
#include "tools/fallbuch/progress.h"
#include "tools/fallbuch/table.h"

namespace fallbuch {
namespace {

using indicators::IndicatorQuestion;
using indicators::IndicatorReport;

// Below, a figure is about single persons; official statistics tell no 1 and no 2 either.
constexpr int kGroupMinLeast = 3;

struct IndicatorOptions {
    std::optional<std::string> from;
    std::optional<std::string> to;
    AsOfOptions as_of;
    IndicatorQuestion question;  // what takes no reading
};

Error wrong(const std::string& what) { return Error{ErrorCode::invalid, "indicators: " + what}; }

Result<CivilDay> parse_option(const std::string& name, const std::string& text) {
    const auto day = parse_day(text);
    if (!day) return wrong(name + ": no date (2026-03-01): " + text);
    return *day;
}

// A year back from the day, which is the last one asked.
CivilDay year_before(CivilDay day) {
    const std::chrono::year_month_day date(day + std::chrono::days(1));
    const auto before = date - std::chrono::years(1);
    // 29 February has no counterpart.
    return before.ok() ? CivilDay(std::chrono::local_days(before))
                       : CivilDay(std::chrono::local_days(before.year() / before.month() /
                                                          std::chrono::last));
}

// Up to the day of the situation, else of the knowledge, else today.
Result<IndicatorQuestion> question_of(const IndicatorOptions& options, const HistoryBounds& bounds,
                                      CivilDay today, const BerlinTime& berlin) {
    IndicatorQuestion question = options.question;
    question.to = today;
    if (bounds.recorded) question.to = berlin.day_of(*bounds.recorded);
    if (bounds.occurred) question.to = berlin.day_of(*bounds.occurred);
    if (options.to) {
        ASSIGN_OR_RETURN(question.to, parse_option("--to", *options.to));
    }
    question.from = year_before(question.to);
    if (options.from) {
        ASSIGN_OR_RETURN(question.from, parse_option("--from", *options.from));
    }
    if (question.to < question.from) return wrong("--from lies behind --to");
    return question;
}

// Somebody may have misspelt it.
Status check_unit(const IndicatorQuestion& question, const IndicatorReport& report) {
    if (question.unit.empty() || std::ranges::count(report.units, question.unit) != 0) return {};
    std::string known;
    for (const std::string& unit : report.units) known += (known.empty() ? "" : "; ") + unit;
    return Error{ErrorCode::not_found,
                 "indicators: no case was of this unit in the period: " + question.unit +
                     (known.empty() ? "" : "; there were: " + known)};
}

Result<Exit> run(Context& context, const IndicatorOptions& options) {
    ASSIGN_OR_RETURN(const BerlinTime berlin, BerlinTime::load());
    ASSIGN_OR_RETURN(const HistoryBounds bounds, parse_as_of(context, options.as_of));
    ASSIGN_OR_RETURN(const IndicatorQuestion question,
                     question_of(options, bounds, berlin.day_of(context.clock().now()), berlin));
    ASSIGN_OR_RETURN(const auto reader, context.open_reader());
    ASSIGN_OR_RETURN(const auto catalogue, context.reading_catalogue(*reader));
    CaseWalkOptions walk;
    walk.bounds = bounds;
    Progress progress("Reading the ledger");
    walk.progress = [&](std::uint64_t done, std::uint64_t total) { progress.update(done, total); };
    ASSIGN_OR_RETURN(const IndicatorReport report,
                     indicators::compute_indicators({reader->records(), reader->vault(), catalogue},
                                                    berlin, question, std::move(walk)));
    progress.clear();
    RETURN_IF_ERROR(check_unit(question, report));
    std::cout << (context.json() ? indicators_json(report, question) + '\n'
                                 : indicators_text(report, question, terminal_width()));
    return Exit::ok;
}

void add_limits(CLI::App& command, IndicatorQuestion& question) {
    command
        .add_option("--group-min", question.group_min,
                    "Cases, and caseworkers, from which on a group is shown")
        ->type_name("N")
        ->check(CLI::Range(kGroupMinLeast, 1000))
        ->capture_default_str();
    command
        .add_option("--reporting-days", question.reporting_days,
                    "PK-09: last days of a month that are looked at")
        ->type_name("N")
        ->check(CLI::Range(1, 31))
        ->capture_default_str();
    command
        .add_option("--reversal-days", question.reversal_days,
                    "PK-09: days within which an upward change is taken back")
        ->type_name("N")
        ->check(CLI::Range(1, 366))
        ->capture_default_str();
    command
        .add_option("--suspicious-min", question.suspicious_min,
                    "PK-09: such changes from which on there is a hint")
        ->type_name("N")
        ->check(CLI::Range(2, 1000))
        ->capture_default_str();
    command
        .add_option("--talk-days", question.talk_days,
                    "PK-05: days before a violation in which a talk is looked for")
        ->type_name("N")
        ->check(CLI::Range(1, 366))
        ->capture_default_str();
}

}  // namespace

void add_indicators(CLI::App& app, Invocation& invocation) {
    auto options = std::make_shared<IndicatorOptions>();
    CLI::App* command = app.add_subcommand(
        "indicators", "Show Stuttgart's process indicators of a period, never of persons");
    command->add_option("--from", options->from, "First day; a year before the last one")
        ->type_name("DAY");
    command->add_option("--to", options->to, "Last day; the day as of which is asked, or today")
        ->type_name("DAY");
    command->add_option("--unit", options->question.unit, "Only while the case was this unit's")
        ->type_name("U");
    add_as_of_options(*command, options->as_of);
    add_limits(*command, options->question);
    command->footer(
        "What happened later than --to is looked at where it tells what became of something:\n"
        "results of referrals, changes that were taken back.\n"
        "Small groups are not shown, nor others from which they could be computed.\n"
        "T is a date (2026-03-01: the end of that day in Berlin) or a timestamp.\n"
        "Example:\n  fallbuch --ledger demo indicators --from 2025-01-01 --to 2025-12-31");
    command->callback([&invocation, options] {
        invocation.run = [options](Context& context) { return run(context, *options); };
    });
}

}  // namespace fallbuch

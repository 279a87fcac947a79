// fallbuch rulebook: what rulebooks say, and what they come to on a ledger.
#include "tools/fallbuch/commands/rulebook.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <iostream>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/calendar/berlin.h"
#include "core/calendar/holiday_law.h"
#include "core/calendar/timestamp.h"
#include "core/events/envelope.h"
#include "core/events/event_reader.h"
#include "projections/rules/activation.h"
#include "projections/rules/calendars.h"
#include "projections/rules/case_event.h"
#include "projections/rules/check.h"
#include "projections/rules/explained.h"
#include "projections/rules/ledger_evaluation.h"
#include "projections/rules/memory.h"
#include "projections/rules/office_reader.h"
#include "projections/rules/outcome.h"
#include "projections/rules/rule_library.h"
#include "tools/fallbuch/commands/commands.h"
#include "tools/fallbuch/context.h"
#include "tools/fallbuch/rulebook_texts.h"

namespace fallbuch {
namespace {

struct CheckOptions {
    std::string file;
    std::string now;
};

struct CheckRow {
    std::string text;
};

std::string row_of(const rules::JudgedCase& judged, const rules::Outcome& outcome) {
    const rules::Activation& one = judged.state.activations[outcome.activation];
    const rules::Check& check = *judged.state.rules.checks()[one.check].check;
    const rules::EventIndex named = one.other != rules::kNoEvent ? one.other : one.event;
    const rules::CaseEvent* event = judged.state.event(named);
    nlohmann::ordered_json row;
    const std::string_view source =
        event == nullptr ? "" : event->event->text_of(EnvelopeField::source);
    row["case"] = case_of(judged.stream_name, source);
    row["rule"] = rules::rule_of(judged.state, one, outcome);
    if (!check.part.empty()) row["part"] = check.part;
    row["event"] = event == nullptr ? "" : event->event->text_of(EnvelopeField::id);
    row["activated_at"] = event == nullptr
                              ? day_text(one.day)
                              : timestamp_text(Instant(std::chrono::seconds(event->second)));
    row["verdict"] = rules::to_string(outcome.verdict);
    if (outcome.due_second) {
        row["due"] = timestamp_text(Instant(std::chrono::seconds(*outcome.due_second)));
    } else if (outcome.due) {
        row["due"] = day_text(*outcome.due);
    } else {
        row["due"] = nullptr;
    }
    const std::string explanation = rules::explained(judged.state, outcome);
    if (!explanation.empty()) row["explanation"] = explanation;
    return row.dump();
}

// Another reading of a rule is shown with the rule, not as one.
bool is_reading(const rules::JudgedCase& judged, const rules::Outcome& outcome) {
    const rules::Activation& one = judged.state.activations[outcome.activation];
    return judged.state.rules.checks()[one.check].check->reading_of.has_value();
}

Result<Exit> run_check(Context& context, const CheckOptions& options) {
    ASSIGN_OR_RETURN(const std::string text, read_rulebook_text(context, options.file));
    ASSIGN_OR_RETURN(const auto reader, context.open_reader());
    ASSIGN_OR_RETURN(const auto catalogue, context.reading_catalogue(*reader));
    ASSIGN_OR_RETURN(const auto files, amendable(context, options.file));
    ASSIGN_OR_RETURN(const rules::RulebookFamily family,
                     read_valid({options.file, text}, catalogue, files));
    ASSIGN_OR_RETURN(const BerlinTime berlin, BerlinTime::load());
    ASSIGN_OR_RETURN(const HolidayLaw law, HolidayLaw::built_in());
    ASSIGN_OR_RETURN(const auto calendars, rules::Calendars::of(law));
    ASSIGN_OR_RETURN(const Instant now, context.parse_moment("--now", options.now));
    ASSIGN_OR_RETURN(const auto events, context.open_events(*reader));
    ASSIGN_OR_RETURN(
        const rules::KnownOffice known,
        rules::find_office(*events, rules::OfficeTypes(*family.rules), *family.rules, berlin));
    const rules::EvaluationParts parts{{reader->records(), reader->vault(), catalogue},
                                       *family.rules,
                                       known.office,
                                       calendars,
                                       berlin};
    rules::EvaluationOptions evaluation{now, {}};
    std::vector<std::vector<std::pair<Position, std::string>>> rows(64);
    RETURN_IF_ERROR(rules::evaluate_ledger(
        parts, evaluation, [&](unsigned thread, const rules::JudgedCase& judged) -> Status {
            if (judged.state.events.empty()) return {};
            std::string all;
            for (const rules::Outcome& outcome : judged.outcomes) {
                if (is_reading(judged, outcome)) continue;
                all += row_of(judged, outcome) + '\n';
            }
            rows[thread].emplace_back(judged.state.events.front().position, std::move(all));
            return {};
        }));
    std::vector<std::pair<Position, std::string>> sorted;
    for (auto& of_thread : rows) {
        std::move(of_thread.begin(), of_thread.end(), std::back_inserter(sorted));
    }
    std::sort(sorted.begin(), sorted.end());
    for (const auto& [position, all] : sorted) std::cout << all;
    return Exit::ok;
}

}  // namespace

void add_rulebook(CLI::App& app, Invocation& invocation) {
    CLI::App* command = app.add_subcommand("rulebook", "What rulebooks say and come to");
    command->require_subcommand(1);
    add_rulebook_coverage(*command, invocation);
    add_rulebook_diff(*command, invocation);
    add_rulebook_lint(*command, invocation);
    add_rulebook_list(*command, invocation);
    add_rulebook_show(*command, invocation);
    add_rulebook_test(*command, invocation);
    auto options = std::make_shared<CheckOptions>();
    CLI::App* check = command->add_subcommand("check", "Judge every case by one rulebook");
    check->add_option("FILE", options->file, "The rulebook")->required();
    check->add_option("--now", options->now, "As of this moment")->required();
    check->callback([&invocation, options] {
        invocation.run = [options](Context& context) { return run_check(context, *options); };
    });
}

}  // namespace fallbuch

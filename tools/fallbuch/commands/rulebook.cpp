// fallbuch rulebook: what rulebooks say, and what they come to on a ledger.
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

#include "core/base/bytes.h"
#include "core/base/clock.h"
#include "core/base/file.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/calendar/berlin.h"
#include "core/calendar/holiday_law.h"
#include "core/calendar/timestamp.h"
#include "core/events/catalogue.h"
#include "core/events/envelope.h"
#include "core/events/event_reader.h"
#include "projections/rulebooks/shipped_rulebooks.h"
#include "projections/rules/activation.h"
#include "projections/rules/calendars.h"
#include "projections/rules/case_event.h"
#include "projections/rules/check.h"
#include "projections/rules/explained.h"
#include "projections/rules/faults.h"
#include "projections/rules/json_text.h"
#include "projections/rules/ledger_evaluation.h"
#include "projections/rules/memory.h"
#include "projections/rules/office_reader.h"
#include "projections/rules/outcome.h"
#include "projections/rules/rule_library.h"
#include "projections/rules/scenario.h"
#include "projections/rules/scenario_runner.h"
#include "tools/fallbuch/commands/commands.h"
#include "tools/fallbuch/context.h"

namespace fallbuch {
namespace {

struct CheckOptions {
    std::string file;
    std::string now;
};

struct CheckRow {
    std::string text;
};

Result<std::string> read_text(Context& context, const std::string& path) {
    ASSIGN_OR_RETURN(const Bytes bytes, read_file(context.files(), path, rules::kJsonTextBytesMax));
    return std::string(as_text(bytes));
}

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

// What a rulebook may amend: those that lie beside it, and the shipped ones.
Result<std::vector<rules::RulebookFile>> amendable(Context& context, const std::string& path) {
    const std::string folder = path.substr(0, path.rfind('/') + 1);
    ASSIGN_OR_RETURN(auto files,
                     rules::read_rulebooks(context.files(), folder.empty() ? "." : folder));
    for (rules::RulebookFile& shipped : rules::shipped_rulebooks()) {
        if (shipped.name.ends_with(".json")) files.push_back(std::move(shipped));
    }
    return files;
}

// invalid, with all its mistakes, if the text is no rulebook.
Result<rules::RulebookFamily> read_valid(const std::string& path, const std::string& text,
                                         const std::shared_ptr<const Catalogue>& catalogue,
                                         std::span<const rules::RulebookFile> files) {
    ASSIGN_OR_RETURN(rules::RulebookFamily family, rules::read_family(text, catalogue, files));
    if (family.faults.none()) return family;
    return Error{ErrorCode::invalid, path + ":\n" + rules::describe(family.faults.all())};
}

Result<Exit> run_check(Context& context, const CheckOptions& options) {
    ASSIGN_OR_RETURN(const std::string text, read_text(context, options.file));
    ASSIGN_OR_RETURN(const auto reader, context.open_reader());
    ASSIGN_OR_RETURN(const auto catalogue, context.reading_catalogue(*reader));
    ASSIGN_OR_RETURN(const auto files, amendable(context, options.file));
    ASSIGN_OR_RETURN(const rules::RulebookFamily family,
                     read_valid(options.file, text, catalogue, files));
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

struct TestOptions {
    std::string file;
};

Result<Exit> run_test(Context& context, const TestOptions& options) {
    ASSIGN_OR_RETURN(const std::string text, read_text(context, options.file));
    ASSIGN_OR_RETURN(const auto catalogue, Catalogue::from_files(built_in_catalogue()));
    ASSIGN_OR_RETURN(const auto files, amendable(context, options.file));
    ASSIGN_OR_RETURN(const rules::RulebookFamily family,
                     read_valid(options.file, text, catalogue, files));
    const rules::RuleSet& rule_set = *family.rules;
    const std::vector<std::string>& scenario_files = rule_set.books().front()->scenario_files;
    ASSIGN_OR_RETURN(const BerlinTime berlin, BerlinTime::load());
    ASSIGN_OR_RETURN(const HolidayLaw law, HolidayLaw::built_in());
    ASSIGN_OR_RETURN(const auto calendars, rules::Calendars::of(law));
    bool all_right = true;
    for (const std::string& name : scenario_files) {
        const std::string path = options.file.substr(0, options.file.rfind('/') + 1) + name;
        ASSIGN_OR_RETURN(const std::string scenario_text, read_text(context, path));
        const rules::ParsedScenarios scenarios = rules::parse_scenarios(scenario_text);
        const rules::ScenarioReport report =
            rules::run_scenarios(scenarios.scenarios, {rule_set, *catalogue, calendars, berlin});
        std::vector<rules::RulebookFault> faults = scenarios.faults.all();
        faults.insert(faults.end(), report.faults.all().begin(), report.faults.all().end());
        if (!faults.empty()) std::cout << name << ":\n" << rules::describe(faults) << '\n';
        for (const rules::Mismatch& one : report.mismatches) {
            std::cout << name << ':' << one.place.line << ": " << one.scenario << "\n  erwartet "
                      << one.expected << "\n  erhalten " << one.got << '\n';
        }
        std::cout << name << ": " << report.scenario_count << " Szenarien, "
                  << report.expectation_count << " Erwartungen, " << report.mismatches.size()
                  << " verfehlt\n";
        all_right = all_right && faults.empty() && report.mismatches.empty();
    }
    return all_right ? Exit::ok : Exit::answer_is_no;
}

}  // namespace

void add_rulebook(CLI::App& app, Invocation& invocation) {
    CLI::App* command = app.add_subcommand("rulebook", "What rulebooks say and come to");
    command->require_subcommand(1);
    auto test_options = std::make_shared<TestOptions>();
    CLI::App* test = command->add_subcommand("test", "Run the scenarios of a rulebook");
    test->add_option("FILE", test_options->file, "The rulebook")->required();
    test->callback([&invocation, test_options] {
        invocation.run = [test_options](Context& context) {
            return run_test(context, *test_options);
        };
    });
    auto options = std::make_shared<CheckOptions>();
    CLI::App* check = command->add_subcommand("check", "Judge every case by one rulebook");
    check->add_option("FILE", options->file, "The rulebook")->required();
    check->add_option("--now", options->now, "As of this moment")->required();
    check->callback([&invocation, options] {
        invocation.run = [options](Context& context) { return run_check(context, *options); };
    });
}

}  // namespace fallbuch

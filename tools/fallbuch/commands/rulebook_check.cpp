// fallbuch rulebook check: what does one rulebook come to in every case of a ledger?
#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iostream>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/calendar/berlin.h"
#include "core/calendar/holiday_law.h"
#include "core/calendar/timestamp.h"
#include "core/codec/hex.h"
#include "core/events/envelope.h"
#include "core/events/event_reader.h"
#include "projections/rules/activation.h"
#include "projections/rules/calendars.h"
#include "projections/rules/case_event.h"
#include "projections/rules/check.h"
#include "projections/rules/evaluation.h"
#include "projections/rules/explained.h"
#include "projections/rules/finding.h"
#include "projections/rules/ledger_evaluation.h"
#include "projections/rules/memory.h"
#include "projections/rules/office_reader.h"
#include "projections/rules/outcome.h"
#include "projections/rules/rule_library.h"
#include "projections/rules/rule_set.h"
#include "projections/rules/rulebook.h"
#include "projections/rules/scenario.h"
#include "projections/rules/vocabulary.h"
#include "tools/fallbuch/commands/commands.h"
#include "tools/fallbuch/commands/rulebook.h"
#include "tools/fallbuch/context.h"
#include "tools/fallbuch/german.h"
#include "tools/fallbuch/page_text.h"
#include "tools/fallbuch/progress.h"
#include "tools/fallbuch/rulebook_texts.h"
#include "tools/fallbuch/rules_in_force.h"
#include "tools/fallbuch/table.h"

namespace fallbuch {
namespace {

using rules::JudgedCase;
using rules::Outcome;
using rules::Verdict;

constexpr unsigned kThreadsMax = 64;
constexpr std::size_t kVerdictCount = 6;

struct CheckOptions {
    std::string file;
    std::string now;
};

Instant at_second(std::int64_t second) { return Instant(std::chrono::seconds(second)); }

// An outcome with what it is about.
struct SeenOutcome {
    SeenOutcome(const JudgedCase& of_case, const Outcome& of_activation)
        : judged(of_case),
          outcome(of_activation),
          one(of_case.state.activations[of_activation.activation]),
          check(*of_case.state.rules.checks()[one.check].check),
          event(of_case.state.event(one.other != rules::kNoEvent ? one.other : one.event)) {}

    std::string case_number() const {
        const std::string_view source =
            event == nullptr ? "" : event->event->text_of(EnvelopeField::source);
        return std::string(case_of(judged.stream_name, source));
    }
    std::string rule() const { return std::string(rules::rule_of(judged.state, one, outcome)); }

    const JudgedCase& judged;
    const Outcome& outcome;
    const rules::Activation& one;
    const rules::Check& check;
    const rules::CaseEvent* event;  // that activated it; nullptr: a day, or the case
};

std::string json_of(const SeenOutcome& seen) {
    const Outcome& outcome = seen.outcome;
    const rules::CaseEvent* event = seen.event;
    const rules::Evaluation& state = seen.judged.state;
    const rules::Rulebook& book = state.rules.book_of(seen.one.check);
    nlohmann::ordered_json row{
        {"case", seen.case_number()},
        {"rulebook", book.id},
        {"version", book.version},
        {"parameters", to_hex(state.parameter_sets.digest(seen.one.parameters).view())},
        {"rule", seen.rule()}};
    if (!seen.check.part.empty()) row["part"] = seen.check.part;
    const rules::CaseEvent* about =
        seen.judged.state.event(rules::event_about(seen.judged.state, seen.one));
    row["event"] = about == nullptr ? "" : about->event->text_of(EnvelopeField::id);
    row["activated_at"] =
        event == nullptr ? day_text(seen.one.day) : timestamp_text(at_second(event->second));
    row["verdict"] = rules::to_string(outcome.verdict);
    row["reason"] = rules::to_string(outcome.reason);
    row["due"] = nullptr;
    if (outcome.due_second) {
        row["due"] = timestamp_text(at_second(*outcome.due_second));
    } else if (outcome.due) {
        row["due"] = day_text(*outcome.due);
    }
    const std::string explanation = rules::explained(seen.judged.state, outcome);
    if (!explanation.empty()) row["explanation"] = explanation;
    return row.dump();
}

std::vector<std::string> cells_of(const SeenOutcome& seen, const BerlinTime& berlin) {
    const Outcome& outcome = seen.outcome;
    const rules::CaseEvent* event = seen.event;
    const rules::Vocabulary& vocabulary = seen.judged.state.rules.vocabulary();
    const bool is_named = event != nullptr && event->type.value != rules::TypeIndex::kNone;
    std::string due;
    if (outcome.due_second) {
        due = german_moment(berlin, at_second(*outcome.due_second));
    } else if (outcome.due) {
        due = german_day(*outcome.due);
    }
    return {seen.case_number(),
            seen.rule() + (seen.check.part.empty() ? "" : "/" + seen.check.part),
            is_named ? vocabulary.title(event->type) : "",
            german_day(event == nullptr ? seen.one.day : event->day),
            std::string(rules::german(outcome.verdict)),
            due};
}

// What one thread has seen: of each case its lines, or the cells of its rows.
struct SeenCase {
    Position position;
    std::string lines;
    std::vector<std::vector<std::string>> rows;
};
struct SeenCases {
    std::vector<SeenCase> cases;
    std::array<std::size_t, kVerdictCount> counts{};  // by verdict
};

void take(const JudgedCase& judged, const BerlinTime* berlin, SeenCases& seen) {
    if (judged.state.events.empty()) return;
    SeenCase one{judged.state.events.front().position, {}, {}};
    for (const Outcome& outcome : judged.outcomes) {
        const SeenOutcome row(judged, outcome);
        // Another reading of a rule is shown with the rule, not as one.
        if (row.check.reading_of) continue;
        ++seen.counts[static_cast<std::size_t>(outcome.verdict)];
        if (berlin == nullptr) {
            one.lines += json_of(row) + '\n';
        } else {
            one.rows.push_back(cells_of(row, *berlin));
        }
    }
    seen.cases.push_back(std::move(one));
}

SeenCases joined(std::vector<SeenCases> threads) {
    SeenCases all;
    for (SeenCases& one : threads) {
        std::move(one.cases.begin(), one.cases.end(), std::back_inserter(all.cases));
        for (std::size_t i = 0; i < kVerdictCount; ++i) all.counts[i] += one.counts[i];
    }
    std::sort(all.cases.begin(), all.cases.end(), [](const SeenCase& left, const SeenCase& right) {
        return left.position < right.position;
    });
    return all;
}

// "12 Feststellungen: 10 erfüllt, 2 verletzt"
std::string sum_text(const SeenCases& seen) {
    std::size_t all = 0;
    std::string parts;
    for (std::size_t i = 0; i < kVerdictCount; ++i) {
        all += seen.counts[i];
        if (seen.counts[i] == 0) continue;
        parts += (parts.empty() ? ": " : ", ") + german_count(seen.counts[i]) + ' ' +
                 std::string(rules::german(static_cast<Verdict>(i)));
    }
    return german_count(all) + (all == 1 ? " Feststellung" : " Feststellungen") + parts;
}

void print_table(SeenCases seen) {
    Table table({{"Fall"},
                 {"Regel"},
                 {"Anlass", Align::left, Fit::cut},
                 {"vom"},
                 {"Ergebnis"},
                 {"fällig"}});
    for (SeenCase& one : seen.cases) {
        for (auto& cells : one.rows) table.add(std::move(cells));
    }
    PageText page(terminal_width());
    page.raw(table.text(terminal_width()));
    page.gap();
    page.line(0, sum_text(seen));
    std::cout << page.take();
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
    ASSIGN_OR_RETURN(const rules::KnownOffice known,
                     rules::find_office(*events, *family.rules, berlin));
    tell_passed_over(known);
    const rules::EvaluationParts parts{{reader->records(), reader->vault(), catalogue},
                                       *family.rules,
                                       known.office,
                                       calendars,
                                       berlin};
    Progress progress("Judging");
    rules::EvaluationOptions evaluation{now, {}};
    evaluation.walk.threads = std::clamp(std::thread::hardware_concurrency(), 1U, kThreadsMax);
    evaluation.walk.progress = [&](std::uint64_t done, std::uint64_t total) {
        progress.update(done, total);
    };
    std::vector<SeenCases> threads(kThreadsMax);
    RETURN_IF_ERROR(rules::evaluate_ledger(
        parts, evaluation, [&](unsigned thread, const JudgedCase& judged) -> Status {
            take(judged, context.json() ? nullptr : &berlin, threads[thread]);
            return {};
        }));
    progress.clear();
    SeenCases seen = joined(std::move(threads));
    if (!context.json()) {
        print_table(std::move(seen));
        return Exit::ok;
    }
    for (const SeenCase& one : seen.cases) std::cout << one.lines;
    return Exit::ok;
}

}  // namespace

void add_rulebook_check(CLI::App& group, Invocation& invocation) {
    auto options = std::make_shared<CheckOptions>();
    CLI::App* command = group.add_subcommand("check", "Judge every case by one rulebook");
    command->add_option("FILE", options->file, "The rulebook")->required();
    command->add_option("--now", options->now, "As of this moment")->required()->type_name("T");
    command->footer(
        "One row for each activation of a rule, satisfied ones too; with --json one line\n"
        "for each. Judged by FILE and what it amends alone; nothing is stored.\n"
        "T is a date (2026-03-01: the end of that day in Berlin) or a timestamp.");
    command->callback([&invocation, options] {
        invocation.run = [options](Context& context) { return run_check(context, *options); };
    });
}

}  // namespace fallbuch

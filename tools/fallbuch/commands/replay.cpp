// fallbuch replay: a case step by step, one event at a time with what it changed.
#include <CLI/CLI.hpp>
#include <cstddef>
#include <cstdint>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/calendar/berlin.h"
#include "core/calendar/timestamp.h"
#include "core/events/catalogue.h"
#include "core/events/decoded_event.h"
#include "core/events/envelope.h"
#include "core/events/event_reader.h"
#include "core/events/event_type.h"
#include "projections/case/case_changes.h"
#include "projections/case/case_model.h"
#include "projections/case/case_state.h"
#include "projections/case/day_precision.h"
#include "projections/engine/case_history.h"
#include "projections/engine/case_projection.h"
#include "tools/fallbuch/case_entries.h"
#include "tools/fallbuch/case_text.h"
#include "tools/fallbuch/commands/commands.h"
#include "tools/fallbuch/context.h"
#include "tools/fallbuch/field_order.h"
#include "tools/fallbuch/german.h"
#include "tools/fallbuch/table.h"
#include "tools/fallbuch/text_cells.h"

namespace fallbuch {
namespace {

struct ReplayOptions {
    std::string name;
    std::uint64_t from = 1;
    std::uint64_t to = UINT64_MAX;
};

// What stood in the place of a correction, and what the correction says otherwise.
struct Corrected {
    StreamVersion version;
    Instant occurred;
    bool day_precision = false;
    Instant recorded;
    std::vector<CaseChange> changes;
};

struct Step {
    std::uint64_t number = 0;
    StreamVersion version;  // of the event that speaks here
    FoldPlace place;
    bool day_precision = false;
    Instant recorded;
    std::string title;
    std::string actor;
    std::vector<CaseChange> changes;
    bool lacks_target = false;  // corrects an event that is not there
    std::optional<Corrected> corrected;
};

// A step that took in a correction, with the case before and after it.
struct CorrectingStep {
    std::size_t step = 0;
    CaseState before;
    CaseState after;
};

// Takes in what was corrected instead of the correction, to see what that would have said.
Result<Corrected> read_corrected(EventReader& events, const CorrectingStep& correction,
                                 Position position) {
    Corrected corrected;
    CaseState instead = correction.before;
    RETURN_IF_ERROR(
        events.read(std::span(&position, 1), [&](Position at, const DecodedEvent& event) -> Status {
            corrected.version = event.prefix.stream_version;
            corrected.occurred = event.fold_time();
            corrected.day_precision = event.day_precision;
            corrected.recorded = event.prefix.recorded;
            return instead.apply({{corrected.occurred, at}, *event.type, at, corrected.recorded},
                                 event);
        }));
    corrected.changes = changes_between(instead, correction.after);
    return corrected;
}

// But for its number and what it changes.
Step step_of(const HistoryPlace& at, const DecodedEvent& event, const BerlinTime& berlin) {
    Step step;
    step.version = event.prefix.stream_version;
    step.place = at.place;
    step.day_precision = is_of_day(at, event, berlin);
    step.recorded = event.prefix.recorded;
    step.title = at.counts_as.title();
    step.actor = event.text_of(EnvelopeField::actor);
    return step;
}

Result<std::vector<Step>> read_steps(EventReader& events, const CaseModel& model,
                                     const std::string& name) {
    ASSIGN_OR_RETURN(const StreamId stream, events.find_case(name));
    std::vector<Step> steps;
    std::vector<CorrectingStep> corrections;
    CaseState state(model);
    RETURN_IF_ERROR(read_history(
        events, stream, {}, [&](const HistoryPlace& at, const DecodedEvent& event) -> Status {
            const CaseState before = state;
            RETURN_IF_ERROR(state.apply(at, event));
            if (at.is_correction()) corrections.push_back({steps.size(), before, state});
            Step& step = steps.emplace_back(step_of(at, event, model.berlin()));
            step.number = steps.size();
            step.changes = changes_between(before, state);
            return {};
        }));
    ASSIGN_OR_RETURN(const auto entries, read_entries(events, stream, model.berlin()));
    for (Step& step : steps) {
        const auto entry = std::ranges::lower_bound(entries, step.version, {}, &CaseEntry::version);
        step.lacks_target = entry != entries.end() && entry->lacks_target({});
    }
    for (const CorrectingStep& one : corrections) {
        Step& step = steps[one.step];
        ASSIGN_OR_RETURN(step.corrected, read_corrected(events, one, step.place.position));
    }
    return steps;
}

// "Erfasst am 05.02.2025, 3 Tage danach." and a new line; empty if it was recorded at once, or says
// itself that it is a correction.
std::string lateness(const BerlinTime& berlin, const Step& step) {
    if (step.lacks_target) {
        return "Erfasst am " + german_day(berlin, step.recorded) + "; " +
               std::string(kCorrectsMissing) + ".\n";
    }
    const auto days = (berlin.day_of(step.recorded) - berlin.day_of(step.place.occurred)).count();
    if (days < 1 || step.corrected) return "";
    return "Erfasst am " + german_day(berlin, step.recorded) + ", " +
           german_days(static_cast<std::uint64_t>(days)) + " danach.\n";
}

// Which event is corrected here, and what it said.
Status print_corrected(const CaseText& text, const BerlinTime& berlin, const Step& step) {
    const Corrected& corrected = *step.corrected;
    std::cout << "Berichtigt am " << german_day(berlin, step.recorded) << ", was am "
              << german_day(berlin, corrected.recorded) << " als Nr. " << corrected.version.value
              << " erfasst worden war.\n";
    const std::string told = german_when(berlin, corrected.occurred, corrected.day_precision);
    const std::string right = german_when(berlin, step.place.occurred, step.day_precision);
    if (told != right) {
        std::cout << "Erfasst für den " << told << ", richtig ist der " << right << ".\n";
    }
    if (corrected.changes.empty()) {
        std::cout << "Sonst sagt es dasselbe.\n";
        return {};
    }
    ASSIGN_OR_RETURN(const std::string table, text.changes(corrected.changes));
    std::cout << table;
    return {};
}

Status print_step(const CaseText& text, const BerlinTime& berlin, const Step& step,
                  std::size_t count) {
    const std::string when = "Schritt " + std::to_string(step.number) + " von " +
                             std::to_string(count) + " · Nr. " +
                             std::to_string(step.version.value) + " · " +
                             german_when(berlin, step.place.occurred, step.day_precision);
    const std::string what =
        visible(step.title) + (step.actor.empty() ? "" : " · " + visible(step.actor));
    const std::string line = when + " · " + what;
    std::cout << (cell_count(line) <= terminal_width() ? line : when + '\n' + what) << '\n'
              << lateness(berlin, step);
    if (step.corrected) {
        RETURN_IF_ERROR(print_corrected(text, berlin, step));
        if (!step.changes.empty()) std::cout << "\nIm Fall:\n";
    }
    if (step.changes.empty()) {
        std::cout << "Ändert nichts.\n\n";
        return {};
    }
    ASSIGN_OR_RETURN(const std::string table, text.changes(step.changes));
    std::cout << table << '\n';
    return {};
}

Status print_json(const CaseModel& model, const Step& step) {
    ASSIGN_OR_RETURN(const std::string changes, changes_to_json(model, step.changes));
    nlohmann::json out{{"step", step.number},
                       {"version", step.version.value},
                       {"occurred", timestamp_text(step.place.occurred)},
                       {"day_precision", step.day_precision},
                       {"recorded", timestamp_text(step.recorded)},
                       {"position", step.place.position.value},
                       {"title", step.title},
                       {"corrected", step.corrected.has_value()},
                       {"corrects_missing", step.lacks_target},
                       {"changes", nlohmann::json::parse(changes)}};
    if (step.corrected) {
        ASSIGN_OR_RETURN(const std::string instead,
                         changes_to_json(model, step.corrected->changes));
        out["corrects"] = {{"version", step.corrected->version.value},
                           {"occurred", timestamp_text(step.corrected->occurred)},
                           {"day_precision", step.corrected->day_precision},
                           {"recorded", timestamp_text(step.corrected->recorded)},
                           {"changes", nlohmann::json::parse(instead)}};
    }
    std::cout << out.dump() << '\n';
    return {};
}

CLI::Validator is_step_number() {
    return {[](const std::string& text) -> std::string {
                const bool is_number = !text.empty() && text != "0" &&
                                       text.find_first_not_of("0123456789") == std::string::npos;
                return is_number ? "" : "steps count from 1, not " + text;
            },
            "", "step"};
}

Result<Exit> run(Context& context, const ReplayOptions& options) {
    if (options.to < options.from) {
        return Error{ErrorCode::invalid, "replay: --from lies behind --to; turn them round"};
    }
    ASSIGN_OR_RETURN(const BerlinTime berlin, BerlinTime::load());
    ASSIGN_OR_RETURN(const auto reader, context.open_reader());
    ASSIGN_OR_RETURN(const auto events, context.open_events(*reader));
    ASSIGN_OR_RETURN(auto types, context.reading_catalogue(*reader));
    const CaseModel model(std::move(types), berlin);
    ASSIGN_OR_RETURN(const auto steps, read_steps(*events, model, options.name));
    if (options.from > steps.size()) {
        return Error{ErrorCode::not_found,
                     "replay: the case has " + std::to_string(steps.size()) + " steps"};
    }
    const FieldOrder order(model, built_in_catalogue());
    const CaseText text(model, order, terminal_width());
    if (!context.json()) {
        std::cout << "Fall " << options.name << ": " << german_events(steps.size())
                  << " in ihrer Ordnung\n\n";
    }
    for (const Step& step : steps) {
        if (step.number < options.from || step.number > options.to) continue;
        RETURN_IF_ERROR(context.json() ? print_json(model, step)
                                       : print_step(text, berlin, step, steps.size()));
    }
    return Exit::ok;
}

}  // namespace

void add_replay(CLI::App& app, Invocation& invocation) {
    auto options = std::make_shared<ReplayOptions>();
    CLI::App* command =
        app.add_subcommand("replay", "Show a case step by step, with what each event changed");
    command->add_option("CASE", options->name, "Case number; of an XES log: the trace's name")
        ->required();
    command->add_option("--from", options->from, "First step to show")
        ->type_name("N")
        ->check(is_step_number());
    command->add_option("--to", options->to, "Last step to show")
        ->type_name("N")
        ->check(is_step_number());
    command->footer(
        "Steps follow the day on which things happened; what was recorded late stands where it\n"
        "belongs, and a correction in the place of what it corrects. 'Nr.' is that of timeline:\n"
        "it counts what arrived.\n"
        "With --json one object for each line.\n"
        "Example:\n  fallbuch --ledger demo replay 955A000001 --from 10 --to 12");
    command->callback([&invocation, options] {
        invocation.run = [options](Context& context) { return run(context, *options); };
    });
}

}  // namespace fallbuch

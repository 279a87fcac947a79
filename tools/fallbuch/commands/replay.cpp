// fallbuch replay: a case step by step, one event at a time with what it changed.
#include <CLI/CLI.hpp>
#include <cstdint>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
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
#include "projections/engine/case_history.h"
#include "projections/engine/case_projection.h"
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

struct Step {
    std::uint64_t number = 0;
    FoldPlace place;
    Instant recorded;
    std::string title;
    std::string actor;
    bool corrected = false;
    std::vector<CaseChange> changes;
};

Result<std::vector<Step>> read_steps(EventReader& events, const CaseModel& model,
                                     const std::string& name) {
    ASSIGN_OR_RETURN(const StreamId stream, events.find_case(name));
    std::vector<Step> steps;
    CaseState state(model);
    RETURN_IF_ERROR(read_history(
        events, stream, {},
        [&](const FoldPlace& place, const EventType& type, const DecodedEvent& event) -> Status {
            const CaseState before = state;
            RETURN_IF_ERROR(state.apply(place, type, event));
            steps.push_back({steps.size() + 1, place, event.prefix.recorded, type.title(),
                             std::string(event.text_of(EnvelopeField::actor)),
                             !event.text_of(EnvelopeField::corrects).empty(),
                             changes_between(before, state)});
            return {};
        }));
    return steps;
}

// "Erfasst am 05.02.2025, 3 Tage danach." and a new line; empty if it was recorded at once.
std::string lateness(const BerlinTime& berlin, const Step& step) {
    const auto days =
        std::chrono::floor<std::chrono::days>(step.recorded - step.place.occurred).count();
    if (days < 1) return "";
    return "Erfasst am " + german_day(berlin, step.recorded) + ", " +
           german_days(static_cast<std::uint64_t>(days)) + " danach.\n";
}

Status print_step(const CaseText& text, const BerlinTime& berlin, const Step& step,
                  std::size_t count) {
    const std::string when = "Schritt " + std::to_string(step.number) + " von " +
                             std::to_string(count) + " · " +
                             german_moment(berlin, step.place.occurred);
    const std::string what =
        visible(step.title) + (step.actor.empty() ? "" : " · " + visible(step.actor));
    const std::string line = when + " · " + what;
    std::cout << (cell_count(line) <= terminal_width() ? line : when + '\n' + what) << '\n'
              << lateness(berlin, step);
    if (step.corrected) std::cout << "Steht an der Stelle des Ereignisses, das es berichtigt.\n";
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
    const nlohmann::json out{{"step", step.number},
                             {"occurred", timestamp_text(step.place.occurred)},
                             {"recorded", timestamp_text(step.recorded)},
                             {"position", step.place.position.value},
                             {"title", step.title},
                             {"corrected", step.corrected},
                             {"changes", nlohmann::json::parse(changes)}};
    std::cout << out.dump() << '\n';
    return {};
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
    command->add_option("--from", options->from, "First step to show")->type_name("N");
    command->add_option("--to", options->to, "Last step to show")->type_name("N");
    command->footer(
        "Steps follow the day on which things happened; what was recorded late stands where it\n"
        "belongs, and a correction in the place of what it corrects.\n"
        "With --json one object for each line.\n"
        "Example:\n  fallbuch --ledger demo replay 955A000001 --from 10 --to 12");
    command->callback([&invocation, options] {
        invocation.run = [options](Context& context) { return run(context, *options); };
    });
}

}  // namespace fallbuch

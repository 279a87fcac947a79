// fallbuch case diff: what is different in a case between two moments, on either clock.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/calendar/berlin.h"
#include "core/events/catalogue.h"
#include "core/events/event_reader.h"
#include "projections/case/case_changes.h"
#include "projections/case/case_model.h"
#include "projections/case/case_state.h"
#include "projections/engine/case_history.h"
#include "tools/fallbuch/case_entries.h"
#include "tools/fallbuch/case_text.h"
#include "tools/fallbuch/commands/commands.h"
#include "tools/fallbuch/context.h"
#include "tools/fallbuch/field_order.h"
#include "tools/fallbuch/german.h"
#include "tools/fallbuch/table.h"

namespace fallbuch {
namespace {

// On which clocks FROM and TO are moments.
enum class DiffClock { recorded, occurred, both };

struct NamedClock {
    std::string_view name;
    DiffClock clock;
};

constexpr auto kClocks = std::to_array<NamedClock>({{"recorded", DiffClock::recorded},
                                                    {"occurred", DiffClock::occurred},
                                                    {"both", DiffClock::both}});

// nullptr if there is none of this name.
const NamedClock* find_clock(std::string_view name) {
    const auto* const found = std::ranges::find(kClocks, name, &NamedClock::name);
    return found == kClocks.end() ? nullptr : found;
}

// Its description is what completion offers.
CLI::Validator is_clock() {
    return CLI::Validator(
        [](const std::string& name) {
            return find_clock(name) != nullptr
                       ? std::string()
                       : "there is no clock '" + name + "'; take recorded, occurred or both";
        },
        "{recorded,occurred,both}");
}

struct DiffOptions {
    std::string name;
    std::string from;
    std::string to;
    DiffClock clock = DiffClock::recorded;
    std::optional<std::string> as_of_recorded;
    std::optional<std::string> as_of_occurred;
};

struct DiffMoments {
    Instant from;
    Instant to;
    HistoryBounds before;
    HistoryBounds after;
};

// One clock goes from FROM to TO; the other one stands still, or now.
Result<DiffMoments> parse_moments(Context& context, const DiffOptions& options) {
    const bool is_free = options.clock == DiffClock::both;
    const auto& fixed_recorded = options.as_of_recorded;
    const auto& fixed_occurred = options.as_of_occurred;
    if ((options.clock != DiffClock::occurred && fixed_recorded) ||
        (options.clock != DiffClock::recorded && fixed_occurred)) {
        return Error{ErrorCode::invalid,
                     std::string("case diff: ") +
                         (fixed_recorded ? "--as-of-recorded" : "--as-of-occurred") +
                         " holds the clock still on which FROM and\nTO go; " +
                         (is_free ? "leave it out" : "choose the other --clock")};
    }
    DiffMoments moments;
    ASSIGN_OR_RETURN(moments.from, context.parse_moment("FROM", options.from));
    ASSIGN_OR_RETURN(moments.to, context.parse_moment("TO", options.to));
    if (moments.to < moments.from) {
        return Error{ErrorCode::invalid, "case diff: FROM (" + options.from + ") is after TO (" +
                                             options.to + "); turn them round"};
    }
    HistoryBounds still;
    if (fixed_recorded) {
        ASSIGN_OR_RETURN(still.recorded, context.parse_moment("--as-of-recorded", *fixed_recorded));
    }
    if (fixed_occurred) {
        ASSIGN_OR_RETURN(still.occurred, context.parse_moment("--as-of-occurred", *fixed_occurred));
    }
    moments.before = moments.after = still;
    if (options.clock != DiffClock::occurred) {
        moments.before.recorded = moments.from;
        moments.after.recorded = moments.to;
    }
    if (options.clock != DiffClock::recorded) {
        moments.before.occurred = moments.from;
        moments.after.occurred = moments.to;
    }
    return moments;
}

std::string title_of(DiffClock clock) {
    switch (clock) {
        case DiffClock::recorded: return "was sich im Wissen des Amts geändert hat";
        case DiffClock::occurred: return "was sich im Fall geändert hat";
        case DiffClock::both: return "was sich im Fall und im Wissen geändert hat";
    }
    return {};
}

std::string moment_line(const BerlinTime& berlin, const std::string& label, Instant moment,
                        const CaseState& state) {
    return label + german_moment(berlin, moment) + " (" + german_events(state.event_count()) +
           ")\n";
}

void print_head(const BerlinTime& berlin, const DiffOptions& options, const DiffMoments& moments,
                const std::pair<const CaseState&, const CaseState&>& states) {
    std::cout << "Fall " << options.name << ": " << title_of(options.clock) << '\n'
              << moment_line(berlin, "von       ", moments.from, states.first)
              << moment_line(berlin, "bis       ", moments.to, states.second);
    if (options.as_of_occurred) {
        std::cout << "Stand     " << german_moment(berlin, *moments.after.occurred) << '\n';
    }
    if (options.as_of_recorded) {
        std::cout << "Bekannt   am " << german_moment(berlin, *moments.after.recorded) << '\n';
    }
    std::cout << '\n';
}

Result<Exit> run(Context& context, const DiffOptions& options) {
    ASSIGN_OR_RETURN(const DiffMoments moments, parse_moments(context, options));
    ASSIGN_OR_RETURN(const BerlinTime berlin, BerlinTime::load());
    ASSIGN_OR_RETURN(const auto reader, context.open_reader());
    ASSIGN_OR_RETURN(const auto events, context.open_events(*reader));
    ASSIGN_OR_RETURN(const StreamId stream, events->find_case(options.name));
    ASSIGN_OR_RETURN(auto types, context.reading_catalogue(*reader));
    const CaseModel model(std::move(types), berlin);
    ASSIGN_OR_RETURN(const CaseState before, fold_case(*events, model, stream, moments.before));
    ASSIGN_OR_RETURN(const CaseState after, fold_case(*events, model, stream, moments.after));
    ASSIGN_OR_RETURN(const auto entries, read_entries(*events, stream, berlin));
    // A correction can have taken away what there was.
    const bool is_empty = before.event_count() == 0 && after.event_count() == 0;
    if (is_empty) return before_first(berlin, options.name, entries);
    const auto changes = changes_between(before, after);
    if (context.json()) {
        ASSIGN_OR_RETURN(const std::string text, changes_to_json(model, changes));
        std::cout << text << '\n';
        return Exit::ok;
    }
    print_head(berlin, options, moments, {before, after});
    if (options.clock != DiffClock::occurred) {
        const std::string marked = marked_between(entries, berlin, moments.from, moments.to);
        if (!marked.empty()) std::cout << marked << '\n';
    }
    if (changes.empty()) {
        std::cout << "Nichts hat sich geändert.\n";
        return Exit::ok;
    }
    const FieldOrder order(model, built_in_catalogue());
    ASSIGN_OR_RETURN(const std::string text,
                     CaseText(model, order, terminal_width()).changes(changes));
    std::cout << text;
    return Exit::ok;
}

}  // namespace

void add_case_diff(CLI::App& command, Invocation& invocation) {
    auto options = std::make_shared<DiffOptions>();
    CLI::App* diff =
        command.add_subcommand("diff", "Show what is different in a case between two moments");
    diff->add_option("CASE", options->name, "Case number")->required();
    diff->add_option("FROM", options->from, "The earlier moment")->required();
    diff->add_option("TO", options->to, "The later one")->required();
    diff->add_option_function<std::string>(
            "--clock",
            [options](const std::string& name) { options->clock = find_clock(name)->clock; },
            "recorded: what the ledger learnt [default];\n"
            "occurred: what happened; both: what it knew then")
        ->check(is_clock())
        ->option_text("CLOCK");
    diff->add_option("--as-of-occurred", options->as_of_occurred,
                     "With recorded: of the situation at that moment")
        ->type_name("T");
    diff->add_option("--as-of-recorded", options->as_of_recorded,
                     "With occurred: what was known at that moment")
        ->type_name("T");
    diff->footer(
        "Dates count to the end of their day in Berlin.\n"
        "Example:\n  fallbuch --ledger demo case diff 955A000001 2025-03-01 2025-04-01");
    diff->callback([&invocation, options] {
        invocation.run = [options](Context& context) { return run(context, *options); };
    });
}

}  // namespace fallbuch

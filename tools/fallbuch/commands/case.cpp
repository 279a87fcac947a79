// fallbuch case: what is known of a case, now or as of a moment on either clock.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/calendar/berlin.h"
#include "core/calendar/timestamp.h"
#include "core/events/decoded_event.h"
#include "core/events/envelope.h"
#include "core/events/event_reader.h"
#include "projections/case/attributes.h"
#include "projections/case/case_changes.h"
#include "projections/case/case_model.h"
#include "projections/case/case_state.h"
#include "tools/fallbuch/case_text.h"
#include "tools/fallbuch/commands/commands.h"
#include "tools/fallbuch/context.h"
#include "tools/fallbuch/german.h"

#include "tools/fallbuch/table.h"
#include "tools/fallbuch/text_cells.h"
#include "tools/fallbuch/value_text.h"

namespace fallbuch {
namespace {

struct CaseOptions {
    std::string name;
    std::optional<std::string> as_of_recorded;
    std::optional<std::string> as_of_occurred;
    std::string diff_name;
    std::string from;
    std::string to;
};

Result<AsOf> parse_as_of(Context& context, const CaseOptions& options) {
    AsOf as_of;
    if (options.as_of_recorded) {
        ASSIGN_OR_RETURN(as_of.recorded, context.parse_moment(*options.as_of_recorded));
    }
    if (options.as_of_occurred) {
        ASSIGN_OR_RETURN(as_of.occurred, context.parse_moment(*options.as_of_occurred));
    }
    return as_of;
}

struct CaseFacts {
    std::string case_name;
    std::vector<CaseFact> facts;
};

Result<CaseFacts> read_facts(EventReader& events, const std::string& name) {
    ASSIGN_OR_RETURN(const StreamId stream, events.find_case(name));
    ASSIGN_OR_RETURN(const std::string stream_name, events.vault().stream_name(stream));
    CaseFacts out;
    RETURN_IF_ERROR(
        events.read_case(stream, [&](Position position, const DecodedEvent& event) -> Status {
            ASSIGN_OR_RETURN(CaseFact fact, fact_of(position, event));
            out.case_name = case_of(stream_name, event.text_of(EnvelopeField::source));
            out.facts.push_back(std::move(fact));
            return Status{};
        }));
    return out;
}

Error before_first(const BerlinTime& berlin, const CaseFacts& facts) {
    Instant occurred = Instant::max();
    Instant recorded = Instant::max();
    for (const CaseFact& fact : facts.facts) {
        occurred = std::min(occurred, fact.occurred);
        recorded = std::min(recorded, fact.recorded);
    }
    return Error{
        ErrorCode::not_found,
        "case " + facts.case_name + ": nothing was known of it then; its first event is of " +
            german_moment(berlin, occurred) + ", recorded " + german_moment(berlin, recorded)};
}

void print_json(const CaseFacts& facts, const AsOf& as_of, const CaseAttributes& state) {
    nlohmann::json out{{"case", facts.case_name},
                       {"events", state.event_count},
                       {"first", timestamp_text(state.first->occurred)},
                       {"last", timestamp_text(state.last->occurred)},
                       {"headline", state.last->headline},
                       {"attributes", nlohmann::json::object()}};
    if (as_of.recorded) out["as_of_recorded"] = timestamp_text(*as_of.recorded);
    if (as_of.occurred) out["as_of_occurred"] = timestamp_text(*as_of.occurred);
    for (const auto& [name, value] : state.attributes) {
        out["attributes"][name] = {{"value", nlohmann::json::parse(value.value.json)},
                                   {"since", timestamp_text(value.since)},
                                   {"position", value.position.value}};
    }
    std::cout << out.dump() << '\n';
}

constexpr std::size_t kLabelCells = 10;  // of "Zuletzt   " and its like

void print_text(const BerlinTime& berlin, const CaseFacts& facts, const AsOf& as_of,
                const CaseAttributes& state) {
    std::cout << "Fall " << facts.case_name << '\n';
    if (as_of.occurred) std::cout << "Stand     " << german_moment(berlin, *as_of.occurred) << '\n';
    if (as_of.recorded) {
        std::cout << "Bekannt   am " << german_moment(berlin, *as_of.recorded) << '\n';
    }
    std::cout << "Umfang    " << german_events(state.event_count) << ", "
              << german_day(berlin, state.first->occurred) << " bis "
              << german_day(berlin, state.last->occurred) << '\n'
              << "Zuletzt   "
              << cut_to_cells(visible(state.last->headline), terminal_width() - kLabelCells)
              << "\n\n";
    Table table({{"Merkmal"}, {"Wert", Align::left, Fit::wrap}, {"Seit"}});
    for (const auto& [name, value] : state.attributes) {
        table.add({value.value.title,
                   readable(berlin, nlohmann::json::parse(value.value.json), value.value.check),
                   german_moment(berlin, value.since)});
    }
    std::cout << table.text(terminal_width());
}

// A case of casework has things; an imported log has attributes.
bool is_casework(const CaseState& state) {
    return !state.things().empty() && state.things().front().kind != ThingKind::other;
}

Status print_casework(Context& context, const BerlinTime& berlin, const CaseFacts& facts,
                      const CaseState& state) {
    if (context.json()) {
        ASSIGN_OR_RETURN(const std::string text, state_to_json(state));
        auto out = nlohmann::json::parse(text);
        out["case"] = facts.case_name;
        out["events"] = state.event_count();
        out["last"] = timestamp_text(state.newest().occurred);
        std::cout << out.dump() << '\n';
        return {};
    }
    const CaseText text(state.model(), berlin, terminal_width());
    ASSIGN_OR_RETURN(const std::string sections, text.state(state));
    std::cout << sections;
    return {};
}

void print_head(const BerlinTime& berlin, const CaseFacts& facts, const AsOf& as_of,
                const CaseState& state) {
    std::cout << "Fall " << facts.case_name << '\n';
    if (as_of.occurred) std::cout << "Stand     " << german_moment(berlin, *as_of.occurred) << '\n';
    if (as_of.recorded) {
        std::cout << "Bekannt   am " << german_moment(berlin, *as_of.recorded) << '\n';
    }
    std::cout << "Umfang    " << german_events(state.event_count()) << ", zuletzt "
              << german_moment(berlin, state.newest().occurred) << '\n'
              << "Phase     " << title_of(state.phase()) << "\n\n";
}

Result<Exit> run(Context& context, const CaseOptions& options) {
    ASSIGN_OR_RETURN(const AsOf as_of, parse_as_of(context, options));
    ASSIGN_OR_RETURN(const BerlinTime berlin, BerlinTime::load());
    ASSIGN_OR_RETURN(const auto reader, context.open_reader());
    ASSIGN_OR_RETURN(const auto events, context.open_events(*reader));
    ASSIGN_OR_RETURN(const CaseFacts facts, read_facts(*events, options.name));
    ASSIGN_OR_RETURN(const StreamId stream, events->find_case(options.name));
    ASSIGN_OR_RETURN(auto types, context.reading_catalogue(*reader));
    const CaseModel model(std::move(types));
    ASSIGN_OR_RETURN(const CaseState casework,
                     fold_case(*events, model, stream, {as_of.occurred, as_of.recorded, {}}));
    if (casework.event_count() == 0) return before_first(berlin, facts);
    if (is_casework(casework)) {
        if (!context.json()) print_head(berlin, facts, as_of, casework);
        RETURN_IF_ERROR(print_casework(context, berlin, facts, casework));
        return Exit::ok;
    }
    const CaseAttributes state = fold_attributes(facts.facts, as_of);
    if (context.json()) {
        print_json(facts, as_of, state);
    } else {
        print_text(berlin, facts, as_of, state);
    }
    return Exit::ok;
}

// What the ledger knew at two moments, and what is different.
Result<Exit> run_diff(Context& context, const CaseOptions& options) {
    ASSIGN_OR_RETURN(const Instant from, context.parse_moment(options.from));
    ASSIGN_OR_RETURN(const Instant to, context.parse_moment(options.to));
    if (to < from) {
        return Error{ErrorCode::invalid, "case diff: FROM (" + options.from + ") is after TO (" +
                                             options.to + "); turn them round"};
    }
    ASSIGN_OR_RETURN(const BerlinTime berlin, BerlinTime::load());
    ASSIGN_OR_RETURN(const auto reader, context.open_reader());
    ASSIGN_OR_RETURN(const auto events, context.open_events(*reader));
    ASSIGN_OR_RETURN(const StreamId stream, events->find_case(options.diff_name));
    ASSIGN_OR_RETURN(auto types, context.reading_catalogue(*reader));
    const CaseModel model(std::move(types));
    ASSIGN_OR_RETURN(const CaseState before, fold_case(*events, model, stream, {{}, from, {}}));
    ASSIGN_OR_RETURN(const CaseState after, fold_case(*events, model, stream, {{}, to, {}}));
    if (after.event_count() == 0) {
        ASSIGN_OR_RETURN(const CaseFacts facts, read_facts(*events, options.diff_name));
        return before_first(berlin, facts);
    }
    const auto changes = changes_between(before, after);
    if (context.json()) {
        ASSIGN_OR_RETURN(const std::string text, changes_to_json(model, changes));
        std::cout << text << '\n';
        return Exit::ok;
    }
    std::cout << "Fall " << options.diff_name << ": was sich im Wissen des Amts geändert hat\n"
              << "von       " << german_moment(berlin, from) << " ("
              << german_events(before.event_count()) << ")\n"
              << "bis       " << german_moment(berlin, to) << " ("
              << german_events(after.event_count()) << ")\n\n";
    if (changes.empty()) {
        std::cout << "Nichts hat sich geändert.\n";
        return Exit::ok;
    }
    ASSIGN_OR_RETURN(const std::string text,
                     CaseText(model, berlin, terminal_width()).changes(changes));
    std::cout << text;
    return Exit::ok;
}

void add_diff(CLI::App& command, const std::shared_ptr<CaseOptions>& options,
              Invocation& invocation) {
    CLI::App* diff = command.add_subcommand("diff", "Show what the ledger learnt of a case");
    diff->add_option("CASE", options->diff_name, "Case number")->required();
    diff->add_option("FROM", options->from, "What was known then (recorded clock)")->required();
    diff->add_option("TO", options->to, "And then")->required();
    diff->footer(
        "Dates count to the end of their day in Berlin.\n"
        "Example:\n  fallbuch --ledger demo case diff 955A000001 2025-03-01 2025-04-01");
    diff->callback([&invocation, options] {
        invocation.run = [options](Context& context) { return run_diff(context, *options); };
    });
}

}  // namespace

void add_case(CLI::App& app, Invocation& invocation) {
    auto options = std::make_shared<CaseOptions>();
    CLI::App* command = app.add_subcommand("case", "Show what is known of a case");
    command->add_option("CASE", options->name, "Case number; of an XES log: the trace's name");
    command
        ->add_option("--as-of-recorded", options->as_of_recorded,
                     "Only what the ledger knew at that moment")
        ->type_name("T");
    command
        ->add_option("--as-of-occurred", options->as_of_occurred,
                     "Only what had happened at that moment")
        ->type_name("T");
    command->footer(
        "T is a date (2026-03-01: the end of that day in Berlin) or a timestamp\n"
        "(2026-03-01T09:30:00+01:00). Both clocks may be asked at once.\n"
        "Example:\n  fallbuch --ledger demo case 10 --as-of-occurred 2010-11-30");
    command->require_subcommand(0, 1);
    add_diff(*command, options, invocation);
    command->callback([&invocation, options, command] {
        if (!command->get_subcommands().empty()) return;
        if (options->name.empty()) throw CLI::RequiredError("CASE");
        invocation.run = [options](Context& context) { return run(context, *options); };
    });
}

}  // namespace fallbuch

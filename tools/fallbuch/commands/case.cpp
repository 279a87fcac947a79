// fallbuch case: what is known of a case, now or as of a moment on either clock.
#include <CLI/CLI.hpp>
#include <cstddef>
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
#include "core/calendar/civil_day.h"
#include "core/calendar/timestamp.h"
#include "core/events/catalogue.h"
#include "core/events/decoded_event.h"
#include "core/events/envelope.h"
#include "core/events/event_reader.h"
#include "projections/case/attributes.h"
#include "projections/case/case_card.h"
#include "projections/case/case_changes.h"
#include "projections/case/case_model.h"
#include "projections/case/case_state.h"
#include "projections/case/plan_clock.h"
#include "projections/case/thing_kind.h"
#include "projections/engine/case_history.h"
#include "tools/fallbuch/as_of_options.h"
#include "tools/fallbuch/case_entries.h"
#include "tools/fallbuch/case_head.h"
#include "tools/fallbuch/case_text.h"
#include "tools/fallbuch/commands/commands.h"
#include "tools/fallbuch/context.h"
#include "tools/fallbuch/field_order.h"
#include "tools/fallbuch/german.h"
#include "tools/fallbuch/part_order.h"
#include "tools/fallbuch/table.h"
#include "tools/fallbuch/text_cells.h"
#include "tools/fallbuch/value_text.h"

namespace fallbuch {
namespace {

struct CaseOptions {
    std::string name;
    AsOfOptions as_of;
    bool all = false;
};

// The day from which deadlines are seen: that of the situation, else that of the knowledge, else
// today.
CivilDay day_asked(Context& context, const BerlinTime& berlin, const AsOf& as_of) {
    if (as_of.occurred) return berlin.day_of(*as_of.occurred);
    return berlin.day_of(as_of.recorded.value_or(context.clock().now()));
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
    const PartOrder order(built_in_catalogue());
    Table table({{"Merkmal"}, {"Wert", Align::left, Fit::wrap}, {"Seit"}});
    for (const auto& [name, value] : state.attributes) {
        table.add(
            {value.value.title,
             readable(berlin, nlohmann::json::parse(value.value.json), value.value.check, order),
             german_when(berlin, value.since, value.day_precision)});
    }
    std::cout << table.text(terminal_width());
}

// A case of casework has things; an imported log has attributes.
bool is_casework(const CaseState& state) {
    return !state.things().empty() && state.things().front().kind != ThingKind::other;
}

void print_head(const BerlinTime& berlin, const CaseFacts& facts, const AsOf& as_of,
                const std::pair<const CaseState&, CivilDay>& seen) {
    const auto& [state, day] = seen;
    std::cout << "Fall " << facts.case_name << '\n';
    if (as_of.occurred) std::cout << "Stand     " << german_moment(berlin, *as_of.occurred) << '\n';
    if (as_of.recorded) {
        std::cout << "Bekannt   am " << german_moment(berlin, *as_of.recorded) << '\n';
    }
    std::cout << "Umfang    " << german_events(state.event_count()) << ", zuletzt "
              << german_when(berlin, state.newest().occurred, state.newest_is_of_day()) << '\n';
    for (const std::string& line : head_lines(state, day, terminal_width())) {
        std::cout << line << '\n';
    }
}

void print_marked(const std::vector<CaseEntry>& entries, const AsOf& as_of) {
    std::string label = "Nachträge ";
    std::string hint = " (fallbuch timeline zeigt sie)";
    for (const std::string& line : marked_counts(entries, {as_of.occurred, as_of.recorded, {}})) {
        std::cout << std::exchange(label, std::string(kLabelCells, ' ')) << line
                  << std::exchange(hint, "") << '\n';
    }
}

// Who is responsible and what is due first, on the day that is asked about.
void print_duties(const CaseState& state, CivilDay day) {
    const std::size_t width = terminal_width() - kLabelCells;
    std::string label = "Zuständig ";
    for (const std::string& line : responsible_lines(card_of(state), day, width)) {
        std::cout << std::exchange(label, std::string(kLabelCells, ' ')) << line << '\n';
    }
    const auto clocks = plan_clocks(state);
    if (clocks.empty()) return;
    const PlanClock& first = clocks.front();
    const std::string plan = first.thing.empty() ? std::string(title_of(first.kind)) : first.thing;
    const std::string duty = plan + ' ' + std::string(first.duty->what);
    std::cout << "Frist     " << german_due(first.due, day) << ":\n          "
              << cut_to_cells(visible(duty), width) << '\n';
}

Status print_casework(Context& context, const CaseFacts& facts, const CaseState& state,
                      const CaseView& view) {
    if (context.json()) {
        ASSIGN_OR_RETURN(const std::string text, state_to_json(state, view.day));
        auto out = nlohmann::json::parse(text);
        out["case"] = facts.case_name;
        out["events"] = state.event_count();
        out["last"] = timestamp_text(state.newest().occurred);
        out["last_day_precision"] = state.newest_is_of_day();
        std::cout << out.dump() << '\n';
        return {};
    }
    const FieldOrder order(state.model(), built_in_catalogue());
    const CaseText text(state.model(), order, terminal_width());
    ASSIGN_OR_RETURN(const std::string sections, text.state(state, view));
    print_duties(state, view.day);
    std::cout << '\n' << sections;
    return {};
}

Result<Exit> run(Context& context, const CaseOptions& options) {
    ASSIGN_OR_RETURN(const HistoryBounds bounds, parse_as_of(context, options.as_of));
    const AsOf as_of{bounds.occurred, bounds.recorded};
    ASSIGN_OR_RETURN(const BerlinTime berlin, BerlinTime::load());
    ASSIGN_OR_RETURN(const auto reader, context.open_reader());
    ASSIGN_OR_RETURN(const auto events, context.open_events(*reader));
    ASSIGN_OR_RETURN(const CaseFacts facts, read_facts(*events, options.name));
    ASSIGN_OR_RETURN(const StreamId stream, events->find_case(options.name));
    ASSIGN_OR_RETURN(auto types, context.reading_catalogue(*reader));
    const CaseModel model(std::move(types), berlin);
    ASSIGN_OR_RETURN(const CaseState casework,
                     fold_case(*events, model, stream, {as_of.occurred, as_of.recorded, {}}));
    ASSIGN_OR_RETURN(const auto entries, read_entries(*events, stream, berlin));
    if (casework.event_count() == 0) return before_first(berlin, facts.case_name, entries);
    if (is_casework(casework)) {
        const CaseView view{day_asked(context, berlin, as_of), options.all};
        if (!context.json()) {
            print_head(berlin, facts, as_of, {casework, view.day});
            print_marked(entries, as_of);
        }
        RETURN_IF_ERROR(print_casework(context, facts, casework, view));
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

}  // namespace

void add_case(CLI::App& app, Invocation& invocation) {
    auto options = std::make_shared<CaseOptions>();
    CLI::App* command = app.add_subcommand("case", "Show what is known of a case");
    command->add_option("CASE", options->name, "Case number; of an XES log: the trace's name");
    add_as_of_options(*command, options->as_of);
    command->add_flag("--all", options->all, "All things of each kind, not the newest 10 alone");
    command->footer(
        "T is a date (2026-03-01: the end of that day in Berlin) or a timestamp\n"
        "(2026-03-01T09:30:00+01:00). Both clocks may be asked at once.\n"
        "Deadlines are seen from that day, or from today.\n"
        "Example:\n  fallbuch --ledger demo case 10 --as-of-occurred 2010-11-30");
    command->require_subcommand(0, 1);
    add_case_diff(*command, invocation);
    command->callback([&invocation, options, command] {
        if (!command->get_subcommands().empty()) return;
        if (options->name.empty()) throw CLI::RequiredError("CASE");
        invocation.run = [options](Context& context) { return run(context, *options); };
    });
}

}  // namespace fallbuch

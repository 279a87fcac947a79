// fallbuch case: what is known of a case, now or as of a moment on either clock.
#include <CLI/CLI.hpp>
#include <algorithm>
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
#include "core/events/decoded_event.h"
#include "core/events/envelope.h"
#include "core/events/event_reader.h"
#include "projections/case/attributes.h"
#include "tools/fallbuch/commands/commands.h"
#include "tools/fallbuch/context.h"
#include "tools/fallbuch/german.h"
#include "tools/fallbuch/table.h"
#include "tools/fallbuch/text_cells.h"

namespace fallbuch {
namespace {

struct CaseOptions {
    std::string name;
    std::string as_of_recorded;
    std::string as_of_occurred;
};

Result<AsOf> parse_as_of(Context& context, const CaseOptions& options) {
    AsOf as_of;
    if (!options.as_of_recorded.empty()) {
        ASSIGN_OR_RETURN(as_of.recorded, context.parse_moment(options.as_of_recorded));
    }
    if (!options.as_of_occurred.empty()) {
        ASSIGN_OR_RETURN(as_of.occurred, context.parse_moment(options.as_of_occurred));
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
        out["attributes"][name] = {{"value", nlohmann::json::parse(value.json)},
                                   {"since", timestamp_text(value.since)},
                                   {"position", value.position.value}};
    }
    std::cout << out.dump() << '\n';
}

void print_text(const BerlinTime& berlin, const CaseFacts& facts, const AsOf& as_of,
                const CaseAttributes& state) {
    std::cout << "Fall " << facts.case_name << '\n';
    if (as_of.occurred) std::cout << "Stand     " << german_moment(berlin, *as_of.occurred) << '\n';
    if (as_of.recorded) {
        std::cout << "Bekannt   am " << german_moment(berlin, *as_of.recorded) << '\n';
    }
    std::cout << "Umfang    " << german_count(state.event_count) << " Ereignisse, "
              << german_day(berlin, state.first->occurred) << " bis "
              << german_day(berlin, state.last->occurred) << '\n'
              << "Zuletzt   " << visible(state.last->headline) << "\n\n";
    Table table({{"Merkmal"}, {"Wert", Align::left, Fit::wrap}, {"Seit"}});
    for (const auto& [name, value] : state.attributes) {
        table.add({name, german_value(berlin, value.json), german_moment(berlin, value.since)});
    }
    std::cout << table.text(terminal_width());
}

Result<Exit> run(Context& context, const CaseOptions& options) {
    ASSIGN_OR_RETURN(const AsOf as_of, parse_as_of(context, options));
    ASSIGN_OR_RETURN(const BerlinTime berlin, BerlinTime::load());
    ASSIGN_OR_RETURN(const auto reader, context.open_reader());
    ASSIGN_OR_RETURN(const auto events, context.open_events(*reader));
    ASSIGN_OR_RETURN(const CaseFacts facts, read_facts(*events, options.name));
    const CaseAttributes state = fold_attributes(facts.facts, as_of);
    if (state.event_count == 0) return before_first(berlin, facts);
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
    command->add_option("CASE", options->name, "Case number; of an XES log: the trace's name")
        ->required();
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
    command->callback([&invocation, options] {
        invocation.run = [options](Context& context) { return run(context, *options); };
    });
}

}  // namespace fallbuch

// fallbuch timeline: what happened in a case, in its order.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstddef>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/calendar/berlin.h"
#include "core/events/catalogue.h"
#include "core/events/decoded_event.h"
#include "core/events/envelope.h"
#include "core/events/event_json.h"
#include "core/events/event_reader.h"
#include "projections/case/attributes.h"
#include "tools/fallbuch/case_entries.h"
#include "tools/fallbuch/commands/commands.h"
#include "tools/fallbuch/context.h"
#include "tools/fallbuch/german.h"
#include "tools/fallbuch/part_order.h"
#include "tools/fallbuch/table.h"
#include "tools/fallbuch/value_text.h"

namespace fallbuch {
namespace {

struct TimelineOptions {
    std::string case_name;
    bool details = false;
};

struct TimelineRow {
    Position position;
    StreamVersion version;
    CaseFact fact;
    std::string actor;
    std::string case_name;
    std::size_t erased_count = 0;
    std::string json;
    CaseEntry entry{};
};

Result<std::vector<TimelineRow>> read_rows(EventReader& events, const std::string& name,
                                           const BerlinTime& berlin) {
    ASSIGN_OR_RETURN(const StreamId stream, events.find_case(name));
    ASSIGN_OR_RETURN(const std::string stream_name, events.vault().stream_name(stream));
    std::vector<TimelineRow> rows;
    RETURN_IF_ERROR(
        events.read_case(stream, [&](Position position, const DecodedEvent& event) -> Status {
            TimelineRow row{position, event.prefix.stream_version, {}, {}, {}, {}, {}, {}};
            ASSIGN_OR_RETURN(row.fact, fact_of(position, event));
            row.actor = event.text_of(EnvelopeField::actor);
            row.case_name = case_of(stream_name, event.text_of(EnvelopeField::source));
            row.erased_count = event.erased.size();
            ASSIGN_OR_RETURN(row.json, to_json(event, stream_name, berlin));
            rows.push_back(std::move(row));
            return Status{};
        }));
    ASSIGN_OR_RETURN(auto entries, read_entries(events, stream, berlin));
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i].entry = std::move(entries[i]);
    // As the case folds them; what was recorded late stands where it belongs.
    std::sort(rows.begin(), rows.end(), [](const TimelineRow& left, const TimelineRow& right) {
        return std::pair(left.fact.occurred, left.position) <
               std::pair(right.fact.occurred, right.position);
    });
    return rows;
}

void print_json(const std::vector<TimelineRow>& rows) {
    for (const TimelineRow& row : rows) {
        auto json = nlohmann::json::parse(row.json);
        json["case"] = row.case_name;
        json["position"] = row.position.value;
        json["version"] = row.version.value;
        json["headline"] = row.fact.headline;
        json["late_days"] = row.entry.late_days;
        if (row.entry.corrects) json["corrects_version"] = row.entry.corrects->value;
        if (row.entry.lacks_target({})) json["corrects_missing"] = true;
        if (row.entry.corrected_by) json["corrected_by"] = row.entry.corrected_by->value;
        std::cout << json.dump() << '\n';
    }
}

std::string told(const TimelineRow& row, const BerlinTime& berlin, bool details,
                 const PartOrder& order) {
    std::string text = row.fact.headline;
    if (row.erased_count != 0) text += " (teilweise gelöscht)";
    text += entry_marks(row.entry);
    if (!details) return text;
    for (const auto& [name, value] : row.fact.values) {
        const bool is_headline = value.json == nlohmann::json(row.fact.headline).dump();
        if (is_headline) continue;
        text += "\n" + labelled(value.title, readable(berlin, nlohmann::json::parse(value.json),
                                                      value.check, order));
    }
    return text;
}

void print_table(const std::vector<TimelineRow>& rows, const BerlinTime& berlin, bool details) {
    const PartOrder order(built_in_catalogue());
    Table table({{"Nr", Align::right},
                 {"Geschehen"},
                 {"Ereignis", Align::left, Fit::wrap},
                 {"Wer"},
                 {"Erfasst"}});
    for (const TimelineRow& row : rows) {
        table.add({std::to_string(row.version.value),
                   german_when(berlin, row.fact.occurred, row.fact.day_precision),
                   told(row, berlin, details, order), row.actor,
                   german_day(berlin, row.fact.recorded)});
    }
    std::cout << "Fall " << rows.front().case_name << ": " << german_events(rows.size()) << "\n\n"
              << table.text(terminal_width());
}

Result<Exit> run(Context& context, const TimelineOptions& options) {
    ASSIGN_OR_RETURN(const BerlinTime berlin, BerlinTime::load());
    ASSIGN_OR_RETURN(const auto reader, context.open_reader());
    ASSIGN_OR_RETURN(const auto events, context.open_events(*reader));
    ASSIGN_OR_RETURN(const auto rows, read_rows(*events, options.case_name, berlin));
    if (context.json()) {
        print_json(rows);
    } else {
        print_table(rows, berlin, options.details);
    }
    return Exit::ok;
}

}  // namespace

void add_timeline(CLI::App& app, Invocation& invocation) {
    auto options = std::make_shared<TimelineOptions>();
    CLI::App* command = app.add_subcommand("timeline", "Show what happened in a case");
    command->add_option("CASE", options->case_name, "Case number; of an XES log: the trace's name")
        ->required();
    command->add_flag("--details", options->details, "Show what each event says, too");
    command->footer(
        "Times are those of Berlin. 'Erfasst' is when the ledger learnt of it. What was recorded\n"
        "late, or to correct something else, says so. 'Nr' counts what arrived.\n"
        "With --json one CloudEvent for each line.\n"
        "Example:\n  fallbuch --ledger demo timeline 10 --details");
    command->callback([&invocation, options] {
        invocation.run = [options](Context& context) { return run(context, *options); };
    });
}

}  // namespace fallbuch

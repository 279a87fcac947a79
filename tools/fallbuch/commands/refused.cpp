// fallbuch refused: what did not come in, why, and its text for mending.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdint>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "consumers/ingest/refused_entry.h"
#include "consumers/ingest/refused_event.h"
#include "consumers/ingest/refused_reader.h"
#include "consumers/ingest/refused_walk.h"
#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/calendar/berlin.h"
#include "core/calendar/timestamp.h"
#include "core/codec/base64.h"
#include "core/codec/utf8.h"
#include "core/events/faults.h"
#include "core/ledger/ledger_place.h"
#include "core/ledger/ledger_reader.h"
#include "tools/fallbuch/commands/commands.h"
#include "tools/fallbuch/context.h"
#include "tools/fallbuch/german.h"
#include "tools/fallbuch/output.h"
#include "tools/fallbuch/table.h"

namespace fallbuch {
namespace {

struct ExportOptions {
    std::string output = "-";
    std::string id;
};

nlohmann::json reasons_json(const RefusedEntry& entry) {
    nlohmann::json reasons = nlohmann::json::array();
    for (const RefusedReason& reason : entry.reasons) {
        reasons.push_back(
            {{"pointer", reason.pointer}, {"code", reason.code}, {"why", reason.why}});
    }
    return reasons;
}

// Of an entry that is not whole.
std::string beginning_text(const RefusedEntry& entry) {
    return "only the first " + std::to_string(entry.kept_bytes) + " of its " +
           std::to_string(entry.text_bytes) + " bytes are kept; mend it where it came from";
}

std::string reasons_text(const RefusedEntry& entry) {
    std::string text;
    for (const RefusedReason& reason : entry.reasons) {
        if (!text.empty()) text += '\n';
        text += (reason.pointer.empty() ? "" : reason.pointer + ": ") + reason.why;
    }
    if (!entry.is_whole()) text += "\n" + beginning_text(entry);
    return text;
}

// An event that was mended and imported afterwards is known to the ledger by its id. One that
// contradicted what the ledger held was known by its id from the beginning.
Result<bool> is_imported_since(LedgerReader& reader, const RefusedEntry& entry) {
    const bool contradicted = std::any_of(
        entry.reasons.begin(), entry.reasons.end(),
        [](const RefusedReason& reason) { return reason.code == to_string(FaultCode::conflict); });
    if (!entry.event || contradicted) return false;
    ASSIGN_OR_RETURN(const auto found, reader.records().find_event(*entry.event));
    return found.has_value();
}

Status warn_of(const RefusedDamage& damage) {
    for (const std::string& what : damage) std::cerr << "fallbuch: " << what << '\n';
    if (damage.empty()) return {};
    return Error{ErrorCode::corrupt, "refused: some entries are damaged; run fallbuch fsck"};
}

Result<Exit> run_list(Context& context) {
    ASSIGN_OR_RETURN(const LedgerPlace place, context.ledger_place());
    ASSIGN_OR_RETURN(const auto reader, context.open_reader());
    ASSIGN_OR_RETURN(RefusedReader refused, RefusedReader::open(place, reader->vault()));
    ASSIGN_OR_RETURN(const BerlinTime berlin, BerlinTime::load());
    Table table({{"Id"},
                 {"Refused"},
                 {"Line", Align::right},
                 {"Reasons", Align::left, Fit::wrap},
                 {"Since"}});
    std::uint64_t count = 0;
    ASSIGN_OR_RETURN(const RefusedDamage damage,
                     refused.list([&](const RefusedEntry& entry, ByteView) -> Status {
                         ++count;
                         ASSIGN_OR_RETURN(const bool imported, is_imported_since(*reader, entry));
                         if (context.json()) {
                             std::cout << nlohmann::json{{"id", to_string(entry.id)},
                                                         {"refused", timestamp_text(entry.refused)},
                                                         {"entrance", to_string(entry.entrance)},
                                                         {"line", entry.line_number},
                                                         {"bytes", entry.text_bytes},
                                                         {"kept_bytes", entry.kept_bytes},
                                                         {"imported_since", imported},
                                                         {"reasons", reasons_json(entry)}}
                                              .dump()
                                       << '\n';
                             return {};
                         }
                         table.add({to_string(entry.id), german_moment(berlin, entry.refused),
                                    std::to_string(entry.line_number), reasons_text(entry),
                                    imported ? "imported" : ""});
                         return {};
                     }));
    if (!context.json()) {
        std::cout << (count == 0 ? "No refused events are kept.\n"
                                 : table.text(terminal_width()) +
                                       "Mend them: fallbuch refused export -o mend.jsonl, edit,\n"
                                       "fallbuch import mend.jsonl\n");
    }
    RETURN_IF_ERROR(warn_of(damage));
    return Exit::ok;
}

// One event a line, so that the file can be mended and imported.
void append_line(std::string& out, ByteView text) {
    for (const char c : as_text(text)) out += c == '\n' || c == '\r' ? ' ' : c;
    out += '\n';
}

// Texts that are no UTF-8 cannot stand in JSON as they are.
nlohmann::json export_json(const RefusedEntry& entry, ByteView text) {
    nlohmann::json out{{"id", to_string(entry.id)}, {"line", entry.line_number}};
    if (is_utf8(as_text(text))) {
        out["text"] = as_text(text);
    } else {
        out["base64"] = to_base64(text);
    }
    return out;
}

void tell_beginning(const RefusedEntry& entry, std::string_view consequence) {
    std::cerr << "fallbuch: " << to_string(entry.id) << ", line " << entry.line_number << ": "
              << consequence << beginning_text(entry) << '\n';
}

struct Exported {
    std::string text;
    RefusedDamage damage;
};

Result<Exported> export_texts(RefusedReader& refused, const ExportOptions& options, bool as_json) {
    Exported out;
    const auto add = [&](const RefusedEntry& entry, ByteView text) {
        if (as_json) {
            out.text += export_json(entry, text).dump() + '\n';
        } else {
            append_line(out.text, text);
        }
    };
    if (!options.id.empty()) {
        const auto id = parse_refused_id(options.id);
        if (!id) return Error{ErrorCode::invalid, "no id of a refused event: " + options.id};
        ASSIGN_OR_RETURN(const RefusedText kept, refused.text(*id));
        if (!kept.entry.is_whole()) tell_beginning(kept.entry, "");
        add(kept.entry, kept.text);
        return out;
    }
    ASSIGN_OR_RETURN(out.damage,
                     refused.export_texts([&](const RefusedEntry& entry, ByteView text) -> Status {
                         if (entry.is_whole()) {
                             add(entry, text);
                         } else {
                             tell_beginning(entry, "not exported: ");
                         }
                         return {};
                     }));
    return out;
}

// A file is for mending and importing, so it holds the texts as they came; only what is printed is
// JSON about them.
Result<Exit> run_export(Context& context, const ExportOptions& options) {
    const bool to_file = options.output != "-";
    ASSIGN_OR_RETURN(const LedgerPlace place, context.ledger_place());
    ASSIGN_OR_RETURN(const auto reader, context.open_reader());
    ASSIGN_OR_RETURN(RefusedReader refused, RefusedReader::open(place, reader->vault()));
    ASSIGN_OR_RETURN(const Exported out,
                     export_texts(refused, options, context.json() && !to_file));
    if (!to_file) {
        std::cout << out.text;
    } else {
        RETURN_IF_ERROR(write_output(context.files(), options.output, out.text));
        if (context.json()) {
            std::cout << nlohmann::json{{"file", options.output},
                                        {"events",
                                         std::count(out.text.begin(), out.text.end(), '\n')}}
                             .dump()
                      << '\n';
        }
    }
    RETURN_IF_ERROR(warn_of(out.damage));
    return Exit::ok;
}

}  // namespace

void add_refused(CLI::App& app, Invocation& invocation) {
    auto options = std::make_shared<ExportOptions>();
    CLI::App* command = app.add_subcommand("refused", "Show or export events that were refused");
    command->require_subcommand(1);
    command->add_subcommand("list", "When, where and why; never what they said")
        ->callback([&invocation] { invocation.run = run_list; });
    CLI::App* write = command->add_subcommand("export", "Write their texts, for mending");
    write->add_option("ID", options->id, "Only this one, as 'list' names it");
    write->add_option("-o,--output", options->output, "File to write")
        ->type_name("FILE")
        ->capture_default_str();
    write->callback([&invocation, options] {
        invocation.run = [options](Context& context) { return run_export(context, *options); };
    });
    command->footer(
        "Refused events are kept sealed for 30 days. Of a line beyond 1 MiB only the beginning is\n"
        "kept: 'export' leaves it out, 'export ID' writes that beginning, so that you know it "
        "again.\n"
        "With --json and without -o one object for each event, its text in 'text' (in 'base64' if\n"
        "it is no UTF-8).\n"
        "Example:\n  fallbuch --ledger demo refused export -o mend.jsonl");
}

}  // namespace fallbuch

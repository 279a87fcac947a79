// fallbuch fsck: is everything what was written?
#include <CLI/CLI.hpp>
#include <cstdint>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "consumers/ingest/refused_reader.h"
#include "core/base/result.h"
#include "core/codec/hex.h"
#include "core/events/event_check.h"
#include "core/ledger/fsck.h"
#include "core/ledger/ledger_place.h"
#include "core/vault/vault.h"
#include "tools/fallbuch/commands/commands.h"
#include "tools/fallbuch/context.h"
#include "tools/fallbuch/progress.h"

namespace fallbuch {
namespace {

struct FsckCommandOptions {
    bool digest = false;
};

void print_text(const FsckReport& report) {
    for (const FsckFinding& finding : report.findings) {
        std::cout << (finding.rebuilt ? "rebuilt  " : "damaged  ") << finding.file << "\n         "
                  << finding.what << '\n';
    }
    for (const std::string& note : report.notes) std::cout << "note     " << note << '\n';
    std::cout << report.record_count << " records, " << report.opened_span_count
              << " sealed spans opened, " << report.key_count << " keys, " << report.tile_count
              << " tiles; signed up to record " << report.signed_count << ".\n";
    if (report.digest) std::cout << "digest " << to_hex(report.digest->view()) << '\n';
    if (report.is_clean()) {
        std::cout << "The ledger is whole.\n";
    } else {
        std::cout << report.findings.size()
                  << " finding(s). What says 'rebuilt' was derived and is"
                     " right again;\nwhat says 'damaged' must come from a backup.\n";
    }
}

void print_json(const FsckReport& report) {
    nlohmann::json out{{"clean", report.is_clean()},
                       {"records", report.record_count},
                       {"opened_spans", report.opened_span_count},
                       {"keys", report.key_count},
                       {"tiles", report.tile_count},
                       {"signed", report.signed_count},
                       {"notes", report.notes},
                       {"findings", nlohmann::json::array()}};
    for (const FsckFinding& finding : report.findings) {
        out["findings"].push_back(
            {{"file", finding.file}, {"what", finding.what}, {"rebuilt", finding.rebuilt}});
    }
    if (report.digest) out["digest"] = to_hex(report.digest->view());
    std::cout << out.dump() << '\n';
}

Exit show(const Context& context, const FsckReport& report) {
    if (context.json()) {
        print_json(report);
    } else {
        print_text(report);
    }
    return report.is_clean() ? Exit::ok : Exit::damaged;
}

// Damage that lets nothing else be checked.
Result<Exit> show_only(const Context& context, const std::string& file, const Error& error) {
    if (error.code != ErrorCode::corrupt) return error;
    FsckReport report;
    report.findings.push_back({file, error.message, false});
    return show(context, report);
}

Result<Exit> run(Context& context, const FsckCommandOptions& command) {
    ASSIGN_OR_RETURN(const LedgerPlace place, context.ledger_place());
    const auto master = context.master_key();
    if (!master) return show_only(context, place.development_key_path(), master.error());
    EventCheck events;
    Progress progress("Checking");
    FsckOptions options;
    options.digest = command.digest;
    options.check_record = [&](const OpenedRecord& record) { return events.check(record); };
    options.progress = [&](std::uint64_t done, std::uint64_t all) { progress.update(done, all); };
    options.check_more = [&](Vault& vault, FsckReport& report) {
        return check_refused(place, vault, report);
    };
    const auto report = fsck(place, *master, options);
    progress.clear();
    if (!report) return show_only(context, place.directory, report.error());
    return show(context, *report);
}

}  // namespace

void add_fsck(CLI::App& app, Invocation& invocation) {
    auto options = std::make_shared<FsckCommandOptions>();
    CLI::App* command = app.add_subcommand("fsck", "Check every byte of the ledger");
    command->add_flag("--digest", options->digest,
                      "Also print one SHA-256 over all that can be read, to compare copies by");
    command->footer(
        "Index, tiles and the durable mark are derived from the log: where they are wrong they "
        "are\n"
        "made anew. Exit code 4 if anything was wrong.\n"
        "Example:\n  fallbuch --ledger demo fsck --digest");
    command->callback([&invocation, options] {
        invocation.run = [options](Context& context) { return run(context, *options); };
    });
}

}  // namespace fallbuch

// fallbuch checkpoint, key, log-dir: what an auditor is given.
#include <CLI/CLI.hpp>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "core/base/result.h"
#include "core/ledger/checkpoints.h"
#include "core/ledger/ledger.h"
#include "core/ledger/ledger_file.h"
#include "core/ledger/ledger_place.h"
#include "core/vault/master_key.h"
#include "tools/fallbuch/commands/commands.h"
#include "tools/fallbuch/context.h"

namespace fallbuch {
namespace {

// The newest note. If nobody is writing, everything durable is signed first.
Result<std::string> newest_note(Context& context, const LedgerPlace& place) {
    ASSIGN_OR_RETURN(const LedgerFile file, read_ledger_file(place));
    auto ledger = context.open_ledger();
    if (ledger) {
        ASSIGN_OR_RETURN(std::string note, (*ledger)->cover((*ledger)->log().count()));
        RETURN_IF_ERROR((*ledger)->close());
        return note;
    }
    if (ledger.error().code != ErrorCode::unavailable) return ledger.error();
    ASSIGN_OR_RETURN(StoredCheckpoint published, read_published(place, file));
    return std::move(published.note);
}

Result<Exit> run_checkpoint(Context& context) {
    ASSIGN_OR_RETURN(const LedgerPlace place, context.ledger_place());
    ASSIGN_OR_RETURN(const std::string note, newest_note(context, place));
    if (context.json()) {
        std::cout << nlohmann::json{{"checkpoint", note}}.dump() << '\n';
    } else {
        std::cout << note;
    }
    return Exit::ok;
}

Result<Exit> run_key_public(Context& context) {
    ASSIGN_OR_RETURN(const LedgerPlace place, context.ledger_place());
    ASSIGN_OR_RETURN(const LedgerFile file, read_ledger_file(place));
    if (context.json()) {
        std::cout << nlohmann::json{{"vkey", file.vkey}}.dump() << '\n';
    } else {
        std::cout << file.vkey << '\n';
    }
    return Exit::ok;
}

Result<Exit> run_key_generate(Context& context) {
    ASSIGN_OR_RETURN(const MasterKey key, MasterKey::generate(context.random()));
    std::string line = key.to_text();
    if (!context.json()) {
        std::cout << line;
        return Exit::ok;
    }
    line.pop_back();
    std::cout << nlohmann::json{{"master_key", line}}.dump() << '\n';
    return Exit::ok;
}

Result<Exit> run_log_dir(Context& context) {
    ASSIGN_OR_RETURN(const LedgerPlace place, context.ledger_place());
    ASSIGN_OR_RETURN(const LedgerFile file, read_ledger_file(place));
    static_cast<void>(file);
    if (context.json()) {
        std::cout << nlohmann::json{{"directory", place.tlog_path()}}.dump() << '\n';
    } else {
        std::cout << place.tlog_path() << '\n';
    }
    return Exit::ok;
}

}  // namespace

void add_checkpoint(CLI::App& app, Invocation& invocation) {
    CLI::App* command = app.add_subcommand("checkpoint", "Print the newest signed checkpoint");
    command->footer(
        "Prints a C2SP signed note, verbatim. If no other process writes, it covers everything.\n"
        "Example:\n  fallbuch --ledger demo checkpoint > checkpoint.txt");
    command->callback([&invocation] { invocation.run = run_checkpoint; });
}

void add_key(CLI::App& app, Invocation& invocation) {
    CLI::App* command = app.add_subcommand("key", "Print the log's public key, make a master key");
    command->require_subcommand(1);
    command->add_subcommand("public", "Print the log's verifier key (C2SP vkey)")
        ->callback([&invocation] { invocation.run = run_key_public; });
    command->add_subcommand("generate", "Print a new master key for a key file")
        ->callback([&invocation] { invocation.run = run_key_generate; });
    command->footer(
        "Examples:\n  fallbuch --ledger demo key public\n"
        "  (umask 077; fallbuch key generate > master.key)");
}

void add_log_dir(CLI::App& app, Invocation& invocation) {
    CLI::App* command =
        app.add_subcommand("log-dir", "Print the directory to serve as a tlog-tiles log");
    command->footer("It holds the checkpoint and tiles, nothing else, and nothing about anyone.");
    command->callback([&invocation] { invocation.run = run_log_dir; });
}

}  // namespace fallbuch

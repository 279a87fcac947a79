// The fallbuch program: the one place where commands and machine are wired together.
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <iostream>

#include "core/base/result.h"
#include "tools/fallbuch/commands/commands.h"
#include "tools/fallbuch/context.h"

namespace {

using fallbuch::Exit;

constexpr const char* kExamples =
    "Begin here:\n"
    "  export FALLBUCH_LEDGER=demo\n"
    "  fallbuch init\n"
    "  fallbuch import --format xes log.xes.gz\n"
    "  fallbuch timeline CASE\n"
    "  fallbuch COMMAND --help\n"
    "\n"
    "Exit codes: 0 ok; 1 the answer is no; 2 wrong usage or a broken file; 3 could not decide\n"
    "(disk, lock, key); 4 the ledger is damaged.";

void add_commands(CLI::App& app, fallbuch::Invocation& invocation) {
    fallbuch::add_init(app, invocation);
    fallbuch::add_import(app, invocation);
    fallbuch::add_append(app, invocation);
    fallbuch::add_refused(app, invocation);
    fallbuch::add_timeline(app, invocation);
    fallbuch::add_case(app, invocation);
    fallbuch::add_replay(app, invocation);
    fallbuch::add_cases(app, invocation);
    fallbuch::add_catalogue(app, invocation);
    fallbuch::add_holidays(app, invocation);
    fallbuch::add_rulebook(app, invocation);
    fallbuch::add_findings(app, invocation);
    fallbuch::add_indicators(app, invocation);
    fallbuch::add_receipt(app, invocation);
    fallbuch::add_verify(app, invocation);
    fallbuch::add_checkpoint(app, invocation);
    fallbuch::add_key(app, invocation);
    fallbuch::add_log_dir(app, invocation);
    fallbuch::add_fsck(app, invocation);
    fallbuch::add_simulate(app, invocation);
    fallbuch::add_bench(app, invocation);
    fallbuch::add_completion(app, invocation);
}

void add_options(CLI::App& app, fallbuch::Options& options) {
    app.add_option("--ledger", options.ledger, "Directory of the ledger")
        ->envname("FALLBUCH_LEDGER")
        ->type_name("DIR");
    app.add_option("--master-key", options.master_key, "File that holds the master key")
        ->envname("FALLBUCH_MASTER_KEY")
        ->type_name("FILE");
    app.add_option("--catalogue", options.catalogue,
                   "Directory of further event types (default: catalogue/ in the ledger)")
        ->envname("FALLBUCH_CATALOGUE")
        ->type_name("DIR");
    app.add_flag("--json", options.json, "Print JSON for programs");
}

int finish(const fallbuch::Result<Exit>& outcome) {
    std::cout.flush();
    if (!outcome) {
        std::cerr << "fallbuch: " << outcome.error().message << '\n';
        return static_cast<int>(fallbuch::exit_of(outcome.error().code));
    }
    if (!std::cout) {
        std::cerr << "fallbuch: cannot write the output\n";
        return static_cast<int>(Exit::undecided);
    }
    return static_cast<int>(*outcome);
}

}  // namespace

int main(int argc, char** argv) {
    // What the program makes is the user's own: keys, sealed events, what was exported for mending.
    ::umask(S_IRWXG | S_IRWXO);
    CLI::App app("Fallbuch keeps casework as a tamper-evident ledger of events.", "fallbuch");
    app.footer(kExamples);
    app.require_subcommand(1);
    app.fallthrough();
    app.set_version_flag("--version", "fallbuch 0.1.0");
    fallbuch::Options options;
    fallbuch::Invocation invocation;
    add_options(app, options);
    add_commands(app, invocation);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const bool is_help = error.get_exit_code() == 0;
        const auto others = app.remaining();
        if (!is_help && app.get_subcommands().empty() && !others.empty()) {
            std::cerr << "fallbuch: there is no command '" << others.front()
                      << "'; fallbuch --help lists them\n";
            return static_cast<int>(Exit::usage);
        }
        app.exit(error, std::cout, std::cerr);
        return static_cast<int>(is_help ? Exit::ok : Exit::usage);
    }
    fallbuch::Context context(options);
    return finish(invocation.run(context));
}

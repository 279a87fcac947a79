// fallbuch bench: figures of this machine, each beside what the disk alone can do.
#include <CLI/CLI.hpp>
#include <cstdint>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "core/base/result.h"
#include "core/calendar/berlin.h"
#include "core/ledger/ledger.h"
#include "core/ledger/ledger_place.h"
#include "core/vault/master_key.h"
#include "tools/bench/append.h"
#include "tools/bench/import.h"
#include "tools/bench/projections.h"
#include "tools/bench/replay.h"
#include "tools/fallbuch/commands/commands.h"
#include "tools/fallbuch/context.h"

namespace fallbuch {
namespace {

struct ProjectionsCommand {
    ProjectionBenchOptions reads;
    std::uint64_t cases = 12'500;
    bool here = false;
};

void print(const Context& context, const nlohmann::ordered_json& figures) {
    if (context.json()) {
        std::cout << figures.dump() << '\n';
        return;
    }
    for (const auto& [name, value] : figures.items()) {
        std::cout << name << std::string(name.size() < 32 ? 32 - name.size() : 1, ' ')
                  << value.dump() << '\n';
    }
}

Result<Exit> run_append(Context& context, AppendBenchOptions options) {
    options.beside = context.options().ledger;
    ASSIGN_OR_RETURN(const AppendBenchResult result, bench_append(options));
    print(context, {{"clients", options.clients},
                    {"batch", options.batch},
                    {"tree", options.tree == TreeUse::build},
                    {"events", result.events},
                    {"seconds", result.seconds},
                    {"events_per_second", result.events_per_second},
                    {"p50_ms", result.p50_ms},
                    {"p99_ms", result.p99_ms},
                    {"floor_events_per_second", result.floor_events_per_second},
                    {"events_per_group", result.events_per_group},
                    {"log_bytes_per_event", result.log_bytes_per_event},
                    {"index_bytes_per_event", result.index_bytes_per_event},
                    {"tree_bytes_per_event", result.tree_bytes_per_event}});
    return Exit::ok;
}

Result<Exit> run_replay(Context& context, ReplayBenchOptions options) {
    options.beside = context.options().ledger;
    ASSIGN_OR_RETURN(const ReplayBenchResult result, bench_replay(options));
    print(context, {{"threads", options.threads},
                    {"records", result.records},
                    {"seconds", result.seconds},
                    {"records_per_second", result.records_per_second}});
    return Exit::ok;
}

Result<Exit> run_open(Context& context, OpenBenchOptions options) {
    options.beside = context.options().ledger;
    ASSIGN_OR_RETURN(const OpenBenchResult result, bench_open(options));
    print(context, {{"events", result.events},
                    {"open_after_crash_seconds", result.open_after_crash_seconds},
                    {"reindexed", result.reindexed},
                    {"tree_compared", result.tree_compared},
                    {"open_after_close_seconds", result.open_after_close_seconds},
                    {"fsck_seconds", result.fsck_seconds},
                    {"fsck_clean", result.fsck_clean},
                    {"index_memory_bytes", result.index_memory_bytes}});
    return result.fsck_clean ? Exit::ok : Exit::damaged;
}

Result<Exit> run_import(Context& context, ImportBenchOptions options) {
    options.beside = context.options().ledger;
    ASSIGN_OR_RETURN(const ImportBenchResult result, bench_import(options));
    print(context, {{"events", result.events},
                    {"bytes_per_line", result.bytes_per_line},
                    {"seconds", result.seconds},
                    {"events_per_second", result.events_per_second}});
    return Exit::ok;
}

void add_rebuild(nlohmann::ordered_json& out, const std::string& name,
                 const RebuildFigures& figures) {
    out[name + "_records"] = figures.records;
    out[name + "_seconds"] = figures.seconds;
    out[name + "_cpu_seconds"] = figures.cpu_seconds;
    out[name + "_cpu_us_per_record"] = figures.cpu_us_per_record;
    out[name + "_records_per_second"] = figures.records_per_second;
    out[name + "_memory_peak_bytes"] = figures.memory_peak_bytes;
}

void add_answers(nlohmann::ordered_json& out, const std::string& name,
                 const AnswerFigures& figures) {
    out[name + "_count"] = figures.count;
    out[name + "_p50_ms"] = figures.p50_ms;
    out[name + "_p99_ms"] = figures.p99_ms;
}

Result<ProjectionBenchResult> measure_projections(Context& context,
                                                  const ProjectionsCommand& command) {
    const std::string& directory = context.options().ledger;
    if (!command.here) {
        return bench_simulated_projections(directory, command.cases, command.reads);
    }
    ASSIGN_OR_RETURN(const LedgerPlace place, context.ledger_place());
    ASSIGN_OR_RETURN(const MasterKey master, context.master_key());
    ASSIGN_OR_RETURN(auto catalogue, context.catalogue());
    ASSIGN_OR_RETURN(const BerlinTime berlin, BerlinTime::load());
    return bench_projections({place, master, std::move(catalogue), berlin, directory + ".bench"},
                             command.reads);
}

Result<Exit> run_projections(Context& context, const ProjectionsCommand& command) {
    ASSIGN_OR_RETURN(const ProjectionBenchResult result, measure_projections(context, command));
    nlohmann::ordered_json out{{"cases", result.two_threads.cases}};
    add_rebuild(out, "one_thread", result.one_thread);
    add_rebuild(out, "two_threads", result.two_threads);
    if (result.tenth) {
        add_rebuild(out, "tenth", *result.tenth);
        out["cost_growth"] = result.two_threads.cpu_us_per_record / result.tenth->cpu_us_per_record;
    }
    add_answers(out, "case_read", result.case_read);
    add_answers(out, "case_folded", result.case_folded);
    add_answers(out, "as_of", result.as_of);
    print(context, out);
    return Exit::ok;
}

void add_append_bench(CLI::App& bench, Invocation& invocation) {
    auto options = std::make_shared<AppendBenchOptions>();
    auto no_tree = std::make_shared<bool>(false);
    CLI::App* command = bench.add_subcommand("append", "Sealed, durable, provable events a second");
    command->add_option("--clients", options->clients, "Waiting threads")
        ->check(CLI::Range(1, 4096))
        ->capture_default_str();
    command->add_option("--batch", options->batch, "Events in a unit")
        ->check(CLI::Range(1, 256))
        ->capture_default_str();
    command->add_option("--seconds", options->seconds, "How long")
        ->check(CLI::Range(0.1, 3600.0))
        ->capture_default_str();
    command->add_option("--rate", options->events_per_second_wanted,
                        "Events a second to offer (default: as many as can be)");
    command->add_flag("--no-tree", *no_tree, "Without commitment, tiles and checkpoints");
    command->callback([&invocation, options, no_tree] {
        if (*no_tree) options->tree = TreeUse::none;
        invocation.run = [options](Context& context) { return run_append(context, *options); };
    });
}

void add_replay_bench(CLI::App& bench, Invocation& invocation) {
    auto options = std::make_shared<ReplayBenchOptions>();
    CLI::App* command = bench.add_subcommand("replay", "Records read back and decoded a second");
    command->add_option("--events", options->events, "Size of the ledger")->capture_default_str();
    command->add_option("--threads", options->threads, "Readers")
        ->check(CLI::Range(1, 64))
        ->capture_default_str();
    command->callback([&invocation, options] {
        invocation.run = [options](Context& context) { return run_replay(context, *options); };
    });
}

void add_open_bench(CLI::App& bench, Invocation& invocation) {
    auto options = std::make_shared<OpenBenchOptions>();
    CLI::App* command = bench.add_subcommand("open", "Open after a crash, open, fsck");
    command->add_option("--events", options->events, "Size of the ledger")->capture_default_str();
    command->callback([&invocation, options] {
        invocation.run = [options](Context& context) { return run_open(context, *options); };
    });
}

void add_import_bench(CLI::App& bench, Invocation& invocation) {
    auto options = std::make_shared<ImportBenchOptions>();
    CLI::App* command = bench.add_subcommand("import", "JSON Lines to durable and provable");
    command->add_option("--events", options->events, "How many")->capture_default_str();
    command->callback([&invocation, options] {
        invocation.run = [options](Context& context) { return run_import(context, *options); };
    });
}

void add_projections_bench(CLI::App& bench, Invocation& invocation) {
    auto options = std::make_shared<ProjectionsCommand>();
    CLI::App* command =
        bench.add_subcommand("projections", "States of all cases built anew; answers about one");
    auto* cases =
        command
            ->add_option("--cases", options->cases, "Simulated histories, of about 135 events each")
            ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{10'000'000}))
            ->capture_default_str();
    command
        ->add_flag("--here", options->here,
                   "Measure the ledger that --ledger names; it is only read")
        ->excludes(cases);
    command->add_option("--case-reads", options->reads.case_reads, "Kept states to be read")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    command->add_option("--as-of-reads", options->reads.as_of_reads, "Questions on both clocks")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    command->callback([&invocation, options] {
        invocation.run = [options](Context& context) { return run_projections(context, *options); };
    });
}

}  // namespace

void add_bench(CLI::App& app, Invocation& invocation) {
    CLI::App* bench = app.add_subcommand("bench", "Measure this machine");
    bench->require_subcommand(1);
    add_append_bench(*bench, invocation);
    add_replay_bench(*bench, invocation);
    add_open_bench(*bench, invocation);
    add_import_bench(*bench, invocation);
    add_projections_bench(*bench, invocation);
    bench->footer(
        "Each measurement makes a ledger of its own beside --ledger (DIR.bench) and removes it;\n"
        "'projections --here' only makes states there.\n"
        "Example:\n  fallbuch --ledger /srv/fallbuch bench append --clients 64 --batch 16");
}

}  // namespace fallbuch

// fallbuch bench: figures of this machine, each beside what the disk alone can do.
#include <CLI/CLI.hpp>
#include <cstdint>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "consumers/ingest/input_stream.h"
#include "core/base/result.h"
#include "core/calendar/berlin.h"
#include "core/ledger/ledger.h"
#include "core/ledger/ledger_place.h"
#include "core/vault/master_key.h"
#include "tools/bench/append.h"
#include "tools/bench/case_rules.h"
#include "tools/bench/import.h"
#include "tools/bench/projections.h"
#include "tools/bench/replay.h"
#include "tools/bench/rules.h"
#include "tools/fallbuch/commands/commands.h"
#include "tools/fallbuch/context.h"

namespace fallbuch {
namespace {

struct ProjectionsCommand {
    ProjectionBenchOptions reads;
    std::uint64_t cases = 12'500;
    bool here = false;
};

struct RulesCommand {
    std::string log;
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

void add_log_rules(nlohmann::ordered_json& out, const LogRuleFigures& figures) {
    out["log_cases"] = figures.cases;
    out["log_events"] = figures.events;
    out["log_rules"] = figures.rules;
    out["log_activations"] = figures.activations;
    out["log_cpu_seconds_median"] = figures.cpu_seconds_median;
    out["log_cpu_seconds_best"] = figures.cpu_seconds_best;
    out["log_seconds_goal"] = 0.1;
}

void add_event_rules(nlohmann::ordered_json& out, const std::string& name,
                     const EventRuleFigures& figures) {
    out[name + "_rules"] = figures.rules;
    out[name + "_rules_subscribed"] = figures.subscribed;
    out[name + "_events"] = figures.events;
    out[name + "_p50_us"] = figures.p50_us;
    out[name + "_p99_us"] = figures.p99_us;
    out[name + "_alone_p50_us"] = figures.alone_p50_us;
    out[name + "_alone_p99_us"] = figures.alone_p99_us;
    out[name + "_p99_us_goal"] = 10;
}

void add_case_rules(nlohmann::ordered_json& out, const CaseRuleBenchResult& result) {
    out["ledger_checks"] = result.whole.checks;
    out["ledger_records"] = result.whole.records;
    out["ledger_cases"] = result.whole.cases;
    out["ledger_activations"] = result.whole.activations;
    out["ledger_walk_seconds"] = result.whole.walk_seconds;
    out["ledger_walk_cpu_seconds"] = result.whole.walk_cpu_seconds;
    out["ledger_judged_seconds"] = result.whole.judged_seconds;
    out["ledger_judged_cpu_seconds"] = result.whole.judged_cpu_seconds;
    out["ledger_rules_cpu_us_per_record"] = result.whole.rules_cpu_us_per_record;
    out["case_count"] = result.correction.cases;
    out["case_events"] = result.correction.events;
    out["case_activations"] = result.correction.activations;
    out["case_read_p50_ms"] = result.correction.read.p50_ms;
    out["case_read_p99_ms"] = result.correction.read.p99_ms;
    out["case_judged_p50_ms"] = result.correction.judged.p50_ms;
    out["case_judged_p99_ms"] = result.correction.judged.p99_ms;
    out["case_judged_ms_goal"] = 1;
    out["case_findings_p50_ms"] = result.correction.findings.p50_ms;
    out["case_findings_p99_ms"] = result.correction.findings.p99_ms;
}

Result<CaseRuleBenchResult> measure_case_rules(Context& context) {
    ASSIGN_OR_RETURN(const LedgerPlace place, context.ledger_place());
    ASSIGN_OR_RETURN(const MasterKey master, context.master_key());
    ASSIGN_OR_RETURN(auto catalogue, context.catalogue());
    return bench_case_rules({place, master, std::move(catalogue), context.clock().now()});
}

Result<Exit> run_rules(Context& context, const RulesCommand& command) {
    nlohmann::ordered_json out;
    if (!command.log.empty()) {
        ASSIGN_OR_RETURN(InputStream log, InputStream::open(context.files(), command.log));
        ASSIGN_OR_RETURN(const LogRuleFigures figures, bench_log_rules(log));
        add_log_rules(out, figures);
    }
    ASSIGN_OR_RETURN(const StreamRuleFigures figures, bench_stream_rules());
    add_event_rules(out, "event", figures.short_cases);
    add_event_rules(out, "event_of_long_case", figures.long_case);
    out["sliding_count_events"] = figures.sliding_events;
    out["sliding_count_events_per_second"] = figures.sliding_events_per_second;
    out["sliding_count_events_per_second_goal"] = 2'000'000;
    if (command.here) {
        ASSIGN_OR_RETURN(const CaseRuleBenchResult result, measure_case_rules(context));
        add_case_rules(out, result);
    }
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

void add_rules_bench(CLI::App& bench, Invocation& invocation) {
    auto options = std::make_shared<RulesCommand>();
    CLI::App* command = bench.add_subcommand("rules", "Events through many rules, cases anew");
    command->add_option("--log", options->log,
                        "XES of BPI Challenge 2012: thirty timed rules over its complete events");
    command->add_flag("--here", options->here,
                      "Judge the ledger that --ledger names by all shipped rulebooks; it is only "
                      "read");
    command->callback([&invocation, options] {
        invocation.run = [options](Context& context) { return run_rules(context, *options); };
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
    add_rules_bench(*bench, invocation);
    bench->footer(
        "Each measurement makes a ledger of its own beside --ledger (DIR.bench) and removes it;\n"
        "'projections --here' only makes states there, and 'rules' makes none.\n"
        "Example:\n  fallbuch --ledger /srv/fallbuch bench append --clients 64 --batch 16");
}

}  // namespace fallbuch

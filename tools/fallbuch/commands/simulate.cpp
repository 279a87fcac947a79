// fallbuch simulate: a realistic caseload, and what is wrong in it.
#include <CLI/CLI.hpp>
#include <cstdint>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/bytes.h"
#include "core/base/file.h"
#include "core/base/result.h"
#include "tools/fallbuch/commands/commands.h"
#include "tools/fallbuch/context.h"
#include "tools/fallbuch/progress.h"
#include "tools/simulate/population.h"
#include "tools/simulate/simulate.h"

namespace fallbuch {
namespace {

struct SimulateOptions {
    simulate::CaseloadOrder order;
    std::string events;
    std::string truth;
};

// A file that is written from its beginning to its end.
class TextFile {
public:
    // unavailable if it cannot be opened, whatever the reason.
    static Result<TextFile> open(FileSystem& files, const std::string& path) {
        auto file = files.open(path, OpenMode::overwrite);
        if (!file) return Error{ErrorCode::unavailable, file.error().message};
        return TextFile(std::move(*file));
    }

    Status write(std::string_view text) {
        const ByteView bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
        RETURN_IF_ERROR(file_->write_at(size_bytes_, bytes));
        size_bytes_ += text.size();
        return {};
    }

private:
    explicit TextFile(std::unique_ptr<File> file) : file_(std::move(file)) {}

    std::unique_ptr<File> file_;
    std::uint64_t size_bytes_ = 0;
};

void print_counts(const Context& context, const simulate::CaseloadCounts& counts) {
    if (context.json()) {
        std::cout << nlohmann::ordered_json{{"cases", counts.cases},
                                            {"events", counts.events},
                                            {"planted_cases", counts.planted_cases},
                                            {"truth_lines", counts.truth_lines}}
                         .dump()
                  << '\n';
        return;
    }
    std::cout << grouped(counts.events) << " events of " << grouped(counts.cases) << " cases.\n"
              << grouped(counts.planted_cases)
              << " cases carry a planted violation or its just-inside counterpart.\n";
}

Result<Exit> run_simulate(Context& context, const SimulateOptions& options) {
    ASSIGN_OR_RETURN(TextFile events, TextFile::open(context.files(), options.events));
    std::unique_ptr<TextFile> truth;
    if (!options.truth.empty()) {
        ASSIGN_OR_RETURN(TextFile opened, TextFile::open(context.files(), options.truth));
        truth = std::make_unique<TextFile>(std::move(opened));
    }
    Progress progress("Simulating");
    const auto counts = simulate::simulate_caseload(
        options.order, [&](std::string_view lines) { return events.write(lines); },
        [&](std::string_view lines) { return truth ? truth->write(lines) : Status{}; },
        [&](const simulate::CaseloadCounts& so_far) {
            progress.update(so_far.cases, options.order.cases);
        });
    progress.clear();
    if (!counts) return counts.error();
    print_counts(context, *counts);
    if (options.order.cases < simulate::cases_for_all_plants()) {
        std::cerr << "fallbuch: from " << simulate::cases_for_all_plants()
                  << " cases on, every violation is planted; in fewer, some.\n";
    }
    return Exit::ok;
}

}  // namespace

void add_simulate(CLI::App& app, Invocation& invocation) {
    auto options = std::make_shared<SimulateOptions>();
    CLI::App* command = app.add_subcommand("simulate", "Invent a caseload to try things on");
    command->add_option("--cases", options->order.cases, "How many histories")
        ->required()
        ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{10'000'000}));
    command->add_option("--seed", options->order.seed, "The same seed gives the same bytes")
        ->capture_default_str();
    command->add_option("-o,--output", options->events, "The events, CloudEvents as JSON Lines")
        ->required()
        ->type_name("FILE");
    command->add_option("--truth", options->truth, "Which rules are broken where, JSON Lines")
        ->type_name("FILE");
    command->footer(
        "An office from 2005 to 30.09.2026; all persons are invented. Each event carries its own\n"
        "'recorded', which import takes over. A line of the truth names case, rule, event, last\n"
        "day (due) and kind: missing, late, wrong, or inside (no violation, by a hair).\n"
        "Examples:\n"
        "  fallbuch simulate --cases 600 --seed 1 -o office.jsonl --truth truth.jsonl\n"
        "  fallbuch --ledger demo import office.jsonl");
    command->callback([&invocation, options] {
        invocation.run = [options](Context& context) { return run_simulate(context, *options); };
    });
}

}  // namespace fallbuch

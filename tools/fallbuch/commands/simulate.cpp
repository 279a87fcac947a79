// fallbuch simulate: a realistic caseload, and what is wrong in it.
#include <CLI/CLI.hpp>
#include <charconv>
#include <cstdint>
#include <filesystem>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>
#include <string_view>
#include <system_error>
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

// In the place of a file's name: what is written goes to stdout.
constexpr std::string_view kStdout = "-";

// A file, or stdout, that is written from its beginning to its end.
class TextFile {
public:
    // unavailable if it cannot be opened, whatever the reason.
    static Result<TextFile> open(FileSystem& files, const std::string& path) {
        if (path == kStdout) return TextFile(nullptr);
        auto file = files.open(path, OpenMode::overwrite);
        if (!file) return Error{ErrorCode::unavailable, file.error().message};
        return TextFile(std::move(*file));
    }

    Status write(std::string_view text) {
        if (!file_) {
            std::cout << text << std::flush;
            return std::cout ? Status{}
                             : Error{ErrorCode::unavailable, "stdout: cannot be written"};
        }
        const ByteView bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
        RETURN_IF_ERROR(file_->write_at(size_bytes_, bytes));
        size_bytes_ += text.size();
        return {};
    }

private:
    explicit TextFile(std::unique_ptr<File> file) : file_(std::move(file)) {}

    std::unique_ptr<File> file_;  // nullptr: stdout
    std::uint64_t size_bytes_ = 0;
};

// By whatever spelling: also before it is there.
bool is_same_output(const std::string& left, const std::string& right) {
    if (left == kStdout || right == kStdout) return left == right;
    std::error_code error;
    if (std::filesystem::equivalent(left, right, error)) return true;
    const auto place = [&](const std::string& path) {
        return std::filesystem::weakly_canonical(std::filesystem::absolute(path, error), error);
    };
    return place(left) == place(right);
}

Status check_outputs(const SimulateOptions& options) {
    if (options.truth.empty() || !is_same_output(options.events, options.truth)) return {};
    return Error{ErrorCode::invalid, "simulate: --output and --truth are the same file (" +
                                         options.truth + "); name two"};
}

void print_counts(const Context& context, const simulate::CaseloadCounts& counts,
                  std::ostream& out) {
    if (context.json()) {
        out << nlohmann::ordered_json{{"cases", counts.cases},
                                      {"events", counts.events},
                                      {"planted_cases", counts.planted_cases},
                                      {"truth_lines", counts.truth_lines}}
                   .dump()
            << '\n';
        return;
    }
    out << grouped(counts.events) << " events of " << grouped(counts.cases) << " cases.\n"
        << grouped(counts.planted_cases)
        << " cases carry a planted violation or its just-inside counterpart.\n";
}

Result<Exit> run_simulate(Context& context, const SimulateOptions& options) {
    RETURN_IF_ERROR(check_outputs(options));
    ASSIGN_OR_RETURN(TextFile events, TextFile::open(context.files(), options.events));
    // A link that led nowhere leads to the events now.
    RETURN_IF_ERROR(check_outputs(options));
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
    const bool is_stdout_taken = options.events == kStdout || options.truth == kStdout;
    print_counts(context, *counts, is_stdout_taken ? std::cerr : std::cout);
    if (options.order.cases < simulate::cases_for_all_plants()) {
        std::cerr << "fallbuch: from " << simulate::cases_for_all_plants()
                  << " cases on, every violation is planted; in fewer, some.\n";
    }
    return Exit::ok;
}

CLI::Validator is_seed() {
    return {[](const std::string& text) -> std::string {
                std::uint64_t seed = 0;
                const char* const end = text.data() + text.size();
                const auto [stop, error] = std::from_chars(text.data(), end, seed);
                const bool is_number = error == std::errc() && stop == end;
                return is_number ? "" : "a number from 0 to 18446744073709551615, not " + text;
            },
            "", "seed"};
}

}  // namespace

void add_simulate(CLI::App& app, Invocation& invocation) {
    auto options = std::make_shared<SimulateOptions>();
    CLI::App* command = app.add_subcommand("simulate", "Invent a caseload to try things on");
    command->add_option("--cases", options->order.cases, "How many histories")
        ->required()
        ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{10'000'000}));
    command->add_option("--seed", options->order.seed, "The same seed gives the same bytes")
        ->check(is_seed())
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
        "FILE - is stdout; what is said of the whole goes to stderr then.\n"
        "Examples:\n"
        "  fallbuch simulate --cases 600 --seed 1 -o office.jsonl --truth truth.jsonl\n"
        "  fallbuch --ledger demo import office.jsonl");
    command->callback([&invocation, options] {
        invocation.run = [options](Context& context) { return run_simulate(context, *options); };
    });
}

}  // namespace fallbuch

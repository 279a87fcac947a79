// fallbuch rulebook test: does a rulebook come to what its scenarios say, and would they notice a
// mistake in it?
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstddef>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "projections/rules/json_text.h"
#include "projections/rules/known_survivors.h"
#include "projections/rules/mutation.h"
#include "projections/rules/rule_library.h"
#include "projections/rules/scenario.h"
#include "tools/fallbuch/commands/commands.h"
#include "tools/fallbuch/commands/rulebook.h"
#include "tools/fallbuch/context.h"
#include "tools/fallbuch/rulebook_scenarios.h"
#include "tools/fallbuch/rulebook_texts.h"

namespace fallbuch {
namespace {

constexpr unsigned kThreads = 2;
// Of a thousand changes so many have to be noticed, unless each of the others has a reason.
constexpr std::size_t kKilledPerMilleMin = 950;

struct TestOptions {
    std::string file;
    bool mutations = false;
};

// A rulebook with all its scenarios, which lie in the same folder as the path.
Result<rules::TestedRulebook> with_scenarios(Context& context, const std::string& path,
                                             rules::RulebookFile file) {
    rules::TestedRulebook book{std::move(file), {}};
    const rules::JsonParsed parsed = rules::parse_json_text(book.file.text);
    const rules::JsonNode* names = parsed.root.find("scenarios");
    if (names == nullptr) return book;
    for (const rules::JsonNode& name : names->items) {
        ASSIGN_OR_RETURN(const std::string text,
                         read_rulebook_text(context, path_beside(path, name.text)));
        rules::ParsedScenarios scenarios = rules::parse_scenarios(text);
        std::move(scenarios.scenarios.begin(), scenarios.scenarios.end(),
                  std::back_inserter(book.scenarios));
    }
    return book;
}

bool amends(const std::string& text, const std::string& amended) {
    const rules::JsonParsed change = rules::parse_json_text(text);
    const rules::JsonParsed base = rules::parse_json_text(amended);
    const rules::JsonNode* named = change.root.find("amends");
    if (named == nullptr) return false;
    const auto is_same = [&](std::string_view name) {
        const rules::JsonNode* wanted = named->find(name);
        const rules::JsonNode* own = base.root.find(name);
        return wanted != nullptr && own != nullptr && wanted->text == own->text;
    };
    return is_same("rulebook") && is_same("version");
}

// The rulebook, and those beside it that amend it.
Result<std::vector<rules::TestedRulebook>> tested_books(Context& context, const std::string& path) {
    ASSIGN_OR_RETURN(const std::string text, read_rulebook_text(context, path));
    std::vector<rules::TestedRulebook> books;
    ASSIGN_OR_RETURN(auto own, with_scenarios(context, path, {path, text}));
    books.push_back(std::move(own));
    ASSIGN_OR_RETURN(const auto beside, rulebooks_beside(context, path));
    for (const rules::RulebookFile& file : beside) {
        if (!amends(file.text, text)) continue;
        ASSIGN_OR_RETURN(auto amendment, with_scenarios(context, path, file));
        books.push_back(std::move(amendment));
    }
    return books;
}

Result<rules::KnownSurvivors> known_survivors(Context& context, const std::string& path) {
    const std::string beside = path.substr(0, path.rfind(".json")) + ".mutanten";
    ASSIGN_OR_RETURN(const bool is_there, context.files().exists(beside));
    if (!is_there) return rules::KnownSurvivors{};
    ASSIGN_OR_RETURN(const std::string text, read_rulebook_text(context, beside));
    return rules::parse_known_survivors(text);
}

// "97,4 %", rounded down, so that nothing looks better than it is.
std::string percent_text(std::size_t per_mille) {
    return std::to_string(per_mille / 10) + ',' + std::to_string(per_mille % 10) + " %";
}

// True if enough was noticed, or all of the rest has a reason.
bool print_mutations(const std::string& file, const rules::MutationReport& report,
                     const rules::KnownSurvivors& known) {
    std::size_t explained = 0;
    for (const rules::Survivor& one : report.survivors) {
        const auto reason = known.find(one.key);
        explained += reason == known.end() ? 0 : 1;
        std::cout << file << ':' << one.place.line << ':' << one.place.column << ": " << one.key
                  << "\n  " << one.change << "\n  "
                  << (reason == known.end() ? "ohne Begründung" : "Grund: " + reason->second)
                  << '\n';
    }
    for (const auto& [key, reason] : known) {
        const bool is_alive =
            std::any_of(report.survivors.begin(), report.survivors.end(),
                        [&](const rules::Survivor& one) { return one.key == key; });
        if (!is_alive) std::cout << "überholt: " << key << " hat nicht überlebt\n";
    }
    const std::size_t per_mille =
        report.mutant_count == 0 ? 1000 : report.killed_count * 1000 / report.mutant_count;
    std::cout << file << ": " << report.mutant_count << " Mutanten, " << report.killed_count
              << " bemerkt (" << percent_text(per_mille) << "), " << report.survivors.size()
              << " überlebt, davon " << explained << " mit Begründung\n";
    return per_mille >= kKilledPerMilleMin || explained == report.survivors.size();
}

Result<bool> run_mutations(Context& context, const TestOptions& options, const ScenarioBench& bench,
                           const std::vector<rules::RulebookFile>& files) {
    ASSIGN_OR_RETURN(const auto books, tested_books(context, options.file));
    ASSIGN_OR_RETURN(const auto known, known_survivors(context, options.file));
    ASSIGN_OR_RETURN(const rules::MutationReport report,
                     rules::run_mutations(
                         {books, files, bench.catalogue, bench.calendars, bench.berlin}, kThreads));
    return print_mutations(options.file, report, known);
}

Result<Exit> run_test(Context& context, const TestOptions& options) {
    ASSIGN_OR_RETURN(const std::string text, read_rulebook_text(context, options.file));
    ASSIGN_OR_RETURN(const ScenarioBench bench, make_scenario_bench(context));
    ASSIGN_OR_RETURN(const auto files, amendable(context, options.file));
    ASSIGN_OR_RETURN(const rules::RulebookFamily family,
                     read_valid({options.file, text}, bench.catalogue, files));
    ASSIGN_OR_RETURN(const ScenarioSum sum,
                     run_scenario_files(context, options.file, bench, *family.rules));
    std::cout << sum.told;
    bool all_right = sum.all_right;
    if (all_right && options.mutations) {
        ASSIGN_OR_RETURN(all_right, run_mutations(context, options, bench, files));
    }
    return all_right ? Exit::ok : Exit::answer_is_no;
}

}  // namespace

void add_rulebook_test(CLI::App& group, Invocation& invocation) {
    auto options = std::make_shared<TestOptions>();
    CLI::App* command = group.add_subcommand("test", "Run the scenarios of a rulebook");
    command->add_option("FILE", options->file, "The rulebook")->required();
    command->add_flag("--mutations", options->mutations,
                      "Also change the rulebook in every place once, and show which changes no "
                      "scenario notices (reasons: <FILE without .json>.mutanten)");
    command->callback([&invocation, options] {
        invocation.run = [options](Context& context) { return run_test(context, *options); };
    });
}

}  // namespace fallbuch

// fallbuch rulebook lint: does a rulebook mean what it says, and what does it cost?
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>

#include "core/base/result.h"
#include "projections/rules/faults.h"
#include "projections/rules/linter.h"
#include "tools/fallbuch/commands/commands.h"
#include "tools/fallbuch/commands/rulebook.h"
#include "tools/fallbuch/context.h"
#include "tools/fallbuch/rulebook_texts.h"

namespace fallbuch {
namespace {

struct LintOptions {
    std::string file;
    bool is_quiet = false;
};

Result<Exit> run_lint(Context& context, const LintOptions& options) {
    ASSIGN_OR_RETURN(const std::string text, read_rulebook_text(context, options.file));
    ASSIGN_OR_RETURN(const auto catalogue, context.catalogue());
    ASSIGN_OR_RETURN(const auto files, amendable(context, options.file));
    ASSIGN_OR_RETURN(const rules::LintReport report, rules::lint_rulebook(text, catalogue, files));
    if (!report.faults.none()) {
        std::cout << options.file << ":\n" << rules::describe(report.faults.all()) << '\n';
        return Exit::usage;
    }
    std::cout << rules::describe(report.findings);
    if (!options.is_quiet) {
        if (!report.findings.empty()) std::cout << '\n';
        std::cout << rules::describe_cost(report) << '\n';
    }
    std::cout << options.file << ": " << report.findings.size() << " findings in "
              << report.checks.size() << " checks\n";
    return report.findings.empty() ? Exit::ok : Exit::answer_is_no;
}

}  // namespace

void add_rulebook_lint(CLI::App& group, Invocation& invocation) {
    auto options = std::make_shared<LintOptions>();
    CLI::App* lint = group.add_subcommand(
        "lint", "Find what a rulebook cannot mean; list what each check reads, keeps and decides");
    lint->add_option("FILE", options->file, "The rulebook")->required();
    lint->add_flag("-q,--quiet", options->is_quiet, "Findings only");
    lint->callback([&invocation, options] {
        invocation.run = [options](Context& context) { return run_lint(context, *options); };
    });
}

}  // namespace fallbuch

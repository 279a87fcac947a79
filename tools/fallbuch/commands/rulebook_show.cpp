// fallbuch rulebook show: a rulebook, or one rule of it, as a person of law reads it.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <set>
#include <span>
#include <string>

#include "core/base/result.h"
#include "projections/rules/check.h"
#include "projections/rules/json_text.h"
#include "projections/rules/rule_library.h"
#include "projections/rules/rule_set.h"
#include "projections/rules/rulebook.h"
#include "projections/rules/rulebook_source.h"
#include "projections/rules/vocabulary.h"
#include "tools/fallbuch/commands/commands.h"
#include "tools/fallbuch/commands/rulebook.h"
#include "tools/fallbuch/context.h"
#include "tools/fallbuch/rulebook_files.h"
#include "tools/fallbuch/rulebook_page.h"
#include "tools/fallbuch/rulebook_texts.h"
#include "tools/fallbuch/table.h"

namespace fallbuch {
namespace {

struct ShowOptions {
    std::string rulebook;
    std::string rule;
    bool all = false;
};

Error no_such_rule(const std::string& rulebook, const std::string& rule) {
    return Error{ErrorCode::not_found, rulebook + " has no rule " + rule};
}

void print_all(const rules::Rulebook& book, const rules::Vocabulary& vocabulary) {
    std::set<std::string> printed;
    const auto print = [&](const std::string& id) {
        if (!printed.insert(id).second) return;
        std::cout << '\n' << rule_page(book, vocabulary, id, terminal_width());
    };
    for (const rules::Check& check : book.checks) print(check.id);
    for (const rules::UncheckedRow& row : book.unchecked) print(row.id);
}

// The text of the rulebook, or of one rule as it is written there.
Result<Exit> print_text(const KnownRulebook& one, std::span<const rules::RulebookFile> files,
                        const std::string& rule) {
    const rules::JsonNode text =
        rules::RulebookSource::read(one.file.text, rules::find_among(files)).whole();
    if (rule.empty()) {
        std::cout << rules::canonical_text(text) << '\n';
        return Exit::ok;
    }
    for (const rules::JsonNode& node : text.find("rules")->items) {
        if (node.find("id")->text != rule) continue;
        std::cout << rules::canonical_text(node) << '\n';
        return Exit::ok;
    }
    return no_such_rule(one.id + "@" + one.version, rule);
}

Result<Exit> run_show(Context& context, const ShowOptions& options) {
    ASSIGN_OR_RETURN(const auto catalogue, context.catalogue());
    ASSIGN_OR_RETURN(const auto known, known_rulebooks(context));
    ASSIGN_OR_RETURN(const KnownRulebook one, find_rulebook(context, known, options.rulebook));
    ASSIGN_OR_RETURN(const auto files, amendable_by(context, one, known));
    ASSIGN_OR_RETURN(const rules::RulebookFamily family, read_valid(one.file, catalogue, files));
    if (context.json()) return print_text(one, files, options.rule);
    const rules::Rulebook& book = *family.rules->books().front();
    const rules::Vocabulary& vocabulary = family.rules->vocabulary();
    if (options.rule.empty()) {
        std::cout << rulebook_page(book, vocabulary, terminal_width());
        if (options.all) print_all(book, vocabulary);
        return Exit::ok;
    }
    const std::string page = rule_page(book, vocabulary, options.rule, terminal_width());
    if (page.empty()) {
        return no_such_rule(book.id + "@" + book.version, options.rule);
    }
    std::cout << page;
    return Exit::ok;
}

}  // namespace

void add_rulebook_show(CLI::App& group, Invocation& invocation) {
    auto options = std::make_shared<ShowOptions>();
    CLI::App* command = group.add_subcommand("show", "A rulebook or a rule, in German");
    command->add_option("RULEBOOK", options->rulebook, "A file, ID (newest version) or ID@VERSION")
        ->required();
    command->add_option("RULE", options->rule, "A rule, or a row that is part of one, as EV-05");
    command->add_flag("--all", options->all, "All rules in full");
    command->footer(
        "With --json the text of the rulebook, with everything that it amends, or of the rule.\n"
        "Examples:\n"
        "  fallbuch rulebook show 4pm-2023\n"
        "  fallbuch rulebook show 4pm-2023 EV-05");
    command->callback([&invocation, options] {
        invocation.run = [options](Context& context) { return run_show(context, *options); };
    });
}

}  // namespace fallbuch

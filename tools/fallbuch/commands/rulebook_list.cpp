// fallbuch rulebook list: which rulebooks are there, and when does each hold?
#include <CLI/CLI.hpp>
#include <cstddef>
#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/calendar/timestamp.h"
#include "projections/rules/check.h"
#include "projections/rules/faults.h"
#include "projections/rules/rule_library.h"
#include "projections/rules/rulebook.h"
#include "projections/rules/rulebook_parser.h"
#include "projections/rules/value_words.h"
#include "projections/rules/vocabulary.h"
#include "tools/fallbuch/commands/commands.h"
#include "tools/fallbuch/commands/rulebook.h"
#include "tools/fallbuch/context.h"
#include "tools/fallbuch/rulebook_files.h"
#include "tools/fallbuch/table.h"

namespace fallbuch {
namespace {

std::size_t count_rules(const rules::Rulebook& book) {
    std::set<std::string> ids;
    for (const rules::Check& check : book.checks) ids.insert(check.id);
    return ids.size();
}

nlohmann::ordered_json json_of(const KnownRulebook& one, const rules::Rulebook& book) {
    nlohmann::ordered_json row{{"rulebook", book.id},
                               {"version", book.version},
                               {"title", book.title},
                               {"valid", nlohmann::ordered_json::object()}};
    if (book.valid.from) row["valid"]["from"] = day_text(*book.valid.from);
    if (book.valid.to) row["valid"]["to"] = day_text(*book.valid.to);
    row["rules"] = count_rules(book);
    row["origin"] = to_string(one.origin);
    row["file"] = one.file.name;
    return row;
}

Result<Exit> run_list(Context& context) {
    ASSIGN_OR_RETURN(const auto catalogue, context.catalogue());
    ASSIGN_OR_RETURN(const auto known, known_rulebooks(context));
    std::vector<rules::RulebookFile> files;
    for (const KnownRulebook& one : known) files.push_back(one.file);
    Table table({{"Regelwerk"},
                 {"Titel, Geltung, Herkunft", Align::left, Fit::wrap},
                 {"Regeln", Align::right}});
    for (const KnownRulebook& one : known) {
        rules::Vocabulary vocabulary(rules::events_of(one.file.text), catalogue);
        const rules::ParsedRulebook parsed = rules::parse_rulebook(
            one.file.text, vocabulary, rules::find_valid_among(files, catalogue));
        if (!parsed.faults.none()) {
            std::cerr << "fallbuch: note: passed over: " << one.file.name << ":\n"
                      << rules::describe(parsed.faults.all()) << '\n';
            continue;
        }
        const rules::Rulebook& book = parsed.rulebook;
        if (context.json()) {
            std::cout << json_of(one, book).dump() << '\n';
            continue;
        }
        const bool is_shipped = one.origin == RulebookOrigin::shipped;
        table.add({book.id + "@" + book.version,
                   book.title + '\n' + rules::german_validity(book.valid) + "; " +
                       (is_shipped ? "mitgeliefert" : "im Ledger: " + one.file.name),
                   std::to_string(count_rules(book))});
    }
    if (!context.json()) std::cout << table.text(terminal_width());
    return Exit::ok;
}

}  // namespace

void add_rulebook_list(CLI::App& group, Invocation& invocation) {
    CLI::App* command = group.add_subcommand("list", "Which rulebooks there are");
    command->callback([&invocation] { invocation.run = run_list; });
    command->footer(
        "The shipped ones and, with --ledger, those in the folder 'rulebooks' of the ledger.\n"
        "With --json one line for each.");
}

}  // namespace fallbuch

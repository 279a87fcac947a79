// fallbuch rulebook diff: what does one rulebook say otherwise than another?
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "projections/rules/json_text.h"
#include "projections/rules/rule_library.h"
#include "projections/rules/rulebook_diff.h"
#include "projections/rules/rulebook_source.h"
#include "tools/fallbuch/commands/commands.h"
#include "tools/fallbuch/commands/rulebook.h"
#include "tools/fallbuch/context.h"
#include "tools/fallbuch/rulebook_files.h"
#include "tools/fallbuch/rulebook_texts.h"
#include "tools/fallbuch/table.h"

namespace fallbuch {
namespace {

using rules::ChangeKind;
using rules::RulebookChange;

struct DiffOptions {
    std::string before;
    std::string after;
};

Result<rules::JsonNode> whole(Context& context, std::span<const KnownRulebook> known,
                              const std::string& argument) {
    ASSIGN_OR_RETURN(const KnownRulebook one, find_rulebook(context, known, argument));
    ASSIGN_OR_RETURN(const auto files, amendable_by(context, one, known));
    ASSIGN_OR_RETURN(const auto catalogue, context.catalogue());
    RETURN_IF_ERROR(read_valid(one.file, catalogue, files));
    return rules::RulebookSource::read(one.file.text, rules::find_among(files)).whole();
}

std::string_view section_title(std::string_view section) {
    if (section == "rules") return "Regeln";
    if (section == "params") return "Parameter";
    if (section == "tables") return "Tabellen";
    if (section == "facts") return "Letzte Angaben und Zählungen";
    if (section == "objects") return "Gegenstände";
    if (section == "unchecked") return "Nicht geprüfte Zeilen";
    return "Kopf";
}

// A rule that is wholly new or gone is named; what it says stands in the rulebook.
bool is_whole(const RulebookChange& change) {
    return change.member.empty() && change.kind != ChangeKind::changed;
}

std::string old_and_new(const RulebookChange& change) {
    std::string text;
    if (change.kind != ChangeKind::added) text += "- " + change.before;
    if (change.kind == ChangeKind::changed) text += '\n';
    if (change.kind != ChangeKind::removed) text += "+ " + change.after;
    return text;
}

void print(const std::vector<RulebookChange>& changes) {
    std::string section = "-";
    std::string name;
    Table table({{"Stelle"}, {"Bisher und nun", Align::left, Fit::wrap}});
    for (const RulebookChange& change : changes) {
        if (change.section != section) {
            table.add({std::string(section_title(change.section)), ""});
            section = change.section;
            name.clear();
        }
        if (is_whole(change)) {
            const char* what = change.kind == ChangeKind::added ? "neu" : "entfallen";
            table.add(
                {"  " + change.name, what + (change.title.empty() ? "" : ": " + change.title)});
            continue;
        }
        if (change.name != name) table.add({"  " + change.name, change.title});
        name = change.name;
        table.add({"    " + change.member, old_and_new(change)});
    }
    std::cout << (changes.empty() ? "Kein Unterschied.\n" : table.text(terminal_width()));
}

void print_json(const std::vector<RulebookChange>& changes) {
    for (const RulebookChange& change : changes) {
        nlohmann::ordered_json row{{"section", change.section.empty() ? "head" : change.section},
                                   {"name", change.name},
                                   {"member", change.member},
                                   {"change", rules::to_string(change.kind)}};
        if (change.kind != ChangeKind::added) row["before"] = change.before;
        if (change.kind != ChangeKind::removed) row["after"] = change.after;
        std::cout << row.dump() << '\n';
    }
}

Result<Exit> run_diff(Context& context, const DiffOptions& options) {
    ASSIGN_OR_RETURN(const auto known, known_rulebooks(context));
    ASSIGN_OR_RETURN(const rules::JsonNode before, whole(context, known, options.before));
    ASSIGN_OR_RETURN(const rules::JsonNode after, whole(context, known, options.after));
    const auto changes = rules::changes_between(before, after);
    if (context.json()) {
        print_json(changes);
    } else {
        print(changes);
    }
    return Exit::ok;
}

}  // namespace

void add_rulebook_diff(CLI::App& group, Invocation& invocation) {
    auto options = std::make_shared<DiffOptions>();
    CLI::App* command =
        group.add_subcommand("diff", "What one rulebook says otherwise than another");
    command->add_option("BEFORE", options->before, "A file, ID or ID@VERSION")->required();
    command->add_option("AFTER", options->after, "The other one")->required();
    command->footer(
        "Each with everything that it amends. With --json one line for each change.\n"
        "Example:\n  fallbuch rulebook diff 4pm-2023 4pm-2026");
    command->callback([&invocation, options] {
        invocation.run = [options](Context& context) { return run_diff(context, *options); };
    });
}

}  // namespace fallbuch

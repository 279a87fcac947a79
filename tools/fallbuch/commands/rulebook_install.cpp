// fallbuch rulebook install: puts a rulebook into the ledger's folder, if nothing is wrong with it.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstddef>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/file.h"
#include "core/base/result.h"
#include "core/calendar/timestamp.h"
#include "projections/rules/definitions.h"
#include "projections/rules/rule_library.h"
#include "projections/rules/rule_set.h"
#include "projections/rules/rulebook.h"
#include "projections/rules/value_words.h"
#include "tools/fallbuch/commands/commands.h"
#include "tools/fallbuch/commands/rulebook.h"
#include "tools/fallbuch/context.h"
#include "tools/fallbuch/german.h"
#include "tools/fallbuch/page_text.h"
#include "tools/fallbuch/rulebook_files.h"
#include "tools/fallbuch/rulebook_folder.h"
#include "tools/fallbuch/rulebook_scenarios.h"
#include "tools/fallbuch/rulebook_texts.h"
#include "tools/fallbuch/table.h"

namespace fallbuch {
namespace {

// A version that the new one takes the place of, and until when it holds now.
struct Superseded {
    std::string version;
    rules::Validity valid;
};

struct Installed {
    const rules::Rulebook& book;
    std::string where;  // the file in the folder, or why there is none
    bool is_new = true;
    ScenarioSum scenarios;
    std::vector<Superseded> superseded;
};

std::vector<Superseded> superseded_by_last(const rules::RuleSet& rules) {
    const rules::Rulebook& newest = *rules.books().back();
    std::vector<Superseded> out;
    for (std::size_t i = 0; i + 1 < rules.books().size(); ++i) {
        const rules::Rulebook& one = *rules.books()[i];
        const bool is_named = std::find(newest.supersedes.begin(), newest.supersedes.end(),
                                        one.version) != newest.supersedes.end();
        if (one.id == newest.id && is_named) out.push_back({one.version, rules.validity(i)});
    }
    return out;
}

nlohmann::ordered_json validity_json(const rules::Validity& valid) {
    nlohmann::ordered_json out{{"from", nullptr}, {"to", nullptr}};
    if (valid.from) out["from"] = day_text(*valid.from);
    if (valid.to) out["to"] = day_text(*valid.to);
    return out;
}

void print_json(const Installed& one) {
    nlohmann::ordered_json out{{"rulebook", one.book.id},
                               {"version", one.book.version},
                               {"installed", one.is_new},
                               {"file", one.where},
                               {"valid", validity_json(one.book.valid)},
                               {"superseded", nlohmann::ordered_json::array()},
                               {"scenarios", one.scenarios.scenarios},
                               {"expectations", one.scenarios.expectations}};
    for (const Superseded& old : one.superseded) {
        out["superseded"].push_back(
            {{"version", old.version}, {"valid", validity_json(old.valid)}});
    }
    std::cout << out.dump() << '\n';
}

void print(const Installed& one) {
    PageText page(terminal_width());
    page.line(0, one.book.id + "@" + one.book.version +
                     (one.is_new ? " ist eingerichtet: " : " war schon da, nichts geändert: ") +
                     one.where);
    page.line(0, "Geltung: " + rules::german_validity(one.book.valid) +
                     (one.book.applies_by_activation ? ", wo es in Kraft gesetzt ist" : ""));
    for (const Superseded& old : one.superseded) {
        page.line(0, "Fassung " + old.version + " gilt nun: " + rules::german_validity(old.valid));
    }
    if (one.is_new && one.scenarios.files.empty()) page.line(0, "Es nennt keine Szenarien.");
    if (one.is_new && !one.scenarios.files.empty()) {
        page.line(0, "Szenarien: " + german_count(one.scenarios.scenarios) + ", Erwartungen: " +
                         german_count(one.scenarios.expectations) + ", keine verfehlt");
    }
    std::cout << page.take();
}

// Where the same version is that is there already; nothing if it is not. conflict if it has another
// text.
Result<std::optional<std::string>> place_of_same(Context& context, const rules::Rulebook& book,
                                                 const std::string& text) {
    ASSIGN_OR_RETURN(const auto known, known_rulebooks(context));
    for (const KnownRulebook& one : known) {
        if (one.id != book.id || one.version != book.version) continue;
        const bool is_shipped = one.origin == RulebookOrigin::shipped;
        const std::string where =
            is_shipped ? "shipped" : rulebook_folder(context) + "/" + one.file.name;
        if (is_same_text(one.file.text, text)) return std::optional(where);
        return Error{ErrorCode::conflict,
                     book.id + "@" + book.version + " is there with another text (" + where +
                         "): a version never changes; what differs needs a version of its own"};
    }
    return std::optional<std::string>();
}

// Nothing of the scenarios may be missed.
Result<ScenarioSum> tested(Context& context, const std::string& path, const std::string& text,
                           std::span<const rules::RulebookFile> in_force) {
    ASSIGN_OR_RETURN(const ScenarioBench bench, make_scenario_bench(context));
    ASSIGN_OR_RETURN(const rules::RulebookFamily family,
                     read_valid({path, text}, bench.catalogue, in_force));
    return run_scenario_files(context, path, bench, *family.rules);
}

// Whoever installs at the same time would not see this one.
Result<std::unique_ptr<FileLock>> lock_folder(Context& context) {
    const std::string folder = rulebook_folder(context);
    RETURN_IF_ERROR(make_durable_directory(context.files(), folder));
    return context.files().lock(folder + "/LOCK");
}

Result<Exit> run_install(Context& context, const std::string& path) {
    RETURN_IF_ERROR(context.ledger_place());
    ASSIGN_OR_RETURN(const std::string text, read_rulebook_text(context, path));
    ASSIGN_OR_RETURN(const auto catalogue, context.catalogue());
    ASSIGN_OR_RETURN(const auto lock, lock_folder(context));
    ASSIGN_OR_RETURN(const auto in_force, rulebooks_in_force(context));
    ASSIGN_OR_RETURN(const auto both, rules::try_draft(catalogue, in_force, {path, text}));
    const rules::RuleSet& all = *both.with_draft.rules;
    const rules::Rulebook& book = *all.books().back();
    Installed result{book, {}, true, {}, superseded_by_last(all)};
    ASSIGN_OR_RETURN(const auto same, place_of_same(context, book, text));
    if (same) {
        result.where = *same;
        result.is_new = false;
    } else {
        ASSIGN_OR_RETURN(result.scenarios, tested(context, path, text, in_force));
        if (!result.scenarios.all_right) {
            std::cerr << result.scenarios.told << "fallbuch: " << path
                      << ": not installed: its scenarios come out otherwise\n";
            return Exit::answer_is_no;
        }
        const NewRulebook made{{path, text}, book.id, book.version, result.scenarios.files};
        ASSIGN_OR_RETURN(const std::string name, folder_name(made));
        RETURN_IF_ERROR(put_into_folder(context.files(), rulebook_folder(context), made));
        result.where = rulebook_folder(context) + "/" + name;
    }
    if (context.json()) {
        print_json(result);
    } else {
        print(result);
    }
    return Exit::ok;
}

}  // namespace

void add_rulebook_install(CLI::App& group, Invocation& invocation) {
    auto file = std::make_shared<std::string>();
    CLI::App* command =
        group.add_subcommand("install", "Put a rulebook into the ledger, to hold from its day on");
    command->add_option("FILE", *file, "The rulebook")->required();
    command->footer(
        "With its scenarios it goes into the folder 'rulebooks' of the ledger, as\n"
        "ID-VERSION.json, if nothing is wrong with it, its scenarios come out as they say,\n"
        "and it goes together with the rulebooks in force. A version that is there never\n"
        "changes. See before what it would do: fallbuch rulebook simulate FILE");
    command->callback([&invocation, file] {
        invocation.run = [file](Context& context) { return run_install(context, *file); };
    });
}

}  // namespace fallbuch

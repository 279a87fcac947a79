// fallbuch catalogue: which event types and code lists there are, and what each means.
#include <CLI/CLI.hpp>
#include <iostream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/calendar/timestamp.h"
#include "core/events/catalogue.h"
#include "core/events/code_list.h"
#include "core/events/event_type.h"
#include "tools/fallbuch/catalogue_page.h"
#include "tools/fallbuch/commands/commands.h"
#include "tools/fallbuch/context.h"
#include "tools/fallbuch/table.h"

namespace fallbuch {
namespace {

using nlohmann::json;

struct ListOptions {
    bool codes = false;
};

struct ShowOptions {
    std::string name;
    bool example = false;
};

// The newest version of each type, by name.
std::map<std::string, const EventType*> newest_types(const Catalogue& catalogue) {
    std::map<std::string, const EventType*> out;
    for (const EventType* type : catalogue.types()) {
        const EventType*& newest = out[type->name()];
        if (newest == nullptr || newest->version() < type->version()) newest = type;
    }
    return out;
}

void print_types(const Context& context, const Catalogue& catalogue) {
    Table table({{"Name"}, {"Bedeutung", Align::left, Fit::wrap}, {"Fassung", Align::right}});
    for (const auto& [name, type] : newest_types(catalogue)) {
        if (context.json()) {
            std::cout << json{{"name", name},
                              {"title", type->title()},
                              {"type", type->wire_type()},
                              {"version", type->version()}}
                             .dump()
                      << '\n';
        }
        table.add({name, type->title(), std::to_string(type->version())});
    }
    if (!context.json()) std::cout << table.text(terminal_width());
}

void print_lists(const Context& context, const Catalogue& catalogue) {
    Table table({{"Liste"}, {"Bedeutung", Align::left, Fit::wrap}, {"Codes", Align::right}});
    for (const CodeList* list : catalogue.code_lists()) {
        if (context.json()) {
            std::cout << json{{"codes", list->name()},
                              {"title", list->title()},
                              {"count", list->codes().size()}}
                             .dump()
                      << '\n';
        }
        table.add({list->name(), list->title(), std::to_string(list->codes().size())});
    }
    if (!context.json()) std::cout << table.text(terminal_width());
}

Result<Exit> run_list(Context& context, const ListOptions& options) {
    ASSIGN_OR_RETURN(const auto catalogue, context.catalogue());
    if (!options.codes) print_types(context, *catalogue);
    if (!options.codes && !context.json()) std::cout << '\n';
    print_lists(context, *catalogue);
    return Exit::ok;
}

// By name ("ContactHeld": its newest version) or as on the wire; nullptr if there is none.
const EventType* find_type(const Catalogue& catalogue, const std::string& name) {
    if (const EventType* type = catalogue.find(name)) return type;
    const auto types = newest_types(catalogue);
    const auto found = types.find(name);
    return found == types.end() ? nullptr : found->second;
}

json codes_json(const CodeList& list) {
    json values = json::array();
    for (const Code& code : list.codes()) {
        json value{{"code", code.code}, {"title", code.title}, {"attributes", code.attributes}};
        if (code.valid_from) value["valid"]["from"] = day_text(*code.valid_from);
        if (code.valid_to) value["valid"]["to"] = day_text(*code.valid_to);
        if (code.rank) value["rank"] = *code.rank;
        values.push_back(std::move(value));
    }
    return {{"codes", list.name()},
            {"title", list.title()},
            {"source", list.source()},
            {"ordered", list.ordered()},
            {"values", values}};
}

Result<Exit> run_show(Context& context, const ShowOptions& options) {
    ASSIGN_OR_RETURN(const auto catalogue, context.catalogue());
    if (const EventType* type = find_type(*catalogue, options.name)) {
        if (options.example) {
            std::cout << example_event(*type) << '\n';
        } else if (context.json()) {
            std::cout << type->canonical_text() << '\n';
        } else {
            std::cout << type_page(*catalogue, *type, terminal_width());
        }
        return Exit::ok;
    }
    const CodeList* list = catalogue->find_codes(options.name);
    if (list == nullptr || options.example) {
        return Error{ErrorCode::not_found,
                     "no " +
                         std::string(options.example ? "event type" : "event type or code list") +
                         " of this name: " + options.name + "; fallbuch catalogue list names all"};
    }
    if (context.json()) {
        std::cout << codes_json(*list).dump() << '\n';
    } else {
        std::cout << code_list_page(*list, terminal_width());
    }
    return Exit::ok;
}

void add_list(CLI::App& catalogue, Invocation& invocation) {
    auto options = std::make_shared<ListOptions>();
    CLI::App* command =
        catalogue.add_subcommand("list", "Names and titles of all event types and code lists");
    command->add_flag("--codes", options->codes, "Of code lists alone");
    command->callback([&invocation, options] {
        invocation.run = [options](Context& context) { return run_list(context, *options); };
    });
}

void add_show(CLI::App& catalogue, Invocation& invocation) {
    auto options = std::make_shared<ShowOptions>();
    CLI::App* command = catalogue.add_subcommand("show", "A page about a type or a code list");
    command->add_option("NAME", options->name, "As 'list' names it, or an event's type")
        ->required();
    command->add_flag("--example", options->example, "Only an example event, in one line");
    command->callback([&invocation, options] {
        invocation.run = [options](Context& context) { return run_show(context, *options); };
    });
}

}  // namespace

void add_catalogue(CLI::App& app, Invocation& invocation) {
    CLI::App* command = app.add_subcommand("catalogue", "Show event types and code lists");
    command->require_subcommand(1);
    add_list(*command, invocation);
    add_show(*command, invocation);
    command->footer(
        "With --json 'show' prints the JSON Schema of a type, or the code list.\n"
        "Examples:\n"
        "  fallbuch catalogue list\n"
        "  fallbuch catalogue show ContactHeld\n"
        "  fallbuch catalogue show strategy\n"
        "  fallbuch catalogue show GoalSet --example | fallbuch --ledger demo append -");
}

}  // namespace fallbuch

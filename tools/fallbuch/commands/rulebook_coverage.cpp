// fallbuch rulebook coverage: is every row of the domain checked, and shown on both sides?
#include <CLI/CLI.hpp>
#include <array>
#include <cstddef>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/events/catalogue.h"
#include "projections/rulebooks/shipped_rulebooks.h"
#include "projections/rules/coverage.h"
#include "projections/rules/rule_library.h"
#include "tools/fallbuch/commands/commands.h"
#include "tools/fallbuch/commands/rulebook.h"
#include "tools/fallbuch/context.h"
#include "tools/fallbuch/page_text.h"
#include "tools/fallbuch/table.h"

namespace fallbuch {
namespace {

using rules::CoverageRow;
using rules::RowState;

// Rows of one origin and one grade.
struct Total {
    std::string origin;
    std::string grade;
    std::size_t count = 0;
    std::size_t live = 0;
    std::size_t unchecked = 0;
    std::size_t missing = 0;
    std::size_t never_tripped = 0;  // of the live ones: no scenario breaks it
    std::size_t never_kept = 0;
};

std::string_view origin_of(const CoverageRow& one) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kOthers{{
        {"L-", "Gesetz"},
        {"AC-", "Sozialdaten"},
        {"PK-", "Kennzahlen"},
    }};
    for (const auto& [prefix, name] : kOthers) {
        if (one.row.id.starts_with(prefix)) return name;
    }
    return "Konzepte";
}

void count(const CoverageRow& one, Total& total) {
    ++total.count;
    if (one.state == RowState::live) ++total.live;
    if (one.state == RowState::unchecked) ++total.unchecked;
    if (one.state == RowState::missing) ++total.missing;
    if (one.state == RowState::live && one.tripped == 0) ++total.never_tripped;
    if (one.state == RowState::live && one.kept == 0) ++total.never_kept;
}

// One for each origin and grade that there is, in the order of the rows, and one of all.
std::vector<Total> totals_of(const rules::Coverage& coverage) {
    std::vector<Total> totals;
    Total all{.origin = "Alle", .grade = ""};
    for (const CoverageRow& one : coverage.rows) {
        const std::string_view origin = origin_of(one);
        auto total = totals.begin();
        while (total != totals.end() &&
               (total->origin != origin || total->grade != one.row.grade)) {
            ++total;
        }
        if (total == totals.end()) {
            totals.push_back({.origin = std::string(origin), .grade = one.row.grade});
            total = totals.end() - 1;
        }
        count(one, *total);
        count(one, all);
    }
    totals.push_back(all);
    return totals;
}

std::string_view state_words(RowState state) {
    switch (state) {
        case RowState::live: return "geprüft";
        case RowState::unchecked: return "Grund";
        case RowState::missing: return "FEHLT";
    }
    return "";
}

// The title, and where it is live or why it is not. A star: only as part of another rule.
std::string description(const CoverageRow& one) {
    std::string places;
    for (const rules::LivePlace& place : one.places) {
        places += (places.empty() ? "\n" : ", ") + place.rulebook;
        if (place.bearing == rules::Bearing::embodied) places += '*';
    }
    return one.row.title + places + (one.reason.empty() ? "" : "\n" + one.reason);
}

void print_tables(const rules::Coverage& coverage) {
    Table table({{"Zeile"},
                 {"Art"},
                 {"Stand"},
                 {"verletzt", Align::right},
                 {"sonst", Align::right},
                 {"Titel, Regelwerk, Grund", Align::left, Fit::wrap}});
    for (const CoverageRow& one : coverage.rows) {
        const std::string tripped =
            std::to_string(one.tripped) + (one.trips_by_undetermined ? "?" : "");
        table.add({one.row.id, one.row.grade, std::string(state_words(one.state)), tripped,
                   std::to_string(one.kept), description(one)});
    }
    Table sums({{"Herkunft"},
                {"Art"},
                {"Zeilen", Align::right},
                {"geprüft", Align::right},
                {"Grund", Align::right},
                {"FEHLT", Align::right},
                {"nie verletzt", Align::right},
                {"nie sonst", Align::right}});
    for (const Total& total : totals_of(coverage)) {
        sums.add({total.origin, total.grade, std::to_string(total.count),
                  std::to_string(total.live), std::to_string(total.unchecked),
                  std::to_string(total.missing), std::to_string(total.never_tripped),
                  std::to_string(total.never_kept)});
    }
    PageText page(terminal_width());
    page.raw(table.text(terminal_width()));
    page.gap();
    page.line(0,
              "Art: A Ereignisse entscheiden, T eine Person bescheinigt, H nur eine Prüfung "
              "entscheidet, - nichts ist geboten.");
    page.line(0, "* als Ausnahme oder Begriff in einer anderen Regel.");
    page.line(0,
              "verletzt, sonst: so viele Erwartungen der Szenarien; ? unbestimmt, weil die "
              "Angabe fehlt.");
    page.gap();
    page.raw(sums.text(terminal_width()));
    std::cout << page.take();
    for (const std::string& stray : coverage.strays) {
        std::cout << "Regel ohne Zeile: " << stray << '\n';
    }
}

void print_json(const rules::Coverage& coverage) {
    nlohmann::ordered_json out{{"rows", nlohmann::ordered_json::array()},
                               {"totals", nlohmann::ordered_json::array()},
                               {"strays", coverage.strays}};
    for (const CoverageRow& one : coverage.rows) {
        nlohmann::ordered_json row{{"id", one.row.id},
                                   {"grade", one.row.grade},
                                   {"title", one.row.title},
                                   {"source", one.row.source},
                                   {"state", rules::to_string(one.state)},
                                   {"rulebooks", nlohmann::ordered_json::array()}};
        for (const rules::LivePlace& place : one.places) {
            row["rulebooks"].push_back(
                {{"rulebook", place.rulebook}, {"as", rules::to_string(place.bearing)}});
        }
        if (!one.reason.empty()) row["reason"] = one.reason;
        row["tripped"] = one.tripped;
        row["tripped_by_undetermined"] = one.trips_by_undetermined;
        row["kept"] = one.kept;
        out["rows"].push_back(std::move(row));
    }
    for (const Total& total : totals_of(coverage)) {
        out["totals"].push_back({{"origin", total.origin},
                                 {"grade", total.grade},
                                 {"rows", total.count},
                                 {"live", total.live},
                                 {"unchecked", total.unchecked},
                                 {"missing", total.missing},
                                 {"never_tripped", total.never_tripped},
                                 {"never_kept", total.never_kept}});
    }
    std::cout << out.dump(2) << '\n';
}

Result<Exit> run_coverage(Context& context) {
    ASSIGN_OR_RETURN(const auto catalogue, Catalogue::from_files(built_in_catalogue()));
    const std::vector<rules::RulebookFile> files = rules::shipped_rulebooks();
    ASSIGN_OR_RETURN(const rules::Coverage coverage, rules::coverage_of(files, catalogue));
    if (context.json()) {
        print_json(coverage);
    } else {
        print_tables(coverage);
    }
    return coverage.is_complete() ? Exit::ok : Exit::answer_is_no;
}

}  // namespace

void add_rulebook_coverage(CLI::App& group, Invocation& invocation) {
    CLI::App* command = group.add_subcommand(
        "coverage", "Every rule of the domain: where it is checked, and by how many scenarios");
    command->callback([&invocation] { invocation.run = run_coverage; });
    command->footer(
        "Of the shipped rulebooks. Exit code 1 if a row is neither checked nor has a reason.\n"
        "With --json one object: rows, totals and strays (rules without a row).");
}

}  // namespace fallbuch

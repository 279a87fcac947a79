#include "projections/rules/coverage.h"

#include <algorithm>
#include <array>
#include <functional>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "projections/rules/check.h"
#include "projections/rules/faults.h"
#include "projections/rules/outcome.h"
#include "projections/rules/rule_set.h"
#include "projections/rules/rulebook.h"
#include "projections/rules/scenario.h"
#include "projections/rules/vocabulary.h"

namespace fallbuch::rules {
namespace {

std::vector<std::string> cells_of(std::string_view line) {
    std::vector<std::string> cells(1);
    for (const char c : line) {
        if (c == '\t') {
            cells.emplace_back();
        } else {
            cells.back() += c;
        }
    }
    return cells;
}

Result<RuleRow> parse_row(std::string_view line) {
    constexpr std::size_t kCellsMin = 4;
    constexpr std::size_t kCellsMax = 5;
    std::vector<std::string> cells = cells_of(line);
    const bool has_empty =
        std::any_of(cells.begin(), cells.end(), [](const auto& cell) { return cell.empty(); });
    if (cells.size() < kCellsMin || cells.size() > kCellsMax || has_empty) {
        return Error{ErrorCode::invalid, "a row is id, grade, source, title and perhaps a reason"};
    }
    constexpr std::array<std::string_view, 4> kGrades{"A", "T", "H", "-"};
    if (std::find(kGrades.begin(), kGrades.end(), cells[1]) == kGrades.end()) {
        return Error{ErrorCode::invalid, "a grade is A, T, H or - (" + cells[1] + ")"};
    }
    cells.resize(kCellsMax);
    return RuleRow{cells[0], cells[1], cells[2], cells[3], cells[4]};
}

// What scenarios expect of one row.
struct Tally {
    std::size_t violated = 0;
    std::size_t undetermined = 0;
    std::size_t other = 0;

    void add(const Expectation& expected) {
        if (expected.is_activated && expected.verdict == Verdict::violated) {
            ++violated;
        } else if (expected.is_activated && expected.verdict == Verdict::undetermined) {
            ++undetermined;
        } else {
            ++other;
        }
    }
};
using Tallies = std::map<std::string, Tally, std::less<>>;

const RulebookFile* find_file(std::span<const RulebookFile> files, std::string_view name) {
    const auto found = std::find_if(files.begin(), files.end(),
                                    [&](const RulebookFile& one) { return one.name == name; });
    return found == files.end() ? nullptr : &*found;
}

Status tally_scenarios(const RulebookFile& file, Tallies& tallies) {
    const ParsedScenarios parsed = parse_scenarios(file.text);
    if (!parsed.faults.none()) {
        return Error{ErrorCode::invalid, file.name + ":\n" + describe(parsed.faults.all())};
    }
    for (const Scenario& scenario : parsed.scenarios) {
        for (const Snapshot& snapshot : scenario.snapshots) {
            for (const Expectation& expected : snapshot.expected) {
                tallies[expected.rule].add(expected);
                if (!expected.stands_for.empty()) tallies[expected.stands_for].add(expected);
            }
        }
    }
    return {};
}

// Each scenario file once, even if two rulebooks name it.
Result<Tallies> tally_all(std::span<const RulebookFile> files, const RuleSet& rules) {
    std::set<std::string> names;
    for (const auto& book : rules.books()) {
        names.insert(book->scenario_files.begin(), book->scenario_files.end());
    }
    Tallies tallies;
    for (const std::string& name : names) {
        const RulebookFile* file = find_file(files, name);
        if (file == nullptr) {
            return Error{ErrorCode::invalid,
                         "scenarios: a rulebook names a file that is not "
                         "there (" +
                             name + ")"};
        }
        RETURN_IF_ERROR(tally_scenarios(*file, tallies));
    }
    return tallies;
}

// By row: where it is live, and the reason of the last rulebook that does not check it.
struct Claims {
    std::map<std::string, std::map<std::string, Bearing>, std::less<>> live;
    std::map<std::string, std::string, std::less<>> reasons;

    void add(const std::string& id, const std::string& book, Bearing bearing) {
        const auto [place, is_new] = live[id].emplace(book, bearing);
        if (!is_new) place->second = std::min(place->second, bearing);
    }
};

Claims claims_of(const RuleSet& rules) {
    Claims claims;
    for (const auto& book : rules.books()) {
        const std::string name = book->id + "@" + book->version;
        for (const Check& check : book->checks) {
            claims.add(check.id, name, Bearing::rule);
            for (const auto& [value, id] : check.ids) claims.add(id, name, Bearing::finding);
            for (const std::string& id : check.embodies) claims.add(id, name, Bearing::embodied);
        }
        for (const UncheckedRow& row : book->unchecked) claims.reasons[row.id] = row.reason;
    }
    return claims;
}

CoverageRow cover(const RuleRow& row, const Claims& claims, const Tallies& tallies) {
    CoverageRow out;
    out.row = row;
    if (const auto live = claims.live.find(row.id); live != claims.live.end()) {
        out.state = RowState::live;
        for (const auto& [book, bearing] : live->second) out.places.push_back({book, bearing});
    } else {
        const auto said = claims.reasons.find(row.id);
        out.reason = said == claims.reasons.end() ? row.reason : said->second;
        if (!out.reason.empty()) out.state = RowState::unchecked;
    }
    if (const auto tally = tallies.find(row.id); tally != tallies.end()) {
        const Tally& counted = tally->second;
        out.trips_by_undetermined = counted.violated == 0 && counted.undetermined > 0;
        out.tripped = counted.violated > 0 ? counted.violated : counted.undetermined;
        out.kept = counted.other + (counted.violated > 0 ? counted.undetermined : 0);
    }
    const bool is_never_violated = out.tripped == 0 || out.trips_by_undetermined;
    if (out.state == RowState::live && is_never_violated) out.reason = row.reason;
    return out;
}

std::vector<std::string> strays_of(const Claims& claims, const std::vector<RuleRow>& rows) {
    std::set<std::string> known;
    for (const RuleRow& row : rows) known.insert(row.id);
    std::vector<std::string> strays;
    for (const auto& [id, books] : claims.live) {
        if (known.contains(id)) continue;
        for (const auto& [book, bearing] : books) strays.push_back(book + ": " + id);
    }
    return strays;
}

}  // namespace

Result<std::vector<RuleRow>> parse_rule_rows(std::string_view text) {
    std::vector<RuleRow> rows;
    std::set<std::string> ids;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        if (line.empty() || line.front() == '#') continue;
        const std::string place = "line " + std::to_string(number);
        auto row = parse_row(line);
        if (!row) return row.error().in(place);
        if (!ids.insert(row->id).second) {
            return Error{ErrorCode::invalid, place + ": a row " + row->id + " is there already"};
        }
        rows.push_back(*std::move(row));
    }
    return rows;
}

std::string_view to_string(RowState state) {
    switch (state) {
        case RowState::live: return "live";
        case RowState::unchecked: return "unchecked";
        case RowState::missing: return "missing";
    }
    return "";
}

std::string_view to_string(Bearing bearing) {
    switch (bearing) {
        case Bearing::rule: return "rule";
        case Bearing::finding: return "finding";
        case Bearing::embodied: return "embodied";
    }
    return "";
}

bool Coverage::is_complete() const {
    return strays.empty() && std::none_of(rows.begin(), rows.end(), [](const CoverageRow& one) {
               return one.state == RowState::missing;
           });
}

Result<Coverage> coverage_of(std::span<const RulebookFile> files,
                             const std::shared_ptr<const Catalogue>& catalogue) {
    const RulebookFile* rows_file = find_file(files, kRuleRowsFile);
    if (rows_file == nullptr) {
        return Error{ErrorCode::invalid,
                     "coverage: there is no file " + std::string(kRuleRowsFile)};
    }
    const auto rows = parse_rule_rows(rows_file->text);
    if (!rows) return rows.error().in(kRuleRowsFile);
    std::vector<RulebookFile> books;
    std::copy_if(files.begin(), files.end(), std::back_inserter(books),
                 [](const RulebookFile& one) { return one.name.ends_with(".json"); });
    ASSIGN_OR_RETURN(const RuleLibrary library, make_library(EventsOf::casework, catalogue, books));
    if (!library.passed_over.empty()) {
        return Error{ErrorCode::invalid, library.passed_over.front()};
    }
    ASSIGN_OR_RETURN(const Tallies tallies, tally_all(files, *library.rules));
    const Claims claims = claims_of(*library.rules);
    Coverage out;
    for (const RuleRow& row : *rows) out.rows.push_back(cover(row, claims, tallies));
    out.strays = strays_of(claims, *rows);
    return out;
}

}  // namespace fallbuch::rules

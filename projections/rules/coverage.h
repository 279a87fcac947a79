// Which rows of the domain are rules that a rulebook checks, and do the scenarios show both sides
// of each of them?
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/events/catalogue.h"
#include "projections/rules/rule_library.h"

namespace fallbuch::rules {

// A row of rows.tsv, whose head says how it is written.
struct RuleRow {
    std::string id;
    std::string grade;  // A, T, H, or "-" if it neither demands nor forbids
    std::string source;
    std::string title;
    std::string reason;  // why nothing is checked, where no rulebook says so, or never violated
};
inline constexpr std::string_view kRuleRowsFile = "rows.tsv";

// invalid with the line of the first mistake.
Result<std::vector<RuleRow>> parse_rule_rows(std::string_view text);

enum class RowState : std::uint8_t {
    live,       // a rulebook judges by it
    unchecked,  // no rulebook does, and it is said why
    missing,    // neither
};
std::string_view to_string(RowState state);

// How a rulebook makes a row live.
enum class Bearing : std::uint8_t {
    rule,      // a rule of this id
    finding,   // a rule of another id whose findings bear this one, by a value ("ids")
    embodied,  // an exception or a definition in a rule of another id ("embodies")
};
std::string_view to_string(Bearing bearing);

struct LivePlace {
    std::string rulebook;  // "4pm-2023@2023.1"
    Bearing bearing = Bearing::rule;
};

struct CoverageRow {
    RuleRow row;
    RowState state = RowState::missing;
    std::vector<LivePlace> places;  // each rulebook once, with the closest bearing
    std::string reason;             // if it is unchecked, or never violated in any history
    // Expectations of scenarios about this row: that it is violated, and any other. Where none is,
    // undetermined counts as tripped, because what people attest is hardly ever violated: it is
    // missing.
    std::size_t tripped = 0;
    std::size_t kept = 0;
    bool trips_by_undetermined = false;
};

struct Coverage {
    std::vector<CoverageRow> rows;  // in the order of the file
    // "4pm-2023@2023.1: G-99": rules without a row, so that the rows are not complete.
    std::vector<std::string> strays;

    // Every row is live or has a reason, and every rule has a row.
    bool is_complete() const;
};

// Of rulebooks (*.json), the scenario files that they name, and rows.tsv, all of them among the
// files. invalid if one of them cannot be read, or the rulebooks do not go together.
Result<Coverage> coverage_of(std::span<const RulebookFile> files,
                             const std::shared_ptr<const Catalogue>& catalogue);

}  // namespace fallbuch::rules

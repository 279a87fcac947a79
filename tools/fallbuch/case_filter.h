// Which cases are meant? What commands that list cases have in common on the command line.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/calendar/berlin.h"
#include "core/calendar/civil_day.h"
#include "projections/case/case_card.h"
#include "tools/fallbuch/name_search.h"

namespace CLI {
class App;
}

namespace fallbuch {

struct CaseFilterOptions {
    std::string name;
    std::string case_number;
    std::string customer_number;
    std::string team;
    std::string unit;
    std::string caseworker;
    std::string phase;
    std::optional<std::uint32_t> no_contact_days;
    bool closed_too = false;
};

// The options outlive the command.
void add_case_filters(CLI::App& command, CaseFilterOptions& options);

// Borrows options and time.
class CaseFilter {
public:
    CaseFilter(const CaseFilterOptions& options, const BerlinTime& berlin, CivilDay today);

    bool fits(const CaseCard& card) const;
    // Closed or not.
    bool would_fit(const CaseCard& card) const;
    bool asks_for_number() const { return !options_.case_number.empty(); }
    bool fits_number(std::string_view number) const { return case_number_.is_part_of(number); }

private:
    bool is_at(const CaseCard& card) const;
    bool has_number(const CaseCard& card) const;
    bool works_on(const CaseCard& card) const;

    const CaseFilterOptions& options_;
    const BerlinTime& berlin_;
    CivilDay today_;
    SearchText name_;
    SearchText case_number_;
    SearchText customer_number_;
    SearchText team_;
    SearchText unit_;
    SearchText caseworker_;
};

}  // namespace fallbuch

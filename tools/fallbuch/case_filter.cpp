#include "tools/fallbuch/case_filter.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstddef>
#include <string>

#include "projections/case/thing_kind.h"

namespace fallbuch {

namespace {

CLI::Validator is_day_count() {
    return {[](const std::string& text) -> std::string {
                constexpr std::size_t kDigitsMax = 5;
                const bool is_number = !text.empty() && text.size() <= kDigitsMax &&
                                       text.find_first_not_of("0123456789") == std::string::npos;
                return is_number ? "" : "a number of days from 0 to 99999, not " + text;
            },
            "", "days"};
}

}  // namespace

void add_case_filters(CLI::App& command, CaseFilterOptions& options) {
    command.add_option("--name", options.name, "Parts of the person's name, in any order");
    command.add_option("--case-number", options.case_number, "Part of the case number");
    command.add_option("--customer-number", options.customer_number,
                       "Kundennummer, also a former or linked one");
    command.add_option("--team", options.team, "Team that is responsible");
    command.add_option("--unit", options.unit, "Office (Dienststelle) that is responsible");
    command.add_option("--caseworker", options.caseworker,
                       "Who is responsible, or stands in today");
    command.add_option("--phase", options.phase, "Where in the 4-Phasen-Modell")
        ->check(CLI::IsMember({"none", "analysis", "goal", "strategy", "agreement", "follow_up"}));
    command
        .add_option("--no-contact-since", options.no_contact_days,
                    "No contact, as told below, for more than so many days")
        ->check(is_day_count())
        ->type_name("DAYS");
    command.add_flag("--closed", options.closed_too, "Closed cases and imported logs, too");
}

CaseFilter::CaseFilter(const CaseFilterOptions& options, const BerlinTime& berlin, CivilDay today)
    : options_(options),
      berlin_(berlin),
      today_(today),
      name_(options.name),
      case_number_(options.case_number),
      customer_number_(options.customer_number),
      team_(options.team),
      unit_(options.unit),
      caseworker_(options.caseworker) {}

// Responsible, or standing in today.
bool CaseFilter::works_on(const CaseCard& card) const {
    const ResponsibleTerm* term = card.responsible_on(today_);
    return caseworker_.is(term != nullptr ? term->caseworker : "") ||
           std::ranges::any_of(card.deputies_on(today_), [&](const DeputyTerm& deputy) {
               return caseworker_.is(deputy.caseworker);
           });
}

// By any number that the person ever had.
bool CaseFilter::has_number(const CaseCard& card) const {
    return customer_number_.is("") ||
           std::ranges::any_of(card.customer_numbers, [&](const std::string& number) {
               return customer_number_.is(number);
           });
}

// Where it belongs, even if the time of whoever was responsible is over.
bool CaseFilter::is_at(const CaseCard& card) const {
    const ResponsibleTerm* term = card.assigned_on(today_);
    return team_.is(term != nullptr ? term->team : "") &&
           unit_.is(term != nullptr ? term->unit : "");
}

bool CaseFilter::fits(const CaseCard& card) const {
    return (card.is_open || options_.closed_too) && would_fit(card);
}

bool CaseFilter::would_fit(const CaseCard& card) const {
    if (!card.is_case) return false;
    const bool is_phase = options_.phase.empty() || options_.phase == key_of(card.phase);
    if (!is_phase || !name_.is_part_of(card.name) || !has_number(card) || !is_at(card) ||
        !works_on(card)) {
        return false;
    }
    if (!options_.no_contact_days || !card.last_contact) return true;
    const CivilDay last = berlin_.day_of(*card.last_contact);
    return today_ - last > std::chrono::days(*options_.no_contact_days);
}

}  // namespace fallbuch

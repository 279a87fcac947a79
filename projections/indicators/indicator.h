// What do the process indicators say? Groups with how often something happened and in how many
// cases. What would tell of few persons is withheld here, so that no view can show it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/calendar/civil_day.h"

namespace fallbuch::indicators {

// What is asked, and from which size on a group is told.
struct IndicatorQuestion {
    CivilDay from{};
    CivilDay to{};     // the last day
    std::string unit;  // of the case on the day; empty: all
    // Of cases behind a figure, and of caseworkers behind a team and behind the whole. 1: no limit.
    std::uint64_t group_min = 5;
    // PK-09: how many days before the end of a month are looked at, how soon a change is taken
    // back, and how many such changes before one day are conspicuous.
    int reporting_days = 5;
    int reversal_days = 30;
    std::uint64_t suspicious_min = 3;
    // PK-05: how many days before the violation a talk must have been.
    int talk_days = 90;
};

enum class Withheld : std::uint8_t {
    no,
    few_cases,         // fewer than group_min cases are behind it
    protects_another,  // one that is withheld could be computed from it
};

// A group; the numbers are 0 if it is withheld.
struct Cell {
    std::string key;
    std::string title;  // German
    std::uint64_t count = 0;
    std::uint64_t case_count = 0;
    Withheld withheld = Withheld::no;
};

// Groups that together make a total. A case may be in several.
struct Line {
    std::string key;
    std::string title;
    std::vector<Cell> cells;
    Cell total;
};

struct IndicatorTable {
    std::string key;
    std::string title;
    std::string counted;  // what `count` counts, German plural
    std::vector<Line> lines;
    bool is_per_case = false;         // the count for each case of the report is worth telling
    bool lines_share_groups = false;  // all have the same ones, in one order
};

// A question or a principle of the seed, by its wording there.
struct IndicatorText {
    std::string_view id;  // "PK-01"
    bool is_principle = false;
    std::string_view title;
    std::string_view wording;     // of the seed
    std::string_view definition;  // what is counted, with {names} of numbers; empty: nothing is
    std::string_view why_not;     // why it cannot be computed; empty: it can
};

std::span<const IndicatorText> indicator_texts();
// The definition with the numbers of the question in their places.
std::string definition_of(const IndicatorText& text, const IndicatorQuestion& question);

struct Indicator {
    const IndicatorText* text = nullptr;
    std::vector<IndicatorTable> tables;
};

struct IndicatorReport {
    enum class WithheldWhole : std::uint8_t { no, few_cases, few_caseworkers };
    WithheldWhole withheld = WithheldWhole::no;  // then no indicator has a table
    std::uint64_t case_count = 0;                // open on a day of the period; 0 if withheld
    std::uint64_t caseworker_count = 0;          // responsible for one of them; 0 if withheld
    std::vector<std::string> units;              // that had a case in the period, asked or not
    std::vector<Indicator> indicators;           // in the order of indicator_texts()
};

}  // namespace fallbuch::indicators

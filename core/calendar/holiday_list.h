// How are public holidays written down? As text, one fact per line, each with its legal source:
//
//   place   | id | id of the place it lies in, or - | title | law
//   holiday | yearly day (yearly_day.h) | title
//   in      | id of one or more places | from..to or from.. | source | remark
//
// An "in" line belongs to the holiday above it; from and to are days (YYYY-MM-DD), both counted. A
// holiday holds in its place and in all places that lie in it. Blanks around fields do not matter;
// law, source and remark may be empty, and "|" cannot be part of a field. Blank lines and lines
// that begin with "#" are skipped. A list holds at most 1 MiB.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/calendar/civil_day.h"
#include "core/calendar/yearly_day.h"

namespace fallbuch {

struct Place {
    std::string id;
    std::string within;  // empty: in no other
    std::string title;
    std::string law;
};

struct HolidayRule {
    std::string title;
    YearlyDay day;
    std::string place;
    CivilDay valid_from;
    std::optional<CivilDay> valid_to;  // the last day
    std::string source;
    std::string remark;
};

struct HolidayList {
    std::vector<Place> places;
    std::vector<HolidayRule> rules;
};

inline constexpr std::size_t kHolidayListBytesMax = std::size_t{1} << 20;

// invalid, naming the line, at the first line that breaks the grammar above. Whether the places
// exist is checked by whoever joins the lists (holiday_law.h).
Result<HolidayList> parse_holiday_list(std::string_view text);

}  // namespace fallbuch

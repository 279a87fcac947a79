// The offices that answer for the cases: the job centre under both of its names, and the agency.
#pragma once

#include <string_view>

namespace fallbuch::simulate {

inline constexpr std::string_view kArge = "ARGE Landkreis Regensburg";  // to the end of 2010
inline constexpr std::string_view kJobcenter = "Jobcenter Landkreis Regensburg";
inline constexpr std::string_view kAgency = "Agentur für Arbeit Regensburg";

}  // namespace fallbuch::simulate

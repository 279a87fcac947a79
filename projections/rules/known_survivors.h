// Changes of a rulebook that no scenario can notice, because they change nothing that it says: a
// file that somebody writes by hand, with the reason of each.
//
//   # a remark
//   rules/G-09/Frist/within/before +1: Der Tag danach ist immer ein Sonntag.
//
// What stands before the first ": " is the key of a mutant (mutants.h), the rest is the reason.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace fallbuch::rules {

// The reasons by key. invalid, with the line, if one has no reason or stands there twice.
using KnownSurvivors = std::map<std::string, std::string, std::less<>>;
Result<KnownSurvivors> parse_known_survivors(std::string_view text);

}  // namespace fallbuch::rules

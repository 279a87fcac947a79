// What is known of a length without a day from which it is counted?
#pragma once

#include <string_view>

#include "projections/rules/condition.h"

namespace fallbuch::rules {

// Of a text alone, without a fault: neither civil nor elapsed if it is no length.
Length length_of(std::string_view text);

// Of what is a parameter nothing is known: no.
bool is_zero(const Length& length);
bool is_backwards(const Length& length);
bool has_months(const Length& length);
// More than a hundred years, either way: nobody lives to see it, and a reckoning may leave the
// years that a calendar has.
bool is_endless(const Length& length);

}  // namespace fallbuch::rules

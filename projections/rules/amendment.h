// A rulebook that amends another, as a law does: what the text of the other says holds on, but for
// what this one says anew or leaves out.
#pragma once

#include "projections/rules/faults.h"
#include "projections/rules/json_text.h"

namespace fallbuch::rules {

// The base's text with that of the amendment in it. Rules are replaced as a whole, by their id;
// parameters, tables, facts and objects by their name; anything else member by member; and the
// norms that the base cites are cited as of `amends.as_of`. What stands in the base is marked so
// (TextPlace::in_base).
JsonNode amended(const JsonNode& base, const JsonNode& amendment, RulebookFaults& faults);

// `base` with every member of `change` instead of its own of that name, or beside them.
JsonNode overlaid(const JsonNode& base, const JsonNode& change);

}  // namespace fallbuch::rules

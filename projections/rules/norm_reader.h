// Reads citations of norms as Germans write them.
//
//     citation = group { link group } ; group = [law] sign norms [law]
//     norms    = number [letter] { level number } { "," norms | "bis" number | "f." | "ff." }
//     sign     = "§" | "§§" | "Art." ; level = "Abs." | roman | "Satz" | "Nr." | "Buchst." …
//     link     = "," | "und" | "oder" | "/" | "i. V. m." …
//
// A law behind the last of several linked groups is that of all of them; one in front of the first,
// too. Words around a citation say nothing.
//
// Not understood, and then nothing of the text is: a negation ("nicht § 68 SGB X"), a question, "§"
// without a number, a number that no level introduces ("Abs. 1 1. Halbsatz"), a bare number behind
// an Absatz after "§§" ("§§ 68 Abs. 1, 72": Absatz or §?), "16 f" (letter or following?), a letter
// apart behind a level ("Nr. 1 a"), "SGB" without its book, several books of one norm ("SGB II und
// III"), "dieses Gesetzes", the version of a law.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "projections/rules/norm.h"

namespace fallbuch::rules {

// All that the text names, laws without a norm too; empty: nothing, or something is not understood.
std::vector<Norm> read_norms(std::string_view text);

// The law whose name the whole text is, as norms have it: "SGB II".
std::optional<std::string> read_law(std::string_view text);

}  // namespace fallbuch::rules

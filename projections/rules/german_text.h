// Does a text have another one in it, or the words of another one, as people read them?
//
// Small and capital letters are the same, also ä, ö, ü and ß ("STRASSE" and "Straße"), and so is an
// umlaut of one character and of two. Nothing else is: "ae" is not "ä".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "projections/rules/value.h"

namespace fallbuch::rules {

// In small letters.
std::string folded(std::string_view text);

// Runs of letters and digits, folded; all else lies between them.
std::vector<std::string> words_of(std::string_view text);

// Anywhere, also within a word: "protokoll" in "Zugriffsprotokoll".
bool has_text(std::string_view text, std::string_view part);

// All words of `part`, one behind the other. Two are the same but for an ending e, em, en, er, es,
// n, ns or s: "bestritten" and "bestrittene". Of a longer word that has one in it ("Anschrift" in
// "Wohnanschrift", "Name" in "Vorname") nobody knows whether it is meant. Unknown, too, if `part`
// has no words.
Truth has_words(std::string_view text, std::string_view part);

}  // namespace fallbuch::rules

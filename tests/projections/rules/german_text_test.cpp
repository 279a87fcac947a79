#include "projections/rules/german_text.h"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

#include "projections/rules/value.h"

namespace fallbuch::rules {
namespace {

TEST_CASE("small and capital letters are the same, umlauts and sharp s as well",
          "[projections][rules]") {
    CHECK(folded("ÄÖÜ äöü ÀÞ") == "äöü äöü àþ");
    CHECK(folded("STRASSE") == folded("Straße"));
    CHECK(folded("STRA\u1E9EE") == folded("straße"));
    CHECK(folded("U\u0308bung") == "übung");
    CHECK(folded("e\u0308") == "e\u0308");
    CHECK(folded("Anschrift\u00AD") == "anschrift");
    CHECK(folded("×") == "×");
    CHECK(folded("Aerzte") != folded("Ärzte"));
    CHECK(folded("\xC3") == "\xC3");
}

TEST_CASE("letters and digits make words, all else lies between them", "[projections][rules]") {
    using Words = std::vector<std::string>;
    CHECK(words_of("Straße, Haus-Nr. 12a – „Hof“") == Words{"strasse", "haus", "nr", "12a", "hof"});
    CHECK(words_of(" Höhe\u00A0der…Miete ") == Words{"höhe", "der", "miete"});
    CHECK(words_of("– … §").empty());
}

TEST_CASE("a text is found anywhere in another one", "[projections][rules]") {
    CHECK(has_text("ZUGRIFFSPROTOKOLL", "Protokoll"));
    CHECK(has_text("Ärzteliste", "ÄRZTE"));
    CHECK(has_text("ein *** Vermerk", "***"));
    CHECK_FALSE(has_text("Protokol", "Protokoll"));
}

TEST_CASE("a word is found with another ending, not within another word", "[projections][rules]") {
    CHECK(has_words("die bestrittene Anschrift", "bestritten") == Truth::yes);
    CHECK(has_words("vom Kunden BESTRITTEN", "bestrittenen") == Truth::yes);
    CHECK(has_words("Anschriften", "anschrift") == Truth::yes);
    CHECK(has_words("anschrift", "Anschriften") == Truth::yes);
    CHECK(has_words("Anschriftung", "Anschrift") == Truth::unknown);
    CHECK(has_words("unbestritten", "bestritten") == Truth::unknown);
    CHECK(has_words("Wohnanschrift", "Anschrift") == Truth::unknown);
    CHECK(has_words("Wohnanschrift, Anschrift", "Anschrift") == Truth::yes);
    CHECK(has_words("Adresse", "Anschrift") == Truth::no);
}

TEST_CASE("short words and numbers have no endings and are in no other", "[projections][rules]") {
    CHECK(has_words("abs", "ab") == Truth::no);
    CHECK(has_words("abab", "ab") == Truth::no);
    CHECK(has_words("Orts", "Ort") == Truth::yes);
    CHECK(has_words("Team 77", "Team 7") == Truth::no);
    CHECK(has_words("1234", "123") == Truth::no);
    CHECK(has_words("Team 7", "team 7") == Truth::yes);
}

TEST_CASE("several words stand one behind the other", "[projections][rules]") {
    CHECK(has_words("die Höhe der Einkünfte im Mai", "HÖHE DER EINKÜNFTE") == Truth::yes);
    CHECK(has_words("Höhe der Nebeneinkünfte", "Höhe der Einkünfte") == Truth::unknown);
    CHECK(has_words("Einkünfte der Höhe nach", "Höhe der Einkünfte") == Truth::no);
    CHECK(has_words("Höhe", "Höhe der Einkünfte") == Truth::no);
}

TEST_CASE("nobody knows whether nothing is in a text", "[projections][rules]") {
    CHECK(has_words("Anschrift", "…") == Truth::unknown);
    CHECK(has_words("", "Anschrift") == Truth::no);
}

}  // namespace
}  // namespace fallbuch::rules

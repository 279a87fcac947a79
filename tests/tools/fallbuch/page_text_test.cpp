// Running text is broken between words, and goes on where it began.
#include "tools/fallbuch/page_text.h"

#include <catch2/catch.hpp>

#include <cstddef>

namespace fallbuch {
namespace {

TEST_CASE("a line is broken as soon as the next word does not fit", "[tools][fallbuch]") {
    // "– " and two levels take six cells: "eins zwei" ends in cell 15.
    PageText exact(15);
    exact.line(2, "eins zwei drei", "– ");
    CHECK(exact.take() == "    – eins zwei\n      drei\n");
    PageText narrower(14);
    narrower.line(2, "eins zwei drei", "– ");
    CHECK(narrower.take() == "    – eins\n      zwei\n      drei\n");
}

TEST_CASE("a word that is too long stands alone and whole", "[tools][fallbuch]") {
    PageText page(8);
    page.line(0, "ein Rechtsbegriff gilt");
    CHECK(page.take() == "ein\nRechtsbegriff\ngilt\n");
}

TEST_CASE("a heading is set apart and ruled as far as it reaches", "[tools][fallbuch]") {
    PageText page(20);
    page.heading("Größe");
    page.heading("Zwei");
    CHECK(page.take() == "Größe\n-----\n\nZwei\n----\n");
}

TEST_CASE("what would drive the terminal is made visible", "[tools][fallbuch]") {
    PageText page(40);
    page.line(0, "rot \x1b[31m");
    CHECK(page.take() == "rot \\x1b[31m\n");
}

}  // namespace
}  // namespace fallbuch

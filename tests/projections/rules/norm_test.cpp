// What citations name: real spellings, from the concepts, the catalogue's examples, the simulator
// and the histories of the rulebooks, each beside what a reader of law takes it to say.
#include "projections/rules/norm.h"

#include <array>
#include <catch2/catch.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "projections/rules/norm_reader.h"

namespace fallbuch::rules {
namespace {

// All norms of the text as they are abbreviated, with " | " between them.
std::string read(std::string_view text) {
    std::string all;
    for (const Norm& norm : read_norms(text)) all += (all.empty() ? "" : " | ") + norm_text(norm);
    return all;
}

struct Spelling {
    std::string_view text;
    std::string_view norms;
};

template <typename Spellings>
void check_read_as(const Spellings& spellings) {
    for (const Spelling& one : spellings) {
        INFO(one.text);
        CHECK(read(one.text) == one.norms);
    }
}

std::optional<bool> names(std::string_view text, std::string_view asked,
                          std::string_view own_law = "") {
    return cites(text, read_norms(asked), own_law);
}

TEST_CASE("a citation is read whichever way it is written", "[projections][rules]") {
    check_read_as(std::to_array<Spelling>({
        {"§ 69 Abs. 1 Nr. 1 SGB X", "§ 69 Abs. 1 Nr. 1 SGB X"},
        {"SGB X § 68", "§ 68 SGB X"},
        {"SGB X, § 68 Abs. 1", "§ 68 Abs. 1 SGB X"},
        {"SGB II: § 32", "§ 32 SGB II"},
        {"§68 Abs. 1 SGB X", "§ 68 Abs. 1 SGB X"},
        {"§68 Abs.1 SGB X", "§ 68 Abs. 1 SGB X"},
        {"§ 68 Absatz 1 SGB X", "§ 68 Abs. 1 SGB X"},
        {"§\u00a068\u202fAbs.\u00a01 SGB\u00a0X", "§ 68 Abs. 1 SGB X"},
        {"§ 67 a SGB X", "§ 67a SGB X"},
        {"§ 31 Abs. 1 Satz 1 Nr. 1 SGB II", "§ 31 Abs. 1 Satz 1 Nr. 1 SGB II"},
        {"§ 31 Absatz 1 Satz 1 Nummer 1 SGB II", "§ 31 Abs. 1 Satz 1 Nr. 1 SGB II"},
        {"§ 37 III S.3 SGB III", "§ 37 Abs. 3 Satz 3 SGB III"},
        {"§35 I SGB I", "§ 35 Abs. 1 SGB I"},
        {"§38 Ia SGB III", "§ 38 Abs. 1a SGB III"},
        {"§ 16 Absatz 1 Satz 3 des Zweiten Buches Sozialgesetzbuch", "§ 16 Abs. 1 Satz 3 SGB II"},
        {"§ 32 Sozialgesetzbuch Zweites Buch (SGB II)", "§ 32 SGB II"},
        {"§ 32 SGB 2", "§ 32 SGB II"},
        {"§ 15 Abs. 6 SGB II a.F.", "§ 15 Abs. 6 SGB II"},
        {"§ 15 a. F. SGB II", "§ 15 SGB II"},
        {"Art. 6 Abs. 1 lit. e DSGVO", "Art. 6 Abs. 1 Buchst. e DSGVO"},
        {"Art. 6 Abs. 1 UAbs. 1 Buchst. e DS-GVO", "Art. 6 Abs. 1 UAbs. 1 Buchst. e DSGVO"},
        {"Artikel 6 Absatz 1 Buchstabe e der Datenschutz-Grundverordnung",
         "Art. 6 Abs. 1 Buchst. e DSGVO"},
        {"§ 22 II BDSG", "§ 22 Abs. 2 BDSG"},
        {"§ 68 AufenthG", "§ 68 AufenthG"},
        {"§ 68 des Aufenthaltsgesetzes", "§ 68 Aufenthaltsgesetz"},
        {"Vertrag vom 01.02.2024 nach § 80 SGB X", "§ 80 SGB X"},
        {"„§ 68 SGB X“ (Ersuchen vom 03.02.2025, Az. 12 Js 345/25)", "§ 68 SGB X"},
        {"§ 32", "§ 32"},
        {"SGB X", "SGB X"},
    }));
}

TEST_CASE("a citation of several norms names each of them", "[projections][rules]") {
    check_read_as(std::to_array<Spelling>({
        {"§§ 67a, 68 SGB X", "§ 67a SGB X | § 68 SGB X"},
        {"§44b/47/49 SGB II", "§ 44b SGB II | § 47 SGB II | § 49 SGB II"},
        {"§§ 68 Abs. 1, 72 Abs. 2 SGB X", "§ 68 Abs. 1 SGB X | § 72 Abs. 2 SGB X"},
        {"§ 68 Abs. 1 und 2 SGB X", "§ 68 Abs. 1 SGB X | § 68 Abs. 2 SGB X"},
        {"§ 31 Abs. 1 Nr. 2 und Abs. 2 SGB II", "§ 31 Abs. 1 Nr. 2 SGB II | § 31 Abs. 2 SGB II"},
        {"§50 II, III SGB II", "§ 50 Abs. 2 SGB II | § 50 Abs. 3 SGB II"},
        {"Art. 9 Abs. 2 Buchst. a und h DSGVO",
         "Art. 9 Abs. 2 Buchst. a DSGVO | Art. 9 Abs. 2 Buchst. h DSGVO"},
        {"§§ 67 bis 68 SGB X", "§§ 67 bis 68 SGB X"},
        {"§§68–77 SGB X", "§§ 68 bis 77 SGB X"},
        {"§ 31 Abs. 1 Nr. 1 bis 3 SGB II", "§ 31 Abs. 1 Nr. 1 bis 3 SGB II"},
        {"§§ 67a ff. SGB X", "§§ 67a ff. SGB X"},
        {"§ 31 f. SGB II", "§§ 31 f. SGB II"},
        {"Art. 12 ff. DSGVO", "Art. 12 ff. DSGVO"},
        {"§ 67c Abs. 4 SGB X i. V. m. § 44b Abs. 3 SGB II",
         "§ 67c Abs. 4 SGB X | § 44b Abs. 3 SGB II"},
        {"§ 16 Abs. 4 SGB II i.V.m. §22 IV SGB III", "§ 16 Abs. 4 SGB II | § 22 Abs. 4 SGB III"},
        {"§ 69 Abs. 1 Nr. 1 in Verbindung mit § 76 Abs. 2 Nr. 1 SGB X",
         "§ 69 Abs. 1 Nr. 1 SGB X | § 76 Abs. 2 Nr. 1 SGB X"},
        {"SGB X § 67d iVm § 44b SGB II", "§ 67d SGB X | § 44b SGB II"},
        {"SGB X § 67d, SGB II § 32", "§ 67d SGB X | § 32 SGB II"},
        {"§ 91 BHO, § 69 Abs. 5 SGB X", "§ 91 BHO | § 69 Abs. 5 SGB X"},
        // What stands behind the last law has none of its own, and gets none.
        {"§ 67d SGB X, § 68", "§ 67d SGB X | § 68"},
    }));
}

TEST_CASE("what is not understood is nothing, never a guess", "[projections][rules]") {
    for (const std::string_view text : {"",
                                        "Einwilligung",
                                        "Urteil des Landessozialgerichts",
                                        "§",
                                        "§ SGB X",
                                        "nicht § 68 SGB X",
                                        "§ 68 SGB X ist nicht einschlägig",
                                        "Keine Befugnis nach § 68 SGB X",
                                        "§ 68 SGB X?",
                                        "§ 68 SGB",
                                        "§ 68 Sozialgesetzbuch",
                                        "§ 32 dieses Gesetzes",
                                        "§ 15 SGB II und III",
                                        "§ 15 SGB II/III",
                                        "§ 16 f SGB II",
                                        "§ 16f. SGB II",
                                        "§ 3 Nr. 1 a SGB II",
                                        "§ 68 Abs. 1 1. Halbsatz SGB X",
                                        "§§ 68 Abs. 1, 72 SGB X",
                                        "§§ 67 Abs. 1 bis 68 SGB X",
                                        "§§ 67 bis 77 Abs. 1 SGB X",
                                        "§ 68 Abs. 1 Satz 2 und Nr. 3 SGB X",
                                        "§ 80, 01.02.2024",
                                        "§ 67c SGB X, 68",
                                        "§ 77 bis 68 SGB X",
                                        "SGB X § 67d SGB II",
                                        "§ 31A SGB II",
                                        "§ 68 Abs. SGB X",
                                        "§ 999999 SGB X"}) {
        INFO(text);
        CHECK(read(text).empty());
    }
}

TEST_CASE("a norm lies within what it is a part of, not within its neighbour",
          "[projections][rules]") {
    CHECK(names("§ 32 SGB II", "§ 32 SGB II") == true);
    CHECK(names("§ 32 Abs. 1 SGB II", "§ 32 SGB II") == true);
    CHECK(names("§ 320 SGB II", "§ 32 SGB II") == false);
    CHECK(names("§ 32a SGB II", "§ 32 SGB II") == false);
    CHECK(names("§ 32 SGB III", "§ 32 SGB II") == false);
    CHECK(names("§ 31a Abs. 7 SGB II", "§ 31a Abs. 7 SGB II") == true);
    CHECK(names("§ 31a Abs. 6 SGB II", "§ 31a Abs. 7 SGB II") == false);
    CHECK(names("§ 31a SGB II", "§ 31a Abs. 7 SGB II") == std::nullopt);
    CHECK(names("§ 31 Abs. 1 Satz 1 Nr. 1 SGB II", "§ 31 Abs. 1 Nr. 1 SGB II") == true);
    CHECK(names("§ 31 Abs. 1 Nr. 1 SGB II", "§ 31 Abs. 1 Satz 1 Nr. 1 SGB II") == std::nullopt);
    CHECK(names("§ 31 Abs. 2 SGB II", "§ 31 Abs. 1 Satz 1 Nr. 1 SGB II") == false);
    CHECK(names("Art. 28 DSGVO", "Art. 28 DSGVO") == true);
    CHECK(names("§ 28 DSGVO", "Art. 28 DSGVO") == std::nullopt);
    CHECK(names("Art. 28 Abs. 3 DSGVO", "DSGVO") == true);
    CHECK(names("Einwilligung", "§ 32 SGB II") == std::nullopt);
}

TEST_CASE("of several norms one is enough, and what is not said is not known",
          "[projections][rules]") {
    CHECK(names("§§ 67a, 68 SGB X", "§ 68 SGB X") == true);
    CHECK(names("§§ 67a, 69 SGB X", "§ 68 SGB X") == false);
    CHECK(names("§§ 67 bis 69 SGB X", "§ 68 SGB X") == true);
    CHECK(names("§§ 67 bis 69 SGB X", "§ 68 Abs. 1 SGB X") == std::nullopt);
    CHECK(names("§§ 67 bis 68 SGB X", "§ 68a SGB X") == false);
    CHECK(names("§§ 67 bis 68 SGB X", "§ 67e SGB X") == true);
    CHECK(names("§§ 67 ff. SGB X", "§ 67 SGB X") == true);
    CHECK(names("§§ 67 ff. SGB X", "§ 68 SGB X") == std::nullopt);
    CHECK(names("§§ 67 ff. SGB X", "§ 66 SGB X") == false);
    CHECK(names("§ 67 f. SGB X", "§ 68 SGB X") == std::nullopt);
    CHECK(names("§ 67 f. SGB X", "§ 69 SGB X") == false);
    CHECK(names("§ 77 SGB X", "§§ 68 bis 77 SGB X") == true);
    CHECK(names("§ 78 SGB X", "§§ 68 bis 77 SGB X") == false);
    CHECK(names("SGB X", "§ 68 SGB X") == std::nullopt);
    CHECK(names("SGB X", "§ 32 SGB II") == false);
    CHECK(names("§ 67d SGB X, § 68", "§ 68 SGB X") == std::nullopt);
    CHECK(names("§ 67d SGB X, § 69", "§ 68 SGB X") == false);
}

TEST_CASE("a norm without a law is of the one that the rule names, or of none",
          "[projections][rules]") {
    CHECK(names("§ 32 Abs. 1", "§ 32 SGB II") == std::nullopt);
    CHECK(names("§ 33 Abs. 1", "§ 32 SGB II") == false);
    CHECK(names("§ 32 Abs. 1", "§ 32 SGB II", "SGB II") == true);
    CHECK(names("§ 32 Abs. 1", "§ 32 SGB II", "SGB III") == false);
    CHECK(names("§ 32 Abs. 1 SGB III", "§ 32 SGB II", "SGB II") == false);
    // Who names a law at all does not leave out another.
    CHECK(names("§ 31a SGB II, § 32", "§ 32 SGB II", "SGB II") == std::nullopt);
}

TEST_CASE("a part of a norm covers what is in it only", "[projections][rules]") {
    const auto norm = [](std::string_view text) { return read_norms(text).front(); };
    CHECK(covers(norm("§ 32 SGB II"), norm("§ 32 Abs. 1 SGB II")));
    CHECK_FALSE(covers(norm("§ 32 Abs. 1 SGB II"), norm("§ 32 SGB II")));
    CHECK(covers(norm("§§ 67 bis 77 SGB X"), norm("§§ 68 bis 77 SGB X")));
    CHECK_FALSE(covers(norm("§§ 68 bis 77 SGB X"), norm("§§ 67 bis 77 SGB X")));
    CHECK_FALSE(covers(norm("§ 32 SGB II"), norm("§ 32 SGB III")));
    CHECK(covers(norm("SGB II"), norm("§ 32 SGB II")));
}

}  // namespace
}  // namespace fallbuch::rules

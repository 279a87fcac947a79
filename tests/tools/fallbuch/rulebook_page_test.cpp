// A rulebook and its rules as pages: what stands in the file stands on the page, and lines keep to
// their width.
#include "tools/fallbuch/rulebook_page.h"

#include <catch2/catch.hpp>

#include <cstddef>
#include <memory>
#include <sstream>
#include <string>
#include <utility>

#include "core/events/catalogue.h"
#include "projections/rulebooks/shipped_rulebooks.h"
#include "projections/rules/check.h"
#include "projections/rules/faults.h"
#include "projections/rules/rule_library.h"
#include "projections/rules/rulebook.h"
#include "projections/rules/rulebook_parser.h"
#include "projections/rules/vocabulary.h"
#include "tools/fallbuch/text_cells.h"

namespace fallbuch {
namespace {

struct Read {
    std::unique_ptr<rules::Vocabulary> vocabulary;
    rules::Rulebook book;
};

Read read(const std::string& text) {
    const auto catalogue = Catalogue::from_files(built_in_catalogue());
    REQUIRE(catalogue);
    Read out;
    out.vocabulary = std::make_unique<rules::Vocabulary>(rules::events_of(text), *catalogue);
    const auto files = rules::shipped_rulebooks();
    auto parsed = rules::parse_rulebook(text, *out.vocabulary, rules::find_among(files));
    INFO(rules::describe(parsed.faults.all()));
    REQUIRE(parsed.faults.none());
    out.book = std::move(parsed.rulebook);
    return out;
}

const std::string kRulebook = R"({"rulebook": "probe", "version": "1", "title": "Probe",
    "valid": {"from": "2024-01-01", "to": "2024-12-31"}, "calendar": {"month_round": "down"},
    "params": {"soon": {"title": "Bald", "undefined_term": true, "values": [
        {"from": "2024-01-01", "value": "P7D"},
        {"from": "2024-01-01", "units": ["Cham"], "value": "P5D"},
        {"from": "2024-07-01", "value": "P14D"}]},
        "unused": {"title": "Ungenutzt", "values": [{"value": 3}]}},
    "rules": [{"id": "R-1", "title": "Vermerk", "statement": "Zu jedem Gespräch ein Vermerk.",
        "type": "M", "grade": "A", "cite": [{"law": "SGB X", "paragraph": "§ 1"}],
        "embodies": ["R-2"], "valid": {"from": "2024-03-01"},
        "template": "response", "on": "ContactHeld", "require": "CounsellingNoteRecorded",
        "within": {"before": {"param": "soon"}},
        "readings": [{"title": "Strenger", "rule": {"within": {"before": "P1D"}}}]},
        {"id": "R-3", "title": "Grund", "statement": "Mit Grund.", "type": "S", "grade": "T",
        "template": "attestation", "on": "ContactHeld", "that": {"present": "a.channelReason"}}],
    "unchecked": [{"id": "R-4", "title": "Güte", "statement": "Gut.", "grade": "H",
        "reason": "Das sieht nur ein Mensch."}]})";

bool has(const std::string& page, const std::string& text) {
    return page.find(text) != std::string::npos;
}

constexpr std::size_t kWidth = 72;

TEST_CASE("the page of a rule has its text, its source, its data and the values by date",
          "[tools][fallbuch]") {
    const Read read_book = read(kRulebook);
    const std::string page = rule_page(read_book.book, *read_book.vocabulary, "R-1", kWidth);
    CHECK(page ==
          "R-1  Vermerk\n"
          "------------\n"
          "probe@1, Geltung: 01.03.2024 bis 31.12.2024\n"
          "Muss, Ereignisse entscheiden, verletzt: prüfen\n"
          "\n"
          "Zu jedem Gespräch ein Vermerk.\n"
          "\n"
          "Quelle\n"
          "  – SGB X § 1\n"
          "Verwirklicht auch: R-2\n"
          "\n"
          "Auslöser\n"
          "  – „Kontakt stattgefunden“\n"
          "Gefordert\n"
          "  – Nach dem Auslöser:\n"
          "    – „Beratungsvermerk erfasst“\n"
          "Frist\n"
          "  – spätestens Parameter »Bald« nach: Tag des Auslösers\n"
          "  – Der Tag, von dem an gerechnet wird, zählt nicht mit (§ 187 Abs. 1\n"
          "    BGB).\n"
          "\n"
          "R-1, andere Lesart: Strenger\n"
          "Muss, Ereignisse entscheiden, verletzt: Mangel\n"
          "\n"
          "Frist\n"
          "  – spätestens 1 Tag nach: Tag des Auslösers\n"
          "  – Der Tag, von dem an gerechnet wird, zählt nicht mit (§ 187 Abs. 1\n"
          "    BGB).\n"
          "\n"
          "Parameter\n"
          "---------\n"
          "Parameter  Bedeutung und Wert\n"
          "---------  -----------------------------------------------------\n"
          "soon       Bald; unbestimmter Rechtsbegriff, daher nur zu prüfen\n"
          "           7 Tage, 01.01.2024 bis 30.06.2024\n"
          "           5 Tage, ab 01.01.2024, Cham\n"
          "           2 Wochen, ab 01.07.2024\n");
}

TEST_CASE("a rule is found by the rows that it makes real, too", "[tools][fallbuch]") {
    const Read read_book = read(kRulebook);
    const auto page = [&](const std::string& id) {
        return rule_page(read_book.book, *read_book.vocabulary, id, kWidth);
    };
    CHECK(page("R-2") == page("R-1"));
    CHECK(page("R-3").starts_with("R-3  Grund\n"));
    CHECK(has(page("R-4"), "Grund\n  Das sieht nur ein Mensch.\n"));
    CHECK(page("R-5").empty());

    const Read shipped = [] {
        for (const rules::RulebookFile& file : rules::shipped_rulebooks()) {
            if (file.name == "kontaktdichte-2010.json") return read(file.text);
        }
        FAIL("no such rulebook");
        return Read{};
    }();
    const std::string by_finding = rule_page(shipped.book, *shipped.vocabulary, "KD-06", kWidth);
    CHECK(by_finding.starts_with("KD-04  "));
    CHECK(has(by_finding, "„Förderprofil“: KD-06"));
}

TEST_CASE("the page of a rulebook lists parameters, rules and what is not checked",
          "[tools][fallbuch]") {
    const Read read_book = read(kRulebook);
    const std::string page = rulebook_page(read_book.book, *read_book.vocabulary, kWidth);
    CHECK(page.starts_with("probe@1  Probe\n"));
    CHECK(has(page, "Geltung: 01.01.2024 bis 31.12.2024\n"));
    CHECK(has(page, "unused     Ungenutzt\n           3, ohne Grenzen\n"));
    CHECK(has(page, "R-1    Vermerk"));
    CHECK(has(page, "R-3    Grund"));
    CHECK(has(page, "R-4    Güte"));
    CHECK(has(page, "nicht geprüft"));
}

TEST_CASE("every shipped rule has a page whose lines keep to their width", "[tools][fallbuch]") {
    std::size_t pages = 0;
    for (const rules::RulebookFile& file : rules::shipped_rulebooks()) {
        if (!file.name.ends_with(".json")) continue;
        const Read read_book = read(file.text);
        for (const rules::Check& check : read_book.book.checks) {
            INFO(check.id);
            const std::string page =
                rule_page(read_book.book, *read_book.vocabulary, check.id, kWidth);
            CHECK(has(page, "Quelle\n"));
            CHECK(has(page, "Texte\n"));
            std::istringstream lines(page);
            for (std::string line; std::getline(lines, line);) {
                // Only a word that is too long by itself may reach beyond.
                const bool is_one_word =
                    line.find(' ', line.find_first_not_of(" –")) == std::string::npos;
                if (!is_one_word) CHECK(cell_count(line) <= kWidth);
            }
            ++pages;
        }
    }
    CHECK(pages > 200);
}

}  // namespace
}  // namespace fallbuch

#include "tools/fallbuch/catalogue_page.h"

#include <catch2/catch.hpp>
#include <cstddef>
#include <sstream>
#include <string>
#include <vector>

#include "core/events/admission.h"
#include "core/events/catalogue.h"
#include "core/events/checked_event.h"
#include "core/events/code_list.h"
#include "core/events/event_type.h"
#include "core/events/faults.h"
#include "tests/support/casework_types.h"
#include "tools/fallbuch/text_cells.h"

using namespace fallbuch;

namespace {

constexpr std::size_t kWidth = 80;

const std::vector<CatalogueFile>& office_files() {
    static const std::vector<CatalogueFile> kFiles{{"level.codes.json", R"({
            "codes": "level", "title": "Stufe", "source": "Konzept von 2009", "ordered": true,
            "values": [
              {"code": "A", "title": "niedrig", "valid": {"from": "2005-01-01"}},
              {"code": "B", "title": "hoch", "valid": {"to": "2009-12-31"},
               "attributes": {"needs": ["X", "Y"], "free": []}},
              {"code": "Z", "title": "ohne", "outsideOrder": true}]})"},
                                                   {"level_set.v1.json", R"({
            "title": "Stufe festgelegt", "description": "Die Stufe gilt ab sofort.",
            "x-fallbuch": {"type": "de.fallbuch.level.set", "version": 1, "name": "LevelSet",
                           "retention": "FALL", "actor": "required"},
            "type": "object", "additionalProperties": false, "required": ["level"],
            "properties": {
              "by": {"title": "Durch", "type": "string", "minLength": 1, "maxLength": 20,
                     "x-category": "BESCHAEFTIGTE", "x-subject": {"person": "by"}},
              "level": {"title": "Stufe", "type": "string", "x-codes": "level",
                        "x-category": "STAMM"},
              "days": {"title": "Tage", "description": "Die vereinbarten.", "type": "array",
                       "maxItems": 3, "items": {"type": "string", "format": "date"},
                       "x-category": "STAMM"}},
            "examples": [{"level": "A"}]})"}};
    return kFiles;
}

constexpr const char* kLevelPage = R"(Stufe festgelegt
LevelSet
de.fallbuch.level.set.v1

Die Stufe gilt ab sofort.

Betrifft die Person des Falls; wen by nennt.

Strom         des Falls
Akteur        ist zu nennen
Aufbewahrung  FALL

Feld     Bedeutung            Kategorie      Wessen
-------  -------------------  -------------  ------
level *  Stufe                STAMM          Fall
         Code aus level
by       Durch                BESCHAEFTIGTE  by
         Text bis 20 Zeichen
days     Tage                 STAMM          Fall
         Die vereinbarten.
         Liste bis 3: Datum

* ist anzugeben

Stufe (level)
Geordnet: der erste Code ist der geringste.

Code  Bedeutung                    Gültig ab   bis
----  ---------------------------  ----------  ----------
A     niedrig                      01.01.2005
B     hoch                                     31.12.2009
      free: –
      Handlungsbedarfe: X Y
Z     ohne
      (außerhalb der Reihenfolge)

Beispiel (in einer Zeile für fallbuch append: --example)

{
  "actor": "ifk-0417",
  "data": {
    "level": "A"
  },
  "id": "e-2026-000001",
  "source": "urn:example:office",
  "specversion": "1.0",
  "subject": "BG-1001",
  "time": "2026-06-10T09:30:00+02:00",
  "type": "de.fallbuch.level.set.v1"
}
)";

std::vector<std::string> lines_of(const std::string& page) {
    std::istringstream stream(page);
    std::vector<std::string> out;
    for (std::string line; std::getline(stream, line);) out.push_back(line);
    return out;
}

}  // namespace

TEST_CASE("a type's page tells what it is, whom it concerns and what it holds",
          "[tools][fallbuch]") {
    const auto catalogue = Catalogue::from_files(office_files());
    REQUIRE(catalogue);
    const EventType* type = (*catalogue)->find("de.fallbuch.level.set.v1");
    REQUIRE(type != nullptr);
    CHECK(type_page(**catalogue, *type, kWidth) == kLevelPage);
}

TEST_CASE("a code list's page tells its source, its order and its codes", "[tools][fallbuch]") {
    const auto catalogue = Catalogue::from_files(office_files());
    REQUIRE(catalogue);
    const std::string page = code_list_page(*(*catalogue)->find_codes("level"), kWidth);
    CHECK(page.starts_with("Stufe\nlevel\n\nQuelle: Konzept von 2009\n\nGeordnet: der erste"));
    CHECK(page.find("B     hoch") != std::string::npos);
}

TEST_CASE("what a code's attributes say is told in German", "[tools][fallbuch]") {
    const auto catalogue = casework_catalogue();
    for (const CodeList* list : catalogue->code_lists()) {
        const std::string page = code_list_page(*list, kWidth);
        for (const Code& code : list->codes()) {
            for (const auto& [name, values] : code.attributes) {
                INFO(list->name() << ' ' << code.code << ' ' << name);
                CHECK(page.find(' ' + name + ':') == std::string::npos);
            }
        }
    }
}

TEST_CASE("every page of the catalogue fits 80 columns and names each field", "[tools][fallbuch]") {
    const auto catalogue = casework_catalogue();
    for (const EventType* type : catalogue->types()) {
        const std::string page = type_page(*catalogue, *type, kWidth);
        for (const std::string& line : lines_of(page)) {
            INFO(type->name() << ": " << line);
            CHECK(cell_count(line) <= kWidth);
            CHECK(line.find("…") == std::string::npos);
        }
        for (const EventField& field : type->fields()) {
            INFO(type->name() << ' ' << field.name);
            CHECK(page.find('\n' + field.name) != std::string::npos);
        }
    }
    for (const CodeList* list : catalogue->code_lists()) {
        for (const std::string& line : lines_of(code_list_page(*list, kWidth))) {
            INFO(list->name() << ": " << line);
            CHECK(cell_count(line) <= kWidth);
        }
    }
}

TEST_CASE("the example on a page can be appended as it stands", "[tools][fallbuch]") {
    const Admission admission = casework_admission();
    AdmissionParser parser(admission);
    CheckedEvent event;
    for (const EventType* type : admission.catalogue->types()) {
        const std::string example = example_event(*type);
        REQUIRE_FALSE(example.empty());
        CHECK(example.find('\n') == std::string::npos);
        const Faults faults = parser.check(example, {noon()}, event);
        INFO(describe(faults, Wording::with_values));
        CHECK(faults.empty());
    }
}

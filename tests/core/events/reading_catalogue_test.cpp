// Is a ledger read by its own schemas, whatever the files of the catalogue say?
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/events/catalogue.h"
#include "core/events/event_type.h"
#include "tests/support/casework_types.h"

using namespace fallbuch;
using nlohmann::json;

namespace {

using Names = std::vector<std::string>;

Names wire_types(const Catalogue& catalogue) {
    Names out;
    for (const EventType* type : catalogue.types()) out.push_back(type->wire_type());
    return out;
}

std::string canonical(const json& document) {
    const auto type = EventType::parse(document.dump(), nullptr);
    REQUIRE(type);
    return (*type)->canonical_text();
}

json second_version(const char* default_field) {
    json document = json::parse(kProbeType);
    document["x-fallbuch"]["version"] = 2;
    document["properties"]["b"] = document["properties"]["a"];
    document["x-fallbuch"]["upcast"] = {
        {"from", 1}, {"steps", {{{"default", {{"field", default_field}, {"value", "x"}}}}}}};
    return document;
}

}  // namespace

TEST_CASE("for reading, what the ledger has published wins over a changed file", "[core][events]") {
    json changed = json::parse(kProbeType);
    changed["title"] = "Anders";
    const std::vector<CatalogueFile> published{{"record 0", canonical(json::parse(kProbeType))}};
    const std::vector<CatalogueFile> files{
        {"a.json", json::parse(kProbeType).dump()}, {"b.json", changed.dump()}, {"c.json", "{"}};
    const auto made = Catalogue::for_reading(published, files);
    CHECK(wire_types(*made.types) == Names{"de.fallbuch.probe.taken.v1"});
    CHECK(made.types->types().front()->title() == "Probe");
    REQUIRE(made.passed_over.size() == 2);
    CHECK(made.passed_over[0].starts_with("b.json: de.fallbuch.probe.taken.v1: another schema"));
    CHECK(made.passed_over[1].starts_with("c.json: "));
    CHECK_FALSE(Catalogue::from_files(files));
}

TEST_CASE("for reading, of two versions that do not fit the unpublished one goes",
          "[core][events]") {
    const json fits = second_version("b");
    const json misfit = second_version("c");
    const std::vector<CatalogueFile> older{{"record 0", canonical(json::parse(kProbeType))}};
    const std::vector<CatalogueFile> misfits{{"new.json", misfit.dump()}};
    const auto without_newer = Catalogue::for_reading(older, misfits);
    CHECK(wire_types(*without_newer.types) == Names{"de.fallbuch.probe.taken.v1"});
    CHECK(without_newer.passed_over.size() == 1);

    json other = json::parse(kProbeType);
    other["properties"]["z"] = other["properties"]["a"];
    const std::vector<CatalogueFile> newer{{"record 0", canonical(fits)}};
    const std::vector<CatalogueFile> changed{{"old.json", other.dump()}};
    const auto without_older = Catalogue::for_reading(newer, changed);
    CHECK(wire_types(*without_older.types) == Names{"de.fallbuch.probe.taken.v2"});
    CHECK(without_older.passed_over.size() == 1);
    CHECK(Catalogue::for_reading(newer, {}).passed_over.empty());
}

TEST_CASE("for reading, a published type does without its code list", "[core][events]") {
    json coded = json::parse(kProbeType);
    coded["properties"]["a"] = {
        {"title", "A"}, {"type", "string"}, {"x-category", "STAMM"}, {"x-codes", "farben"}};
    const std::vector<CatalogueFile> published{{"record 0", canonical(coded)}};
    const auto made = Catalogue::for_reading(published, {});
    CHECK(made.passed_over.empty());
    CHECK(wire_types(*made.types).size() == 1);
}

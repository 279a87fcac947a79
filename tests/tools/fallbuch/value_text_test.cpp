#include "tools/fallbuch/value_text.h"

#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "core/calendar/berlin.h"
#include "core/events/catalogue.h"
#include "core/events/event_type.h"
#include "core/events/value_check.h"
#include "tests/support/casework_types.h"
#include "tools/fallbuch/part_order.h"

namespace fallbuch {
namespace {

using Json = nlohmann::json;

// As a field of that type is shown, with the order of the program's own files.
std::string shown(std::string_view event, std::string_view field, const Json& value) {
    const auto catalogue = casework_catalogue();
    for (const EventType* type : catalogue->types()) {
        if (type->name() != event) continue;
        const EventField& found = type->fields()[type->find_field(field).value()];
        const PartOrder order(built_in_catalogue());
        return readable(*BerlinTime::load(), value, found.check, order);
    }
    FAIL("no such type");
    return "";
}

TEST_CASE("each item of a list has its line, and its lists stand indented below",
          "[tools][fallbuch]") {
    const Json groups = Json::parse(R"([
        {"change": "zu verbessern", "group": "LEISTUNGSFAEHIGKEIT", "level": "IK",
         "features": [{"feature": "Belastbarkeit",
                       "indicators": [{"sources": ["Erstgespräch", "Lebenslauf"],
                                       "indicator": "Angaben im Gespräch"},
                                      {"indicator": "Attest"}]}],
         "actual": "leicht eingeschränkt"},
        {"group": "QUALIFIKATION"}])");
    const std::string text = shown("CareLevelAssessed", "groups", groups);
    CHECK(text ==
          "\n– Schlüsselgruppe: Leistungsfähigkeit · Ist-Zustand: leicht eingeschränkt"
          " · Prognose Änderungsvermögen: zu verbessern · Stufe der Schlüsselgruppe:"
          " Förderbedarf: Heranführen an den ersten Arbeitsmarkt"
          "\n  Merkmale:"
          "\n  – Merkmal: Belastbarkeit"
          "\n    Indikatoren:"
          "\n    – Indikator: Angaben im Gespräch · Informationsquellen: Erstgespräch; Lebenslauf"
          "\n    – Indikator: Attest"
          "\n– Schlüsselgruppe: Qualifikation");
    CHECK(labelled("Gruppen", text) == "Gruppen:" + text);
    CHECK(labelled("Gruppe", "eine") == "Gruppe: eine");
}

TEST_CASE("the parts of one value stand in one line, what is required first", "[tools][fallbuch]") {
    CHECK(shown("IntegrationAgreementConcluded", "validity",
                {{"to", "2025-11-30"}, {"from", "2025-06-01"}}) ==
          "Von: 01.06.2025 · Bis: 30.11.2025");
    CHECK(shown("CooperationPlanCreated", "steps", Json::array()) == "keine");
    const Json step{{"what", "Bewerben,\ndann berichten"}, {"due", "2025-06-30"}};
    CHECK(shown("CooperationPlanCreated", "steps", Json::array({step})) ==
          "\n– Was: Bewerben,\n  dann berichten · Fällig am: 30.06.2025");
}

TEST_CASE("of two parts the required one comes first, whatever the file says; others by name",
          "[tools][fallbuch]") {
    const PartOrder order({{"visit.json", R"({"x-fallbuch": {}, "properties": {
        "rooms": {"type": "array", "items": {"properties": {"z": {}, "a": {}, "id": {}}}}}})"},
                           {"note.txt", "no schema"}});
    ValueCheck check;
    check.properties = {
        {"a", nullptr, false, ""}, {"z", nullptr, false, ""}, {"id", nullptr, true, ""}};
    using Names = std::vector<std::string>;
    const Json value{{"a", 1}, {"id", 2}, {"z", 3}, {"b", 4}};
    CHECK(order.names_in(value, &check) == Names{"id", "z", "a", "b"});
    CHECK(PartOrder().names_in(value, &check) == Names{"id", "a", "b", "z"});
    CHECK(order.names_in(value, nullptr) == Names{"a", "b", "id", "z"});
}

TEST_CASE("a value without a schema is written as it is", "[tools][fallbuch]") {
    const BerlinTime berlin = *BerlinTime::load();
    const auto text = [&](const Json& value) {
        return readable(berlin, value, nullptr, PartOrder());
    };
    CHECK(text("Lageplan") == "Lageplan");
    CHECK(text(true) == "ja");
    CHECK(text({"a", 2}) == "a; 2");
    CHECK(text({{"period", {{"from", 1}, {"to", 2}}}, {"b", 1}}) ==
          "b: 1 · period: (from: 1 · to: 2)");
    CHECK(text({{"list", {{{"key", "k"}, {"value", "Plan"}}, {{"key", "k"}, {"value", "x"}}}}}) ==
          "Plan, x");
}

}  // namespace
}  // namespace fallbuch

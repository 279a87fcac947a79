#include "tests/support/casework_types.h"

#include <catch2/catch.hpp>

#include <chrono>
#include <set>
#include <string>
#include <utility>
#include <vector>
#include "core/base/clock.h"
#include "core/calendar/berlin.h"

namespace fallbuch {
namespace {

constexpr const char* kTalkHeld = R"({
  "title": "Kontakt hat stattgefunden",
  "x-fallbuch": {"type": "de.fallbuch.talk.held", "version": 1, "name": "TalkHeld",
                 "retention": "FALL", "actor": "required"},
  "type": "object", "additionalProperties": false,
  "required": ["channel", "purpose"],
  "properties": {
    "channel": {"title": "Kanal", "type": "string", "x-codes": "kanal",
                "x-category": "VERMITTLUNG"},
    "durationMin": {"title": "Dauer", "type": "integer", "minimum": 0, "maximum": 600,
                    "x-category": "VERMITTLUNG"},
    "purpose": {"title": "Anlass", "type": "string", "minLength": 1, "maxLength": 20,
                "x-category": "VERMITTLUNG"},
    "health": {"title": "Gesundheit", "type": "string", "x-category": "GESUNDHEIT"},
    "staffNote": {"title": "Notiz über den Mitarbeiter", "type": "string",
                  "x-category": "BESCHAEFTIGTE", "x-subject": "actor"},
    "memberRef": {"title": "Mitglied der BG", "type": "string", "minLength": 1, "maxLength": 40,
                  "x-category": "STAMM"},
    "memberRole": {"title": "Rolle", "type": "string", "x-category": "STAMM",
                   "x-subject": {"person": "memberRef"}},
    "participants": {"title": "Teilnehmende", "type": "array", "maxItems": 300,
      "x-category": "STAMM",
      "items": {"type": "object", "additionalProperties": false, "required": ["number"],
        "x-subject": {"person": "number"},
        "properties": {"number": {"type": "string", "minLength": 1, "maxLength": 40},
                       "role": {"type": "string"}}}}
  },
  "examples": [{"channel": "PERSOENLICH", "purpose": "Erstgespräch"}]
})";

constexpr const char* kReportFiled = R"({
  "title": "Alle Schlüsselwörter",
  "x-fallbuch": {"type": "de.fallbuch.report.filed", "version": 1, "name": "ReportFiled",
                 "retention": "KURZ", "actor": "optional", "mapRoot": true},
  "type": "object", "additionalProperties": false,
  "required": ["code", "count", "day", "detail"],
  "properties": {
    "code": {"title": "Kennung", "type": "string", "pattern": "^[A-Z]{2,3}-\\d+[a-z]?$",
             "maxLength": 12, "x-category": "STAMM"},
    "count": {"title": "Anzahl", "type": "integer", "minimum": -5, "maximum": 5,
              "x-category": "STAMM"},
    "rate": {"title": "Quote", "type": "number", "minimum": 0.5, "maximum": 2,
             "x-category": "STAMM"},
    "day": {"title": "Tag", "type": "string", "format": "date", "x-category": "STAMM"},
    "at": {"title": "Zeitpunkt", "type": ["string", "null"], "format": "date-time",
           "x-category": "STAMM"},
    "kind": {"title": "Art", "enum": ["a", "b", 7, true, null], "x-category": "REHA"},
    "fixed": {"title": "Fest", "const": "ja", "x-category": "REHA"},
    "flags": {"title": "Merker", "type": "array", "items": {"type": "string", "maxLength": 3},
              "minItems": 1, "maxItems": 4, "uniqueItems": true, "x-category": "REHA"},
    "word": {"title": "Wort", "type": "string", "minLength": 2, "maxLength": 4,
             "x-category": "STAMM"},
    "detail": {"title": "Einzelheiten", "type": "object", "x-category": "STAMM",
      "required": ["inner"], "additionalProperties": {"type": "integer"},
      "properties": {"inner": {"$ref": "#/$defs/node"}}}
  },
  "$defs": {"node": {"type": ["object", "boolean"], "additionalProperties": false,
    "properties": {"left": {"$ref": "#/$defs/node"}, "right": {"$ref": "#/$defs/node"}}}},
  "examples": [{"code": "AB-12", "count": 1, "day": "2026-02-28", "detail": {"inner": true}}]
})";

constexpr const char* kChannels = R"({
  "codes": "kanal", "title": "Kontaktkanal", "ordered": false,
  "values": [{"code": "PERSOENLICH", "title": "persönlich"},
             {"code": "TELEFON", "title": "telefonisch"},
             {"code": "TELEFAX", "title": "Telefax", "valid": {"to": "2019-12-31"}}]
})";

}  // namespace

std::vector<CatalogueFile> casework_files() {
    return {{"talk_held.v1.json", kTalkHeld},
            {"report_filed.v1.json", kReportFiled},
            {"kanal.codes.json", kChannels}};
}

std::shared_ptr<const Catalogue> casework_catalogue() {
    std::vector<CatalogueFile> files = built_in_catalogue();
    for (CatalogueFile& file : casework_files()) files.push_back(std::move(file));
    auto catalogue = Catalogue::from_files(files);
    INFO((catalogue ? std::string() : catalogue.error().message));
    REQUIRE(catalogue);
    return *catalogue;
}

std::vector<const EventType*> keyword_types(const Catalogue& catalogue) {
    const std::set<std::string> names{"TraceEvent", "TraceOpened", "TalkHeld", "ReportFiled"};
    std::vector<const EventType*> out = catalogue.types();
    std::erase_if(out, [&](const EventType* type) { return !names.contains(type->name()); });
    REQUIRE(out.size() == names.size() + 1);  // TraceEvent has two versions
    return out;
}

Admission casework_admission() {
    auto berlin = BerlinTime::load();
    REQUIRE(berlin);
    return {casework_catalogue(), *berlin};
}

std::string minimal_contact_data() { return R"({"channel":"TELEFON","purpose":"Folgegespräch"})"; }

std::string contact_event(const std::string& data, const std::string& more) {
    return R"({"specversion":"1.0","id":"e-1","source":"urn:test","type":)"
           R"("de.fallbuch.talk.held.v1","time":"2026-11-20T09:30:00+01:00",)"
           R"("subject":"BG-1001","actor":"ifk-7")" +
           more + R"(,"data":)" + data + "}";
}

Instant noon() {
    return std::chrono::sys_days(std::chrono::year(2026) / 11 / 23) + std::chrono::hours(12);
}

}  // namespace fallbuch

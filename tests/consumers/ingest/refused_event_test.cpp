#include "consumers/ingest/refused_event.h"

#include <catch2/catch.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "consumers/ingest/refused_entry.h"
#include "core/calendar/berlin.h"
#include "core/events/admission.h"
#include "core/events/checked_event.h"
#include "core/events/event_type.h"
#include "core/vault/master_key.h"
#include "tests/support/builders.h"
#include "tests/support/fake_clock.h"
#include "tests/support/faulty_file.h"
#include "tests/support/seeded_random.h"

namespace fallbuch {
namespace {

const CatalogueFile kNotes{"note.json", R"({
    "title": "Vermerk", "type": "object", "additionalProperties": false,
    "x-fallbuch": {"type": "de.fallbuch.note.written", "version": 1, "name": "NoteWritten",
                   "retention": "FALL", "actor": "optional"},
    "properties": {
        "text": {"title": "Text", "type": "string", "x-category": "STAMM"},
        "a/b": {"title": "Mit Schrägstrich", "type": "integer", "x-category": "STAMM"},
        "people": {"title": "Personen", "type": "array", "x-category": "STAMM",
                   "items": {"type": "object", "additionalProperties": false,
                             "properties": {"age": {"type": "integer"}}}},
        "open": {"title": "Offen", "type": "object", "x-category": "STAMM",
                 "additionalProperties": {"type": "object", "additionalProperties": false,
                                          "properties": {"value": {"type": "integer"}}}},
        "any": {"title": "Beliebig", "x-category": "STAMM"}
    }})"};

std::shared_ptr<const Catalogue> catalogue() {
    const std::vector<CatalogueFile> files{kNotes};
    auto made = Catalogue::from_files(files);
    INFO((made ? "" : made.error().message));
    REQUIRE(made);
    return *made;
}

struct TestVault {
    FaultyFileSystem files;
    SeededRandom random{7};
    std::unique_ptr<Vault> vault;

    TestVault() {
        const auto master = MasterKey::generate(random);
        REQUIRE(master);
        auto made = Vault::create({files, random, "/keys.sqlite", some_id<LedgerId>(1)}, *master);
        REQUIRE(made);
        vault = *std::move(made);
    }
};

TEST_CASE("a pointer keeps the parts that the catalogue names and hides all others",
          "[consumers][ingest]") {
    const auto known = catalogue();
    const EventType* type = known->find("de.fallbuch.note.written.v1");
    REQUIRE(type != nullptr);
    const auto [pointer, kept] = GENERATE(table<std::string, std::string>({
        {"", ""},
        {"/id", "/id"},
        {"/erikamustermann", "/*"},
        {"/expectedversion", "/expectedversion"},
        {"/data", "/data"},
        {"/data/text", "/data/text"},
        {"/data/a~1b", "/data/a~1b"},
        {"/data/a", "/data/*"},
        {"/data/Erika Mustermann", "/data/*"},
        {"/data/people/3", "/data/people/3"},
        {"/data/people/3/age", "/data/people/3/age"},
        {"/data/people/3/Erika", "/data/people/3/*"},
        {"/data/people/1234567", "/data/people/*"},
        {"/data/people/Erika", "/data/people/*"},
        {"/data/open/123456/value", "/data/open/*/value"},
        {"/data/open/Erika/7", "/data/open/*/*"},
        {"/data/any/4711", "/data/any/*"},
        {"/data/any/value/age", "/data/any/*/*"},
        {"/data/text/more", "/data/text/*"},
        {"/id/text", "/id/*"},
        {"/data/", "/data/*"},
    }));
    CAPTURE(pointer);
    CHECK(public_pointer(pointer, type) == kept);
}

TEST_CASE("of an unknown type only the envelope's own names are kept", "[consumers][ingest]") {
    CHECK(public_pointer("/time", nullptr) == "/time");
    CHECK(public_pointer("/data/text", nullptr) == "/data/*");
}

TEST_CASE("real faults of an event become reasons without its words", "[consumers][ingest]") {
    const TestVault test;
    const Admission admission{catalogue(), *BerlinTime::load()};
    AdmissionParser parser(admission);
    CheckedEvent checked;
    const std::string text = R"({"specversion":"1.0","id":"e-1","source":"urn:office:1",
        "type":"de.fallbuch.note.written.v1","time":"2026-06-01T10:00:00Z","subject":"BG-77",
        "mustermann!":1,
        "data":{"text":5,"Erika":1,"open":{"Erika Mustermann":{"value":"x","secret":2}}}})";
    const Faults faults = parser.check(text, {FakeClock::kStart}, checked);
    REQUIRE(faults.size() >= 5);
    const RefusedEvent event = describe_refused({text, faults, RefusedAt::append_file, 3},
                                                *admission.catalogue, *test.vault);
    CHECK(event.text == text);
    CHECK(event.line_number == 3);
    CHECK(event.entrance == RefusedAt::append_file);
    CHECK(event.event == test.vault->event_id("urn:office:1", "e-1"));
    std::vector<std::string> pointers;
    REQUIRE(event.reasons.size() == faults.size());
    for (const RefusedReason& reason : event.reasons) {
        pointers.push_back(reason.pointer);
        const std::string all = reason.pointer + reason.code + reason.why;
        CHECK(all.find("rika") == std::string::npos);
        CHECK(all.find("ustermann") == std::string::npos);
        CHECK(all.find("secret") == std::string::npos);
    }
    CHECK_THAT(pointers, Catch::VectorContains(std::string("/data/text")));
    CHECK_THAT(pointers, Catch::VectorContains(std::string("/data/open/*/value")));
}

TEST_CASE("a text that is no JSON is described without an event id", "[consumers][ingest]") {
    const TestVault test;
    const auto text =
        GENERATE(as<std::string>(), "", "{", "[1]", "\xff", R"({"id":1,"source":"a"})",
                 R"({"id":"","source":"a"})", R"({"id":"a"})");
    const Faults faults{{"", FaultCode::not_json, "is no JSON text", "secret"}};
    const RefusedEvent event =
        describe_refused({text, faults, RefusedAt::http, 0}, *catalogue(), *test.vault);
    CHECK_FALSE(event.event);
    CHECK(event.reasons == std::vector<RefusedReason>{{"", "not_json", "is no JSON text"}});
}

TEST_CASE("entrances and entries have names that are read back", "[consumers][ingest]") {
    CHECK(to_string(RefusedAt::import_file) == "import");
    CHECK(to_string(RefusedAt::append_file) == "append");
    CHECK(to_string(RefusedAt::http) == "http");
    CHECK(to_string(RefusedAt::kafka) == "kafka");
    const RefusedId id{UtcDay(std::chrono::year(2026) / 7 / 1), 12};
    CHECK(to_string(id) == "2026-07-01/12");
    CHECK(parse_refused_id("2026-07-01/12") == id);
    const auto wrong = GENERATE("", "2026-07-01", "2026-07-01/", "2026-07-01/x", "2026-13-01/1",
                                "2026-07-01/1 ", "/1");
    CAPTURE(wrong);
    CHECK_FALSE(parse_refused_id(wrong));
}

}  // namespace
}  // namespace fallbuch

#include "core/events/schema_registry.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "core/base/ids.h"
#include "core/codec/record.h"
#include "core/events/decoded_event.h"
#include "core/events/event_decoder.h"
#include "core/events/event_sealing.h"
#include "core/events/event_type.h"
#include "tests/support/casework_types.h"
#include "tests/support/event_desk.h"

using namespace fallbuch;
using nlohmann::json;

TEST_CASE("records are decoded from the ledger alone", "[core][events]") {
    EventDesk desk;
    const SealedRecord record = desk.seal(contact_event(kRichContactData));
    const EventType* type = desk.admission.catalogue->find("de.fallbuch.talk.held.v1");
    const SealedRecord schema = schema_record(*type, *desk.vault);
    RecordHeader schema_header;
    REQUIRE(decode_header(schema.header, schema_header));
    CHECK(schema_header.prefix.kind == RecordKind::system);
    CHECK(schema_header.type == kSchemaRecordType);
    CHECK(schema_header.prefix.event_id ==
          desk.vault->event_id("fallbuch:schema", "de.fallbuch.talk.held.v1"));
    CHECK(schema_header.prefix.stream_id == StreamId{});
    CHECK(schema.spans.empty());

    SchemaRegistry ledger_alone(nullptr);
    EventDecoder decoder(ledger_alone, *desk.vault);
    DecodedEvent event;
    const Status unknown = decoder.decode(desk.read_header(record), record.spans, event);
    REQUIRE_FALSE(unknown);
    CHECK(unknown.error().code == ErrorCode::not_found);
    CHECK(unknown.error().message ==
          "event: no schema of its type in the ledger (de.fallbuch.talk.held.v1)");
    CHECK_FALSE(ledger_alone.is_published(*type));
    REQUIRE(ledger_alone.publish(schema_header.system_body));
    REQUIRE(ledger_alone.publish(schema_header.system_body));
    CHECK(ledger_alone.is_published(*type));
    REQUIRE(decoder.decode(desk.read_header(record), record.spans, event));
    CHECK(event.text(event.type->number_of("purpose").value()) == "Erstgespräch");
    const Status system = decoder.decode(schema_header, schema.spans, event);
    CHECK(system.error().code == ErrorCode::invalid);
}

TEST_CASE("a published schema never changes", "[core][events]") {
    EventDesk desk;
    const EventType* type = desk.admission.catalogue->find("de.fallbuch.talk.held.v1");
    json changed = json::parse(type->canonical_text());
    changed["title"] = "anders";
    const std::string text = changed.dump();
    const Status status = desk.registry.publish(as_bytes(text));
    REQUIRE_FALSE(status);
    CHECK(status.error().code == ErrorCode::conflict);
    CHECK(status.error().message ==
          "schema: de.fallbuch.talk.held.v1 is published with other content; raise the version");
    CHECK_FALSE(desk.registry.is_published(*type));
    const Status broken = desk.registry.publish(as_bytes("{"));
    CHECK(broken.error().code == ErrorCode::corrupt);
    const std::string spacious = json::parse(type->canonical_text()).dump(1);
    CHECK(desk.registry.publish(as_bytes(spacious)).error().code == ErrorCode::corrupt);
}

TEST_CASE("a version that is published later is upcast to from then on", "[core][events]") {
    EventDesk desk;
    SchemaRegistry registry(nullptr);
    EventDecoder decoder(registry, *desk.vault);
    const auto publish = [&](const char* name) {
        const EventType* type = desk.admission.catalogue->find(name);
        REQUIRE(registry.publish(as_bytes(type->canonical_text())));
    };
    publish("de.fallbuch.trace.event.v1");
    const SealedRecord record = desk.seal(kTraceV1);
    REQUIRE(decoder.decode(desk.read_header(record), record.spans, desk.event));
    CHECK(desk.event.type->version() == 1);
    publish("de.fallbuch.trace.event.v2");
    REQUIRE(decoder.decode(desk.read_header(record), record.spans, desk.event));
    CHECK(desk.event.type->version() == 2);
}

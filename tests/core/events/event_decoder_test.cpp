#include "core/events/event_decoder.h"

#include <catch2/catch.hpp>
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/calendar/timestamp.h"
#include "core/codec/cbor.h"
#include "core/events/catalogue.h"
#include "core/events/checked_event.h"
#include "core/events/envelope.h"
#include "core/events/event_json.h"
#include "tests/support/casework_types.h"
#include "tests/support/event_desk.h"

using namespace fallbuch;
using nlohmann::json;

TEST_CASE("a decoded event gives back what was recorded", "[core][events]") {
    EventDesk desk;
    const SealedRecord record =
        desk.seal(contact_event(kRichContactData, R"(,"actorrole":"IFK","purpose":"p","extra":7)"));
    const DecodedEvent& event = desk.decode(record);
    CHECK(event.stored_type == "de.fallbuch.talk.held");
    CHECK(event.stored_version == 1);
    CHECK(event.text_of(EnvelopeField::id) == "e-1");
    CHECK(event.text_of(EnvelopeField::source) == "urn:test");
    CHECK(event.text_of(EnvelopeField::actor) == "ifk-7");
    CHECK(event.text_of(EnvelopeField::actorrole) == "IFK");
    CHECK(event.text_of(EnvelopeField::purpose) == "p");
    CHECK(event.text_of(EnvelopeField::corrects).empty());
    CHECK(event.occurred == parse_timestamp("2026-11-20T08:30:00Z"));
    CHECK(event.fold_time() == *event.occurred);
    CHECK(event.erased.empty());
    CHECK(event.text(desk.number("channel")) == "PERSOENLICH");
    CHECK(event.integer(desk.number("durationMin")) == 45);
    CHECK(event.number(desk.number("durationMin")) == 45.0);
    CHECK(event.text(desk.number("health")) == "gut");
    CHECK_FALSE(event.integer(desk.number("channel")));
    CHECK_FALSE(event.boolean(desk.number("channel")));
    CHECK(event.find(desk.number("participants")) == nullptr);
    const auto items = event.items(desk.number("participants"));
    REQUIRE(items.size() == 4);
    for (std::uint32_t i = 0; i < items.size(); ++i) CHECK(items[i].item == i);
    CHECK(event.items(desk.number("channel")).empty());
}

TEST_CASE("records that are opened first and read later say the same", "[core][events]") {
    EventDesk desk;
    const SealedRecord first = desk.seal(contact_event(kRichContactData));
    const SealedRecord second = erased(first, desk.subject(NameKind::person, "P-2"), "STAMM");
    Bytes opened;
    std::vector<std::size_t> ends;
    for (const SealedRecord* record : {&first, &second}) {
        REQUIRE(desk.decoder.open(desk.read_header(*record), record->spans, opened));
        ends.push_back(opened.size());
    }
    const ByteView all(opened);
    const auto shown = [&](const DecodedEvent& one) {
        const auto text = to_json(one, "F", desk.admission.berlin);
        REQUIRE(text);
        return *text;
    };
    DecodedEvent event;
    REQUIRE(desk.decoder.read(all.subspan(ends[0]), event));
    REQUIRE(event.erased.size() == 1);
    CHECK(event.erased[0].category == "STAMM");
    CHECK(event.erased[0].bucket.retention_class == "FALL");
    CHECK(shown(event) == shown(desk.decode(second)));
    REQUIRE(desk.decoder.read(all.first(ends[0]), event));
    CHECK(event.erased.empty());
    CHECK(shown(event) == shown(desk.decode(first)));
}

TEST_CASE("who acted is left out where nobody asks, unless he shares his span", "[core][events]") {
    EventDesk desk;
    // A talk names other members of staff, too, whose span may be the actor's.
    const bool is_talk = GENERATE(true, false);
    const bool is_unwanted = GENERATE(true, false);
    CAPTURE(is_talk, is_unwanted);
    std::string text = is_talk ? contact_event(kRichContactData) : std::string(kTraceV1);
    if (!is_talk) text.insert(text.size() - 1, R"(,"actor":"ifk-7")");
    const SealedRecord record = desk.seal(text);
    const std::string actor(desk.decode(record).text_of(EnvelopeField::actor));
    REQUIRE_FALSE(actor.empty());
    DecodeOptions options;
    options.actor_unwanted = [&](const EventType&) { return is_unwanted; };
    EventDecoder decoder(desk.registry, *desk.vault, options);
    REQUIRE(decoder.decode(desk.read_header(record), record.spans, desk.event));
    CHECK(desk.event.text_of(EnvelopeField::actor) == (is_unwanted && !is_talk ? "" : actor));
    CHECK(desk.event.occurred == desk.decode(record).occurred);
    CHECK(desk.event.erased.empty());
}

TEST_CASE("an erased span is named, and the rest can be read", "[core][events]") {
    EventDesk desk;
    const SealedRecord record = desk.seal(contact_event(kRichContactData));
    const SubjectId child = desk.subject(NameKind::person, "P-2");
    const SealedRecord left = erased(record, child, "STAMM");
    const DecodedEvent& event = desk.decode(left);
    REQUIRE(event.erased.size() == 1);
    CHECK(event.erased[0].subject == child);
    CHECK(event.erased[0].category == "STAMM");
    CHECK(event.erased[0].bucket.year == 2026);
    CHECK_FALSE(event.text(desk.number("memberRole")));
    CHECK(event.text(desk.number("memberRef")) == "P-2");
    const auto items = event.items(desk.number("participants"));
    REQUIRE(items.size() == 2);
    CHECK(items[0].item == 1);
    CHECK(items[1].item == 2);
    const auto shown = to_json(event, "", desk.admission.berlin);
    REQUIRE(shown);
    const json document = json::parse(*shown);
    CHECK_FALSE(document.contains("subject"));
    CHECK(document["data"]["participants"] == json::parse(R"([{"number":"P-3"},)"
                                                          R"({"number":"BG-1001"}])"));
}

TEST_CASE("an event whose occurred is erased counts from recorded", "[core][events]") {
    EventDesk desk;
    const SealedRecord record = desk.seal(contact_event(minimal_contact_data()));
    const SealedRecord left = erased(record, desk.subject(NameKind::person, "BG-1001"), "STAMM");
    const DecodedEvent& event = desk.decode(left);
    CHECK_FALSE(event.occurred);
    CHECK(event.fold_time() == noon());
    CHECK(event.text_of(EnvelopeField::id).empty());
    CHECK(event.text(desk.number("channel")) == "TELEFON");
    const json document = json::parse(to_json(event, "", desk.admission.berlin).value());
    CHECK_FALSE(document.contains("time"));
}

TEST_CASE("an older version is read as the newest", "[core][events]") {
    EventDesk desk;
    const SealedRecord record = desk.seal(kTraceV1);
    const DecodedEvent& event = desk.decode(record);
    CHECK(event.stored_version == 1);
    CHECK(event.type->version() == 2);
    CHECK(event.text(desk.number("activity")) == "A");
    CHECK(event.text(desk.number("lifecycle")) == "complete");
    const json document = json::parse(to_json(event, "case-1", desk.admission.berlin).value());
    CHECK(document["type"] == "de.fallbuch.trace.event.v2");
    CHECK(document["data"]["attributes"] == json::parse(kTraceV1)["data"]["attributes"]);
    CHECK(CborReader(event.find(desk.number("attributes"))->value).kind() == CborKind::map);
    // Absent before v2 knew it, so the default holds even for an erased event.
    const SealedRecord left = erased(record, desk.subject(NameKind::person, "case-1"), "STAMM");
    CHECK(desk.decode(left).text(desk.number("lifecycle")) == "complete");
    CHECK_FALSE(desk.event.text(desk.number("activity")));
}

TEST_CASE("three versions are a chain of two upcasts", "[core][events]") {
    const auto probe = [](int version, const char* field, const char* upcast) {
        return std::string(R"({"title":"P","type":"object","additionalProperties":false,)"
                           R"("x-fallbuch":{"type":"de.fallbuch.probe.taken","version":)") +
               std::to_string(version) +
               R"(,"name":"ProbeTaken","retention":"FALL","actor":"optional")" + upcast +
               R"(},"required":[")" + field + R"("],"properties":{")" + field +
               R"(":{"title":"F","type":"string","x-category":"STAMM"}}})";
    };
    const std::vector<CatalogueFile> files{
        {"1.json", probe(1, "a", "")},
        {"2.json",
         probe(2, "b", R"(,"upcast":{"from":1,"steps":[{"rename":{"from":"a","to":"b"}}]})")},
        {"3.json",
         probe(3, "c", R"(,"upcast":{"from":2,"steps":[{"rename":{"from":"b","to":"c"}}]})")}};
    const auto catalogue = Catalogue::from_files(files);
    REQUIRE(catalogue);
    EventDesk desk;
    desk.admission.catalogue = *catalogue;
    SchemaRegistry registry(*catalogue);
    EventDecoder decoder(registry, *desk.vault);
    const SealedRecord record = desk.seal(
        R"({"specversion":"1.0","id":"1","source":"s","subject":"C","time":"2026-01-01T00:00:00Z",)"
        R"("type":"de.fallbuch.probe.taken.v1","data":{"a":"x"}})");
    REQUIRE(decoder.decode(desk.read_header(record), record.spans, desk.event));
    CHECK(desk.event.type->version() == 3);
    CHECK(desk.event.text(desk.event.type->number_of("c").value()) == "x");
}

TEST_CASE("damage is corrupt, and a vault that fails is not an erasure", "[core][events]") {
    EventDesk desk;
    const SealedRecord record = desk.seal(contact_event(kRichContactData));
    const auto decode = [&](ByteView sealed) {
        return desk.decoder.decode(desk.read_header(record), sealed, desk.event);
    };
    Bytes damaged = record.spans;
    damaged[damaged.size() / 2] ^= 1;
    CHECK(decode(damaged).error().code == ErrorCode::corrupt);
    CHECK(decode(ByteView(record.spans).first(record.spans.size() - 1)).error().message ==
          "event: sealed bytes shorter than the header says");
    damaged = record.spans;
    damaged.push_back(0);
    CHECK(decode(damaged).error().message == "event: sealed bytes longer than the header says");
    // The vault knows no category without a name, and says so otherwise than of a missing key.
    RecordHeader nameless = desk.header;
    nameless.spans[0].category = "";
    CHECK(desk.decoder.decode(nameless, record.spans, desk.event).error().code ==
          ErrorCode::invalid);
    desk.checked.case_name.clear();
    CHECK(desk.seal_checked().error().code == ErrorCode::invalid);
}

TEST_CASE("a span that its own key opens but no admission wrote is corrupt", "[core][events]") {
    EventDesk desk;
    desk.seal(contact_event(minimal_contact_data()));
    const auto [plaintext, message] = GENERATE(table<Bytes, const char*>({
        {{0xa0, 0x00}, "a span that is not deterministic CBOR"},
        {{0x01}, "a span that is not deterministic CBOR"},
        {{0xa2, 0x01, 0x61, 'a', 0x00, 0x61, 'b'}, "a span whose numbers do not ascend"},
        {{0xa1, 0x04, 0x61, 'a'}, "an unknown attribute number"},
        {{0xa1, 0x00, 0x01}, "an attribute of another kind"},
        {{0xa1, 0x02, 0x61, 'a'}, "an attribute of another kind"},
        {{0xa1, 0x0d, 0x01}, "other attributes are no map"},
        {{0xa1, 0x18, 0x80, 0x01}, "a number that the schema lacks"},
        {{0xa1, 0x18, 0x25, 0xa1, 0x61, 'a', 0x01}, "items that are not numbered"},
        {{0xa1, 0x18, 0x25, 0xa1, 0x20, 0x01}, "an impossible item"},
    }));
    CAPTURE(message);
    PlainSpan& span = desk.checked.spans[0];
    span.plaintext = {desk.checked.plaintexts.size(), plaintext.size()};
    append(desk.checked.plaintexts, plaintext);
    const auto record = desk.seal_checked();
    REQUIRE(record);
    const Status status = desk.decoder.decode(desk.read_header(*record), record->spans, desk.event);
    REQUIRE_FALSE(status);
    CHECK(status.error().code == ErrorCode::corrupt);
    CHECK(status.error().message == std::string("event: ") + message);
}

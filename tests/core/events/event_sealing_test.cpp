#include "core/events/event_sealing.h"  // IWYU pragma: keep

#include <catch2/catch.hpp>
#include <tuple>

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/calendar/timestamp.h"
#include "core/events/admission.h"
#include "tests/support/casework_types.h"
#include "tests/support/event_desk.h"

using namespace fallbuch;

TEST_CASE("the header of an event says what admission knows, and no more", "[core][events]") {
    EventDesk desk;
    const SealedRecord record =
        desk.seal(contact_event(kRichContactData, R"(,"expectedversion":4)"));
    const RecordHeader& header = desk.read_header(record);
    CHECK(header.type == "de.fallbuch.talk.held");
    CHECK(header.type_version == 1);
    CHECK(header.prefix.kind == RecordKind::case_event);
    CHECK(header.prefix.event_id == desk.vault->event_id("urn:test", "e-1"));
    CHECK(header.prefix.stream_id == desk.vault->find_stream("BG-1001").value());
    CHECK(header.prefix.recorded == noon());
    CHECK_FALSE(header.prefix.claimed);
    CHECK_FALSE(header.prefix.map_root_wanted);
    CHECK(header.prefix.stream_version == StreamVersion{0});
    CHECK(header.prefix.expected == ExpectedVersion(Exactly{StreamVersion{4}}));
    CHECK(header.subjects.size() == 4);
    REQUIRE(header.spans.size() == 6);
    std::size_t sealed_bytes = 0;
    for (std::size_t i = 0; i < header.spans.size(); ++i) {
        const SpanHeader& span = header.spans[i];
        CHECK(span.bucket == RetentionBucket{"FALL", 2026, 0});
        sealed_bytes += span.sealed_bytes;
        if (i == 0) continue;
        const SpanHeader& before = header.spans[i - 1];
        CHECK(std::tie(before.subject_index, before.category) <
              std::tie(span.subject_index, span.category));
    }
    CHECK(sealed_bytes == record.spans.size());
    // Nothing readable is left.
    for (const char* secret : {"BG-1001", "ifk-7", "Erstgespr", "P-2", "urn:test"}) {
        CHECK(as_text(record.header).find(secret) == std::string_view::npos);
        CHECK(as_text(record.spans).find(secret) == std::string_view::npos);
    }
}

TEST_CASE("sealing the same event again gives the same content", "[core][events]") {
    EventDesk desk;
    const SealedRecord first = desk.seal(contact_event(kRichContactData));
    const SealedRecord second = desk.seal(contact_event(kRichContactData));
    RecordHeader left;
    RecordHeader right;
    REQUIRE(decode_header(first.header, left));
    REQUIRE(decode_header(second.header, right));
    CHECK(same_content(left, right));
    CHECK(first.spans != second.spans);
    const SealedRecord other = desk.seal(contact_event(minimal_contact_data()));
    REQUIRE(decode_header(other.header, right));
    CHECK_FALSE(same_content(left, right));
}

TEST_CASE("a type that asks for it gets a map root, and an import keeps its clock",
          "[core][events]") {
    EventDesk desk;
    const std::string text =
        R"({"specversion":"1.0","id":"1","source":"s","subject":"C","time":"2015-12-31T23:30:00Z",)"
        R"("recorded":"2016-01-02T00:00:00Z","type":"de.fallbuch.report.filed.v1","data":)"
        R"({"code":"AB-12","count":1,"day":"2026-02-28","detail":{"inner":true}}})";
    const SealedRecord record = desk.seal(text, Entrance::history);
    const RecordHeader& header = desk.read_header(record);
    CHECK(header.prefix.map_root_wanted);
    CHECK(header.prefix.claimed);
    CHECK(header.prefix.recorded == parse_timestamp("2016-01-02T00:00:00Z").value());
    CHECK(header.spans.at(0).bucket == RetentionBucket{"KURZ", 2015, 0});
}

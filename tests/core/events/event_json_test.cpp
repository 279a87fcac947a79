#include "core/events/event_json.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "core/base/bytes.h"
#include "core/codec/record.h"
#include "core/events/admission.h"
#include "core/events/event_decoder.h"
#include "tests/support/casework_types.h"
#include "tests/support/event_desk.h"

using namespace fallbuch;
using nlohmann::json;

TEST_CASE("JSON that comes out goes in again with the same bytes", "[core][events]") {
    EventDesk desk;
    const std::string text = GENERATE_COPY(
        contact_event(kRichContactData, R"(,"actorrole":"IFK","extra":7,"flag":true,"word":"ä")"),
        contact_event(minimal_contact_data(), R"(,"timeprecision":"day")"),
        contact_event(R"({"channel":"TELEFAX","purpose":"a","participants":[]})",
                      R"(,"datacontenttype":"application/cloudevents+json")"),
        std::string(kTraceV1));
    DecodeOptions options;
    options.read_as = ReadAs::stored_version;
    EventDecoder decoder(desk.registry, *desk.vault, options);
    const SealedRecord record = desk.seal(text);
    const Bytes plaintexts = desk.checked.plaintexts;
    REQUIRE(decoder.decode(desk.read_header(record), record.spans, desk.event));
    const auto shown = to_json(desk.event, desk.checked.case_name, desk.admission.berlin);
    REQUIRE(shown);
    json expected = json::parse(text);
    json given = json::parse(*shown);
    CHECK(given["data"] == expected["data"]);
    CHECK(given["recorded"] == "2026-11-23T12:00:00Z");
    desk.seal(*shown, Entrance::history);
    CHECK(desk.checked.plaintexts == plaintexts);
}

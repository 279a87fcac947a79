// Whose is which part of an event, and with which bytes?
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/codec/cbor.h"
#include "core/events/admission.h"
#include "core/events/checked_event.h"
#include "core/events/event_type.h"
#include "core/events/faults.h"
#include "core/vault/vault.h"
#include "tests/support/casework_types.h"

using namespace fallbuch;

namespace {

std::string hex(ByteView bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string out;
    for (const std::uint8_t byte : bytes) {
        out += kDigits[byte >> 4];
        out += kDigits[byte & 15];
    }
    return out;
}

std::string kind_text(NameKind kind) {
    return kind == NameKind::actor ? "actor" : kind == NameKind::person ? "person" : "stream";
}

// "person BG-1001 STAMM" -> plaintext.
using Spans = std::map<std::string, Bytes>;

struct Reader {
    Spans spans_of(const std::string& json) {
        const Faults faults = parser.check(json, {noon()}, event);
        INFO(describe(faults, Wording::with_values));
        REQUIRE(faults.empty());
        Spans out;
        for (const PlainSpan& span : event.spans) {
            const ConcernedPerson& person = event.persons[span.person_index];
            const ByteView plaintext = event.plaintext_of(span);
            REQUIRE(check_cbor(plaintext));
            const std::string name = kind_text(person.kind) + ' ' +
                                     std::string(event.name_of(person)) + ' ' +
                                     std::string(span.category);
            REQUIRE(out.emplace(name, Bytes(plaintext.begin(), plaintext.end())).second);
        }
        return out;
    }
    std::vector<std::string> names_of(const std::string& json) {
        std::vector<std::string> out;
        for (const auto& [name, plaintext] : spans_of(json)) out.push_back(name);
        return out;
    }
    Admission admission = casework_admission();
    AdmissionParser parser{admission};
    CheckedEvent event;
};

// The numbers in the map of a span.
std::vector<std::int64_t> numbers(const Bytes& plaintext) {
    CborReader reader(plaintext);
    std::vector<std::int64_t> out;
    for (std::size_t left = reader.map(); left > 0; --left) {
        out.push_back(reader.integer());
        reader.item();
    }
    REQUIRE(reader.at_end());
    return out;
}

std::string trace_event(const std::string& data, const std::string& more) {
    return R"({"specversion":"1.0","id":"7","source":"urn:log","subject":"case-1","time":)"
           R"("2012-03-01T08:15:00.25Z","type":"de.fallbuch.trace.event.v2")" +
           more + R"(,"data":)" + data + "}";
}

}  // namespace

TEST_CASE("a trace event without an actor is one span", "[core][events]") {
    Reader reader;
    CHECK(reader.names_of(trace_event(R"({"activity":"A","lifecycle":"start"})", "")) ==
          std::vector<std::string>{"person case-1 STAMM"});
}

TEST_CASE("each person and category has a span of its own", "[core][events]") {
    Reader reader;
    const Spans spans = reader.spans_of(contact_event(
        R"({"channel":"TELEFON","purpose":"a","health":"gut","staffNote":"n","memberRef":"P-2",)"
        R"("memberRole":"Kind","participants":[{"number":"P-2","role":"x"},{"number":"P-3"},)"
        R"({"number":"BG-1001"},{"number":"P-2"}]})",
        R"(,"actorunit":"Team 3")"));
    std::vector<std::string> names;
    for (const auto& [name, plaintext] : spans) names.push_back(name);
    CHECK(names == std::vector<std::string>{"actor ifk-7 BESCHAEFTIGTE",
                                            "person BG-1001 GESUNDHEIT", "person BG-1001 STAMM",
                                            "person BG-1001 VERMITTLUNG", "person P-2 STAMM",
                                            "person P-3 STAMM"});
    // channel 32, durationMin 33, health 34, memberRef 35, memberRole 36, participants 37,
    // purpose 38, staffNote 39.
    CHECK(numbers(spans.at("actor ifk-7 BESCHAEFTIGTE")) == std::vector<std::int64_t>{16, 18, 39});
    CHECK(numbers(spans.at("person BG-1001 GESUNDHEIT")) == std::vector<std::int64_t>{34});
    CHECK(numbers(spans.at("person BG-1001 STAMM")) == std::vector<std::int64_t>{0, 1, 2, 35, 37});
    CHECK(numbers(spans.at("person BG-1001 VERMITTLUNG")) == std::vector<std::int64_t>{32, 38});
    // {36: "Kind", 37: {0: {"role": "x", "number": "P-2"}, 3: {"number": "P-2"}}}
    CHECK(hex(spans.at("person P-2 STAMM")) ==
          "a21824644b696e641825a200a264726f6c656178666e756d62657263502d3203a1666e756d62657263502d"
          "32");
    CHECK(hex(spans.at("person P-3 STAMM")) == "a11825a101a1666e756d62657263502d33");
}

TEST_CASE("who is only named is concerned too, without a span", "[core][events]") {
    Reader reader;
    reader.spans_of(contact_event(R"({"channel":"TELEFON","purpose":"a","memberRef":"P-2"})"));
    const auto& persons = reader.event.persons;
    CHECK(std::any_of(persons.begin(), persons.end(), [&](const ConcernedPerson& person) {
        return reader.event.name_of(person) == "P-2";
    }));
}

TEST_CASE("staff and customers of the same name are different persons", "[core][events]") {
    Reader reader;
    const auto names = reader.names_of(contact_event(
        R"({"channel":"TELEFON","purpose":"a","participants":[{"number":"ifk-7"}]})"));
    CHECK(std::count(names.begin(), names.end(), "person ifk-7 STAMM") == 1);
    CHECK(std::count(names.begin(), names.end(), "actor ifk-7 BESCHAEFTIGTE") == 1);
}

TEST_CASE("a field about a person needs that person", "[core][events]") {
    Reader reader;
    const Faults faults = reader.parser.check(
        contact_event(R"({"channel":"TELEFON","purpose":"a","memberRole":"Kind"})"), {noon()},
        reader.event);
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].pointer == "/data/memberRef");
    CHECK(faults[0].why ==
          "the field is required, because memberRole is about the person it names");
}

TEST_CASE("a consent is of the member of the household who gives it, if one is named",
          "[core][events]") {
    Reader reader;
    const auto consent = [](const std::string& member) {
        return R"({"specversion":"1.0","id":"1","source":"s","subject":"BG-1001","actor":"ifk-7",)"
               R"("time":"2026-01-01T00:00:00Z","type":"de.fallbuch.consent.given.v1",)"
               R"("data":{"consentId":"EW-1",)" +
               member + R"("purpose":"BG_GESPRAECH"}})";
    };
    const EventType* const type = reader.admission.catalogue->find("de.fallbuch.consent.given.v1");
    REQUIRE(type != nullptr);
    const std::int64_t member = *type->number_of("memberRef");
    const std::int64_t purpose = *type->number_of("purpose");
    const Spans named = reader.spans_of(consent(R"("memberRef":"K-7",)"));
    CHECK(numbers(named.at("person K-7 STAMM")) == std::vector<std::int64_t>{member, purpose});
    const Spans own = reader.spans_of(consent(""));
    const auto of_case = numbers(own.at("person BG-1001 STAMM"));
    CHECK(std::count(of_case.begin(), of_case.end(), purpose) == 1);
}

TEST_CASE("what concerns no case is sealed under the actor", "[core][events]") {
    Reader reader;
    const std::string event =
        R"({"specversion":"1.0","id":"1","source":"s","subject":"office/team-3","actor":"ifk-7",)"
        R"("purpose":"plan","time":"2026-01-01T00:00:00Z","type":"de.fallbuch.trace.opened.v1",)"
        R"("data":{"log":"l","trace":"t"}})";
    const Spans spans = reader.spans_of(event);
    CHECK(spans.size() == 2);
    CHECK(numbers(spans.at("actor ifk-7 BESCHAEFTIGTE")) ==
          std::vector<std::int64_t>{0, 1, 2, 5, 16});
    CHECK(numbers(spans.at("actor ifk-7 STAMM")) == std::vector<std::int64_t>{33, 34});
}

TEST_CASE("an empty list of persons stays a statement about the case", "[core][events]") {
    Reader reader;
    const Spans spans =
        reader.spans_of(contact_event(R"({"channel":"TELEFON","purpose":"a","participants":[]})"));
    CHECK(numbers(spans.at("person BG-1001 STAMM")) == std::vector<std::int64_t>{0, 1, 2, 37});
}

TEST_CASE("an event's plaintext is pinned byte for byte", "[core][events]") {
    Reader reader;
    const Spans trace = reader.spans_of(trace_event(
        R"({"activity":"A_SUBMITTED","lifecycle":"complete","attributes":{"amount":1500,)"
        R"("rate":0.5,"ok":true,"due":{"date":"2012-03-02T00:00:00Z"}}})",
        R"(,"correlationid":"k","traceparent":"00-ab")"));
    // {0: "7", 1: "urn:log", 2: 1330589700250000000, 8: "k", 13: {"traceparent": "00-ab"},
    //  32: "A_SUBMITTED", 33: {"ok": true, "due": {"date": ...}, "rate": 0.5, "amount": 1500},
    //  34: "complete"}
    CHECK(hex(trace.at("person case-1 STAMM")) ==
          "a8006137016775726e3a6c6f67021b127734485931da8008616b0da16b7472616365706172656e"
          "746530302d616218206b415f5355424d49545445441821a4626f6bf563647565a1646461746574"
          "323031322d30332d30325430303a30303a30305a6472617465fb3fe000000000000066616d6f75"
          "6e741905dc182268636f6d706c657465");
    const Spans contact = reader.spans_of(
        contact_event(R"({"channel":"PERSOENLICH","durationMin":45,"purpose":"Erstgespräch"})",
                      R"(,"timeprecision":"day","actorrole":"IFK","rechtskreis":"SGB II")"));
    CHECK(hex(contact.at("person BG-1001 STAMM")) ==
          "a50063652d31016875726e3a74657374021b18e9947f13ee600003f50766534742204949");
    CHECK(hex(contact.at("person BG-1001 VERMITTLUNG")) ==
          "a318206b504552534f454e4c4943481821182d18266d457273746765737072c3a46368");
    CHECK(hex(contact.at("actor ifk-7 BESCHAEFTIGTE")) == "a2106569666b2d37116349464b");
}

TEST_CASE("order of keys and white space change nothing", "[core][events]") {
    Reader reader;
    const Spans compact = reader.spans_of(trace_event(
        R"({"activity":"A","lifecycle":"start","attributes":{"bb":1,"a":{"id":"x","value":2}}})",
        R"(,"one":1,"two":2,"purpose":"p")"));
    const Spans shuffled = reader.spans_of(R"( {
        "data" : { "attributes": {"a": {"value":2, "id":"\u0078"},
                                  "bb" :1}, "lifecycle":"start",
                   "activity" : "A" },
        "two": 2, "type":"de.fallbuch.trace.event.v2", "purpose":"p", "actor": null,
        "one": 1, "subject":"case-1", "time":"2012-03-01T09:15:00.250+01:00", "source":"urn:log",
        "id":"7", "specversion":"1.0", "datacontenttype":"application/json" } )");
    CHECK(compact == shuffled);
}

// What admission says of the envelope, and of an event as a whole.
#include "core/events/admission.h"

#include <catch2/catch.hpp>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/calendar/timestamp.h"
#include "tests/support/casework_types.h"

using namespace fallbuch;
using nlohmann::json;

namespace {

json valid_event() { return json::parse(contact_event(minimal_contact_data())); }

Faults check(const std::string& text, Entrance entrance = Entrance::ordinary) {
    const Admission admission = casework_admission();
    AdmissionParser parser(admission);
    CheckedEvent event;
    return parser.check(text, {noon(), entrance}, event);
}

// The faults of the valid event with `patch` (RFC 7386) applied.
Faults check_patched(const char* patch, Entrance entrance = Entrance::ordinary) {
    json event = valid_event();
    event.merge_patch(json::parse(patch));
    return check(event.dump(), entrance);
}

// That the patched event has one fault, and which.
void check_one_fault(const char* patch, const char* pointer, const char* code, const char* why) {
    CAPTURE(patch);
    const Faults faults = check_patched(patch);
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].pointer == pointer);
    CHECK(to_string(faults[0].code) == code);
    CHECK(faults[0].why == why);
}

CheckedEvent accepted(const std::string& text, Entrance entrance = Entrance::ordinary) {
    const Admission admission = casework_admission();
    AdmissionParser parser(admission);
    CheckedEvent event;
    const Faults faults = parser.check(text, {noon(), entrance}, event);
    INFO(describe(faults, Wording::with_values));
    REQUIRE(faults.empty());
    return event;
}

}  // namespace

TEST_CASE("an attribute that cannot be read is refused with its pointer", "[core][events]") {
    const auto [patch, pointer, code,
                why] = GENERATE(table<const char*, const char*, const char*, const char*>({
        {R"({"specversion":null})", "/specversion", "missing", "the attribute is required"},
        {R"({"specversion":"0.3"})", "/specversion", "not_allowed", "must be 1.0"},
        {R"({"specversion":1.0})", "/specversion", "wrong_type",
         "must be string, not a number with a fraction"},
        {R"({"id":null})", "/id", "missing", "the attribute is required"},
        {R"({"id":""})", "/id", "too_short", "must not be empty"},
        {R"({"id":7})", "/id", "wrong_type", "must be string, not an integer"},
        {R"({"id":"a\u0000b"})", "/id", "malformed", "must have no control characters"},
        {R"({"id":"a\u0085b"})", "/id", "malformed", "must have no control characters"},
        {R"({"source":null})", "/source", "missing", "the attribute is required"},
        {R"({"type":null})", "/type", "missing", "the attribute is required"},
        {R"({"type":"de.fallbuch.nothing.known.v1"})", "/type", "unknown_type",
         "the catalogue knows no such type and version"},
        {R"({"type":"de.fallbuch.talk.held.v9"})", "/type", "unknown_type",
         "the catalogue knows no such type and version; known of this type: v1"},
        {R"({"subject":null})", "/subject", "missing", "the attribute is required"},
        {R"({"subject":"office/"})", "/subject", "malformed", "must name a unit behind office/"},
        {R"({"data":null})", "/data", "missing", "the attribute is required"},
        {R"({"data":[]})", "/data", "wrong_type", "must be object, not an array"},
        {R"({"datacontenttype":"text/xml"})", "/datacontenttype", "not_allowed",
         "must be JSON: data is an object"},
        {R"({"actor":null})", "/actor", "missing", "the type requires an actor"},
        {R"({"purpose":{"code":1}})", "/purpose", "wrong_type", "must be string, not an object"},
        {R"({"Purpose":"x"})", "/Purpose", "unknown_field",
         "an attribute's name has only a-z and 0-9; fields of the event belong in data"},
        {R"({"data_base64":"AA=="})", "/data_base64", "unknown_field",
         "an attribute's name has only a-z and 0-9; fields of the event belong in data"},
        {R"({"weight":1.5})", "/weight", "wrong_type",
         "must be string, boolean or integer, not a number with a fraction"},
        {R"({"tags":["a"]})", "/tags", "wrong_type",
         "must be string, boolean or integer, not an array"},
        {R"({"tag":"a\nb"})", "/tag", "malformed", "must have no control characters"},
    }));
    check_one_fault(patch, pointer, code, why);
}

TEST_CASE("a time or version that cannot be read, or cannot be, is refused", "[core][events]") {
    const auto [patch, pointer, code, why] =
        GENERATE(table<const char*, const char*, const char*, const char*>({
            {R"({"time":null})", "/time", "missing", "the attribute is required"},
            {R"({"time":"gestern"})", "/time", "malformed",
             "must be a date and time with an offset (RFC 3339) from 1677 to 2262, or a date with "
             "timeprecision day"},
            {R"({"time":"2026-11-20"})", "/time", "malformed",
             "must be a date and time with an offset (RFC 3339) from 1677 to 2262, or a date with "
             "timeprecision day"},
            {R"({"time":"2026-11-23T12:05:00.000000001Z"})", "/time", "in_the_future",
             "is more than 5 minutes later than it is recorded"},
            {R"({"time":"2026-11-24","timeprecision":"day"})", "/time", "in_the_future",
             "is a later day than it is recorded"},
            {R"({"time":"2026-11-31","timeprecision":"day"})", "/time", "malformed",
             "must be a date, or a date and time, from 1678 to 2261"},
            {R"({"time":"1677-12-31","timeprecision":"day"})", "/time", "malformed",
             "must be a date, or a date and time, from 1678 to 2261"},
            {R"({"time":"2026-11-20 noon","timeprecision":"day"})", "/time", "malformed",
             "must be a date, or a date and time, from 1678 to 2261"},
            {R"({"timeprecision":"hour"})", "/timeprecision", "not_allowed",
             "must be day or be left out"},
            {R"({"recorded":"2026-11-20T09:30:00Z"})", "/recorded", "not_allowed",
             "only an import may bring it; here the ledger's clock counts"},
            {R"({"expectedversion":-1})", "/expectedversion", "malformed",
             "must be an integer from 0 on"},
            {R"({"expectedversion":"1x"})", "/expectedversion", "malformed",
             "must be an integer from 0 on"},
            {R"({"expectedversion":""})", "/expectedversion", "malformed",
             "must be an integer from 0 on"},
            {R"({"expectedversion":true})", "/expectedversion", "malformed",
             "must be an integer from 0 on"},
        }));
    check_one_fault(patch, pointer, code, why);
}

TEST_CASE("an attribute may be as long as its limit and no longer", "[core][events]") {
    const auto [name, bytes_max] = GENERATE(table<const char*, std::size_t>(
        {{"id", 256}, {"source", 1024}, {"subject", 256}, {"actor", 256}, {"purpose", 1024}}));
    CAPTURE(name);
    json event = valid_event();
    event[name] = std::string(bytes_max, 'x');
    CHECK(check(event.dump()).empty());
    event[name] = std::string(bytes_max + 1, 'x');
    const Faults faults = check(event.dump());
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].code == FaultCode::too_long);
    CHECK(faults[0].why == "must have at most " + std::to_string(bytes_max) + " bytes");
}

TEST_CASE("what is no event at all is refused", "[core][events]") {
    const auto [text, code, why] = GENERATE(table<std::string, const char*, const char*>({
        {"", "not_json", "is no JSON text: broken at byte 1"},
        {"{\"id\":", "not_json", "is no JSON text: broken at byte 7"},
        {"{\"id\":\"secret\",}", "not_json", "is no JSON text: broken at byte 16"},
        {"{\"id\":\"\xff\"}", "not_json", "is no JSON text: broken at byte 8"},
        {"{\"id\":99999999999999999999}", "not_json",
         "is no JSON text: a number that 64 bits cannot hold"},
        {"{\"id\":1e999}", "not_json", "is no JSON text: a number that 64 bits cannot hold"},
        {"[]", "wrong_type", "must be object, not an array"},
        {"\"event\"", "wrong_type", "must be object, not a string"},
        {std::string(kEventBytesMax + 1, ' '), "too_large", "must have at most 256 KiB"},
        {std::string(33, '[') + "1" + std::string(33, ']'), "too_large",
         "must have at most 32 levels of arrays and objects"},
    }));
    const Faults faults = check(text);
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].pointer.empty());
    CHECK(to_string(faults[0].code) == code);
    CHECK(faults[0].why == why);
}

TEST_CASE("an event may have 256 KiB and 32 levels", "[core][events]") {
    const Admission admission = casework_admission();
    AdmissionParser parser(admission);
    CheckedEvent out;
    const std::string event = contact_event(minimal_contact_data());
    const std::string padded = event + std::string(kEventBytesMax - event.size(), ' ');
    CHECK(parser.check(padded, {noon()}, out).empty());
    // Event, data, attributes, then "value" within "value".
    const auto trace = [](int levels) {
        std::string value = "1";
        for (int i = 0; i < levels; ++i) value = R"({"value":)" + value + "}";
        return R"({"specversion":"1.0","id":"1","source":"s","subject":"c","time":)"
               R"("2026-01-01T00:00:00Z","type":"de.fallbuch.trace.event.v2","data":{"activity":)"
               R"("a","lifecycle":"start","attributes":{"k":)" +
               value + "}}}";
    };
    CHECK(parser.check(trace(29), {noon()}, out).empty());
    const Faults faults = parser.check(trace(30), {noon()}, out);
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].code == FaultCode::too_large);
}

TEST_CASE("a key that comes twice is refused wherever it stands", "[core][events]") {
    const auto [text, pointer] = GENERATE(table<std::string, const char*>({
        {contact_event(minimal_contact_data(), R"(,"id":"e-2")"), "/id"},
        {contact_event(minimal_contact_data(), R"(,"x":1,"x":2)"), "/x"},
        {contact_event(minimal_contact_data(), R"(,"data":{})"), "/data"},
        {contact_event(R"({"channel":"TELEFON","channel":"TELEFON","purpose":"a"})"),
         "/data/channel"},
        {contact_event(
             R"({"channel":"TELEFON","purpose":"a","participants":[{"number":"1","number":"2"}]})"),
         "/data/participants/0/number"},
    }));
    CAPTURE(text);
    const Faults faults = check(text);
    REQUIRE_FALSE(faults.empty());
    CHECK(faults[0].pointer == pointer);
    CHECK(faults[0].code == FaultCode::duplicate);
}

TEST_CASE("all faults of one event are named at once", "[core][events]") {
    const Faults faults = check(
        R"({"specversion":"1.0","id":"e-1","type":"de.fallbuch.talk.held.v1","time":"morgen",)"
        R"("subject":"BG-1001","actorrole":"IFK","expectedversion":"neu","data":{)"
        R"("channel":"BRIEFTAUBE","durationMin":601.5,"colour":"red",)"
        R"("participants":[{"number":"P-1"},{"role":3},"x"]}})");
    std::vector<std::string> told;
    for (const Fault& fault : faults) {
        told.push_back(fault.pointer + " " + std::string(to_string(fault.code)));
    }
    CHECK(told == std::vector<std::string>{
                      "/source missing", "/actor missing", "/time malformed",
                      "/expectedversion malformed", "/data/colour unknown_field",
                      "/data/purpose missing", "/data/participants/1/role wrong_type",
                      "/data/participants/1/number missing", "/data/participants/2 wrong_type",
                      "/data/channel unknown_code", "/data/durationMin wrong_type"});
}

TEST_CASE("the text of a refusal is readable, and holds values only where they may be seen",
          "[core][events]") {
    const Faults faults =
        check_patched(R"({"data":{"channel":"BRIEFTAUBE mit einem sehr langen Namen, der nach )"
                      R"(sechzig Zeichen endet","durationMin":700}})");
    CHECK(describe(faults, Wording::without_values) ==
          "event refused: 2 faults\n"
          "  /data/channel: is no code of the list kanal [unknown_code]\n"
          "  /data/durationMin: must be at most 600 [too_great]");
    CHECK(describe(faults, Wording::with_values) ==
          "event refused: 2 faults\n"
          "  /data/channel: is no code of the list kanal [unknown_code] (\"BRIEFTAUBE mit einem "
          "sehr langen Namen, der nach sechzig Zei…\")\n"
          "  /data/durationMin: must be at most 600 [too_great] (700)");
    CHECK(describe(check("[]"), Wording::with_values) ==
          "event refused: 1 fault\n  (event): must be object, not an array [wrong_type]");
}

TEST_CASE("no reason ever holds a value", "[core][events]") {
    const Faults faults = check_patched(
        R"({"id":"SECRET\u0007","type":"SECRET","time":"SECRET","timeprecision":"SECRET",)"
        R"("recorded":"SECRET","expectedversion":"SECRET","datacontenttype":"SECRET"})");
    CHECK(faults.size() == 7);
    for (const Fault& fault : check_patched(R"({"data":{"channel":"SECRET","purpose":)"
                                            R"("SECRET SECRET SECRET SECRET"}})")) {
        CHECK(fault.why.find("SECRET") == std::string::npos);
    }
    for (const Fault& fault : faults) CHECK(fault.why.find("SECRET") == std::string::npos);
}

TEST_CASE("a retired code and a time up to five minutes ahead are accepted", "[core][events]") {
    CHECK(check_patched(R"({"data":{"channel":"TELEFAX"}})").empty());
    CHECK(check_patched(R"({"time":"2026-11-23T12:05:00Z"})").empty());
    CHECK(check_patched(R"({"time":"2026-11-23","timeprecision":"day"})").empty());
}

TEST_CASE("of a bare day the date counts as it is written, at midnight in Berlin",
          "[core][events]") {
    const char* time = GENERATE("2026-07-01", "2026-07-01T00:00:00Z", "2026-07-01T23:59:59-12:00");
    json event = valid_event();
    event["time"] = time;
    event["timeprecision"] = "day";
    CHECK(accepted(event.dump()).occurred == parse_timestamp("2026-06-30T22:00:00Z").value());
}

TEST_CASE("only an import brings its own recorded, and time is compared with it",
          "[core][events]") {
    json event = valid_event();
    event["recorded"] = "2019-05-01T10:00:00Z";
    event["time"] = "2019-05-01T10:05:00Z";
    const CheckedEvent moved = accepted(event.dump(), Entrance::history);
    REQUIRE(moved.claimed);
    CHECK(*moved.claimed == parse_timestamp("2019-05-01T10:00:00Z").value());
    event["time"] = "2019-05-01T10:05:01Z";
    CHECK(check(event.dump(), Entrance::history).at(0).code == FaultCode::in_the_future);
    event["recorded"] = "2026-11-23T12:00:00.000000001Z";
    const Faults late = check(event.dump(), Entrance::history);
    REQUIRE(late.size() == 1);
    CHECK(late[0].pointer == "/recorded");
    CHECK(late[0].why == "is later than the ledger's clock");
    event["recorded"] = "bald";
    CHECK(check(event.dump(), Entrance::history).at(0).code == FaultCode::malformed);
    event.erase("recorded");
    CHECK_FALSE(accepted(event.dump(), Entrance::history).claimed);
}

TEST_CASE("the expected version is read from integers and digits", "[core][events]") {
    const auto [version, expected] = GENERATE(table<const char*, std::uint64_t>(
        {{"0", 0}, {"41", 41}, {R"("41")", 41}, {R"("9999999999")", 9999999999}}));
    const CheckedEvent event = accepted(
        contact_event(minimal_contact_data(), std::string(R"(,"expectedversion":)") + version));
    CHECK(event.expected == ExpectedVersion(Exactly{StreamVersion{expected}}));
    CHECK(accepted(contact_event(minimal_contact_data())).expected == ExpectedVersion(Any{}));
}

TEST_CASE("what concerns no case needs an actor", "[core][events]") {
    const std::string event =
        R"({"specversion":"1.0","id":"1","source":"s","subject":"office/team-3","time":)"
        R"("2026-01-01T00:00:00Z","type":"de.fallbuch.trace.opened.v1","data":)"
        R"({"log":"l","trace":"t"}})";
    const Faults faults = check(event);
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].pointer == "/actor");
    CHECK(faults[0].why == "what concerns no case requires an actor");
}

TEST_CASE("an event can concern 128 persons and no more", "[core][events]") {
    const auto with_participants = [](int count) {
        json data = json::parse(minimal_contact_data());
        // The case's person and the actor count too.
        for (int i = 0; i < count - 2; ++i) {
            data["participants"].push_back({{"number", "P-" + std::to_string(i)}});
        }
        return contact_event(data.dump());
    };
    CHECK(accepted(with_participants(128)).persons.size() == 128);
    const Faults faults = check(with_participants(129));
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].code == FaultCode::too_large);
    CHECK(faults[0].pointer == "/data");
}

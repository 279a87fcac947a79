// What is wrong with a log, and where: each fault gives one message.
#include <catch2/catch.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "consumers/ingest/input_stream.h"
#include "consumers/ingest/xes_counts.h"
#include "consumers/ingest/xes_log.h"
#include "consumers/ingest/xes_reader.h"
#include "core/base/result.h"
#include "tests/consumers/ingest/text_source.h"

namespace fallbuch {
namespace {

std::string error_of(std::string document) {
    InputStream input = stream_of(std::move(document));
    const auto counts = count_xes(input);
    REQUIRE_FALSE(counts);
    CHECK(counts.error().code == ErrorCode::invalid);
    return counts.error().message;
}

std::string repeated(const std::string& text, std::size_t times) {
    std::string all;
    all.reserve(text.size() * times);
    for (std::size_t i = 0; i < times; ++i) all += text;
    return all;
}

std::uint64_t attributes_in(std::string document) {
    InputStream input = stream_of(std::move(document));
    const auto counts = count_xes(input);
    REQUIRE(counts);
    return counts->attributes;
}

TEST_CASE("a wrong value names its trace, event, line, attribute and text", "[consumers][ingest]") {
    const auto [attribute, why] = GENERATE(table<std::string, std::string>({
        {R"(<date key="time:timestamp" value="2012-02-30T10:00:00"/>)",
         "date \"time:timestamp\": no such day (2012-02-30T10:00:00)"},
        {R"(<date key="d" value="yesterday"/>)", "date \"d\": not an xs:dateTime (yesterday)"},
        {R"(<int key="i" value="1.5"/>)", "int \"i\": not a whole number (1.5)"},
        {R"(<int key="i" value=""/>)", "int \"i\": not a whole number ()"},
        {R"(<float key="f" value="1,5"/>)", "float \"f\": not a number (1,5)"},
        {R"(<boolean key="b" value="yes"/>)", "boolean \"b\": neither true nor false (yes)"},
        {R"(<string key="s"/>)", "string \"s\": has no value"},
        {R"(<id key="x"/>)", "id \"x\": has no value"},
        {R"(<string value="v"/>)", "<string> has no key"},
        {R"(<string key="" value="v"/>)", "<string> has no key"},
        {R"(<list/>)", "<list> has no key"},
    }));
    const std::string before =
        "<log>\n<trace>\n<string key=\"concept:name\" value=\"A-1\"/>\n<event/>\n<event>\n";
    CHECK(error_of(before + attribute + "\n</event></trace></log>") ==
          "test.xes line 6, trace 1 \"A-1\", event 2: " + why);
}

TEST_CASE("a wrong value of a trace or of the log names what there is to name",
          "[consumers][ingest]") {
    CHECK(error_of("<log>\n<trace/>\n<trace><int key=\"i\" value=\"x\"/></trace></log>") ==
          "test.xes line 3, trace 2: int \"i\": not a whole number (x)");
    CHECK(error_of("<log>\n<int key=\"i\" value=\"x\"/></log>") ==
          "test.xes line 2: int \"i\": not a whole number (x)");
    CHECK(error_of("<log><global scope=\"event\"><date key=\"d\" value=\"\"/></global></log>") ==
          "test.xes line 1: date \"d\": not an xs:dateTime ()");
}

TEST_CASE("an element in the wrong place is refused", "[consumers][ingest]") {
    const auto [document, message] = GENERATE(table<std::string, std::string>({
        {"<logs/>", "line 1: the root element is <logs>, not <log>"},
        {"<log><log/></log>", "line 1: <log> is not allowed inside <log>"},
        {"<log>\n<event/></log>", "line 2: <event> outside a trace"},
        {"<log><trace>\n<trace/></trace></log>", "line 2, trace 1: <trace> inside a trace"},
        {"<log><trace><event><trace/></event></trace></log>",
         "line 1, trace 1, event 1: <trace> inside a trace"},
        {"<log><global scope=\"event\"><trace/></global></log>",
         "line 1: <trace> is not allowed inside <global>"},
        {"<log><trace><event><event/></event></trace></log>",
         "line 1, trace 1, event 1: <event> is not allowed inside <event>"},
        {"<log><trace><event/>\n<int key=\"n\" value=\"1\"/></trace></log>",
         "line 2, trace 1: int \"n\" of the trace comes after its events"},
        {"<log><trace/>\n<int key=\"n\" value=\"1\"/></log>",
         "line 2: int \"n\" of the log comes after its first trace"},
        {"<log><trace/><classifier name=\"c\" keys=\"k\"/></log>",
         "line 1: <classifier> after the first trace"},
        {"<log><trace><extension/></trace></log>",
         "line 1, trace 1: <extension> is not allowed inside <trace>"},
        {"<log><extension name=\"n\" prefix=\"p\" uri=\"u\"><int key=\"n\" value=\"1\"/>"
         "</extension></log>",
         "line 1: <int> is not allowed inside <extension>"},
        {"<log><trace><event><string key=\"s\" value=\"\"><values/></string></event></trace></log>",
         "line 1, trace 1, event 1: <values> is not allowed inside <string>"},
        {"<log><trace><event><duration key=\"d\" value=\"1\"/></event></trace></log>",
         "line 1, trace 1, event 1: unknown element <duration>"},
        {"<log><trace>\n<event>lost</event></trace></log>",
         "line 2, trace 1, event 1: text between elements"},
        {"<log><![CDATA[lost]]></log>", "line 1: text between elements"},
        {"<log><extension prefix=\"p\" uri=\"u\"/></log>",
         "line 1: <extension>: the declaration has no name"},
        {"<log><extension name=\"n\" uri=\"u\"/></log>",
         "line 1: <extension>: the declaration has no prefix"},
        {"<log><extension name=\"n\" prefix=\"p\"/></log>",
         "line 1: <extension>: the declaration has no uri"},
        {"<log><classifier keys=\"k\"/></log>",
         "line 1: <classifier>: the declaration has no name"},
        {"<log><classifier name=\"n\"/></log>",
         "line 1: <classifier>: the declaration has no keys"},
    }));
    CHECK(error_of(document) == "test.xes " + message);
}

TEST_CASE("XML that is not well-formed is refused where it goes wrong", "[consumers][ingest]") {
    const auto [document, message] = GENERATE(table<std::string, std::string>({
        {"", "line 1: not well-formed XML: no element found"},
        {"no XML", "line 1: not well-formed XML: syntax error"},
        {"<log>\n<trace></log>", "line 2, trace 1: not well-formed XML: mismatched tag"},
        {"<log>\n<trace>", "line 2, trace 1: not well-formed XML: no element found"},
        {"<log>\n<tra", "line 2: not well-formed XML: unclosed token"},
        {"<log/><log/>", "line 1: not well-formed XML: junk after document element"},
        {"<log><trace x=\"1\" x=\"2\"/></log>", "line 1: not well-formed XML: duplicate attribute"},
        {"<log><string key=\"k\" value=\"&who;\"/></log>",
         "line 1: not well-formed XML: undefined entity"},
        {"<log><string key=\"k\" value=\"\xfc\"/></log>",
         "line 1: not well-formed XML: not well-formed (invalid token)"},
        {"<log><string key=\"k\" value=\"&#0;\"/></log>",
         "line 1: not well-formed XML: reference to invalid character number"},
        {"<?xml version='1.0' encoding='KOI8-R'?><log/>",
         "line 1: not well-formed XML: unknown encoding"},
    }));
    CHECK(error_of(document) == "test.xes " + message);
}

TEST_CASE("a document type declaration is refused before any entity of it is read",
          "[consumers][ingest]") {
    const std::string why =
        "test.xes line 1: a document type declaration is refused: it could define entities";
    CHECK(error_of("<!DOCTYPE log [<!ENTITY a \"haha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">"
                   "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]><log><string key=\"k\" "
                   "value=\"&c;\"/></log>") == why);
    CHECK(error_of("<!DOCTYPE log SYSTEM \"file:///etc/passwd\"><log/>") == why);
}

TEST_CASE("a truncated gzip file is reported as that", "[consumers][ingest]") {
    const std::string packed = gzipped("<log><trace/></log>");
    CHECK(error_of(packed.substr(0, 20)) == "test.xes: gzip stream ends early (at byte 20)");
}

TEST_CASE("attributes are nested as deep as the limit says", "[consumers][ingest]") {
    const auto nested = [](std::size_t depth) {
        return "<log><trace><event>" + repeated("<container key=\"c\">", depth) +
               repeated("</container>", depth) + "</event></trace></log>";
    };
    CHECK(attributes_in(nested(kXesNestingMax)) == kXesNestingMax);
    CHECK(error_of(nested(kXesNestingMax + 1)) ==
          "test.xes line 1, trace 1, event 1: container \"c\": attributes are nested too deep "
          "(limit 64)");
}

TEST_CASE("keys and values are as long as the limit says", "[consumers][ingest]") {
    const auto with = [](const std::string& key, const std::string& value) {
        return "<log><trace><string key=\"" + key + "\" value=\"" + value + "\"/></trace></log>";
    };
    const std::string most(kXesValueBytesMax, 'x');
    CHECK(attributes_in(with("k", most)) == 1);
    CHECK(attributes_in(with(most, "v")) == 1);
    CHECK(error_of(with("k", most + "x")) ==
          "test.xes line 1, trace 1: string \"k\": the value has too many bytes (limit 262144)");
    CHECK(error_of(with(most + "x", "v")) ==
          "test.xes line 1, trace 1: string \"" + std::string(80, 'x') +
              "...\": the key has too many bytes (limit 262144)");
}

TEST_CASE("an event holds as many attributes and bytes as the limits say", "[consumers][ingest]") {
    const auto event = [](const std::string& attribute, std::size_t count) {
        return "<log><trace><event>" + repeated(attribute, count) + "</event></trace></log>";
    };
    const std::string small = "<int key=\"i\" value=\"1\"/>";
    CHECK(attributes_in(event(small, kXesAttributesMax)) == kXesAttributesMax);
    CHECK(error_of(event(small, kXesAttributesMax + 1)) ==
          "test.xes line 1, trace 1, event 1: int \"i\": too many attributes (limit 100000)");

    const std::string large =
        "<string key=\"k\" value=\"" + std::string(kXesValueBytesMax - 1, 'x') + "\"/>";
    const std::size_t fitting = kXesTextBytesMax / kXesValueBytesMax;
    CHECK(attributes_in(event(large, fitting)) == fitting);
    CHECK(error_of(event(large, fitting + 1)) ==
          "test.xes line 1, trace 1, event 1: string \"k\": attributes have too many bytes "
          "(limit 16777216)");
}

TEST_CASE("a log declares as much as the limits say", "[consumers][ingest]") {
    const std::string small = "<classifier name=\"c\" keys=\"k\"/>";
    CHECK(attributes_in("<log>" + repeated(small, kXesDeclarationsMax) + "</log>") == 0);
    CHECK(error_of("<log>" + repeated(small, kXesDeclarationsMax + 1) + "</log>") ==
          "test.xes line 1: <classifier>: too many declarations (limit 10000)");
    const std::string large =
        "<classifier name=\"c\" keys=\"" + std::string(kXesTagBytesMax / 2, 'k') + "\"/>";
    CHECK(error_of("<log>" + repeated(large, 9) + "</log>") ==
          "test.xes line 1: <classifier>: declarations have too many bytes (limit 16777216)");
}

TEST_CASE("a tag or comment that does not end is refused before it fills the memory",
          "[consumers][ingest]") {
    const std::string why = "test.xes line 2: a tag or comment has too many bytes (limit 4194304)";
    const std::string endless(2 * kXesTagBytesMax, 'x');
    CHECK(error_of("<log>\n<string key=\"" + endless) == why);
    CHECK(error_of("<log>\n<!--" + endless) == why);
}

TEST_CASE("an error of the sink ends the reading and gets the place put in front",
          "[consumers][ingest]") {
    struct Sink final : XesSink {
        explicit Sink(std::string call) : failing(std::move(call)) {}
        Status on_log(const XesLog&) override { return answer("log"); }
        Status on_trace(const XesTrace&) override { return answer("trace"); }
        Status on_event(const XesTrace&, const XesEvent&) override { return answer("event"); }
        Status answer(const std::string& call) {
            ++calls;
            if (call == failing) return Error{ErrorCode::conflict, "sink: enough"};
            return {};
        }
        std::string failing;
        int calls = 0;
    };
    const auto [call, place, calls] = GENERATE(table<std::string, std::string, int>({
        {"log", "line 2", 1},
        {"trace", "line 2, trace 1 \"A\"", 2},
        {"event", "line 4, trace 1 \"A\", event 1", 3},
    }));
    Sink sink(call);
    InputStream input = stream_of(
        "<log>\n<trace>\n<string key=\"concept:name\" value=\"A\"/>\n<event>\n</event>\n<event/>\n"
        "</trace></log>");
    const Status status = read_xes(input, sink);
    REQUIRE_FALSE(status);
    CHECK(status.error().code == ErrorCode::conflict);
    CHECK(status.error().message == "test.xes " + place + ": sink: enough");
    CHECK(sink.calls == calls);
}

}  // namespace
}  // namespace fallbuch

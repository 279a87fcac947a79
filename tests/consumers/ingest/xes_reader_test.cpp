// What the XES reader delivers: small documents against what is written in them.
#include "consumers/ingest/xes_reader.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "consumers/ingest/byte_source.h"
#include "consumers/ingest/input_stream.h"
#include "consumers/ingest/xes_log.h"
#include "core/base/bytes.h"
#include "core/base/result.h"
#include "tests/consumers/ingest/text_source.h"
#include "tests/consumers/ingest/xes_transcript.h"
#include "tests/support/seeded_random.h"
#include "tests/support/shared_data.h"

namespace fallbuch {
namespace {

std::string transcript_of(std::string document, std::size_t piece_bytes = SIZE_MAX) {
    InputStream input = stream_of(std::move(document), piece_bytes);
    XesTranscript transcript;
    const Status status = read_xes(input, transcript);
    return status ? transcript.text() : transcript.text() + "error: " + status.error().message;
}

// The transcript of a log that holds one event with these attributes.
std::string event_of(const std::string& attributes) {
    const std::string all =
        transcript_of("<log><trace><event>" + attributes + "</event></trace></log>");
    const std::string head = "log  [] \"\"\ntrace 0 line 1 \"\"\n event 0.0 line 1\n";
    REQUIRE(all.substr(0, head.size()) == head);
    return all.substr(head.size());
}

std::string utf16(std::string_view ascii, bool little_endian) {
    std::string out = little_endian ? "\xff\xfe" : "\xfe\xff";
    for (const char c : ascii) {
        out += little_endian ? c : '\0';
        out += little_endian ? '\0' : c;
    }
    return out;
}

TEST_CASE("a log is delivered in order: its head, then each trace and its events",
          "[consumers][ingest]") {
    const std::string document = R"(<?xml version="1.0" encoding="UTF-8"?>
<!-- a comment --><?and an instruction?>
<log xes.version="1849.2016" xes.features="nested-attributes">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <global scope="trace"><string key="concept:name" value="unknown"/></global>
  <global scope="event">
    <string key="concept:name" value="unknown"/>
    <date key="time:timestamp" value="1970-01-01T00:00:00Z"/>
  </global>
  <classifier name="Activity" keys="concept:name"/>
  <classifier name="Case type" scope="trace" keys="type kind"/>
  <string key="concept:name" value="A small log"/>
  <float key="mean" value="2.5"><int key="of" value="2"/></float>
  <trace>
    <string key="concept:name" value="A-1"/>
    <event>
      <string key="concept:name" value="apply"/>
      <date key="time:timestamp" value="1970-01-01T00:00:01+00:00"/>
    </event>
    <event/>
  </trace>
  <trace/>
</log>
)";
    const std::string expected = R"(log 1849.2016 [nested-attributes] "A small log"
 extension Concept concept http://www.xes-standard.org/concept.xesext
 global trace
  string concept:name=unknown
 global event
  string concept:name=unknown
  date time:timestamp=1970-01-01T00:00:00Z @0
 classifier Activity [] concept:name
 classifier Case type [trace] type kind
 string concept:name=A small log
 float mean=2.5 ~2.5
  int of=2 #2
trace 0 line 14 "A-1"
 string concept:name=A-1
 event 0.0 line 16
  string concept:name=apply
  date time:timestamp=1970-01-01T00:00:01+00:00 @1000000000
 event 0.1 line 20
trace 1 line 22 ""
)";
    CHECK(transcript_of(document) == expected);
    CHECK(transcript_of(document, 1) == expected);
    CHECK(transcript_of(gzipped(document)) == expected);
}

TEST_CASE("a log without traces still delivers its head", "[consumers][ingest]") {
    CHECK(transcript_of("<log/>") == "log  [] \"\"\n");
}

TEST_CASE("every kind of attribute has its typed value", "[consumers][ingest]") {
    CHECK(event_of(R"(<string key="s" value=" as it is "/>)") == "  string s= as it is \n");
    CHECK(event_of(R"(<string key="s" value=""/>)") == "  string s=\n");
    CHECK(event_of(R"(<date key="d" value="2012-02-29T01:00:00+01:00"/>)") ==
          "  date d=2012-02-29T01:00:00+01:00 @1330473600000000000\n");
    CHECK(event_of(R"(<int key="i" value="-42"/>)") == "  int i=-42 #-42\n");
    CHECK(event_of(R"(<float key="f" value="1.5E3"/>)") == "  float f=1.5E3 ~1500\n");
    CHECK(event_of(R"(<boolean key="b" value="true"/><boolean key="c" value="0"/>)") ==
          "  boolean b=true yes\n  boolean c=0 no\n");
    CHECK(event_of(R"(<id key="x" value="b2f0-7"/>)") == "  id x=b2f0-7\n");
}

TEST_CASE("lists, containers and nested attributes keep their structure", "[consumers][ingest]") {
    CHECK(event_of(R"(<list key="l"><string key="meta" value="m"/><values>
        <int key="e" value="1"><string key="of" value="one"/></int><int key="e" value="2"/>
        <list key="in"><values key="v"><boolean key="b" value="1"/></values></list>
        </values></list><container key="c"><string key="a" value="x">
        <string key="b" value="y"/></string></container><list key="empty"/>)") ==
          "  list l=\n"
          "   string meta=m\n"
          "   - int e=1 #1\n"
          "    string of=one\n"
          "   - int e=2 #2\n"
          "   - list in=\n"
          "    - boolean b=1 yes\n"
          "  container c=\n"
          "   string a=x\n"
          "    string b=y\n"
          "  list empty=\n");
}

TEST_CASE("attributes are found by key, the first of equal ones, nested ones not",
          "[consumers][ingest]") {
    struct Sink final : XesSink {
        Status on_log(const XesLog&) override { return {}; }
        Status on_trace(const XesTrace&) override { return {}; }
        Status on_event(const XesTrace&, const XesEvent& event) override {
            CHECK(event.attributes.find("a")->text == "1");
            CHECK(event.attributes.find("b")->text == "2");
            CHECK(event.attributes.find("n") == nullptr);
            CHECK(event.attributes.find("a")->children().find("n")->text == "3");
            CHECK(event.attributes.preorder().size() == 4);
            return {};
        }
    } sink;
    InputStream input =
        stream_of(R"(<log><trace><event><int key="a" value="1"><int key="n" value="3"/></int>)"
                  R"(<int key="b" value="2"/><int key="a" value="9"/></event></trace></log>)");
    CHECK(read_xes(input, sink));
}

TEST_CASE("globals invent no attribute that an event lacks", "[consumers][ingest]") {
    CHECK(transcript_of("<log><global scope=\"event\"><string key=\"org:resource\" value=\"?\"/>"
                        "</global><trace><event/></trace></log>") ==
          "log  [] \"\"\n global event\n  string org:resource=?\n"
          "trace 0 line 1 \"\"\n event 0.0 line 1\n");
}

TEST_CASE("white space, escapes, CDATA white space and quotes mean what XML says",
          "[consumers][ingest]") {
    CHECK(
        event_of("<string\n\tkey = 'k'\r\n value='\"&lt;&gt;&amp;&quot;&apos;&#65;&#xFC;' \n/>") ==
        "  string k=\"<>&\"'A\u00fc\n");
    CHECK(event_of("<string key=\"k\" value=\"a\nb\tc&#10;d\"></string><![CDATA[ \n ]]>") ==
          "  string k=a b c\nd\n");
    CHECK(event_of("<date key=\"d\" value=\" 1970-01-01T00:00:00Z \"/>") ==
          "  date d= 1970-01-01T00:00:00Z  @0\n");
}

TEST_CASE("elements of a namespace are read whatever its prefix", "[consumers][ingest]") {
    const std::string expected = "log 1.0 [] \"\"\ntrace 0 line 1 \"A\"\n string concept:name=A\n";
    CHECK(transcript_of("<log xes.version=\"1.0\" xmlns=\"http://www.xes-standard.org/\"><trace>"
                        "<string key=\"concept:name\" value=\"A\"/></trace></log>") == expected);
    CHECK(
        transcript_of("<x:log xes.version=\"1.0\" xmlns:x=\"http://www.xes-standard.org/\">"
                      "<x:trace><x:string key=\"concept:name\" value=\"A\"/></x:trace></x:log>") ==
        expected);
}

TEST_CASE("UTF-8 with or without a mark, UTF-16 and Latin-1 give the same text",
          "[consumers][ingest]") {
    const std::string before = "<log><string key=\"concept:name\" value=\"";
    const std::string expected = "log  [] \"M\u00fcll\"\n string concept:name=M\u00fcll\n";
    const std::string utf8 = before + "M\u00fcll\"/></log>";
    CHECK(transcript_of(utf8) == expected);
    CHECK(transcript_of("\xef\xbb\xbf" + utf8) == expected);
    CHECK(transcript_of("<?xml version='1.0' encoding='ISO-8859-1'?>" + before +
                        "M\xfcll\"/></log>") == expected);
    const std::string escaped = before + "M&#252;ll\"/></log>";
    CHECK(transcript_of(utf16(escaped, true)) == expected);
    CHECK(transcript_of(utf16(escaped, false), 1) == expected);
    CHECK(transcript_of(before + "\xf0\x9f\x8f\x9b \xe6\xa1\x88\"/></log>") ==
          "log  [] \"\U0001f3db \u6848\"\n string concept:name=\U0001f3db \u6848\n");
}

TEST_CASE("attributes without a key are read before the traces only", "[consumers][ingest]") {
    CHECK(transcript_of("<log><float value=\"3.052\"/></log>") ==
          "log  [] \"\"\n float =3.052 ~3.052\n");
}

TEST_CASE("offsets and lines of traces and events are those of their tags", "[consumers][ingest]") {
    struct Sink final : XesSink {
        explicit Sink(std::string_view text) : document(text) {}
        Status on_log(const XesLog&) override { return {}; }
        Status on_trace(const XesTrace& trace) override {
            CHECK(document.substr(trace.offset_bytes, 7) == "<trace>");
            return {};
        }
        Status on_event(const XesTrace&, const XesEvent& event) override {
            CHECK(document.substr(event.offset_bytes, 7) == "<event>");
            ++events;
            return {};
        }
        std::string_view document;
        int events = 0;
    };
    const std::string document =
        "<log>\n<!-- \u00fc --> <trace>\n  <event>\n</event><event></event></trace>\n"
        "<trace>  <event></event></trace></log>";
    Sink sink(document);
    InputStream input = stream_of(document, 5);
    REQUIRE(read_xes(input, sink));
    CHECK(sink.events == 3);
}

// A trace of many events. It allocates nothing once it is made, since sanitizers keep freed memory.
class LongTraceSource final : public ByteSource {
public:
    static constexpr std::size_t kEventsPerRound = 300;

    explicit LongTraceSource(std::size_t rounds) : rounds_left_(rounds) {
        for (std::size_t i = 0; i < kEventsPerRound; ++i) {
            round_ +=
                "<event><string key=\"concept:name\" value=\"activity\"/>"
                "<date key=\"time:timestamp\" value=\"2026-03-01T12:00:00.000+01:00\"/>"
                "<string key=\"org:resource\" value=\"" +
                std::string(i, 'r') + "\"/></event>\n";
        }
    }

    Result<std::size_t> read(MutableByteView out) override {
        while (text_.empty() && !ended_) advance();
        const std::size_t count = std::min(out.size(), text_.size());
        std::copy_n(text_.begin(), count, out.begin());
        text_.remove_prefix(count);
        return count;
    }
    std::optional<std::uint64_t> size_bytes() const override { return std::nullopt; }

private:
    void advance() {
        ended_ = rounds_left_ == 0;
        text_ = ended_ ? std::string_view("</trace></log>") : round_;
        if (!ended_) --rounds_left_;
    }

    std::string round_;
    std::size_t rounds_left_;
    bool ended_ = false;
    std::string_view text_ = "<log><trace>";
};

std::uint64_t resident_bytes() {
    std::ifstream statm("/proc/self/statm");
    std::uint64_t pages = 0;
    statm >> pages >> pages;
    return pages * 4096;
}

TEST_CASE("a huge trace is read in constant memory", "[consumers][ingest]") {
    constexpr std::size_t kRounds = 500;
    constexpr std::uint64_t kEvents = kRounds * LongTraceSource::kEventsPerRound;
    struct Sink final : XesSink {
        Status on_log(const XesLog&) override { return {}; }
        Status on_trace(const XesTrace&) override { return {}; }
        Status on_event(const XesTrace&, const XesEvent& event) override {
            attributes += event.attributes.preorder().size();
            if (event.index + 1 == kEvents / 30) at_first_bytes = resident_bytes();
            if (event.index + 1 == kEvents) at_last_bytes = resident_bytes();
            return {};
        }
        std::uint64_t attributes = 0;
        std::uint64_t at_first_bytes = 0;
        std::uint64_t at_last_bytes = 0;
    } sink;
    InputStream input(std::make_unique<LongTraceSource>(kRounds), "generated");
    REQUIRE(read_xes(input, sink));
    REQUIRE(sink.attributes == 3 * kEvents);
    REQUIRE(sink.at_first_bytes > 0);
    REQUIRE(sink.at_last_bytes > 0);
    // The text is about 45 MB.
    CHECK(sink.at_last_bytes < sink.at_first_bytes + 8 * 1024 * 1024);
}

TEST_CASE("a damaged document gives the same answer however it is cut into blocks",
          "[consumers][ingest]") {
    constexpr std::uint64_t kSeed = 1849;
    CAPTURE(kSeed);
    const std::string all =
        testing::read_text(std::string(FALLBUCH_SOURCE_DIR) + "/tests/data/bauantrag.xes");
    const std::string document = all.substr(0, all.find("</trace>")) + "</trace></log>";
    REQUIRE(document.size() > 4000);
    SeededRandom random(kSeed);
    int refused = 0;
    for (int round = 0; round < 600; ++round) {
        std::string damaged = document;
        const std::size_t at = random.next() % damaged.size();
        const std::string_view bits = "<>\"/&= \xfc\n";
        if (round % 3 == 0) damaged[at] = bits[random.next() % bits.size()];
        if (round % 3 == 1) damaged.erase(at, 1 + random.next() % 40);
        if (round % 3 == 2) damaged.insert(at, damaged.substr(random.next() % damaged.size(), 60));
        const std::string whole = transcript_of(damaged);
        CAPTURE(round, damaged);
        REQUIRE(whole == transcript_of(damaged, 1 + random.next() % 500));
        refused += whole.find("error: test.xes line ") != std::string::npos ? 1 : 0;
    }
    CHECK(refused > 300);
    CHECK(refused < 600);
}

}  // namespace
}  // namespace fallbuch

// Which streams an XES log becomes: whatever logs and traces are called, none shares one.
#include "consumers/ingest/xes_import.h"

#include <catch2/catch.hpp>

#include <memory>
#include <string>
#include <vector>

#include "consumers/ingest/import_session.h"
#include "consumers/ingest/input_stream.h"
#include "consumers/ingest/xes_reader.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/events/admission.h"
#include "core/events/decoded_event.h"
#include "core/events/event_reader.h"
#include "core/events/faults.h"
#include "core/ledger/ledger.h"
#include "tests/consumers/ingest/text_source.h"
#include "tests/support/casework_types.h"
#include "tests/support/event_office.h"

namespace fallbuch {
namespace {

class Counter final : public ImportObserver {
public:
    Status acknowledged(const AcknowledgedEvent&) override { return {}; }
    Status refused(const RefusedLine& line) override {
        return Error{ErrorCode::invalid, describe(line.faults, Wording::with_values)};
    }
};

std::string name_attribute(const std::string& name) {
    return name.empty() ? "" : R"(<string key="concept:name" value=")" + name + R"("/>)";
}

// Each trace has two events.
std::string log_text(const std::string& log, const std::vector<std::string>& traces) {
    std::string text = R"(<log xes.version="1.0">)" + name_attribute(log);
    for (const std::string& trace : traces) {
        text += "<trace>" + name_attribute(trace);
        for (const std::string activity : {"Antrag", "Bescheid"}) {
            text += "<event>" + name_attribute(activity) +
                    R"(<date key="time:timestamp" value="2026-06-01T08:00:00Z"/></event>)";
        }
        text += "</trace>";
    }
    return text + "</log>";
}

Result<ImportCounts> import(EventOffice& office, const std::string& text,
                            const std::string& log_name) {
    Counter counter;
    ImportSession session(office.store(), Entrance::history, counter);
    InputStream input = stream_of(text);
    XesImport log(session, log_name);
    RETURN_IF_ERROR(read_xes(input, log));
    RETURN_IF_ERROR(log.finish());
    RETURN_IF_ERROR(session.settle_all());
    return session.counts();
}

std::size_t event_count_of(EventOffice& office, const std::string& case_name) {
    Ledger& ledger = office.store().ledger();
    const auto reader = EventReader::open(ledger.log(), ledger.vault(), casework_catalogue());
    REQUIRE(reader);
    const auto stream = (*reader)->find_case(case_name);
    if (!stream) return 0;
    std::size_t count = 0;
    REQUIRE((*reader)->read_case(*stream, [&](Position, const DecodedEvent&) -> Status {
        ++count;
        return {};
    }));
    return count;
}

TEST_CASE("traces that are called alike have streams of their own", "[consumers][ingest]") {
    EventOffice office;
    const std::vector<std::string> traces{"b/c", "", "2", "/2", "%2F2", "//2", "%252F2"};
    REQUIRE(import(office, log_text("a", traces), ""));
    REQUIRE(import(office, log_text("a/b", {"c"}), ""));
    REQUIRE(import(office, log_text("a%2Fb", {"c"}), ""));
    for (const std::string name :
         {"xes/a/b/c", "xes/a%2Fb/c", "xes/a%252Fb/c", "xes/a//2", "xes/a/2", "xes/a/%2F2",
          "xes/a/%252F2", "xes/a/%2F/2", "xes/a/%25252F2"}) {
        CAPTURE(name);
        CHECK(event_count_of(office, name) == 3);
    }
    const auto again = import(office, log_text("a", traces), "other");
    REQUIRE(again);
    CHECK(again->added_count == 0);
    CHECK(again->known_count == 3 * traces.size());
}

TEST_CASE("a log without a name takes the one that it is given", "[consumers][ingest]") {
    EventOffice office;
    const auto nameless = import(office, log_text("", {"7"}), "");
    REQUIRE_FALSE(nameless);
    CHECK(nameless.error().message.find("--log-name") != std::string::npos);
    REQUIRE(import(office, log_text("", {"7"}), "given"));
    CHECK(event_count_of(office, "xes/given/7") == 3);
    REQUIRE(import(office, log_text("own", {"7"}), "given"));
    CHECK(event_count_of(office, "xes/own/7") == 3);
}

}  // namespace
}  // namespace fallbuch

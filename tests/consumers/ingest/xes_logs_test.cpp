// Whole logs: the made-up one of the repository, and three public ones where they are at hand
// (4TU.ResearchData: BPI Challenge 2015, municipality 1, and BPI Challenge 2012, B. van Dongen;
// receipt phase of an environmental permit, J. Buijs).
//
// The expected figures come from another reader, Python's xml.etree and datetime. The CPU time
// of reading each public log, inflating left out, is printed; a release build is what counts.
#include <catch2/catch.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <iostream>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "consumers/ingest/input_stream.h"
#include "consumers/ingest/xes_counts.h"
#include "consumers/ingest/xes_log.h"
#include "consumers/ingest/xes_reader.h"
#include "core/base/clock.h"
#include "core/base/posix_file.h"
#include "core/base/result.h"
#include "tests/consumers/ingest/text_source.h"
#include "tests/support/shared_data.h"

namespace fallbuch {
namespace {

using Counts = std::map<std::string, std::uint64_t>;

// Figures that change with any value that is lost, doubled or misread.
class SummingSink final : public XesSink {
public:
    Status on_log(const XesLog& log) override {
        head_attributes = log.attributes.preorder().size();
        return {};
    }
    Status on_trace(const XesTrace& trace) override {
        if (first_trace.empty()) first_trace = trace.name;
        last_trace = trace.name;
        add(trace.attributes);
        return {};
    }
    Status on_event(const XesTrace&, const XesEvent& event) override {
        const XesAttribute* name = event.attributes.find("concept:name");
        if (name != nullptr) ++by_name[std::string(name->text)];
        add(event.attributes);
        return {};
    }

    std::size_t head_attributes = 0;
    std::string first_trace;
    std::string last_trace;
    Counts by_name;
    Counts by_kind;
    std::int64_t dates_ms = 0;
    double reals = 0;
    std::uint64_t text_bytes = 0;  // keys and values

private:
    void add(const XesAttributes& attributes) {
        for (const XesAttribute& each : attributes.preorder()) {
            ++by_kind[std::string(to_string(each.kind))];
            text_bytes += each.key.size() + each.text.size();
            if (const auto* date = std::get_if<Instant>(&each.value)) {
                dates_ms +=
                    std::chrono::floor<std::chrono::milliseconds>(*date).time_since_epoch().count();
            }
            if (const auto* real = std::get_if<double>(&each.value)) reals += *real;
        }
    }
};

// The log's text without gzip.
std::string plain_text(const std::string& path) {
    PosixFileSystem files;
    auto input = InputStream::open(files, path);
    REQUIRE(input);
    auto text = read_all(*input);
    REQUIRE(text);
    return *std::move(text);
}

SummingSink sums_of(const std::string& text) {
    InputStream input = stream_of(text);
    SummingSink sink;
    REQUIRE(read_xes(input, sink));
    return sink;
}

XesCounts timed_counts_of(const std::string& name, std::string text) {
    InputStream input = stream_of(std::move(text));
    const std::clock_t begin = std::clock();
    const auto counts = count_xes(input);
    const double cpu_s = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    REQUIRE(counts);
    std::cout << name << ": parsed in " << cpu_s << " s of CPU\n";
    return *counts;
}

struct Sizes {
    std::uint64_t traces;
    std::uint64_t events;
    std::uint64_t attributes;
};

// Reads a log of the shared data, which must have these sizes; nothing without that data.
std::optional<SummingSink> public_sums(const std::string& name, const Sizes& sizes) {
    const auto path = testing::shared_data("data/logs/" + name);
    if (!path) return std::nullopt;
    const std::string text = plain_text(path->string());
    const XesCounts counts = timed_counts_of(name, text);
    CHECK(counts.traces == sizes.traces);
    CHECK(counts.events == sizes.events);
    CHECK(counts.attributes == sizes.attributes);
    return sums_of(text);
}

TEST_CASE("the made-up log of building permits is read as it was made", "[consumers][ingest]") {
    const std::string text =
        plain_text(std::string(FALLBUCH_SOURCE_DIR) + "/tests/data/bauantrag.xes");
    InputStream input = stream_of(text);
    const auto counts = count_xes(input);
    REQUIRE(counts);
    CHECK(counts->traces == 34);
    CHECK(counts->events == 407);
    CHECK(counts->attributes == 2095);
    CHECK(counts->dates == 429);

    const SummingSink sums = sums_of(text);
    CHECK(sums.first_trace == "BA-2025-0001");
    CHECK(sums.last_trace == "BA-2025-0034");
    CHECK(sums.by_kind == Counts{{"string", 1532},
                                 {"date", 429},
                                 {"boolean", 55},
                                 {"int", 34},
                                 {"float", 23},
                                 {"list", 22}});
    CHECK(sums.dates_ms == 749'839'269'964'000);
    CHECK(sums.reals == 54810.25);
    CHECK(sums.text_bytes == 62312);
    CHECK(sums.by_name.at("Antrag eingegangen") == 34);
    CHECK(sums.by_name.at("Vollst\u00e4ndigkeit gepr\u00fcft") == 55);
    CHECK(sums.by_name.at("Baugenehmigung erteilt") == 22);
}

TEST_CASE("the receipt log has the events another reader counts", "[consumers][ingest]") {
    const auto read = public_sums("receipt.xes.gz", {1434, 8577, 63438});
    if (!read) return;
    const SummingSink& sums = *read;
    CHECK(sums.head_attributes == 1707);
    CHECK(sums.first_trace == "case-10011");
    CHECK(sums.last_trace == "case-9997");
    CHECK(sums.by_kind == Counts{{"string", 49230}, {"date", 14208}});
    CHECK(sums.dates_ms == 18'569'180'977'044'996);
    CHECK(sums.text_bytes == 1'890'725);
    CHECK(sums.by_name == Counts{
                              {"Confirmation of receipt", 1434},
                              {"T02 Check confirmation of receipt", 1368},
                              {"T03 Adjust confirmation of receipt", 55},
                              {"T04 Determine confirmation of receipt", 1307},
                              {"T05 Print and send confirmation of receipt", 1300},
                              {"T06 Determine necessity of stop advice", 1416},
                              {"T07-1 Draft intern advice aspect 1", 45},
                              {"T07-2 Draft intern advice aspect 2", 32},
                              {"T07-3 Draft intern advice hold for aspect 3", 8},
                              {"T07-4 Draft internal advice to hold for type 4", 6},
                              {"T07-5 Draft intern advice aspect 5", 27},
                              {"T08 Draft and send request for advice", 18},
                              {"T09-1 Process or receive external advice from party 1", 7},
                              {"T09-2 Process or receive external advice from party 2", 1},
                              {"T09-3 Process or receive external advice from party 3", 8},
                              {"T09-4 Process or receive external advice from party 4", 5},
                              {"T10 Determine necessity to stop indication", 1283},
                              {"T11 Create document X request unlicensed", 44},
                              {"T12 Check document X request unlicensed", 41},
                              {"T13 Adjust document X request unlicensed", 2},
                              {"T14 Determine document X request unlicensed", 39},
                              {"T15 Print document X request unlicensed", 39},
                              {"T16 Report reasons to hold request", 20},
                              {"T17 Check report Y to stop indication", 26},
                              {"T18 Adjust report Y to stop indicition", 6},
                              {"T19 Determine report Y to stop indication", 20},
                              {"T20 Print report Y to stop indication", 20},
                          });
}

TEST_CASE("the building permit log BPIC 2015 has the events another reader counts",
          "[consumers][ingest]") {
    const auto read = public_sums("BPIC15_1.xes.gz", {1199, 52217, 586220});
    if (!read) return;
    const SummingSink& sums = *read;
    CHECK(sums.head_attributes == 11738);
    CHECK(sums.by_kind == Counts{{"string", 481261}, {"date", 104053}, {"float", 906}});
    CHECK(sums.dates_ms == 141'121'760'790'362'000);
    CHECK(sums.reals == Approx(1999689.003860005).epsilon(1e-12));
    CHECK(sums.text_bytes == 17'093'665);
    CHECK(sums.by_name.size() == 398);
    CHECK(sums.by_name.at("01_HOOFD_010") == 1199);
    CHECK(sums.by_name.at("01_HOOFD_180") == 1116);
}

TEST_CASE("the loan log BPIC 2012 has the events another reader counts", "[consumers][ingest]") {
    const auto read = public_sums("bpic2012.xes.gz", {13087, 262200, 1070051});
    if (!read) return;
    const SummingSink& sums = *read;
    CHECK(sums.head_attributes == 12667);
    CHECK(sums.first_trace == "173688");
    CHECK(sums.last_trace == "214376");
    CHECK(sums.by_kind == Counts{{"string", 794764}, {"date", 275287}});
    CHECK(sums.dates_ms == 364'682'973'385'285'482);
    CHECK(sums.text_bytes == 31'230'262);
    CHECK(sums.by_name == Counts{
                              {"A_ACCEPTED", 5113},
                              {"A_ACTIVATED", 2246},
                              {"A_APPROVED", 2246},
                              {"A_CANCELLED", 2807},
                              {"A_DECLINED", 7635},
                              {"A_FINALIZED", 5015},
                              {"A_PARTLYSUBMITTED", 13087},
                              {"A_PREACCEPTED", 7367},
                              {"A_REGISTERED", 2246},
                              {"A_SUBMITTED", 13087},
                              {"O_ACCEPTED", 2243},
                              {"O_CANCELLED", 3655},
                              {"O_CREATED", 7030},
                              {"O_DECLINED", 802},
                              {"O_SELECTED", 7030},
                              {"O_SENT", 7030},
                              {"O_SENT_BACK", 3454},
                              {"W_Afhandelen leads", 16566},
                              {"W_Beoordelen fraude", 664},
                              {"W_Completeren aanvraag", 54850},
                              {"W_Nabellen incomplete dossiers", 25190},
                              {"W_Nabellen offertes", 52016},
                              {"W_Valideren aanvraag", 20809},
                              {"W_Wijzigen contractgegevens", 12},
                          });
}

}  // namespace
}  // namespace fallbuch

// What only shows with many cases or much text: files that are written anew, batches that are full;
// and states that belong to another ledger.
#include "projections/engine/runner.h"

#include <catch2/catch.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/codec/digest.h"
#include "core/codec/wire.h"
#include "core/events/admission.h"
#include "core/events/checked_event.h"
#include "core/events/decoded_event.h"
#include "core/events/event_store.h"
#include "core/events/event_type.h"
#include "core/ledger/ledger.h"
#include "projections/engine/case_projection.h"
#include "projections/engine/state_file.h"
#include "tests/projections/engine/casebook.h"
#include "tests/projections/engine/diary_projection.h"
#include "tests/support/event_office.h"
#include "tests/support/faulty_file.h"

namespace fallbuch {
namespace {

// How many events a case has, in a state of some thousand bytes.
class TallyFold final : public CaseFold {
public:
    void begin(const StreamId&) override { count_ = 0; }
    Status apply(const HistoryPlace&, const DecodedEvent&) override {
        ++count_;
        return {};
    }
    void encode(Bytes& out) const override {
        WireWriter(out).varint(count_);
        out.resize(out.size() + kPaddingBytes);
    }
    Status decode(ByteView in) override {
        WireReader reader(in);
        count_ = reader.varint();
        return {};
    }
    void write_card(Bytes& out) const override { WireWriter(out).varint(count_); }

private:
    static constexpr std::size_t kPaddingBytes = 4000;
    std::uint64_t count_ = 0;
};

class TallyProjection final : public CaseProjection {
public:
    std::string_view name() const override { return "tally"; }
    Digest reducer() const override { return sha256(as_bytes("tally")); }
    std::unique_ptr<CaseFold> make() const override { return std::make_unique<TallyFold>(); }
    bool reads_actor(const EventType&) const override { return false; }
};

// States on a machine in memory, of a ledger on a real one.
class Tally {
public:
    explicit Tally(EventOffice& office) : office_(office) {}

    CatchUpReport catch_up(unsigned threads = 2) {
        Ledger& ledger = office_.store().ledger();
        runner_.reset();
        auto runner = ProjectionRunner::open({projection_, ledger.log(), ledger.vault(), nullptr,
                                              files_, random_, "/projections", LedgerId{}});
        REQUIRE(runner);
        runner_ = *std::move(runner);
        CatchUpOptions options;
        options.threads = threads;
        const auto report = runner_->catch_up(options);
        REQUIRE(report);
        REQUIRE_FALSE(report->stopped);
        return *report;
    }
    const StateFile& states() const { return runner_->states(); }
    // How many events the cases have by their cards and by their states.
    std::uint64_t event_count() const {
        std::uint64_t by_card = 0;
        std::uint64_t by_state = 0;
        REQUIRE(states().cards([&](const StreamId& stream, ByteView card) -> Status {
            by_card += WireReader(card).varint();
            ASSIGN_OR_RETURN(const auto state, states().find(stream));
            if (state) by_state += WireReader(*state).varint();
            return {};
        }));
        CHECK(by_card == by_state);
        return by_state;
    }

private:
    EventOffice& office_;
    TallyProjection projection_;
    FaultyFileSystem files_;
    SystemRandom random_;
    std::unique_ptr<ProjectionRunner> runner_;
};

void append(EventOffice& office, const std::vector<std::string>& texts) {
    std::vector<CheckedEvent> unit(texts.size());
    AdmissionParser parser(office.store().admission());
    for (std::size_t i = 0; i < texts.size(); ++i) {
        REQUIRE(
            parser.check(texts[i], office.store().arrival(Entrance::ordinary), unit[i]).empty());
    }
    auto units = office.store().seal(unit, UnitOf::each_event);
    REQUIRE(units);
    const auto batch = office.store().submit(*std::move(units));
    for (const auto& answer : batch->wait()) REQUIRE(answer);
}

// An event for each of so many cases.
void append_to_each(EventOffice& office, int case_count, int first_number) {
    std::vector<std::string> texts;
    for (int i = 0; i < case_count; ++i) {
        texts.push_back(trace_event_text("fall-" + std::to_string(i), first_number + i));
        if (texts.size() < 200 && i + 1 < case_count) continue;
        append(office, texts);
        texts.clear();
    }
}

TEST_CASE("a file of states that is mostly stale is written anew, with every case",
          "[projections][engine][threads]") {
    constexpr int kCases = 2600;
    EventOffice office;
    Tally stepwise(office);
    append_to_each(office, kCases, 0);
    stepwise.catch_up();
    const std::uint64_t bytes_once = stepwise.states().file_bytes();
    append_to_each(office, kCases, kCases);
    const CatchUpReport report = stepwise.catch_up();
    CHECK_FALSE(report.built_anew);
    CHECK(stepwise.states().file_bytes() < bytes_once + bytes_once / 10);
    CHECK(stepwise.states().case_count() == kCases);
    CHECK(stepwise.event_count() == 2 * kCases);
    Tally at_once(office);
    at_once.catch_up();
    CHECK(stepwise.states().sum() == at_once.states().sum());
    // And it is what the next start finds.
    CHECK(stepwise.catch_up().record_count == 0);
    CHECK(stepwise.states().sum() == at_once.states().sum());
    CHECK(stepwise.event_count() == 2 * kCases);
}

TEST_CASE("a batch that has no room for its part loses nothing", "[projections][engine][threads]") {
    EventOffice office;
    const std::string note(200'000, 'x');
    constexpr int kEvents = 400;  // 80 MB, more than one batch holds
    for (int i = 0; i < kEvents; ++i) {
        std::string text = trace_event_text("fall-" + std::to_string(i % 5), i);
        const std::string_view end = "}}";
        REQUIRE(text.ends_with(end));
        text.resize(text.size() - end.size());
        append(office, {text + R"(,"attributes":{"note":")" + note + R"("}}})"});
    }
    Tally tally(office);
    tally.catch_up(GENERATE(1U, 2U, 3U));
    CHECK(tally.event_count() == kEvents);
}

TEST_CASE("states of another ledger or another history are built anew",
          "[projections][engine][threads]") {
    Casebook book(1);
    book.append(40);
    const DiaryProjection diary;
    FaultyFileSystem files;
    SystemRandom random;
    const auto catch_up = [&](Casebook& of, LedgerId ledger) {
        auto runner = ProjectionRunner::open(
            {diary, of.log(), book.vault(), nullptr, files, random, "/projections", ledger});
        REQUIRE(runner);
        const auto report = (*runner)->catch_up({});
        REQUIRE(report);
        return *report;
    };
    catch_up(book, LedgerId{});
    REQUIRE_FALSE(catch_up(book, LedgerId{}).built_anew);
    SECTION("of another ledger, by its id") {
        std::array<std::uint8_t, LedgerId::kBytes> other{};
        other[0] = 1;
        const auto report = catch_up(book, LedgerId::from_bytes(other.data()));
        CHECK(report.built_anew);
        CHECK(report.why.find("it belongs to another ledger") != std::string::npos);
    }
    SECTION("of another history, by the entry of the record below them") {
        Casebook other(2);
        other.append(60);
        const auto report = catch_up(other, LedgerId{});
        CHECK(report.built_anew);
        CHECK(report.why.find("is another one than when the states were made") !=
              std::string::npos);
    }
}

}  // namespace
}  // namespace fallbuch

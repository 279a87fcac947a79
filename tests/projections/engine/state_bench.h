// A projection at work in a directory of its own, and one whose states are large.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <catch2/catch.hpp>

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/codec/digest.h"
#include "core/codec/wire.h"
#include "core/events/decoded_event.h"
#include "core/events/envelope.h"
#include "core/events/event_type.h"
#include "core/storage/record_source.h"
#include "projections/engine/case_projection.h"
#include "projections/engine/runner.h"
#include "projections/engine/state_file.h"
#include "tests/projections/engine/casebook.h"
#include "tests/projections/engine/diary_projection.h"
#include "tests/support/faulty_file.h"
#include "tests/support/seeded_random.h"

namespace fallbuch {

// A projection's directory of its own, and one runner in it.
class Bench {
public:
    // Reads the log of the book, or `records`.
    Bench(Casebook& book, const CaseProjection& projection, RecordSource* records = nullptr)
        : book_(book),
          projection_(projection),
          records_(records == nullptr ? book.log() : *records),
          files_(std::make_shared<FaultyFileSystem>()),
          random_(std::make_shared<SystemRandom>()) {}
    // Where `before` has worked; nobody works there from now on but this.
    Bench(Casebook& book, const CaseProjection& projection, Bench& before,
          RecordSource* records = nullptr)
        : book_(book),
          projection_(projection),
          records_(records == nullptr ? before.records_ : *records),
          files_(before.files_),
          random_(before.random_) {
        before.runner_.reset();
    }

    ProjectionRunner& open() {
        runner_.reset();
        auto runner = ProjectionRunner::open({projection_, records_, book_.vault(), nullptr,
                                              *files_, *random_, "/projections", LedgerId{}});
        REQUIRE(runner);
        runner_ = *std::move(runner);
        return *runner_;
    }
    ProjectionRunner& runner() { return *runner_; }
    CatchUpReport catch_up(const CatchUpOptions& options = {}) {
        const auto report = open().catch_up(options);
        INFO((report ? "" : report.error().message));
        REQUIRE(report);
        return *report;
    }
    std::string text(const std::string& name) {
        const auto state = runner_->states().find(*book_.reader()->find_case(name));
        REQUIRE(state);
        REQUIRE(*state);
        auto fold = projection_.make();
        REQUIRE(fold->decode(**state));
        return static_cast<DiaryFold&>(*fold).text();
    }
    FaultyFileSystem& files() { return *files_; }

private:
    Casebook& book_;
    const CaseProjection& projection_;
    RecordSource& records_;
    std::shared_ptr<FaultyFileSystem> files_;
    std::shared_ptr<SystemRandom> random_;
    std::unique_ptr<ProjectionRunner> runner_;
};

// A state of some thousand bytes, so that few cases make a file that is worth writing anew.
class StoutFold final : public CaseFold {
public:
    void begin(const StreamId&) override { count_ = acted_ = 0; }
    Status apply(const HistoryPlace&, const DecodedEvent& event) override {
        ++count_;
        if (!event.text_of(EnvelopeField::actor).empty()) ++acted_;
        return {};
    }
    void encode(Bytes& out) const override {
        WireWriter writer(out);
        writer.varint(count_);
        writer.varint(acted_);
        SeededRandom padding(count_);  // which no compression makes small
        for (std::size_t i = 0; i < kPaddingBytes; ++i) {
            out.push_back(static_cast<std::uint8_t>(padding.below(256)));
        }
    }
    Status decode(ByteView in) override {
        WireReader reader(in);
        count_ = reader.varint();
        acted_ = reader.varint();
        return {};
    }
    void write_card(Bytes& out) const override {
        WireWriter writer(out);
        writer.varint(count_);
        writer.varint(acted_);
    }

private:
    static constexpr std::size_t kPaddingBytes = 400'000;
    std::uint64_t count_ = 0;
    std::uint64_t acted_ = 0;
};

class StoutProjection final : public CaseProjection {
public:
    explicit StoutProjection(bool reads_actor = true) : reads_actor_(reads_actor) {}
    std::string_view name() const override { return "diary"; }
    Digest reducer() const override { return sha256(as_bytes("stout")); }
    std::unique_ptr<CaseFold> make() const override { return std::make_unique<StoutFold>(); }
    bool reads_actor(const EventType&) const override { return reads_actor_; }

private:
    bool reads_actor_;
};

inline std::pair<std::uint64_t, std::uint64_t> events_and_actors(const StateFile& states) {
    std::pair<std::uint64_t, std::uint64_t> sums;
    REQUIRE(states.cards([&](const StreamId&, ByteView card) -> Status {
        WireReader reader(card);
        sums.first += reader.varint();
        sums.second += reader.varint();
        return {};
    }));
    return sums;
}

}  // namespace fallbuch

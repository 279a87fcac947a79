// A projection that forgets nothing: each case is the list of its events in their order.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/codec/digest.h"
#include "core/codec/wire.h"
#include "core/events/decoded_event.h"
#include "core/events/event_type.h"
#include "projections/engine/case_projection.h"

namespace fallbuch {

class DiaryFold final : public CaseFold {
public:
    DiaryFold(std::string poison, ErrorCode refusal)
        : poison_(std::move(poison)), refusal_(refusal) {}

    void begin(const StreamId&) override { lines_.clear(); }
    Status apply(const HistoryPlace& at, const DecodedEvent& event) override {
        const auto activity = event.text(*event.type->number_of("activity"));
        if (!activity) return Error{ErrorCode::corrupt, "no activity"};
        if (!poison_.empty() && activity->starts_with(poison_)) {
            return Error{refusal_, "poison"};
        }
        lines_[at.place] = *activity;
        return {};
    }
    void encode(Bytes& out) const override {
        WireWriter writer(out);
        for (const auto& [place, activity] : lines_) {
            writer.fixed(place.occurred.time_since_epoch().count());
            writer.fixed(place.position.value);
            writer.text(activity);
        }
    }
    Status decode(ByteView in) override {
        lines_.clear();
        WireReader reader(in);
        while (reader.ok() && reader.left_bytes() != 0) {
            const Instant occurred{Instant::duration(reader.fixed<Instant::rep>())};
            const Position position{reader.fixed<std::uint64_t>()};
            lines_[{occurred, position}] = reader.text(1000);
        }
        if (reader.at_end()) return {};
        return Error{ErrorCode::corrupt, "not a diary"};
    }
    void write_card(Bytes& out) const override { WireWriter(out).varint(lines_.size()); }

    std::string text() const {
        std::string text;
        for (const auto& [place, activity] : lines_) text += activity + ";";
        return text;
    }

private:
    std::string poison_;
    ErrorCode refusal_;
    std::map<FoldPlace, std::string> lines_;
};

class DiaryProjection final : public CaseProjection {
public:
    // Refuses what begins with `poison`.
    explicit DiaryProjection(std::uint8_t version = 1, std::string poison = "",
                             ErrorCode refusal = ErrorCode::corrupt)
        : version_(version), poison_(std::move(poison)), refusal_(refusal) {}
    std::string_view name() const override { return "diary"; }
    Digest reducer() const override { return sha256(ByteView(&version_, 1)); }
    std::unique_ptr<CaseFold> make() const override {
        return std::make_unique<DiaryFold>(poison_, refusal_);
    }
    bool reads_actor(const EventType&) const override { return true; }

private:
    std::uint8_t version_;
    std::string poison_;
    ErrorCode refusal_;
};

}  // namespace fallbuch

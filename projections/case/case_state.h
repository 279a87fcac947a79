// The state of a case: what is known of each of its things, and which event said so.
//
//   state    = events:varint newest:place of_day:u8 places:varint place* things:varint thing*
//   place    = occurred:i64 position:u64                 where an event stands; ascending
//   of_day: 1 if of the newest event only the day is known
//   thing    = kind:varint name:text registers:varint register*       sorted by kind, name
//   register = field:varint item:varint place:varint value:bytes      sorted by field, item
//
// in the encoding of core/codec/wire.h. A register names its place by number; its item is 0 for
// the field as a whole, behind its items, and n + 1 for item n. A value is one CBOR item. Belongs
// to one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/calendar/berlin.h"
#include "core/codec/digest.h"
#include "core/events/catalogue.h"
#include "core/events/decoded_event.h"
#include "core/events/event_type.h"
#include "projections/case/case_model.h"
#include "projections/case/thing_kind.h"
#include "projections/engine/case_projection.h"

namespace fallbuch {

// Where one value of a thing lies among the bytes of its state. `item` is the place in a list whose
// parts concern persons of their own; such a list has a register without bytes at kWhole.
struct CaseRegister {
    static constexpr std::uint32_t kWhole = 0xffffffffU;
    std::uint16_t field = 0;
    std::uint32_t item = kWhole;
    std::uint32_t value_begin = 0;
    std::uint32_t value_bytes = 0;
    FoldPlace place;
};

struct CaseThing {
    ThingKind kind = ThingKind::other;
    std::string name;
    std::vector<CaseRegister> registers;  // sorted by field, then item

    const CaseRegister* find(std::uint16_t field) const;
    // The newest place of all registers.
    FoldPlace newest() const;
};

class CaseState final : public CaseFold {
public:
    explicit CaseState(const CaseModel& model) : model_(model) {}  // outlives the state

    void begin(const StreamId& stream) override;
    Status apply(const HistoryPlace& at, const DecodedEvent& event) override;
    void encode(Bytes& out) const override;
    Status decode(ByteView in) override;
    void write_card(Bytes& out) const override;

    std::uint64_t event_count() const { return event_count_; }
    // Of the event that stands last in the order of the case.
    const FoldPlace& newest() const { return newest_; }
    // Of that event only the day is known.
    bool newest_is_of_day() const { return newest_is_of_day_; }
    // Sorted by kind, then name, the shorter first.
    const std::vector<CaseThing>& things() const { return things_; }
    const CaseThing* find(ThingKind kind, std::string_view name = "") const;
    // One CBOR item, or nothing for the mark of a list. Borrowed until the state changes.
    ByteView value(const CaseRegister& one) const {
        return ByteView(values_).subspan(one.value_begin, one.value_bytes);
    }
    // Of a field as a whole; nothing if it is not there or of another kind.
    std::optional<std::string_view> text(const CaseThing& thing, std::uint16_t field) const;
    std::optional<std::int64_t> integer(const CaseThing& thing, std::uint16_t field) const;
    Phase phase() const;
    // The number of the Durchlauf, as the newest event of a phase says that has one.
    std::optional<std::int64_t> cycle_number() const;
    const CaseModel& model() const { return model_; }

private:
    // Where an event writes: the registers that are overwritten are those of its place.
    struct Pen {
        CaseThing& thing;
        const FoldPlace& place;
    };

    void set_newest(const HistoryPlace& at, const DecodedEvent& event);
    // Made if it is not there, with room for so many registers.
    CaseThing& thing(ThingKind kind, std::string_view name, std::size_t register_count);
    void write_fields(const Pen& pen, const EventPlan& plan, const DecodedEvent& event);
    void write_phase(const FoldPlace& place, const EventPlan& plan, const DecodedField* number);
    void write_numbers(const FoldPlace& place, const EventPlan& plan, const DecodedEvent& event);
    void write_whole(const Pen& pen, std::uint16_t field, ByteView value);
    void write_items(const Pen& pen, std::uint16_t field, std::span<const DecodedField> items);
    CaseRegister* make_room(const Pen& pen, std::uint16_t field);
    void put(CaseRegister& one, ByteView value);
    void forget(const CaseRegister& one) { dead_bytes_ += one.value_bytes; }
    void drop_dead_bytes();
    std::vector<FoldPlace> all_places() const;
    std::size_t encoded_bytes_max(std::size_t place_count) const;

    const CaseModel& model_;
    std::uint64_t event_count_ = 0;
    FoldPlace newest_{Instant::min(), {}};
    std::vector<CaseThing> things_;
    // The values of all registers, in no order, and how many bytes no register needs any more.
    Bytes values_;
    std::size_t dead_bytes_ = 0;
    bool newest_is_of_day_ = false;
};

class CaseStateProjection final : public CaseProjection {
public:
    CaseStateProjection(std::shared_ptr<const Catalogue> catalogue, const BerlinTime& berlin)
        : model_(std::move(catalogue), berlin) {}
    std::string_view name() const override { return "case"; }
    Digest reducer() const override { return model_.digest(); }
    std::unique_ptr<CaseFold> make() const override { return std::make_unique<CaseState>(model_); }
    // Who is responsible is said in the events' own fields.
    bool reads_actor(const EventType&) const override { return false; }
    const CaseModel& model() const { return model_; }

private:
    CaseModel model_;
};

}  // namespace fallbuch

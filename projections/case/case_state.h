// The state of a case: what is known of each of its things, and which event said so.
//
//   state  = counts, newest, things:varint thing*
//   thing  = kind:varint name:text registers:varint register*      sorted by kind, name
//   register = field:varint item:varint occurred:i64 position:u64 value:bytes   sorted by field,
//   item
//
// in the encoding of core/codec/wire.h; a value is one CBOR item. Belongs to one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/codec/digest.h"
#include "core/events/catalogue.h"
#include "core/events/decoded_event.h"
#include "core/events/event_type.h"
#include "projections/case/case_model.h"
#include "projections/engine/case_projection.h"

namespace fallbuch {

// One value of a thing. `item` is the place in a list whose parts concern persons of their own.
struct CaseRegister {
    static constexpr std::uint32_t kWhole = 0xffffffffU;
    std::uint16_t field = 0;
    std::uint32_t item = kWhole;
    FoldPlace place;
    Bytes value;
};

struct CaseThing {
    ThingKind kind = ThingKind::other;
    std::string name;
    std::vector<CaseRegister> registers;  // sorted by field, then item

    const CaseRegister* find(std::uint16_t field) const;
    // Nothing if it is not there or no text.
    std::optional<std::string_view> text(std::uint16_t field) const;
    std::optional<std::int64_t> integer(std::uint16_t field) const;
    // The newest place of all registers.
    FoldPlace newest() const;
};

class CaseState final : public CaseFold {
public:
    explicit CaseState(const CaseModel& model) : model_(model) {}  // outlives the state

    Status apply(const FoldPlace& place, const EventType& type, const DecodedEvent& event) override;
    void encode(Bytes& out) const override;
    Status decode(ByteView in) override;
    void write_card(Bytes& out) const override;

    std::uint64_t event_count() const { return event_count_; }
    // Of the event that stands last in the order of the case.
    const FoldPlace& newest() const { return newest_; }
    // Sorted by kind, then name.
    const std::vector<CaseThing>& things() const { return things_; }
    const CaseThing* find(ThingKind kind, std::string_view name = "") const;
    Phase phase() const;
    const CaseModel& model() const { return model_; }

private:
    CaseThing& thing(ThingKind kind, std::string_view name);
    void write_fields(CaseThing& thing, const EventPlan& plan, const FoldPlace& place,
                      const DecodedEvent& event);

    const CaseModel& model_;
    std::uint64_t event_count_ = 0;
    FoldPlace newest_{Instant::min(), {}};
    std::vector<CaseThing> things_;
};

class CaseStateProjection final : public CaseProjection {
public:
    explicit CaseStateProjection(std::shared_ptr<const Catalogue> catalogue)
        : model_(std::move(catalogue)) {}
    std::string_view name() const override { return "case"; }
    Digest reducer() const override { return model_.digest(); }
    std::unique_ptr<CaseFold> make() const override { return std::make_unique<CaseState>(model_); }
    const CaseModel& model() const { return model_; }

private:
    CaseModel model_;
};

}  // namespace fallbuch

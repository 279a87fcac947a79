#include "projections/case/case_state.h"

#include <algorithm>
#include <span>
#include <utility>

#include "core/base/clock.h"
#include "core/codec/cbor.h"
#include "core/codec/wire.h"
#include "core/events/decoded_event.h"
#include "core/events/event_type.h"
#include "projections/case/case_card.h"

namespace fallbuch {
namespace {

constexpr std::size_t kNameBytesMax = 1024;
constexpr std::size_t kValueBytesMax = 1U << 20U;

bool comes_before(const CaseRegister& left, std::pair<std::uint16_t, std::uint32_t> key) {
    return std::pair(left.field, left.item) < key;
}

// There is no such register yet.
void write(CaseThing& thing, CaseRegister fresh) {
    const std::pair key(fresh.field, fresh.item);
    auto& all = thing.registers;
    all.insert(std::lower_bound(all.begin(), all.end(), key, comes_before), std::move(fresh));
}

// Takes away what is known of a field, unless a later event said it.
bool make_room(CaseThing& thing, std::uint16_t field, const FoldPlace& place) {
    const CaseRegister* whole = thing.find(field);
    if (whole != nullptr && place < whole->place) return false;
    std::erase_if(thing.registers, [&](const CaseRegister& one) { return one.field == field; });
    return true;
}

void write_whole(CaseThing& thing, std::uint16_t field, const FoldPlace& place, ByteView value) {
    if (!make_room(thing, field, place)) return;
    write(thing, {field, CaseRegister::kWhole, place, Bytes(value.begin(), value.end())});
}

// A list whose items concern several persons is replaced as a whole: a mark at kWhole says by
// which event.
void write_items(CaseThing& thing, std::uint16_t field, const FoldPlace& place,
                 std::span<const DecodedField> items) {
    if (!make_room(thing, field, place)) return;
    write(thing, {field, CaseRegister::kWhole, place, {}});
    for (const DecodedField& item : items) {
        write(thing, {field, item.item, place, Bytes(item.value.begin(), item.value.end())});
    }
}

template <typename Write>
Bytes cbor(Write write_value) {
    Bytes bytes;
    CborWriter writer(bytes);
    write_value(writer);
    return bytes;
}

}  // namespace

const CaseRegister* CaseThing::find(std::uint16_t field) const {
    const std::pair key(field, CaseRegister::kWhole);
    const auto found = std::lower_bound(registers.begin(), registers.end(), key, comes_before);
    if (found == registers.end() || std::pair(found->field, found->item) != key) return nullptr;
    return &*found;
}

std::optional<std::string_view> CaseThing::text(std::uint16_t field) const {
    const CaseRegister* found = find(field);
    if (found == nullptr) return std::nullopt;
    CborReader reader(found->value);
    if (reader.kind() != CborKind::text) return std::nullopt;
    return reader.text();
}

std::optional<std::int64_t> CaseThing::integer(std::uint16_t field) const {
    const CaseRegister* found = find(field);
    if (found == nullptr) return std::nullopt;
    CborReader reader(found->value);
    if (reader.kind() != CborKind::integer) return std::nullopt;
    return reader.integer();
}

FoldPlace CaseThing::newest() const {
    FoldPlace newest{Instant::min(), {}};
    for (const CaseRegister& one : registers) newest = std::max(newest, one.place);
    return newest;
}

CaseThing& CaseState::thing(ThingKind kind, std::string_view name) {
    const auto found = std::lower_bound(
        things_.begin(), things_.end(), std::pair(kind, name),
        [](const CaseThing& left, const std::pair<ThingKind, std::string_view>& key) {
            return std::pair(left.kind, std::string_view(left.name)) < key;
        });
    if (found != things_.end() && found->kind == kind && found->name == name) return *found;
    return *things_.insert(found, CaseThing{kind, std::string(name), {}});
}

const CaseThing* CaseState::find(ThingKind kind, std::string_view name) const {
    const auto found = std::find_if(things_.begin(), things_.end(), [&](const CaseThing& one) {
        return one.kind == kind && one.name == name;
    });
    return found == things_.end() ? nullptr : &*found;
}

void CaseState::write_fields(CaseThing& thing, const EventPlan& plan, const FoldPlace& place,
                             const DecodedEvent& event) {
    for (const auto& [number, field] : plan.fields) {
        if (const DecodedField* value = event.find(number)) {
            write_whole(thing, field, place, value->value);
        } else if (const auto items = event.items(number); !items.empty()) {
            write_items(thing, field, place, items);
        }
    }
}

Status CaseState::apply(const FoldPlace& place, const EventType& type, const DecodedEvent& event) {
    ++event_count_;
    newest_ = std::max(newest_, place);
    const EventPlan* plan = model_.find(type);
    if (plan == nullptr) return {};
    std::string_view name = plan->thing;
    if (plan->id_field != 0) {
        // A correction may be of another type than what it corrects.
        const bool is_same = type.wire_type() == event.type->wire_type();
        const auto id =
            event.text(is_same ? plan->id_field : event.type->number_of(plan->id_name).value_or(0));
        if (!id) return {};  // erased: nobody can say any more which one it was
        name = *id;
    }
    const EventPlan* content = model_.find(*event.type);
    CaseThing& changed = thing(plan->kind, name);
    write_fields(changed, content != nullptr ? *content : *plan, place, event);
    if (!plan->status.empty()) {
        write_whole(changed, CaseModel::kStatus, place,
                    cbor([&](CborWriter& writer) { writer.text(plan->status); }));
    }
    if (plan->phase == Phase::none) return {};
    write_whole(
        thing(ThingKind::cycle, ""), CaseModel::kPhase, place,
        cbor([&](CborWriter& writer) { writer.integer(static_cast<std::int64_t>(plan->phase)); }));
    return {};
}

Phase CaseState::phase() const {
    const CaseThing* cycle = find(ThingKind::cycle);
    const auto number = cycle == nullptr ? std::nullopt : cycle->integer(CaseModel::kPhase);
    return static_cast<Phase>(number.value_or(0));
}

void CaseState::encode(Bytes& out) const {
    WireWriter writer(out);
    writer.varint(event_count_);
    writer.fixed(newest_.occurred.time_since_epoch().count());
    writer.fixed(newest_.position.value);
    writer.varint(things_.size());
    for (const CaseThing& thing : things_) {
        writer.varint(static_cast<std::uint64_t>(thing.kind));
        writer.text(thing.name);
        writer.varint(thing.registers.size());
        for (const CaseRegister& one : thing.registers) {
            writer.varint(one.field);
            writer.varint(one.item);
            writer.fixed(one.place.occurred.time_since_epoch().count());
            writer.fixed(one.place.position.value);
            writer.bytes(one.value);
        }
    }
}

namespace {

FoldPlace read_place(WireReader& reader) {
    const auto occurred = reader.fixed<Instant::rep>();
    return {Instant(Instant::duration(occurred)), Position{reader.fixed<std::uint64_t>()}};
}

}  // namespace

Status CaseState::decode(ByteView in) {
    WireReader reader(in);
    event_count_ = reader.varint();
    newest_ = read_place(reader);
    things_.clear();
    for (std::uint64_t left = reader.varint(); left > 0 && reader.ok(); --left) {
        CaseThing& thing = things_.emplace_back();
        const auto kind_max = static_cast<std::uint64_t>(ThingKind::other);
        thing.kind = static_cast<ThingKind>(reader.varint_up_to(kind_max));
        thing.name = reader.text(kNameBytesMax);
        for (std::uint64_t more = reader.varint(); more > 0 && reader.ok(); --more) {
            CaseRegister& one = thing.registers.emplace_back();
            one.field = static_cast<std::uint16_t>(reader.varint_up_to(model_.field_count() - 1));
            one.item = static_cast<std::uint32_t>(reader.varint_up_to(CaseRegister::kWhole));
            one.place = read_place(reader);
            const ByteView value = reader.bytes(kValueBytesMax);
            one.value.assign(value.begin(), value.end());
        }
    }
    if (reader.at_end()) return {};
    return Error{ErrorCode::corrupt, "state of a case: not what this projection writes"};
}

void CaseState::write_card(Bytes& out) const { encode_card(card_of(*this), out); }

}  // namespace fallbuch

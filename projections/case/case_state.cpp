#include "projections/case/case_state.h"

#include <algorithm>
#include <span>
#include <string>
#include <tuple>
#include <utility>

#include "core/base/assert.h"
#include "core/base/bytes.h"
#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/codec/cbor.h"
#include "core/codec/wire.h"
#include "core/events/decoded_event.h"
#include "core/events/event_type.h"
#include "projections/case/case_card.h"
#include "projections/case/case_field.h"
#include "projections/case/day_precision.h"

namespace fallbuch {
namespace {

constexpr std::size_t kNameBytesMax = 1024;
constexpr std::size_t kValueBytesMax = 1U << 20U;
// Offsets have 32 bits; one event adds less than what is left above this.
constexpr std::size_t kStateBytesMax = 1U << 30U;
constexpr std::size_t kDeadBytesMin = 512;
constexpr std::size_t kPlaceBytes = 2 * 8;

bool comes_before(const CaseRegister& left, std::pair<std::uint16_t, std::uint32_t> key) {
    return std::pair(left.field, left.item) < key;
}

void write_place(const FoldPlace& place, WireFiller& filler) {
    filler.fixed(place.occurred.time_since_epoch().count());
    filler.fixed(place.position.value);
}

FoldPlace read_place(WireReader& reader) {
    const auto occurred = reader.fixed<Instant::rep>();
    return {Instant(Instant::duration(occurred)), Position{reader.fixed<std::uint64_t>()}};
}

// Where a place stands among all of them; what one event told mostly lies side by side.
class PlaceNumbers {
public:
    explicit PlaceNumbers(const std::vector<FoldPlace>& places) : places_(places) {}
    std::size_t of(const FoldPlace& place) {
        if (places_[last_] != place) {
            const auto found = std::lower_bound(places_.begin(), places_.end(), place);
            last_ = static_cast<std::size_t>(found - places_.begin());
        }
        return last_;
    }

private:
    const std::vector<FoldPlace>& places_;  // ascending; holds every place it is asked for
    std::size_t last_ = 0;
};

// The registers of a field: its items, and behind them the field as a whole.
struct FieldSpan {
    std::vector<CaseRegister>::iterator begin;
    std::vector<CaseRegister>::iterator end;
};

FieldSpan registers_of(CaseThing& thing, std::uint16_t field) {
    auto& all = thing.registers;
    const auto begin = std::lower_bound(all.begin(), all.end(), std::pair(field, 0U), comes_before);
    auto end = begin;
    while (end != all.end() && end->field == field) ++end;
    return {begin, end};
}

// The texts of an item, which is one or a list of them.
std::vector<std::string_view> texts_of(ByteView item) {
    CborReader reader(item);
    std::size_t left = reader.kind() == CborKind::array ? reader.array() : 1;
    std::vector<std::string_view> texts;
    for (; left > 0 && reader.kind() == CborKind::text; --left) texts.push_back(reader.text());
    return texts;
}

}  // namespace

const CaseRegister* CaseThing::find(std::uint16_t field) const {
    const std::pair key(field, CaseRegister::kWhole);
    const auto found = std::lower_bound(registers.begin(), registers.end(), key, comes_before);
    if (found == registers.end() || std::pair(found->field, found->item) != key) return nullptr;
    return &*found;
}

FoldPlace CaseThing::newest() const {
    FoldPlace newest{Instant::min(), {}};
    for (const CaseRegister& one : registers) newest = std::max(newest, one.place);
    return newest;
}

CaseThing& CaseState::thing(ThingKind kind, std::string_view name, std::size_t register_count) {
    // By size first: "#10000" stands behind "#9999", so that what is named by its position is put
    // at the end and moves nothing.
    const auto found = std::lower_bound(
        things_.begin(), things_.end(), std::tuple(kind, name.size(), name),
        [](const CaseThing& left, const auto& key) {
            return std::tuple(left.kind, left.name.size(), std::string_view(left.name)) < key;
        });
    if (found != things_.end() && found->kind == kind && found->name == name) return *found;
    CaseThing& made = *things_.insert(found, CaseThing{kind, std::string(name), {}});
    made.registers.reserve(register_count);
    return made;
}

const CaseThing* CaseState::find(ThingKind kind, std::string_view name) const {
    const auto found = std::find_if(things_.begin(), things_.end(), [&](const CaseThing& one) {
        return one.kind == kind && one.name == name;
    });
    return found == things_.end() ? nullptr : &*found;
}

std::optional<std::string_view> CaseState::text(const CaseThing& thing, std::uint16_t field) const {
    const CaseRegister* found = thing.find(field);
    if (found == nullptr) return std::nullopt;
    CborReader reader(value(*found));
    if (reader.kind() != CborKind::text) return std::nullopt;
    return reader.text();
}

std::optional<std::int64_t> CaseState::integer(const CaseThing& thing, std::uint16_t field) const {
    const CaseRegister* found = thing.find(field);
    if (found == nullptr) return std::nullopt;
    CborReader reader(value(*found));
    if (reader.kind() != CborKind::integer) return std::nullopt;
    return reader.integer();
}

// Takes away the items of a field and gives its register as a whole, new or to be overwritten;
// nullptr if a later event said it.
CaseRegister* CaseState::make_room(const Pen& pen, std::uint16_t field) {
    auto& all = pen.thing.registers;
    const auto [begin, end] = registers_of(pen.thing, field);
    if (begin == end) {
        return &*all.insert(end, {field, CaseRegister::kWhole, 0, 0, pen.place});
    }
    if (pen.place < (end - 1)->place) return nullptr;
    for (auto item = begin; item != end - 1; ++item) forget(*item);
    const auto whole = all.erase(begin, end - 1);
    whole->place = pen.place;
    return &*whole;
}

void CaseState::put(CaseRegister& one, ByteView value) {
    if (value.size() > one.value_bytes) {
        forget(one);
        one.value_begin = static_cast<std::uint32_t>(values_.size());
        values_.resize(values_.size() + value.size());
    } else {
        dead_bytes_ += one.value_bytes - value.size();
    }
    one.value_bytes = static_cast<std::uint32_t>(value.size());
    std::copy(value.begin(), value.end(), values_.begin() + one.value_begin);
}

void CaseState::write_whole(const Pen& pen, std::uint16_t field, ByteView value) {
    if (CaseRegister* const whole = make_room(pen, field)) put(*whole, value);
}

// A list whose items concern several persons is replaced as a whole: a mark at kWhole says by
// which event.
void CaseState::write_items(const Pen& pen, std::uint16_t field,
                            std::span<const DecodedField> items) {
    CaseRegister* const whole = make_room(pen, field);
    if (whole == nullptr) return;
    put(*whole, {});
    auto& all = pen.thing.registers;
    auto next = all.begin() + (whole - all.data());
    for (const DecodedField& item : items) {
        next = all.insert(next, {field, item.item, 0, 0, pen.place});
        put(*next++, item.value);
    }
}

// Both the fields of the event and those of the plan ascend by number.
void CaseState::write_fields(const Pen& pen, const EventPlan& plan, const DecodedEvent& event) {
    auto planned = plan.fields.begin();
    const auto end = event.fields.end();
    for (auto first = event.fields.begin(); first != end;) {
        auto last = first + 1;
        while (last != end && last->number == first->number) ++last;
        while (planned != plan.fields.end() && planned->first < first->number) ++planned;
        const bool is_kept = planned != plan.fields.end() && planned->first == first->number;
        if (is_kept && first->item == DecodedField::kWhole) {
            write_whole(pen, planned->second, first->value);
        } else if (is_kept) {
            write_items(pen, planned->second, {first, last});
        }
        first = last;
    }
}

void CaseState::write_phase(const FoldPlace& place, const EventPlan& plan,
                            const DecodedField* number) {
    const Pen pen{thing(ThingKind::cycle, "", 2), place};
    write_whole(pen, CaseModel::kPhase, plan.phase_value);
    const std::uint16_t field = model_.number_of(CaseField::cycle_no);
    if (number != nullptr && field != CaseModel::kNoField) write_whole(pen, field, number->value);
}

// Each number stays, whatever is told later: a person is found by any of them (SGB II § 51a).
void CaseState::write_numbers(const FoldPlace& place, const EventPlan& plan,
                              const DecodedEvent& event) {
    for (const std::uint32_t number : plan.number_fields) {
        const DecodedField* told = event.find(number);
        if (told == nullptr) continue;
        for (const std::string_view text : texts_of(told->value)) {
            if (text.empty() || text.size() > kNameBytesMax) continue;
            const Pen pen{thing(ThingKind::customer_number, text, 1), place};
            write_whole(pen, CaseModel::kStatus, model_.known_value());
        }
    }
}

// Keeps what is dead below a quarter, so that a state that is overwritten for years stays small.
void CaseState::drop_dead_bytes() {
    if (dead_bytes_ < kDeadBytesMin || 4 * dead_bytes_ < values_.size()) return;
    Bytes kept;
    kept.reserve(values_.size() - dead_bytes_);
    for (CaseThing& thing : things_) {
        for (CaseRegister& one : thing.registers) {
            const ByteView bytes = value(one);
            one.value_begin = static_cast<std::uint32_t>(kept.size());
            append(kept, bytes);
        }
    }
    LEDGER_ASSERT(kept.size() + dead_bytes_ == values_.size());
    values_ = std::move(kept);
    dead_bytes_ = 0;
}

void CaseState::begin(const StreamId&) {
    event_count_ = 0;
    newest_ = {Instant::min(), {}};
    newest_is_of_day_ = false;
    things_.clear();
    values_.clear();
    dead_bytes_ = 0;
}

void CaseState::set_newest(const HistoryPlace& at, const DecodedEvent& event) {
    newest_ = at.place;
    newest_is_of_day_ = is_of_day(at, event, model_.berlin());
}

Status CaseState::apply(const HistoryPlace& at, const DecodedEvent& event) {
    const FoldPlace& place = at.place;
    const EventType& type = at.counts_as;
    if (values_.size() > kStateBytesMax) {
        return Error{ErrorCode::invalid,
                     "state of a case: larger than " + std::to_string(kStateBytesMax) + " bytes"};
    }
    ++event_count_;
    if (newest_ < place) set_newest(at, event);
    const EventPlan* plan = model_.find(type, event);
    if (plan == nullptr) return {};
    // A correction may be of another type than what it corrects.
    const bool is_same = &type == event.type || type.wire_type() == event.type->wire_type();
    std::string_view name;
    if (plan->id_field != 0) {
        const auto id =
            event.text(is_same ? plan->id_field : event.type->number_of(plan->id_name).value_or(0));
        // Erased: nobody can say any more which one it was.
        if (!id && plan->id_is_required) return {};
        name = id.value_or("");
    }
    std::string made;
    const bool is_unnamed = plan->id_field != 0 && name.empty() && !plan->unnamed_too;
    if (plan->is_each_one || is_unnamed) {
        made = "#" + std::to_string(place.position.value);
        name = made;
    }
    if (plan->kind == ThingKind::other) {
        made = type.name() + ' ' + std::string(name);
        name = made;
    }
    const EventPlan* content = is_same ? plan : model_.find(*event.type);
    if (content == nullptr) content = plan;
    const Pen pen{thing(plan->kind, name, event.fields.size() + 1), place};
    write_fields(pen, *content, event);
    if (!plan->status.empty()) write_whole(pen, CaseModel::kStatus, plan->status_value);
    if (starts_clock(*plan, event)) write_whole(pen, CaseModel::kClock, plan->clock_value);
    if (plan->phase != Phase::none) write_phase(place, *plan, event.find(content->cycle_field));
    write_numbers(place, *content, event);
    drop_dead_bytes();
    return {};
}

Phase CaseState::phase() const {
    const CaseThing* cycle = find(ThingKind::cycle);
    const auto number = cycle == nullptr ? std::nullopt : integer(*cycle, CaseModel::kPhase);
    return static_cast<Phase>(number.value_or(0));
}

std::optional<std::int64_t> CaseState::cycle_number() const {
    const CaseThing* cycle = find(ThingKind::cycle);
    const std::uint16_t field = model_.number_of(CaseField::cycle_no);
    return cycle == nullptr ? std::nullopt : integer(*cycle, field);
}

// Of all registers, ascending.
std::vector<FoldPlace> CaseState::all_places() const {
    std::vector<FoldPlace> places;
    for (const CaseThing& thing : things_) {
        for (const CaseRegister& one : thing.registers) {
            if (places.empty() || places.back() != one.place) places.push_back(one.place);
        }
    }
    std::sort(places.begin(), places.end());
    places.erase(std::unique(places.begin(), places.end()), places.end());
    return places;
}

// No less than what encode() needs.
std::size_t CaseState::encoded_bytes_max(std::size_t place_count) const {
    constexpr std::size_t kRegisterBytesMax = 4 * WireFiller::kVarint32BytesMax;
    constexpr std::size_t kThingBytesMax = 3 * WireFiller::kVarintBytesMax;
    std::size_t size_bytes =
        (place_count + 1) * kPlaceBytes + 1 + 3 * WireFiller::kVarintBytesMax + values_.size();
    for (const CaseThing& thing : things_) {
        size_bytes += kThingBytesMax + thing.name.size();
        size_bytes += thing.registers.size() * kRegisterBytesMax;
    }
    return size_bytes;
}

void CaseState::encode(Bytes& out) const {
    const std::vector<FoldPlace> places = all_places();
    const std::size_t begin = out.size();
    out.resize(begin + encoded_bytes_max(places.size()));
    WireFiller filler(out.data() + begin);
    filler.varint(event_count_);
    write_place(newest_, filler);
    filler.fixed(static_cast<std::uint8_t>(newest_is_of_day_ ? 1 : 0));
    filler.varint(places.size());
    for (const FoldPlace& place : places) write_place(place, filler);
    PlaceNumbers numbers(places);
    filler.varint(things_.size());
    for (const CaseThing& thing : things_) {
        filler.varint(static_cast<std::uint64_t>(thing.kind));
        filler.text(thing.name);
        filler.varint(thing.registers.size());
        for (const CaseRegister& one : thing.registers) {
            filler.varint(one.field);
            filler.varint(one.item == CaseRegister::kWhole ? 0 : std::uint64_t{one.item} + 1);
            filler.varint(numbers.of(one.place));
            filler.bytes(value(one));
        }
    }
    const auto end = static_cast<std::size_t>(filler.end() - out.data());
    LEDGER_ASSERT(end <= out.size());
    out.resize(end);
}

Status CaseState::decode(ByteView in) {
    WireReader reader(in);
    event_count_ = reader.varint();
    newest_ = read_place(reader);
    newest_is_of_day_ = reader.fixed<std::uint8_t>() != 0;
    things_.clear();
    values_.clear();
    dead_bytes_ = 0;
    std::vector<FoldPlace> places;
    for (std::uint64_t left = reader.varint(); left > 0 && reader.ok(); --left) {
        places.push_back(read_place(reader));
    }
    for (std::uint64_t left = reader.varint(); left > 0 && reader.ok(); --left) {
        CaseThing& thing = things_.emplace_back();
        const auto kind_max = static_cast<std::uint64_t>(ThingKind::other);
        thing.kind = static_cast<ThingKind>(reader.varint_up_to(kind_max));
        thing.name = reader.text(kNameBytesMax);
        for (std::uint64_t more = reader.varint(); more > 0 && reader.ok(); --more) {
            CaseRegister& one = thing.registers.emplace_back();
            one.field = static_cast<std::uint16_t>(reader.varint_up_to(model_.field_count() - 1));
            const auto item = static_cast<std::uint32_t>(reader.varint_up_to(CaseRegister::kWhole));
            one.item = item - 1;  // 0 becomes kWhole
            const std::uint64_t place = reader.varint();
            if (place >= places.size()) reader.fail();
            one.place = reader.ok() ? places[place] : FoldPlace{};
            put(one, reader.bytes(kValueBytesMax));
        }
    }
    if (reader.at_end()) return {};
    return Error{ErrorCode::corrupt, "state of a case: not what this projection writes"};
}

void CaseState::write_card(Bytes& out) const { encode_card(card_of(*this), out); }

}  // namespace fallbuch

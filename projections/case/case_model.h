// What does an event of casework say, and of which thing of the case?
//
// A case is a set of things: a goal, a need, a plan, a contact. An event tells the status of one
// thing and its fields. What is told later replaces what was told earlier, field by field, so
// the order in which events arrive does not matter: each value remembers where its event stands.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/base/bytes.h"
#include "core/calendar/berlin.h"
#include "core/codec/digest.h"
#include "core/events/catalogue.h"
#include "core/events/decoded_event.h"
#include "core/events/event_type.h"
#include "projections/case/case_field.h"
#include "projections/case/thing_kind.h"

namespace fallbuch {

struct CaseRow;

// What a plan's clock says: made, or looked at again together with the person.
inline constexpr std::string_view kClockMade = "vereinbart";
inline constexpr std::string_view kClockReviewed = "überprüft";

// How an event of one type is taken in.
struct EventPlan {
    ThingKind kind = ThingKind::other;
    std::uint32_t id_field = 0;  // names the thing; 0: no field does
    std::string_view id_name;    // of that field
    bool id_is_required = false;
    bool unnamed_too = false;  // an event that does not say it is about a thing without a name
    bool is_each_one = false;  // each event is a thing of its own
    std::string_view status;   // German; empty: it does not change
    Phase phase = Phase::none;
    // Status and phase as the state keeps them, each one CBOR item.
    Bytes status_value;
    Bytes phase_value;
    // What begins the time until a plan has to be looked at again; empty: such an event does not.
    Bytes clock_value;
    // Field numbers of the event's type, ascending, with the number under which the state keeps the
    // field.
    std::vector<std::pair<std::uint32_t, std::uint16_t>> fields;
    std::uint32_t cycle_field = 0;             // says which Durchlauf it is; 0: none does
    std::vector<std::uint32_t> number_fields;  // each says a Kundennummer, or several
    const EventType* type = nullptr;
    // An event that says yes in this field is taken in as `switched` says. 0: none is.
    std::uint32_t switch_field = 0;
    std::unique_ptr<const EventPlan> switched;
    std::size_t rank = 0;  // of its row
};

// A thing of which there is one has no name. What no field names is named by the position of its
// event, "#17"; one of kind `other`, too, with the name of its type in front, "ObjectionRaised
// #17".
bool is_named(std::string_view thing);

// Does this event begin the time until the plan has to be looked at again? What was looked at
// without the person does not (EV-05, KP-07: jointly).
bool starts_clock(const EventPlan& plan, const DecodedEvent& event);

// Immutable; callable from any thread.
class CaseModel {
public:
    CaseModel(std::shared_ptr<const Catalogue> catalogue, const BerlinTime& berlin);

    // nullptr for a type that the catalogue does not have in this version.
    const EventPlan* find(const EventType& type) const;
    // The same for an event that counts as that type.
    const EventPlan* find(const EventType& type, const DecodedEvent& event) const;
    // Of all types, in the order of the model's rows; those of one kind stand in the order in which
    // they mostly happen.
    const std::vector<const EventPlan*>& plans() const { return ordered_plans_; }
    std::string_view field_name(std::uint16_t field) const { return field_names_[field]; }
    std::optional<std::uint16_t> field_number(std::string_view name) const;
    // What the catalogue says of a field of such a thing; nullptr for what no event says as it is.
    const EventField* describe(ThingKind kind, std::string_view thing, std::uint16_t field) const;
    // Of which type are the events about this thing of kind `other`? nullptr if it is unknown.
    const EventType* type_of(std::string_view thing) const;
    std::size_t field_count() const { return field_names_.size(); }
    // kNoField if the catalogue has no such field.
    std::uint16_t number_of(CaseField field) const {
        return known_fields_[static_cast<std::size_t>(field)];
    }
    const Catalogue& catalogue() const { return *catalogue_; }
    const BerlinTime& berlin() const { return berlin_; }
    // Of everything on which states depend.
    const Digest& digest() const { return digest_; }
    // The status of a Kundennummer, one CBOR item.
    ByteView known_value() const { return known_value_; }

    // Numbers of the fields that the model itself writes.
    static constexpr std::uint16_t kStatus = 0;
    static constexpr std::uint16_t kPhase = 1;
    static constexpr std::uint16_t kClock = 2;
    // Why the case was closed, beside the reason for which it was opened.
    static constexpr std::uint16_t kClosingReason = 3;
    static constexpr std::uint16_t kOwnFieldCount = 4;
    static constexpr std::uint16_t kNoField = 0xffff;

private:
    void number_fields();
    void make_plans();
    void order_plans();
    EventPlan make_plan(const EventType& type, const CaseRow* row) const;
    std::uint16_t kept_as(const EventPlan& plan, const EventField& field) const;

    std::shared_ptr<const Catalogue> catalogue_;
    BerlinTime berlin_;
    std::array<std::uint16_t, kCaseFieldCount> known_fields_{};
    std::vector<std::string> field_names_;              // sorted, behind the model's own
    std::unordered_map<std::string, EventPlan> plans_;  // by wire type
    std::vector<const EventPlan*> ordered_plans_;
    Digest digest_;
    Bytes known_value_;
};

}  // namespace fallbuch

// What does an event of casework say, and of which thing of the case?
//
// A case is a set of things: a goal, a need, a plan, a contact. An event tells the status of one
// thing and its fields. What is told later replaces what was told earlier, field by field, so
// the order in which events arrive does not matter: each value remembers where its event stands.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/base/bytes.h"
#include "core/codec/digest.h"
#include "core/events/catalogue.h"
#include "core/events/event_type.h"

namespace fallbuch {

// In the order in which a case is shown.
enum class ThingKind : std::uint16_t {
    casework,        // the case itself: opened, closed
    cycle,           // its place in the 4-Phasen-Modell
    person,          // by field of the master data
    circle,          // Rechtskreis
    labour,          // Arbeitsmarktstatus
    benefit,         // Leistungsstatus
    responsibility,  // who is responsible; deputies beside him
    member,          // of the Bedarfsgemeinschaft, by person
    prognosis,       // Integrationsprognose, since 2023
    profile_tier,    // Profillage, 2010
    care_level,      // Betreuungsstufe, 2005
    support_need,    // Unterstützungsbedarf
    applicant_profile,
    analysis,
    waiver,
    target_occupation,
    strength,
    need,
    goal,
    intermediate_goal,
    strategy,
    activity,
    agreement,  // Eingliederungsvereinbarung
    cooperation_plan,
    participation_plan,
    arbitration,
    obligation,  // Verpflichtung, Aufforderung
    reduction,
    product,
    measure,
    specialist,
    employment,
    contact,
    note,
    contact_form,
    appointment,
    invitation,
    rehabilitation,
    consent,
    deviation,
    other,  // whatever the model has no row for, by event name
};

std::string_view title_of(ThingKind kind);  // German, for a heading
std::string_view key_of(ThingKind kind);    // for programs

// The phases of the 4-Phasen-Modell and the follow-up that leads to the next cycle.
enum class Phase : std::uint8_t { none, analysis, goal, strategy, agreement, follow_up };
std::string_view title_of(Phase phase);  // German
std::string_view key_of(Phase phase);    // for programs

// How an event of one type is taken in.
struct EventPlan {
    ThingKind kind = ThingKind::other;
    std::string thing;           // a name that is always the same, or empty
    std::uint32_t id_field = 0;  // names the thing; 0: `thing` does
    std::string_view id_name;    // of that field
    std::string_view status;     // German; empty: it does not change
    Phase phase = Phase::none;
    // Status and phase as the state keeps them, each one CBOR item.
    Bytes status_value;
    Bytes phase_value;
    // Field numbers of the event's type, ascending, with the number under which the state keeps the
    // field.
    std::vector<std::pair<std::uint32_t, std::uint16_t>> fields;
    const EventType* type = nullptr;
};

// Immutable; callable from any thread.
class CaseModel {
public:
    explicit CaseModel(std::shared_ptr<const Catalogue> catalogue);

    // nullptr for a type that the catalogue does not have in this version.
    const EventPlan* find(const EventType& type) const;
    std::string_view field_name(std::uint16_t field) const { return field_names_[field]; }
    std::optional<std::uint16_t> field_number(std::string_view name) const;
    // What the catalogue says of a field of such a thing; nullptr for the model's own.
    const EventField* describe(ThingKind kind, std::string_view thing, std::uint16_t field) const;
    std::size_t field_count() const { return field_names_.size(); }
    const Catalogue& catalogue() const { return *catalogue_; }
    // Of everything on which states depend.
    const Digest& digest() const { return digest_; }

    // Numbers of the fields that the model itself writes.
    static constexpr std::uint16_t kStatus = 0;
    static constexpr std::uint16_t kPhase = 1;

private:
    void number_fields();
    void make_plans();

    std::shared_ptr<const Catalogue> catalogue_;
    std::vector<std::string> field_names_;              // sorted, behind the model's own
    std::unordered_map<std::string, EventPlan> plans_;  // by wire type
    Digest digest_;
};

}  // namespace fallbuch

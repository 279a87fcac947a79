// Of what kinds are the things of a case, and which phases has it?
#pragma once

#include <cstdint>
#include <string_view>

namespace fallbuch {

// In the order in which a case is shown.
enum class ThingKind : std::uint16_t {
    casework,         // the case itself: opened, closed
    cycle,            // its place in the 4-Phasen-Modell
    person,           // by field of the master data
    customer_number,  // each that the person ever had, by number
    circle,           // Rechtskreis
    labour,           // Arbeitsmarktstatus
    benefit,          // Leistungsstatus
    responsibility,   // who is responsible, by the first day; without a name: from the event on
    deputy,           // who stands in, by caseworker
    delegation,       // of the placement into an apprenticeship
    member,           // of the Bedarfsgemeinschaft, by person
    prognosis,        // Integrationsprognose, since 2023
    profile_tier,     // Profillage, 2010
    care_level,       // Betreuungsstufe, 2005
    support_need,     // Unterstützungsbedarf
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
    information,  // given to the person
    contact_form,
    appointment,
    invitation,
    follow_up,    // what of the follow-up talk was covered
    social_need,  // sozialintegrative Leistungen
    placement,    // Vermittlungsvorschlag
    application,  // of the person
    application_talk,
    employer_feedback,
    job_search,
    referral,
    coordination,  // with others
    rehabilitation,
    consent,
    deviation,
    other,  // whatever the model has no row for, by the event's name and its id
};

std::string_view title_of(ThingKind kind);  // German, for a heading
std::string_view key_of(ThingKind kind);    // for programs

// The phases of the 4-Phasen-Modell and the follow-up that leads to the next cycle.
enum class Phase : std::uint8_t { none, analysis, goal, strategy, agreement, follow_up };
std::string_view title_of(Phase phase);  // German
std::string_view key_of(Phase phase);    // for programs

}  // namespace fallbuch

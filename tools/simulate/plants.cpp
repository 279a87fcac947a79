#include "tools/simulate/plant.h"

#include <array>
#include <span>

#include "tools/simulate/faults.h"

namespace fallbuch::simulate {

namespace {

using enum Fault;
using enum Flow;

constexpr auto kRules = std::to_array<PlantRule>({
    // documentation
    {"G-09", note_missing, cooperation},
    {"G-09", note_late, cooperation},
    {"KD-15", note_too_short, profile_tiers},
    {"KD-16", first_note_plain, profile_tiers},
    {"L-21", note_with_mark, cooperation},
    // analysis
    {"G-01", analysis_missing, cooperation},
    {"L-01", analysis_late, cooperation},
    {"L-02", analysis_late, agreement},
    {"PA-01", analysis_alone, cooperation},
    {"L-17", first_talk_by_phone, agreement},
    {"L-07", first_talk_by_video, cooperation_2026},
    {"PA-04", bg_talk_without_consent, cooperation},
    {"PA-05", profile_not_matchable, cooperation},
    {"PZ-01", occupation_after_analysis, cooperation},
    {"PZ-07", deferred_without_approximation, cooperation},
    {"PZ-08", deferred_without_steps, cooperation},
    {"PZ-09", deferred_without_talk, agreement},
    {"PZ-12", occupation_late_after_step, cooperation},
    {"ST-01", strengths_missing, agreement},
    {"X-03", next_talk_too_late, cooperation},
    {"L-01", childcare_ground_ended, cooperation},  // as L-16 has it
    {"X-07", update_after_waiver_partial, cooperation},
    // goal, strategy, needs
    {"G-02", goal_without_customer, cooperation},
    {"ZI-01", goal_alone, cooperation},
    {"G-05", goal_before_analysis, agreement},
    {"HB-02", need_without_strategy, cooperation},
    {"G-03", strategy_without_dates, cooperation},
    {"SR-01", authority_without_step, cooperation},
    {"SR-02", bound_strategy_without_need, cooperation},
    {"SR-04", strategy_outdated, cooperation},
    {"SR-07", rehab_checked_late, cooperation},
    {"HS-01", pair_not_listed, cooperation},
    {"HS-02", strategy_of_other_circle, cooperation},
    {"HS-03", strategy_of_other_team, cooperation},
    // plans
    {"G-04", plan_missing, cooperation},
    {"EV-01", plan_missing, agreement},
    {"KP-01", plan_late, cooperation},
    {"EV-03", agreement_block_missing, agreement},
    {"EV-04", agreement_by_post, agreement},
    {"EV-05", agreement_review_late, agreement},
    {"EV-06", effort_without_date, agreement},
    {"EV-07", participation_plan_review_late, agreement},  // the clock of the Teilhabeplan
    {"L-04", agreement_review_late_unemployed, agreement},
    {"KP-02", plan_with_notice, cooperation},
    {"KP-03", plan_without_steps, cooperation},
    {"KP-04", plan_block_missing, cooperation},
    {"KP-05", plan_members_not_involved, cooperation},
    {"KP-06", plan_form_spoken, cooperation},
    {"KP-07", plan_update_late, cooperation},
    {"KP-08", arbitration_not_started, cooperation},
    {"KP-09", plan_by_agency, cooperation},
    {"L-08", arbitration_too_long, cooperation},
    {"KP-01", old_agreement_lapsed, profile_tiers},  // as L-14 has it
    {"L-10", plan_without_offer, cooperation_2026},
    // follow-up talks
    {"FG-01", search_missing, cooperation},
    {"FG-02", activity_not_covered, cooperation},
    {"FG-03", plan_not_compared, agreement},
    {"FG-04", goal_not_reviewed, cooperation},
    {"FG-05", applications_not_reviewed, cooperation},
    {"FG-06", plan_not_amended, cooperation},
    {"FG-07", next_talk_not_fixed, agreement},
    {"IP-01", prognosis_not_reviewed, cooperation},
    // prognosis and support
    {"IP-02", prognosis_too_near, cooperation},
    {"IP-03", prognosis_employed, cooperation},
    {"IP-04", prognosis_waived, cooperation},
    {"X-01", waiver_too_long, cooperation},
    {"UB-01", support_without_criteria, agreement},
    {"UB-02", support_mismatch, agreement},
    // products and measures
    {"PR-02", discretion_incomplete, cooperation},
    {"PR-03", product_aim_wrong, cooperation},
    {"PR-04", rehab_decided_by_agency, cooperation},
    {"PR-05", instrument_beside_carrier, cooperation},
    {"MB-01", measure_without_talk, cooperation},
    {"MB-02", risk_answered_late, cooperation},
    {"AM-01", graduate_talk_too_early, cooperation},
    {"AM-01", graduate_talk_too_late, agreement},
    {"AM-02", short_measure_talk_late, cooperation},
    {"AM-05", dropout_talk_late, cooperation},
    {"AM-06", search_after_measure_missing, cooperation},
    {"AM-07", graduate_strategy_missing, agreement},
    {"NA-01", support_after_start_unchecked, cooperation},
    {"NA-02", need_strategy_unconsidered, cooperation},
    {"NA-03", rehab_ended_by_office, cooperation},
    {"L-19", aftercare_too_late, cooperation},
    // statutory
    {"L-03", first_invitation_with_notice, cooperation},
    {"G-11", disclosure_late, cooperation},
    {"L-05", demand_without_notice, cooperation},
    {"L-06", order_missing, cooperation_2026},
    {"L-11", offer_after_reduction_late, cooperation},
    {"L-12", hearing_in_writing, cooperation_2026},
    {"L-13", reduction_at_first_miss, cooperation_2026},
    {"L-15", reduction_under_new_law, cooperation},
    {"L-18", missed_though_came, cooperation},
    {"L-22", reduction_in_gap, cooperation},
    // contact density of the Profillagen
    {"KD-03", first_talk_too_short, profile_tiers},
    {"KD-04", contacts_too_few, profile_tiers},
    {"KD-05", contacts_too_few, profile_tiers},
    {"KD-06", contacts_too_few, profile_tiers},
    {"KD-07", contacts_too_few, profile_tiers},
    {"KD-08", contacts_too_few, profile_tiers},
    {"KD-09", contacts_too_few, profile_tiers},
    {"KD-10", contacts_too_few, profile_tiers},
    {"KD-11", contacts_too_few, profile_tiers},
    {"KD-14", youth_gap_too_long, profile_tiers},
    {"KD-17", invitation_without_notice, profile_tiers},
    {"KD-18", next_date_not_invited, profile_tiers},
    // Betreuungsstufen and the contact density of Regensburg
    {"BS-02", level_without_profiling, care_levels},
    {"BS-03", level_group_missing, care_levels},
    {"BS-04", level_feature_without_source, care_levels},
    {"BS-06", level_is_mean, care_levels},
    {"BS-07", level_above_capability, care_levels},
    {"BS-08", level_above_blocking, care_levels},
    {"BS-09", level_qualification_far, care_levels},
    {"BS-10", occasion_not_reviewed, care_levels},
    {"RG-01", contact_form_missing, care_levels},
    {"RG-02", level_contact_late, care_levels},
    {"RG-03", measure_end_contact_missing, care_levels},
    {"RG-04", offer_review_late, care_levels},
    {"RG-05", level_review_late, care_levels},
    {"RG-06", partial_goal_missing, care_levels},
    {"RG-07", level_contact_late, care_levels},
    {"RG-08", stabilisation_not_asked, care_levels},
    {"RG-09", level_contact_late, care_levels},
    {"RG-10", stabilisation_not_asked, care_levels},
    {"RG-11", level_contact_late, care_levels},
    {"RG-12", level_missing, care_levels},
    {"RG-13", instrument_outside_list, care_levels},
    {"RG-15", agreement_not_continued, care_levels},
});

}  // namespace

std::span<const PlantRule> plant_rules() { return kRules; }

}  // namespace fallbuch::simulate

// The faults that can be planted, by family. plants.cpp says which rule each is about.
#pragma once

#include <cstdint>

#include "tools/simulate/plant.h"

namespace fallbuch::simulate {

enum class Fault : std::uint8_t {
    // documentation
    note_missing,
    note_late,
    note_too_short,
    first_note_plain,
    // analysis
    analysis_missing,
    analysis_late,
    analysis_alone,
    first_talk_by_phone,
    first_talk_by_video,
    bg_talk_without_consent,
    profile_not_matchable,
    occupation_after_analysis,
    deferred_without_steps,
    deferred_without_talk,
    occupation_late_after_step,
    strengths_missing,
    // goal, strategy, needs
    goal_without_customer,
    goal_alone,
    goal_before_analysis,
    need_without_strategy,
    strategy_without_dates,
    authority_without_step,
    bound_strategy_without_need,
    strategy_outdated,
    rehab_checked_late,
    pair_not_listed,
    strategy_of_other_circle,
    strategy_of_other_team,
    // plans
    plan_missing,
    plan_late,
    agreement_block_missing,
    agreement_by_post,
    effort_without_date,
    agreement_review_late,
    agreement_review_late_unemployed,
    plan_with_notice,
    plan_without_steps,
    plan_block_missing,
    plan_members_not_involved,
    plan_form_spoken,
    plan_update_late,
    plan_by_agency,
    plan_without_offer,
    arbitration_not_started,
    arbitration_too_long,
    // follow-up talks
    search_missing,
    activity_not_covered,
    plan_not_compared,
    goal_not_reviewed,
    applications_not_reviewed,
    plan_not_amended,
    next_talk_not_fixed,
    prognosis_not_reviewed,
    // prognosis and support
    prognosis_too_near,
    prognosis_employed,
    prognosis_waived,
    waiver_too_long,
    support_without_criteria,
    support_mismatch,
    // products and measures
    discretion_incomplete,
    product_aim_wrong,
    rehab_decided_by_agency,
    instrument_beside_carrier,
    measure_without_talk,
    risk_answered_late,
    graduate_talk_too_early,
    graduate_talk_too_late,
    short_measure_talk_late,
    dropout_talk_late,
    search_after_measure_missing,
    graduate_strategy_missing,
    // after work was found
    support_after_start_unchecked,
    need_strategy_unconsidered,
    rehab_ended_by_office,
    // statutory
    first_invitation_with_notice,
    disclosure_late,
    offer_after_reduction_late,
    hearing_in_writing,
    reduction_at_first_miss,
    reduction_under_new_law,
    reduction_in_gap,
    order_missing,
    // contact density of the Profillagen
    contacts_too_few,
    youth_gap_too_long,
    invitation_without_notice,
    next_date_not_invited,
    // Betreuungsstufen
    level_group_missing,
    level_feature_without_source,
    level_without_profiling,
    level_is_mean,
    level_above_capability,
    level_above_blocking,
    level_qualification_far,
    occasion_not_reviewed,
    // contact density of Regensburg
    contact_form_missing,
    level_contact_late,
    measure_end_contact_missing,
    offer_review_late,
    level_review_late,
    partial_goal_missing,
    stabilisation_not_asked,
    level_missing,
    instrument_outside_list,
    agreement_not_continued,
};

}  // namespace fallbuch::simulate

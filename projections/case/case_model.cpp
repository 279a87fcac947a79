#include "projections/case/case_model.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <set>
#include <utility>

#include "core/base/assert.h"
#include "core/base/bytes.h"
#include "core/codec/cbor.h"
#include "core/codec/wire.h"
#include "projections/case/case_card.h"

namespace fallbuch {
namespace {

// Raised whenever states would come out otherwise, or lie otherwise in their bytes; rows and
// schemas count by themselves.
constexpr std::string_view kModelVersion = "fallbuch case model v8";

// What an event is to the time after which a plan has to be looked at again.
enum class ClockStart : std::uint8_t { none, made, reviewed };

}  // namespace

struct CaseRow {
    std::string_view event;
    ThingKind kind;
    std::string_view id_field;  // of the event's data; empty: there is one such thing; or kEachOne
    std::string_view status;
    Phase phase = Phase::none;
    ClockStart clock = ClockStart::none;
    std::string_view only_if = {};  // a field in which the event says yes
    bool unnamed_too = false;       // who does not say id_field means the thing without a name
};

namespace {

using Row = CaseRow;

// In the place of an id: each such event is a thing of its own.
constexpr std::string_view kEachOne = "#";

using enum ThingKind;

constexpr std::string_view kClosed = "geschlossen";

constexpr auto kRows = std::to_array<Row>({
    {"CaseOpened", casework, "", "offen"},
    {"CaseClosed", casework, "", kClosed},
    {"CaseReopened", casework, "", "offen"},
    {"PersonIdentifiersLinked", casework, "", ""},
    {"PersonDataChanged", person, "field", ""},
    {"LegalCircleAssigned", circle, "", "festgelegt"},
    {"LabourStatusChanged", labour, "", ""},
    {"BenefitStatusChanged", benefit, "", "festgestellt"},
    {"ResponsibilityAssigned", responsibility, "from", "zugewiesen", Phase::none, ClockStart::none,
     "", true},
    {"ResponsibilityAssigned", deputy, "caseworker", "eingesetzt", Phase::none, ClockStart::none,
     "deputy"},
    {"ApprenticeshipPlacementDelegated", delegation, "", "übertragen"},
    {"BgMembershipChanged", member, "memberRef", "Mitglied"},
    {"InvolvementRecorded", member, "memberRef", "beteiligt"},
    {"IntegrationPrognosisSet", prognosis, "", "gesetzt"},
    {"IntegrationPrognosisReviewed", prognosis, "", "überprüft"},
    {"ProfileTierSet", profile_tier, "", "gesetzt"},
    {"CareLevelAssessed", care_level, "", "festgelegt"},
    {"CareLevelReviewed", care_level, "", "überprüft"},
    {"ProfilingCompleted", care_level, "", ""},
    {"SupportNeedSet", support_need, "", "gesetzt"},
    {"ApplicantProfileUpdated", applicant_profile, "", ""},
    {"ApplicantProfileReviewed", applicant_profile, "", ""},
    {"ApplicantProfilePublished", applicant_profile, "", "veröffentlicht"},
    {"ApplicantProfileUnpublished", applicant_profile, "", "zurückgezogen"},
    {"PotentialAnalysisCompleted", analysis, "analysisId", "abgeschlossen", Phase::analysis},
    {"PotentialAnalysisReviewed", analysis, "analysisId", "überprüft", Phase::follow_up},
    {"PotentialAnalysisUpdated", analysis, "analysisId", "aktualisiert", Phase::analysis},
    {"PotentialAnalysisWaived", waiver, "waiverId", "entbehrlich"},
    {"PotentialAnalysisWaiverEnded", waiver, "waiverId", "beendet"},
    {"TargetOccupationSet", target_occupation, "", "festgelegt"},
    {"TargetOccupationDeferred", target_occupation, "", "zurückgestellt"},
    {"StrengthRecorded", strength, "strengthId", "erfasst"},
    {"NeedIdentified", need, "needId", "offen"},
    {"NeedResolved", need, "needId", "behoben"},
    {"NeedDropped", need, "needId", "entfallen"},
    {"GoalSet", goal, "goalId", "gesetzt", Phase::goal},
    {"GoalChanged", goal, "goalId", "geändert", Phase::goal},
    {"GoalReviewed", goal, "goalId", "überprüft", Phase::follow_up},
    {"GoalAchieved", goal, "goalId", "erreicht"},
    {"GoalAbandoned", goal, "goalId", "aufgegeben"},
    {"IntermediateGoalSet", intermediate_goal, "intermediateGoalId", "gesetzt"},
    {"IntermediateGoalAchieved", intermediate_goal, "intermediateGoalId", "erreicht"},
    {"IntermediateGoalMissed", intermediate_goal, "intermediateGoalId", "verfehlt"},
    {"StrategySelected", strategy, "strategyId", "ausgewählt", Phase::strategy},
    {"StrategyAdjusted", strategy, "strategyId", "angepasst", Phase::strategy},
    {"StrategyReviewed", strategy, "strategyId", "überprüft", Phase::follow_up},
    {"StrategyEnded", strategy, "strategyId", "beendet"},
    {"ActivityAgreed", activity, "activityId", "vereinbart"},
    {"ActivityFulfilled", activity, "activityId", "erfüllt"},
    {"ActivityMissed", activity, "activityId", "nicht erfüllt"},
    {"DeviationJustified", deviation, "deviationId", "begründet"},
    {"IntegrationAgreementConcluded", agreement, "agreementId", "geschlossen", Phase::agreement,
     ClockStart::made},
    {"IntegrationAgreementReviewed", agreement, "agreementId", "geprüft", Phase::follow_up,
     ClockStart::reviewed},
    {"IntegrationAgreementAmended", agreement, "agreementId", "geändert", Phase::follow_up},
    {"IntegrationAgreementReplaced", agreement, "agreementId", "ersetzt"},
    {"IntegrationAgreementEnded", agreement, "agreementId", "beendet"},
    {"IntegrationAgreementDeferred", agreement, "", "zurückgestellt"},
    {"CooperationPlanCreated", cooperation_plan, "planId", "erstellt", Phase::agreement,
     ClockStart::made},
    {"CooperationPlanUpdated", cooperation_plan, "planId", "fortgeschrieben", Phase::follow_up,
     ClockStart::reviewed},
    {"CooperationPlanFailed", cooperation_plan, "planId", "nicht zustande gekommen"},
    {"ParticipationPlanLinked", participation_plan, "planId", "verknüpft", Phase::agreement,
     ClockStart::made},
    {"ParticipationPlanUpdated", participation_plan, "planId", "fortgeschrieben", Phase::follow_up,
     ClockStart::reviewed},
    {"ArbitrationRequested", arbitration, "arbitrationId", "verlangt"},
    {"ArbitrationStarted", arbitration, "arbitrationId", "begonnen"},
    {"ArbitrationEnded", arbitration, "arbitrationId", "beendet"},
    {"ObligationOrderIssued", obligation, "orderId", "erlassen"},
    {"CooperationDemandIssued", obligation, "demandId", "aufgefordert"},
    {"ReductionDetermined", reduction, "reductionId", "festgestellt"},
    {"HearingHeld", reduction, "hearingId", "angehört"},
    {"ProductDecisionMade", product, "productDecisionId", "entschieden"},
    {"MeasureAssigned", measure, "measureId", "zugewiesen"},
    {"MeasureStarted", measure, "measureId", "begonnen"},
    {"MeasureRiskFlagged", measure, "measureId", "gefährdet"},
    {"MeasurePlannedEndChanged", measure, "measureId", ""},
    {"MeasureReportReceived", measure, "measureId", ""},
    {"MeasureParticipationEnded", measure, "measureId", "beendet"},
    {"SpecialistServiceEngaged", specialist, "engagementId", "eingeschaltet"},
    {"SpecialistResultReceived", specialist, "engagementId", "Ergebnis liegt vor"},
    {"SpecialistResultDisclosed", specialist, "engagementId", "Ergebnis eröffnet"},
    {"SpecialistServiceEnded", specialist, "engagementId", "beendet"},
    {"EmploymentStarted", employment, "employmentId", "begonnen"},
    {"EmploymentEnded", employment, "employmentId", "beendet"},
    {"PostPlacementSupportChecked", employment, "employmentId", ""},
    {"ContactHeld", contact, "contactId", "stattgefunden"},
    {"CounsellingNoteRecorded", note, "noteId", "erfasst"},
    {"CounsellingNoteCorrected", note, "noteId", "berichtigt"},
    {"TransparencyInformationGiven", information, kEachOne, "informiert"},
    {"RightToObjectNoticeGiven", information, kEachOne, "auf das Widerspruchsrecht hingewiesen"},
    {"ContactFormAgreed", contact_form, "", "vereinbart"},
    {"AppointmentScheduled", appointment, "appointmentId", "vereinbart"},
    {"AppointmentRescheduled", appointment, "appointmentId", "verschoben"},
    {"AppointmentCancelled", appointment, "appointmentId", "abgesagt"},
    {"InvitationIssued", invitation, "invitationId", "versandt"},
    {"AppointmentMissed", invitation, "invitationId", "versäumt"},
    {"GoodCauseAssessed", invitation, "invitationId", ""},
    {"RehaStatusChanged", rehabilitation, "", ""},
    {"RehaNeedChecked", rehabilitation, "", "Bedarf geprüft"},
    {"RehaApplicationSupported", rehabilitation, "", "Antrag unterstützt"},
    {"RehaNeedDecided", rehabilitation, "", "entschieden"},
    {"RehaProcedureEnded", rehabilitation, "", "beendet"},
    {"ConsentGiven", consent, "consentId", "erteilt"},
    {"ConsentRevoked", consent, "consentId", "widerrufen"},
    {"FollowUpActivityCovered", follow_up, kEachOne, "", Phase::follow_up},
    {"SocialIntegrativeNeedAsked", social_need, kEachOne, "abgefragt"},
    {"PlacementProposalMade", placement, "proposalId", "unterbreitet"},
    {"ApplicationActivityRecorded", application, "applicationId", "erfasst"},
    {"ApplicationActivityReviewed", application_talk, kEachOne, "besprochen"},
    {"EmployerFeedbackReceived", employer_feedback, kEachOne, "eingegangen"},
    {"JobSearchRunPerformed", job_search, "searchRunId", "durchgeführt"},
    {"ReferralMade", referral, "referralId", "verwiesen"},
    {"ReferralResult", referral, "referralId", "Ergebnis liegt vor"},
    {"CoordinationRecorded", coordination, "coordinationId", "festgehalten"},
});

// What is the same for every type that such a row concerns.
EventPlan plan_of(const Row& row) {
    EventPlan plan;
    plan.kind = row.kind;
    plan.unnamed_too = row.unnamed_too;
    plan.status = row.status;
    plan.phase = row.phase;
    CborWriter(plan.status_value).text(row.status);
    CborWriter(plan.phase_value).integer(static_cast<std::int64_t>(row.phase));
    if (row.clock == ClockStart::made) CborWriter(plan.clock_value).text(kClockMade);
    if (row.clock == ClockStart::reviewed) CborWriter(plan.clock_value).text(kClockReviewed);
    plan.rank = static_cast<std::size_t>(&row - kRows.data());
    return plan;
}

const Row* find_row(std::string_view event, bool switched) {
    const auto found = std::find_if(kRows.begin(), kRows.end(), [&](const Row& row) {
        return row.event == event && row.only_if.empty() != switched;
    });
    return found == kRows.end() ? nullptr : &*found;
}

// What of a plan the type alone does not tell.
void write_plan(const EventPlan& plan, Bytes& out) {
    WireWriter writer(out);
    writer.varint(static_cast<std::uint64_t>(plan.kind));
    writer.text(plan.id_name);
    writer.varint(plan.unnamed_too ? 1 : 0);
    writer.text(plan.status);
    writer.varint(static_cast<std::uint64_t>(plan.phase));
    writer.varint(plan.switch_field);
    writer.varint(plan.is_each_one ? 1 : 0);
    append(out, plan.clock_value);
}

// Of a thing of kind `other`.
std::string_view type_name(std::string_view thing) { return thing.substr(0, thing.find(' ')); }

}  // namespace

bool is_named(std::string_view thing) { return !thing.empty() && !thing.starts_with('#'); }

bool starts_clock(const EventPlan& plan, const DecodedEvent& event) {
    if (plan.clock_value.empty()) return false;
    if (CborReader(plan.clock_value).text() == kClockMade) return true;
    const auto jointly = event.type->number_of("jointly");
    return !jointly || event.boolean(*jointly).value_or(true);
}

CaseModel::CaseModel(std::shared_ptr<const Catalogue> catalogue, const BerlinTime& berlin)
    : catalogue_(std::move(catalogue)), berlin_(berlin) {
    number_fields();
    make_plans();
    CborWriter(known_value_).text("bekannt");
}

void CaseModel::number_fields() {
    std::set<std::string> names;
    for (const EventType* type : catalogue_->types()) {
        for (const EventField& field : type->fields()) names.insert(field.name);
    }
    field_names_ = {"state", "phase", "clock", "closingReason"};
    LEDGER_ASSERT(field_names_.size() == kOwnFieldCount);
    field_names_.insert(field_names_.end(), names.begin(), names.end());
    for (std::size_t i = 0; i < kCaseFieldCount; ++i) {
        known_fields_[i] = field_number(name_of(static_cast<CaseField>(i))).value_or(kNoField);
    }
}

std::optional<std::uint16_t> CaseModel::field_number(std::string_view name) const {
    const auto begin = field_names_.begin() + kOwnFieldCount;
    const auto found = std::lower_bound(begin, field_names_.end(), name);
    if (found == field_names_.end() || *found != name) return std::nullopt;
    return static_cast<std::uint16_t>(found - field_names_.begin());
}

// Why a case ends does not stand in the place of why it began.
std::uint16_t CaseModel::kept_as(const EventPlan& plan, const EventField& field) const {
    const bool is_closing = plan.kind == casework && plan.status == kClosed;
    if (is_closing && field.name == name_of(CaseField::reason)) return kClosingReason;
    return *field_number(field.name);
}

EventPlan CaseModel::make_plan(const EventType& type, const CaseRow* row) const {
    EventPlan plan;
    if (row != nullptr) plan = plan_of(*row);
    if (row != nullptr) plan.id_field = type.number_of(row->id_field).value_or(0);
    plan.is_each_one = row == nullptr || row->id_field == kEachOne;
    if (plan.id_field != 0) {
        const EventField& id = type.fields()[plan.id_field - kFirstFieldNumber];
        plan.id_name = id.name;
        plan.id_is_required = id.required;
    }
    for (std::size_t i = 0; i < type.fields().size(); ++i) {
        const auto number = static_cast<std::uint32_t>(kFirstFieldNumber + i);
        if (number == plan.id_field) continue;
        plan.fields.emplace_back(number, kept_as(plan, type.fields()[i]));
    }
    plan.cycle_field = type.number_of(name_of(CaseField::cycle_no)).value_or(0);
    for (const CaseField field : {CaseField::customer_number, CaseField::numbers}) {
        const auto number = type.number_of(name_of(field));
        if (plan.kind == casework && number) plan.number_fields.push_back(*number);
    }
    plan.type = &type;
    return plan;
}

void CaseModel::make_plans() {
    Bytes basis = Bytes(as_bytes(kModelVersion).begin(), as_bytes(kModelVersion).end());
    append(basis, as_bytes(kCardVersion));
    for (const EventType* type : catalogue_->types()) {
        EventPlan plan = make_plan(*type, find_row(type->name(), false));
        if (const Row* row = find_row(type->name(), true); row != nullptr) {
            plan.switch_field = type->number_of(row->only_if).value_or(0);
            plan.switched = std::make_unique<const EventPlan>(make_plan(*type, row));
            write_plan(*plan.switched, basis);
        }
        append(basis, as_bytes(type->canonical_text()));
        write_plan(plan, basis);
        plans_.emplace(type->wire_type(), std::move(plan));
    }
    digest_ = sha256(basis);
    order_plans();
}

void CaseModel::order_plans() {
    for (const auto& [wire_type, plan] : plans_) {
        ordered_plans_.push_back(&plan);
        if (plan.switched != nullptr) ordered_plans_.push_back(plan.switched.get());
    }
    std::sort(ordered_plans_.begin(), ordered_plans_.end(),
              [](const EventPlan* left, const EventPlan* right) {
                  return std::pair(left->rank, std::string_view(left->type->wire_type())) <
                         std::pair(right->rank, std::string_view(right->type->wire_type()));
              });
}

const EventField* CaseModel::describe(ThingKind kind, std::string_view thing,
                                      std::uint16_t field) const {
    const std::string_view name =
        field == kClosingReason ? name_of(CaseField::reason) : field_names_[field];
    for (const EventPlan* plan : ordered_plans_) {
        const bool is_told = kind == cycle ? plan->cycle_field != 0 : plan->kind == kind;
        if (!is_told || (kind == other && plan->type->name() != type_name(thing))) continue;
        const auto index = plan->type->find_field(name);
        if (index) return &plan->type->fields()[*index];
    }
    return nullptr;
}

const EventType* CaseModel::type_of(std::string_view thing) const {
    for (const EventPlan* plan : ordered_plans_) {
        if (plan->kind == other && plan->type->name() == type_name(thing)) return plan->type;
    }
    return nullptr;
}

const EventPlan* CaseModel::find(const EventType& type) const {
    const auto found = plans_.find(type.wire_type());
    return found == plans_.end() ? nullptr : &found->second;
}

const EventPlan* CaseModel::find(const EventType& type, const DecodedEvent& event) const {
    const EventPlan* plan = find(type);
    if (plan == nullptr || plan->switched == nullptr) return plan;
    const bool is_same = &type == event.type || type.wire_type() == event.type->wire_type();
    const bool switches = is_same && event.boolean(plan->switch_field).value_or(false);
    return switches ? plan->switched.get() : plan;
}

}  // namespace fallbuch

#include "tests/projections/case/naive_case.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

namespace fallbuch {
namespace {

using Json = nlohmann::json;

constexpr int kAnalysis = 1;
constexpr int kGoal = 2;
constexpr int kStrategy = 3;
constexpr int kAgreement = 4;
constexpr int kFollowUp = 5;

// In the order of the domain's table of events.
constexpr auto kRows = std::to_array<NaiveRow>({
    // Fall eröffnet, geschlossen, wiedereröffnet; Kundennummern verknüpft
    {"CaseOpened", "case", "", "offen"},
    {"CaseClosed", "case", "", "geschlossen"},
    {"CaseReopened", "case", "", "offen"},
    {"PersonIdentifiersLinked", "case", "", ""},
    // Stammdaten, Rechtskreis, Leistungs- und Arbeitsmarktstatus
    {"PersonDataChanged", "person", "field", ""},
    {"LegalCircleAssigned", "circle", "", "festgelegt"},
    {"BenefitStatusChanged", "benefit", "", "festgestellt"},
    {"LabourStatusChanged", "labour", "", ""},
    // BG-Zugehörigkeit, Mitglied beteiligt; Zuständigkeit, Ausbildungsvermittlung übertragen
    {"BgMembershipChanged", "member", "memberRef", "Mitglied"},
    {"InvolvementRecorded", "member", "memberRef", "beteiligt"},
    {"ResponsibilityAssigned", "responsibility", "from", "zugewiesen"},
    {"ApprenticeshipPlacementDelegated", "delegation", "", "übertragen"},
    // Rehabilitation, Teilhabeplan
    {"RehaStatusChanged", "rehabilitation", "", ""},
    {"RehaNeedChecked", "rehabilitation", "", "Bedarf geprüft"},
    {"RehaApplicationSupported", "rehabilitation", "", "Antrag unterstützt"},
    {"RehaNeedDecided", "rehabilitation", "", "entschieden"},
    {"RehaProcedureEnded", "rehabilitation", "", "beendet"},
    {"ParticipationPlanLinked", "participation_plan", "planId", "verknüpft", kAgreement},
    {"ParticipationPlanUpdated", "participation_plan", "planId", "fortgeschrieben", kFollowUp},
    // Einladung, Termin, Meldeversäumnis, wichtiger Grund
    {"InvitationIssued", "invitation", "invitationId", "versandt"},
    {"AppointmentScheduled", "appointment", "appointmentId", "vereinbart"},
    {"AppointmentRescheduled", "appointment", "appointmentId", "verschoben"},
    {"AppointmentCancelled", "appointment", "appointmentId", "abgesagt"},
    {"AppointmentMissed", "invitation", "invitationId", "versäumt"},
    {"GoodCauseAssessed", "invitation", "invitationId", ""},
    // Kontakt, Kontaktform, Beratungsvermerk, Folgegespräch, Information
    {"ContactHeld", "contact", "contactId", "stattgefunden"},
    {"ContactFormAgreed", "contact_form", "", "vereinbart"},
    {"CounsellingNoteRecorded", "note", "noteId", "erfasst"},
    {"CounsellingNoteCorrected", "note", "noteId", "berichtigt"},
    {"FollowUpActivityCovered", "follow_up", kNaiveEachOne, "", kFollowUp},
    {"TransparencyInformationGiven", "information", kNaiveEachOne, "informiert"},
    // Potenzialanalyse und ihre Entbehrlichkeit
    {"PotentialAnalysisCompleted", "analysis", "analysisId", "abgeschlossen", kAnalysis},
    {"PotentialAnalysisReviewed", "analysis", "analysisId", "überprüft", kFollowUp},
    {"PotentialAnalysisUpdated", "analysis", "analysisId", "aktualisiert", kAnalysis},
    {"PotentialAnalysisWaived", "waiver", "waiverId", "entbehrlich"},
    {"PotentialAnalysisWaiverEnded", "waiver", "waiverId", "beendet"},
    // Zielberuf, Stärke, Handlungsbedarf, Bewerberprofil
    {"TargetOccupationSet", "target_occupation", "", "festgelegt"},
    {"TargetOccupationDeferred", "target_occupation", "", "zurückgestellt"},
    {"StrengthRecorded", "strength", "strengthId", "erfasst"},
    {"NeedIdentified", "need", "needId", "offen"},
    {"NeedResolved", "need", "needId", "behoben"},
    {"NeedDropped", "need", "needId", "entfallen"},
    {"ApplicantProfileUpdated", "applicant_profile", "", ""},
    {"ApplicantProfileReviewed", "applicant_profile", "", ""},
    {"ApplicantProfilePublished", "applicant_profile", "", "veröffentlicht"},
    {"ApplicantProfileUnpublished", "applicant_profile", "", "zurückgezogen"},
    // Integrationsprognose, Unterstützungsbedarf, Profillage, Betreuungsstufe
    {"IntegrationPrognosisSet", "prognosis", "", "gesetzt"},
    {"IntegrationPrognosisReviewed", "prognosis", "", "überprüft"},
    {"SupportNeedSet", "support_need", "", "gesetzt"},
    {"ProfilingCompleted", "care_level", "", ""},
    {"ProfileTierSet", "profile_tier", "", "gesetzt"},
    {"CareLevelAssessed", "care_level", "", "festgelegt"},
    {"CareLevelReviewed", "care_level", "", "überprüft"},
    // Ziel, Zwischenziel, Handlungsstrategie, Aktivität, Abweichung
    {"GoalSet", "goal", "goalId", "gesetzt", kGoal},
    {"GoalChanged", "goal", "goalId", "geändert", kGoal},
    {"GoalReviewed", "goal", "goalId", "überprüft", kFollowUp},
    {"GoalAchieved", "goal", "goalId", "erreicht"},
    {"GoalAbandoned", "goal", "goalId", "aufgegeben"},
    {"IntermediateGoalSet", "intermediate_goal", "intermediateGoalId", "gesetzt"},
    {"IntermediateGoalAchieved", "intermediate_goal", "intermediateGoalId", "erreicht"},
    {"IntermediateGoalMissed", "intermediate_goal", "intermediateGoalId", "verfehlt"},
    {"StrategySelected", "strategy", "strategyId", "ausgewählt", kStrategy},
    {"StrategyAdjusted", "strategy", "strategyId", "angepasst", kStrategy},
    {"StrategyReviewed", "strategy", "strategyId", "überprüft", kFollowUp},
    {"StrategyEnded", "strategy", "strategyId", "beendet"},
    {"ActivityAgreed", "activity", "activityId", "vereinbart"},
    {"ActivityFulfilled", "activity", "activityId", "erfüllt"},
    {"ActivityMissed", "activity", "activityId", "nicht erfüllt"},
    {"DeviationJustified", "deviation", "deviationId", "begründet"},
    // Fachdienst, Produktentscheidung, Maßnahme
    {"SpecialistServiceEngaged", "specialist", "engagementId", "eingeschaltet"},
    {"SpecialistServiceEnded", "specialist", "engagementId", "beendet"},
    {"SpecialistResultReceived", "specialist", "engagementId", "Ergebnis liegt vor"},
    {"SpecialistResultDisclosed", "specialist", "engagementId", "Ergebnis eröffnet"},
    {"ProductDecisionMade", "product", "productDecisionId", "entschieden"},
    {"MeasureAssigned", "measure", "measureId", "zugewiesen"},
    {"MeasureStarted", "measure", "measureId", "begonnen"},
    {"MeasureRiskFlagged", "measure", "measureId", "gefährdet"},
    {"MeasureReportReceived", "measure", "measureId", ""},
    {"MeasureParticipationEnded", "measure", "measureId", "beendet"},
    {"MeasurePlannedEndChanged", "measure", "measureId", ""},
    // Eingliederungsvereinbarung, Kooperationsplan, Schlichtung
    {"IntegrationAgreementConcluded", "agreement", "agreementId", "geschlossen", kAgreement},
    {"IntegrationAgreementDeferred", "agreement", "", "zurückgestellt"},
    {"IntegrationAgreementReviewed", "agreement", "agreementId", "geprüft", kFollowUp},
    {"IntegrationAgreementAmended", "agreement", "agreementId", "geändert", kFollowUp},
    {"IntegrationAgreementReplaced", "agreement", "agreementId", "ersetzt"},
    {"IntegrationAgreementEnded", "agreement", "agreementId", "beendet"},
    {"CooperationPlanCreated", "cooperation_plan", "planId", "erstellt", kAgreement},
    {"CooperationPlanUpdated", "cooperation_plan", "planId", "fortgeschrieben", kFollowUp},
    {"CooperationPlanFailed", "cooperation_plan", "planId", "nicht zustande gekommen"},
    {"ArbitrationRequested", "arbitration", "arbitrationId", "verlangt"},
    {"ArbitrationStarted", "arbitration", "arbitrationId", "begonnen"},
    {"ArbitrationEnded", "arbitration", "arbitrationId", "beendet"},
    // Verpflichtung, Aufforderung, Leistungsminderung, Anhörung
    {"ObligationOrderIssued", "obligation", "orderId", "erlassen"},
    {"CooperationDemandIssued", "obligation", "demandId", "aufgefordert"},
    {"ReductionDetermined", "reduction", "reductionId", "festgestellt"},
    {"HearingHeld", "reduction", "hearingId", "angehört"},
    // Stellensuchlauf, Vermittlungsvorschlag, Bewerbung, Beschäftigung, Kooperation, Verweisung
    {"JobSearchRunPerformed", "job_search", "searchRunId", "durchgeführt"},
    {"PlacementProposalMade", "placement", "proposalId", "unterbreitet"},
    {"ApplicationActivityRecorded", "application", "applicationId", "erfasst"},
    {"ApplicationActivityReviewed", "application_talk", kNaiveEachOne, "besprochen"},
    {"EmployerFeedbackReceived", "employer_feedback", kNaiveEachOne, "eingegangen"},
    {"EmploymentStarted", "employment", "employmentId", "begonnen"},
    {"EmploymentEnded", "employment", "employmentId", "beendet"},
    {"PostPlacementSupportChecked", "employment", "employmentId", ""},
    {"CoordinationRecorded", "coordination", "coordinationId", "festgehalten"},
    {"ReferralMade", "referral", "referralId", "verwiesen"},
    {"ReferralResult", "referral", "referralId", "Ergebnis liegt vor"},
    {"SocialIntegrativeNeedAsked", "social_need", kNaiveEachOne, "abgefragt"},
    // Einwilligung, Widerruf, Hinweis auf das Widerspruchsrecht
    {"ConsentGiven", "consent", "consentId", "erteilt"},
    {"ConsentRevoked", "consent", "consentId", "widerrufen"},
    {"RightToObjectNoticeGiven", "information", kNaiveEachOne,
     "auf das Widerspruchsrecht hingewiesen"},
});

// What begins the time until a plan has to be looked at again: making it, and reviewing it jointly.
const std::set<std::string> kMakes{"IntegrationAgreementConcluded", "CooperationPlanCreated",
                                   "ParticipationPlanLinked"};
const std::set<std::string> kReviews{"IntegrationAgreementReviewed", "CooperationPlanUpdated",
                                     "ParticipationPlanUpdated"};

std::string value_or(const Truth& truth, const std::string& path) {
    const auto found = truth.find(path);
    return found == truth.end() ? "-" : found->second;
}

// Each Kundennummer that was ever told.
void write_numbers(const Json& data, Truth& truth) {
    std::set<std::string> numbers;
    if (data.contains("kundennummer")) numbers.insert(data["kundennummer"].get<std::string>());
    if (data.contains("numbers")) numbers.merge(data["numbers"].get<std::set<std::string>>());
    for (const std::string& number : numbers) {
        truth["customer_number/" + number + "/state"] = Json("bekannt").dump();
    }
}

}  // namespace

std::string difference(const Truth& left, const Truth& right) {
    std::set<std::string> paths;
    for (const auto& [path, value] : left) paths.insert(path);
    for (const auto& [path, value] : right) paths.insert(path);
    std::string text;
    for (const std::string& path : paths) {
        const std::string one = value_or(left, path);
        const std::string other = value_or(right, path);
        if (one != other) text.append(path).append(": ").append(one + " | " + other + "\n");
    }
    return text;
}

// The place of one event in the order, and who speaks there.
struct NaiveCase::Line {
    int minute = 0;
    const Told* first = nullptr;
    const Told* content = nullptr;
};

const NaiveRow* NaiveCase::find(std::string_view event) {
    const auto found = std::find_if(kRows.begin(), kRows.end(),
                                    [&](const NaiveRow& row) { return row.event == event; });
    return found == kRows.end() ? nullptr : &*found;
}

std::vector<std::string_view> NaiveCase::events() {
    std::vector<std::string_view> names;
    for (const NaiveRow& row : kRows) names.push_back(row.event);
    return names;
}

// Corrections stand in the place of what was there first, whether they came before it or after.
std::vector<NaiveCase::Line> NaiveCase::lines_of(const std::vector<Told>& told) {
    std::map<std::string, const Told*> by_id;
    for (const Told& event : told) by_id[event.id] = &event;
    std::vector<Line> lines;
    std::map<std::string, std::size_t> line_of;
    for (const Told& event : told) {
        if (by_id.contains(event.corrects)) continue;
        line_of[event.id] = lines.size();
        lines.push_back({event.minute, &event, &event});
    }
    for (const Told& event : told) {
        if (!by_id.contains(event.corrects)) continue;
        const Told* first = by_id[event.corrects];
        while (by_id.contains(first->corrects)) first = by_id[first->corrects];
        Line& line = lines[line_of.at(first->id)];
        line.content = &event;
        // Of the same type: it says anew when it happened.
        if (event.event == first->event) line.minute = event.minute;
    }
    return lines;
}

// An event counts as what it corrects.
NaiveRow NaiveCase::row_of(const Line& line) {
    const std::string& event = line.first->event;
    const bool is_same = line.content->event == event;
    // Whoever only stands in is a thing of his own, beside the one who is responsible.
    if (event == "ResponsibilityAssigned" && is_same &&
        Json::parse(line.content->data).value("deputy", false)) {
        return {event, "deputy", "caseworker", "eingesetzt"};
    }
    if (const NaiveRow* row = find(event)) return *row;
    return {event, "other", kNaiveEachOne, ""};
}

void NaiveCase::write(const Line& line, Truth& truth) {
    const NaiveRow row = row_of(line);
    const Json data = Json::parse(line.content->data);
    const std::string id(row.id);
    // What does not say which one it is about is one of its own; but who is responsible without a
    // first day is so from that event on.
    std::string name = id.empty() || row.thing == "responsibility" ? "" : "#" + line.first->id;
    if (data.contains(id)) name = data[id].get<std::string>();
    if (row.thing == "other") name = line.first->event + " " + name;
    const std::string thing = std::string(row.thing) + "/" + name + "/";
    const bool closes = row.thing == "case" && line.content->event == "CaseClosed";
    for (const auto& [field, value] : data.items()) {
        // Why a case ends is something else than why it began.
        const std::string kept = closes && field == "reason" ? "closingReason" : field;
        if (field != id) truth[thing + kept] = value.dump();
    }
    if (row.thing == "case") write_numbers(data, truth);
    const std::string& event = line.first->event;
    if (!row.status.empty()) truth[thing + "state"] = Json(row.status).dump();
    if (kMakes.contains(event)) truth[thing + "clock"] = Json("vereinbart").dump();
    if (kReviews.contains(event) && data.value("jointly", true)) {
        truth[thing + "clock"] = Json("überprüft").dump();
    }
    if (row.phase == 0) return;
    truth["cycle//phase"] = std::to_string(row.phase);
    if (data.contains("cycleNo")) truth["cycle//cycleNo"] = data["cycleNo"].dump();
}

Truth NaiveCase::fold(const std::vector<Told>& told, int minute_max) const {
    std::vector<Line> lines = lines_of(told);
    // On one moment the one that came first stays first.
    std::stable_sort(lines.begin(), lines.end(), [](const Line& left, const Line& right) {
        return left.minute < right.minute;
    });
    Truth truth;
    for (const Line& line : lines) {
        if (line.minute <= minute_max) write(line, truth);
    }
    return truth;
}

}  // namespace fallbuch

#include "projections/case/thing_kind.h"

#include <catch2/catch.hpp>

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "core/events/catalogue.h"
#include "core/events/event_type.h"
#include "projections/case/case_field.h"
#include "projections/case/case_model.h"
#include "projections/case/case_state.h"
#include "tests/support/casework_case.h"

namespace fallbuch {
namespace {

std::vector<const CaseThing*> things_of(const CaseState& state, ThingKind kind) {
    std::vector<const CaseThing*> things;
    for (const CaseThing& thing : state.things()) {
        if (thing.kind == kind) things.push_back(&thing);
    }
    return things;
}

struct WithoutRow {
    std::string reason;
    std::set<std::string> types;
};

// Each type that says nothing of a thing of the case, and why each of its events stands alone.
const std::vector<WithoutRow> kWithoutRow{
    {"of the office: what is audited is a case, or the work of many, never a thing of this one",
     {"AuditFindingRecorded", "AuditMeasureDecided", "AuditPlanned", "AuditSampleDrawn",
      "EffectivenessChecked", "FeedbackGiven", "FindingContested", "FindingUpheld",
      "FindingWithdrawn", "MeasureImplemented", "ObservationHeld", "ReportIssued",
      "ReviewSheetAnswered", "ReviewSheetClosed", "ReviewSheetOpened"}},
    {"of the ledger itself", {"IntegrityChecked", "LogSealed", "ProjectionRebuilt"}},
    {"of the office: its rights, its rule sets, its breaches",
     {"AccessRightGranted", "AccessRightRecertified", "AccessRightRevoked", "BreachDetected",
      "BreachReported", "ParameterChanged", "RuleSetActivated", "RuleSetRetired"}},
    {"an access: each counts, also a second one under the same id",
     {"AccessDenied", "DataAccessed", "EmergencyAccessUsed"}},
    {"a step of an Auskunft: one request has several of a kind, each with its day",
     {"AccessCopyDelivered", "AccessGranted", "AccessPartlyRefused", "AccessRefused",
      "AccessReportGenerated", "AccessRequestReceived", "DeadlineExtended", "IdentityDoubtRaised",
      "IdentityVerified", "RequestScopeClarified", "SecurityAuthorityConsentRequested",
      "SecurityAuthorityConsentResult"}},
    {"a step about stored data, not about the person's way into work",
     {"AccuracyDisputed", "BlockingNoteRemoved", "BlockingNoteSet", "CorrectionRecorded",
      "DataErased", "DataRectified", "ErasureDue", "ErasureRefused", "ObjectionRaised",
      "ProcessingRestricted", "ProcessingRestrictionLifted", "RectificationRefused",
      "RectificationRequested", "RetentionHoldReleased", "RetentionHoldSet"}},
    {"a transfer to somebody else: each is a record of its own",
     {"DisclosureMade", "DisclosureRefused", "DisclosureRequested", "RecipientsNotified"}},
    {"an imported log's: what its attributes mean is not known", {"TraceEvent", "TraceOpened"}},
    {"the tests' own, which stand for an operator's", {"ReportFiled", "TalkHeld"}},
};

TEST_CASE("each event of casework is about a thing that the model knows, or is told why not",
          "[projections][case]") {
    CaseDesk desk;
    const CaseModel& model = desk.model();
    std::set<std::string> without_row;
    for (const EventType* type : model.catalogue().types()) {
        const EventPlan* const plan = model.find(*type);
        REQUIRE(plan != nullptr);
        INFO(type->name());
        if (plan->kind != ThingKind::other) continue;
        CHECK(plan->is_each_one);
        CHECK(plan->id_field == 0);
        CHECK_FALSE(type->title().empty());
        without_row.insert(type->name());
    }
    std::set<std::string> listed;
    for (const WithoutRow& group : kWithoutRow) {
        INFO(group.reason);
        for (const std::string& type : group.types) CHECK(listed.insert(type).second);
    }
    CHECK(without_row == listed);
}

TEST_CASE("what the model has no row for is a thing for each event", "[projections][case]") {
    CaseDesk desk;
    const CaseState state = desk.state_of({
        {"2025-01-02", "ReviewSheetAnswered",
         R"({"sheetId":"B-1","questionId":"F-1","answer":"ERFUELLT","comment":"Erster"})"},
        {"2025-02-02", "ReviewSheetAnswered",
         R"({"sheetId":"B-2","questionId":"F-1","answer":"ERFUELLT"})"},
        {"2025-02-02", "AuditSampleDrawn", R"({"auditId":"P-1","sampleId":"S-1","seed":"7"})"},
        {"2025-02-03", "AuditSampleDrawn", R"({"auditId":"P-1","sampleId":"S-2"})"},
    });
    const auto things = things_of(state, ThingKind::other);
    REQUIRE(things.size() == 4);
    CHECK(things[0]->name == "AuditSampleDrawn #2");
    CHECK(things[1]->name == "AuditSampleDrawn #3");
    CHECK(things[2]->name == "ReviewSheetAnswered #0");
    CHECK(things[3]->name == "ReviewSheetAnswered #1");
    const auto comment = desk.model().field_number("comment");
    const auto sheet = desk.model().field_number("sheetId");
    REQUIRE(comment);
    REQUIRE(sheet);
    CHECK(state.text(*things[2], *comment) == "Erster");
    CHECK_FALSE(state.text(*things[3], *comment));
    CHECK(state.text(*things[2], *sheet) == "B-1");
    CHECK(state.text(*things[3], *sheet) == "B-2");
}

TEST_CASE("things named by position stand in its order, so that the next one moves nothing",
          "[projections][case]") {
    CaseDesk desk;
    const CaseEvent heard{"2025-01-02", "FollowUpActivityCovered",
                          R"({"contactId":"K-1","activity":"1","cycleNo":1})"};
    const CaseState state = desk.state_of(std::vector<CaseEvent>(12, heard));
    const auto things = things_of(state, ThingKind::follow_up);
    REQUIRE(things.size() == 12);
    for (std::size_t i = 0; i < things.size(); ++i) {
        CHECK(things[i]->name == "#" + std::to_string(i));
    }
}

TEST_CASE("what no id tells apart is a thing for each event", "[projections][case]") {
    CaseDesk desk;
    const CaseState state = desk.state_of({
        {"2025-01-02", "FollowUpActivityCovered",
         R"({"contactId":"K-1","activity":"1","cycleNo":1,"customerStatus":"TEILWEISE"})"},
        {"2025-02-02", "FollowUpActivityCovered",
         R"({"contactId":"K-2","activity":"2","cycleNo":1})"},
    });
    const auto things = things_of(state, ThingKind::follow_up);
    REQUIRE(things.size() == 2);
    const auto status = desk.model().field_number("customerStatus");
    REQUIRE(status);
    CHECK(state.text(*things[0], *status));
    CHECK_FALSE(state.text(*things[1], *status));
    CHECK(state.phase() == Phase::follow_up);
}

TEST_CASE("what does not say which one it is about is not lost", "[projections][case]") {
    CaseDesk desk;
    const CaseState state = desk.state_of({
        {"2025-01-02", "PostPlacementSupportChecked", R"({"result":"NICHT_ERFORDERLICH"})"},
        {"2025-02-02", "PostPlacementSupportChecked",
         R"({"employmentId":"B-1","result":"NICHT_ERFORDERLICH"})"},
    });
    const auto things = things_of(state, ThingKind::employment);
    REQUIRE(things.size() == 2);
    CHECK(things[0]->name == "#0");
    CHECK(things[1]->name == "B-1");
}

TEST_CASE("why a case was closed does not replace why it was opened", "[projections][case]") {
    CaseDesk desk;
    const CaseModel& model = desk.model();
    const auto text = [&](const CaseState& state, std::uint16_t field) {
        const CaseThing* const thing = state.find(ThingKind::casework);
        REQUIRE(thing != nullptr);
        return std::string(state.text(*thing, field).value_or("-"));
    };
    const std::uint16_t opening = model.number_of(CaseField::reason);
    std::vector<CaseEvent> events{
        {"2025-01-02", "CaseOpened", R"({"kundennummer":"1","reason":"ANTRAG_SGB_II"})"},
        {"2025-06-30", "CaseClosed", R"({"reason":"ARBEITSAUFNAHME"})"}};
    const CaseState closed = desk.state_of(events);
    CHECK(text(closed, opening) == "ANTRAG_SGB_II");
    CHECK(text(closed, CaseModel::kClosingReason) == "ARBEITSAUFNAHME");
    events.push_back({"2025-09-01", "CaseReopened", R"({"reason":"ERNEUTER_ANTRAG"})"});
    CHECK(text(desk.state_of(events), opening) == "ERNEUTER_ANTRAG");
    const EventField* const described =
        model.describe(ThingKind::casework, "", CaseModel::kClosingReason);
    REQUIRE(described != nullptr);
    CHECK(described->name == "reason");
}

TEST_CASE("the number of the Durchlauf is that of the newest event of a phase that has one",
          "[projections][case]") {
    CaseDesk desk;
    const auto goal = [](const char* day, int number) {
        return CaseEvent{day, "GoalReviewed",
                         R"({"goalId":"Z","cycleNo":)" + std::to_string(number) + "}"};
    };
    CHECK_FALSE(desk.state_of({}).cycle_number());
    CHECK(desk.state_of({goal("2025-01-02", 1)}).cycle_number() == 1);
    // Told late.
    CHECK(desk.state_of({goal("2025-07-02", 2), goal("2025-01-02", 1)}).cycle_number() == 2);
    // Without a number, and of no phase.
    CHECK(desk.state_of({goal("2025-07-02", 2),
                         {"2025-08-01", "ParticipationPlanUpdated", R"({"planId":"T"})"},
                         {"2025-08-02", "ActivityFulfilled", R"({"activityId":"A","cycleNo":3})"}})
              .cycle_number() == 2);
}

}  // namespace
}  // namespace fallbuch

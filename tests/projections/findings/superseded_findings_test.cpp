#include "projections/findings/superseded_findings.h"

#include <catch2/catch.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.h"
#include "projections/findings/explained_findings.h"
#include "projections/findings/finding_state.h"
#include "projections/rules/activation.h"
#include "projections/rules/outcome.h"
#include "projections/rules/scenario_events.h"
#include "tests/projections/findings/judged_office.h"

namespace fallbuch {
namespace {

using rules::Verdict;

constexpr std::string_view kBook = R"({
  "rulebook": "probe", "version": "1", "title": "Probe",
  "calendar": {"month_round": "down", "place": "DE"},
  "waivers": {"event": "DeviationJustified", "rule": "e.ruleId", "from": "e.period.from",
              "to": "e.period.to"},
  "rules": [{
    "id": "R-1", "title": "Vermerk", "statement": "Zu jedem Gespräch ein Vermerk.", "type": "S",
    "template": "response", "on": "ContactHeld",
    "require": {"type": "CounsellingNoteRecorded", "match": [["t.contactId", "a.contactId"]]},
    "within": {"before": "P1M"}},
   {"id": "R-2", "title": "Vor dem Ende", "statement": "Ein Gespräch vor dem Ende.", "type": "M",
    "template": "response", "on": "MeasureStarted", "anchor": "a.plannedTo",
    "require": "ContactHeld", "within": {"before": "P0D"},
    "explain": {"violated": "Kein Gespräch bis {due}."}}]})";

const std::string kTalk = "  2025-03-01T10:00 #k ContactHeld contactId=K-1\n";
constexpr std::string_view kLate =
    "  2025-03-28T11:00 #v CounsellingNoteRecorded noteId=V-1 contactId=K-1 "
    "erfasst=2025-05-20T09:00\n";
constexpr std::string_view kInTime =
    "  2025-03-28T11:00 #v CounsellingNoteRecorded noteId=V-1 contactId=K-1\n";
constexpr std::string_view kOfAnother =
    "  2025-03-28T11:00 CounsellingNoteRecorded noteId=V-1 contactId=K-2 erfasst=2025-06-10T09:00 "
    "berichtigt=#v\n";
constexpr std::string_view kDoneLate =
    "  2025-05-20T11:00 CounsellingNoteRecorded noteId=V-1 contactId=K-1\n";
constexpr std::string_view kJustified =
    "  2025-06-20T11:00 DeviationJustified deviationId=A-1 ruleId=R-1 "
    "period.from=2025-04-01 period.to=2025-04-30\n";

std::vector<SupersededFinding> superseded(JudgedOffice& office, const std::string& story,
                                          const std::string& day = "2025-12-31") {
    const rules::ScenarioEvents events = office.story(story);
    return superseded_findings(office.parts(), {}, events.of_case, office.moment(day));
}

TEST_CASE("what a late entry and a correction took the place of is listed with its cause",
          "[projections][findings]") {
    JudgedOffice office(kBook);
    const auto late = superseded(office, kTalk + std::string(kLate));
    REQUIRE(late.size() == 1);
    CHECK(late[0].finding.id == "R-1@1");
    CHECK(late[0].finding.verdict == Verdict::violated);
    CHECK(late[0].change.after == Verdict::satisfied);
    CHECK(late[0].change.cause == Position{2});
    CHECK_FALSE(late[0].change.is_correction);

    const auto corrected =
        superseded(office, kTalk + std::string(kInTime) + std::string(kOfAnother));
    REQUIRE(corrected.size() == 1);
    CHECK(corrected[0].finding.verdict == Verdict::satisfied);
    CHECK(corrected[0].change.after == Verdict::violated);
    CHECK(corrected[0].change.cause == Position{3});
    CHECK(corrected[0].change.is_correction);
}

TEST_CASE("what comes in its order, in time or too late, took the place of nothing",
          "[projections][findings]") {
    JudgedOffice office(kBook);
    CHECK(superseded(office, kTalk + std::string(kInTime)).empty());
    CHECK(superseded(office, kTalk + std::string(kDoneLate)).empty());
}

TEST_CASE("what the ledger learnt later than the moment asked for is not listed",
          "[projections][findings]") {
    JudgedOffice office(kBook);
    const std::string story = kTalk + std::string(kLate);
    CHECK(superseded(office, story, "2025-05-19").empty());
    CHECK(superseded(office, story, "2025-05-20").size() == 1);
}

TEST_CASE("the list of what was superseded says what each finding's own history says",
          "[projections][findings]") {
    JudgedOffice office(kBook);
    const std::vector<std::string> parts{std::string(kLate),
                                         std::string(kInTime) + std::string(kOfAnother),
                                         std::string(kDoneLate), std::string(kJustified)};
    std::size_t found = 0;
    for (std::size_t bits = 0; bits < 16; ++bits) {
        // Two entries of one name cannot stand in one story.
        if ((bits & 1) != 0 && (bits & 2) != 0) continue;
        std::string story = kTalk;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            if ((bits >> i & 1) != 0) story += parts[i];
        }
        INFO(story);
        const rules::ScenarioEvents events = office.story(story);
        std::vector<FindingChange> own;
        for (const FindingChange& one : changes_of(office.parts(), {}, events.of_case, "R-1@1")) {
            if (one.before) own.push_back(one);
        }
        const auto listed = superseded(office, story);
        REQUIRE(listed.size() == own.size());
        for (std::size_t i = 0; i < own.size(); ++i) {
            CHECK(listed[i].change.cause == own[i].cause);
            CHECK(listed[i].change.before == own[i].before);
            CHECK(listed[i].change.after == own[i].after);
        }
        found += own.size();
    }
    CHECK(found > 8);
}

TEST_CASE("a duty whose last day nobody can reckon is to be looked at, with the reason",
          "[projections][findings]") {
    JudgedOffice office(kBook);
    const auto judged = [&](const std::string& more, const std::string& then) {
        const rules::ScenarioEvents events = office.story(
            "  2025-01-15 #s MeasureStarted measureId=M-1 type=MABE "
            "plannedFrom=2025-01-15" +
            more + "\n" + then);
        for (const ExplainedFinding& one :
             explain_case(office.parts(), {}, events.of_case, office.moment("2025-06-30"))) {
            if (one.finding.rule() == "R-2") return one;
        }
        FAIL("no finding of R-2");
        return ExplainedFinding{};
    };
    const ExplainedFinding known = judged(" plannedTo=2025-06-30", "");
    CHECK(known.finding.verdict == Verdict::pending);
    CHECK(known.explanation.empty());
    const ExplainedFinding unknown = judged("", "");
    CHECK(unknown.finding.verdict == Verdict::undetermined);
    CHECK(unknown.finding.reason == rules::Reason::not_known);
    CHECK_FALSE(unknown.finding.is_final);
    CHECK(state_of(unknown.finding) == FindingState::to_check);
    CHECK(unknown.explanation ==
          "Der letzte Tag lässt sich nicht berechnen: eine Angabe dazu fehlt.");
    CHECK(unknown.steps.back() ==
          "Ausgangstag der Frist: Geplantes Ende; dieser Tag ist nicht bekannt.");
    // It can be done all the same.
    CHECK(judged("", "  2025-02-01T10:00 ContactHeld contactId=K-1\n").finding.verdict ==
          Verdict::satisfied);
}

}  // namespace
}  // namespace fallbuch

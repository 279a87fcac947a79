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
    return superseded_findings(office.knowledge(events), {}, events.of_case, office.moment(day));
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
        for (const FindingChange& one :
             changes_of(office.knowledge(events), {}, events.of_case, "R-1@1")) {
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
    CHECK(unknown.steps[unknown.steps.size() - 2] ==
          "Ausgangstag der Frist: Geplantes Ende; dieser Tag ist nicht bekannt.");
    // It can be done all the same.
    CHECK(judged("", "  2025-02-01T10:00 ContactHeld contactId=K-1\n").finding.verdict ==
          Verdict::satisfied);
}

constexpr std::string_view kBookOfOffice = R"({
  "rulebook": "probe", "version": "1", "title": "Probe", "applies": "by_activation",
  "calendar": {"month_round": "down", "place": "DE"},
  "unit": "fact.who.unit", "facts": {"who": {"title": "Wer", "latest": "ResponsibilityAssigned"}},
  "params": {"frist": {"title": "Frist", "values": [{"value": "P1M"}]}},
  "rules": [{
    "id": "R-1", "title": "Vermerk", "statement": "Zu jedem Gespräch ein Vermerk.", "type": "M",
    "template": "response", "on": "ContactHeld",
    "require": {"type": "CounsellingNoteRecorded", "match": [["t.contactId", "a.contactId"]]},
    "within": {"before": {"param": "frist"}}}]})";

constexpr std::string_view kBegun = R"(  2025-01-02 RuleSetActivated ruleSetId=probe version=1
  2025-01-02 ResponsibilityAssigned caseworker=ifk-1 unit=JC-1
  2025-03-01T10:00 ContactHeld contactId=K-1
  2025-03-10T10:00 CounsellingNoteRecorded noteId=V-1 contactId=K-1
)";

// A parameter of P7D from that day on, in a unit, recorded in May.
std::string shortened(const std::string& from, const std::string& unit) {
    return "  2025-05-20T09:00 ParameterChanged ruleSetId=probe parameter=frist value=P7D "
           "validity.from=" +
           from + " scope.units=[" + unit + "]\n";
}

TEST_CASE("what the office says of days gone by is a cause", "[projections][findings]") {
    JudgedOffice office(kBookOfOffice);
    const std::string begun(kBegun);
    const auto rewritten = superseded(office, begun + shortened("2025-03-01", "JC-1"));
    REQUIRE(rewritten.size() == 1);
    CHECK(rewritten[0].finding.id == "R-1@3");
    CHECK(rewritten[0].change.before == Verdict::satisfied);
    CHECK(rewritten[0].change.after == Verdict::violated);
    CHECK(rewritten[0].change.cause == Position{5});
    CHECK(rewritten[0].change.title == "Parameter geändert");
    // Of later days, of another unit, or before that was recorded nothing is another one.
    CHECK(superseded(office, begun + shortened("2025-03-02", "JC-1")).empty());
    CHECK(superseded(office, begun + shortened("2025-03-01", "JC-2")).empty());
    CHECK(superseded(office, begun + shortened("2025-03-01", "JC-1"), "2025-05-19").empty());
    // It is judged by what was said then, not by what is said now.
    const rules::ScenarioEvents events =
        office.story(begun + shortened("2025-03-01", "JC-1") +
                     "  2025-06-01T10:00 RuleSetRetired ruleSetId=probe to=2025-02-28\n");
    const auto all = changes_of(office.knowledge(events), {}, events.of_case, "R-1@3");
    REQUIRE(all.size() == 3);
    CHECK(all[0].after == Verdict::pending);
    CHECK(all[1].after == Verdict::violated);
    CHECK(all[2].before == Verdict::violated);
    CHECK_FALSE(all[2].after);
}

TEST_CASE("what the office corrects is a cause, and names that it is a correction",
          "[projections][findings]") {
    JudgedOffice office(kBookOfOffice);
    const std::string begun(kBegun);
    const std::string changed = shortened("2025-03-01", "JC-1");
    const auto corrected =
        superseded(office, begun + "  2025-01-02T08:00 #p" + changed.substr(18) +
                               "  2025-05-20T09:00 ParameterChanged ruleSetId=probe "
                               "parameter=frist value=P14D validity.from=2025-03-01 "
                               "scope.units=[JC-1] erfasst=2025-07-01T09:00 berichtigt=#p\n");
    REQUIRE(corrected.size() == 1);
    CHECK(corrected[0].change.is_correction);
    CHECK(corrected[0].change.before == Verdict::violated);
    CHECK(corrected[0].change.after == Verdict::satisfied);
}

constexpr std::string_view kBookOfHindsight = R"({
  "rulebook": "probe", "version": "1", "title": "Probe",
  "calendar": {"month_round": "down", "place": "DE"},
  "unit": "fact.who.unit", "where": {"not": {"eq": ["fact.who.orgType", "ZKT"]}},
  "facts": {"who": {"title": "Wer", "latest": "ResponsibilityAssigned"}},
  "objects": {"miss": {"title": "Versäumnis", "id": "invitationId", "retroactive": true,
    "opened_by": ["AppointmentMissed"], "updated_by": ["GoodCauseAssessed"]}},
  "rules": [{
    "id": "R-1", "title": "Ohne Versäumnis", "statement": "Kein Versäumnis.", "type": "M",
    "template": "invariant", "on": "ContactHeld",
    "that": {"not": {"holds": {"object": "miss",
                               "where": {"eq": ["o.result", "KEIN_WICHTIGER_GRUND"]}}}}}]})";

const std::string kMissed =
    "  2025-03-01 AppointmentMissed invitationId=E-1\n"
    "  2025-03-10T10:00 ContactHeld contactId=K-1\n";

TEST_CASE("what is told in hindsight is a cause, although it comes in its order",
          "[projections][findings]") {
    JudgedOffice office(kBookOfHindsight);
    const auto assessed = [&](const std::string& invitation, const std::string& result) {
        return superseded(office, kMissed + "  2025-04-01T10:00 GoodCauseAssessed invitationId=" +
                                      invitation + " result=" + result + "\n");
    };
    const auto bad = assessed("E-1", "KEIN_WICHTIGER_GRUND");
    REQUIRE(bad.size() == 1);
    CHECK(bad[0].change.before == Verdict::undetermined);
    CHECK(bad[0].change.after == Verdict::violated);
    CHECK(bad[0].change.cause == Position{3});
    const auto good = assessed("E-1", "WICHTIGER_GRUND");
    REQUIRE(good.size() == 1);
    CHECK(good[0].change.after == Verdict::satisfied);
    CHECK(assessed("E-2", "WICHTIGER_GRUND").empty());
}

TEST_CASE("who is told to be responsible for the first time is a cause, if only later",
          "[projections][findings]") {
    JudgedOffice office(kBookOfHindsight);
    const auto assigned = [&](const std::string& before, const std::string& organisation) {
        return superseded(office, before + kMissed +
                                      "  2025-05-01T10:00 ResponsibilityAssigned caseworker=ifk-1 "
                                      "unit=JC-1 orgType=" +
                                      organisation + '\n');
    };
    const auto elsewhere = assigned("", "ZKT");
    REQUIRE(elsewhere.size() == 1);
    CHECK(elsewhere[0].change.before == Verdict::undetermined);
    CHECK_FALSE(elsewhere[0].change.after);
    CHECK(elsewhere[0].change.cause == Position{3});
    CHECK(assigned("", "GE").empty());
    // Whoever comes second changes nothing that was judged before.
    CHECK(assigned("  2025-01-02T10:00 ResponsibilityAssigned caseworker=ifk-2 unit=JC-1 "
                   "orgType=GE\n",
                   "ZKT")
              .empty());
}

}  // namespace
}  // namespace fallbuch

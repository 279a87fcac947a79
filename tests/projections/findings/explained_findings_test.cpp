#include "projections/findings/explained_findings.h"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>
#include <vector>

#include "core/calendar/timestamp.h"
#include "projections/findings/finding_state.h"
#include "projections/findings/superseded_findings.h"
#include "projections/rules/outcome.h"
#include "projections/rules/scenario_events.h"
#include "tests/projections/findings/judged_office.h"

namespace fallbuch {
namespace {

using rules::Verdict;

constexpr std::string_view kBook = R"({
  "rulebook": "probe", "version": "1", "title": "Probe",
  "calendar": {"month_round": "down", "place": "DE", "roll": "next_working_day"},
  "params": {"frist": {"title": "Frist", "values": [
      {"to": "2024-12-31", "value": "P1M"}, {"from": "2025-01-01", "value": "P2M"}]}},
  "rules": [{
    "id": "R-1", "title": "Vermerk", "statement": "Zu jedem Gespräch ein Vermerk.", "type": "M",
    "template": "response", "on": "ContactHeld",
    "require": {"type": "CounsellingNoteRecorded", "match": [["t.contactId", "a.contactId"]]},
    "within": {"before": {"param": "frist"}},
    "explain": {"violated": "Vermerk bis {due}."}}]})";

const std::string kTalk = "  2025-03-01T10:00 #k ContactHeld contactId=K-1\n";

// Positions are the lines of the events.
constexpr Position kTalkAt{1};
constexpr Position kNote{2};

ExplainedFinding explained(JudgedOffice& office, const std::string& story, const std::string& day) {
    const rules::ScenarioEvents events = office.story(story);
    const auto all = explain_case(office.parts(), {}, events.of_case, office.moment(day));
    REQUIRE(all.size() == 1);
    return all.front();
}

std::vector<FindingChange> changes(JudgedOffice& office, const std::string& story) {
    const rules::ScenarioEvents events = office.story(story);
    const std::string position = std::to_string(events.positions.at("k").value);
    return changes_of(office.knowledge(events), {}, events.of_case, "R-1@" + position);
}

TEST_CASE("each day is reckoned step by step, by the parameter of its day and over a holiday",
          "[projections][findings]") {
    JudgedOffice office(kBook);
    const ExplainedFinding one = explained(office, kTalk, "2025-05-02");
    CHECK(one.finding.verdict == Verdict::pending);
    CHECK(one.steps ==
          std::vector<std::string>{
              "Auslöser: „Kontakt stattgefunden“ (Eintrag Nr. 1) am Sa 01.03.2025.",
              "Frist: 2 Monate (Parameter »Frist«, Stand 01.03.2025); der Tag, von dem an "
              "gerechnet wird, zählt nicht mit (§ 187 Abs. 1 BGB).",
              "Sa 01.03.2025 + 2 Monate = Do 01.05.2025.",
              "Do 01.05.2025 ist ein Feiertag (Erster Mai; Feiertage: Deutschland): es gilt der "
              "nächste Werktag, Fr 02.05.2025 (§ 26 Abs. 3 SGB X).",
              "Verlangt: „Beratungsvermerk erfasst“ mit gleicher Angabe: Kennung des Kontakts – "
              "fehlt noch."});
    const ExplainedFinding before =
        explained(office, "  2024-12-31T10:00 #k ContactHeld contactId=K-1\n", "2025-05-02");
    CHECK(before.steps[1].find("1 Monat (") != std::string::npos);
    REQUIRE(before.steps.size() == 5);
    CHECK(before.steps[2] == "Di 31.12.2024 + 1 Monat = Fr 31.01.2025.");
    CHECK(before.steps[3] ==
          "Verlangt: „Beratungsvermerk erfasst“ mit gleicher Angabe: Kennung des Kontakts – "
          "fehlt.");
    CHECK(before.steps[4] == "Frist abgelaufen am Fr 31.01.2025, ohne dass es geschehen ist.");
    CHECK(before.explanation == "Vermerk bis 31.01.2025.");
    CHECK(before.finding.parameters != one.finding.parameters);
}

TEST_CASE("what came of a duty is told with its distance from the last day",
          "[projections][findings]") {
    JudgedOffice office(kBook);
    const auto last_step = [&](const std::string& day) {
        return explained(
                   office,
                   kTalk + "  " + day + "T11:00 CounsellingNoteRecorded noteId=V-1 contactId=K-1\n",
                   "2025-06-30")
            .steps.back();
    };
    CHECK(last_step("2025-05-02").ends_with("am Fr 02.05.2025: am letzten Tag."));
    CHECK(last_step("2025-05-03").ends_with("am Sa 03.05.2025: 1 Tag zu spät."));
    CHECK(last_step("2025-04-30").ends_with("am Mi 30.04.2025: 2 Tage vor dem letzten Tag."));
}

TEST_CASE("a late note supersedes what was found without it, and is named as the cause",
          "[projections][findings]") {
    JudgedOffice office(kBook);
    const auto all = changes(
        office, kTalk +
                    "  2025-04-28T11:00 #v CounsellingNoteRecorded noteId=V-1 contactId=K-1 "
                    "erfasst=2025-05-20T09:00\n");
    REQUIRE(all.size() == 2);
    CHECK(all[0].before == std::nullopt);
    CHECK(all[0].after == Verdict::pending);
    CHECK(all[0].cause == kTalkAt);
    CHECK(all[1].before == Verdict::violated);
    CHECK(all[1].after == Verdict::satisfied);
    CHECK(all[1].cause == kNote);
    CHECK_FALSE(all[1].is_correction);
    CHECK(day_text(*all[1].due_before) == "2025-05-02");
}

TEST_CASE("what is done in time, or done late and recorded at once, supersedes nothing",
          "[projections][findings]") {
    JudgedOffice office(kBook);
    for (const std::string day : {"2025-04-28", "2025-05-20"}) {
        INFO(day);
        const auto all =
            changes(office, kTalk + "  " + day +
                                "T11:00 CounsellingNoteRecorded noteId=V-1 contactId=K-1\n");
        CHECK(all.size() == 1);
    }
}

TEST_CASE("a correction supersedes with its cause", "[projections][findings]") {
    JudgedOffice office(kBook);
    // The note was about another talk, as somebody noticed in June.
    const auto all = changes(
        office, kTalk + "  2025-04-28T11:00 #v CounsellingNoteRecorded noteId=V-1 contactId=K-1\n" +
                    "  2025-04-28T11:00 CounsellingNoteRecorded noteId=V-1 contactId=K-2 "
                    "erfasst=2025-06-10T09:00 berichtigt=#v\n");
    REQUIRE(all.size() == 2);
    CHECK(all[1].before == Verdict::satisfied);
    CHECK(all[1].after == Verdict::violated);
    CHECK(all[1].is_correction);
    CHECK(timestamp_text(all[1].recorded).starts_with("2025-06-10"));
}

TEST_CASE("a violated duty is overdue while it is owed, late once it was done, and else breached",
          "[projections][findings]") {
    JudgedOffice office(kBook);
    const auto state = [&](const std::string& story, const std::string& day) {
        return state_of(explained(office, story, day).finding);
    };
    const std::string note = "T11:00 CounsellingNoteRecorded noteId=V-1 contactId=K-1\n";
    CHECK(state(kTalk, "2025-05-02") == FindingState::due);
    CHECK(state(kTalk, "2025-05-03") == FindingState::overdue);
    CHECK(state(kTalk + "  2025-05-02" + note, "2025-06-01") == FindingState::satisfied);
    CHECK(state(kTalk + "  2025-05-03" + note, "2025-06-01") == FindingState::late);
    for (const std::string_view key : {"overdue", "due", "late", "breached", "to-check", "waived",
                                       "satisfied", "not-applicable"}) {
        const auto found = find_state(key);
        REQUIRE(found);
        CHECK(key_of(*found) == key);
    }
    CHECK_FALSE(find_state("later"));
}

}  // namespace
}  // namespace fallbuch

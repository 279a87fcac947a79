// What is asked for, what is missing, and what did not count and why: against texts written by
// hand.
#include <catch2/catch.hpp>

#include <string>
#include <string_view>

#include "projections/findings/explained_findings.h"
#include "projections/rules/outcome.h"
#include "tests/projections/findings/explained_story.h"
#include "tests/projections/findings/judged_office.h"

namespace fallbuch {
namespace {

using rules::Verdict;

std::string book_of(const std::string& rule, const std::string& head = "") {
    return R"({"rulebook": "probe", "version": "1", "title": "Probe", )" + head +
           R"("calendar": {"month_round": "down", "place": "DE"}, "closing": "CaseClosed",
              "rules": [{"id": "R-1", "title": "Probe", "statement": "Probe.", "type": "M", )" +
           rule + "}]}";
}

constexpr std::string_view kBegin =
    "Auslöser: „Kontakt stattgefunden“ (Eintrag Nr. 1) am Mo 03.03.2025.\n";
const std::string kTalk = "  2025-03-03T10:00 ContactHeld contactId=K-1\n";

// A qualified talk within two weeks of the beginning of a measure.
const std::string kTalkBook = book_of(R"("template": "response", "on": "MeasureStarted",
    "require": {"type": "ContactHeld", "where": {"all": [{"eq": ["t.qualified", true]},
        {"in": ["t.channel", ["PERSOENLICH", "VIDEO"]]}]}},
    "within": {"before": "P14D"})");
const std::string kStart = "  2025-03-03T08:00 MeasureStarted measureId=M-1 plannedTo=2025-05-30\n";
const std::string kTalkDemand =
    "Auslöser: „Maßnahme begonnen“ (Eintrag Nr. 1) am Mo 03.03.2025.\n"
    "Frist: 2 Wochen; der Tag, von dem an gerechnet wird, zählt nicht mit (§ 187 Abs. 1 BGB).\n"
    "Mo 03.03.2025 + 2 Wochen = Mo 17.03.2025.\n"
    "Verlangt: „Kontakt stattgefunden“, wenn Qualifiziertes Beratungsgespräch: ja und "
    "Zugangskanal ist „persönlich“ oder „Videokommunikation“ – ";
const std::string kWhyLetter =
    "; Qualifiziertes Beratungsgespräch: ja – trifft nicht zu; angegeben ist nein; außerdem "
    "Zugangskanal ist „persönlich“ oder „Videokommunikation“ – trifft nicht zu; angegeben ist "
    "„Brief“.\n";

TEST_CASE("what did not count in time is named with the parts that fail",
          "[projections][findings]") {
    JudgedOffice office(kTalkBook);
    // The one behind the last day is none that anybody could take for it.
    const std::string story =
        kStart +
        "  2025-03-10T10:00 ContactHeld contactId=K-2 qualified=true channel=TELEFON\n"
        "  2025-03-17T10:00 ContactHeld contactId=K-3 qualified=false channel=BRIEF\n"
        "  2025-03-18T10:00 ContactHeld contactId=K-4 qualified=false\n";
    CHECK(steps(office, story, "2025-03-18", "R-1") ==
          kTalkDemand +
              "fehlt.\n"
              "Zählt nicht: „Kontakt stattgefunden“ (Eintrag Nr. 2) am Mo 10.03.2025; Zugangskanal "
              "ist „persönlich“ oder „Videokommunikation“ – trifft nicht zu; angegeben ist "
              "„telefonisch“.\n"
              "Zählt nicht: „Kontakt stattgefunden“ (Eintrag Nr. 3) am Mo 17.03.2025" +
              kWhyLetter + "Frist abgelaufen am Mo 17.03.2025, ohne dass es geschehen ist.\n");
    // Done in time: nobody asks for the others.
    const std::string done =
        "  2025-03-17T15:00 ContactHeld contactId=K-5 qualified=true channel=VIDEO\n";
    CHECK(steps(office, story + done, "2025-03-18", "R-1") ==
          kTalkDemand +
              "erfüllt durch „Kontakt stattgefunden“ (Eintrag Nr. 5) am Mo 17.03.2025: am letzten "
              "Tag.\n");
}

TEST_CASE("of many that did not count the newest three are named", "[projections][findings]") {
    JudgedOffice office(kTalkBook);
    const auto told = [&](int last) {
        std::string story = kStart;
        for (int day = 4; day <= last; ++day) {
            story += "  2025-03-0" + std::to_string(day) + "T10:00 ContactHeld contactId=K-" +
                     std::to_string(day) + " qualified=false channel=BRIEF\n";
        }
        return steps(office, story, "2025-03-10", "R-1");
    };
    const std::string first =
        "Zählt nicht: „Kontakt stattgefunden“ (Eintrag Nr. 2) am Di 04.03.2025" + kWhyLetter;
    const std::string second =
        "Zählt nicht: „Kontakt stattgefunden“ (Eintrag Nr. 3) am Mi 05.03.2025" + kWhyLetter;
    const std::string third =
        "Zählt nicht: „Kontakt stattgefunden“ (Eintrag Nr. 4) am Do 06.03.2025" + kWhyLetter;
    const std::string fourth =
        "Zählt nicht: „Kontakt stattgefunden“ (Eintrag Nr. 5) am Fr 07.03.2025" + kWhyLetter;
    const std::string fifth =
        "Zählt nicht: „Kontakt stattgefunden“ (Eintrag Nr. 6) am Sa 08.03.2025" + kWhyLetter;
    const std::string begin = kTalkDemand + "fehlt noch.\n";
    CHECK(told(6) == begin + first + second + third);
    CHECK(told(7) == begin + "Auch 1 früheres Ereignis zählt nicht.\n" + second + third + fourth);
    CHECK(told(8) == begin + "Auch 2 frühere Ereignisse zählen nicht.\n" + third + fourth + fifth);
}

TEST_CASE("what is about another thing is not named, and of what nobody has told it is said",
          "[projections][findings]") {
    JudgedOffice office(book_of(R"("template": "response", "on": "ContactHeld",
        "require": {"type": "CounsellingNoteRecorded", "match": [["t.contactId", "a.contactId"]],
            "where": {"eq": ["t.noteKind", "STANDORTBESTIMMUNG"]}}, "within": {"before": "P7D"})"));
    const std::string begin =
        std::string(kBegin) +
        "Frist: 7 Tage; der Tag, von dem an gerechnet wird, zählt nicht mit (§ 187 Abs. 1 BGB).\n"
        "Mo 03.03.2025 + 7 Tage = Mo 10.03.2025.\n"
        "Verlangt: „Beratungsvermerk erfasst“ mit gleicher Angabe: Kennung des Kontakts, wenn Art "
        "des Vermerks ist „Beratungsvermerk zur Standortbestimmung“ – fehlt.\n";
    const std::string other =
        "  2025-03-04T10:00 CounsellingNoteRecorded noteId=V-2 contactId=K-2 "
        "noteKind=BERATUNGSVERMERK\n";
    CHECK(steps(office, kTalk + other, "2025-03-11", "R-1") ==
          begin + "Frist abgelaufen am Mo 10.03.2025, ohne dass es geschehen ist.\n");
    const ExplainedFinding unknown = found(
        office,
        kTalk + other + "  2025-03-05T10:00 CounsellingNoteRecorded noteId=V-1 contactId=K-1\n",
        "2025-03-11", "R-1");
    CHECK(unknown.finding.verdict == Verdict::undetermined);
    CHECK(steps(unknown) ==
          begin +
              "Ob es zählt, ist nicht bekannt: „Beratungsvermerk erfasst“ (Eintrag Nr. 3) am Mi "
              "05.03.2025; Art des Vermerks ist „Beratungsvermerk zur Standortbestimmung“ – nicht "
              "bekannt; "
              "nicht angegeben.\n"
              "Frist abgelaufen am Mo 10.03.2025; ob es bis dahin geschehen ist, ist nicht "
              "bekannt.\n");
}

TEST_CASE("what another duty asks for by its code is not named, any other code is",
          "[projections][findings]") {
    const auto rule = [](const std::string& id, const std::string& code) {
        return R"({"id": ")" + id +
               R"(", "title": "Probe", "statement": "Probe.", "type": "M", "template": "response",
               "on": "ContactHeld", "require": {"type": "FollowUpActivityCovered", "where":
               {"eq": ["t.activity", ")" +
               code + R"("]}}, "within": {"before": "P0D"}})";
    };
    JudgedOffice office(R"({"rulebook": "probe", "version": "1", "title": "Probe",
        "calendar": {"month_round": "down", "place": "DE"}, "rules": [)" +
                        rule("R-1", "1") + ", " + rule("R-2", "2") + "]}");
    const auto told = [&](const std::string& code) {
        return steps(office,
                     kTalk + "  2025-03-03T11:00 FollowUpActivityCovered contactId=K-1 activity=" +
                         code + "\n",
                     "2025-03-04", "R-1");
    };
    const std::string begin = std::string(kBegin) +
                              "Frist: am selben Tag, Mo 03.03.2025.\n"
                              "Verlangt: „Aktivität des Folgegesprächs abgedeckt“, wenn Aktivität "
                              "ist „Abgleich der Eingliederungsvereinbarung oder des "
                              "Kooperationsplans mit dem Stand der Umsetzung“ – fehlt.\n";
    const std::string passed = "Frist abgelaufen am Mo 03.03.2025, ohne dass es geschehen ist.\n";
    CHECK(told("2") == begin + passed);
    CHECK(told("3") ==
          begin +
              "Zählt nicht: „Aktivität des Folgegesprächs abgedeckt“ (Eintrag Nr. 2) am Mo "
              "03.03.2025; Aktivität ist „Abgleich der Eingliederungsvereinbarung oder des "
              "Kooperationsplans mit dem Stand der Umsetzung“ – trifft nicht zu; angegeben ist "
              "„Besprechung von "
              "Bewerbungsaktivitäten“.\n" +
              passed);
}

TEST_CASE("where one place alone counts, the event that has it is named",
          "[projections][findings]") {
    const auto told = [](const std::string& members, const std::string& story) {
        JudgedOffice office(book_of(members));
        return steps(office, story, "2025-03-10", "R-1");
    };
    const std::string run = "  2025-03-02T09:00 JobSearchRunPerformed\n";
    const std::string offer = "  2025-03-04T09:00 JobSearchRunPerformed\n";
    const std::string after = R"("template": "chain_response", "on": "ContactHeld",
        "require": "CounsellingNoteRecorded")";
    const std::string next =
        std::string(kBegin) +
        "Verlangt unmittelbar nach dem Auslöser: „Beratungsvermerk erfasst“ – ";
    CHECK(told(after, kTalk + offer) ==
          next +
              "fehlt.\nAn dieser Stelle steht: „Stellensuchlauf durchgeführt“ (Eintrag Nr. 2) "
              "am Di 04.03.2025.\n");
    CHECK(told(after, kTalk) == next + "fehlt noch.\n");
    const std::string before = R"("template": "chain_precedence", "on": "ContactHeld",
        "require": "CounsellingNoteRecorded")";
    CHECK(told(before, run + kTalk) ==
          "Auslöser: „Kontakt stattgefunden“ (Eintrag Nr. 2) am Mo 03.03.2025.\n"
          "Verlangt unmittelbar vor dem Auslöser: „Beratungsvermerk erfasst“ – fehlt.\n"
          "An dieser Stelle steht: „Stellensuchlauf durchgeführt“ (Eintrag Nr. 1) am So "
          "02.03.2025.\n");
    CHECK(told(before, kTalk) ==
          std::string(kBegin) +
              "Verlangt unmittelbar vor dem Auslöser: „Beratungsvermerk erfasst“ – fehlt.\n");
}

TEST_CASE(
    "what has to come first and since the last time names the one before, and what was too "
    "early",
    "[projections][findings]") {
    JudgedOffice office(book_of(R"("template": "alternate_precedence", "on": "ContactHeld",
        "require": "JobSearchRunPerformed")"));
    const std::string run = "T09:00 JobSearchRunPerformed\n";
    const std::string first = "  2025-02-28" + run + kTalk;
    const std::string talk = "  2025-04-07T10:00 ContactHeld contactId=K-2\n";
    CHECK(steps(office, first, "2025-03-04", "R-1") ==
          "Auslöser: „Kontakt stattgefunden“ (Eintrag Nr. 2) am Mo 03.03.2025.\n"
          "Verlangt vor dem Auslöser: „Stellensuchlauf durchgeführt“ – erfüllt durch "
          "„Stellensuchlauf durchgeführt“ (Eintrag Nr. 1) am Fr 28.02.2025.\n");
    const std::string again =
        "Auslöser: „Kontakt stattgefunden“ (Eintrag Nr. 3) am Mo 07.04.2025.\n"
        "Verlangt vor dem Auslöser und nach dem vorigen, „Kontakt stattgefunden“ (Eintrag Nr. 2) "
        "am "
        "Mo 03.03.2025: „Stellensuchlauf durchgeführt“ – ";
    CHECK(steps(office, first + talk, "2025-04-08", "R-1@3") ==
          again +
              "fehlt.\n"
              "Zählt nicht: „Stellensuchlauf durchgeführt“ (Eintrag Nr. 1) am Fr 28.02.2025; liegt "
              "vor „Kontakt stattgefunden“ (Eintrag Nr. 2) am Mo 03.03.2025.\n");
    JudgedOffice next(book_of(R"("template": "alternate_precedence", "on": "ContactHeld",
        "require": "JobSearchRunPerformed")"));
    CHECK(steps(next, kTalk + "  2025-03-04" + run + talk, "2025-04-08", "R-1@3") ==
          "Auslöser: „Kontakt stattgefunden“ (Eintrag Nr. 3) am Mo 07.04.2025.\n"
          "Verlangt vor dem Auslöser und nach dem vorigen, „Kontakt stattgefunden“ (Eintrag Nr. 1) "
          "am Mo 03.03.2025: „Stellensuchlauf durchgeführt“ – erfüllt durch „Stellensuchlauf "
          "durchgeführt“ (Eintrag Nr. 2) am Di 04.03.2025.\n");
}

TEST_CASE("what came before its time is named where somebody may take it for what is asked for",
          "[projections][findings]") {
    JudgedOffice office(book_of(R"("template": "responded_existence",
        "on": "MeasureStarted", "anchor": "a.plannedTo", "require": "ContactHeld",
        "within": {"after": "-P14D", "before": "P14D"})"));
    const std::string start =
        "  2025-01-06T08:00 MeasureStarted measureId=M-1 plannedTo=2025-03-31\n";
    const std::string begin =
        "Auslöser: „Maßnahme begonnen“ (Eintrag Nr. 1) am Mo 06.01.2025.\n"
        "Ausgangstag der Frist: Geplantes Ende, hier Mo 31.03.2025.\n"
        "Frühestens 2 Wochen vorher: Mo 17.03.2025.\n"
        "Frist: 2 Wochen; der Tag, von dem an gerechnet wird, zählt nicht mit (§ 187 Abs. 1 "
        "BGB).\n"
        "Mo 31.03.2025 + 2 Wochen = Mo 14.04.2025.\n"
        "Verlangt: „Kontakt stattgefunden“ – ";
    const auto told = [&](const std::string& day) {
        return steps(office, start + "  " + day + "T10:00 ContactHeld contactId=K-1\n",
                     "2025-04-01", "R-1");
    };
    CHECK(told("2025-03-17") == begin +
                                    "erfüllt durch „Kontakt stattgefunden“ (Eintrag Nr. 2) am Mo "
                                    "17.03.2025: 28 Tage vor dem letzten Tag.\n");
    CHECK(told("2025-03-16") == begin +
                                    "fehlt noch.\n"
                                    "Zählt nicht: „Kontakt stattgefunden“ (Eintrag Nr. 2) am So "
                                    "16.03.2025; liegt vor Mo 17.03.2025.\n");
    // 29 days before a time of 29 days, and one more.
    CHECK(told("2025-02-16") == begin +
                                    "fehlt noch.\n"
                                    "Zählt nicht: „Kontakt stattgefunden“ (Eintrag Nr. 2) am So "
                                    "16.02.2025; liegt vor Mo 17.03.2025.\n");
    CHECK(told("2025-02-15") == begin + "fehlt noch.\n");
}

TEST_CASE(
    "of several that have to come in time the late ones do not count, and the parameter that "
    "asks for so many is named",
    "[projections][findings]") {
    JudgedOffice office(book_of(R"("template": "response", "on": "MeasureStarted",
        "require": "ContactHeld", "count": {"min": {"param": "zahl"}},
        "within": {"until": [{"type": "MeasureParticipationEnded",
            "match": [["x.measureId", "a.measureId"]]}]})",
                                R"("params": {"zahl": {"title": "Gespräche", "values": [
                                    {"value": 2}]}}, )"));
    const std::string begin = "Auslöser: „Maßnahme begonnen“ (Eintrag Nr. 1) am Mo 03.03.2025.\n";
    const std::string demand = "Verlangt: „Kontakt stattgefunden“, mindestens 2-mal.\n";
    const std::string first =
        "Es zählt, als 1.: „Kontakt stattgefunden“ (Eintrag Nr. 2) am Mo "
        "10.03.2025.\n";
    const std::string story =
        "  2025-03-03T08:00 MeasureStarted measureId=M-1 plannedTo=2025-04-30\n"
        "  2025-03-10T10:00 ContactHeld contactId=K-1\n";
    CHECK(steps(office, story, "2025-03-11", "R-1") ==
          begin + "Die Frist endet mit dem Tag von: „Maßnahmeteilnahme beendet“.\n" + demand +
              first + "Gezählt: 1; verlangt: 2 (Parameter »Gespräche«).\n");
    const std::string ended =
        story +
        "  2025-03-31T10:00 MeasureParticipationEnded measureId=M-1 actualEnd=2025-03-31\n"
        "  2025-04-01T10:00 ContactHeld contactId=K-2\n";
    const ExplainedFinding late = found(office, ended, "2025-04-02", "R-1");
    CHECK(late.finding.verdict == Verdict::violated);
    CHECK(steps(late) ==
          begin +
              "Die Frist endet mit „Maßnahmeteilnahme beendet“ (Eintrag Nr. 3) am Mo 31.03.2025.\n"
              "Frist abgelaufen am Mo 31.03.2025.\n" +
              demand + first +
              "Zählt nicht: „Kontakt stattgefunden“ (Eintrag Nr. 4) am Di 01.04.2025: 1 Tag zu "
              "spät.\n"
              "Gezählt: 1; verlangt: 2 (Parameter »Gespräche«).\n");
}

TEST_CASE("what must not happen says what happened, and what of it is missing",
          "[projections][findings]") {
    JudgedOffice office(book_of(R"("template": "not_response", "on": "ContactHeld",
        "require": {"type": "ActivityAgreed", "match": [["t.contactId", "a.contactId"]],
            "where": {"all": [{"eq": ["t.actor", "KUNDE"]},
                {"not": {"all": [{"present": "t.due"}, {"present": "t.frequency"}]}}]}},
        "within": {"before": "P0D"})"));
    const std::string begin = std::string(kBegin) + "Frist: am selben Tag, Mo 03.03.2025.\n" +
                              "Nicht zulässig: „Aktivität vereinbart“ mit gleicher Angabe: Kennung "
                              "des Kontakts, wenn alles davon (Wer sie übernimmt ist „Kundin oder "
                              "Kunde“; Fällig am ist nicht angegeben oder Häufigkeit ist nicht "
                              "angegeben)";
    const std::string activity =
        "  2025-03-03T10:30 ActivityAgreed activityId=A-1 contactId=K-1 actor=KUNDE what=Bewerben "
        "due=2025-03-31";
    CHECK(steps(office, kTalk, "2025-03-03", "R-1") == begin + " – bisher nicht geschehen.\n");
    CHECK(steps(office, kTalk + activity + " frequency=WOECHENTLICH\n", "2025-03-04", "R-1") ==
          begin + ".\nFrist abgelaufen am Mo 03.03.2025, ohne dass es vorgekommen ist.\n");
    CHECK(steps(office, kTalk + activity + "\n", "2025-03-04", "R-1") ==
          begin +
              " – geschehen durch „Aktivität vereinbart“ (Eintrag Nr. 2) am Mo 03.03.2025.\n"
              "Warum es darunter fällt: „Aktivität vereinbart“ (Eintrag Nr. 2) am Mo 03.03.2025; "
              "Häufigkeit ist nicht angegeben – trifft zu.\n");
}

}  // namespace
}  // namespace fallbuch

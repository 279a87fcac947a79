// What a rule's data says is said in German, word for word as somebody wrote it down who read the
// data.
#include "projections/rules/rule_sentences.h"

#include <catch2/catch.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/calendar/civil_day.h"
#include "core/events/catalogue.h"
#include "projections/rules/condition.h"
#include "projections/rules/faults.h"
#include "projections/rules/rule_glossary.h"
#include "projections/rules/rule_words.h"
#include "projections/rules/rulebook_parser.h"
#include "projections/rules/value_words.h"
#include "projections/rules/vocabulary.h"

namespace fallbuch::rules {
namespace {

// A rulebook with one rule, made of the members that matter.
class Sample {
public:
    explicit Sample(const std::string& rule, const std::string& type = "M") {
        const auto catalogue = Catalogue::from_files(built_in_catalogue());
        REQUIRE(catalogue);
        vocabulary_ = std::make_unique<Vocabulary>(EventsOf::casework, *catalogue);
        const std::string text = R"({"rulebook": "probe", "version": "1", "title": "Probe",
            "calendar": {"count": "from_next_day", "month_round": "down"},
            "waivers": {"event": "DeviationJustified", "rule": "e.ruleId", "from": "e.period.from",
                "to": "e.period.to"},
            "params": {"soon": {"title": "Bald", "values": [{"value": "P7D"}]},
                "later": {"title": "Später", "values": [{"from": "2024-01-01", "value": "P1M"},
                    {"from": "2025-01-01", "value": "P2M"}]}},
            "tables": {"pairs": {"rows": [["A", "soon"], ["A", "y"], ["B", "z"]]}},
            "facts": {"circle": {"title": "Zuständigkeit", "latest": "LegalCircleAssigned"},
                "law": {"title": "Rechtskreis", "latest": "LegalCircleAssigned"},
                "untitled": {"latest": "LegalCircleAssigned"}},
            "objects": {"agreement": {"title": "Vereinbarung", "id": "agreementId",
                "opened_by": {"type": "IntegrationAgreementConcluded", "where":
                    {"eq": ["fact.circle.to", "SGB_III"]}},
                "closed_by": "IntegrationAgreementEnded"}},
            "rules": [{"id": "R-1", "title": "t", "statement": "s", "type": ")" +
                                 type + "\", " + rule + "}]}";
        ParsedRulebook parsed = parse_rulebook(
            text, *vocabulary_, [](auto, auto) { return std::optional<std::string>(); });
        INFO(describe(parsed.faults.all()));
        REQUIRE(parsed.faults.none());
        book_ = std::move(parsed.rulebook);
        words_ = std::make_unique<RuleWords>(book_, *vocabulary_);
    }

    const Check& check() const { return book_.checks.front(); }
    RuleWords& words() { return *words_; }

    // The lines below a label, with two blanks for each level; "" if it is not there.
    std::string of(const std::string& label) {
        const auto sections = sections_of(check(), *words_);
        return of(label, sections);
    }
    static std::string of(const std::string& label, const std::vector<RuleSection>& sections) {
        for (const RuleSection& one : sections) {
            if (one.label == label) return text_of(one.lines);
        }
        return "";
    }
    static std::string text_of(const TextLines& lines) {
        std::string text;
        for (const TextLine& one : lines) text += std::string(2 * one.depth, ' ') + one.text + '\n';
        return text;
    }

private:
    std::unique_ptr<Vocabulary> vocabulary_;
    Rulebook book_;
    std::unique_ptr<RuleWords> words_;
};

const std::string kResponse = R"("template": "response", "on": "ContactHeld",
    "require": {"type": "CounsellingNoteRecorded", "match": [["t.contactId", "a.contactId"]]})";

TEST_CASE("trigger and demand are told with the titles of the catalogue", "[projections][rules]") {
    Sample sample(kResponse);
    CHECK(sample.of("Auslöser") == "„Kontakt stattgefunden“\n");
    CHECK(sample.of("Gefordert") ==
          "Nach dem Auslöser:\n  „Beratungsvermerk erfasst“ mit gleicher Angabe: Kennung des "
          "Kontakts\n");
    CHECK(sample.of("Frist") == "keine eigene; fällig mit der Schließung des Falls\n");
    CHECK(sample.of("Ausnahmen").empty());
    CHECK(sample.of("Geltungsbereich").empty());
}

std::string of_contact(const std::string& json) {
    Sample sample(R"("template": "invariant", "on": "ContactHeld", "that": )" + json);
    const std::string text = sample.of("Gefordert");
    constexpr std::string_view kHead = "Zum Zeitpunkt des Auslösers: ";
    REQUIRE(text.starts_with(kHead));
    return text.substr(kHead.size());
}

TEST_CASE("a condition names fields, and codes by their titles", "[projections][rules]") {
    CHECK(of_contact(R"({"eq": ["a.channel", "TELEFON"]})") == "Zugangskanal ist „telefonisch“\n");
    CHECK(of_contact(R"({"ne": ["a.channel", "TELEFON"]})") ==
          "Zugangskanal ist nicht „telefonisch“\n");
    CHECK(of_contact(R"({"in": ["a.channel", ["PERSOENLICH", "TELEFON"]]})") ==
          "Zugangskanal ist „persönlich“ oder „telefonisch“\n");
    CHECK(of_contact(R"({"eq": ["a.qualified", true]})") ==
          "Qualifiziertes Beratungsgespräch: ja\n");
    CHECK(of_contact(R"({"present": "a.channelReason"})") ==
          "Grund für den Zugangskanal ist angegeben\n");
    CHECK(of_contact(R"({"not": {"present": "a.channelReason"}})") ==
          "Grund für den Zugangskanal ist nicht angegeben\n");
    CHECK(of_contact(R"({"cites": ["a.purpose", "SGB II § 32"]})") == "Zweck nennt § 32 SGB II\n");
    CHECK(of_contact(R"({"not": {"cites": ["a.purpose", ["§ 15a Absatz 1 SGB II", "§§ 67–68 SGB X"],
                         "SGB II"]}})") ==
          "Zweck nennt weder § 15a Abs. 1 SGB II noch §§ 67 bis 68 SGB X (ohne Angabe des "
          "Gesetzes: SGB II)\n");
    CHECK(of_contact(R"({"holds": "agreement"})") == "es liegt vor: »Vereinbarung«\n");
    CHECK(of_contact(R"({"contains_words": ["a.channelReason", "krank"]})") ==
          "Grund für den Zugangskanal enthält als Wörter „krank“\n");
    CHECK(of_contact(R"({"holds": {"object": "agreement",
                         "match": [["o.agreementId", "a.contactId"]]}})")
              .starts_with("es liegt vor: »Vereinbarung« mit gleicher Angabe: "));
    CHECK(of_contact(R"({"not": {"holds": "agreement"}})") ==
          "es liegt nicht vor: »Vereinbarung«\n");
    CHECK(of_contact(R"({"ge": [{"open": "agreement"}, 3]})") ==
          "Anzahl »Vereinbarung« ist mindestens 3\n");
    CHECK(of_contact(R"({"eq": [{"open": {"object": "agreement", "where":
                         {"eq": ["o.agreementId", "E-1"]}}}, 2]})") ==
          "Anzahl »Vereinbarung« ist 2; gezählt wird, wenn Kennung der Eingliederungsvereinbarung "
          "ist „E-1“\n");
    CHECK(of_contact(R"({"lt": ["a.occurred", {"plus": ["2024-01-31", "P1M"]}]})") ==
          "Tag des Ereignisses liegt vor 31.01.2024 + 1 Monat\n");
    CHECK(of_contact(R"({"le": ["a.durationMin", 60]})") == "Dauer in Minuten ist höchstens 60\n");
    CHECK(of_contact(R"({"eq": ["fact.circle.to", "SGB_II"]})") ==
          "Rechtskreis (letzte Angabe: »Zuständigkeit«) ist „SGB II“\n");
    CHECK(of_contact(R"({"eq": ["fact.law.to", "SGB_II"]})") ==
          "Rechtskreis (letzte Angabe) ist „SGB II“\n");
    CHECK(of_contact(R"({"eq": ["fact.untitled.to", "SGB_II"]})") ==
          "Rechtskreis (letzte Angabe: »untitled«) ist „SGB II“\n");
}

TEST_CASE("conditions that are joined keep their structure", "[projections][rules]") {
    CHECK(of_contact(R"({"all": [{"present": "a.kind"}, {"present": "a.channelReason"}]})") ==
          "Art ist angegeben und Grund für den Zugangskanal ist angegeben\n");
    CHECK(of_contact(R"({"any": [{"present": "a.kind"}, {"present": "a.channelReason"},
                         {"all": [{"present": "a.kind"}, {"not": {"present": "a.kind"}}]}]})") ==
          "mindestens eines davon:\n"
          "  Art ist angegeben\n"
          "  Grund für den Zugangskanal ist angegeben\n"
          "  Art ist angegeben und Art ist nicht angegeben\n");
    CHECK(of_contact(R"({"not": {"all": [{"present": "a.kind"}, {"present": "a.channel"}]}})") ==
          "Art ist nicht angegeben oder Zugangskanal ist nicht angegeben\n");
    CHECK(of_contact(R"({"not": {"any": [{"present": "a.kind"}, {"present": "a.channel"},
                         {"present": "a.location"}]}})") ==
          "nichts davon:\n  Art ist angegeben\n  Zugangskanal ist angegeben\n"
          "  Ort ist angegeben\n");
}

TEST_CASE("what is not so is said by its opposite, however deep it stands",
          "[projections][rules]") {
    const auto denied = [](const std::string& json) {
        return of_contact(R"({"not": )" + json + "}");
    };
    CHECK(denied(R"({"eq": ["a.channel", "TELEFON"]})") ==
          "Zugangskanal ist nicht „telefonisch“\n");
    CHECK(denied(R"({"ne": ["a.channel", "TELEFON"]})") == "Zugangskanal ist „telefonisch“\n");
    CHECK(denied(R"({"in": ["a.channel", ["PERSOENLICH", "TELEFON"]]})") ==
          "Zugangskanal ist weder „persönlich“ noch „telefonisch“\n");
    CHECK(denied(R"({"eq": ["a.qualified", true]})") == "Qualifiziertes Beratungsgespräch: nein\n");
    CHECK(denied(R"({"eq": ["a.channelReason", ""]})") ==
          "Grund für den Zugangskanal ist nicht leer\n");
    CHECK(denied(R"({"gt": ["a.occurred", "2024-01-31"]})") ==
          "Tag des Ereignisses liegt nicht nach 31.01.2024\n");
    CHECK(denied(R"({"ge": ["a.durationMin", 60]})") == "Dauer in Minuten ist kleiner als 60\n");
    CHECK(denied(R"({"in_table": {"table": "pairs", "row": ["a.location", "a.contactId"]}})") ==
          "in der Tabelle »pairs« stehen nicht zusammen: Ort und Kennung des Kontakts\n");
    CHECK(denied(R"({"contains_words": ["a.channelReason", ["krank", "Urlaub"]]})") ==
          "Grund für den Zugangskanal enthält als Wörter nichts von: „krank“ oder "
          "„Urlaub“\n");
    CHECK(denied(R"({"present": "fact.circle.occurred"})") ==
          "nicht festgehalten: »Zuständigkeit«\n");
    CHECK(of_contact(R"({"present": "fact.circle.occurred"})") ==
          "festgehalten: »Zuständigkeit«\n");
    // Begins and ends that nobody has told are no reason against it.
    CHECK(denied(R"({"all": [{"present": "a.channelReason"}, {"gt": ["a.durationMin", 60]},
                     {"not": {"all": [{"present": "a.kind"},
                         {"eq": ["a.qualified", true]}]}}]})") ==
          "mindestens eines davon:\n"
          "  Grund für den Zugangskanal ist nicht angegeben\n"
          "  Dauer in Minuten ist höchstens 60\n"
          "  Art ist angegeben und Qualifiziertes Beratungsgespräch: ja\n");
    CHECK(denied(R"({"any": [{"present": "a.kind"}, {"not": {"present": "a.channel"}},
                     {"present": "a.location"}]})") ==
          "alles davon:\n"
          "  Art ist nicht angegeben\n"
          "  Zugangskanal ist angegeben\n"
          "  Ort ist nicht angegeben\n");
}

TEST_CASE("of two numbers of things it is said whether they are the same", "[projections][rules]") {
    const auto note = [](const std::string& json) {
        Sample sample(R"("template": "response", "on": "ContactHeld",
            "require": {"type": "CounsellingNoteRecorded", "where": )" +
                      json + "}");
        const std::string text = sample.of("Gefordert");
        constexpr std::string_view kHead =
            "Nach dem Auslöser:\n  „Beratungsvermerk erfasst“, wenn ";
        REQUIRE(text.starts_with(kHead));
        return text.substr(kHead.size());
    };
    CHECK(note(R"({"eq": ["t.contactId", "a.contactId"]})") ==
          "Kennung des Kontakts ist dieselbe wie beim Auslöser\n");
    CHECK(note(R"({"ne": ["a.contactId", "t.contactId"]})") ==
          "Kennung des Kontakts ist eine andere als beim Auslöser\n");
    CHECK(note(R"({"not": {"eq": ["t.noteId", "a.contactId"]}})") ==
          "Kennung des Vermerks ist eine andere als Kennung des Kontakts (des Auslösers)\n");
    CHECK(note(R"({"eq": ["t.occurred", "a.occurred"]})") ==
          "Tag des Ereignisses ist derselbe Tag wie Tag des Ereignisses (des Auslösers)\n");
    CHECK(note(R"({"eq": ["t.@actor", "a.@actor"]})") ==
          "handelnde Person ist dieselbe Angabe wie handelnde Person (des Auslösers)\n");
    CHECK(note(R"({"eq": ["t.@actorrole", "REHA_BERATUNG"]})") ==
          "Rolle der handelnden Person ist „Reha-Beratung“\n");
}

TEST_CASE("a window says from which day to which, and how the last one is found",
          "[projections][rules]") {
    const auto window = [](const std::string& within) {
        return Sample(kResponse + R"(, "within": )" + within).of("Frist");
    };
    CHECK(window(R"({"before": "P5BD"})") ==
          "spätestens 5 Arbeitstage nach: Tag des Auslösers\n"
          "Der Tag, von dem an gerechnet wird, zählt nicht mit (§ 187 Abs. 1 BGB).\n");
    CHECK(
        window(R"({"after": "P1D", "before": "P6M", "calendar": {"roll": "next_working_day"}})") ==
        "frühestens 1 Tag nach: Tag des Auslösers\n"
        "spätestens 6 Monate nach: Tag des Auslösers\n"
        "Der Tag, von dem an gerechnet wird, zählt nicht mit (§ 187 Abs. 1 BGB).\n"
        "Fehlt dem letzten Monat der Tag, endet sie mit seinem letzten Tag (§ 188 Abs. 3 BGB).\n"
        "Fällt das Ende auf Samstag, Sonntag oder Feiertag, endet sie mit dem nächsten Werktag "
        "(§ 26 Abs. 3 SGB X).\n");
    CHECK(window(R"({"before": "P0D"})") == "spätestens am selben Tag: Tag des Auslösers\n");
    CHECK(window(R"({"before": "PT36H"})") ==
          "spätestens 36 Stunden nach: Tag des Auslösers\n"
          "Es zählt die vergangene Zeit, nicht der Kalendertag.\n");
    CHECK(window(R"({"after": "-P4W", "before": "P4W", "calendar": {"count": "from_same_day"}})") ==
          "frühestens 4 Wochen vor: Tag des Auslösers\n"
          "spätestens 4 Wochen nach: Tag des Auslösers\n"
          "Der erste Tag zählt mit (§ 187 Abs. 2 BGB).\n");
    // One value of a parameter is told, of several the name.
    CHECK(window(R"({"before": {"param": "soon"}})") ==
          "spätestens 7 Tage (Parameter »Bald«) nach: Tag des Auslösers\n"
          "Der Tag, von dem an gerechnet wird, zählt nicht mit (§ 187 Abs. 1 BGB).\n");
    CHECK(
        window(R"({"before": {"param": "later"}})") ==
        "spätestens Parameter »Später« nach: Tag des Auslösers\n"
        "Der Tag, von dem an gerechnet wird, zählt nicht mit (§ 187 Abs. 1 BGB).\n"
        "Fehlt dem letzten Monat der Tag, endet sie mit seinem letzten Tag (§ 188 Abs. 3 BGB).\n");
}

TEST_CASE("a precedence looks back from its trigger", "[projections][rules]") {
    Sample sample(R"("template": "precedence", "on": "ContactHeld",
        "require": "JobSearchRunPerformed", "within": {"before": "P14D"})");
    CHECK(sample.of("Gefordert") == "Vor dem Auslöser:\n  „Stellensuchlauf durchgeführt“\n");
    CHECK(sample.of("Frist") ==
          "frühestens 2 Wochen vor: Tag des Auslösers\n"
          "Der Tag, von dem an gerechnet wird, zählt nicht mit (§ 187 Abs. 1 BGB).\n");
}

TEST_CASE("exceptions name events, states that end, and for a should the justified deviation",
          "[projections][rules]") {
    const std::string unless = R"(, "unless": ["CaseClosed", {"holds": "agreement"}])";
    Sample must(kResponse + unless);
    CHECK(must.of("Ausnahmen") ==
          "„Fall geschlossen“\nes liegt vor: »Vereinbarung«\n"
          "  endet es, beginnt die Pflicht an dem Tag neu\n");
    Sample should(kResponse, "S");
    CHECK(should.of("Ausnahmen") ==
          "„Abweichung begründet“ zu dieser Regel, wenn der letzte Tag der Frist im Zeitraum "
          "liegt\n");
    CHECK(Sample(kResponse, "I").of("Ausnahmen").empty());
}

TEST_CASE("what a rule calls by a name of its own is explained, and what that calls so in turn",
          "[projections][rules]") {
    Sample sample(R"("template": "invariant", "on": "ContactHeld", "that": {"all": [
        {"holds": "agreement"},
        {"in_table": {"table": "pairs", "row": ["a.location", "a.contactId"]}}]})");
    CHECK(glossary_of(sample.words()).empty());
    CHECK_FALSE(sample.of("Gefordert").empty());
    const auto glossary = glossary_of(sample.words());
    CHECK(Sample::of("»Vereinbarung« (agreement)", glossary) ==
          "beginnt mit:\n"
          "  „Eingliederungsvereinbarung geschlossen“, wenn Rechtskreis (letzte Angabe: "
          "»Zuständigkeit«) "
          "ist „SGB III“\n"
          "endet mit:\n  „Eingliederungsvereinbarung beendet“\n");
    CHECK(Sample::of("»Zuständigkeit« (circle)", glossary) ==
          "das letzte Ereignis von:\n  „Rechtskreis festgelegt oder gewechselt“\n");
    CHECK(Sample::of("»pairs«", glossary) == "A: 7 Tage (Parameter »Bald«), y\nB: z\n");
}

TEST_CASE("explanations show what is put in", "[projections][rules]") {
    Sample sample(kResponse + R"(, "explain": {"violated": "Zum {a.occurred} bis {due}, {late_by}.",
        "satisfied": "Am {done} binnen {param.soon}."})");
    CHECK(Sample::text_of(explanations_of(sample.check(), sample.words())) ==
          "erfüllt: Am [Tag der Erfüllung] binnen [7 Tage (Parameter »Bald«)].\n"
          "verletzt: Zum [Tag des Ereignisses] bis [letzter Tag der Frist], [Verspätung].\n");
}

TEST_CASE("lengths, days and sources are told as people write them", "[projections][rules]") {
    const auto [text, words] = GENERATE(table<std::string, std::string>({{"P7D", "7 Tage"},
                                                                         {"P14D", "2 Wochen"},
                                                                         {"P15D", "15 Tage"},
                                                                         {"P1D", "1 Tag"},
                                                                         {"P0D", "0 Tage"},
                                                                         {"P1BD", "1 Arbeitstag"},
                                                                         {"-P6M", "6 Monate"},
                                                                         {"P1Y6M",
                                                                          "1 Jahr und 6 "
                                                                          "Monate"},
                                                                         {"PT90M", "90 Minuten"},
                                                                         {"PT24H", "24 Stunden"},
                                                                         {"days", "days"}}));
    Operand value;
    value.text = text;
    CHECK(german_parameter(value) == words);
    const CivilDay day = std::chrono::local_days(std::chrono::year(2026) / 6 / 30);
    CHECK(german_date(day) == "30.06.2026");
    CHECK(german_validity({day, {}}) == "ab 30.06.2026");
    CHECK(german_validity({{}, day}) == "bis 30.06.2026");
    CHECK(german_validity({day, day}) == "30.06.2026 bis 30.06.2026");
    CHECK(german_validity({}) == "ohne Grenzen");
    CHECK(german_citation({"SGB III", "§ 37 Abs. 3", day}) ==
          "SGB III § 37 Abs. 3 (Stand 30.06.2026)");
    CHECK(german_citation({"S1", "3.4.1", {}}) == "4-Phasen-Modell (S1) 3.4.1");
}

}  // namespace
}  // namespace fallbuch::rules

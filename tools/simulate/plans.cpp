// What is agreed: the Kooperationsplan (SGB II) and the Eingliederungsvereinbarung (SGB III).

#include "core/calendar/civil_day.h"
#include "core/calendar/legal_period.h"
#include "core/calendar/period.h"
#include "tools/simulate/faults.h"
#include "tools/simulate/four_phases.h"
#include "tools/simulate/office_days.h"

namespace fallbuch::simulate {

namespace {

using std::chrono::days;

constexpr CivilPeriod kPrompt{.days = 7};
constexpr int kAdult = 25;

}  // namespace

void FourPhases::make_plan() {
    const CivilDay analysed = line_.today();
    const CivilDay due = last_day(analysed, kPrompt, Counting::from_next_day);
    if (is_ii()) {
        desk_.expect(Fault::plan_missing, {"KP-01", analysis_event_, due, "missing"});
        desk_.expect(Fault::plan_late, {"KP-01", analysis_event_, due, "late"});
    } else {
        desk_.expect_at_close(Fault::plan_missing, {"EV-01", analysis_event_, {}, "missing"});
    }
    if (desk_.violates(Fault::plan_missing)) return;
    if (may_defer_agreement()) return defer_agreement();
    plan_ = desk_.id(is_ii() ? "KOP" : "EV");
    if (desk_.planted(Fault::plan_late)) {
        desk_.must_work(due);
        desk_.must_work(due + days(1));
        desk_.note("STANDORTBESTIMMUNG");
        line_.go_to(desk_.last_day_or_next(Fault::plan_late, due), 10 * 3600);
    }
    const bool young = is_ii() && desk_.age_on(analysed) < kAdult;
    if (desk_.planted(Fault::plan_by_agency) || (young && desk_.happens(12))) {
        line_.add("apprenticeshipplacement.delegated")
            .text("to", "Agentur für Arbeit Regensburg")
            .day("from", analysed);
    }
    if (is_ii()) {
        write_plan("cooperationplan.created");
    } else {
        conclude_agreement("integrationagreement.concluded");
    }
    plan_event_ = line_.last();
    plan_day_ = line_.today();
    end_old_agreement();
}

// Who will soon be at work needs no agreement in the first three months without it.
bool FourPhases::may_defer_agreement() {
    return !is_ii() && prognosis_ == "MARKTNAH" && is_unemployed_ && desk_.happens(10);
}

void FourPhases::defer_agreement() {
    has_deferred_agreement_ = true;
    line_.add("integrationagreement.deferred")
        .number("cycleNo", desk_.cycle())
        .text("reason", "Zusage in Aussicht, Vorstellungsgespräch ist vereinbart.")
        .text("contactId", desk_.contact);
}

// An agreement of the time before holds until the first plan, not longer.
void FourPhases::end_old_agreement() { desk_.end_agreement("KOOPERATIONSPLAN"); }

void FourPhases::plan_blocks(Fields& fields, bool involves_members) {
    std::string blocks =
        R"([{"block":"LEISTUNGEN","content":"Bewerbungskosten, Fahrkosten auf Antrag"},)"
        R"({"block":"EIGENBEMUEHUNGEN","content":"Zwei Bewerbungen je Woche, Nachweis als Liste"},)"
        R"({"block":"INTEGRATIONSKURS","notApplicable":true},)"
        R"({"block":"VERMITTLUNG","content":"Stellen im Zielberuf im Tagespendelbereich"},)"
        R"({"block":"REHA","notApplicable":true})";
    if (!desk_.violates(Fault::plan_block_missing))
        blocks += R"(,{"block":"ANDERE_TRAEGER","notApplicable":true})";
    if (line_.today() >= kNewLaw && !desk_.violates(Fault::plan_without_offer)) {
        blocks += R"(,{"block":"PERSOENLICHES_ANGEBOT","content":"Beratung alle sechs Wochen")"
                  R"(},{"block":"BEHINDERUNG","notApplicable":true})";
    }
    if (involves_members) {
        blocks += R"(,{"block":"BG_MITGLIEDER","content":"Kita-Platz für das jüngste Kind"})";
    }
    fields.json("blocks", blocks + ']');
}

void FourPhases::write_plan(std::string_view type) {
    const bool created = type == "cooperationplan.created";
    const bool involves = created && (desk_.planted(Fault::plan_members_not_involved) ||
                                      (!desk_.person.members.empty() && desk_.happens(15)));
    const std::string member = involves ? desk_.person.members.front().ref : std::string();
    if (involves && !desk_.violates(Fault::plan_members_not_involved)) {
        line_.add("involvement.recorded")
            .text("memberRef", member)
            .text("planRef", plan_)
            .text("how", "Am Gespräch beteiligt");
    }
    Fields fields = line_.add(type);
    fields.text("planId", plan_).number("cycleNo", desk_.cycle());
    plan_blocks(fields, involves);
    fields.text("goal", "Aufnahme einer Beschäftigung").text("goalId", goal_);
    if (!desk_.violates(Fault::plan_without_steps)) {
        fields.json("steps", R"([{"actor":"KUNDE","what":"Bewerben und Liste führen"},)"
                             R"({"actor":"BEHOERDE","what":"Vorschläge zusenden"}])");
    }
    if (involves) fields.json("bgInvolved", R"([{"ref":")" + member + R"("}])");
    const bool by_agency = created && desk_.violates(Fault::plan_by_agency);
    fields.text("form", desk_.violates(Fault::plan_form_spoken) ? "MUENDLICH" : "TEXTFORM")
        .day("deliveredAt", line_.today())
        .text("authorOrg", by_agency ? "AA" : "GE")
        .flag("hasLegalNotice", created && desk_.violates(Fault::plan_with_notice))
        .flag("jointly", true);
    if (created) fields.text("analysisId", analysis_);
    fields.text("contactId", desk_.contact);
    if (!created) fields.flag("noChange", false);
    const std::size_t event = line_.last();
    const auto wrong = [&](Fault fault, std::string_view rule) {
        desk_.expect(fault, {rule, event, {}, "wrong"});
    };
    wrong(Fault::plan_block_missing, "KP-04");
    wrong(Fault::plan_without_steps, "KP-03");
    wrong(Fault::plan_form_spoken, "KP-06");
    wrong(Fault::plan_without_offer, "L-10");
    if (!created) return;
    wrong(Fault::plan_with_notice, "KP-02");
    wrong(Fault::plan_by_agency, "KP-09");
    wrong(Fault::plan_members_not_involved, "KP-05");
}

void FourPhases::agreement_blocks(Fields& fields) {
    const std::string due = '"' + std::string(desk_.days.text(line_.today() + days(28))) + '"';
    std::string blocks = R"([{"block":"VEREINBARUNGEN","content":"Unterlagen, dann Vorstellung"},)"
                         R"({"block":"FOLGEAKTIVITAETEN","content":"Stand besprechen","dates":[)" +
                         due + R"(]},{"block":"LEISTUNGEN","content":"Vermittlungsbudget"},)" +
                         R"({"block":"BEMUEHUNGEN","content":"Zwei Bewerbungen je Woche"})";
    if (!desk_.violates(Fault::agreement_block_missing)) {
        blocks += R"(,{"block":"ANDERE_TRAEGER","notApplicable":true})";
    }
    fields.json("blocks", blocks + ']');
}

void FourPhases::conclude_agreement(std::string_view type) {
    const bool concluded = type == "integrationagreement.concluded";
    const bool by_post = concluded && desk_.violates(Fault::agreement_by_post);
    Fields fields = line_.add(type);
    fields.text("agreementId", plan_).number("cycleNo", desk_.cycle()).text("goalId", goal_);
    agreement_blocks(fields);
    fields.json("validity", R"({"from":")" + std::string(desk_.days.text(line_.today())) + R"("})")
        .text("form", "SCHRIFTLICH")
        .day("handedOverAt", by_post ? line_.today() + days(3) : line_.today());
    if (!by_post) fields.text("explainedIn", desk_.contact);
    fields.text("language", "de")
        .list("signatures", {"KUNDE", "IFK"})
        .json("steps", R"([{"actor":"KUNDE","what":"Bewerben und Liste führen"},)"
                       R"({"actor":"BEHOERDE","what":"Vorschläge zusenden"}])")
        .flag("jointly", true);
    const std::size_t event = line_.last();
    desk_.expect(Fault::agreement_block_missing, {"EV-03", event, {}, "wrong"});
    if (!concluded) return;
    desk_.expect(Fault::agreement_by_post, {"EV-04", event, {}, "wrong"});
    desk_.expect(Fault::effort_without_date, {"EV-06", event, {}, "wrong"});
}

}  // namespace fallbuch::simulate

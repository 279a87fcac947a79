// The Potenzialanalyse and what belongs to it: strengths, occupation, needs, prognosis.
#include <array>
#include <cstdint>
#include <string_view>

#include "core/calendar/civil_day.h"
#include "core/calendar/legal_period.h"
#include "core/calendar/period.h"
#include "tools/simulate/faults.h"
#include "tools/simulate/four_phases.h"
#include "tools/simulate/words.h"

namespace fallbuch::simulate {

namespace {

using std::chrono::days;

struct NeedChoice {
    std::string_view need;
    std::string_view why;
};
constexpr std::array kNeeds{
    NeedChoice{"BERUFLICHE_QUALIFIKATION",
               "Abschluss liegt lange zurück und wird nicht nachgefragt."},
    NeedChoice{"BERUFSERFAHRUNG", "Betriebe erwarten Praxis im Zielberuf."},
    NeedChoice{"SPRACHKENNTNISSE", "Im Zielberuf wird mindestens B1 verlangt."},
    NeedChoice{"MOBILITAET", "Früher Schichtbeginn, keine Busverbindung."},
    NeedChoice{"BETREUUNG", "Betreuung deckt die Arbeitszeit nicht ab."},
    NeedChoice{"EIGENINITIATIVE", "Viele Absagen, Bewerbungen wurden eingestellt."},
    NeedChoice{"LERNBEREITSCHAFT", "Für die Weiterbildung nötig."},
    NeedChoice{"WOHNEN", "Wohnung ist gekündigt, Suche bindet alle Kräfte."},
    NeedChoice{"FINANZEN", "Pfändungen schrecken Betriebe ab."},
    NeedChoice{"ARBEITS_SOZIALVERHALTEN", "Tagesstruktur fehlt nach langer Arbeitslosigkeit."}};

}  // namespace

void FourPhases::analyse() {
    if (desk_.violates(Fault::analysis_missing)) return review_prognosis();
    analysis_ = desk_.id("PA");
    record_strengths();
    aim_at_occupation();
    if (desk_.violates(Fault::goal_before_analysis)) set_goal();
    complete_analysis();
    find_needs();
    set_prognosis();
    if (!is_ii()) set_support_need();
    if (!desk_.violates(Fault::goal_before_analysis)) set_goal();
    select_strategies();
    make_plan();
}

void FourPhases::record_strengths() {
    if (desk_.violates(Fault::strengths_missing)) return;
    for (int i = desk_.random.between(1, 3); i > 0; --i) {
        line_.add("strength.recorded")
            .text("strengthId", desk_.id("S"))
            .text("kind", i == 1 ? "BERUFLICH" : "SOFT_SKILL")
            .text("description", desk_.random.pick(words::kStrengths))
            .number("cycleNo", desk_.cycle())
            .text("analysisId", analysis_);
    }
}

// The occupation is set, or deferred; then an intermediate goal leads to it.
void FourPhases::aim_at_occupation() {
    const bool by_step = desk_.planted(Fault::occupation_late_after_step);
    const bool for_now = is_ii() && desk_.happens(6);
    if (by_step || for_now) step_ = desk_.id("ZZ");
    if (by_step || for_now || desk_.planted(Fault::deferred_without_steps) ||
        desk_.planted(Fault::deferred_without_talk) ||
        desk_.planted(Fault::deferred_without_approximation)) {
        target_.clear();
        return defer_occupation();
    }
    if (!desk_.violates(Fault::occupation_after_analysis)) record_occupation();
}

void FourPhases::complete_analysis() {
    line_.add("potentialanalysis.completed")
        .text("analysisId", analysis_)
        .number("cycleNo", desk_.cycle())
        .text("contactId", desk_.contact)
        .flag("jointly", !desk_.violates(Fault::analysis_alone))
        .flag("bgContextConsidered", true)
        .flag("full", true);
    analysis_event_ = line_.last();
    desk_.expect(Fault::analysis_alone, {"PA-01", analysis_event_, {}, "wrong"});
    const CivilDay today = line_.today();
    desk_.expect(Fault::strengths_missing, {"ST-01", analysis_event_, today, "missing"});
    desk_.expect(Fault::occupation_after_analysis, {"PZ-01", analysis_event_, today, "late"});
    desk_.expect(Fault::deferred_without_approximation, {"PZ-07", analysis_event_, today, "wrong"});
    desk_.expect_at_close(Fault::goal_without_customer, {"G-02", analysis_event_, {}, "wrong"});
    line_.add("applicantprofile.updated")
        .flag("matchable", !desk_.violates(Fault::profile_not_matchable))
        .text("contactId", desk_.contact);
    desk_.expect(Fault::profile_not_matchable,
                 {"PA-05", analysis_event_, desk_.days.next_working_day(today), "missing"});
    if (!desk_.happens(60)) return;
    line_.add("applicantprofile.published")
        .flag("matchable", true)
        .text("contactId", desk_.contact);
}

void FourPhases::record_occupation() {
    const words::Occupation& occupation = desk_.random.pick(words::kOccupations);
    target_ = desk_.id("ZB");
    line_.add("targetoccupation.set")
        .text("targetOccupationId", target_)
        .number("cycleNo", desk_.cycle())
        .text("occupationCode", occupation.code)
        .text("occupationTitle", occupation.title)
        .json("considered", R"({"reorientationChecked":true,"labourMarketScope":"BEIDE",)"
                            R"("inclination":true,"aptitude":true,"capability":true})")
        .text("contactId", desk_.contact);
}

void FourPhases::defer_occupation() {
    line_.add("targetoccupation.deferred")
        .number("cycleNo", desk_.cycle())
        .text("approximation",
              desk_.violates(Fault::deferred_without_approximation) ? "KEINE" : "BERUFSGRUPPE")
        .text("rationale", "Mehrere Richtungen kommen in Frage; Praktika sollen klären.")
        .text("contactId", desk_.contact);
    deferred_event_ = line_.last();
    if (!desk_.violates(Fault::deferred_without_steps)) {
        open_steps_.push_back({desk_.id("A"), line_.today() + days(21)});
        line_.add("activity.agreed")
            .text("activityId", open_steps_.back().id)
            .number("cycleNo", desk_.cycle())
            .text("actor", "KUNDE")
            .text("what", "Zwei Schnupperpraktika besuchen")
            .day("due", open_steps_.back().due)
            .text("frequency", "EINMALIG")
            .text("proofForm", "BESCHEINIGUNG")
            .text("purpose", "ZIELBERUF")
            .text("contactId", desk_.contact);
    }
    desk_.expect(Fault::deferred_without_steps,
                 {"PZ-08", deferred_event_, line_.today(), "missing"});
}

void FourPhases::find_needs() {
    const int count = desk_.planted() ? 1 : desk_.random.between(0, 2);
    const std::uint32_t first = desk_.random.below(kNeeds.size());
    for (int i = 0; i < count; ++i) {
        const std::size_t place = (first + static_cast<std::size_t>(i) * 3) % kNeeds.size();
        NeedChoice choice = kNeeds[place];
        const bool health = desk_.planted(Fault::rehab_checked_late);
        if (health) choice = {"GESUNDHEIT_INTELLEKT", "Heben und Tragen sind nicht mehr möglich."};
        if (desk_.planted(Fault::graduate_strategy_missing) ||
            desk_.planted(Fault::strategy_of_other_team)) {
            choice = kNeeds[0];
        }
        needs_.push_back({desk_.id("HB"), choice.need});
        Fields fields = line_.add("need.identified");
        fields.text("needId", needs_.back().id)
            .text("code", choice.need)
            .number("cycleNo", desk_.cycle())
            .text("analysisId", analysis_)
            .text("rationale", choice.why)
            .text("origin", "PERSON")
            .flag("jointly", true);
        if (health) fields.flag("occupationNotPossible", true);
        if (!target_.empty()) fields.text("targetOccupationRef", target_);
        const std::size_t event = line_.last();
        desk_.expect_at_close(Fault::need_without_strategy, {"HB-02", event, {}, "missing"});
        // None of the strategies that were chosen is one of this need.
        desk_.expect_at_close(Fault::pair_not_listed, {"HB-02", event, {}, "wrong"});
        // The occupation that it stands in the way of is not yet known.
        desk_.expect(Fault::occupation_after_analysis, {"HB-01", event, {}, "wrong"});
        if (health && !desk_.violates(Fault::rehab_checked_late)) {
            line_.add("rehaneed.checked").text("needId", needs_.back().id).text("carrier", "DRV");
        }
    }
}

void FourPhases::set_prognosis() {
    const bool near = desk_.planted(Fault::prognosis_too_near) || desk_.random.chance(45);
    prognosis_ = near ? "MARKTNAH" : "NICHT_MARKTNAH";
    CivilDay by = line_.today() + days(near ? 120 : 330);
    if (desk_.planted(Fault::prognosis_too_near)) {
        by = desk_.last_day_or_next(Fault::prognosis_too_near,
                                    last_day(line_.today(), kHalfYear, Counting::from_next_day));
    }
    line_.add("integrationprognosis.set")
        .text("value", prognosis_)
        .day("expectedIntegrationBy", by)
        .text("contactId", desk_.contact)
        .number("cycleNo", desk_.cycle());
    desk_.expect(Fault::prognosis_too_near, {"IP-02", line_.last(), {}, "wrong"});
    review_prognosis();
}

void FourPhases::review_prognosis() {
    const std::string value = prognosis_.empty() ? "NICHT_MARKTNAH" : prognosis_;
    line_.add("integrationprognosis.reviewed")
        .text("value", value)
        .day("expectedIntegrationBy", line_.today() + days(value == "MARKTNAH" ? 120 : 330))
        .text("contactId", desk_.contact)
        .number("cycleNo", desk_.cycle())
        .flag("changed", false);
    if (employed_event_ == 0) return;
    desk_.expect(Fault::prognosis_employed, {"IP-03", line_.last(), {}, "wrong"});
}

void FourPhases::set_support_need() {
    std::string_view value = prognosis_ == "MARKTNAH" ? "GERING" : "HOEHER";
    if (desk_.violates(Fault::support_mismatch)) value = value == "GERING" ? "HOEHER" : "GERING";
    Fields fields = line_.add("supportneed.set");
    fields.text("value", value).text("contactId", desk_.contact);
    const std::string_view third = desk_.violates(Fault::support_without_criteria)
                                       ? ""
                                       : R"(,"selfHelp":"Recherchiert selbständig.")";
    fields.json("criteria", std::string(R"({"concern":"Neue Stelle in der Region",)"
                                        R"("needs":"Überschaubar")") +
                                std::string(third) + '}');
    desk_.expect(Fault::support_without_criteria, {"UB-01", line_.last(), {}, "wrong"});
    desk_.expect(Fault::support_mismatch, {"UB-02", line_.last(), {}, "wrong"});
}

}  // namespace fallbuch::simulate

// Goals, and the strategies with their steps on both sides.
#include <array>
#include <string_view>

#include "core/calendar/civil_day.h"
#include "tools/simulate/faults.h"
#include "tools/simulate/fields.h"
#include "tools/simulate/four_phases.h"
#include "tools/simulate/phase_memory.h"
#include "tools/simulate/words.h"

namespace fallbuch::simulate {

namespace {

using std::chrono::days;

struct Pair {
    std::string_view need;
    std::string_view strategy;
};
constexpr std::array kPairs{Pair{"BERUFLICHE_QUALIFIKATION", "TEILQUALIFIKATION"},
                            Pair{"BERUFSERFAHRUNG", "BERUFSERFAHRUNG"},
                            Pair{"SPRACHKENNTNISSE", "DEUTSCH"},
                            Pair{"MOBILITAET", "MOBILITAET"},
                            Pair{"BETREUUNG", "KINDERBETREUUNG"},
                            Pair{"EIGENINITIATIVE", "PERSPEKTIVEN"},
                            Pair{"LERNBEREITSCHAFT", "LERNBEREITSCHAFT"},
                            Pair{"WOHNEN", "WOHNEN"},
                            Pair{"FINANZEN", "FINANZEN"},
                            Pair{"ARBEITS_SOZIALVERHALTEN", "HERANFUEHREN"},
                            Pair{"GESUNDHEIT_INTELLEKT", "LEISTUNGSFAEHIGKEIT_FESTSTELLEN"}};

// The plan of a strategy; longer than the time from one talk to the next.
constexpr days kPlanned{270};
constexpr days kPlannedShort{42};
constexpr days kGoalTime{300};

std::string_view strategy_for(std::string_view need) {
    for (const Pair& pair : kPairs) {
        if (pair.need == need) return pair.strategy;
    }
    return "PERSPEKTIVEN";
}

}  // namespace

void FourPhases::set_goal() {
    static constexpr std::array kOptions{std::string_view("BESCHAEFTIGUNG_LOKAL"),
                                         std::string_view("BESCHAEFTIGUNG_LOKAL"),
                                         std::string_view("BESCHAEFTIGUNG_LOKAL"),
                                         std::string_view("BESCHAEFTIGUNG_UEBERREGIONAL"),
                                         std::string_view("GERINGFUEGIG_KURZFRISTIG"),
                                         std::string_view("BETRIEBLICHE_AUSBILDUNG"),
                                         std::string_view("SELBSTAENDIGKEIT")};
    goal_ = desk_.id("Z");
    goal_option_ = desk_.random.pick(kOptions);
    goal_due_ = line_.today() + kGoalTime;
    Fields fields = line_.add("goal.set");
    fields.text("goalId", goal_)
        .number("cycleNo", desk_.cycle())
        .text("option", goal_option_)
        .text("analysisId", analysis_)
        .text("criterion", "Arbeitsvertrag liegt vor")
        .day("targetDate", goal_due_)
        .flag("jointly", !desk_.violates(Fault::goal_alone));
    if (desk_.violates(Fault::goal_without_customer)) {
        fields.list("participants", {"IFK"});
    } else {
        fields.list("participants", {"KUNDE", "IFK"});
    }
    fields.list("considered", {"RECHTSANSPRUECHE", "ZIELGRUPPE", "REHA_BEDARF"})
        .text("rationale", desk_.random.pick(words::kGoalReasons))
        .text("contactId", desk_.contact);
    goal_event_ = line_.last();
    desk_.expect_at_close(Fault::strategy_without_dates, {"G-03", goal_event_, {}, "missing"});
    desk_.expect(Fault::rehab_checked_late, {"SR-07", goal_event_, {}, "late"});
    desk_.expect(Fault::goal_alone, {"ZI-01", goal_event_, {}, "wrong"});
    desk_.expect(Fault::goal_before_analysis, {"ZI-01", goal_event_, {}, "wrong"});
    desk_.expect(Fault::goal_before_analysis, {"G-05", goal_event_, {}, "wrong"});
    if (step_.empty()) return;
    line_.add("intermediategoal.set")
        .text("intermediateGoalId", step_)
        .number("cycleNo", desk_.cycle())
        .text("kind", "HERANFUEHRUNG")
        .text("goalId", goal_)
        .day("targetDate", line_.today() + days(20))
        .flag("jointly", true);
}

void FourPhases::select_strategies() {
    for (const Need& need : needs_) {
        if (desk_.violates(Fault::need_without_strategy)) continue;
        std::string_view code = strategy_for(need.code);
        if (desk_.violates(Fault::pair_not_listed)) {
            code = need.code == "MOBILITAET" ? "WOHNEN" : "MOBILITAET";
        }
        if (desk_.planted(Fault::strategy_of_other_team)) code = "BERUFSAUSBILDUNG_VORBEREITEN";
        select(code, need.id);
        desk_.expect(Fault::pair_not_listed, {"HS-01", line_.last(), {}, "wrong"});
        desk_.expect(Fault::strategy_of_other_team, {"HS-03", line_.last(), {}, "wrong"});
        desk_.expect(Fault::rehab_checked_late, {"SR-07", line_.last(), {}, "late"});
        if (desk_.violates(Fault::rehab_checked_late)) {
            line_.add("rehaneed.checked").text("needId", need.id).text("carrier", "DRV");
        }
        agree_steps(strategies_.back());
    }
    std::string_view free = "VERMITTLUNG";
    if (desk_.planted(Fault::strategy_of_other_circle)) {
        free = desk_.violates(Fault::strategy_of_other_circle) ? "VERFUEGBARKEIT" : "MITWIRKUNG";
    }
    if (desk_.violates(Fault::bound_strategy_without_need)) free = "DEUTSCH";
    select(free, {});
    desk_.expect(Fault::strategy_of_other_circle, {"HS-02", line_.last(), {}, "wrong"});
    desk_.expect(Fault::bound_strategy_without_need, {"SR-02", line_.last(), {}, "wrong"});
    agree_steps(strategies_.back());
}

void FourPhases::select(std::string_view code, std::string_view need) {
    const bool is_short = desk_.planted(Fault::strategy_outdated);
    CivilDay to = line_.today() + (is_short ? kPlannedShort : kPlanned);
    if (is_short) {
        desk_.must_work(to);
        desk_.must_work(to + days(1));
    }
    strategies_.push_back({desk_.id("HS"), code, std::string(need), to});
    Fields fields = line_.add("strategy.selected");
    fields.text("strategyId", strategies_.back().id)
        .text("code", code)
        .number("cycleNo", desk_.cycle());
    if (!need.empty()) fields.text("needId", need);
    fields.text("goalId", goal_).day("plannedFrom", line_.today());
    if (!desk_.violates(Fault::strategy_without_dates)) fields.day("plannedTo", to);
    fields.text("status", "AKTIV").text("contactId", desk_.contact);
    desk_.expect_at_close(Fault::plan_missing, {"G-04", line_.last(), {}, "missing"});
    desk_.expect(Fault::strategy_outdated, {"SR-04", line_.last(), to, "late"});
}

void FourPhases::agree_steps(const Strategy& strategy) {
    const bool free = strategy.need.empty();
    desk_.expect_at_close(Fault::authority_without_step, {"SR-01", line_.last(), {}, "missing"});
    const CivilDay due = line_.today() + days(28);
    Fields fields = agree_customer_step(due);
    if (!free || !desk_.violates(Fault::effort_without_date)) {
        fields.day("due", due).text("frequency", "WOECHENTLICH");
    }
    fields.text("strategyId", strategy.id);
    if (desk_.violates(Fault::authority_without_step)) return;
    const CivilDay office_due = line_.today() + days(14);
    office_steps_.push_back({desk_.id("A"), office_due});
    line_.add("activity.agreed")
        .text("activityId", office_steps_.back().id)
        .number("cycleNo", desk_.cycle())
        .text("actor", "BEHOERDE")
        .text("what", desk_.random.pick(words::kOfficeSteps))
        .day("due", office_due)
        .text("purpose", "UNTERSTUETZUNG")
        .text("contactId", desk_.contact)
        .text("strategyId", strategy.id);
}

Fields FourPhases::agree_customer_step(CivilDay due) {
    open_steps_.push_back({desk_.id("A"), due});
    Fields fields = line_.add("activity.agreed");
    fields.text("activityId", open_steps_.back().id)
        .number("cycleNo", desk_.cycle())
        .text("actor", "KUNDE")
        .text("what", desk_.random.pick(words::kCustomerSteps))
        .text("proofForm", "BEWERBUNGSLISTE")
        .text("purpose", "EIGENBEMUEHUNG")
        .text("contactId", desk_.contact);
    return fields;
}

}  // namespace fallbuch::simulate

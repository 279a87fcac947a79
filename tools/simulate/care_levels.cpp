#include "tools/simulate/care_levels.h"

#include <algorithm>

#include "core/calendar/legal_period.h"
#include "tools/simulate/faults.h"
#include "tools/simulate/office_days.h"
#include "tools/simulate/words.h"

namespace fallbuch::simulate {

namespace {

using std::chrono::days;

constexpr int kTen = 10 * 3600;
constexpr CivilDay kEraEnds = day(2009, 12, 30);
constexpr days kPartialGoal{90};

constexpr std::array kLevels{
    CareLevel{"IN", "RG-02", {.days = 28}, 16, 22, "RG_VORSCHLAEGE"},
    CareLevel{"IK", "RG-07", {.days = 70}, 38, 62, "RG_WEITERBILDUNGEN"},
    CareLevel{"IG", "RG-09", {.months = 3}, 50, 80, "RG_STABILISIERUNG_AGH"},
    CareLevel{"IF", "RG-11", {.months = 6}, 100, 165, "RG_SOZIALINTEGRATIV"}};

// The level at which a rule can be broken; most rules do not care.
std::size_t level_of_plant(const Desk& desk) {
    const std::string_view rule = desk.order.plant->rule->rule;
    for (std::size_t i = 0; i < kLevels.size(); ++i) {
        if (kLevels[i].rule == rule) return i;
    }
    if (rule == "RG-01") return 0;
    if (rule == "RG-08") return 2;
    if (rule == "RG-10") return 3;
    return 1;
}

}  // namespace

std::size_t CareLevels::draw_client() {
    if (desk_.planted()) return level_of_plant(desk_) * 2;
    return desk_.random.weighted(kClientStructure);
}

std::optional<CivilDay> CareLevels::run() {
    const std::size_t client = draw_client();
    const CivilDay opened = desk_.order.opened;
    const CivilDay first = desk_.work_day(opened + days(desk_.random.between(1, 2)));
    Intake intake{.first_notice = "BIS_2022", .first_talk = first};
    if (client % 2 == 1) intake.labour = "ARBEITSUCHEND";
    const bool never = desk_.violates(Fault::level_missing);
    if (client / 2 < kLevels.size()) level_ = &kLevels[client / 2];
    // A household would be an occasion for a review that nobody holds.
    if (never || level_ == nullptr) desk_.person.members.clear();
    desk_.intake(intake);
    if (level_ == nullptr) {
        line_.go_to(first, kTen);
        desk_.close(desk_.random.chance(50) ? "ARBEITSAUFNAHME" : "FORTZUG");
        return std::nullopt;
    }
    first_talk(first);
    const CivilDay due = last_day(opened, {.days = 7}, Counting::from_next_day);
    desk_.expect(Fault::level_missing, {"RG-12", desk_.assigned_event, due, "missing"});
    if (!never) {
        if (const auto next = talks()) return next;
    }
    const int wait = never ? 30 : desk_.random.between(5, 15);
    line_.go_to(desk_.days.open_on_or_before(std::min(line_.today() + days(wait), kEraEnds)), kTen);
    if (!need_.empty()) end_need(desk_.random.chance(60) ? "need.resolved" : "need.dropped");
    desk_.close(is("IN") || is("IK") ? "ARBEITSAUFNAHME" : "ENDE_HILFEBEDUERFTIGKEIT");
    return std::nullopt;
}

void CareLevels::hand_over(CivilDay day) {
    line_.go_to(day, kTen - 7200);
    review_level("Einführung der Profillagen");
    if (!need_.empty()) end_need("need.dropped");
    desk_.end_agreement("ABGELAUFEN");
}

void CareLevels::end_need(std::string_view how) {
    line_.add(how).text("needId", need_).number("cycleNo", desk_.cycle());
    need_.clear();
}

void CareLevels::set_partial_goal() {
    desk_.partial_goal = {desk_.id("ZZ"), desk_.cycle()};
    partial_goal_due_ = line_.today() + kPartialGoal;
    line_.add("intermediategoal.set")
        .text("intermediateGoalId", desk_.partial_goal.id)
        .number("cycleNo", desk_.cycle())
        .text("kind", "TEILZIEL")
        .text("description", desk_.random.pick(words::kPartialGoals))
        .day("targetDate", partial_goal_due_);
}

// In the talk about its day; reached or not, it is an occasion to look at the level again.
void CareLevels::settle_partial_goal() {
    const bool is_due = partial_goal_due_ <= line_.today() + kPartialGoal / 9;
    if (desk_.planted() || desk_.partial_goal.id.empty() || !is_due) return;
    const bool reached = desk_.random.chance(70);
    line_.add(reached ? "intermediategoal.achieved" : "intermediategoal.missed")
        .text("intermediateGoalId", desk_.partial_goal.id)
        .number("cycleNo", desk_.cycle());
    desk_.partial_goal = {};
    review_level(reached ? "Teilziel erreicht" : "Teilziel verfehlt");
    agree("integrationagreement.amended");
    if (desk_.happens(65)) set_partial_goal();
}

void CareLevels::first_talk(CivilDay day) {
    line_.go_to(day, kTen);
    desk_.begin_cycle();
    desk_.talk({.kind = "ERSTGESPRAECH"});
    profiling_ = desk_.id("PR");
    line_.add("profiling.completed")
        .text("profilingId", profiling_)
        .text("contactId", desk_.contact)
        .flag("jointly", true);
    if (is("IG")) {
        need_ = desk_.id("HB");
        line_.add("need.identified")
            .text("needId", need_)
            .text("code", "FINANZEN")
            .number("cycleNo", desk_.cycle())
            .text("rationale", "Mehrere Hemmnisse, zuerst ist Stabilisierung nötig.")
            .flag("stabilisation", true);
    }
    if (!desk_.violates(Fault::level_missing)) assess();
    assessed_day_ = reviewed_ = offered_ = talked_ = day;
    if (!desk_.violates(Fault::contact_form_missing)) {
        line_.add("contactform.agreed")
            .list("forms", {"PERSOENLICH", "TELEFON", "EMAIL"})
            .day("validFrom", day);
    }
    desk_.expect_at_close(Fault::contact_form_missing, {"RG-01", assessed_event_, {}, "missing"});
    desk_.agreement = {desk_.id("EV"), desk_.cycle()};
    agree("integrationagreement.concluded");
    agreed_event_ = line_.last();
    if (!desk_.violates(Fault::level_missing)) {
        review_level("Erstkontakt");
        // A day alone would stand before the assessment of the same talk.
        line_.occurred_with(agreed_event_);
    }
    if ((is("IK") || is("IG")) && !desk_.violates(Fault::partial_goal_missing)) {
        set_partial_goal();
    }
    desk_.expect_at_close(Fault::partial_goal_missing, {"RG-06", agreed_event_, {}, "missing"});
    ask_for_help();
    desk_.note("STANDORTBESTIMMUNG");
    if (!desk_.violates(Fault::level_missing)) decide_instrument();
}

std::string CareLevels::groups() const {
    const auto feature = [&](std::string_view name, std::string_view indicator) {
        std::string text = R"({"feature":")" + std::string(name);
        text += R"(","indicators":[{"indicator":")";
        text += indicator;
        text += R"(","sources":[)";
        if (!desk_.violates(Fault::level_feature_without_source)) text += R"("Gespräch")";
        return text + "]}]}";
    };
    const std::string features = feature("Belastbarkeit", "Angaben zum letzten Arbeitsplatz") +
                                 ',' + feature("Selbständigkeit", "Vorbereitung des Gesprächs");
    const auto group = [&](std::string_view name, std::string_view level) {
        std::string text = R"({"group":")" + std::string(name);
        text +=
            R"(","actual":"im Gespräch erhoben","change":"mittelfristig verbesserbar","level":")";
        text += level;
        text += R"(","features":[)";
        text += features;
        return text + "]}";
    };
    const std::string_view own = level_->code;
    const bool capability = desk_.violates(Fault::level_above_capability);
    const bool far = desk_.violates(Fault::level_qualification_far);
    std::string_view qualification = own == "IF" ? "IG" : own;
    if (far) qualification = "IF";
    std::string text = "[" + group("LEISTUNGSFAEHIGKEIT", capability ? "IG" : own) + ',' +
                       group("MOTIVATION_RAHMENBEDINGUNGEN", own);
    if (!desk_.violates(Fault::level_group_missing)) {
        text += ',' + group("QUALIFIKATION", qualification);
    }
    return text + ']';
}

void CareLevels::assess() {
    const bool blocks = desk_.violates(Fault::level_above_blocking) || is("IF");
    Fields fields = line_.add("carelevel.assessed");
    if (!desk_.violates(Fault::level_without_profiling)) fields.text("profilingId", profiling_);
    fields.json("groups", groups()).flag("motivationBlocking", blocks);
    fields.text("overall", level_->code);
    if (!desk_.violates(Fault::level_is_mean)) {
        fields.text("rationale", "Leistungsfähigkeit und Rahmenbedingungen geben den Ausschlag.");
    }
    assessed_event_ = line_.last();
    const auto wrong = [&](Fault fault, std::string_view rule) {
        desk_.expect(fault, {rule, assessed_event_, {}, "wrong"});
    };
    wrong(Fault::level_without_profiling, "BS-02");
    wrong(Fault::level_group_missing, "BS-03");
    wrong(Fault::level_feature_without_source, "BS-04");
    wrong(Fault::level_is_mean, "BS-06");
    wrong(Fault::level_above_capability, "BS-07");
    wrong(Fault::level_above_blocking, "BS-08");
    wrong(Fault::level_qualification_far, "BS-09");
}

// Of the day only: so it stands neither before nor after what else happens in the talk.
void CareLevels::review_level(std::string_view occasion) {
    line_.add_day("carelevel.reviewed")
        .text("profilingId", profiling_)
        .text("occasion", occasion)
        .text("overall", level_->code)
        .text("rationale", "Einschätzung besteht fort.")
        .flag("changed", false);
    reviewed_ = line_.today();
}

void CareLevels::agree(std::string_view type) {
    line_.add(type)
        .text("agreementId", desk_.agreement.id)
        .number("cycleNo", desk_.agreement.cycle)
        .text("form", "SCHRIFTLICH")
        .day("handedOverAt", line_.today())
        .json("steps", R"([{"actor":"KUNDE","what":"Bewerbungen schreiben und vorlegen"},)"
                       R"({"actor":"BEHOERDE","what":"Angebote unterbreiten"}])")
        .flag("jointly", true);
}

void CareLevels::ask_for_help() {
    if (!is("IG") && !is("IF")) return;
    if (!desk_.violates(Fault::stabilisation_not_asked)) {
        line_.add("socialintegrativeneed.asked")
            .text("contactId", desk_.contact)
            .flag("needExpressed", true)
            .list("offers", {"Schuldnerberatung"});
    }
    desk_.expect_at_close(Fault::stabilisation_not_asked,
                          {is("IG") ? "RG-08" : "RG-10", assessed_event_, {}, "missing"});
}

void CareLevels::decide_instrument() {
    const bool outside = desk_.violates(Fault::instrument_outside_list);
    if (!desk_.planted(Fault::instrument_outside_list) && !desk_.happens(40)) return;
    line_.add("productdecision.made")
        .text("productDecisionId", desk_.id("P"))
        .text("instrument", outside ? "RG_AUSSENDIENSTE" : level_->instrument)
        .text("decision", "BEWILLIGT")
        .text("rationale", "Entspricht der vereinbarten Strategie.")
        .day("date", line_.today());
    desk_.expect(Fault::instrument_outside_list, {"RG-13", line_.last(), {}, "wrong"});
    if (!desk_.planted() && (is("IK") || is("IG"))) start_course();
}

}  // namespace fallbuch::simulate

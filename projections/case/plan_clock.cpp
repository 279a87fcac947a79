#include "projections/case/plan_clock.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <tuple>
#include <utility>

#include "core/base/clock.h"
#include "core/calendar/legal_period.h"
#include "core/calendar/period.h"
#include "projections/case/case_field.h"
#include "projections/case/case_look.h"
#include "projections/case/case_model.h"
#include "projections/case/case_state.h"
#include "projections/engine/case_projection.h"

namespace fallbuch {
namespace {

using std::chrono::year;

constexpr PlanDuty kContinue{"KP-07", "fortschreiben", "§ 15 Abs. 3 SGB II"};
constexpr PlanDuty kReview{"EV-05", "gemeinsam überprüfen", "4-Phasen-Modell § 3.4.1"};
constexpr PlanDuty kReviewUnemployed{"L-04", "überprüfen: arbeitslos seit sechs Monaten",
                                     "§ 37 Abs. 3 S. 3 SGB III"};
constexpr PlanDuty kReviewYoung{"L-04", "überprüfen: unter 25, arbeitslos seit drei Monaten",
                                "§ 37 Abs. 3 S. 3 SGB III"};
constexpr PlanDuty kConclude{"EV-02", "abschließen", "4-Phasen-Modell § 3.4.1, Fußnote 5"};
constexpr PlanDuty kRenew{"KD-01", "erneuern", "Kontaktdichte 2010 § 2.1"};
constexpr PlanDuty kReplace{"L-14", "durch einen Kooperationsplan ersetzen", "§ 65 Abs. 4 SGB II"};
constexpr PlanDuty kOwnDay{"EV-07", "überprüfen", "der Teilhabeplan selbst"};

constexpr CivilDay kOldAgreementsEnd{year(2023) / 12 / 31};
constexpr int kAdultFrom = 25;

bool is_in_force(ThingKind kind, std::string_view status) {
    if (kind == ThingKind::agreement) {
        return status == "geschlossen" || status == "geprüft" || status == "geändert";
    }
    return status == "erstellt" || status == "fortgeschrieben" || status == "verknüpft";
}

// The plans of one case and what they depend on.
class Clocks {
public:
    explicit Clocks(const CaseState& state) : look_(state) {}

    std::vector<PlanClock> all() {
        if (look_.is_closed()) return {};
        for (const ThingKind kind :
             {ThingKind::agreement, ThingKind::cooperation_plan, ThingKind::participation_plan}) {
            if (const CaseThing* plan = newest(kind)) add_clocks(*plan);
        }
        if (const CaseThing* plan = look_.state().find(ThingKind::agreement)) add_put_off(*plan);
        std::sort(found_.begin(), found_.end(), [](const PlanClock& left, const PlanClock& right) {
            return std::tie(left.due, left.kind, left.thing) <
                   std::tie(right.due, right.kind, right.thing);
        });
        return std::move(found_);
    }

private:
    struct Since {
        std::string_view what;
        CivilDay day{};
    };

    // The plan that counts: whoever makes another one has done with the one before.
    const CaseThing* newest(ThingKind kind) const {
        const CaseThing* found = nullptr;
        FoldPlace place{Instant::min(), {}};
        for (const CaseThing& thing : look_.state().things()) {
            const CaseRegister* clock =
                thing.kind == kind ? thing.find(CaseModel::kClock) : nullptr;
            if (clock == nullptr || clock->place < place) continue;
            found = &thing;
            place = clock->place;
        }
        return found;
    }

    void add(const CaseThing& plan, const PlanDuty& duty, CivilDay due) {
        found_.push_back({plan.kind, plan.name, &duty, due});
    }

    std::optional<CivilDay> clock_day(const CaseThing& plan) const {
        const CaseRegister* clock = plan.find(CaseModel::kClock);
        if (clock == nullptr) return std::nullopt;
        return look_.day_of(clock->place.occurred);
    }

    // What such a thing says now, and since which day: the day that it names itself, or that of the
    // event.
    Since since(ThingKind kind, CaseField what, CaseField named_day) const {
        const CaseThing* thing = look_.state().find(kind);
        if (thing == nullptr) return {};
        const CaseRegister* told = thing->find(look_.state().model().number_of(what));
        if (told == nullptr) return {};
        const auto named = look_.newest_day(*thing, named_day);
        return {look_.text(*thing, what), named.value_or(look_.day_of(told->place.occurred))};
    }

    bool has_plan(ThingKind kind, std::optional<CivilDay> after = {}) const {
        return std::ranges::any_of(look_.state().things(), [&](const CaseThing& thing) {
            if (thing.kind != kind || !is_in_force(kind, look_.status(thing))) return false;
            return !after || clock_day(thing).value_or(CivilDay::min()) >= *after;
        });
    }

    void add_clocks(const CaseThing& plan) {
        const auto begun = clock_day(plan);
        if (!begun || !is_in_force(plan.kind, look_.status(plan))) return;
        const Since circle = since(ThingKind::circle, CaseField::to, CaseField::date);
        const bool moved = circle.day > *begun;  // to another Rechtskreis, after the plan was made
        switch (plan.kind) {
            case ThingKind::agreement: add_agreement(plan, *begun, circle); break;
            case ThingKind::cooperation_plan:
                if (moved && circle.what == "SGB_III") return;
                add(plan, kContinue, last_day(*begun, kHalfYear, Counting::from_next_day));
                break;
            default: add_participation(plan, *begun); break;
        }
    }

    // Of the SGB II until there were Kooperationspläne, and until such an old one ended by law; not
    // of those who also get Arbeitslosengeld (KP-10).
    bool is_old_one(CivilDay begun, const Since& circle) const {
        const CaseThing* benefit = look_.state().find(ThingKind::benefit);
        const bool tops_up = benefit != nullptr && look_.is_yes(*benefit, CaseField::top_up);
        return circle.what == "SGB_II" && circle.day <= begun && begun <= kOldAgreementsEnd &&
               !tops_up;
    }

    void add_agreement(const CaseThing& plan, CivilDay begun, const Since& circle) {
        if (is_old_one(begun, circle)) return add_old_one(plan, begun);
        if (circle.what == "SGB_II" && circle.day > begun) return;
        add(plan, kReview, last_day(begun, kHalfYear, Counting::from_next_day));
        add_unemployed(plan, begun);
    }

    void add_old_one(const CaseThing& plan, CivilDay begun) {
        if (has_plan(ThingKind::cooperation_plan)) return;
        const auto from = look_.day_in(plan, CaseField::validity, "from");
        const auto to = look_.day_in(plan, CaseField::validity, "to");
        const CivilDay start = std::max(from.value_or(begun), begun);
        CivilDay due = last_day(start, kHalfYear, Counting::from_same_day);
        if (to && *to > begun) due = *to;
        add(plan, due > kOldAgreementsEnd ? kReplace : kRenew, std::min(due, kOldAgreementsEnd));
    }

    void add_unemployed(const CaseThing& plan, CivilDay begun) {
        const Since labour = since(ThingKind::labour, CaseField::status, CaseField::start);
        const bool is_unemployed = labour.what == "ARBEITSLOS";
        if (!is_unemployed && labour.what != "AUSBILDUNGSUCHEND") return;
        const CivilDay quarter = last_day(labour.day, kQuarter, Counting::from_next_day);
        const bool young = is_young(quarter);
        if (!is_unemployed && !young) return;
        const CivilDay due =
            young ? quarter : last_day(labour.day, kHalfYear, Counting::from_next_day);
        const CaseRegister* clock = plan.find(CaseModel::kClock);
        const bool is_reviewed =
            look_.state().text(plan, CaseModel::kClock) == kClockReviewed && begun >= labour.day;
        if (clock == nullptr || is_reviewed || due < begun) return;
        add(plan, young ? kReviewYoung : kReviewUnemployed, due);
    }

    bool is_young(CivilDay day) const {
        for (const CaseThing& thing : look_.state().things()) {
            if (thing.kind != ThingKind::person) continue;
            const auto birth = look_.day(thing, CaseField::birth_date);
            if (birth) return age(*birth, day).value_or(kAdultFrom) < kAdultFrom;
        }
        return false;
    }

    void add_put_off(const CaseThing& plan) {
        if (look_.status(plan) != "zurückgestellt") return;
        const CivilDay put_off = look_.day_of(*look_.status_since(plan));
        const Since circle = since(ThingKind::circle, CaseField::to, CaseField::date);
        if (circle.what == "SGB_II" && circle.day > put_off) return;
        const Since labour = since(ThingKind::labour, CaseField::status, CaseField::start);
        if (labour.what != "ARBEITSLOS" || has_plan(ThingKind::agreement, put_off)) return;
        const CivilDay due = last_day(labour.day, kQuarter, Counting::from_same_day);
        if (due >= put_off) add(plan, kConclude, due);
    }

    void add_participation(const CaseThing& plan, CivilDay begun) {
        const CaseThing* rehabilitation = look_.state().find(ThingKind::rehabilitation);
        if (rehabilitation != nullptr && look_.status(*rehabilitation) == "beendet") return;
        const auto due = look_.day(plan, CaseField::review_due);
        const bool is_told = look_.newest_day(plan, CaseField::review_due).has_value();
        // A day that an older event named is settled by a newer one that names none.
        if (due && (is_told || *due > begun)) add(plan, kOwnDay, *due);
    }

    CaseLook look_;
    std::vector<PlanClock> found_;
};

}  // namespace

std::vector<PlanClock> plan_clocks(const CaseState& state) { return Clocks(state).all(); }

}  // namespace fallbuch

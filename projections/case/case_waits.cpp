#include "projections/case/case_waits.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "projections/case/case_field.h"
#include "projections/case/case_look.h"
#include "projections/case/case_model.h"
#include "projections/case/case_state.h"
#include "projections/case/plan_clock.h"
#include "projections/case/thing_kind.h"

namespace fallbuch {
namespace {

using std::chrono::days;

constexpr days kGraduatesWindow{28};  // AM-01: four weeks before and after the end

template <typename Time>
void keep_earliest(std::optional<Time>& kept, std::optional<Time> other) {
    if (other && (!kept || *other < *kept)) kept = other;
}
template <typename Time>
void keep_latest(std::optional<Time>& kept, std::optional<Time> other) {
    if (other && (!kept || *other > *kept)) kept = other;
}

bool is_in_force(ThingKind kind, std::string_view status) {
    switch (kind) {
        case ThingKind::agreement:
            return status == "geschlossen" || status == "geprüft" || status == "geändert";
        case ThingKind::cooperation_plan:
        case ThingKind::participation_plan: return status != "nicht zustande gekommen";
        default: return false;
    }
}

// What is said of a case in one walk over its things, and then put together.
class Collector {
public:
    explicit Collector(const CaseState& state) : look_(state) {
        for (const CaseThing& thing : state.things()) take(thing);
    }

    CaseWaits waits() {
        CaseWaits out;
        const auto day = [&](std::optional<Instant> instant) -> std::optional<CivilDay> {
            if (!instant) return std::nullopt;
            return look_.day_of(*instant);
        };
        out.set(Wait::appointment, day(last_slot_));
        out.set(Wait::missed, day(first_missed()));
        out.set(Wait::unanswered, first_unanswered());
        const auto clocks = plan_clocks(look_.state());
        if (!clocks.empty()) out.set(Wait::plan, clocks.front().due);
        if (!has_plan_) out.set(Wait::plan_missing, day(first_strategy_));
        out.set(Wait::need, day(oldest_need_without_strategy()));
        out.set(Wait::goal, goal_);
        out.set(Wait::strategy, strategy_end_);
        out.set(Wait::activity, activity_);
        out.set(Wait::running_measure, running_measure_);
        out.set(Wait::ended_measure, last_measure_without_talk());
        out.set(Wait::phase, day(last_step_));
        return out;
    }

private:
    void take(const CaseThing& thing) {
        const std::string_view status = look_.status(thing);
        has_plan_ = has_plan_ || is_in_force(thing.kind, status);
        switch (thing.kind) {
            case ThingKind::cycle: take_cycle(thing); break;
            case ThingKind::need:
                if (status == "offen") needs_.push_back(&thing);
                break;
            case ThingKind::goal:
            case ThingKind::intermediate_goal: take_goal(thing, status); break;
            case ThingKind::strategy: take_strategy(thing, status); break;
            case ThingKind::activity:
                if (status == "vereinbart")
                    keep_earliest(activity_, look_.day(thing, CaseField::due));
                break;
            case ThingKind::measure: take_measure(thing, status); break;
            case ThingKind::contact: take_contact(thing); break;
            case ThingKind::appointment: take_appointment(thing, status); break;
            case ThingKind::invitation: take_invitation(thing, status); break;
            default: break;
        }
    }

    void take_cycle(const CaseThing& thing) {
        const CaseRegister* step = thing.find(CaseModel::kPhase);
        if (step != nullptr) last_step_ = step->place.occurred;
    }

    void take_goal(const CaseThing& thing, std::string_view status) {
        const bool is_open = status == "gesetzt" || status == "geändert" || status == "überprüft";
        if (is_open) keep_earliest(goal_, look_.day(thing, CaseField::target_date));
    }

    void take_strategy(const CaseThing& thing, std::string_view status) {
        if (status == "beendet" || look_.text(thing, CaseField::status) == "BEENDET") return;
        keep_earliest(strategy_end_, look_.day(thing, CaseField::planned_to));
        needs_with_strategy_.insert(look_.text(thing, CaseField::need_id));
        for (const CaseRegister& one : thing.registers) {
            keep_earliest(first_strategy_, std::optional(one.place.occurred));
        }
    }

    void take_measure(const CaseThing& thing, std::string_view status) {
        if (status == "beendet") {
            const auto end = look_.day(thing, CaseField::actual_end);
            if (end) ended_measures_.push_back(*end);
        } else {
            keep_earliest(running_measure_, look_.day(thing, CaseField::planned_to));
        }
    }

    void take_contact(const CaseThing& thing) {
        const auto held = look_.status_since(thing);
        keep_latest(last_contact_, held);
        if (held && look_.is_yes(thing, CaseField::qualified)) talks_.push_back(*held);
    }

    void take_appointment(const CaseThing& thing, std::string_view status) {
        if (status == "abgesagt") return;
        keep_latest(last_slot_, look_.moment(thing, CaseField::slot));
        keep_latest(last_agreed_, look_.status_since(thing));
    }

    void take_invitation(const CaseThing& thing, std::string_view status) {
        if (status == "versandt") {
            keep_latest(last_agreed_, look_.status_since(thing));
            sent_.push_back(&thing);
        }
        if (status == "versäumt" && !look_.is_yes(thing, CaseField::reached_same_day)) {
            missed_.push_back(*look_.status_since(thing));
        }
    }

    std::optional<Instant> first_missed() const {
        std::optional<Instant> first;
        for (const Instant missed : missed_) {
            if (std::max(last_contact_, last_agreed_) <= std::optional(missed)) {
                keep_earliest(first, std::optional(missed));
            }
        }
        return first;
    }

    std::optional<CivilDay> first_unanswered() const {
        std::optional<CivilDay> first;
        for (const CaseThing* invitation : sent_) {
            const CaseThing* appointment = look_.state().find(
                ThingKind::appointment, look_.text(*invitation, CaseField::appointment_id));
            if (appointment == nullptr || look_.status(*appointment) == "abgesagt") continue;
            const auto slot = look_.moment(*appointment, CaseField::slot);
            if (!slot) continue;
            const CivilDay day = look_.day_of(*slot);
            const bool is_answered = last_contact_ && look_.day_of(*last_contact_) >= day;
            if (!is_answered) keep_earliest(first, std::optional(day));
        }
        return first;
    }

    std::optional<Instant> oldest_need_without_strategy() const {
        std::optional<Instant> oldest;
        for (const CaseThing* need : needs_) {
            if (!needs_with_strategy_.contains(need->name)) {
                keep_earliest(oldest, look_.status_since(*need));
            }
        }
        return oldest;
    }

    std::optional<CivilDay> last_measure_without_talk() const {
        std::optional<CivilDay> last;
        for (const CivilDay end : ended_measures_) {
            const bool had_talk = std::ranges::any_of(talks_, [&](Instant talk) {
                const CivilDay day = look_.day_of(talk);
                return end - kGraduatesWindow <= day && day <= end + kGraduatesWindow;
            });
            if (!had_talk) keep_latest(last, std::optional(end));
        }
        return last;
    }

    CaseLook look_;
    bool has_plan_ = false;
    std::optional<Instant> last_step_;
    std::optional<Instant> last_contact_;
    std::optional<Instant> last_slot_;
    std::optional<Instant> last_agreed_;  // when an appointment or invitation was made last
    std::optional<Instant> first_strategy_;
    std::optional<CivilDay> goal_;
    std::optional<CivilDay> strategy_end_;
    std::optional<CivilDay> activity_;
    std::optional<CivilDay> running_measure_;
    std::vector<const CaseThing*> needs_;
    std::vector<const CaseThing*> sent_;
    std::vector<Instant> missed_;
    std::vector<Instant> talks_;  // qualified
    std::vector<CivilDay> ended_measures_;
    std::set<std::string_view> needs_with_strategy_;
};

}  // namespace

CaseWaits waits_of(const CaseState& state) { return Collector(state).waits(); }

}  // namespace fallbuch

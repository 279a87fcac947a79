#include "projections/indicators/case_outline.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <utility>

#include "core/calendar/timestamp.h"

namespace fallbuch::indicators {
namespace {

constexpr CivilDay kFirstDay = CivilDay::min();
constexpr CivilDay kLastDay = CivilDay::max();

struct Assignment {
    std::size_t order = 0;
    Tenure tenure;
};

bool overlaps(const OpenSpell& spell, CivilDay from, CivilDay to) {
    return spell.from <= to && from <= spell.to;
}

}  // namespace

std::string_view OutlineEvent::text(std::string_view field) const {
    const auto number = event->type->number_of(field);
    return number ? event->text(*number).value_or("") : "";
}

std::optional<bool> OutlineEvent::boolean(std::string_view field) const {
    const auto number = event->type->number_of(field);
    return number ? event->boolean(*number) : std::nullopt;
}

CaseOutline::CaseOutline(const Arrangement& history, const HeldEvents& held,
                         const BerlinTime& berlin) {
    for (const ArrangedEvent& one : history.events) {
        if (one.at.counts_as.of_office()) continue;
        events_.push_back(
            {&one.at.counts_as, &held.events()[one.index], berlin.day_of(one.at.place.occurred)});
        const OutlineEvent& event = events_.back();
        is_case_ = is_case_ || event.is("CaseOpened") || event.is("CaseReopened") ||
                   event.is("ResponsibilityAssigned");
    }
    if (!is_case_) return;
    read_tenures();
    read_spells();
}

void CaseOutline::read_tenures() {
    std::vector<Assignment> all;
    for (std::size_t i = 0; i < events_.size(); ++i) {
        const OutlineEvent& event = events_[i];
        if (!event.is("ResponsibilityAssigned") || event.boolean("deputy").value_or(false)) {
            continue;
        }
        all.push_back({i,
                       {parse_day(event.text("from")).value_or(event.day),
                        std::string(event.text("caseworker")), std::string(event.text("unit")),
                        std::string(event.text("team"))}});
    }
    std::ranges::stable_sort(all, {}, [](const Assignment& one) { return one.tenure.from; });
    std::size_t newest = 0;
    for (Assignment& one : all) {
        // One that a newer assignment had replaced before its first day never took effect.
        if (!tenures_.empty() && one.order < newest) continue;
        newest = one.order;
        if (!tenures_.empty() && tenures_.back().from == one.tenure.from) tenures_.pop_back();
        tenures_.push_back(std::move(one.tenure));
    }
}

void CaseOutline::read_spells() {
    bool is_open = false;
    for (const OutlineEvent& event : events_) {
        const bool opens = event.is("CaseOpened") || event.is("CaseReopened");
        if (!is_open && (opens || (spells_.empty() && event.is("ResponsibilityAssigned")))) {
            spells_.push_back({event.day, kLastDay});
            is_open = true;
        } else if (is_open && event.is("CaseClosed")) {
            spells_.back().to = event.day;
            is_open = false;
        }
    }
}

const Tenure* CaseOutline::tenure_on(CivilDay day) const {
    if (tenures_.empty()) return nullptr;
    const auto behind = std::ranges::upper_bound(tenures_, day, {}, &Tenure::from);
    return behind == tenures_.begin() ? &tenures_.front() : &*(behind - 1);
}

const OpenSpell* CaseOutline::spell_on(CivilDay day) const {
    const auto found = std::find_if(spells_.rbegin(), spells_.rend(), [&](const OpenSpell& spell) {
        return overlaps(spell, day, day);
    });
    return found == spells_.rend() ? nullptr : &*found;
}

bool CaseOutline::is_asked(const IndicatorQuestion& question, CivilDay day) const {
    if (day < question.from || question.to < day) return false;
    if (question.unit.empty()) return true;
    const Tenure* tenure = tenure_on(day);
    return tenure != nullptr && tenure->unit == question.unit;
}

std::vector<const Tenure*> CaseOutline::tenures_asked(const IndicatorQuestion& question) const {
    std::vector<const Tenure*> out;
    for (std::size_t i = 0; i < tenures_.size(); ++i) {
        if (!question.unit.empty() && tenures_[i].unit != question.unit) continue;
        const CivilDay first = i == 0 ? kFirstDay : tenures_[i].from;
        const CivilDay last =
            i + 1 == tenures_.size() ? kLastDay : tenures_[i + 1].from - std::chrono::days(1);
        const CivilDay from = std::max(first, question.from);
        const CivilDay to = std::min(last, question.to);
        const bool had_it = from <= to && std::ranges::any_of(spells_, [&](const OpenSpell& spell) {
                                return overlaps(spell, from, to);
                            });
        if (had_it) out.push_back(&tenures_[i]);
    }
    return out;
}

bool CaseOutline::is_open_in(const IndicatorQuestion& question) const {
    if (!tenures_.empty()) return !tenures_asked(question).empty();
    return question.unit.empty() && std::ranges::any_of(spells_, [&](const OpenSpell& spell) {
               return overlaps(spell, question.from, question.to);
           });
}

}  // namespace fallbuch::indicators

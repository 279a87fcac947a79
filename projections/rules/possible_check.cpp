#include "projections/rules/possible_check.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/calendar/civil_day.h"
#include "core/calendar/legal_period.h"
#include "core/calendar/period.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/condition.h"
#include "projections/rules/definitions_parser.h"
#include "projections/rules/lengths.h"
#include "projections/rules/parameters.h"

namespace fallbuch::rules {
namespace {

constexpr CivilDay kSomeDay{std::chrono::days(19723)};

// Days of a period that begins on `start`; of working days at least so many, as if there were no
// holidays and the first of them were a Monday.
int days_of(const Period& period, CivilDay start) {
    constexpr int kDaysOfWeek = 7;
    constexpr int kWorkingDaysOfWeek = 5;
    if (const auto* working = std::get_if<WorkingDays>(&period)) {
        const int weekends = (working->count - 1) / kWorkingDaysOfWeek;
        return working->count + weekends * (kDaysOfWeek - kWorkingDaysOfWeek);
    }
    const CivilDay last = last_day(start, std::get<CivilPeriod>(period), Counting::from_next_day);
    return static_cast<int>((last - start).count());
}

// Could the first period end before the second does, wherever both begin?
bool may_be_in_order(const Period& first, const Period& last) {
    const auto* of_first = std::get_if<WorkingDays>(&first);
    const auto* of_last = std::get_if<WorkingDays>(&last);
    if (of_first != nullptr && of_last != nullptr) return of_first->count <= of_last->count;
    // How long working days last at most is a question of holidays, and backwards at least.
    if (of_last != nullptr || (of_first != nullptr && of_first->count <= 0)) return true;
    // Months are longer or shorter: four years have all of them.
    constexpr int kStartCount = 4 * 365 + 1;
    for (int i = 0; i < kStartCount; ++i) {
        const CivilDay start = kSomeDay + std::chrono::days(i);
        if (days_of(first, start) <= days_of(last, start)) return true;
    }
    return false;
}

// A constant, or one value of a parameter.
template <typename What>
struct Choice {
    What what;
    const Parameter* param = nullptr;
    const Parameter::Value* value = nullptr;
};

// ", with frist = P7D"; of a constant nothing.
template <typename What>
std::string named(const Choice<What>& choice) {
    if (choice.param == nullptr) return {};
    return ", with " + choice.param->name + " = " + text_of(choice.value->value);
}

bool names_unit(const Parameter& param, const std::string& unit) {
    return std::ranges::any_of(param.values, [&](const Parameter::Value& value) {
        return std::ranges::count(value.units, unit) != 0;
    });
}

// Does the value count in one of the units for which the other one is meant?
template <typename One, typename Other>
bool may_count_where(const Choice<One>& choice, const Choice<Other>& other) {
    const auto& here = other.value->units;
    if (choice.value->units.empty()) {
        return here.empty() || std::ranges::any_of(here, [&](const std::string& unit) {
                   return !names_unit(*choice.param, unit);
               });
    }
    const auto counts_in = [&](const std::string& unit) {
        return here.empty() ? !names_unit(*other.param, unit) : std::ranges::count(here, unit) != 0;
    };
    return std::ranges::any_of(choice.value->units, counts_in);
}

// Is there a day and a unit of both?
template <typename One, typename Other>
bool go_together(const Choice<One>& one, const Choice<Other>& other) {
    if (one.param == nullptr || other.param == nullptr) return true;
    if (one.param == other.param) return one.value == other.value;
    return have_common_day(one.value->valid, other.value->valid) && may_count_where(one, other);
}

class PossibleCheck {
public:
    PossibleCheck(const Check& check, const std::vector<Parameter>& params, TextPlace window,
                  RulebookFaults& faults)
        : check_(check), params_(params), window_(window), faults_(faults) {}

    void look() {
        const Window& within = check_.within;
        if (within.after && is_precedence(check_) && !check_.anchor) {
            look_ahead(*within.after, "what has to come first is counted back");
        }
        if (within.before) look_at_window(*within.before, window_);
        for (const Window::Case& one : within.cases) look_at_window(one.before, one.before.place);
        for (const Excuse& one : check_.excuse) {
            if (one.within) look_ahead(*one.within, "what excuses a breach comes after it");
            if (one.within) look_at_kind(*one.within);
        }
        if (check_.count.length) {
            look_ahead(*check_.count.length, "what is counted comes after what activates it");
            look_for_day(*check_.count.length);
        }
        look_at_bound(check_.count.min);
        look_at_bound(check_.count.max);
        look_at_count();
    }

private:
    std::vector<Choice<Length>> lengths(const Length& length) const {
        if (!length.param) return {{length}};
        std::vector<Choice<Length>> all;
        if (*length.param >= params_.size()) return all;
        const Parameter& param = params_[*length.param];
        for (const Parameter::Value& value : param.values) {
            if (value.value.kind != OperandKind::text) continue;
            all.push_back({length_of(value.value.text), &param, &value});
        }
        return all;
    }

    std::vector<Choice<double>> numbers(const CountBound& bound) const {
        if (!bound.value) return {};
        if (bound.value->kind == OperandKind::number) return {{bound.value->number}};
        const bool is_param =
            bound.value->kind == OperandKind::param && bound.value->param < params_.size();
        std::vector<Choice<double>> all;
        if (!is_param) return all;
        const Parameter& param = params_[bound.value->param];
        for (const Parameter::Value& value : param.values) {
            if (value.value.kind != OperandKind::number) continue;
            all.push_back({value.value.number, &param, &value});
        }
        return all;
    }

    // Does the window begin with what activates, though nothing says so?
    bool begins_at_activation() const {
        switch (check_.kind) {
            case Template::responded_existence:
            case Template::co_existence:
            case Template::not_co_existence: return false;
            default: break;
        }
        if (is_precedence(check_)) return true;
        return !check_.anchor && !check_.is_preemptive && check_.superseded_by.empty();
    }

    void look_at_window(const Length& before, TextPlace place) {
        const std::optional<Length>& after = check_.within.after;
        for (const Choice<Length>& last : lengths(before)) {
            if (!after && begins_at_activation() && is_backwards(last.what)) {
                faults_.add(place, "this window ends before what activates it" + named(last));
            }
            if (!after) continue;
            for (const Choice<Length>& first : lengths(*after)) {
                if (go_together(first, last)) compare(first, last, place);
            }
        }
    }

    void compare(const Choice<Length>& first, const Choice<Length>& last, TextPlace place) {
        const Length& after = first.what;
        const Length& before = last.what;
        const std::string with = named(first) + named(last);
        if (after.elapsed_seconds && before.elapsed_seconds) {
            if (*after.elapsed_seconds <= *before.elapsed_seconds) return;
            return faults_.add(place,
                               "no time lies in this window: it ends before it begins" + with);
        }
        const bool is_mixed =
            (after.elapsed_seconds && before.civil) || (after.civil && before.elapsed_seconds);
        if (is_mixed) {
            faults_.add(place,
                        "a window is counted in days (P6M, P5BD) or in elapsed time (PT24H), not "
                        "in both" +
                            with);
        }
        if (!after.civil || !before.civil || may_be_in_order(*after.civil, *before.civil)) return;
        faults_.add(place, "no day lies in this window: it ends before it begins" + with);
    }

    void look_ahead(const Length& length, std::string_view why) {
        for (const Choice<Length>& one : lengths(length)) {
            if (!is_backwards(one.what)) continue;
            faults_.add(length.place, "this length has no sign: " + std::string(why) + named(one));
        }
    }

    // Of excuses in days and in elapsed time nobody knows which is the last without a clock.
    void look_at_kind(const Length& length) {
        for (const Excuse& other : check_.excuse) {
            if (!other.within || &*other.within == &length) return;
            for (const Choice<Length>& one : lengths(length)) {
                for (const Choice<Length>& first : lengths(*other.within)) {
                    const bool is_mixed = (one.what.civil && first.what.elapsed_seconds) ||
                                          (one.what.elapsed_seconds && first.what.civil);
                    if (!is_mixed || !go_together(first, one)) continue;
                    faults_.add(length.place,
                                "the excuses of a rule are counted in days or in elapsed time, "
                                "not in both" +
                                    named(first) + named(one));
                }
            }
        }
    }

    void look_for_day(const Length& length) {
        for (const Choice<Length>& one : lengths(length)) {
            if (!is_zero(one.what)) continue;
            faults_.add(length.place, "nothing is counted in a window without length" + named(one));
        }
    }

    // What a parameter says is asked where its values stand (parameter_check.h).
    void look_at_bound(const CountBound& bound) {
        if (!bound.value || bound.value->kind != OperandKind::number) return;
        const double number = bound.value->number;
        if (number >= 0 && number == std::floor(number)) return;
        faults_.add(bound.value->place, "how many there are is a whole number, not below 0");
    }

    void look_at_count() {
        const CountBound& min = check_.count.min;
        const CountBound& max = check_.count.max;
        const bool has_max = max.value || max.key;
        const bool asks_for_none =
            min.value && min.value->kind == OperandKind::number && min.value->number == 0;
        if (asks_for_none && !has_max) {
            faults_.add(min.value->place, "nothing is asked for: at least 0, and no \"max\"");
        }
        const bool has_both = (min.value || min.key) && has_max;
        if (has_both && check_.count.window == CountWindow::sliding) {
            faults_.add(check_.count.length ? check_.count.length->place : check_.place,
                        "a sliding window has \"min\" or \"max\", not both: they are two rules");
            return;
        }
        for (const Choice<double>& most : numbers(check_.count.max)) {
            for (const Choice<double>& least : numbers(check_.count.min)) {
                if (least.what <= most.what || !go_together(least, most)) continue;
                faults_.add(
                    check_.count.max.value->place,
                    "more are asked for at least than at most" + named(least) + named(most));
            }
        }
    }

    const Check& check_;
    const std::vector<Parameter>& params_;
    const TextPlace window_;
    RulebookFaults& faults_;
};

}  // namespace

void check_possible(const Check& check, const std::vector<Parameter>& params, TextPlace window,
                    RulebookFaults& faults) {
    PossibleCheck(check, params, window, faults).look();
}

}  // namespace fallbuch::rules

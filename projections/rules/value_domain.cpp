#include "projections/rules/value_domain.h"

#include <algorithm>

#include "core/calendar/timestamp.h"
#include "projections/rules/german_text.h"
#include "projections/rules/norm.h"

namespace fallbuch::rules {
namespace {

bool contains(const std::vector<Constant>& all, const Constant& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
}

std::optional<double> number_of(const Constant& value) {
    if (const auto* number = std::get_if<double>(&value)) return *number;
    if (const auto* day = std::get_if<CivilDay>(&value)) {
        return static_cast<double>(day->time_since_epoch().count());
    }
    return std::nullopt;
}

bool has_one_of(std::string_view text, const std::vector<std::string>& parts) {
    return std::any_of(parts.begin(), parts.end(),
                       [&](const std::string& part) { return has_text(text, part); });
}

// Whatever names one of the first names one of the second.
bool are_within(const Condition& inner, const Condition& outer) {
    if (!outer.own_law.empty() && outer.own_law != inner.own_law) return false;
    return std::all_of(inner.norms.begin(), inner.norms.end(), [&](const Norm& one) {
        return std::any_of(outer.norms.begin(), outer.norms.end(),
                           [&](const Norm& other) { return covers(other, one); });
    });
}

bool is_between(double value, ConditionKind kind, double with) {
    switch (kind) {
        case ConditionKind::lt: return value < with;
        case ConditionKind::le: return value <= with;
        case ConditionKind::gt: return value > with;
        default: return value >= with;
    }
}

}  // namespace

Constant constant_of_text(std::string_view text) {
    if (const auto day = parse_day(text)) return CivilDay(*day);
    return std::string(text);
}

std::optional<Constant> constant_of(const Operand& operand) {
    switch (operand.kind) {
        case OperandKind::text: return constant_of_text(operand.text);
        case OperandKind::number: return operand.number;
        case OperandKind::boolean: return operand.boolean;
        case OperandKind::day: return operand.day;
        default: return std::nullopt;
    }
}

ValueDomain::ValueDomain(const CodeList* codes) : codes_(codes) {
    if (codes_ == nullptr) return;
    allowed_.emplace();
    for (const Code& code : codes_->codes()) allowed_->push_back(constant_of_text(code.code));
}

bool ValueDomain::be_present() {
    is_present_ = true;
    return !is_absent_ && has_value();
}

bool ValueDomain::be_absent() {
    is_absent_ = true;
    return !is_present_;
}

bool ValueDomain::be_one_of(const std::vector<Constant>& values) {
    if (!be_present()) return false;
    if (!allowed_) {
        allowed_ = values;
    } else {
        std::erase_if(*allowed_, [&](const Constant& one) { return !contains(values, one); });
    }
    return has_value();
}

bool ValueDomain::be_none_of(const std::vector<Constant>& values) {
    if (!be_present()) return false;
    excluded_.insert(excluded_.end(), values.begin(), values.end());
    return has_value();
}

bool ValueDomain::compare(ConditionKind kind, const Constant& with) {
    if (!be_present()) return false;
    const auto* text = std::get_if<std::string>(&with);
    if (text != nullptr && codes_ != nullptr && codes_->ordered()) {
        const Code* limit = codes_->find(*text);
        if (limit == nullptr || !limit->rank) return true;
        const auto rank = static_cast<double>(*limit->rank);
        std::erase_if(*allowed_, [&](const Constant& one) {
            const auto* name = std::get_if<std::string>(&one);
            const Code* code = name == nullptr ? nullptr : codes_->find(*name);
            return code == nullptr || !code->rank ||
                   !is_between(static_cast<double>(*code->rank), kind, rank);
        });
        return has_value();
    }
    const auto number = number_of(with);
    if (!number) return true;
    const bool is_upper = kind == ConditionKind::lt || kind == ConditionKind::le;
    const bool is_strict = kind == ConditionKind::lt || kind == ConditionKind::gt;
    auto& limit = is_upper ? greatest_ : least_;
    bool& excludes = is_upper ? excludes_greatest_ : excludes_least_;
    const bool is_narrower = !limit || (is_upper ? *number < *limit : *number > *limit);
    if (is_narrower || (*number == *limit && is_strict)) {
        excludes = is_strict;
        limit = *number;
    }
    return has_value();
}

bool ValueDomain::have_text(const std::vector<std::string>& parts, bool has_it) {
    if (!be_present()) return false;
    text_rules_.push_back({parts, has_it});
    return has_value();
}

bool ValueDomain::cite(const Condition& condition, bool does) {
    if (!be_present()) return false;
    cites_rules_.push_back({&condition, does});
    return has_value();
}

bool ValueDomain::is_possible(const Constant& value) const {
    if (contains(excluded_, value)) return false;
    if (const auto* text = std::get_if<std::string>(&value)) {
        return is_possible_text(*text);
    }
    const auto number = number_of(value);
    if (!number) return true;
    const bool is_low = least_ && (*number < *least_ || (excludes_least_ && *number == *least_));
    const bool is_high =
        greatest_ && (*number > *greatest_ || (excludes_greatest_ && *number == *greatest_));
    return !is_low && !is_high;
}

bool ValueDomain::is_possible_text(const std::string& text) const {
    return std::all_of(
               text_rules_.begin(), text_rules_.end(),
               [&](const TextRule& rule) { return has_one_of(text, rule.parts) == rule.has_it; }) &&
           std::all_of(cites_rules_.begin(), cites_rules_.end(), [&](const CitesRule& rule) {
               const Condition& one = *rule.condition;
               return cites(text, one.norms, one.own_law) == rule.does;
           });
}

// A text may name several norms, but none without what that lies within.
bool ValueDomain::norms_go_together() const {
    for (const CitesRule& named : cites_rules_) {
        if (!named.does) continue;
        for (const CitesRule& other : cites_rules_) {
            if (!other.does && are_within(*named.condition, *other.condition)) return false;
        }
    }
    return true;
}

bool ValueDomain::has_value() const {
    if (allowed_) {
        return std::any_of(allowed_->begin(), allowed_->end(),
                           [&](const Constant& one) { return is_possible(one); });
    }
    if (least_ && greatest_) {
        if (*least_ > *greatest_) return false;
        if (*least_ == *greatest_ && (excludes_least_ || excludes_greatest_)) return false;
    }
    return norms_go_together();
}

}  // namespace fallbuch::rules

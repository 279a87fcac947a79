#include "projections/rules/judge.h"

#include <algorithm>
#include <cstddef>
#include <variant>

#include "core/calendar/legal_period.h"
#include "core/calendar/period.h"
#include "core/calendar/timestamp.h"
#include "core/events/code_list.h"
#include "projections/rules/definitions.h"
#include "projections/rules/german_text.h"
#include "projections/rules/norm.h"

namespace fallbuch::rules {
namespace {

// "all" and "any" are each other's mirror.
template <typename JudgePart>
Truth joined(const std::vector<Condition>& parts, Truth decisive, const JudgePart& judge) {
    bool is_unknown = false;
    for (const Condition& part : parts) {
        const Truth truth = judge(part);
        if (truth == decisive) return decisive;
        is_unknown = is_unknown || truth == Truth::unknown;
    }
    return is_unknown ? Truth::unknown : !decisive;
}

bool asks_number_open(const Condition& condition) {
    return condition.operands[0].kind == OperandKind::open ||
           condition.operands[1].kind == OperandKind::open;
}

CivilPeriod negated(const CivilPeriod& period) {
    return {-period.years, -period.months, -period.days};
}

}  // namespace

Truth Judge::judge(const Condition& condition, const Bindings& with) const {
    const auto each = [&](const Condition& part) { return judge(part, with); };
    switch (condition.kind) {
        case ConditionKind::all: return joined(condition.parts, Truth::no, each);
        case ConditionKind::any: return joined(condition.parts, Truth::yes, each);
        case ConditionKind::negation: return !judge(condition.parts.front(), with);
        case ConditionKind::eq: return equals(condition, with);
        case ConditionKind::ne: return !equals(condition, with);
        case ConditionKind::lt:
        case ConditionKind::le:
        case ConditionKind::gt:
        case ConditionKind::ge: return compared(condition, with);
        case ConditionKind::in:
        case ConditionKind::contains:
        case ConditionKind::contains_all:
        case ConditionKind::contains_any: return of_list(condition, with);
        case ConditionKind::contains_text:
        case ConditionKind::contains_words: return is_within_text(condition, with);
        case ConditionKind::cites: return names_norm(condition, with);
        case ConditionKind::present: {
            const Value found = value(condition.operands.front(), with);
            if (found.kind == ValueKind::missing) return Truth::no;
            return found.is_known() ? Truth::yes : Truth::unknown;
        }
        case ConditionKind::in_table: return in_table(condition, with);
        case ConditionKind::holds: return holds(condition, with);
        case ConditionKind::every:
        case ConditionKind::some: return quantified(condition, with);
        case ConditionKind::valid_code: return valid_code(condition, with);
    }
    return Truth::unknown;
}

Truth Judge::equals(const Condition& condition, const Bindings& with) const {
    const Operand& left = condition.operands[0];
    const Operand& right = condition.operands[1];
    if (asks_number_open(condition)) return with_number_open(condition, with);
    if (right.kind == OperandKind::text) {
        if (const auto text = text_of(left, with)) return truth_of(*text == right.text);
    }
    return equal(value(left, with), value(right, with));
}

std::optional<std::string_view> Judge::text_of(const Operand& operand, const Bindings& with) const {
    if (operand.kind != OperandKind::path) return std::nullopt;
    const CaseEvent* event = event_of(operand.path, with);
    return event == nullptr ? std::nullopt : rules::text_of(*event, operand.path);
}

const CaseEvent* Judge::event_of(const Path& path, const Bindings& with) const {
    switch (path.root) {
        case PathRoot::activation: return with.activation;
        case PathRoot::target: return with.target;
        case PathRoot::other: return with.other;
        case PathRoot::fact: {
            const FactState& fact = around_.facts[path.fact];
            if (fact.latest == kNoEvent || fact.is_doubtful) return nullptr;
            return &(*around_.events)[fact.latest];
        }
        default: return nullptr;
    }
}

Truth Judge::compared(const Condition& condition, const Bindings& with) const {
    if (condition.operands[0].kind == OperandKind::duration) return with_duration(condition, with);
    if (asks_number_open(condition)) return with_number_open(condition, with);
    return ordered(condition, value(condition.operands[0], with),
                   value(condition.operands[1], with));
}

Truth Judge::ordered(const Condition& condition, const Value& left, const Value& right) const {
    switch (condition.kind) {
        case ConditionKind::lt: return less(left, right, condition.codes);
        case ConditionKind::gt: return less(right, left, condition.codes);
        default: break;
    }
    const bool is_le = condition.kind == ConditionKind::le;
    const Truth is_less = less(is_le ? left : right, is_le ? right : left, condition.codes);
    if (is_less != Truth::no) return is_less;
    return equal(left, right);
}

// {"duration": [a, b]} >= P2M: b is not before the last day of two months from a, a counted.
Truth Judge::with_duration(const Condition& condition, const Bindings& with) const {
    const auto first = day(condition.operands[0].parts[0], with);
    const auto last = day(condition.operands[0].parts[1], with);
    if (!first || !last) return Truth::unknown;
    const auto period = period_of(condition.operands[1], with);
    if (!period) return Truth::unknown;
    const CivilDay whole = last_day(*first, *period, Counting::from_same_day);
    switch (condition.kind) {
        case ConditionKind::ge: return truth_of(*last >= whole);
        case ConditionKind::gt: return truth_of(*last > whole);
        case ConditionKind::le: return truth_of(*last <= whole);
        default: return truth_of(*last < whole);
    }
}

Truth Judge::of_list(const Condition& condition, const Bindings& with) const {
    const Operand& list = condition.operands[1];
    if (condition.kind == ConditionKind::in && list.kind == OperandKind::texts) {
        const auto text = text_of(condition.operands[0], with);
        if (text) return truth_of(std::ranges::find(list.texts, *text) != list.texts.end());
    }
    const Value left = value(condition.operands[0], with);
    const Value right = value(condition.operands[1], with);
    if (condition.kind == ConditionKind::in) {
        if (!left.is_known() || !is_list(right)) return Truth::unknown;
        return truth_of(contains(right, left));
    }
    if (!is_list(left) || !right.is_known()) return Truth::unknown;
    if (condition.kind == ConditionKind::contains) return truth_of(contains(left, right));
    bool has_all = true;
    bool has_any = false;
    each_item(right, [&](const Value& item) {
        const bool is_there = contains(left, item);
        has_all = has_all && is_there;
        has_any = has_any || is_there;
        return true;
    });
    return truth_of(condition.kind == ConditionKind::contains_all ? has_all : has_any);
}

Truth Judge::is_within_text(const Condition& condition, const Bindings& with) const {
    const Value left = value(condition.operands[0], with);
    const Value right = value(condition.operands[1], with);
    if (left.kind != ValueKind::text || !right.is_known()) return Truth::unknown;
    const bool asks_words = condition.kind == ConditionKind::contains_words;
    Truth truth = Truth::no;
    const auto look = [&](const Value& part) {
        truth = std::max(truth, asks_words ? has_words(left.text, part.text)
                                           : truth_of(has_text(left.text, part.text)));
        return truth != Truth::yes;
    };
    if (right.kind == ValueKind::text) look(right);
    each_item(right, look);
    return truth;
}

Truth Judge::names_norm(const Condition& condition, const Bindings& with) const {
    const Value text = value(condition.operands[0], with);
    const auto does = cites(text.text, condition.norms, condition.own_law);
    return does ? truth_of(*does) : Truth::unknown;
}

Truth Judge::in_table(const Condition& condition, const Bindings& with) const {
    std::vector<Value> row;
    for (const Operand& operand : condition.operands) {
        row.push_back(value(operand, with));
        if (!row.back().is_known()) return Truth::unknown;
    }
    const CivilDay on = with.activation != nullptr ? with.activation->day : around_.today;
    const auto& rows = around_.rulebook->tables[condition.index].rows;
    return truth_of(std::ranges::any_of(rows, [&](const Table::Row& known) {
        return known.valid.covers(on) && std::ranges::equal(row, known.cells, is_cell);
    }));
}

Truth Judge::quantified(const Condition& condition, const Bindings& with) const {
    const Value list = value(condition.operands.front(), with);
    if (!is_list(list)) return Truth::unknown;
    const bool is_every = condition.kind == ConditionKind::every;
    const Truth decisive = is_every ? Truth::no : Truth::yes;
    Truth result = !decisive;
    bool is_empty = true;
    Bindings inner = with;
    each_item(list, [&](const Value& item) {
        inner.item = &item;
        is_empty = false;
        const Truth truth = judge(condition.parts.front(), inner);
        if (truth == decisive) {
            result = decisive;
            return false;
        }
        if (truth == Truth::unknown) result = Truth::unknown;
        return true;
    });
    return is_empty && condition.is_unknown_if_empty ? Truth::unknown : result;
}

Truth Judge::valid_code(const Condition& condition, const Bindings& with) const {
    const Operand& operand = condition.operands.front();
    const Value code = value(operand, with);
    if (code.kind != ValueKind::text || operand.path.codes == nullptr) return Truth::unknown;
    const Code* known = operand.path.codes->find(code.text);
    if (known == nullptr) return Truth::no;
    const CivilDay on = with.activation != nullptr ? with.activation->day : around_.today;
    return truth_of(Validity{known->valid_from, known->valid_to}.covers(on));
}

Truth Judge::fits(const Pattern& pattern, const Bindings& with) const {
    Truth truth = pattern.where ? judge(*pattern.where, with) : Truth::yes;
    for (const auto& [own, other] : pattern.match) {
        if (truth == Truth::no) return truth;
        truth = std::min(truth, equal(value(own, with), value(other, with)));
    }
    return truth;
}

Value Judge::at(const Path& path, const Bindings& with) const {
    switch (path.root) {
        case PathRoot::fact: {
            const FactState& fact = around_.facts[path.fact];
            if (fact.is_doubtful) return in_doubt();
            if (path.what == PathWhat::count) return value_of_number(fact.count);
            [[fallthrough]];
        }
        case PathRoot::activation:
        case PathRoot::target:
        case PathRoot::other: {
            const CaseEvent* event = event_of(path, with);
            return event == nullptr ? Value{} : field_of(*event, path);
        }
        case PathRoot::object: return of_object(path, with);
        case PathRoot::item:
            return with.item == nullptr ? Value{}
                                        : inner_value(*with.item, path.inner, path.is_date);
        case PathRoot::stream:
            return around_.case_number == nullptr ? Value{}
                                                  : value_of_text((*around_.case_number)());
    }
    return {};
}

Value Judge::value(const Operand& operand, const Bindings& with) const {
    Value value;
    switch (operand.kind) {
        case OperandKind::path:
            value = at(operand.path, with);
            met_erased_ = met_erased_ || value.kind == ValueKind::erased;
            return value;
        case OperandKind::text: return value_of_text(operand.text);
        case OperandKind::number: return value_of_number(operand.number);
        case OperandKind::boolean:
            value.kind = ValueKind::boolean;
            value.boolean = operand.boolean;
            return value;
        case OperandKind::texts:
            value.kind = ValueKind::texts;
            value.texts = &operand.texts;
            return value;
        case OperandKind::day: return value_of_day(operand.day);
        case OperandKind::param: {
            const Operand* found = around_.params->find(operand.param);
            return found == nullptr ? value : this->value(*found, with);
        }
        case OperandKind::plus:
        case OperandKind::minus:
        case OperandKind::age: return of_days(operand, with);
        case OperandKind::least:
        case OperandKind::greatest:
        case OperandKind::first: return of_several(operand, with);
        case OperandKind::size: {
            const Value list = this->value(operand.parts.front(), with);
            if (!is_list(list)) return list.is_known() ? value : list;
            double size = 0;
            each_item(list, [&](const Value&) {
                ++size;
                return true;
            });
            return value_of_number(size);
        }
        case OperandKind::open: {
            const NumberOpen number = number_open(operand.open.front(), with);
            return number.least == number.most ? value_of_number(number.least) : value;
        }
        case OperandKind::period:
        case OperandKind::duration: break;
    }
    return value;
}

Value Judge::of_days(const Operand& operand, const Bindings& with) const {
    const auto from = day(operand.parts[0], with);
    if (!from) return {};
    if (operand.kind == OperandKind::age) {
        const auto on = day(operand.parts[1], with);
        const auto years = on ? fallbuch::age(*from, *on) : std::nullopt;
        return years ? value_of_number(*years) : Value{};
    }
    const auto period = period_of(operand.parts[1], with);
    if (!period) return {};
    const Counting counting = operand.boolean ? Counting::from_same_day : Counting::from_next_day;
    const bool is_plus = operand.kind == OperandKind::plus;
    return value_of_day(last_day(*from, is_plus ? *period : negated(*period), counting));
}

std::optional<CivilPeriod> Judge::period_of(const Operand& operand, const Bindings& with) const {
    if (operand.kind == OperandKind::period) return operand.period;
    const auto parsed = parse_period(value(operand, with).text);
    const auto* civil = parsed ? std::get_if<CivilPeriod>(&*parsed) : nullptr;
    return civil == nullptr ? std::nullopt : std::optional(*civil);
}

Value Judge::of_several(const Operand& operand, const Bindings& with) const {
    Value best;
    const Truth wanted = operand.kind == OperandKind::least ? Truth::yes : Truth::no;
    for (const Operand& part : operand.parts) {
        const Value one = value(part, with);
        if (!one.is_known()) continue;
        const bool is_better = less(one, best, nullptr) == wanted && equal(one, best) != Truth::yes;
        if (!best.is_known() || is_better) best = one;
        if (operand.kind == OperandKind::first) return best;
    }
    return best;
}

std::optional<CivilDay> Judge::day(const Operand& operand, const Bindings& with) const {
    const Value found = value(operand, with);
    if (found.kind == ValueKind::day || found.kind == ValueKind::moment) return found.day;
    return found.kind == ValueKind::text ? parse_day(found.text) : std::nullopt;
}

}  // namespace fallbuch::rules

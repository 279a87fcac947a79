#include "projections/rules/type_check.h"

#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace fallbuch::rules {
namespace {

bool is_constant(const Operand& operand) {
    switch (operand.kind) {
        case OperandKind::text:
        case OperandKind::number:
        case OperandKind::boolean:
        case OperandKind::texts:
        case OperandKind::day: return true;
        default: return false;
    }
}

ValueTypes both(ValueTypes left, ValueTypes right) { return static_cast<ValueTypes>(left & right); }

// Where only a text is read, a day that stands in the rulebook is none.
TypedValue as_read(const Operand& operand, const TypedValue& type) {
    return operand.kind == OperandKind::day ? TypedValue{kDayType} : type;
}

// Of the operands of one condition, or the parts of one value.
class TypeCheck {
public:
    TypeCheck(const Roots& roots, Names& names) : roots_(roots), names_(names) {}

    void look_at(const Condition& condition) const {
        const auto& operands = condition.operands;
        switch (condition.kind) {
            case ConditionKind::eq:
            case ConditionKind::ne: return look_at_equation(operands[0], operands[1]);
            case ConditionKind::lt:
            case ConditionKind::le:
            case ConditionKind::gt:
            case ConditionKind::ge: return look_at_order(condition);
            case ConditionKind::in: return look_at_membership(operands[0], operands[1]);
            case ConditionKind::contains:
                if (need(operands[0], kListType)) look_for_item(operands[0], operands[1]);
                return;
            case ConditionKind::contains_all:
            case ConditionKind::contains_any: return look_at_lists(operands[0], operands[1]);
            case ConditionKind::contains_text:
            case ConditionKind::contains_words: return look_at_texts(operands[0], operands[1]);
            case ConditionKind::cites: need_text(operands[0], kWordTypes); return;
            case ConditionKind::present: return look_at_presence(operands[0]);
            case ConditionKind::in_table:
                for (const Operand& cell : operands) need_text(cell, kWordTypes | kNumberType);
                return;
            case ConditionKind::every:
            case ConditionKind::some: need(operands[0], kListType); return;
            case ConditionKind::valid_code: return look_at_code(operands[0]);
            case ConditionKind::all:
            case ConditionKind::any:
            case ConditionKind::negation:
            case ConditionKind::holds: return;
        }
    }

    void look_at(const Operand& function) const {
        const auto& parts = function.parts;
        switch (function.kind) {
            case OperandKind::plus:
            case OperandKind::minus: need(parts[0], kDayType); return need_length(parts[1]);
            case OperandKind::duration:
            case OperandKind::age:
                for (const Operand& part : parts) need(part, kDayType);
                return;
            case OperandKind::least:
            case OperandKind::greatest: return look_at_several(parts);
            case OperandKind::size: need(parts[0], kListType); return;
            default: return;
        }
    }

    bool need(const Operand& operand, ValueTypes wanted) const {
        return need(operand.place, wanted, type_of(operand).types);
    }

private:
    TypedValue type_of(const Operand& operand) const { return typed(operand, roots_, names_); }

    void fail(TextPlace place, std::string what) const {
        names_.faults.add(place, std::move(what));
    }

    bool need(TextPlace place, ValueTypes wanted, ValueTypes found) const {
        if (both(wanted, found) != 0) return true;
        fail(place, words_of(wanted) + " is needed here, not " + words_of(found));
        return false;
    }

    bool need_text(const Operand& operand, ValueTypes wanted) const {
        return need(operand.place, wanted, as_read(operand, type_of(operand)).types);
    }

    void need_length(const Operand& operand) const {
        if (operand.kind == OperandKind::period || operand.kind == OperandKind::param) return;
        need(operand.place, kLengthType, type_of(operand).types);
    }

    void look_at_equation(const Operand& left, const Operand& right) const {
        if (is_constant(left) && is_constant(right)) return tell_constant(left.place);
        const TypedValue first = type_of(left);
        const TypedValue second = type_of(right);
        check_equal(first, second, right.place, names_.faults);
        if (first.is_count) look_at_count(right);
        if (second.is_count) look_at_count(left);
    }

    void tell_constant(TextPlace place) const {
        fail(place, "neither of the two is a path: they are always the same");
    }

    // How many there are is never 1.5.
    void look_at_count(const Operand& number) const {
        if (number.kind != OperandKind::number) return;
        if (number.number >= 0 && number.number == std::floor(number.number)) return;
        fail(number.place, "how many there are is a whole number, not below 0");
    }

    void look_at_order(const Condition& condition) const {
        const Operand& left = condition.operands[0];
        const Operand& right = condition.operands[1];
        if (left.kind == OperandKind::duration) return need_length(right);
        if (is_constant(left) && is_constant(right)) return tell_constant(left.place);
        const ValueTypes first = type_of(left).types;
        const ValueTypes second = type_of(right).types;
        const ValueTypes common = both(first, second);
        const ValueTypes codes = condition.codes == nullptr ? 0 : kWordTypes;
        const ValueTypes ordered = kNumberType | kDayType | codes;
        if (both(common, ordered) != 0) return;
        fail(right.place, common == 0
                              ? words_of(first) + " is not compared with " + words_of(second)
                              : words_of(common) + " has no order");
    }

    void look_at_membership(const Operand& value, const Operand& list) const {
        if (is_constant(value) && is_constant(list)) return tell_constant(value.place);
        if (need(list, kListType)) look_for_item(list, value);
    }

    // May the value be an item of the list?
    void look_for_item(const Operand& list, const Operand& value) const {
        const TypedValue type = type_of(value);
        if (list.kind != OperandKind::texts) {
            return look_for_type(type_of(list).items, type.types, value.place);
        }
        if (list.texts.empty()) return tell_empty(list.place);
        for (const std::string& text : list.texts) {
            if (both(both(type.types, typed_text(text).types), ~kWholeTypes) != 0) continue;
            return fail(list.place, words_of(type.types) + " is never \"" + text + '"');
        }
    }

    void look_for_type(ValueTypes items, ValueTypes wanted, TextPlace place) const {
        if (both(both(items, wanted), ~kWholeTypes) != 0) return;
        fail(place, "no item of the list is " + words_of(wanted) + ": each is " + words_of(items));
    }

    void tell_empty(TextPlace place) const { fail(place, "this list has no items"); }

    void look_at_lists(const Operand& list, const Operand& asked) const {
        if (!need(list, kListType) || !need(asked, kListType)) return;
        if (asked.kind == OperandKind::texts && asked.texts.empty()) {
            return tell_empty(asked.place);
        }
        look_for_type(type_of(list).items, type_of(asked).items, asked.place);
    }

    void look_at_texts(const Operand& text, const Operand& asked) const {
        if (!need_text(text, kWordTypes) || !need_text(asked, kWordTypes | kListType)) return;
        if (asked.kind == OperandKind::texts && asked.texts.empty()) {
            return tell_empty(asked.place);
        }
        const TypedValue type = type_of(asked);
        if (both(type.types, kWordTypes) == 0) look_for_type(type.items, kWordTypes, asked.place);
    }

    void look_at_presence(const Operand& operand) const {
        if (!is_constant(operand)) return;
        fail(operand.place, "this is no path: it is always present");
    }

    // The judge asks the list of the path.
    void look_at_code(const Operand& operand) const {
        const bool has_codes = operand.kind == OperandKind::path && operand.path.codes != nullptr;
        const ValueTypes types = type_of(operand).types;
        if (has_codes) {
            need(operand.place, kCodeType, types);
        } else {
            fail(operand.place, "a code is needed here, not what has no code list");
        }
    }

    // Of days or of numbers.
    void look_at_several(const std::vector<Operand>& parts) const {
        ValueTypes common = kNumberType | kDayType;
        for (const Operand& part : parts) {
            const ValueTypes types = type_of(part).types;
            if (!need(part.place, kNumberType | kDayType, types)) return;
            if (both(common, types) == 0) {
                return fail(part.place,
                            words_of(types) + " is not compared with " + words_of(common));
            }
            common = both(common, types);
        }
    }

    const Roots& roots_;
    Names& names_;
};

}  // namespace

void check_type(const Operand& operand, ValueTypes wanted, const Roots& roots, Names& names) {
    TypeCheck(roots, names).need(operand, wanted);
}

void check_types(const Condition& condition, const Roots& roots, Names& names) {
    TypeCheck(roots, names).look_at(condition);
}

void check_types(const Operand& function, const Roots& roots, Names& names) {
    TypeCheck(roots, names).look_at(function);
}

void check_equal(const TypedValue& left, const TypedValue& right, TextPlace place,
                 RulebookFaults& faults) {
    for (const TypedValue& one : {left, right}) {
        if (one.types == kLengthType) {
            return faults.add(place,
                              "a duration is compared by lt, le, gt or ge, and stands first");
        }
        if (both(one.types, ~kWholeTypes) == 0) {
            return faults.add(place, words_of(one.types) + " is not compared as a whole");
        }
    }
    if (both(both(left.types, right.types), ~kWholeTypes) != 0) return;
    faults.add(place, words_of(left.types) + " is never equal to " + words_of(right.types));
}

}  // namespace fallbuch::rules

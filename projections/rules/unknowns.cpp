#include "projections/rules/unknowns.h"

#include <algorithm>
#include <cstddef>

#include "projections/rules/memory.h"
#include "projections/rules/possibility.h"
#include "projections/rules/value.h"

namespace fallbuch::rules {
namespace {

class Collector {
public:
    Collector(const Judge& judge, Unknowns& to) : judge_(judge), to_(to) {}

    void take(const Condition& condition, const Bindings& with) {
        if (judge_.judge(condition, with) != Truth::unknown) return;
        switch (condition.kind) {
            case ConditionKind::all:
            case ConditionKind::any:
            case ConditionKind::negation:
                for (const Condition& part : condition.parts) take(part, with);
                return;
            case ConditionKind::holds: return of_objects(condition, with);
            case ConditionKind::every:
            case ConditionKind::some: return of_items(condition, with);
            default:
                for (const Operand& operand : condition.operands) take(operand, with);
        }
    }

private:
    void take(const Operand& operand, const Bindings& with) {
        for (const Operand& part : operand.parts) take(part, with);
        const bool is_missing =
            operand.kind == OperandKind::path && !judge_.value(operand, with).is_known();
        const bool is_new = std::ranges::none_of(to_, [&](const Unknown& one) {
            return one.object == object_ && is_same(*one.operand, operand);
        });
        if (is_missing && is_new) to_.push_back({&operand, object_});
    }

    // Of those that may be the one that is asked for.
    void of_objects(const Condition& condition, const Bindings& with) {
        const std::optional<std::uint16_t> outer = object_;
        for (const Instance& one : judge_.objects_of(condition)) {
            const bool may_be = judge_.is_open(condition, one) != Truth::no &&
                                judge_.fits(condition, one, with) == Truth::unknown;
            if (!may_be) continue;
            const Bindings inner = judge_.with_object(condition, one, with);
            for (std::size_t i = 0; i < condition.operands.size(); ++i) {
                const bool is_own = i % 2 == 0;
                object_ = is_own ? condition.index : outer;
                take(condition.operands[i], is_own ? inner : with);
            }
            object_ = condition.index;
            for (const Condition& part : condition.parts) take(part, inner);
            object_ = outer;
        }
    }

    void of_items(const Condition& condition, const Bindings& with) {
        take(condition.operands.front(), with);
        Bindings inner = with;
        each_item(judge_.value(condition.operands.front(), with), [&](const Value& item) {
            inner.item = &item;
            take(condition.parts.front(), inner);
            return true;
        });
    }

    const Judge& judge_;
    Unknowns& to_;
    std::optional<std::uint16_t> object_;
};

}  // namespace

void add_unknowns(const Condition& condition, const Judge& judge, const Bindings& with,
                  Unknowns& to) {
    Collector(judge, to).take(condition, with);
}

}  // namespace fallbuch::rules

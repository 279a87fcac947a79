#include "projections/rules/positive_terms.h"

#include <utility>
#include <vector>

#include "projections/rules/comparison.h"

namespace fallbuch::rules {
namespace {

Condition terms(const Condition& condition, bool is_denied);

Condition denied(Condition inner) {
    Condition whole;
    whole.kind = ConditionKind::negation;
    whole.place = inner.place;
    whole.parts.push_back(std::move(inner));
    return whole;
}

// Parts that are joined in the same way as what they stand in are parts of that.
Condition group(const Condition& condition, bool is_denied) {
    Condition whole = condition;
    const bool is_all = (condition.kind == ConditionKind::all) != is_denied;
    whole.kind = is_all ? ConditionKind::all : ConditionKind::any;
    whole.parts.clear();
    for (const Condition& part : condition.parts) {
        Condition one = terms(part, is_denied);
        if (one.kind != whole.kind) {
            whole.parts.push_back(std::move(one));
            continue;
        }
        for (Condition& inner : one.parts) whole.parts.push_back(std::move(inner));
    }
    return whole;
}

Condition over_list(const Condition& condition, bool is_denied) {
    Condition whole = condition;
    Condition& body = whole.parts.front();
    body = terms(condition.parts.front(), false);
    if (!is_denied) return whole;
    const bool is_every = condition.kind == ConditionKind::every;
    if (!is_every && !is_denial(body)) return denied(std::move(whole));
    whole.kind = is_every ? ConditionKind::some : ConditionKind::every;
    body = terms(condition.parts.front(), true);
    return whole;
}

void put_in_terms(std::vector<Operand>& operands) {
    for (Operand& operand : operands) {
        put_in_terms(operand.parts);
        for (Condition& which : operand.open) which = terms(which, false);
    }
}

Condition leaf(Condition one, bool is_denied) {
    put_in_terms(one.operands);
    for (Condition& part : one.parts) part = terms(part, false);
    if (!is_denied) return one;
    switch (one.kind) {
        case ConditionKind::eq: one.kind = ConditionKind::ne; return one;
        case ConditionKind::ne: one.kind = ConditionKind::eq; return one;
        default: break;
    }
    if (!is_order(one.kind)) return denied(std::move(one));
    one.kind = opposite(one.kind);
    return one;
}

Condition terms(const Condition& condition, bool is_denied) {
    switch (condition.kind) {
        case ConditionKind::negation: return terms(condition.parts.front(), !is_denied);
        case ConditionKind::all:
        case ConditionKind::any: return group(condition, is_denied);
        case ConditionKind::every:
        case ConditionKind::some: return over_list(condition, is_denied);
        default: return leaf(condition, is_denied);
    }
}

}  // namespace

Condition in_positive_terms(const Condition& condition) { return terms(condition, false); }

bool is_denial(const Condition& condition) {
    return condition.kind == ConditionKind::negation || condition.kind == ConditionKind::ne;
}

}  // namespace fallbuch::rules

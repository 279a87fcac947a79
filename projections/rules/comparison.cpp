#include "projections/rules/comparison.h"

#include <string>
#include <vector>

#include "projections/rules/condition.h"
#include "projections/rules/value_domain.h"

namespace fallbuch::rules {
namespace {

std::vector<Constant> constants_of(const std::vector<std::string>& texts) {
    std::vector<Constant> all;
    for (const std::string& text : texts) all.push_back(constant_of_text(text));
    return all;
}

bool take_text(const Operand& with, bool is_true, ValueDomain& domain) {
    if (with.kind == OperandKind::text) return domain.have_text({with.text}, is_true);
    return with.kind != OperandKind::texts || domain.have_text(with.texts, is_true);
}

}  // namespace

bool is_order(ConditionKind kind) {
    return kind == ConditionKind::lt || kind == ConditionKind::le || kind == ConditionKind::gt ||
           kind == ConditionKind::ge;
}

ConditionKind opposite(ConditionKind kind) {
    switch (kind) {
        case ConditionKind::lt: return ConditionKind::ge;
        case ConditionKind::le: return ConditionKind::gt;
        case ConditionKind::gt: return ConditionKind::le;
        default: return ConditionKind::lt;
    }
}

ConditionKind mirrored(ConditionKind kind) {
    switch (kind) {
        case ConditionKind::lt: return ConditionKind::gt;
        case ConditionKind::le: return ConditionKind::ge;
        case ConditionKind::gt: return ConditionKind::lt;
        default: return ConditionKind::le;
    }
}

bool is_same_path(const Path& left, const Path& right) {
    return left.root == right.root && left.what == right.what && left.field == right.field &&
           left.attribute == right.attribute && left.fact == right.fact && left.key == right.key &&
           left.inner == right.inner;
}

const Operand* compared_path(const Condition& condition) {
    if (condition.operands.empty() || condition.operands.size() > 2) return nullptr;
    const Operand& left = condition.operands.front();
    const Operand& right = condition.operands.back();
    if (left.kind == OperandKind::path) return &left;
    return right.kind == OperandKind::path ? &right : nullptr;
}

bool take_comparison(const Condition& comparison, bool is_true, ValueDomain& domain) {
    const bool is_first = comparison.operands.front().kind == OperandKind::path;
    const Operand& with = is_first ? comparison.operands.back() : comparison.operands.front();
    const ConditionKind kind =
        !is_first && is_order(comparison.kind) ? mirrored(comparison.kind) : comparison.kind;
    if (kind == ConditionKind::in && with.kind == OperandKind::texts) {
        const auto values = constants_of(with.texts);
        return is_true ? domain.be_one_of(values) : domain.be_none_of(values);
    }
    if (kind == ConditionKind::cites) return domain.cite(comparison, is_true);
    if (kind == ConditionKind::contains_text) return take_text(with, is_true, domain);
    const auto constant = constant_of(with);
    if (!constant) return true;
    if (kind == ConditionKind::eq || kind == ConditionKind::ne) {
        const bool is_equal = (kind == ConditionKind::eq) == is_true;
        return is_equal ? domain.be_one_of({*constant}) : domain.be_none_of({*constant});
    }
    if (!is_order(kind)) return true;
    return domain.compare(is_true ? kind : opposite(kind), *constant);
}

}  // namespace fallbuch::rules

#include "projections/rules/possibility.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "projections/rules/comparison.h"
#include "projections/rules/value_domain.h"

namespace fallbuch::rules {
namespace {

bool is_of_memory(const Path& path) {
    return path.root == PathRoot::fact || path.root == PathRoot::object;
}

bool asks_memory(const Operand& operand) {
    return operand.kind == OperandKind::open ||
           (operand.kind == OperandKind::path && is_of_memory(operand.path)) ||
           std::any_of(operand.parts.begin(), operand.parts.end(),
                       [](const Operand& part) { return asks_memory(part); });
}

bool asks_memory(const Condition& condition) {
    return condition.kind == ConditionKind::holds ||
           std::any_of(condition.parts.begin(), condition.parts.end(),
                       [](const Condition& part) { return asks_memory(part); }) ||
           std::any_of(condition.operands.begin(), condition.operands.end(),
                       [](const Operand& part) { return asks_memory(part); });
}

// What is known on one way through the alternatives.
struct Known {
    struct Attribute {
        Path path;
        JudgedAt at = JudgedAt::activation;
        ValueDomain domain{nullptr};
    };
    std::vector<Attribute> attributes;
    std::vector<Claim> claims;  // that are no alternatives, as they came

    ValueDomain& domain_of(const Path& path, JudgedAt at) {
        const auto found =
            std::find_if(attributes.begin(), attributes.end(), [&](const Attribute& one) {
                return is_same_path(one.path, path) && (one.at == at || !is_of_memory(path));
            });
        if (found != attributes.end()) return found->domain;
        return attributes.emplace_back(path, at, ValueDomain(path.codes)).domain;
    }

    // Another item, or another object, has attributes of its own.
    void forget(PathRoot root) {
        std::erase_if(attributes, [&](const Attribute& one) { return one.path.root == root; });
        std::erase_if(claims, [](const Claim&) { return true; });
    }
};

// Takes the claims in one after the other, and tries the alternatives.
class Search {
public:
    explicit Search(const Rulebook& book) : book_(book) {}

    bool may_hold(std::vector<Claim> open, Known known) {
        if (++steps_ > kStepsMax) return true;
        while (!open.empty()) {
            const Claim claim = open.back();
            open.pop_back();
            const auto& parts = claim.condition->parts;
            const ConditionKind kind = claim.condition->kind;
            if (kind == ConditionKind::negation) {
                open.push_back({&parts.front(), !claim.is_true, claim.at});
            } else if (kind == ConditionKind::all || kind == ConditionKind::any) {
                const bool are_all = (kind == ConditionKind::all) == claim.is_true;
                if (!are_all) return some_may(claim, open, known);
                for (const Condition& part : parts) {
                    open.push_back({&part, claim.is_true, claim.at});
                }
            } else if (!take(claim, known)) {
                return false;
            }
        }
        return true;
    }

private:
    // Beyond it nothing is known to be impossible.
    static constexpr std::size_t kStepsMax = 20'000;

    bool some_may(const Claim& claim, const std::vector<Claim>& open, const Known& known) {
        const auto& parts = claim.condition->parts;
        return std::any_of(parts.begin(), parts.end(), [&](const Condition& part) {
            std::vector<Claim> with = open;
            with.push_back({&part, claim.is_true, claim.at});
            return may_hold(std::move(with), known);
        });
    }

    bool take(const Claim& claim, Known& known) {
        for (const Claim& other : known.claims) {
            if (are_opposite(claim, other) || are_opposite(other, claim)) return false;
        }
        known.claims.push_back(claim);
        const Condition& condition = *claim.condition;
        switch (condition.kind) {
            case ConditionKind::present: return take_presence(claim, known);
            case ConditionKind::holds: return take_inner(claim, known, PathRoot::object, true);
            case ConditionKind::some: return take_inner(claim, known, PathRoot::item, true);
            case ConditionKind::every: return take_inner(claim, known, PathRoot::item, false);
            default: break;
        }
        // To be true or false it has to be known.
        for (const Operand& operand : condition.operands) {
            const bool is_known = operand.kind != OperandKind::path ||
                                  known.domain_of(operand.path, claim.at).be_present();
            if (!is_known) return false;
        }
        switch (condition.kind) {
            case ConditionKind::in_table: return take_row(claim, known);
            case ConditionKind::valid_code: return true;
            default: break;
        }
        const bool counts = std::ranges::any_of(condition.operands, [](const Operand& operand) {
            return operand.kind == OperandKind::open;
        });
        if (counts) return may_be_number(claim, known);
        const Operand* path = compared_path(condition);
        if (path == nullptr) return true;
        return take_comparison(condition, claim.is_true, known.domain_of(path->path, claim.at));
    }

    static bool are_opposite(const Claim& claim, const Claim& other) {
        if (claim.is_true == other.is_true) return false;
        const bool is_one_moment = claim.at == other.at || !asks_memory(*claim.condition);
        if (!is_one_moment) return false;
        if (is_same(*claim.condition, *other.condition)) return true;
        // If none is open, none is that fits.
        return !claim.is_true && claim.condition->kind == ConditionKind::holds &&
               claim.condition->parts.empty() && claim.condition->operands.empty() &&
               other.condition->kind == ConditionKind::holds &&
               other.condition->index == claim.condition->index;
    }

    bool take_presence(const Claim& claim, Known& known) {
        const Operand& operand = claim.condition->operands.front();
        if (operand.kind != OperandKind::path) return true;
        ValueDomain& domain = known.domain_of(operand.path, claim.at);
        return claim.is_true ? domain.be_present() : domain.be_absent();
    }

    // An item or an object has to exist of which the condition is `decisive`.
    bool take_inner(const Claim& claim, const Known& known, PathRoot root, bool decisive) {
        const Condition& condition = *claim.condition;
        if (claim.is_true != decisive || condition.parts.empty()) return true;
        Known inner = known;
        inner.forget(root);
        return may_hold({{&condition.parts.front(), decisive, claim.at}}, std::move(inner));
    }

    // So many objects as it asks for may be open: none, one if there is one at a time, else any.
    bool may_be_number(const Claim& claim, const Known& known) {
        const Operand* counted = &claim.condition->operands.front();
        const Operand* with = &claim.condition->operands.back();
        ConditionKind kind = claim.condition->kind;
        if (counted->kind != OperandKind::open) {
            std::swap(counted, with);
            kind = is_order(kind) ? mirrored(kind) : kind;
        }
        if (with->kind != OperandKind::number) return true;
        const Condition& which = counted->open.front();
        const bool may_be_any = take_inner({&which, true, claim.at}, known, PathRoot::object, true);
        const bool is_single = !book_.objects[which.index].id;
        constexpr double kMany = 1e9;
        const double most = !may_be_any ? 0 : is_single ? 1 : kMany;
        const double asked = with->number;
        if (kind == ConditionKind::eq || kind == ConditionKind::ne) {
            const bool is_equal = (kind == ConditionKind::eq) == claim.is_true;
            return is_equal ? 0 <= asked && asked <= most : asked != 0 || most > 0;
        }
        switch (claim.is_true ? kind : opposite(kind)) {
            case ConditionKind::lt: return asked > 0;
            case ConditionKind::le: return asked >= 0;
            case ConditionKind::gt: return most > asked;
            default: return most >= asked;
        }
    }

    // In some row of the table stands what the row of the condition may be.
    bool take_row(const Claim& claim, const Known& known) {
        if (!claim.is_true) return true;
        const Condition& condition = *claim.condition;
        const auto& rows = book_.tables[condition.index].rows;
        return std::any_of(rows.begin(), rows.end(), [&](const Table::Row& row) {
            Known inner = known;
            bool fits = row.cells.size() == condition.operands.size();
            for (std::size_t i = 0; fits && i < row.cells.size(); ++i) {
                fits = may_be(condition.operands[i], row.cells[i], {&inner, claim.at});
            }
            return fits;
        });
    }

    static bool may_be(const Operand& operand, const std::string& cell,
                       std::pair<Known*, JudgedAt> at) {
        // A cell of digits stands for a number, too.
        const bool is_number = cell.find_first_not_of("-0123456789") == std::string::npos;
        if (is_number) return true;
        if (operand.kind == OperandKind::text) return operand.text == cell;
        if (operand.kind != OperandKind::path) return true;
        return at.first->domain_of(operand.path, at.second).be_one_of({constant_of_text(cell)});
    }

    const Rulebook& book_;
    std::size_t steps_ = 0;
};

}  // namespace

bool may_hold(std::span<const Claim> claims, const Rulebook& book, const Validity& activated) {
    Known known;
    Path occurred;
    occurred.what = PathWhat::occurred;
    ValueDomain& domain = known.domain_of(occurred, JudgedAt::activation);
    if (activated.from) domain.compare(ConditionKind::ge, *activated.from);
    if (activated.to) domain.compare(ConditionKind::le, *activated.to);
    return Search(book).may_hold({claims.begin(), claims.end()}, std::move(known));
}

bool is_same(const Operand& left, const Operand& right) {
    return left.kind == right.kind &&
           (left.kind != OperandKind::path || is_same_path(left.path, right.path)) &&
           left.text == right.text && left.number == right.number &&
           left.boolean == right.boolean && left.texts == right.texts && left.day == right.day &&
           left.period == right.period && left.param == right.param &&
           std::equal(
               left.open.begin(), left.open.end(), right.open.begin(), right.open.end(),
               [](const Condition& one, const Condition& other) { return is_same(one, other); }) &&
           std::equal(left.parts.begin(), left.parts.end(), right.parts.begin(), right.parts.end(),
                      [](const Operand& one, const Operand& other) { return is_same(one, other); });
}

bool is_same(const Condition& left, const Condition& right) {
    return left.kind == right.kind && left.index == right.index && left.norms == right.norms &&
           left.own_law == right.own_law && left.is_unknown_if_empty == right.is_unknown_if_empty &&
           std::equal(
               left.parts.begin(), left.parts.end(), right.parts.begin(), right.parts.end(),
               [](const Condition& one, const Condition& other) { return is_same(one, other); }) &&
           std::equal(left.operands.begin(), left.operands.end(), right.operands.begin(),
                      right.operands.end(),
                      [](const Operand& one, const Operand& other) { return is_same(one, other); });
}

}  // namespace fallbuch::rules

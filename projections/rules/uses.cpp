#include "projections/rules/uses.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

namespace fallbuch::rules {
namespace {

template <typename Part>
void add_if(const std::optional<Part>& part, Uses& uses) {
    if (part) uses.add(*part);
}

void add_place(const std::optional<Operand>& place, Uses& uses) {
    if (!place) return;
    if (place->kind == OperandKind::param)
        return uses.add(ParamUse{place->param, ParamRole::place});
    uses.add(*place);
}

// Is a value compared as a whole by it?
bool compares(ConditionKind kind) {
    switch (kind) {
        case ConditionKind::eq:
        case ConditionKind::ne:
        case ConditionKind::lt:
        case ConditionKind::le:
        case ConditionKind::gt:
        case ConditionKind::ge:
        case ConditionKind::in:
        case ConditionKind::contains:
        case ConditionKind::contains_all:
        case ConditionKind::contains_any: return true;
        default: return false;
    }
}

// What the parameter at `index` among the operands of a condition is compared with.
ParamUse use_in(const Condition& condition, std::size_t index) {
    ParamUse use{condition.operands[index].param};
    if (condition.kind == ConditionKind::in_table) {
        use.role = ParamRole::cell;
        use.table = condition.index;
        use.column = index;
    }
    if (!compares(condition.kind) || condition.operands.size() != 2) return use;
    const Operand& other = condition.operands[1 - index];
    if (other.kind == OperandKind::duration) use.role = ParamRole::civil_length;
    if (other.kind == OperandKind::path && other.path.codes != nullptr) {
        use.role = ParamRole::code;
        use.codes = other.path.codes;
    }
    const bool is_equation =
        condition.kind == ConditionKind::eq || condition.kind == ConditionKind::ne;
    if (is_equation && other.kind == OperandKind::text) {
        use.role = ParamRole::word;
        use.word = other.text;
    }
    return use;
}

void add_window(const Window& window, Uses& uses) {
    add_if(window.after, uses);
    add_if(window.before, uses);
    for (const Window::Case& one : window.cases) {
        uses.add(one.where);
        uses.add(one.before);
    }
    uses.add(window.until);
    add_place(window.calendar.place, uses);
}

void add_exceptions(const Check& check, Uses& uses) {
    for (const Exception& one : check.unless) {
        add_if(one.event, uses);
        add_if(one.holds, uses);
    }
    uses.add(check.superseded_by);
    for (const Suspension& one : check.suspend) {
        uses.add(one.from);
        uses.add(one.to);
    }
    for (const Excuse& one : check.excuse) {
        uses.add(one.event);
        add_if(one.within, uses);
        add_if(one.earlier, uses);
    }
}

void add_count(const Count& count, const Rulebook& book, Uses& uses) {
    uses.add(count.min, book);
    uses.add(count.max, book);
    add_if(count.length, uses);
    add_if(count.from, uses);
    if (count.prorata_param) uses.add(ParamUse{*count.prorata_param, ParamRole::prorata});
}

void add_fact(const Fact& fact, Uses& uses) {
    uses.add(fact.events);
    uses.add(fact.cleared_by);
    add_if(fact.from, uses);
}

void add_object(const ObjectKind& kind, Uses& uses) {
    uses.add(kind.opened_by);
    uses.add(kind.updated_by);
    uses.add(kind.closed_by);
    for (const ObjectKind::Until& until : kind.until) {
        add_if(until.where, uses);
        uses.add(until.last);
    }
}

void add_trigger(const Check& check, Uses& uses) {
    uses.add(check.on);
    if (check.trigger == Trigger::end_of_object) uses.objects.insert(check.on_object);
    if (check.each_object) uses.objects.insert(*check.each_object);
    add_if(check.each_item, uses);
    add_if(check.each_where, uses);
    add_if(check.where, uses);
    uses.add(check.scope_from);
    uses.add(check.scope_to);
    add_if(check.scope_until, uses);
    add_if(check.anchor, uses);
    add_if(check.governs_by, uses);
    uses.types.insert(check.planned_by.begin(), check.planned_by.end());
}

}  // namespace

void Uses::add(const Operand& operand) {
    if (operand.kind == OperandKind::param) add(ParamUse{operand.param});
    const bool adds = operand.kind == OperandKind::plus || operand.kind == OperandKind::minus;
    const bool is_fact = operand.kind == OperandKind::path && operand.path.root == PathRoot::fact;
    if (is_fact) facts.insert(operand.path.fact);
    for (const Condition& which : operand.open) add(which);
    for (const Operand& part : operand.parts) {
        const bool is_added = adds && &part != &operand.parts.front();
        if (is_added && part.kind == OperandKind::param) {
            add(ParamUse{part.param, ParamRole::civil_length});
        } else {
            add(part);
        }
    }
}

void Uses::add(const Condition& condition) {
    if (condition.kind == ConditionKind::in_table) tables.insert(condition.index);
    if (condition.kind == ConditionKind::holds) objects.insert(condition.index);
    for (const Condition& part : condition.parts) add(part);
    for (std::size_t i = 0; i < condition.operands.size(); ++i) {
        const Operand& operand = condition.operands[i];
        if (operand.kind == OperandKind::param) {
            add(use_in(condition, i));
        } else {
            add(operand);
        }
    }
}

void Uses::add(const Pattern& pattern) {
    types.insert(pattern.type);
    if (pattern.where) add(*pattern.where);
    for (const auto& [own, other] : pattern.match) {
        add(own);
        add(other);
    }
}

void Uses::add(const Patterns& patterns) {
    for (const Pattern& pattern : patterns) add(pattern);
}

void Uses::add(const Length& length) {
    if (length.param) add(ParamUse{*length.param, ParamRole::length});
}

void Uses::add(ParamUse use) {
    params.insert(use.param);
    roles.push_back(std::move(use));
}

void Uses::add(const CountBound& bound, const Rulebook& book) {
    if (bound.value && bound.value->kind == OperandKind::param) {
        add(ParamUse{bound.value->param, ParamRole::number});
    } else {
        add_if(bound.value, *this);
    }
    add_if(bound.key, *this);
    if (!bound.table) return;
    tables.insert(*bound.table);
    for (const Table::Row& row : book.tables[*bound.table].rows) {
        for (std::size_t i = 0; i < book.params.size() && row.cells.size() > 1; ++i) {
            if (book.params[i].name != row.cells[1]) continue;
            add(ParamUse{static_cast<std::uint16_t>(i), ParamRole::number});
        }
    }
}

Uses uses_of(const Check& check, const Rulebook& book) {
    Uses uses;
    add_trigger(check, uses);
    for (const Patterns& patterns : check.require) uses.add(patterns);
    add_if(check.that, uses);
    add_window(check.within, uses);
    add_exceptions(check, uses);
    add_count(check.count, book, uses);
    add_if(check.ids_key, uses);
    for (const auto& [verdict, text] : check.explain) {
        for (const TextPart& part : text) {
            if (part.kind != TextPartKind::value) continue;
            if (part.value.kind == OperandKind::param) {
                uses.params.insert(part.value.param);
            } else {
                uses.add(part.value);
            }
        }
    }
    return uses;
}

Uses uses_of_head(const Rulebook& book) {
    Uses uses;
    add_if(book.unit, uses);
    add_if(book.where, uses);
    add_place(book.calendar.place, uses);
    uses.add(book.closing);
    if (!book.waivers) return uses;
    uses.add(book.waivers->events);
    for (const Operand* part : {&book.waivers->rule, &book.waivers->from, &book.waivers->to}) {
        uses.add(*part);
    }
    return uses;
}

Uses with_definitions(Uses uses, const Rulebook& book) {
    std::size_t before = 0;
    // Facts ask for objects and objects for facts; each round adds one at least, or is the last.
    do {
        before = uses.facts.size() + uses.objects.size();
        for (const std::uint16_t index : std::vector(uses.facts.begin(), uses.facts.end())) {
            add_fact(book.facts[index], uses);
        }
        for (const std::uint16_t index : std::vector(uses.objects.begin(), uses.objects.end())) {
            add_object(book.objects[index], uses);
        }
    } while (uses.facts.size() + uses.objects.size() != before);
    return uses;
}

std::vector<ParamUse> parameter_uses(const Rulebook& book) {
    Uses uses = uses_of_head(book);
    for (const Fact& fact : book.facts) add_fact(fact, uses);
    for (const ObjectKind& kind : book.objects) add_object(kind, uses);
    for (const Check& check : book.checks) {
        Uses of_check = uses_of(check, book);
        std::ranges::move(of_check.roles, std::back_inserter(uses.roles));
    }
    return std::move(uses.roles);
}

}  // namespace fallbuch::rules

#include "projections/rules/uses.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace fallbuch::rules {
namespace {

template <typename Part>
void add_if(const std::optional<Part>& part, Uses& uses) {
    if (part) uses.add(*part);
}

void add_window(const Window& window, Uses& uses) {
    add_if(window.after, uses);
    add_if(window.before, uses);
    for (const Window::Case& one : window.cases) {
        uses.add(one.where);
        uses.add(one.before);
    }
    uses.add(window.until);
    add_if(window.calendar.place, uses);
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
    if (count.prorata_param) uses.params.insert(*count.prorata_param);
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
    if (operand.kind == OperandKind::param) params.insert(operand.param);
    const bool is_fact = operand.kind == OperandKind::path && operand.path.root == PathRoot::fact;
    if (is_fact) facts.insert(operand.path.fact);
    for (const Operand& part : operand.parts) add(part);
}

void Uses::add(const Condition& condition) {
    if (condition.kind == ConditionKind::in_table) tables.insert(condition.index);
    if (condition.kind == ConditionKind::holds) objects.insert(condition.index);
    for (const Condition& part : condition.parts) add(part);
    for (const Operand& operand : condition.operands) add(operand);
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
    if (length.param) params.insert(*length.param);
}

void Uses::add(const CountBound& bound, const Rulebook& book) {
    add_if(bound.value, *this);
    add_if(bound.key, *this);
    if (!bound.table) return;
    tables.insert(*bound.table);
    for (const Table::Row& row : book.tables[*bound.table].rows) {
        for (std::size_t i = 0; i < book.params.size() && row.cells.size() > 1; ++i) {
            if (book.params[i].name == row.cells[1]) params.insert(static_cast<std::uint16_t>(i));
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
            if (part.kind == TextPartKind::value) uses.add(part.value);
        }
    }
    return uses;
}

Uses uses_of_head(const Rulebook& book) {
    Uses uses;
    add_if(book.unit, uses);
    add_if(book.where, uses);
    add_if(book.calendar.place, uses);
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
            uses.add(book.facts[index].events);
            uses.add(book.facts[index].cleared_by);
        }
        for (const std::uint16_t index : std::vector(uses.objects.begin(), uses.objects.end())) {
            const ObjectKind& kind = book.objects[index];
            uses.add(kind.opened_by);
            uses.add(kind.updated_by);
            uses.add(kind.closed_by);
            for (const ObjectKind::Until& until : kind.until) {
                add_if(until.where, uses);
                uses.add(until.last);
            }
        }
    } while (uses.facts.size() + uses.objects.size() != before);
    return uses;
}

}  // namespace fallbuch::rules

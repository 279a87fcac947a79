#include "projections/rules/check_parts_parser.h"

#include <cstddef>
#include <string>
#include <utility>

#include "projections/rules/condition.h"
#include "projections/rules/condition_parser.h"
#include "projections/rules/definitions.h"
#include "projections/rules/definitions_parser.h"
#include "projections/rules/members.h"
#include "projections/rules/operand_parser.h"
#include "projections/rules/path_parser.h"
#include "projections/rules/value_types.h"

namespace fallbuch::rules {
namespace {

// Its rows say how many, or name a parameter that does.
void check_numbers(const Table& table, TextPlace place, Names& names) {
    for (const Table::Row& row : table.rows) {
        const std::string cell = row.cells.size() < 2 ? std::string() : row.cells[1];
        const bool is_number =
            !cell.empty() && cell.find_first_not_of("0123456789") == std::string::npos;
        if (is_number || index_of(names.params, cell)) continue;
        return names.faults.add(place, "a row of the table " + table.name +
                                           " says no number, and names no parameter (" +
                                           row.cells.front() + ")");
    }
}

CountBound parse_bound(const JsonNode& node, const Roots& roots, Names& names) {
    CountBound bound;
    const bool is_table = node.is(JsonKind::object) && node.find("table") != nullptr;
    if (!is_table) {
        // What a parameter is has to be told where its values stand (parameter_check.h).
        const bool is_param = node.find("param") != nullptr;
        bound.value = is_param ? parse_operand(node, roots, names)
                               : parse_operand_of(kNumberType, node, roots, names);
        return bound;
    }
    Members inner(node, "a bound", names.faults);
    const JsonNode* table = inner.require("table", JsonKind::text);
    const JsonNode* key = inner.require("key");
    inner.finish();
    if (table == nullptr || key == nullptr) return bound;
    bound.table = index_of(names.tables, table->text);
    if (!bound.table)
        names.faults.add(table->place, "no table has this name (" + table->text + ")");
    if (bound.table) check_numbers(names.tables[*bound.table], table->place, names);
    bound.key = parse_operand_of(kWordTypes, *key, roots, names);
    return bound;
}

void read_prorata(const JsonNode& node, Names& names, Count& count) {
    count.is_prorata = true;
    const Operand how = parse_operand(node, {}, names);
    if (how.kind == OperandKind::param) {
        count.prorata_param = how.param;
    } else if (how.text != "days") {
        names.faults.add(node.place, "\"prorata\" is \"days\" or a parameter");
    }
}

}  // namespace

bool is_norm(std::string_view paragraph) {
    return paragraph.starts_with("§") || paragraph.starts_with("Art.");
}

Citation parse_citation(const JsonNode& node, RulebookFaults& faults) {
    Members inner(node, "a citation", faults);
    Citation citation;
    citation.law = inner.required_text("law");
    citation.paragraph = inner.required_text("paragraph");
    citation.as_of = inner.day("as_of");
    inner.finish();
    return citation;
}

std::optional<Suspension> parse_suspension(const JsonNode& node, const Roots& roots, Names& names) {
    Members inner(node, "a suspension", names.faults);
    const JsonNode* from = inner.require("from");
    const JsonNode* to = inner.require("to");
    inner.choice("effect", {"extend"});
    inner.finish();
    if (from == nullptr || to == nullptr) return std::nullopt;
    const Patterns begins = parse_patterns(*from, 'x', roots, names);
    const Patterns ends = parse_patterns(*to, 'x', roots, names);
    if (begins.empty() || ends.empty()) return std::nullopt;
    return Suspension{begins.front(), ends.front()};
}

std::vector<Exception> parse_exception(const JsonNode& node, const Roots& roots, Names& names) {
    std::vector<Exception> exceptions;
    const JsonNode* holds = node.is(JsonKind::object) ? node.find("holds") : nullptr;
    if (holds == nullptr) {
        for (Pattern& pattern : parse_patterns(node, 'x', roots, names)) {
            exceptions.push_back({node.place, std::move(pattern), {}, false});
        }
        return exceptions;
    }
    Members inner(node, "an exception", names.faults);
    inner.find("holds");
    const bool reactivates = inner.boolean("reactivates", true);
    inner.finish();
    JsonNode condition;
    condition.kind = JsonKind::object;
    condition.place = node.place;
    condition.members.push_back({"holds", node.place});
    condition.items.push_back(*holds);
    exceptions.push_back({node.place, {}, parse_condition(condition, roots, names), reactivates});
    return exceptions;
}

std::vector<Excuse> parse_excuse(const JsonNode& node, const Roots& roots, Names& names) {
    std::vector<Excuse> excuses;
    Members inner(node, "an excuse", names.faults);
    const JsonNode* event = inner.require("event");
    Excuse excuse;
    if (const JsonNode* within = inner.find("within")) {
        excuse.within = parse_length(*within, names);
    }
    if (const JsonNode* earlier = inner.find("earlier")) {
        excuse.earlier = parse_length(*earlier, names);
    }
    excuse.four_eyes = inner.boolean("four_eyes", false);
    inner.finish();
    if (event == nullptr) return excuses;
    if (excuse.four_eyes) note_actor(roots.activation, names);
    for (Pattern& pattern : parse_patterns(*event, 'x', roots, names)) {
        if (excuse.four_eyes) note_actor({pattern.type}, names);
        excuse.event = std::move(pattern);
        excuses.push_back(excuse);
    }
    return excuses;
}

Count parse_count(const JsonNode& node, const Roots& roots, Names& names) {
    Count count;
    Members inner(node, "a count", names.faults);
    if (const JsonNode* min = inner.find("min")) count.min = parse_bound(*min, roots, names);
    if (const JsonNode* max = inner.find("max")) count.max = parse_bound(*max, roots, names);
    if (const JsonNode* prorata = inner.find("prorata")) read_prorata(*prorata, names, count);
    if (const JsonNode* from = inner.find("from")) {
        count.from = parse_operand_of(kDayType, *from, roots, names);
    }
    const JsonNode* window = inner.find("window");
    inner.finish();
    if (window == nullptr) return count;
    Members shape(*window, "a window of a count", names.faults);
    if (const auto kind = shape.choice("kind", {"sliding", "tumbling", "activation", "between"})) {
        count.window = static_cast<CountWindow>(*kind);
    } else {
        shape.require("kind");
    }
    if (const JsonNode* length = shape.find("length")) {
        count.length = parse_length(*length, names);
    }
    if (const auto unit = shape.choice("unit", {"month", "quarter", "half_year", "year"})) {
        count.unit = static_cast<CalendarUnit>(*unit);
    }
    shape.finish();
    return count;
}

}  // namespace fallbuch::rules

#include "projections/rules/definitions_parser.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/calendar/civil_day.h"
#include "core/events/code_list.h"
#include "projections/rules/condition.h"
#include "projections/rules/condition_parser.h"
#include "projections/rules/faults.h"
#include "projections/rules/json_text.h"
#include "projections/rules/members.h"
#include "projections/rules/names.h"
#include "projections/rules/operand_parser.h"
#include "projections/rules/value_types.h"
#include "projections/rules/vocabulary.h"

namespace fallbuch::rules {
namespace {

// Of two that hold on one day nobody could say which counts.
template <typename Value>
void check_overlaps(const std::vector<Value>& values, const Validity Value::* valid,
                    RulebookFaults& faults,
                    const std::function<bool(const Value&, const Value&)>& are_of_one_kind) {
    for (std::size_t i = 0; i < values.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (!have_common_day(values[i].*valid, values[j].*valid)) continue;
            if (!are_of_one_kind(values[i], values[j])) continue;
            faults.add(values[i].place, "holds on days on which another value holds, too");
            break;
        }
    }
}

// Without "to" a value holds until the next one begins.
void close_open_ends(std::vector<Parameter::Value>& values) {
    for (Parameter::Value& value : values) {
        if (value.valid.to) continue;
        for (const Parameter::Value& next : values) {
            if (!next.valid.from || !value.valid.from || next.units != value.units) continue;
            if (*next.valid.from <= *value.valid.from) continue;
            const CivilDay last = *next.valid.from - std::chrono::days(1);
            if (!value.valid.to || last < *value.valid.to) value.valid.to = last;
        }
    }
}

Operand parse_param_value(const JsonNode& node, Names& names) {
    if (node.is(JsonKind::object) || node.is(JsonKind::null)) {
        names.faults.add(node.place, "a parameter is a text, a number, a boolean or a list");
        return {};
    }
    Operand operand = parse_operand(node, {}, names);
    if (operand.kind == OperandKind::path) names.faults.add(node.place, "a parameter is no path");
    return operand;
}

Parameter parse_param(const std::string& name, const JsonNode& node, Names& names) {
    Parameter param;
    param.name = name;
    param.place = node.place;
    Members members(node, "a parameter", names.faults);
    param.title = members.required_text("title");
    param.combines_by_max = members.choice("combine", {"max"}).has_value();
    param.is_undefined_term = members.boolean("undefined_term", false);
    const JsonNode* values = members.require("values", JsonKind::array);
    members.finish();
    if (values == nullptr) return param;
    for (const JsonNode& item : values->items) {
        Parameter::Value value;
        value.place = item.place;
        Members inner(item, "a value of a parameter", names.faults);
        value.valid.from = inner.day("from");
        value.valid.to = inner.day("to");
        value.units = inner.texts("units");
        if (const JsonNode* what = inner.require("value")) {
            value.value = parse_param_value(*what, names);
        }
        inner.finish();
        param.values.push_back(std::move(value));
    }
    if (param.values.empty()) names.faults.add(node.place, "a parameter needs a value");
    close_open_ends(param.values);
    check_overlaps<Parameter::Value>(
        param.values, &Parameter::Value::valid, names.faults,
        [](const auto& left, const auto& right) { return left.units == right.units; });
    return param;
}

// The pairs of a code list: each code with what one of its attributes names.
void fill_from_codes(const JsonNode& codes, const std::string& attribute, Table& table,
                     Names& names) {
    const CodeList* list = names.vocabulary.events() == EventsOf::casework
                               ? names.vocabulary.catalogue().find_codes(codes.text)
                               : nullptr;
    if (list == nullptr) {
        names.faults.add(codes.place, "no code list has this name (" + codes.text + ")");
        return;
    }
    for (const Code& code : list->codes()) {
        const auto found = code.attributes.find(attribute);
        if (found == code.attributes.end()) continue;
        for (const std::string& value : found->second) {
            table.rows.push_back({{code.valid_from, code.valid_to}, {code.code, value}});
        }
    }
    if (table.rows.empty()) {
        names.faults.add(codes.place, "no code of the list has \"" + attribute + "\"");
    }
}

void parse_row(const JsonNode& node, Table& table, Names& names) {
    Table::Row row;
    const JsonNode* cells = &node;
    if (node.is(JsonKind::object)) {
        Members members(node, "a row", names.faults);
        if (const JsonNode* valid = members.find("valid")) {
            row.valid = parse_validity(*valid, names.faults);
        }
        cells = members.require("row", JsonKind::array);
        members.finish();
    }
    if (cells == nullptr) return;
    for (const JsonNode& cell : cells->items) {
        if (cell.is(JsonKind::integer)) {
            row.cells.push_back(std::to_string(cell.integer));
        } else if (cell.is(JsonKind::text)) {
            row.cells.push_back(cell.text);
        } else {
            names.faults.add(cell.place, "a cell is a text or an integer");
        }
    }
    if (row.cells.empty() ||
        (!table.rows.empty() && table.rows.front().cells.size() != row.cells.size())) {
        names.faults.add(node.place, "all rows of a table have as many cells as its first");
        return;
    }
    table.rows.push_back(std::move(row));
}

Fact parse_fact(const std::string& name, const JsonNode& node, Names& names) {
    Fact fact;
    fact.name = name;
    Members members(node, "a fact", names.faults);
    fact.title = members.text("title");
    const JsonNode* latest = members.find("latest");
    const JsonNode* count = members.find("count");
    const JsonNode* cleared = members.find(count != nullptr ? "reset_by" : "cleared_by");
    const JsonNode* from = count != nullptr ? nullptr : members.find("from");
    members.finish();
    if ((latest == nullptr) == (count == nullptr)) {
        names.faults.add(node.place, "a fact has either \"latest\" or \"count\"");
        return fact;
    }
    fact.counts = count != nullptr;
    fact.events = parse_patterns(fact.counts ? *count : *latest, 'e', {}, names);
    if (cleared != nullptr) fact.cleared_by = parse_patterns(*cleared, 'e', {}, names);
    if (from == nullptr) return fact;
    Roots roots;
    roots.own = types_of(fact.events);
    fact.from = parse_operand_of(kDayType, *from, roots, names);
    return fact;
}

void parse_until(const JsonNode& node, ObjectKind& object, const Roots& roots, Names& names) {
    for (const JsonNode* one : one_or_many(node)) {
        ObjectKind::Until until;
        Members members(*one, "an end", names.faults);
        if (const JsonNode* valid = members.find("valid")) {
            until.valid = parse_validity(*valid, names.faults);
        }
        if (const JsonNode* where = members.find("where")) {
            until.where = parse_condition(*where, roots, names);
        }
        if (const JsonNode* last = members.require("last")) {
            until.last = parse_operand_of(kDayType, *last, roots, names);
        }
        members.finish();
        object.until.push_back(std::move(until));
    }
}

void parse_object(const std::string& name, const JsonNode& node, Names& names) {
    ObjectKind object;
    object.name = name;
    Members members(node, "an object", names.faults);
    object.title = members.text("title");
    object.is_of_office = members.boolean("office", false);
    object.is_retroactive = members.boolean("retroactive", false);
    const std::string id = members.text("id");
    if (!id.empty()) object.id = names.vocabulary.intern_field(id);
    if (const JsonNode* opened = members.require("opened_by")) {
        object.opened_by = parse_patterns(*opened, 'e', {}, names);
    }
    if (const JsonNode* updated = members.find("updated_by")) {
        object.updated_by = parse_patterns(*updated, 'e', {}, names);
    }
    const JsonNode* closed = members.find("closed_by");
    const JsonNode* until = members.find("until");
    members.finish();
    if (object.is_of_office && object.is_retroactive) {
        names.faults.add(node.place,
                         "what is told of the office later was not so before: \"retroactive\" "
                         "is for objects of the case");
    }
    if (object.is_retroactive && node.find("updated_by") == nullptr) {
        names.faults.add(node.place,
                         "nothing is told of it later: \"retroactive\" needs \"updated_by\"");
    }
    for (const Pattern& pattern : object.opened_by) {
        if (!object.id || names.vocabulary.describe(pattern.type) == nullptr) continue;
        if (names.vocabulary.describe(pattern.type, *object.id) != nullptr) continue;
        names.faults.add(pattern.place, "it does not name its \"" + id + "\"");
    }
    // Its own attributes are at hand where its end is said.
    names.objects.push_back(object);
    Roots roots;
    roots.object = static_cast<std::uint16_t>(names.objects.size() - 1);
    if (closed != nullptr) {
        names.objects.back().closed_by = parse_patterns(*closed, 'e', roots, names);
    }
    if (until != nullptr) parse_until(*until, names.objects.back(), roots, names);
}

// Calls `parse` for each member; a section that is no object is a fault.
template <typename Parse>
void each_member(const JsonNode& node, std::string_view what, RulebookFaults& faults,
                 const Parse& parse) {
    if (!node.is(JsonKind::object)) {
        faults.add(node.place, "\"" + std::string(what) + "\" is an object of names");
        return;
    }
    for (std::size_t i = 0; i < node.items.size(); ++i) parse(node.members[i].name, node.items[i]);
}

TypeSet& own_types(char own, Roots& roots) {
    switch (own) {
        case 'a': return roots.activation;
        case 't': return roots.target;
        case 'x': return roots.other;
        default: return roots.own;
    }
}

std::optional<TypeIndex> parse_type(const JsonNode& node, Names& names) {
    const auto type = names.vocabulary.find_type(node.text);
    if (type) return type;
    const std::string nearest = names.vocabulary.nearest_type(node.text);
    names.faults.add(node.place, "the catalogue has no such event (" + node.text + ")" +
                                     (nearest.empty() ? "" : "; did you mean " + nearest + "?"));
    return std::nullopt;
}

void parse_pattern(const JsonNode& node, char own, const Roots& roots,
                   std::pair<Patterns*, Names*> out) {
    auto& [patterns, names] = out;
    Pattern pattern;
    pattern.place = node.place;
    if (node.is(JsonKind::text)) {
        const auto type = parse_type(node, *names);
        if (!type) return;
        pattern.type = *type;
        patterns->push_back(std::move(pattern));
        return;
    }
    Members members(node, "an event pattern", names->faults);
    const JsonNode* type_node = members.require("type", JsonKind::text);
    const JsonNode* where = members.find("where");
    const JsonNode* match = members.find("match");
    members.finish();
    const auto type = type_node == nullptr ? std::nullopt : parse_type(*type_node, *names);
    if (!type) return;
    pattern.type = *type;
    Roots inner = roots;
    own_types(own, inner) = {*type};
    if (where != nullptr) pattern.where = parse_condition(*where, inner, *names);
    if (match != nullptr) pattern.match = parse_match(*match, inner, inner, *names);
    patterns->push_back(std::move(pattern));
}

}  // namespace

Validity parse_validity(const JsonNode& node, RulebookFaults& faults) {
    Validity valid;
    Members members(node, "a validity", faults);
    valid.from = members.day("from");
    valid.to = members.day("to");
    members.finish();
    if (valid.from && valid.to && *valid.to < *valid.from) {
        faults.add(node.place, "it ends before it begins");
    }
    return valid;
}

bool have_common_day(const Validity& left, const Validity& right) {
    const bool begins_before_end = !right.to || !left.from || *left.from <= *right.to;
    const bool ends_after_begin = !right.from || !left.to || *right.from <= *left.to;
    return begins_before_end && ends_after_begin;
}

void parse_params(const JsonNode& node, Names& names) {
    each_member(node, "params", names.faults, [&](const std::string& name, const JsonNode& one) {
        names.params.push_back(parse_param(name, one, names));
    });
}

void parse_tables(const JsonNode& node, Names& names) {
    each_member(node, "tables", names.faults, [&](const std::string& name, const JsonNode& one) {
        Table table{.name = name, .title = {}, .rows = {}};
        Members members(one, "a table", names.faults);
        const JsonNode* codes = members.find("codes", JsonKind::text);
        const std::string attribute = members.text("attribute");
        const JsonNode* rows = members.find("rows", JsonKind::array);
        table.title = members.text("title");
        members.finish();
        if ((codes == nullptr) == (rows == nullptr)) {
            names.faults.add(one.place, "a table has either \"codes\" or \"rows\"");
        } else if (codes != nullptr) {
            fill_from_codes(*codes, attribute, table, names);
        } else {
            for (const JsonNode& row : rows->items) parse_row(row, table, names);
        }
        names.tables.push_back(std::move(table));
    });
}

void parse_facts(const JsonNode& node, Names& names) {
    each_member(node, "facts", names.faults, [&](const std::string& name, const JsonNode& one) {
        names.facts.push_back(parse_fact(name, one, names));
    });
}

void parse_objects(const JsonNode& node, Names& names) {
    each_member(node, "objects", names.faults, [&](const std::string& name, const JsonNode& one) {
        parse_object(name, one, names);
    });
}

Patterns parse_patterns(const JsonNode& node, char own, const Roots& roots, Names& names) {
    Patterns patterns;
    const JsonNode* any = node.is(JsonKind::object) ? node.find("any") : nullptr;
    const JsonNode& list = any != nullptr && node.items.size() == 1 ? *any : node;
    for (const JsonNode* one : one_or_many(list)) {
        parse_pattern(*one, own, roots, {&patterns, &names});
    }
    if (list.is(JsonKind::array) && list.items.empty()) {
        names.faults.add(list.place, "a list of events is empty");
    }
    return patterns;
}

}  // namespace fallbuch::rules

#include "projections/rules/condition_parser.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/events/code_list.h"
#include "projections/rules/german_text.h"
#include "projections/rules/members.h"
#include "projections/rules/norm.h"
#include "projections/rules/norm_reader.h"
#include "projections/rules/operand_parser.h"
#include "projections/rules/path_parser.h"
#include "projections/rules/type_check.h"

namespace fallbuch::rules {
namespace {

// How the operands of a condition are written.
enum class Form : std::uint8_t { conditions, one_condition, operands, special };

struct Operator {
    std::string_view name;
    ConditionKind kind;
    Form form;
    std::size_t count = 0;  // of operands
};

constexpr auto kOperators = std::to_array<Operator>({
    {"all", ConditionKind::all, Form::conditions},
    {"any", ConditionKind::any, Form::conditions},
    {"not", ConditionKind::negation, Form::one_condition},
    {"eq", ConditionKind::eq, Form::operands, 2},
    {"ne", ConditionKind::ne, Form::operands, 2},
    {"lt", ConditionKind::lt, Form::operands, 2},
    {"le", ConditionKind::le, Form::operands, 2},
    {"gt", ConditionKind::gt, Form::operands, 2},
    {"ge", ConditionKind::ge, Form::operands, 2},
    {"in", ConditionKind::in, Form::operands, 2},
    {"contains", ConditionKind::contains, Form::operands, 2},
    {"contains_all", ConditionKind::contains_all, Form::operands, 2},
    {"contains_any", ConditionKind::contains_any, Form::operands, 2},
    {"contains_text", ConditionKind::contains_text, Form::operands, 2},
    {"contains_words", ConditionKind::contains_words, Form::operands, 2},
    {"cites", ConditionKind::cites, Form::special},
    {"present", ConditionKind::present, Form::operands, 1},
    {"valid_code", ConditionKind::valid_code, Form::operands, 1},
    {"in_table", ConditionKind::in_table, Form::special},
    {"holds", ConditionKind::holds, Form::special},
    {"every", ConditionKind::every, Form::special},
    {"some", ConditionKind::some, Form::special},
});

bool is_order(ConditionKind kind) {
    return kind == ConditionKind::lt || kind == ConditionKind::le || kind == ConditionKind::gt ||
           kind == ConditionKind::ge;
}

class ConditionParser {
public:
    ConditionParser(const JsonNode& node, const Roots& roots, Names& names)
        : node_(node), roots_(roots), names_(names) {
        condition_.place = node.place;
    }

    // What stands behind "open": the same as behind "holds".
    Condition parse_objects() {
        condition_.kind = ConditionKind::holds;
        read_holds(node_);
        return condition_;
    }

    Condition parse() {
        if (!node_.is(JsonKind::object) || node_.items.size() != 1) {
            fail(node_.place, "a condition is an object with one operator");
            return condition_;
        }
        const std::string& name = node_.members.front().name;
        const auto found = std::find_if(kOperators.begin(), kOperators.end(),
                                        [&](const Operator& one) { return one.name == name; });
        if (found == kOperators.end()) {
            fail(node_.members.front().place, "no operator is called \"" + name + "\"");
            return condition_;
        }
        condition_.kind = found->kind;
        read(*found, node_.items.front());
        return condition_;
    }

private:
    void fail(TextPlace place, std::string what) { names_.faults.add(place, std::move(what)); }

    void read(const Operator& how, const JsonNode& value) {
        switch (how.form) {
            case Form::conditions: read_conditions(value); break;
            case Form::one_condition:
                condition_.parts.push_back(parse_condition(value, roots_, names_));
                break;
            case Form::operands: read_operands(how, value); break;
            case Form::special: read_special(value); break;
        }
    }

    void read_conditions(const JsonNode& value) {
        if (!value.is(JsonKind::array) || value.items.empty()) {
            return fail(value.place, "\"all\" and \"any\" need a list of conditions");
        }
        for (const JsonNode& item : value.items) {
            condition_.parts.push_back(parse_condition(item, roots_, names_));
        }
    }

    // What has a fault already is not asked for its type.
    void check_operand_types(const SoundReading& reading) {
        if (reading.is_sound()) check_types(condition_, roots_, names_);
    }

    void read_operands(const Operator& how, const JsonNode& value) {
        const SoundReading reading(names_.faults);
        const bool is_list = value.is(JsonKind::array);
        if (!is_list && how.count == 1) {
            condition_.operands.push_back(parse_operand(value, roots_, names_));
            return check_operand_types(reading);
        }
        if (!is_list || value.items.size() != how.count) {
            return fail(value.place, "\"" + std::string(how.name) + "\" needs a list of " +
                                         std::to_string(how.count));
        }
        for (const JsonNode& item : value.items) {
            const bool is_beside_duration =
                !condition_.operands.empty() &&
                condition_.operands.front().kind == OperandKind::duration;
            condition_.operands.push_back(is_beside_duration
                                              ? parse_period_operand(item, roots_, names_)
                                              : parse_operand(item, roots_, names_));
        }
        check_operands(value.place);
        if (how.kind == ConditionKind::contains_words) check_words();
        check_operand_types(reading);
    }

    void check_words() {
        const Operand& asked = condition_.operands.back();
        std::vector<std::string> texts = asked.texts;
        if (asked.kind == OperandKind::text) texts.push_back(asked.text);
        for (const std::string& text : texts) {
            if (!words_of(text).empty()) continue;
            fail(asked.place, "there is no word to be looked for (" + text + ")");
        }
    }

    void check_operands(TextPlace place) {
        const auto& operands = condition_.operands;
        const auto codes = std::find_if(operands.begin(), operands.end(), [](const Operand& one) {
            return one.kind == OperandKind::path && one.path.codes != nullptr;
        });
        if (codes == operands.end()) return;
        const CodeList& list = *codes->path.codes;
        for (const Operand& one : operands) check_codes(one, list);
        if (!is_order(condition_.kind)) return;
        if (list.ordered()) {
            condition_.codes = &list;
        } else {
            fail(place, "the codes of " + list.name() + " have no order");
        }
    }

    void check_codes(const Operand& operand, const CodeList& list) {
        std::vector<std::string> codes = operand.texts;
        if (operand.kind == OperandKind::text) codes.push_back(operand.text);
        for (const std::string& code : codes) {
            if (list.find(code) != nullptr) continue;
            fail(operand.place, "the code list " + list.name() + " has no \"" + code + "\"");
        }
    }

    void read_special(const JsonNode& value) {
        switch (condition_.kind) {
            case ConditionKind::cites: return read_cites(value);
            case ConditionKind::in_table: return read_table(value);
            case ConditionKind::holds: return read_holds(value);
            default: return read_quantifier(value);
        }
    }

    void read_cites(const JsonNode& value) {
        const bool has_form = value.is(JsonKind::array) && value.items.size() >= 2 &&
                              value.items.size() <= 3 && are_texts(value.items[1]);
        if (!has_form) {
            return fail(value.place,
                        "\"cites\" needs a list of a text, the norms asked for (a text or a list "
                        "of texts), and the law of a text that names none, if it has one");
        }
        const SoundReading reading(names_.faults);
        condition_.operands.push_back(parse_operand(value.items[0], roots_, names_));
        check_operand_types(reading);
        Operand asked;
        asked.kind = OperandKind::texts;
        asked.place = value.items[1].place;
        for (const JsonNode* one : one_or_many(value.items[1])) {
            asked.texts.push_back(one->text);
            read_norm(*one);
        }
        condition_.operands.push_back(std::move(asked));
        if (value.items.size() == 2) return;
        const JsonNode& law = value.items[2];
        const auto known = law.is(JsonKind::text) ? read_law(law.text) : std::nullopt;
        if (!known) fail(law.place, "this is no law, as in \"SGB II\" (" + law.text + ")");
        condition_.own_law = known.value_or("");
    }

    static bool are_texts(const JsonNode& node) {
        const auto all = one_or_many(node);
        return !all.empty() && std::all_of(all.begin(), all.end(), [](const JsonNode* one) {
            return one->is(JsonKind::text);
        });
    }

    void read_norm(const JsonNode& node) {
        std::vector<Norm> norms = read_norms(node.text);
        if (node.text == "SGB") norms.emplace_back().law = node.text;  // any of its books
        const bool is_one = norms.size() == 1 && !norms.front().law.empty() &&
                            norms.front().following == Following::none;
        if (!is_one) {
            return fail(node.place,
                        "this is not one norm with its law, as in \"§ 31a Abs. 7 SGB II\" or "
                        "\"§§ 67 bis 77 SGB X\" (" +
                            node.text + ")");
        }
        condition_.norms.push_back(std::move(norms.front()));
    }

    void read_table(const JsonNode& value) {
        Members members(value, "in_table", names_.faults);
        const JsonNode* table = members.require("table", JsonKind::text);
        const JsonNode* row = members.require("row", JsonKind::array);
        members.finish();
        if (table == nullptr || row == nullptr) return;
        const auto index = index_of(names_.tables, table->text);
        if (!index) return fail(table->place, "no table has this name (" + table->text + ")");
        condition_.index = *index;
        const SoundReading reading(names_.faults);
        for (const JsonNode& cell : row->items) {
            condition_.operands.push_back(parse_operand(cell, roots_, names_));
        }
        const auto& rows = names_.tables[*index].rows;
        if (!rows.empty() && rows.front().cells.size() != row->items.size()) {
            fail(row->place,
                 "a row of the table has " + std::to_string(rows.front().cells.size()) + " cells");
        }
        check_operand_types(reading);
    }

    void read_holds(const JsonNode& value) {
        const JsonNode* name = &value;
        const JsonNode* where = nullptr;
        const JsonNode* match = nullptr;
        if (!value.is(JsonKind::text)) {
            Members members(value, "a choice of objects", names_.faults);
            name = members.require("object", JsonKind::text);
            where = members.find("where");
            match = members.find("match");
            members.finish();
        }
        if (name == nullptr) return;
        const auto index = index_of(names_.objects, name->text);
        if (!index) return fail(name->place, "no object has this name (" + name->text + ")");
        condition_.index = *index;
        Roots inner = roots_;
        inner.object = index;
        if (match != nullptr) read_match(*match, inner);
        if (where != nullptr) condition_.parts.push_back(parse_condition(*where, inner, names_));
    }

    // Outside of the object its letter is that of another one, if there is one.
    void read_match(const JsonNode& match, const Roots& inner) {
        for (const JsonNode* pair : one_or_many(match)) {
            if (pair->items.size() != 2 || pair->items[0].text.starts_with("o.")) continue;
            fail(pair->items[0].place, "the first of a pair is what the object says, as in o.id");
        }
        for (auto& [own, other] : parse_match(match, inner, roots_, names_)) {
            condition_.operands.push_back(std::move(own));
            condition_.operands.push_back(std::move(other));
        }
    }

    void read_quantifier(const JsonNode& value) {
        Members members(value, "a condition over a list", names_.faults);
        const JsonNode* of = members.require("of");
        const JsonNode* that = members.require("that");
        condition_.is_unknown_if_empty = members.choice("empty", {"unknown"}).has_value();
        members.finish();
        if (of == nullptr || that == nullptr) return;
        const SoundReading reading(names_.faults);
        condition_.operands.push_back(parse_operand(*of, roots_, names_));
        check_operand_types(reading);
        Roots inner = roots_;
        inner.has_item = true;
        inner.items.clear();
        const Operand& list = condition_.operands.front();
        if (list.kind == OperandKind::path) {
            inner.items = checks_of_items(list.path, roots_, names_);
        }
        condition_.parts.push_back(parse_condition(*that, inner, names_));
    }

    const JsonNode& node_;
    const Roots& roots_;
    Names& names_;
    Condition condition_;
};

}  // namespace

Condition parse_condition(const JsonNode& node, const Roots& roots, Names& names) {
    return ConditionParser(node, roots, names).parse();
}

Condition parse_objects(const JsonNode& node, const Roots& roots, Names& names) {
    return ConditionParser(node, roots, names).parse_objects();
}

}  // namespace fallbuch::rules

#include "projections/rules/rule_words.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <string_view>
#include <utility>

#include "core/events/code_list.h"
#include "core/events/value_check.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/names.h"
#include "projections/rules/norm.h"

namespace fallbuch::rules {
namespace {

// What introduces a list of conditions.
constexpr std::string_view kAllOf = "alles davon:";
constexpr std::string_view kAnyOf = "mindestens eines davon:";

// Between two values; of days, of lengths of time, of anything else.
std::string_view order_words(ConditionKind kind, const std::vector<Operand>& operands) {
    struct Words {
        ConditionKind kind;
        std::string_view day;
        std::string_view duration;
        std::string_view other;
    };
    constexpr auto kWords = std::to_array<Words>({
        {ConditionKind::lt, " liegt vor ", " ist kürzer als ", " ist kleiner als "},
        {ConditionKind::le, " liegt nicht nach ", " ist höchstens ", " ist höchstens "},
        {ConditionKind::gt, " liegt nach ", " ist länger als ", " ist größer als "},
        {ConditionKind::ge, " liegt nicht vor ", " ist mindestens ", " ist mindestens "},
    });
    const auto found = std::find_if(kWords.begin(), kWords.end(),
                                    [&](const Words& one) { return one.kind == kind; });
    if (found == kWords.end()) return kind == ConditionKind::ne ? " ist nicht " : " ist ";
    if (operands.front().kind == OperandKind::duration) return found->duration;
    const bool is_age = operands.front().kind == OperandKind::age;
    return !is_age && is_day(operands.front()) ? found->day : found->other;
}

// Does it count objects, and not all that are open?
bool names_some_objects(const Operand& operand) {
    return operand.kind == OperandKind::open && !operand.open.front().parts.empty();
}

// The lines from this one on that are as deep, with those below in brackets.
std::string level_in_one_line(const TextLines& lines, std::size_t& at) {
    const std::size_t depth = lines[at].depth;
    std::string text;
    while (at < lines.size() && lines[at].depth == depth) {
        std::string line = lines[at++].text;
        const bool introduces = at < lines.size() && lines[at].depth > depth;
        if (introduces && line.ends_with(':')) line.pop_back();
        if (introduces) line += " (" + level_in_one_line(lines, at) + ')';
        text += (text.empty() ? "" : "; ") + line;
    }
    return text;
}

bool is_group(const Condition& condition) {
    return condition.kind == ConditionKind::all || condition.kind == ConditionKind::any ||
           condition.kind == ConditionKind::negation || !condition.parts.empty() ||
           (condition.kind == ConditionKind::holds && !condition.operands.empty()) ||
           std::any_of(condition.operands.begin(), condition.operands.end(), names_some_objects);
}

}  // namespace

Speaker speaker_of(const Check& check, const ValueWords& words) {
    Speaker speaker;
    speaker.roots.activation = types_of(check.on);
    speaker.roots.other = types_of(check.superseded_by);
    for (const Patterns& one : check.require) {
        const TypeSet types = types_of(one);
        speaker.roots.target.insert(speaker.roots.target.end(), types.begin(), types.end());
    }
    if (check.trigger == Trigger::end_of_object) speaker.roots.object = check.on_object;
    if (check.each_object) speaker.roots.object = check.each_object;
    if (!check.each_item) return speaker;
    const ValueCheck* list = words.described(check.each_item->path, speaker).check;
    speaker.roots.has_item = true;
    speaker.roots.items = {list == nullptr ? nullptr : list->items};
    return speaker;
}

void append(TextLines from, TextLines& to) {
    std::move(from.begin(), from.end(), std::back_inserter(to));
}

std::string in_one_line(const TextLines& lines) {
    std::size_t at = 0;
    return lines.empty() ? std::string() : level_in_one_line(lines, at);
}

std::string RuleWords::comparison(const Condition& condition, const Speaker& speaker) {
    const CodeList* codes = codes_of(condition.operands);
    const std::string left = values_.value(condition.operands[0], speaker, codes);
    const std::string right = values_.value(condition.operands[1], speaker, codes);
    const bool is_yes_or_no = condition.operands[1].kind == OperandKind::boolean;
    if (is_yes_or_no && condition.kind == ConditionKind::eq) return left + ": " + right;
    return left + std::string(order_words(condition.kind, condition.operands)) + right;
}

std::string RuleWords::list_test(const Condition& condition, const Speaker& speaker) {
    const CodeList* codes = codes_of(condition.operands);
    const std::string left = values_.value(condition.operands[0], speaker, codes);
    const std::string right = values_.value(condition.operands[1], speaker, codes);
    const bool is_written = condition.operands[1].kind == OperandKind::texts;
    switch (condition.kind) {
        case ConditionKind::in:
            return is_written ? left + " ist " + right : left + " steht in: " + right;
        case ConditionKind::contains: return left + " enthält " + right;
        case ConditionKind::contains_all: return left + " enthält alles von: " + right;
        case ConditionKind::contains_any: return left + " enthält etwas von: " + right;
        case ConditionKind::contains_words: return left + " enthält als Wörter " + right;
        default: break;
    }
    const bool is_searched = condition.operands[0].kind == OperandKind::param &&
                             condition.operands[1].kind == OperandKind::path;
    return is_searched ? right + " kommt vor in: " + left
                       : left + " enthält die Zeichenfolge " + right;
}

std::string RuleWords::citation(const Condition& condition, const Speaker& speaker) {
    std::vector<std::string> norms;
    for (const Norm& norm : condition.norms) norms.push_back(norm_text(norm));
    std::string text =
        values_.value(condition.operands[0], speaker) + " nennt " + joined(norms, "oder");
    if (!condition.own_law.empty())
        text += " (ohne Angabe des Gesetzes: " + condition.own_law + ')';
    return text;
}

std::string RuleWords::table_row(const Condition& condition, const Speaker& speaker) {
    const CodeList* codes = codes_of(condition.operands);
    std::vector<std::string> cells;
    for (const Operand& cell : condition.operands)
        cells.push_back(values_.value(cell, speaker, codes));
    return "in der Tabelle " + values_.table(condition.index) +
           " stehen zusammen: " + joined(cells, "und");
}

std::string RuleWords::leaf(const Condition& condition, const Speaker& speaker) {
    switch (condition.kind) {
        case ConditionKind::eq:
        case ConditionKind::ne:
        case ConditionKind::lt:
        case ConditionKind::le:
        case ConditionKind::gt:
        case ConditionKind::ge: return comparison(condition, speaker);
        case ConditionKind::present:
            return values_.value(condition.operands[0], speaker) + " ist angegeben";
        case ConditionKind::valid_code:
            return values_.value(condition.operands[0], speaker) +
                   " gilt nach der Codeliste an dem Tag";
        case ConditionKind::cites: return citation(condition, speaker);
        case ConditionKind::in_table: return table_row(condition, speaker);
        case ConditionKind::holds: return "es besteht " + values_.object(condition.index);
        default: return list_test(condition, speaker);
    }
}

TextLines RuleWords::introduced(const std::string& head, const Condition& condition,
                                const Speaker& speaker, std::size_t depth) {
    TextLines lines = this->condition(condition, speaker, depth);
    lines.front().text.insert(0, head + " ");
    return lines;
}

// "Anzahl Meldeversäumnisse ist mindestens 3; gezählt wird, wenn Ergebnis ist ..."
TextLines RuleWords::of_number(const Condition& condition, const Speaker& speaker,
                               std::size_t depth) {
    TextLines lines{{depth, leaf(condition, speaker)}};
    for (const Operand& operand : condition.operands) {
        if (!names_some_objects(operand)) continue;
        const Condition& which = operand.open.front();
        Speaker inner = speaker;
        inner.roots.object = which.index;
        inner.own = PathRoot::object;
        const std::string head = lines.back().text + "; gezählt wird, wenn";
        lines.pop_back();
        append(introduced(head, which.parts.front(), inner, depth), lines);
    }
    return lines;
}

TextLines RuleWords::of_object(const Condition& condition, const Speaker& speaker,
                               std::size_t depth) {
    Speaker inner = speaker;
    inner.roots.object = condition.index;
    inner.own = PathRoot::object;
    std::string head = leaf(condition, speaker);
    Pairs pairs;
    for (std::size_t i = 0; i + 1 < condition.operands.size(); i += 2) {
        pairs.emplace_back(condition.operands[i], condition.operands[i + 1]);
    }
    if (!pairs.empty()) head += " mit gleicher Angabe: " + matches(pairs, inner, speaker);
    if (condition.parts.empty()) return {{depth, head}};
    return introduced(head + ", für das gilt:", condition.parts[0], inner, depth);
}

Speaker RuleWords::speaker_of_items(const Condition& condition, const Speaker& speaker) const {
    Speaker inner = speaker;
    const Operand& list = condition.operands[0];
    const ValueCheck* check =
        list.kind == OperandKind::path ? values_.described(list.path, speaker).check : nullptr;
    inner.roots.has_item = true;
    inner.roots.items = {check == nullptr ? nullptr : check->items};
    inner.own = PathRoot::item;
    return inner;
}

TextLines RuleWords::over_list(const Condition& condition, const Speaker& speaker,
                               std::size_t depth) {
    const Operand& list = condition.operands[0];
    const Speaker inner = speaker_of_items(condition, speaker);
    const std::string of = " Eintrag in " + values_.value(list, speaker) +
                           (condition.is_unknown_if_empty ? " (leer: unbekannt)" : "") + " gilt:";
    return introduced(
        (condition.kind == ConditionKind::every ? "von jedem" : "von mindestens einem") + of,
        condition.parts[0], inner, depth);
}

TextLines RuleWords::negated(const Condition& inner, const Speaker& speaker, std::size_t depth) {
    const bool has_object =
        inner.kind == ConditionKind::holds && (!inner.parts.empty() || !inner.operands.empty());
    if (inner.kind == ConditionKind::present) {
        return {{depth, values_.value(inner.operands[0], speaker) + " ist nicht angegeben"}};
    }
    if (inner.kind == ConditionKind::holds && !has_object) {
        return {{depth, "es besteht nicht: " + values_.object(inner.index)}};
    }
    TextLines lines = condition(inner, speaker, depth);
    std::string& first = lines.front().text;
    if (first == kAllOf) {
        first = "nicht alles davon:";
    } else if (first == kAnyOf) {
        first = "nichts davon:";
    } else {
        const bool is_all = inner.kind == ConditionKind::all;
        const bool is_any = inner.kind == ConditionKind::any;
        first.insert(0, is_all ? "nicht zugleich: " : is_any ? "nichts davon: " : "nicht: ");
    }
    return lines;
}

TextLines RuleWords::group(const Condition& condition, const Speaker& speaker, std::size_t depth) {
    const bool is_all = condition.kind == ConditionKind::all;
    constexpr std::size_t kInlineMax = 2;
    const bool are_simple = std::none_of(condition.parts.begin(), condition.parts.end(), is_group);
    if (are_simple && condition.parts.size() <= kInlineMax) {
        std::vector<std::string> leaves;
        for (const Condition& part : condition.parts) leaves.push_back(leaf(part, speaker));
        return {{depth, joined(leaves, is_all ? "und" : "oder")}};
    }
    TextLines lines{{depth, std::string(is_all ? kAllOf : kAnyOf)}};
    for (const Condition& part : condition.parts) {
        TextLines below = this->condition(part, speaker, depth + 1);
        append(std::move(below), lines);
    }
    return lines;
}

TextLines RuleWords::condition(const Condition& condition, const Speaker& speaker,
                               std::size_t depth) {
    switch (condition.kind) {
        case ConditionKind::all:
        case ConditionKind::any: return group(condition, speaker, depth);
        case ConditionKind::negation: return negated(condition.parts[0], speaker, depth);
        case ConditionKind::every:
        case ConditionKind::some: return over_list(condition, speaker, depth);
        case ConditionKind::holds: return of_object(condition, speaker, depth);
        default: return of_number(condition, speaker, depth);
    }
}

std::string RuleWords::matches(const Pairs& pairs, const Speaker& own, const Speaker& other) {
    std::vector<std::string> words;
    for (const auto& [one, to] : pairs) {
        const std::string left = values_.value(one, own);
        const std::string right = values_.value(to, other);
        // "Kontakt" and "Kontakt (des Auslösers)".
        const bool is_same = right.starts_with(left + " (") || left == right;
        const bool is_of_trigger =
            to.kind == OperandKind::path && to.path.root == PathRoot::activation;
        words.push_back(!is_same ? left + " wie " + right : is_of_trigger ? left : right);
    }
    return joined(words, "und");
}

TextLines RuleWords::events(const Patterns& patterns, PathRoot own, const Speaker& speaker,
                            std::size_t depth) {
    TextLines lines;
    for (const Pattern& pattern : patterns) {
        Speaker inner = speaker;
        inner.own = own;
        TypeSet& types = own == PathRoot::activation ? inner.roots.activation
                         : own == PathRoot::target   ? inner.roots.target
                                                     : inner.roots.other;
        types = {pattern.type};
        std::string head = quoted(values_.vocabulary().title(pattern.type));
        if (!pattern.match.empty())
            head += " mit gleicher Angabe: " + matches(pattern.match, inner, inner);
        if (!pattern.where) {
            lines.push_back({depth, std::move(head)});
            continue;
        }
        TextLines whole = introduced(head + ", wenn", *pattern.where, inner, depth);
        append(std::move(whole), lines);
    }
    return lines;
}

}  // namespace fallbuch::rules

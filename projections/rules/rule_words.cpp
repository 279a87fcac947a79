#include "projections/rules/rule_words.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string_view>
#include <utility>

#include "core/events/value_check.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/leaf_words.h"
#include "projections/rules/names.h"
#include "projections/rules/positive_terms.h"

namespace fallbuch::rules {
namespace {

// What introduces a list of conditions.
constexpr std::string_view kAllOf = "alles davon:";
constexpr std::string_view kAnyOf = "mindestens eines davon:";

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
    if (condition.kind == ConditionKind::negation) return is_group(condition.parts.front());
    return condition.kind == ConditionKind::all || condition.kind == ConditionKind::any ||
           !condition.parts.empty() ||
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

TextLines RuleWords::introduced(const std::string& head, const Condition& condition,
                                const Speaker& speaker, std::size_t depth) {
    TextLines lines = this->condition(condition, speaker, depth);
    lines.front().text.insert(0, head + " ");
    return lines;
}

Speaker RuleWords::within(const Condition& holds, const Speaker& speaker) {
    Speaker inner = speaker;
    inner.roots.object = holds.index;
    inner.own = PathRoot::object;
    return inner;
}

// "Anzahl Meldeversäumnisse ist mindestens 3; gezählt wird, wenn Ergebnis ist ..."
TextLines RuleWords::of_number(const Condition& condition, const Speaker& speaker,
                               std::size_t depth) {
    TextLines lines{{depth, leaf_words(condition, false, values_, speaker)}};
    for (const Operand& operand : condition.operands) {
        if (!names_some_objects(operand)) continue;
        const Condition& which = operand.open.front();
        const std::string head = lines.back().text + "; gezählt wird, wenn";
        lines.pop_back();
        append(introduced(head, which.parts.front(), within(which, speaker), depth), lines);
    }
    return lines;
}

TextLines RuleWords::of_object(const Condition& condition, bool is_denied, const Speaker& speaker,
                               std::size_t depth) {
    const std::string head = object_head(condition, is_denied, speaker);
    if (condition.parts.empty()) return {{depth, head}};
    return introduced(head + ", wofür gilt:", condition.parts[0], within(condition, speaker),
                      depth);
}

std::string RuleWords::object_head(const Condition& condition, bool is_denied,
                                   const Speaker& speaker) {
    Pairs pairs;
    for (std::size_t i = 0; i + 1 < condition.operands.size(); i += 2) {
        pairs.emplace_back(condition.operands[i], condition.operands[i + 1]);
    }
    std::string head = leaf_words(condition, is_denied, values_, speaker);
    if (pairs.empty()) return head;
    return head + " mit gleicher Angabe: " + matches(pairs, within(condition, speaker), speaker);
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

std::string RuleWords::list_head(const Condition& condition, bool is_denied,
                                 const Speaker& speaker) {
    const std::string of = condition.kind == ConditionKind::every ? "von jedem"
                           : is_denied                            ? "von keinem"
                                                                  : "von mindestens einem";
    const bool tells_empty = condition.is_unknown_if_empty && !values_.is_abridged();
    return of + " Eintrag in " + values_.value(condition.operands[0], speaker) +
           (tells_empty ? " (leer: unbekannt)" : "") + " gilt";
}

TextLines RuleWords::over_list(const Condition& condition, bool is_denied, const Speaker& speaker,
                               std::size_t depth) {
    return introduced(list_head(condition, is_denied, speaker) + ':', condition.parts[0],
                      speaker_of_items(condition, speaker), depth);
}

std::string RuleWords::brief(const Condition& condition, const Speaker& speaker) {
    const bool is_denied = condition.kind == ConditionKind::negation;
    const Condition& inner = is_denied ? condition.parts.front() : condition;
    switch (inner.kind) {
        case ConditionKind::every:
        case ConditionKind::some:
            return list_head(inner, is_denied, speaker) + ", was die Regel verlangt";
        case ConditionKind::holds:
            return object_head(inner, is_denied, speaker) + ", wie die Regel es verlangt";
        default: break;
    }
    const bool counts = std::ranges::any_of(inner.operands, names_some_objects);
    if (!counts) return in_one_line(this->condition(condition, speaker));
    return leaf_words(inner, is_denied, values_, speaker) + "; gezählt wird, was die Regel nennt";
}

// "nichts davon" is said of what is told as it is; all else by its opposite.
TextLines RuleWords::negated(const Condition& inner, const Speaker& speaker, std::size_t depth) {
    Condition whole;
    whole.kind = ConditionKind::negation;
    whole.parts.push_back(inner);
    whole = in_positive_terms(whole);
    const bool are_all_denied = inner.kind == ConditionKind::any &&
                                whole.kind == ConditionKind::all &&
                                std::ranges::all_of(whole.parts, is_denial);
    if (are_all_denied) {
        TextLines lines = group(inner, speaker, depth);
        std::string& first = lines.front().text;
        first = first == kAnyOf ? "nichts davon:" : "nichts davon: " + first;
        return lines;
    }
    if (whole.kind != ConditionKind::negation) return condition(whole, speaker, depth);
    const Condition& denied = whole.parts.front();
    if (denied.kind == ConditionKind::some) return over_list(denied, true, speaker, depth);
    if (denied.kind == ConditionKind::holds) return of_object(denied, true, speaker, depth);
    return {{depth, leaf_words(denied, true, values_, speaker)}};
}

TextLines RuleWords::group(const Condition& condition, const Speaker& speaker, std::size_t depth) {
    const bool is_all = condition.kind == ConditionKind::all;
    constexpr std::size_t kInlineMax = 2;
    const bool are_simple = std::none_of(condition.parts.begin(), condition.parts.end(), is_group);
    if (are_simple && condition.parts.size() <= kInlineMax) {
        std::vector<std::string> leaves;
        for (const Condition& part : condition.parts) {
            leaves.push_back(in_one_line(this->condition(part, speaker)));
        }
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
        case ConditionKind::some: return over_list(condition, false, speaker, depth);
        case ConditionKind::holds: return of_object(condition, false, speaker, depth);
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

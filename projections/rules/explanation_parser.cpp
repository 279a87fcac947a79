#include "projections/rules/explanation_parser.h"

#include <algorithm>
#include <array>
#include <functional>
#include <string_view>
#include <vector>

#include "projections/rules/comparison.h"
#include "projections/rules/condition.h"
#include "projections/rules/members.h"
#include "projections/rules/operand_parser.h"

namespace fallbuch::rules {
namespace {

struct Word {
    std::string_view name;
    TextPartKind kind;
};
constexpr std::array kWords{
    Word{"due", TextPartKind::due},         Word{"earliest", TextPartKind::earliest},
    Word{"late_by", TextPartKind::late_by}, Word{"done", TextPartKind::done},
    Word{"count", TextPartKind::counted},   Word{"bound", TextPartKind::bound},
    Word{"unknown", TextPartKind::unknown}};

// What stands between two braces.
TextPart parse_placeholder(std::string_view name, const JsonNode& node, const Roots& roots,
                           Names& names) {
    TextPart part;
    const auto word = std::find_if(kWords.begin(), kWords.end(),
                                   [&](const Word& one) { return one.name == name; });
    if (word != kWords.end()) {
        part.kind = word->kind;
        return part;
    }
    part.kind = TextPartKind::value;
    constexpr std::string_view kParam = "param.";
    JsonNode inner;
    inner.place = node.place;
    inner.kind = JsonKind::text;
    inner.text = name;
    if (name.starts_with(kParam)) {
        part.value.kind = OperandKind::param;
        const auto index = index_of(names.params, name.substr(kParam.size()));
        if (!index) {
            names.faults.add(node.place, "no parameter has this name (" + inner.text + ")");
        }
        part.value.param = index.value_or(0);
        return part;
    }
    part.value = parse_operand(inner, roots, names);
    if (part.value.kind != OperandKind::path) {
        names.faults.add(node.place, "an explanation has no value {" + inner.text + "}");
    }
    return part;
}

Explanation parse_explanation(const JsonNode& node, const Roots& roots, Names& names) {
    Explanation explanation;
    std::string_view rest = node.text;
    const auto add_words = [&](std::string_view words) {
        if (words.empty()) return;
        explanation.push_back({TextPartKind::words, std::string(words), {}});
    };
    while (!rest.empty()) {
        const std::size_t open = rest.find('{');
        const std::size_t close = rest.find('}', open);
        if (open == std::string_view::npos || close == std::string_view::npos) {
            if (open != std::string_view::npos) {
                names.faults.add(node.place, "a brace is not closed");
            }
            add_words(rest);
            break;
        }
        add_words(rest.substr(0, open));
        explanation.push_back(
            parse_placeholder(rest.substr(open + 1, close - open - 1), node, roots, names));
        rest.remove_prefix(close + 1);
    }
    return explanation;
}

}  // namespace

std::map<std::string, Explanation, std::less<>> parse_explanations(const JsonNode& node,
                                                                   const Roots& roots,
                                                                   Names& names) {
    std::map<std::string, Explanation, std::less<>> explanations;
    Members members(node, "\"explain\"", names.faults);
    for (const std::string_view verdict :
         {"satisfied", "violated", "pending", "not_applicable", "waived", "undetermined"}) {
        const JsonNode* text = members.find(verdict, JsonKind::text);
        if (text == nullptr) continue;
        explanations.emplace(verdict, parse_explanation(*text, roots, names));
    }
    members.finish();
    return explanations;
}

std::vector<Operand> facts_in(const std::map<std::string, Explanation, std::less<>>& explanations) {
    std::vector<Operand> facts;
    for (const auto& [verdict, text] : explanations) {
        for (const TextPart& part : text) {
            const bool is_fact = part.kind == TextPartKind::value &&
                                 part.value.kind == OperandKind::path &&
                                 part.value.path.root == PathRoot::fact;
            const bool is_new = is_fact && std::ranges::none_of(facts, [&](const Operand& one) {
                                    return is_same_path(one.path, part.value.path);
                                });
            if (is_new) facts.push_back(part.value);
        }
    }
    return facts;
}

}  // namespace fallbuch::rules

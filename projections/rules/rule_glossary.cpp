#include "projections/rules/rule_glossary.h"

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "projections/rules/condition.h"
#include "projections/rules/definitions.h"
#include "projections/rules/names.h"
#include "projections/rules/rulebook.h"
#include "projections/rules/value_words.h"

namespace fallbuch::rules {
namespace {

TextLines fact_lines(const Fact& fact, RuleWords& words) {
    TextLines lines{{0, fact.counts ? "Anzahl der Ereignisse:" : "das letzte Ereignis von:"}};
    append(words.events(fact.events, PathRoot::target, {}, 1), lines);
    if (fact.from) {
        Speaker speaker;
        speaker.roots.own = types_of(fact.events);
        speaker.own = PathRoot::target;
        const std::string day = words.values().value(*fact.from, speaker);
        lines.push_back({0, "es zählt ab dem genannten Tag: " + day});
    }
    if (fact.cleared_by.empty()) return lines;
    lines.push_back({0, fact.counts ? "von vorn gezählt nach:" : "ungültig mit:"});
    append(words.events(fact.cleared_by, PathRoot::target, {}, 1), lines);
    return lines;
}

TextLines object_lines(const ObjectKind& object, std::uint16_t index, RuleWords& words) {
    TextLines lines{{0, "beginnt mit:"}};
    append(words.events(object.opened_by, PathRoot::target, {}, 1), lines);
    const char* since = object.is_retroactive ? ", rückwirkend auf seinen Beginn:" : ":";
    if (!object.updated_by.empty()) lines.push_back({0, std::string("ändert sich mit") + since});
    append(words.events(object.updated_by, PathRoot::target, {}, 1), lines);
    if (!object.closed_by.empty()) lines.push_back({0, "endet mit:"});
    Speaker speaker;
    speaker.roots.object = index;
    append(words.events(object.closed_by, PathRoot::target, speaker, 1), lines);
    speaker.own = PathRoot::object;
    for (const ObjectKind::Until& one : object.until) {
        std::string head = "letzter Tag: " + words.values().value(one.last, speaker);
        if (one.valid.from || one.valid.to) head += " (Recht " + german_validity(one.valid) + ")";
        append(one.where ? words.introduced(head + ", wenn", *one.where, speaker)
                         : TextLines{{0, std::move(head)}},
               lines);
    }
    return lines;
}

// The last cells of rows that begin alike stand in one line. A cell may name a parameter.
TextLines table_lines(const Table& table, RuleWords& words) {
    TextLines lines;
    std::string last;
    for (const Table::Row& row : table.rows) {
        std::vector<std::string> cells;
        for (const std::string& cell : row.cells) {
            const auto param = index_of(words.values().book().params, cell);
            cells.push_back(param ? words.values().param(*param) : cell);
        }
        std::string end = std::move(cells.back());
        cells.pop_back();
        std::string head = joined(cells, "–");
        if (!head.empty()) head += ": ";
        if (row.valid.from || row.valid.to) head = german_validity(row.valid) + ", " + head;
        if (!lines.empty() && !head.empty() && head == last) {
            lines.back().text += ", " + end;
        } else {
            lines.push_back({0, head + end});
        }
        last = std::move(head);
    }
    return lines;
}

// »Rechtskreis« (circle): who writes rules looks for the name.
template <typename Named>
std::string label_of(const Named& named) {
    return title_of(named) + (named.title.empty() ? "" : " (" + named.name + ')');
}

}  // namespace

std::vector<RuleSection> glossary_of(RuleWords& words) {
    const Rulebook& book = words.values().book();
    const Mentioned& mentioned = words.values().mentioned();
    std::vector<RuleSection> sections;
    std::set<std::uint16_t> facts;
    std::set<std::uint16_t> objects;
    // Each explanation may mention more.
    while (facts.size() < mentioned.facts.size() || objects.size() < mentioned.objects.size()) {
        for (const std::uint16_t index : std::set<std::uint16_t>(mentioned.objects)) {
            if (!objects.insert(index).second) continue;
            sections.push_back(
                {label_of(book.objects[index]), object_lines(book.objects[index], index, words)});
        }
        for (const std::uint16_t index : std::set<std::uint16_t>(mentioned.facts)) {
            if (!facts.insert(index).second) continue;
            sections.push_back({label_of(book.facts[index]), fact_lines(book.facts[index], words)});
        }
    }
    for (const std::uint16_t index : mentioned.tables) {
        sections.push_back({label_of(book.tables[index]), table_lines(book.tables[index], words)});
    }
    return sections;
}

}  // namespace fallbuch::rules

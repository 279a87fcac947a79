#include "tools/fallbuch/rulebook_page.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <utility>
#include <vector>

#include "projections/rules/check.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/definitions.h"
#include "projections/rules/finding.h"
#include "projections/rules/rule_glossary.h"
#include "projections/rules/rule_sentences.h"
#include "projections/rules/rule_words.h"
#include "projections/rules/scenario.h"
#include "projections/rules/value_words.h"
#include "tools/fallbuch/page_text.h"
#include "tools/fallbuch/table.h"

namespace fallbuch {
namespace {

using rules::Check;
using rules::Rulebook;

std::string_view grade_words(std::string_view grade) {
    if (grade == "A") return "Ereignisse entscheiden";
    if (grade == "T") return "eine Person bescheinigt es";
    if (grade == "H") return "Frage einer Prüfung";
    return "";
}

std::string kind_text(const Rulebook& book, const Check& check) {
    std::string text(rules::german(check.type));
    if (!check.grade.empty()) text += ", " + std::string(grade_words(check.grade));
    const auto severity = rules::severity_of(book, check);
    return text + ", verletzt: " + std::string(rules::german(severity));
}

// A rule holds within the days of its rulebook.
rules::Validity within(const rules::Validity& book, rules::Validity rule) {
    if (!rule.from || (book.from && *rule.from < *book.from)) rule.from = book.from;
    if (!rule.to || (book.to && *book.to < *rule.to)) rule.to = book.to;
    return rule;
}

std::string validity_text(const Rulebook& book, const Check& check) {
    if (check.valid.empty()) return rules::german_validity(book.valid);
    std::string text;
    for (const rules::Validity& one : check.valid) {
        text += (text.empty() ? "" : "; ") + rules::german_validity(within(book.valid, one));
    }
    return text;
}

// The parameters with these numbers, with their values by date.
std::string parameter_table(const Rulebook& book, const std::set<std::uint16_t>& numbers,
                            std::size_t width) {
    Table table({{"Parameter"}, {"Bedeutung und Wert", Align::left, Fit::wrap}});
    for (const std::uint16_t number : numbers) {
        const rules::Parameter& param = book.params[number];
        std::string text = param.title;
        if (param.is_undefined_term) text += "; unbestimmter Rechtsbegriff, daher nur zu prüfen";
        if (param.combines_by_max) text += "; der höchste Wert aller Regelwerke gilt";
        for (const rules::Parameter::Value& value : param.values) {
            text += '\n' + rules::german_parameter(value.value) + ", " +
                    rules::german_validity(value.valid);
            for (const std::string& unit : value.units) text += ", " + unit;
        }
        table.add({param.name, text});
    }
    return table.text(width);
}

void print_lines(std::string_view label, const rules::TextLines& lines, PageText& page) {
    if (lines.empty()) return;
    page.line(0, label);
    for (const rules::TextLine& line : lines) page.line(line.depth + 1, line.text, "– ");
}

void print_sections(const std::vector<rules::RuleSection>& sections, PageText& page) {
    for (const rules::RuleSection& one : sections) print_lines(one.label, one.lines, page);
}

void print_citations(const std::vector<rules::Citation>& cites, PageText& page) {
    rules::TextLines lines;
    for (const rules::Citation& one : cites) lines.push_back({0, rules::german_citation(one)});
    print_lines("Quelle", lines, page);
}

// A rule has one check or several, which share most of what it says.
class RulePage {
public:
    RulePage(const Rulebook& book, const rules::Vocabulary& vocabulary, std::size_t width)
        : book_(book), words_(book, vocabulary), width_(width), page_(width) {}

    std::string text(std::string_view id) {
        for (const Check& check : book_.checks) {
            if (is_about(check, id)) print(check);
        }
        for (const rules::UncheckedRow& row : book_.unchecked) {
            if (row.id == id) print(row);
        }
        if (first_ == nullptr) return page_.take();
        const auto glossary = rules::glossary_of(words_);
        if (!glossary.empty()) page_.heading("Begriffe");
        print_sections(glossary, page_);
        const auto& params = words_.values().mentioned().params;
        if (!params.empty()) {
            page_.heading("Parameter");
            page_.raw(parameter_table(book_, params, width_));
        }
        return page_.take();
    }

private:
    static bool is_about(const Check& check, std::string_view id) {
        const auto& embodied = check.embodies;
        return check.id == id ||
               std::find(embodied.begin(), embodied.end(), id) != embodied.end() ||
               std::any_of(check.ids.begin(), check.ids.end(),
                           [&](const auto& one) { return one.second == id; });
    }

    void print(const Check& check) {
        const bool is_new_rule = first_ == nullptr || first_->id != check.id;
        if (is_new_rule) first_ = &check;
        if (is_new_rule) print_head(check);
        if (!check.part.empty() || check.reading_of) print_part_head(check);
        page_.gap();
        auto sections = rules::sections_of(check, words_);
        sections.push_back({"Texte", rules::explanations_of(check, words_)});
        if (check.reading_of) sections = otherwise(std::move(sections), *check.reading_of);
        print_sections(sections, page_);
    }

    // Of another reading only what it says otherwise than the check itself.
    std::vector<rules::RuleSection> otherwise(std::vector<rules::RuleSection> sections,
                                              std::size_t main) {
        auto same = rules::sections_of(book_.checks[main], words_);
        same.push_back({"Texte", rules::explanations_of(book_.checks[main], words_)});
        for (const rules::RuleSection& one : same) {
            const auto found =
                std::find_if(sections.begin(), sections.end(),
                             [&](const auto& other) { return other.label == one.label; });
            if (found == sections.end()) {
                sections.push_back({one.label, {{0, "entfällt in dieser Lesart"}}});
            } else if (found->lines == one.lines) {
                sections.erase(found);
            }
        }
        return sections;
    }

    void print_head(const Check& check) {
        page_.heading(check.id + "  " + check.title);
        page_.line(0, book_.id + "@" + book_.version + ", Geltung: " + validity_text(book_, check));
        page_.line(0, kind_text(book_, check));
        page_.gap();
        page_.line(0, check.statement);
        page_.gap();
        print_citations(check.cites, page_);
        if (check.embodies.empty()) return;
        std::string rows;
        for (const std::string& id : check.embodies) rows += (rows.empty() ? "" : ", ") + id;
        page_.line(0, "Verwirklicht auch: " + rows);
    }

    // What the part has otherwise than the rule's first check.
    void print_part_head(const Check& check) {
        page_.gap();
        std::string title = check.part.empty() ? check.id : check.id + "/" + check.part;
        if (check.reading_of) title += ", andere Lesart: " + check.reading;
        page_.line(0, title);
        const std::string kind = kind_text(book_, check);
        const std::string valid = validity_text(book_, check);
        if (check.title != first_->title) page_.line(0, check.title);
        if (kind != kind_text(book_, *first_)) page_.line(0, kind);
        if (valid != validity_text(book_, *first_)) page_.line(0, "Geltung: " + valid);
        if (check.statement != first_->statement) page_.line(0, check.statement);
    }

    void print(const rules::UncheckedRow& row) {
        page_.heading(row.id + "  " + row.title);
        page_.line(0, book_.id + "@" + book_.version + ", wird nicht geprüft");
        page_.gap();
        page_.line(0, row.statement);
        page_.gap();
        print_citations(row.cites, page_);
        page_.line(0, "Grund");
        page_.line(1, row.reason);
    }

    const Rulebook& book_;
    rules::RuleWords words_;
    std::size_t width_;
    PageText page_;
    const Check* first_ = nullptr;  // of the rule that is printed
};

std::string rule_table(const Rulebook& book, std::size_t width) {
    Table table({{"Regel"}, {"Titel", Align::left, Fit::wrap}, {"Art"}, {"Prüfung"}});
    std::set<std::string> known;
    for (const Check& check : book.checks) {
        if (!known.insert(check.id).second) continue;
        std::string title = check.title;
        if (!check.valid.empty()) title += "\nGeltung: " + validity_text(book, check);
        table.add({check.id, title, std::string(rules::german(check.type)), check.grade});
    }
    for (const rules::UncheckedRow& row : book.unchecked) {
        table.add({row.id, row.title + "\nnicht geprüft", "", row.grade});
    }
    return table.text(width);
}

std::string_view transition_words(rules::Transition transition) {
    switch (transition) {
        case rules::Transition::keep_old_version:
            return "Offene Pflichten bleiben bei der Fassung, unter der sie begannen.";
        case rules::Transition::restart_new:
            return "Offene Pflichten beginnen nach der neuen Fassung von vorn.";
        case rules::Transition::close_lapsed: return "Offene Pflichten entfallen.";
        case rules::Transition::gap: return "Gilt an einem Tag keine Fassung, ist das verletzt.";
    }
    return "";
}

}  // namespace

std::string rulebook_page(const Rulebook& book, const rules::Vocabulary& vocabulary,
                          std::size_t width) {
    PageText page(width);
    rules::RuleWords words(book, vocabulary);
    page.heading(book.id + "@" + book.version + "  " + book.title);
    page.line(0, "Geltung: " + rules::german_validity(book.valid));
    if (book.published) page.line(0, "Veröffentlicht: " + rules::german_date(*book.published));
    page.line(0, book.applies_by_activation
                     ? "Gilt nur in Dienststellen und Zeiträumen, für die es in Kraft gesetzt ist."
                     : "Gilt ohne Inkraftsetzung.");
    if (book.where) print_lines("Nur für Fälle, in denen", words.condition(*book.where, {}), page);
    page.line(0, "Wechsel der Fassung");
    page.line(1, transition_words(book.transition), "– ");
    const auto glossary = rules::glossary_of(words);
    print_sections(glossary, page);
    if (!book.params.empty()) {
        std::set<std::uint16_t> all;
        for (std::size_t i = 0; i < book.params.size(); ++i) {
            all.insert(static_cast<std::uint16_t>(i));
        }
        page.heading("Parameter");
        page.raw(parameter_table(book, all, width));
    }
    page.heading("Regeln");
    page.raw(rule_table(book, width));
    return page.take();
}

std::string rule_page(const Rulebook& book, const rules::Vocabulary& vocabulary,
                      std::string_view id, std::size_t width) {
    return RulePage(book, vocabulary, width).text(id);
}

}  // namespace fallbuch

#include "tools/fallbuch/page_text.h"

#include <algorithm>

#include "tools/fallbuch/text_cells.h"

namespace fallbuch {

void PageText::heading(std::string_view text) {
    if (!out_.empty()) gap();
    line(0, text);
    out_ += std::string(std::min(width_, cell_count(visible(text))), '-') + '\n';
}

void PageText::line(std::size_t level, std::string_view text, std::string_view mark) {
    const std::string indent(2 * level, ' ');
    const std::string hanging = indent + std::string(cell_count(mark), ' ');
    std::string current = indent + std::string(mark);
    bool is_empty = true;
    std::string words = visible(text);
    while (!words.empty()) {
        const std::string word = words.substr(0, words.find(' '));
        words.erase(0, std::min(words.size(), word.size() + 1));
        const std::string longer = current + (is_empty ? "" : " ") + word;
        if (is_empty || cell_count(longer) <= width_) {
            current = longer;
        } else {
            out_ += current + '\n';
            current = hanging + word;
        }
        is_empty = false;
    }
    out_ += current + '\n';
}

}  // namespace fallbuch

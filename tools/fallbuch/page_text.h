// Running text for a terminal: headings, and lines that are broken with a hanging indent.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace fallbuch {

// What it is given never drives the terminal: everything goes through visible() (text_cells.h).
class PageText {
public:
    explicit PageText(std::size_t width) : width_(width) {}

    // An empty line, the text, and a rule below it.
    void heading(std::string_view text);
    // Two cells of indent for each level. `mark` stands before the text, as "– "; what is broken
    // goes on behind it.
    void line(std::size_t level, std::string_view text, std::string_view mark = "");
    void gap() { out_ += '\n'; }
    void raw(std::string_view text) { out_ += text; }

    std::string take() { return std::move(out_); }

private:
    std::size_t width_;
    std::string out_;
};

}  // namespace fallbuch

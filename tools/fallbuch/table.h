// How do rows of data become a table that fits the terminal?
//
//   Nr  Ereignis             Wer
//   --  -------------------  ------
//    1  Antrag ist           M. Weiß
//       eingegangen
//
// What a cell holds never drives the terminal: everything goes through visible() (text_cells.h).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace fallbuch {

enum class Align { left, right };

// What gives way when the table is too wide. One column at most is flexible.
enum class Fit {
    natural,  // as wide as its widest cell, as long as there is room
    cut,      // flexible: cut with "…"
    wrap,     // flexible: goes on in the next line; "\n" in a cell begins a line. What begins with
              // spaces, or "– ", goes on below its first word
};

struct Column {
    std::string title;
    Align align = Align::left;
    Fit fit = Fit::natural;
};

class Table {
public:
    // At least one column.
    explicit Table(std::vector<Column> columns);

    // One cell for each column.
    void add(std::vector<std::string> cells);

    // Title, rule and rows; each line ends with a newline, has no spaces at its end and at most
    // `width` cells. Where the flexible column is not enough, texts are cut, then numbers. Only a
    // width of fewer than three cells for each column is exceeded.
    std::string text(std::size_t width) const;

private:
    using Row = std::vector<std::string>;
    // The lines of one cell, ready for the terminal, before they are fitted.
    std::vector<std::string> lines_of(const std::string& cell, std::size_t column) const;
    std::vector<std::string> fitted(const std::string& cell, std::size_t column,
                                    std::size_t width) const;
    std::vector<std::size_t> widths(std::size_t width) const;
    void print_row(const Row& row, const std::vector<std::size_t>& widths, std::string& out) const;

    std::vector<Column> columns_;
    std::vector<Row> rows_;
};

inline constexpr std::size_t kTerminalWidthDefault = 80;

// Cells of a line on stdout: of the terminal, or $COLUMNS if the terminal does not tell;
// kTerminalWidthDefault if stdout is no terminal.
std::size_t terminal_width();
// The same for stderr, where progress is shown; nothing if it is no terminal.
std::optional<std::size_t> error_terminal_width();
// The number in $COLUMNS; nothing (nullptr, no number, 0) means the default.
std::size_t parse_columns(const char* columns);

}  // namespace fallbuch

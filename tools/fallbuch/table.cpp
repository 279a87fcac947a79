#include "tools/fallbuch/table.h"

#include <asm-generic/ioctls.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <numeric>
#include <string_view>
#include <utility>

#include "core/base/assert.h"
#include "tools/fallbuch/text_cells.h"

namespace fallbuch {
namespace {

constexpr std::string_view kGap = "  ";
constexpr std::size_t kFlexibleCellsMin = 12;
constexpr std::size_t kTextCellsMin = 8;
constexpr std::string_view kItemMark = "– ";

// Where the next line ends: behind the last word that fits, or in the middle of a word that is
// longer than a line.
std::size_t line_bytes(std::string_view text, std::size_t width) {
    const std::size_t fit_bytes = bytes_that_fit(text, width);
    if (fit_bytes == text.size() || text[fit_bytes] == ' ') return fit_bytes;
    const std::size_t space = text.substr(0, fit_bytes).rfind(' ');
    if (space != std::string_view::npos && space > 0) return space;
    // A character wider than the column still has to go somewhere.
    return std::max(fit_bytes, decode_character(text).size_bytes);
}

// What a line begins with before its first word: spaces, and the mark of an item.
std::string_view line_head(std::string_view line) {
    std::size_t size_bytes = std::min(line.find_first_not_of(' '), line.size());
    if (line.substr(size_bytes).starts_with(kItemMark)) size_bytes += kItemMark.size();
    return line.substr(0, size_bytes);
}

// What does not fit goes on below the first word, if there is room for that.
std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
    std::string head(line_head(text));
    if (cell_count(head) + kTextCellsMin > width) head.clear();
    text.remove_prefix(head.size());
    width -= cell_count(head);
    std::vector<std::string> lines;
    do {
        const std::size_t size_bytes = text.empty() ? 0 : line_bytes(text, width);
        lines.push_back(head + std::string(text.substr(0, size_bytes)));
        text.remove_prefix(size_bytes);
        text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
        head = std::string(cell_count(head), ' ');
    } while (!text.empty());
    return lines;
}

std::string padded(const std::string& text, std::size_t width, Align align) {
    const std::size_t cells = cell_count(text);
    const std::string space(width > cells ? width - cells : 0, ' ');
    return align == Align::right ? space + text : text + space;
}

std::optional<std::size_t> width_of(int descriptor) {
    if (::isatty(descriptor) == 0) return std::nullopt;
    winsize size{};
    if (::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
    return parse_columns(std::getenv("COLUMNS"));
}

}  // namespace

Table::Table(std::vector<Column> columns) : columns_(std::move(columns)) {
    LEDGER_ASSERT(!columns_.empty());
    const auto flexible = [](const Column& column) { return column.fit != Fit::natural; };
    LEDGER_ASSERT(std::count_if(columns_.begin(), columns_.end(), flexible) <= 1);
}

void Table::add(std::vector<std::string> cells) {
    LEDGER_ASSERT(cells.size() == columns_.size());
    rows_.push_back(std::move(cells));
}

std::vector<std::string> Table::lines_of(const std::string& cell, std::size_t column) const {
    if (columns_[column].fit != Fit::wrap) return {visible(cell)};
    std::vector<std::string> lines;
    std::string_view rest = cell;
    while (true) {
        const std::size_t end = rest.find('\n');
        lines.push_back(visible(rest.substr(0, end)));
        if (end == std::string_view::npos) return lines;
        rest.remove_prefix(end + 1);
    }
}

std::vector<std::string> Table::fitted(const std::string& cell, std::size_t column,
                                       std::size_t width) const {
    if (columns_[column].fit != Fit::wrap) return {cut_to_cells(visible(cell), width)};
    std::vector<std::string> out;
    for (const std::string& line : lines_of(cell, column)) {
        std::ranges::move(wrapped(line, width), std::back_inserter(out));
    }
    return out;
}

std::vector<std::size_t> Table::widths(std::size_t width) const {
    std::vector<std::size_t> out;
    for (std::size_t column = 0; column < columns_.size(); ++column) {
        std::size_t cells = cell_count(visible(columns_[column].title));
        for (const Row& row : rows_) {
            for (const std::string& line : lines_of(row[column], column)) {
                cells = std::max(cells, cell_count(line));
            }
        }
        out.push_back(cells);
    }
    // What may shrink, in this order; of several the widest.
    const auto may_shrink = [&](std::size_t column, int round) {
        const bool flexible = columns_[column].fit != Fit::natural;
        if (round == 0) return flexible && out[column] > kFlexibleCellsMin;
        if (round == 1) {
            return !flexible && columns_[column].align == Align::left &&
                   out[column] > kTextCellsMin;
        }
        return out[column] > 1;
    };
    std::size_t sum = std::accumulate(out.begin(), out.end(), kGap.size() * (out.size() - 1));
    for (int round = 0; round < 3; ++round) {
        while (sum > width) {
            std::optional<std::size_t> widest;
            for (std::size_t i = 0; i < out.size(); ++i) {
                if (may_shrink(i, round) && (!widest || out[i] > out[*widest])) widest = i;
            }
            if (!widest) break;
            --out[*widest];
            --sum;
        }
    }
    return out;
}

void Table::print_row(const Row& row, const std::vector<std::size_t>& widths,
                      std::string& out) const {
    std::vector<std::vector<std::string>> cells;
    std::size_t line_count = 1;
    for (std::size_t column = 0; column < row.size(); ++column) {
        cells.push_back(fitted(row[column], column, widths[column]));
        line_count = std::max(line_count, cells.back().size());
    }
    for (std::size_t i = 0; i < line_count; ++i) {
        std::string line;
        for (std::size_t column = 0; column < cells.size(); ++column) {
            if (column > 0) line += kGap;
            const std::string cell = i < cells[column].size() ? cells[column][i] : std::string();
            line += padded(cell, widths[column], columns_[column].align);
        }
        line.resize(line.find_last_not_of(' ') + 1);
        out += line + '\n';
    }
}

std::string Table::text(std::size_t width) const {
    const std::vector<std::size_t> cells = widths(width);
    std::string out;
    Row titles;
    Row rule;
    for (std::size_t column = 0; column < columns_.size(); ++column) {
        titles.push_back(columns_[column].title);
        rule.emplace_back(cells[column], '-');
    }
    print_row(titles, cells, out);
    print_row(rule, cells, out);
    for (const Row& row : rows_) print_row(row, cells, out);
    return out;
}

std::size_t terminal_width() { return width_of(STDOUT_FILENO).value_or(kTerminalWidthDefault); }

std::optional<std::size_t> error_terminal_width() { return width_of(STDERR_FILENO); }

std::size_t parse_columns(const char* columns) {
    constexpr long kColumnsMax = 10'000;
    const long number = columns == nullptr ? 0 : std::strtol(columns, nullptr, 10);
    if (number <= 0 || number > kColumnsMax) return kTerminalWidthDefault;
    return static_cast<std::size_t>(number);
}

}  // namespace fallbuch

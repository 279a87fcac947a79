#include "tools/fallbuch/progress.h"

#include <algorithm>
#include <cmath>
#include <iostream>
#include <utility>
#include <vector>

#include "tools/fallbuch/table.h"
#include "tools/fallbuch/text_cells.h"

namespace fallbuch {
namespace {

constexpr std::size_t kBarCells = 20;
constexpr std::string_view kGap = "  ";
constexpr std::string_view kReturnAndClear = "\r\x1b[K";

std::string two_digits(long long number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

std::optional<double> fraction_of(const ProgressState& state) {
    double fraction = state.done_fraction.value_or(0);
    if (!state.done_fraction) {
        if (state.total_count == 0) return std::nullopt;
        fraction = static_cast<double>(state.done_count) / static_cast<double>(state.total_count);
    }
    return std::clamp(fraction, 0.0, 1.0);
}

std::string percent_text(double fraction) {
    // Rounded down: 100 only when all is done.
    const std::string digits = std::to_string(static_cast<int>(fraction * 100));
    return std::string(3 - digits.size(), ' ') + digits + " %";
}

std::string bar(double fraction) {
    const auto full = static_cast<std::size_t>(fraction * kBarCells);
    return '[' + std::string(full, '#') + std::string(kBarCells - full, '.') + ']';
}

double rate_of(const ProgressState& state) {
    const double seconds = std::chrono::duration<double>(state.elapsed).count();
    return seconds > 0 ? static_cast<double>(state.done_count) / seconds : 0;
}

std::string count_text(const ProgressState& state) {
    return grouped(state.done_count) +
           (state.total_count != 0 ? '/' + grouped(state.total_count) : std::string());
}

// Nothing as long as it would be a guess.
std::string left_text(const ProgressState& state, double fraction) {
    if (fraction <= 0 || fraction >= 1) return {};
    const double seconds =
        std::chrono::duration<double>(state.elapsed).count() * (1 - fraction) / fraction;
    constexpr double kSecondsMax = 1e9;
    if (seconds > kSecondsMax) return {};
    return duration_text(std::chrono::seconds(std::llround(seconds))) + " left";
}

std::string joined(const std::vector<std::string>& parts) {
    std::string out;
    for (const std::string& part : parts) {
        if (!out.empty()) out += kGap;
        out += part;
    }
    return out;
}

}  // namespace

std::string grouped(std::uint64_t number) {
    std::string out = std::to_string(number);
    for (std::size_t from_end = 3; from_end < out.size(); from_end += 4) {
        out.insert(out.size() - from_end, 1, ',');
    }
    return out;
}

std::string duration_text(std::chrono::seconds duration) {
    const long long seconds = duration.count();
    if (seconds < 60) return std::to_string(seconds) + " s";
    const long long minutes = seconds / 60;
    if (minutes < 60) {
        return std::to_string(minutes) + " min " + two_digits(seconds % 60) + " s";
    }
    return std::to_string(minutes / 60) + " h " + two_digits(minutes % 60) + " min";
}

std::string progress_line(const ProgressState& state, std::size_t width) {
    std::vector<std::string> parts{visible(state.title)};
    const std::optional<double> fraction = fraction_of(state);
    if (fraction) {
        parts.push_back(percent_text(*fraction) + ' ' + bar(*fraction));
    }
    parts.push_back(count_text(state));
    const double rate = rate_of(state);
    if (rate > 0) {
        parts.push_back(grouped(static_cast<std::uint64_t>(std::llround(rate))) + "/s");
    }
    if (fraction) {
        std::string left = left_text(state, *fraction);
        if (!left.empty()) parts.push_back(std::move(left));
        if (cell_count(joined(parts)) > width) parts[1] = percent_text(*fraction);
    }
    while (parts.size() > 1 && cell_count(joined(parts)) > width) parts.pop_back();
    return cut_to_cells(joined(parts), width);
}

ProgressOutput error_output() {
    return {[] { return std::chrono::steady_clock::now().time_since_epoch(); },
            [](std::string_view text) { std::cerr << text << std::flush; }, error_terminal_width()};
}

Progress::Progress(std::string title, ProgressOutput output)
    : title_(std::move(title)), output_(std::move(output)), started_(output_.now()) {}

Progress::~Progress() { clear(); }

void Progress::update(std::uint64_t done_count, std::uint64_t total_count) {
    draw({title_, done_count, total_count, std::nullopt, {}});
}

void Progress::update_bytes(std::uint64_t done_count, std::uint64_t done_bytes,
                            std::uint64_t total_bytes) {
    std::optional<double> fraction;
    if (total_bytes != 0) {
        fraction = static_cast<double>(done_bytes) / static_cast<double>(total_bytes);
    }
    draw({title_, done_count, 0, fraction, {}});
}

void Progress::draw(ProgressState state) {
    if (!output_.width) return;
    const std::chrono::nanoseconds now = output_.now();
    if (drawn_ && now - *drawn_ < kRedrawInterval) return;
    drawn_ = now;
    visible_ = true;
    state.elapsed = now - started_;
    // A line that fills the last cell makes some terminals scroll.
    const std::size_t width = *output_.width > 1 ? *output_.width - 1 : 1;
    output_.write(std::string(kReturnAndClear) + progress_line(state, width));
}

void Progress::clear() {
    if (visible_) output_.write(kReturnAndClear);
    visible_ = false;
}

}  // namespace fallbuch

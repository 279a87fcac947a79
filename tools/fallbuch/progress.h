// How far is a long work, how fast does it go, and when will it be done? One line on a terminal.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace fallbuch {

// A clock that is never set; only differences mean anything.
using SteadyNow = std::function<std::chrono::nanoseconds()>;
std::chrono::nanoseconds steady_now();

// How far the work is: counted, or by the bytes of its input while something else is counted.
struct ProgressState {
    std::string_view title;
    std::uint64_t done_count = 0;
    std::uint64_t total_count = 0;        // 0: unknown
    std::optional<double> done_fraction;  // from 0 to 1; nothing: from the counts
    std::chrono::nanoseconds elapsed{0};
};

// The line, at most `width` cells:
// "Importing   42 % [########............]  4,200/10,000  1,400/s  4 s left". What does not fit is
// left out: first the bar, then from the end. Of an unknown total: "Importing  4,200  1,400/s".
std::string progress_line(const ProgressState& state, std::size_t width);

// "999", "1,000", "1,234,567".
std::string grouped(std::uint64_t number);
// "59 s", "3 min 05 s", "2 h 07 min".
std::string duration_text(std::chrono::seconds duration);

// Where progress is shown and by which clock it goes.
struct ProgressOutput {
    std::function<std::chrono::nanoseconds()> now;  // never set; only differences mean anything
    std::function<void(std::string_view)> write;
    std::optional<std::size_t> width;  // nothing: no terminal, nothing is ever written
};
// stderr and the machine's steady clock.
ProgressOutput error_output();

// One thread. Draws at most 10 times a second and clears its line when destroyed.
class Progress {
public:
    explicit Progress(std::string title, ProgressOutput output = error_output());
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;
    ~Progress();

    // What is done by now, counted from the start; a total of 0 is unknown.
    void update(std::uint64_t done_count, std::uint64_t total_count);
    // The same where only the input's bytes tell how far it is.
    void update_bytes(std::uint64_t done_count, std::uint64_t done_bytes,
                      std::uint64_t total_bytes);
    // Clears the line, so that something else can be written; the next update draws it again.
    void clear();

private:
    static constexpr std::chrono::milliseconds kRedrawInterval{100};

    void draw(ProgressState state);

    std::string title_;
    ProgressOutput output_;
    std::chrono::nanoseconds started_;
    std::optional<std::chrono::nanoseconds> drawn_;
    bool visible_ = false;
};

}  // namespace fallbuch

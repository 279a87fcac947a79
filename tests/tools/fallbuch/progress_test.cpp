#include "tools/fallbuch/progress.h"

#include <catch2/catch.hpp>
#include <chrono>
#include <string>
#include <vector>

#include "tools/fallbuch/text_cells.h"

namespace fallbuch {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST_CASE("numbers are grouped by thousands", "[tools][fallbuch]") {
    CHECK(grouped(0) == "0");
    CHECK(grouped(999) == "999");
    CHECK(grouped(1000) == "1,000");
    CHECK(grouped(1234567) == "1,234,567");
}

TEST_CASE("a duration is told in its two greatest units", "[tools][fallbuch]") {
    CHECK(duration_text(seconds(0)) == "0 s");
    CHECK(duration_text(seconds(59)) == "59 s");
    CHECK(duration_text(seconds(60)) == "1 min 00 s");
    CHECK(duration_text(seconds(185)) == "3 min 05 s");
    CHECK(duration_text(seconds(7620)) == "2 h 07 min");
}

TEST_CASE("the line tells how far, how fast and how long", "[tools][fallbuch]") {
    CHECK(progress_line({"Importing", 4200, 10000, std::nullopt, seconds(3)}, 80) ==
          "Importing   42 % [########............]  4,200/10,000  1,400/s  4 s left");
    CHECK(progress_line({"Importing", 0, 10000, std::nullopt, seconds(0)}, 80) ==
          "Importing    0 % [....................]  0/10,000");
    CHECK(progress_line({"Importing", 10000, 10000, std::nullopt, seconds(5)}, 80) ==
          "Importing  100 % [####################]  10,000/10,000  2,000/s");
    CHECK(progress_line({"Importing", 9999, 10000, std::nullopt, seconds(5)}, 80) ==
          "Importing   99 % [###################.]  9,999/10,000  2,000/s  0 s left");
}

TEST_CASE("of an unknown total only what is done is told", "[tools][fallbuch]") {
    CHECK(progress_line({"Importing", 4200, 0, std::nullopt, seconds(3)}, 80) ==
          "Importing  4,200  1,400/s");
}

TEST_CASE("bytes tell how far it is while events are counted", "[tools][fallbuch]") {
    CHECK(progress_line({"Importing", 4200, 0, 0.25, seconds(3)}, 80) ==
          "Importing   25 % [#####...............]  4,200  1,400/s  9 s left");
    CHECK(progress_line({"Importing", 1, 0, 1.5, seconds(1)}, 80) ==
          "Importing  100 % [####################]  1  1/s");
}

TEST_CASE("a narrow terminal loses the bar first, then the end", "[tools][fallbuch]") {
    const ProgressState state{"Importing", 4200, 10000, std::nullopt, seconds(3)};
    CHECK(progress_line(state, 60) == "Importing   42 %  4,200/10,000  1,400/s  4 s left");
    CHECK(progress_line(state, 40) == "Importing   42 %  4,200/10,000  1,400/s");
    CHECK(progress_line(state, 20) == "Importing   42 %");
    CHECK(progress_line(state, 5) == "Impo…");
    for (std::size_t width = 1; width < 90; ++width) {
        CHECK(cell_count(progress_line(state, width)) <= width);
    }
}

// A terminal that remembers what it was sent.
struct Terminal {
    std::chrono::nanoseconds now{0};
    std::vector<std::string> written;
    std::optional<std::size_t> width = 80;

    ProgressOutput output() {
        return {[this] { return now; },
                [this](std::string_view text) { written.emplace_back(text); }, width};
    }
};

TEST_CASE("the line is drawn at most ten times a second and cleared at the end",
          "[tools][fallbuch]") {
    Terminal terminal;
    {
        Progress progress("Checking", terminal.output());
        for (std::uint64_t done = 0; done < 1000; ++done) {
            progress.update(done, 1000);
            terminal.now += milliseconds(1);
        }
    }
    REQUIRE(terminal.written.size() == 11);
    CHECK(terminal.written[0] == "\r\x1b[KChecking    0 % [....................]  0/1,000");
    CHECK(terminal.written[5] ==
          "\r\x1b[KChecking   50 % [##########..........]  500/1,000  1,000/s  1 s left");
    CHECK(terminal.written[10] == "\r\x1b[K");
}

TEST_CASE("a line that was cleared is not cleared again, and the next update draws it",
          "[tools][fallbuch]") {
    Terminal terminal;
    {
        Progress progress("Importing", terminal.output());
        progress.clear();
        CHECK(terminal.written.empty());
        progress.update_bytes(3, 50, 100);
        progress.clear();
        CHECK(terminal.written.size() == 2);
        terminal.now += milliseconds(100);
        progress.update_bytes(4, 0, 0);
        CHECK(terminal.written.back() == "\r\x1b[KImporting  4  40/s");
        progress.clear();
    }
    CHECK(terminal.written.size() == 4);
}

TEST_CASE("nothing is written where there is no terminal", "[tools][fallbuch]") {
    Terminal terminal;
    terminal.width.reset();
    {
        Progress progress("Importing", terminal.output());
        progress.update(1, 2);
        progress.clear();
    }
    CHECK(terminal.written.empty());
}

}  // namespace
}  // namespace fallbuch

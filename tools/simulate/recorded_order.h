// Brings the lines of many histories into the order in which they were recorded.
//
// A queue of weeks: a line goes into the week of its `recorded`; when no later history can add to a
// week, it is sorted and handed on. Only what is still ahead of the newest history is in memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace fallbuch::simulate {

// Where lines go, many at a time.
using LineSink = std::function<Status(std::string_view lines)>;

class RecordedOrder {
public:
    // Takes lines recorded in [from, to), in seconds since 1970 UTC.
    RecordedOrder(std::int64_t from, std::int64_t to, LineSink sink);

    // `append` writes the line and its line feed. Lines of the same second keep the order of the
    // calls. Not before what release() has let go.
    template <class Append>
    void add(std::int64_t recorded, Append append) {
        Week& week = week_of(recorded);
        if (week.blocks.empty() || week.blocks.back().size() > kBlockBytes - kLineBytes) {
            week.blocks.emplace_back().reserve(kBlockBytes);
        }
        std::string& block = week.blocks.back();
        const std::size_t begin = block.size();
        append(block);
        week.lines.push_back({recorded, week.blocks.size() - 1, begin, block.size() - begin});
    }

    // Nothing more will come that was recorded before this second.
    Status release(std::int64_t before);
    // Hands on all the rest.
    Status finish();

private:
    // Text in blocks, because a string that doubles would hold twice what it needs.
    static constexpr std::size_t kBlockBytes = 65536;
    static constexpr std::size_t kLineBytes = 4096;  // hardly a line is longer

    struct Line {
        std::int64_t recorded;
        std::size_t block;
        std::size_t begin;
        std::size_t bytes;
    };
    struct Week {
        std::vector<std::string> blocks;
        std::vector<Line> lines;
    };

    Week& week_of(std::int64_t recorded);
    Status hand_on(Week& handed);

    std::int64_t from_;
    LineSink sink_;
    std::vector<Week> weeks_;
    std::size_t first_ = 0;  // the first week that is not handed on
    std::string sorted_;
};

}  // namespace fallbuch::simulate

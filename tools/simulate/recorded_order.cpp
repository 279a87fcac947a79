#include "tools/simulate/recorded_order.h"

#include <algorithm>
#include <utility>

#include "core/base/assert.h"

namespace fallbuch::simulate {

namespace {

constexpr std::int64_t kWeekSeconds = std::int64_t{7} * 86400;

}  // namespace

RecordedOrder::RecordedOrder(std::int64_t from, std::int64_t to, LineSink sink)
    : from_(from),
      sink_(std::move(sink)),
      weeks_(static_cast<std::size_t>((to - from) / kWeekSeconds + 1)) {}

RecordedOrder::Week& RecordedOrder::week_of(std::int64_t recorded) {
    LEDGER_ASSERT(recorded >= from_);
    const auto index = static_cast<std::size_t>((recorded - from_) / kWeekSeconds);
    LEDGER_ASSERT(index >= first_);
    LEDGER_ASSERT(index < weeks_.size());
    return weeks_[index];
}

Status RecordedOrder::hand_on(Week& handed) {
    // A string that is assigned an empty one would keep its memory; one that is moved away does
    // not.
    Week week = std::exchange(handed, {});
    std::stable_sort(week.lines.begin(), week.lines.end(), [](const Line& left, const Line& right) {
        return left.recorded < right.recorded;
    });
    sorted_.clear();
    for (const Line& line : week.lines)
        sorted_.append(week.blocks[line.block], line.begin, line.bytes);
    return sink_(sorted_);
}

Status RecordedOrder::release(std::int64_t before) {
    while (first_ < weeks_.size() &&
           from_ + static_cast<std::int64_t>(first_ + 1) * kWeekSeconds <= before) {
        RETURN_IF_ERROR(hand_on(weeks_[first_++]));
    }
    return {};
}

Status RecordedOrder::finish() {
    while (first_ < weeks_.size()) RETURN_IF_ERROR(hand_on(weeks_[first_++]));
    return {};
}

}  // namespace fallbuch::simulate

#include "projections/engine/kept_events.h"

#include <algorithm>
#include <cstring>
#include <type_traits>

#include "core/base/assert.h"

namespace fallbuch {
namespace {

constexpr std::size_t kBlockBytes = 1U << 20U;

}  // namespace

void* KeptEvents::take(std::size_t size_bytes) {
    constexpr std::size_t kUnit = sizeof(std::max_align_t);
    const std::size_t whole_bytes = (size_bytes + kUnit - 1) / kUnit * kUnit;
    if (whole_bytes > free_bytes_) {
        free_bytes_ = std::max(kBlockBytes, whole_bytes);
        // Not filled with zeros, which would touch each byte once more.
        blocks_.push_back(
            std::unique_ptr<std::max_align_t[]>(new std::max_align_t[free_bytes_ / kUnit]));
        free_ = reinterpret_cast<std::uint8_t*>(blocks_.back().get());
    }
    std::uint8_t* const taken = free_;
    free_ += whole_bytes;
    free_bytes_ -= whole_bytes;
    size_bytes_ += whole_bytes;
    return taken;
}

void KeptEvents::add(const StreamId& stream, Position position, ByteView opened) {
    static_assert(std::is_trivially_destructible_v<Event>);
    auto* const event =
        new (take(sizeof(Event) + opened.size())) Event{nullptr, position, opened.size()};
    std::copy(opened.begin(), opened.end(), reinterpret_cast<std::uint8_t*>(event + 1));
    Case& one = cases_[stream];
    if (one.last == nullptr) {
        one.first = event;
    } else {
        LEDGER_ASSERT(one.last->position < position);
        one.last->next = event;
    }
    one.last = event;
}

}  // namespace fallbuch

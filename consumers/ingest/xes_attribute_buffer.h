// The attributes that the reader is collecting for one log, trace or event.
//
// Texts lie in one arena and attributes in one vector; both are kept from one owner to the next,
// so that reading an event allocates nothing.
#pragma once

#include <array>
#include <cstddef>
#include <memory_resource>
#include <optional>
#include <string_view>
#include <vector>

#include "consumers/ingest/xes_log.h"
#include "core/base/result.h"

namespace fallbuch {

class XesAttributeBuffer {
public:
    XesAttributeBuffer() = default;
    XesAttributeBuffer(const XesAttributeBuffer&) = delete;
    XesAttributeBuffer& operator=(const XesAttributeBuffer&) = delete;

    // Forgets everything; views given out before are no longer valid.
    void clear();

    struct Text {
        std::string_view key;
        std::optional<std::string_view> value;
    };

    // Begins an attribute inside the one that is open, if any, and copies its texts. invalid
    // "KIND \"KEY\": WHY (VALUE)" if the value is missing, wrong or over a limit.
    Status open(XesKind kind, const Text& text);
    // Says that what comes next inside the open list are its members, or no longer.
    void set_in_values(bool in_values) { in_values_ = in_values; }
    // Ends the attribute that was opened last.
    void close();

    // The text of the attribute opened last, valid until clear().
    std::string_view last_text() const { return attributes_.back().text; }
    // Attributes collected, at all depths.
    std::size_t count() const { return attributes_.size(); }

    // What was collected so far, with nothing open. Valid until clear() or open().
    XesAttributes view();

private:
    struct Open {
        std::size_t index;
        bool in_values;  // what in_values_ was outside
    };
    std::string_view keep(std::string_view text);
    Status check(const Text& text) const;

    static constexpr std::size_t kArenaBytes = 16 * 1024;
    std::array<std::byte, kArenaBytes> first_block_;
    std::pmr::monotonic_buffer_resource arena_{first_block_.data(), first_block_.size()};
    std::vector<XesAttribute> attributes_;  // in preorder
    std::vector<Open> open_;
    std::size_t text_bytes_ = 0;
    bool in_values_ = false;
};

}  // namespace fallbuch

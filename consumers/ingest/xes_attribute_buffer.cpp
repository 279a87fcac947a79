#include "consumers/ingest/xes_attribute_buffer.h"

#include <cstring>
#include <string>
#include <utility>

#include "consumers/ingest/xes_value.h"
#include "core/base/assert.h"

namespace fallbuch {
namespace {

// Attributes kept allocated from one owner to the next; an owner with more gives them back.
constexpr std::size_t kAttributesKept = 4096;

std::string limit(std::string_view what, std::size_t most) {
    return std::string(what) + " (limit " + std::to_string(most) + ")";
}

}  // namespace

void XesAttributeBuffer::clear() {
    attributes_.clear();
    if (attributes_.capacity() > kAttributesKept) attributes_.shrink_to_fit();
    open_.clear();
    arena_.release();
    text_bytes_ = 0;
    in_values_ = false;
}

Status XesAttributeBuffer::open(XesKind kind, const Text& text) {
    const auto named = [&](std::string_view why) {
        return Error{ErrorCode::invalid, std::string(to_string(kind)) + " \"" + shown(text.key) +
                                             "\": " + std::string(why)};
    };
    if (const Status status = check(text); !status) return named(status.error().message);
    const bool nested_only = kind == XesKind::list || kind == XesKind::container;
    if (!text.value && !nested_only) return named("has no value");
    XesAttribute attribute;
    attribute.kind = kind;
    attribute.in_values = in_values_;
    attribute.key = keep(text.key);
    attribute.text = keep(text.value.value_or(std::string_view()));
    auto value = parse_xes_value(kind, attribute.text);
    if (!value) return named(value.error().message);
    attribute.value = *value;
    open_.push_back({attributes_.size(), std::exchange(in_values_, false)});
    attributes_.push_back(attribute);
    return {};
}

void XesAttributeBuffer::close() {
    LEDGER_ASSERT(!open_.empty());
    const Open closed = open_.back();
    open_.pop_back();
    attributes_[closed.index].nested_count = attributes_.size() - closed.index - 1;
    in_values_ = closed.in_values;
}

XesAttributes XesAttributeBuffer::view() {
    LEDGER_ASSERT(open_.empty());
    // Only now the vector no longer moves what it holds.
    for (XesAttribute& attribute : attributes_) attribute.nested = &attribute + 1;
    return XesAttributes(attributes_);
}

Status XesAttributeBuffer::check(const Text& text) const {
    const std::size_t value_bytes = text.value ? text.value->size() : 0;
    std::string why;
    if (text.key.size() > kXesValueBytesMax)
        why = limit("the key has too many bytes", kXesValueBytesMax);
    if (value_bytes > kXesValueBytesMax)
        why = limit("the value has too many bytes", kXesValueBytesMax);
    if (open_.size() >= kXesNestingMax)
        why = limit("attributes are nested too deep", kXesNestingMax);
    if (attributes_.size() >= kXesAttributesMax)
        why = limit("too many attributes", kXesAttributesMax);
    if (text_bytes_ + text.key.size() + value_bytes > kXesTextBytesMax) {
        why = limit("attributes have too many bytes", kXesTextBytesMax);
    }
    if (!why.empty()) return Error{ErrorCode::invalid, why};
    return {};
}

std::string_view XesAttributeBuffer::keep(std::string_view text) {
    if (text.empty()) return {};
    auto* const copy = static_cast<char*>(arena_.allocate(text.size(), 1));
    std::memcpy(copy, text.data(), text.size());
    text_bytes_ += text.size();
    return {copy, text.size()};
}

}  // namespace fallbuch

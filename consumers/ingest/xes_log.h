// What an XES log says (IEEE 1849): the log, its traces, their events, and typed attributes.
//
// All of these are views into the reader's buffers; XesSink says how long each is valid.
// Globals declare which attributes every trace or event has; their values are only what a tool
// would write into an event that it makes up (IEEE 1849, "global attributes"). A reader
// therefore adds none of them: an attribute that is absent from an event stays absent.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <variant>

#include "core/base/clock.h"

namespace fallbuch {

// The limits of what is read; one more is an error that names the limit.
inline constexpr std::size_t kXesNestingMax = 64;                  // attributes inside attributes
inline constexpr std::size_t kXesValueBytesMax = 256 * 1024;       // a key or a value
inline constexpr std::size_t kXesAttributesMax = 100'000;          // of one log, trace or event
inline constexpr std::size_t kXesTextBytesMax = 16 * 1024 * 1024;  // their keys and values
inline constexpr std::size_t kXesDeclarationsMax = 10'000;       // extensions, classifiers, globals
inline constexpr std::size_t kXesTagBytesMax = 4 * 1024 * 1024;  // one tag, comment or the like

// Named as the elements are.
enum class XesKind { string, date, integer, real, boolean, id, list, container };

// The element's name: "int" for integer, "float" for real.
std::string_view to_string(XesKind kind);

// string, id, list and container have no other value than their text.
using XesValue = std::variant<std::monostate, Instant, std::int64_t, double, bool>;

class XesAttributes;

struct XesAttribute {
    XesKind kind = XesKind::string;
    bool in_values = false;  // stands in its list's <values>: a member, not a meta attribute
    std::string_view key;    // empty only before the traces
    std::string_view text;   // the value as written, XML's escapes resolved
    XesValue value;
    const XesAttribute* nested = nullptr;  // what is nested in it, in document order
    std::size_t nested_count = 0;          // at all depths

    // The attributes directly inside it, a list's members among them.
    XesAttributes children() const;
};

// The attributes of one owner in document order. Keys should be unique but are not checked.
class XesAttributes {
public:
    class Iterator {
    public:
        explicit Iterator(const XesAttribute* at) : at_(at) {}
        const XesAttribute& operator*() const { return *at_; }
        const XesAttribute* operator->() const { return at_; }
        Iterator& operator++() {
            at_ += 1 + at_->nested_count;
            return *this;
        }
        bool operator==(const Iterator&) const = default;

    private:
        const XesAttribute* at_;
    };

    XesAttributes() = default;
    // Each attribute is followed at once by what is nested in it.
    explicit XesAttributes(std::span<const XesAttribute> preorder) : preorder_(preorder) {}

    Iterator begin() const { return Iterator(preorder_.data()); }
    Iterator end() const { return Iterator(preorder_.data() + preorder_.size()); }
    bool empty() const { return preorder_.empty(); }

    // The first attribute with this key, not looking into nested ones; null if there is none.
    const XesAttribute* find(std::string_view key) const;

    // Attributes at all depths, each followed by what is nested in it.
    std::span<const XesAttribute> preorder() const { return preorder_; }

private:
    std::span<const XesAttribute> preorder_;
};

inline XesAttributes XesAttribute::children() const {
    return XesAttributes({nested, nested_count});
}

struct XesExtension {
    std::string_view name;
    std::string_view prefix;
    std::string_view uri;
};

struct XesClassifier {
    std::string_view name;
    std::string_view scope;  // empty if not given: the standard then means events
    std::string_view keys;   // separated by spaces, as written
};

struct XesGlobal {
    std::string_view scope;  // "trace" or "event" by the standard, as written
    XesAttributes attributes;
};

struct XesLog {
    std::string_view version;   // xes.version as written; empty if absent
    std::string_view features;  // xes.features as written; empty if absent
    std::string_view name;      // concept:name; empty if absent
    std::span<const XesExtension> extensions;
    std::span<const XesGlobal> globals;
    std::span<const XesClassifier> classifiers;
    XesAttributes attributes;
};

struct XesTrace {
    std::uint64_t index = 0;         // in the log
    std::uint64_t line = 0;          // of its tag, from 1
    std::uint64_t offset_bytes = 0;  // of its tag, in the plain input
    std::string_view name;           // concept:name; empty if absent
    XesAttributes attributes;
};

struct XesEvent {
    std::uint64_t index = 0;  // in its trace
    std::uint64_t line = 0;
    std::uint64_t offset_bytes = 0;
    XesAttributes attributes;
};

}  // namespace fallbuch

// Which sequence of XML elements is an XES log: the reader's state between two tags.
//
// Knows no XML parser: xes_reader.cpp feeds it. Grammar, { } meaning in any order:
//   log       = { extension* global* classifier* attribute* } trace*
//   global    = attribute*
//   trace     = attribute* event*
//   event     = attribute*
//   attribute = string | date | int | float | boolean | id | list | container
//   Each attribute may hold attributes. A list may hold its members in values = attribute*.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "consumers/ingest/xes_attribute_buffer.h"
#include "consumers/ingest/xes_head.h"
#include "consumers/ingest/xes_log.h"
#include "consumers/ingest/xes_reader.h"
#include "consumers/ingest/xml_attributes.h"
#include "core/base/result.h"

namespace fallbuch {

// Where the parser stands. Asked only when somebody wants to know: counting lines costs.
struct XesPlace {
    std::uint64_t line = 0;
    std::uint64_t offset_bytes = 0;
};
class XesLocator {
public:
    virtual ~XesLocator() = default;
    virtual XesPlace here() const = 0;
};

// Borrows the sink and the locator. After an error only fail() may be called.
class XesDocument {
public:
    XesDocument(std::string file_name, XesSink& sink, const XesLocator& locator);

    Status start(std::string_view name, XmlAttributes xml);
    Status end();
    Status text(std::string_view text) const;

    // The error that says where the parser stands, and why.
    Error fail(std::string_view why) const;

private:
    enum class Role { log, extension, global, classifier, trace, event, values, attribute };
    struct Element {
        Role role;
        XesKind kind = XesKind::string;  // of an attribute

        std::string_view name() const;
    };
    static std::optional<Element> element_named(std::string_view name);

    Status start_log(std::string_view name, XmlAttributes xml);
    Status start_declaration(Element element, XmlAttributes xml);
    Status start_trace();
    Status start_event();
    Status start_values();
    Status start_attribute(XesKind kind, XmlAttributes xml);
    Status check_place_of_attribute(XesKind kind, std::string_view key) const;
    Status end_event();
    Status deliver_log();
    Status deliver_trace();

    bool inside(std::size_t depth, Role role) const;
    std::string place(std::uint64_t line) const;
    Error misplaced(Element element) const;

    std::string file_name_;
    XesSink& sink_;
    const XesLocator& locator_;
    std::vector<Element> open_;             // from the root to here
    XesAttributeBuffer* target_ = nullptr;  // of the owner that an attribute here would belong to

    XesHead head_;
    bool log_delivered_ = false;  // so the next element of the log can only be a trace
    XesTrace trace_;
    XesAttributeBuffer trace_attributes_;
    std::uint64_t trace_count_ = 0;
    bool trace_delivered_ = false;  // so the next element of the trace can only be an event
    XesEvent event_;
    XesAttributeBuffer event_attributes_;
    std::uint64_t event_count_ = 0;  // of the trace
};

}  // namespace fallbuch

// What stands in an XES log before its traces: extensions, globals, classifiers, attributes.
#pragma once

#include <cstddef>
#include <memory_resource>
#include <string_view>
#include <vector>

#include "consumers/ingest/xes_attribute_buffer.h"
#include "consumers/ingest/xes_log.h"
#include "consumers/ingest/xml_attributes.h"
#include "core/base/result.h"

namespace fallbuch {

// Copies what it is given. Errors are invalid and say only why, not where.
class XesHead {
public:
    void set_root(XmlAttributes xml);
    Status add_extension(XmlAttributes xml);
    Status add_classifier(XmlAttributes xml);
    // The global's attributes are those added to global_attributes() until the next global.
    Status add_global(XmlAttributes xml);

    XesAttributeBuffer& global_attributes() { return global_attributes_; }
    XesAttributeBuffer& attributes() { return attributes_; }

    // All of it; valid until the head is changed.
    XesLog view();

private:
    struct Global {
        std::string_view scope;
        std::size_t begin;  // its first attribute in global_attributes_
    };
    std::string_view keep(std::string_view text);
    std::string_view keep_optional(XmlAttributes xml, std::string_view name);
    Result<std::string_view> keep_required(XmlAttributes xml, std::string_view name);
    Status count_declaration();

    std::pmr::monotonic_buffer_resource texts_;
    std::size_t text_bytes_ = 0;
    std::size_t declaration_count_ = 0;
    std::string_view version_;
    std::string_view features_;
    std::vector<XesExtension> extensions_;
    std::vector<XesClassifier> classifiers_;
    std::vector<Global> globals_;
    std::vector<XesGlobal> global_views_;
    XesAttributeBuffer global_attributes_;
    XesAttributeBuffer attributes_;
};

}  // namespace fallbuch

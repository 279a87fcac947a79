#include "consumers/ingest/xes_head.h"

#include <cstring>
#include <optional>
#include <span>
#include <string>

namespace fallbuch {

void XesHead::set_root(XmlAttributes xml) {
    version_ = keep_optional(xml, "xes.version");
    features_ = keep_optional(xml, "xes.features");
}

Status XesHead::add_extension(XmlAttributes xml) {
    RETURN_IF_ERROR(count_declaration());
    XesExtension extension;
    ASSIGN_OR_RETURN(extension.name, keep_required(xml, "name"));
    ASSIGN_OR_RETURN(extension.prefix, keep_required(xml, "prefix"));
    ASSIGN_OR_RETURN(extension.uri, keep_required(xml, "uri"));
    extensions_.push_back(extension);
    return {};
}

Status XesHead::add_classifier(XmlAttributes xml) {
    RETURN_IF_ERROR(count_declaration());
    XesClassifier classifier;
    ASSIGN_OR_RETURN(classifier.name, keep_required(xml, "name"));
    ASSIGN_OR_RETURN(classifier.keys, keep_required(xml, "keys"));
    classifier.scope = keep_optional(xml, "scope");
    classifiers_.push_back(classifier);
    return {};
}

Status XesHead::add_global(XmlAttributes xml) {
    RETURN_IF_ERROR(count_declaration());
    globals_.push_back({keep_optional(xml, "scope"), global_attributes_.count()});
    return {};
}

XesLog XesHead::view() {
    const std::span<const XesAttribute> declared = global_attributes_.view().preorder();
    global_views_.clear();
    for (std::size_t i = 0; i < globals_.size(); ++i) {
        const std::size_t begin = globals_[i].begin;
        const std::size_t end = i + 1 < globals_.size() ? globals_[i + 1].begin : declared.size();
        global_views_.push_back(
            {globals_[i].scope, XesAttributes(declared.subspan(begin, end - begin))});
    }
    XesLog log;
    log.version = version_;
    log.features = features_;
    log.extensions = extensions_;
    log.globals = global_views_;
    log.classifiers = classifiers_;
    log.attributes = attributes_.view();
    if (const XesAttribute* name = log.attributes.find("concept:name")) log.name = name->text;
    return log;
}

std::string_view XesHead::keep(std::string_view text) {
    if (text.empty()) return {};
    auto* const copy = static_cast<char*>(texts_.allocate(text.size(), 1));
    std::memcpy(copy, text.data(), text.size());
    text_bytes_ += text.size();
    return {copy, text.size()};
}

std::string_view XesHead::keep_optional(XmlAttributes xml, std::string_view name) {
    return keep(xml.find(name).value_or(std::string_view()));
}

Result<std::string_view> XesHead::keep_required(XmlAttributes xml, std::string_view name) {
    const std::optional<std::string_view> text = xml.find(name);
    if (!text) return Error{ErrorCode::invalid, "the declaration has no " + std::string(name)};
    return keep(*text);
}

Status XesHead::count_declaration() {
    if (++declaration_count_ > kXesDeclarationsMax) {
        return Error{ErrorCode::invalid,
                     "too many declarations (limit " + std::to_string(kXesDeclarationsMax) + ")"};
    }
    // Asked before the next one is kept: what is over the limit is at most one tag.
    if (text_bytes_ > kXesTextBytesMax) {
        return Error{ErrorCode::invalid, "declarations have too many bytes (limit " +
                                             std::to_string(kXesTextBytesMax) + ")"};
    }
    return {};
}

}  // namespace fallbuch

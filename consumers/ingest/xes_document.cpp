#include "consumers/ingest/xes_document.h"

#include <array>
#include <cstddef>
#include <utility>

#include "consumers/ingest/xes_value.h"
#include "core/base/assert.h"

namespace fallbuch {
namespace {

// An element's name without the prefix of its namespace.
std::string_view local_name(std::string_view name) {
    const std::size_t colon = name.rfind(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::string tag(std::string_view name) { return "<" + shown(name) + ">"; }

constexpr std::size_t kTraceDepth = 1;
constexpr std::size_t kEventDepth = 2;

}  // namespace

XesDocument::XesDocument(std::string file_name, XesSink& sink, const XesLocator& locator)
    : file_name_(std::move(file_name)), sink_(sink), locator_(locator) {}

Status XesDocument::start(std::string_view name, XmlAttributes xml) {
    if (open_.empty()) return start_log(name, xml);
    const std::optional<Element> element = element_named(local_name(name));
    if (!element) return fail("unknown element " + tag(name));
    switch (element->role) {
        case Role::attribute: return start_attribute(element->kind, xml);
        case Role::event: return start_event();
        case Role::trace: return start_trace();
        case Role::values: return start_values();
        case Role::extension:
        case Role::global:
        case Role::classifier: return start_declaration(*element, xml);
        case Role::log: break;
    }
    return misplaced(*element);
}

Status XesDocument::end() {
    LEDGER_ASSERT(!open_.empty());
    const Role role = open_.back().role;
    Status status;
    switch (role) {
        case Role::attribute: target_->close(); break;
        case Role::event: status = end_event(); break;
        case Role::trace: status = deliver_trace(); break;
        case Role::values: target_->set_in_values(false); break;
        case Role::global: target_ = &head_.attributes(); break;
        case Role::log: status = deliver_log(); break;
        case Role::extension:
        case Role::classifier: break;
    }
    open_.pop_back();
    return status;
}

Status XesDocument::text(std::string_view text) const {
    for (const char c : text) {
        // Not quoted: a parser may hand over any part of it first.
        if (!is_xml_space(c)) return fail("text between elements");
    }
    return {};
}

std::string_view XesDocument::Element::name() const {
    static constexpr std::array<std::string_view, 7> kNames{
        "log", "extension", "global", "classifier", "trace", "event", "values"};
    return role == Role::attribute ? to_string(kind) : kNames[static_cast<std::size_t>(role)];
}

std::optional<XesDocument::Element> XesDocument::element_named(std::string_view name) {
    // The commonest first.
    static constexpr std::array<Element, 15> kElements{{
        {Role::attribute, XesKind::string},
        {Role::attribute, XesKind::date},
        {Role::event},
        {Role::attribute, XesKind::integer},
        {Role::attribute, XesKind::real},
        {Role::attribute, XesKind::boolean},
        {Role::attribute, XesKind::id},
        {Role::attribute, XesKind::list},
        {Role::attribute, XesKind::container},
        {Role::trace},
        {Role::values},
        {Role::extension},
        {Role::global},
        {Role::classifier},
        {Role::log},
    }};
    for (const Element& element : kElements) {
        if (element.name() == name) return element;
    }
    return std::nullopt;
}

Status XesDocument::start_log(std::string_view name, XmlAttributes xml) {
    if (local_name(name) != "log") {
        return fail("the root element is " + tag(name) + ", not <log>");
    }
    open_.push_back({Role::log});
    target_ = &head_.attributes();
    head_.set_root(xml);
    return {};
}

Status XesDocument::start_declaration(Element element, XmlAttributes xml) {
    if (open_.back().role != Role::log) return misplaced(element);
    if (log_delivered_) return fail(tag(element.name()) + " after the first trace");
    const Status status = element.role == Role::extension    ? head_.add_extension(xml)
                          : element.role == Role::classifier ? head_.add_classifier(xml)
                                                             : head_.add_global(xml);
    if (!status) return fail(tag(element.name()) + ": " + status.error().message);
    if (element.role == Role::global) target_ = &head_.global_attributes();
    open_.push_back(element);
    return {};
}

Status XesDocument::start_trace() {
    if (inside(kTraceDepth, Role::trace)) return fail("<trace> inside a trace");
    if (open_.back().role != Role::log) return misplaced({Role::trace});
    RETURN_IF_ERROR(deliver_log());
    const XesPlace here = locator_.here();
    trace_ = XesTrace{trace_count_++, here.line, here.offset_bytes, {}, {}};
    trace_attributes_.clear();
    trace_delivered_ = false;
    event_count_ = 0;
    target_ = &trace_attributes_;
    open_.push_back({Role::trace});
    return {};
}

Status XesDocument::start_event() {
    if (!inside(kTraceDepth, Role::trace)) return fail("<event> outside a trace");
    if (open_.back().role != Role::trace) return misplaced({Role::event});
    RETURN_IF_ERROR(deliver_trace());
    const XesPlace here = locator_.here();
    event_ = XesEvent{event_count_++, here.line, here.offset_bytes, {}};
    event_attributes_.clear();
    target_ = &event_attributes_;
    open_.push_back({Role::event});
    return {};
}

Status XesDocument::start_values() {
    const Element& parent = open_.back();
    if (parent.role != Role::attribute || parent.kind != XesKind::list) {
        return misplaced({Role::values});
    }
    target_->set_in_values(true);
    open_.push_back({Role::values});
    return {};
}

Status XesDocument::start_attribute(XesKind kind, XmlAttributes xml) {
    const std::string_view key = xml.find("key").value_or(std::string_view());
    // BPI Challenge 2012 has keyless statistics of the whole log; no case loses a fact by them.
    if (key.empty() && log_delivered_) return fail(tag(to_string(kind)) + " has no key");
    RETURN_IF_ERROR(check_place_of_attribute(kind, key));
    const Status status = target_->open(kind, {key, xml.find("value")});
    if (!status) return fail(status.error().message);
    const bool names_trace = open_.back().role == Role::trace && key == "concept:name";
    if (names_trace && trace_.name.empty()) trace_.name = target_->last_text();
    open_.push_back({Role::attribute, kind});
    return {};
}

Status XesDocument::check_place_of_attribute(XesKind kind, std::string_view key) const {
    const auto late = [&](std::string_view why) {
        return fail(std::string(to_string(kind)) + " \"" + shown(key) + "\" " + std::string(why));
    };
    switch (open_.back().role) {
        case Role::log:
            if (log_delivered_) return late("of the log comes after its first trace");
            break;
        case Role::trace:
            if (trace_delivered_) return late("of the trace comes after its events");
            break;
        case Role::extension:
        case Role::classifier: return misplaced({Role::attribute, kind});
        case Role::global:
        case Role::event:
        case Role::values:
        case Role::attribute: break;
    }
    return {};
}

Status XesDocument::end_event() {
    event_.attributes = event_attributes_.view();
    const Status status = sink_.on_event(trace_, event_);
    if (!status) return status.error().in(place(event_.line));
    return {};
}

Status XesDocument::deliver_log() {
    if (log_delivered_) return {};
    log_delivered_ = true;
    const Status status = sink_.on_log(head_.view());
    if (!status) return status.error().in(place(locator_.here().line));
    return {};
}

Status XesDocument::deliver_trace() {
    if (trace_delivered_) return {};
    trace_delivered_ = true;
    trace_.attributes = trace_attributes_.view();
    const Status status = sink_.on_trace(trace_);
    if (!status) return status.error().in(place(trace_.line));
    return {};
}

bool XesDocument::inside(std::size_t depth, Role role) const {
    return open_.size() > depth && open_[depth].role == role;
}

std::string XesDocument::place(std::uint64_t line) const {
    std::string text = file_name_ + " line " + std::to_string(line);
    if (!inside(kTraceDepth, Role::trace)) return text;
    text += ", trace " + std::to_string(trace_.index + 1);
    if (!trace_.name.empty()) text += " \"" + shown(trace_.name) + "\"";
    if (inside(kEventDepth, Role::event)) text += ", event " + std::to_string(event_.index + 1);
    return text;
}

Error XesDocument::fail(std::string_view why) const {
    return Error{ErrorCode::invalid, std::string(why)}.in(place(locator_.here().line));
}

Error XesDocument::misplaced(Element element) const {
    return fail(tag(element.name()) + " is not allowed inside " + tag(open_.back().name()));
}

}  // namespace fallbuch

#include "consumers/ingest/xes_import.h"

#include <algorithm>
#include <variant>
#include <vector>

#include "consumers/ingest/json_text.h"
#include "consumers/ingest/xes_log.h"
#include "core/base/bytes.h"
#include "core/base/clock.h"
#include "core/calendar/timestamp.h"
#include "core/codec/digest.h"
#include "core/codec/hex.h"

namespace fallbuch {
namespace {

constexpr std::string_view kEventType = "de.fallbuch.trace.event.v2";
constexpr std::string_view kOpenedType = "de.fallbuch.trace.opened.v1";
constexpr std::string_view kUnnamedActivity = "(ohne concept:name)";
constexpr std::string_view kDefaultLifecycle = "complete";
constexpr std::size_t kIdBytes = 16;

void append_key(std::string& out, std::string_view key) {
    append_json_text(out, key);
    out += ':';
}

void append_attributes(std::string& out, XesAttributes attributes);
void append_attribute(std::string& out, const XesAttribute& attribute);

void append_scalar(std::string& out, const XesAttribute& attribute) {
    if (const auto* integer = std::get_if<std::int64_t>(&attribute.value)) {
        append_json_integer(out, *integer);
    } else if (const auto* real = std::get_if<double>(&attribute.value)) {
        append_json_number(out, *real);
    } else if (const auto* truth = std::get_if<bool>(&attribute.value)) {
        out += *truth ? "true" : "false";
    } else if (const auto* instant = std::get_if<Instant>(&attribute.value)) {
        out += "{\"date\":";
        append_json_text(out, timestamp_text(*instant));
        out += '}';
    } else if (attribute.kind == XesKind::id) {
        out += "{\"id\":";
        append_json_text(out, attribute.text);
        out += '}';
    } else {
        append_json_text(out, attribute.text);
    }
}

// A list's members in their order, then what it carries besides.
void append_list(std::string& out, const XesAttribute& attribute) {
    std::vector<const XesAttribute*> others;
    bool first = true;
    out += "{\"list\":[";
    for (const XesAttribute& child : attribute.children()) {
        if (!child.in_values) {
            others.push_back(&child);
            continue;
        }
        out += first ? "{\"key\":" : ",{\"key\":";
        append_json_text(out, child.key);
        out += ",\"value\":";
        append_attribute(out, child);
        out += '}';
        first = false;
    }
    out += ']';
    if (!others.empty()) {
        out += ",\"attributes\":{";
        for (std::size_t i = 0; i < others.size(); ++i) {
            if (i != 0) out += ',';
            append_key(out, others[i]->key);
            append_attribute(out, *others[i]);
        }
        out += '}';
    }
    out += '}';
}

void append_attribute(std::string& out, const XesAttribute& attribute) {
    if (attribute.kind == XesKind::list) return append_list(out, attribute);
    if (attribute.nested_count == 0) return append_scalar(out, attribute);
    out += "{\"value\":";
    append_scalar(out, attribute);
    out += ",\"attributes\":";
    append_attributes(out, attribute.children());
    out += '}';
}

// Collects the members of one JSON object and keeps their keys apart.
class ObjectWriter {
public:
    explicit ObjectWriter(std::string& out) : out_(out) { out_ += '{'; }
    void add(const XesAttribute& attribute) {
        const auto count = std::count(keys_.begin(), keys_.end(), attribute.key);
        if (!keys_.empty()) out_ += ',';
        keys_.push_back(attribute.key);
        if (count == 0) {
            append_key(out_, attribute.key);
        } else {
            append_key(out_, std::string(attribute.key) + " (" + std::to_string(count + 1) + ")");
        }
        append_attribute(out_, attribute);
    }
    void close() { out_ += '}'; }
    bool is_empty() const { return keys_.empty(); }

private:
    std::string& out_;
    std::vector<std::string_view> keys_;
};

void append_attributes(std::string& out, XesAttributes attributes) {
    ObjectWriter object(out);
    for (const XesAttribute& attribute : attributes) object.add(attribute);
    object.close();
}

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '/') {
            out += "%2F";
        } else if (c == '%') {
            out += "%25";
        } else {
            out += c;
        }
    }
    return out;
}

std::string subject_of(std::string_view source, const XesTrace& trace) {
    std::string subject = std::string(source) + "/";
    if (trace.name.empty()) return subject + "/" + std::to_string(trace.index + 1);
    return subject + escaped(trace.name.substr(0, 1)) + std::string(trace.name.substr(1));
}

}  // namespace

Status XesImport::on_log(const XesLog& log) {
    if (!log.name.empty()) log_name_ = log.name;
    if (log_name_.empty()) {
        return Error{ErrorCode::invalid, "the log has no concept:name; name it with --log-name"};
    }
    source_ = "xes/" + escaped(log_name_);
    return {};
}

Status XesImport::on_trace(const XesTrace& trace) {
    if (opened_waits_) RETURN_IF_ERROR(send_opened(""));
    ++trace_count_;
    subject_ = subject_of(source_, trace);
    opened_data_ = "{\"log\":";
    append_json_text(opened_data_, log_name_);
    opened_data_ += ",\"trace\":";
    append_json_text(opened_data_,
                     trace.name.empty() ? std::to_string(trace.index + 1) : trace.name);
    opened_data_ += ",\"attributes\":";
    append_attributes(opened_data_, trace.attributes);
    opened_data_ += '}';
    opened_line_ = trace.line;
    opened_waits_ = true;
    return {};
}

Status XesImport::on_event(const XesTrace&, const XesEvent& event) {
    std::string_view activity = kUnnamedActivity;
    std::string_view lifecycle = kDefaultLifecycle;
    std::string_view actor;
    std::string time;
    std::string others;
    ObjectWriter attributes(others);
    for (const XesAttribute& attribute : event.attributes) {
        const bool is_plain = attribute.nested_count == 0;
        const bool is_text =
            is_plain && attribute.kind == XesKind::string && !attribute.text.empty();
        if (is_text && attribute.key == "concept:name" && activity == kUnnamedActivity) {
            activity = attribute.text;
        } else if (is_text && attribute.key == "lifecycle:transition") {
            lifecycle = attribute.text;
        } else if (is_text && attribute.key == "org:resource" && actor.empty()) {
            actor = attribute.text;
        } else if (is_plain && attribute.key == "time:timestamp" && time.empty() &&
                   attribute.kind == XesKind::date) {
            time = timestamp_text(std::get<Instant>(attribute.value));
        } else {
            attributes.add(attribute);
        }
    }
    attributes.close();
    if (opened_waits_) RETURN_IF_ERROR(send_opened(time));
    data_ = "{\"activity\":";
    append_json_text(data_, activity);
    data_ += ",\"lifecycle\":";
    append_json_text(data_, lifecycle);
    if (!attributes.is_empty()) data_ += ",\"attributes\":" + others;
    data_ += '}';
    ++event_count_;
    return send({kEventType, std::to_string(event.index), time, actor, event.line});
}

Status XesImport::send_opened(std::string_view time) {
    opened_waits_ = false;
    data_ = opened_data_;
    return send({kOpenedType, "opened", time, "", opened_line_});
}

Status XesImport::send(const Draft& draft) {
    const auto separator = as_bytes(std::string_view("\0", 1));
    const Digest digest = sha256({as_bytes(source_), separator, as_bytes(subject_), separator,
                                  as_bytes(draft.index), separator, as_bytes(draft.time), separator,
                                  as_bytes(draft.actor), separator, as_bytes(data_)});
    json_ = "{\"specversion\":\"1.0\",\"id\":\"" + to_hex(digest.view().first(kIdBytes)) + "\",";
    append_key(json_, "source");
    append_json_text(json_, source_);
    json_ += ",\"type\":\"";
    json_ += draft.type;
    json_ += "\",\"subject\":";
    append_json_text(json_, subject_);
    if (!draft.time.empty()) {
        json_ += ",\"time\":\"";
        json_ += draft.time;
        json_ += '"';
    }
    if (!draft.actor.empty()) {
        json_ += ",\"actor\":";
        append_json_text(json_, draft.actor);
    }
    json_ += ",\"data\":" + data_ + '}';
    return session_.add(json_, draft.line);
}

Status XesImport::finish() { return opened_waits_ ? send_opened("") : Status{}; }

}  // namespace fallbuch

// An XES log written down as the reader delivered it, one line for each thing.
#pragma once

#include <chrono>
#include <cstdint>
#include <sstream>
#include <string>
#include <variant>

#include "consumers/ingest/xes_log.h"
#include "consumers/ingest/xes_reader.h"
#include "core/base/clock.h"
#include "core/base/result.h"

namespace fallbuch {

class XesTranscript final : public XesSink {
public:
    Status on_log(const XesLog& log) override {
        out_ << "log " << log.version << " [" << log.features << "] \"" << log.name << "\"\n";
        for (const XesExtension& each : log.extensions) {
            out_ << " extension " << each.name << ' ' << each.prefix << ' ' << each.uri << '\n';
        }
        for (const XesGlobal& each : log.globals) {
            out_ << " global " << each.scope << '\n';
            write(each.attributes, 2);
        }
        for (const XesClassifier& each : log.classifiers) {
            out_ << " classifier " << each.name << " [" << each.scope << "] " << each.keys << '\n';
        }
        write(log.attributes, 1);
        return {};
    }

    Status on_trace(const XesTrace& trace) override {
        out_ << "trace " << trace.index << " line " << trace.line << " \"" << trace.name << "\"\n";
        write(trace.attributes, 1);
        return {};
    }

    Status on_event(const XesTrace& trace, const XesEvent& event) override {
        out_ << " event " << trace.index << '.' << event.index << " line " << event.line << '\n';
        write(event.attributes, 2);
        return {};
    }

    std::string text() const { return out_.str(); }

private:
    void write(const XesAttributes& attributes, std::size_t indent) {
        for (const XesAttribute& each : attributes) {
            out_ << std::string(indent, ' ') << (each.in_values ? "- " : "") << to_string(each.kind)
                 << ' ' << each.key << '=' << each.text;
            if (const auto* at = std::get_if<Instant>(&each.value)) {
                out_ << " @" << at->time_since_epoch().count();
            }
            if (const auto* value = std::get_if<std::int64_t>(&each.value)) out_ << " #" << *value;
            if (const auto* value = std::get_if<double>(&each.value)) out_ << " ~" << *value;
            if (const auto* value = std::get_if<bool>(&each.value)) {
                out_ << (*value ? " yes" : " no");
            }
            out_ << '\n';
            write(each.children(), indent + 1);
        }
    }

    std::ostringstream out_;
};

}  // namespace fallbuch

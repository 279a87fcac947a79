// How an XES log becomes events of the generic catalogue.
//
//   log          -> source   "xes/" + concept:name of the log, or what stands in for it; in it
//                   "/" is written %2F and "%" is written %25
//   trace        -> subject  source + "/" + concept:name of the trace; a "/" or "%" at its
//                   beginning is written so, too. Without a name: source + "//" + its number, from
//                   1. So no two traces of any logs have one subject. One stream; one event
//                   de.fallbuch.trace.opened carries the trace's attributes, at the time of the
//                   trace's first event
//   event        -> de.fallbuch.trace.event: concept:name -> activity, lifecycle:transition ->
//                   lifecycle ("complete" if absent), org:resource -> actor, time:timestamp ->
//                   time, all others -> attributes under their full keys
//   id           -> first 16 bytes of SHA-256(source, subject, index, content), in hex: the same
//   file
//                   again adds nothing
//
// An attribute is a JSON scalar; dates and ids, lists and what carries attributes of its own are
// objects (core/events/catalogue/trace_event.v2.json). A key that occurs again in one place gets
// " (2)", " (3)" behind it. An event without time:timestamp is refused by admission, like any
// other.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "consumers/ingest/import_session.h"
#include "consumers/ingest/xes_log.h"
#include "consumers/ingest/xes_reader.h"
#include "core/base/result.h"

namespace fallbuch {

// Feeds a session while a log is read. The session outlives it.
class XesImport final : public XesSink {
public:
    // `log_name` stands in for a name that the log lacks; empty: such a log is invalid.
    XesImport(ImportSession& session, std::string log_name)
        : session_(session), log_name_(std::move(log_name)) {}

    Status on_log(const XesLog& log) override;
    Status on_trace(const XesTrace& trace) override;
    Status on_event(const XesTrace& trace, const XesEvent& event) override;
    // After the log was read: the last trace may have had no event.
    Status finish();

    std::uint64_t event_count() const { return event_count_; }
    std::uint64_t trace_count() const { return trace_count_; }

private:
    // The parts of an event that its id is computed from, too.
    struct Draft {
        std::string_view type;
        std::string_view index;  // of the event in its trace, or "opened"
        std::string_view time;   // empty: none
        std::string_view actor;
        std::uint64_t line = 0;
    };
    Status send(const Draft& draft);
    Status send_opened(std::string_view time);

    ImportSession& session_;
    std::string log_name_;
    std::string source_;
    std::string subject_;
    std::string opened_data_;
    std::uint64_t opened_line_ = 0;
    bool opened_waits_ = false;
    std::string data_;
    std::string json_;
    std::uint64_t event_count_ = 0;
    std::uint64_t trace_count_ = 0;
};

}  // namespace fallbuch

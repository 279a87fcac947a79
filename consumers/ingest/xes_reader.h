// How an XES log (IEEE 1849-2016) is read: as a stream, one trace's attributes and one event at
// a time.
//
// What is read is a little more than the standard's schema and never less strict about values:
//   - elements with or without a namespace, whatever its prefix; xes.version may be absent
//   - keys and names with spaces, which the public logs have and the schema forbids
//   - extensions, globals, classifiers and the log's attributes in any order before the traces
//   - attributes without a key before the traces (BPI Challenge 2012 has them): the key is empty
//   - the encodings UTF-8, UTF-16, ISO-8859-1 and US-ASCII; all text is delivered as UTF-8
// Refused, each with one message: XML that is not well-formed; any document type declaration
// (it could define entities); elements unknown to XES or in the wrong place; text between
// elements; an attribute of a trace or event without key; a missing or wrong value; events outside
// a trace; a trace's attributes behind its events; whatever passes a limit of xes_log.h.
#pragma once

#include "consumers/ingest/input_stream.h"
#include "consumers/ingest/xes_log.h"
#include "core/base/result.h"

namespace fallbuch {

// Receives a log in document order. An error it returns ends the reading.
// It must not throw: it is called through a C library.
class XesSink {
public:
    virtual ~XesSink() = default;

    // Once, before the first trace; the log is valid during the call.
    virtual Status on_log(const XesLog& log) = 0;

    // Once per trace, before its events; the trace is valid until the next trace begins.
    virtual Status on_trace(const XesTrace& trace) = 0;

    // Once per event of the trace delivered last; the event is valid during the call.
    virtual Status on_event(const XesTrace& trace, const XesEvent& event) = 0;
};

// Reads the log to its end. What was delivered before an error stays delivered.
// invalid "FILE line L, trace T "NAME", event E: WHY", traces and events counted from 1, for
// what is said above; the stream's and the sink's errors with their own code, the sink's with
// the place put in front. Memory: the limits of xes_log.h, whatever the length of the log.
Status read_xes(InputStream& input, XesSink& sink);

}  // namespace fallbuch

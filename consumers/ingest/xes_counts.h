// How much an XES log holds; also the least that reading one can cost, for benchmarks.
#pragma once

#include <cstdint>

#include "consumers/ingest/input_stream.h"
#include "core/base/result.h"

namespace fallbuch {

struct XesCounts {
    std::uint64_t traces = 0;
    std::uint64_t events = 0;
    std::uint64_t attributes = 0;  // of traces and events, nested ones too
    std::uint64_t dates = 0;       // among them
};

// Reads the whole log, every value parsed and checked. Fails as read_xes does.
Result<XesCounts> count_xes(InputStream& input);

}  // namespace fallbuch

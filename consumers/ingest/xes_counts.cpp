#include "consumers/ingest/xes_counts.h"

#include "consumers/ingest/xes_log.h"
#include "consumers/ingest/xes_reader.h"

namespace fallbuch {
namespace {

class CountingSink final : public XesSink {
public:
    Status on_log(const XesLog&) override { return {}; }
    Status on_trace(const XesTrace& trace) override {
        ++counts.traces;
        count(trace.attributes);
        return {};
    }
    Status on_event(const XesTrace&, const XesEvent& event) override {
        ++counts.events;
        count(event.attributes);
        return {};
    }

    XesCounts counts;

private:
    void count(const XesAttributes& attributes) {
        counts.attributes += attributes.preorder().size();
        for (const XesAttribute& attribute : attributes.preorder()) {
            if (attribute.kind == XesKind::date) ++counts.dates;
        }
    }
};

}  // namespace

Result<XesCounts> count_xes(InputStream& input) {
    CountingSink sink;
    RETURN_IF_ERROR(read_xes(input, sink));
    return sink.counts;
}

}  // namespace fallbuch

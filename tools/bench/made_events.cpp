#include "tools/bench/made_events.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <utility>
#include <variant>

#include "consumers/ingest/xes_log.h"
#include "consumers/ingest/xes_reader.h"
#include "core/base/ids.h"
#include "core/codec/cbor.h"
#include "core/events/decoded_event.h"

namespace fallbuch {
namespace {

constexpr std::string_view kComplete = "complete";

bool is_complete(std::string_view lifecycle) {
    return std::equal(lifecycle.begin(), lifecycle.end(), kComplete.begin(), kComplete.end(),
                      [](char left, char right) {
                          return std::tolower(static_cast<unsigned char>(left)) == right;
                      });
}

class CompleteEvents final : public XesSink {
public:
    explicit CompleteEvents(MadeEvents& out) : out_(out) {}

    Status on_log(const XesLog&) override { return {}; }
    Status on_trace(const XesTrace&) override {
        out_.begin_case();
        return {};
    }
    Status on_event(const XesTrace&, const XesEvent& event) override {
        const XesAttribute* lifecycle = event.attributes.find("lifecycle:transition");
        if (lifecycle != nullptr && !is_complete(lifecycle->text)) return {};
        const XesAttribute* activity = event.attributes.find("concept:name");
        const XesAttribute* time = event.attributes.find("time:timestamp");
        const Instant* occurred = time == nullptr ? nullptr : std::get_if<Instant>(&time->value);
        if (activity == nullptr || occurred == nullptr) {
            return Error{ErrorCode::invalid, "the event has no concept:name or no time:timestamp"};
        }
        out_.add(activity->text, *occurred);
        return {};
    }

private:
    MadeEvents& out_;
};

}  // namespace

ByteView MadeEvents::encoded(std::string_view text) {
    const auto known = std::find_if(texts_.begin(), texts_.end(),
                                    [&](const auto& one) { return one.first == text; });
    if (known != texts_.end()) return known->second;
    texts_.emplace_back(std::string(text), Bytes());
    CborWriter(texts_.back().second).text(text);
    return texts_.back().second;
}

void MadeEvents::add(std::string_view activity, Instant occurred,
                     const std::optional<MadeAttributes>& attributes) {
    DecodedEvent& event = cases_.back().add(Position{++event_count_});
    event.type = &type_;
    event.stored_type = type_.type();
    event.stored_version = type_.version();
    event.occurred = occurred;
    event.prefix.recorded = occurred;
    const auto put = [&](std::string_view field, ByteView value) {
        event.fields.push_back({*type_.number_of(field), DecodedField::kWhole, value});
    };
    put("activity", encoded(activity));
    put("lifecycle", encoded(kComplete));
    if (attributes) {
        values_.emplace_back();
        CborWriter writer(values_.back());
        writer.map(2);
        writer.text("key");
        writer.integer(attributes->key);
        writer.text("amount");
        writer.integer(attributes->amount);
        put("attributes", values_.back());
    }
    std::sort(event.fields.begin(), event.fields.end(),
              [](const auto& left, const auto& right) { return left.number < right.number; });
}

Status read_complete_events(InputStream& log, MadeEvents& out) {
    CompleteEvents sink(out);
    return read_xes(log, sink);
}

}  // namespace fallbuch

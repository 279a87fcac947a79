#include "core/events/admission.h"

#include <simdjson.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "core/base/assert.h"
#include "core/codec/utf8.h"
#include "core/events/envelope.h"
#include "core/events/envelope_reader.h"
#include "core/events/event_type.h"
#include "core/events/span_builder.h"
#include "core/events/value_encoder.h"

namespace fallbuch {
namespace {

// simdjson does not say where; nlohmann does, and is asked only for texts that are broken. What it
// read last would be a value, so only its place is kept.
std::string where_broken(std::string_view json) try {
    [[maybe_unused]] const auto document = nlohmann::json::parse(json);
    return "a number that 64 bits cannot hold";
} catch (const nlohmann::json::parse_error& failure) {
    return "broken at byte " + std::to_string(failure.byte);
} catch (const nlohmann::json::exception&) {
    return "a number that 64 bits cannot hold";
}

Fault parse_fault(simdjson::error_code error, std::string_view json) {
    if (error == simdjson::DEPTH_ERROR) {
        return {{}, FaultCode::too_large, "must have at most 32 levels of arrays and objects", {}};
    }
    return {{}, FaultCode::not_json, "is no JSON text: " + where_broken(json), {}};
}

std::string versions_text(const Catalogue& catalogue, std::string_view wire_type) {
    const std::string_view type = wire_type.substr(0, wire_type.rfind(".v"));
    std::string out;
    for (const EventType* known : catalogue.versions(type)) {
        out += (out.empty() ? "; known of this type: v" : ", v") + std::to_string(known->version());
    }
    return out;
}

}  // namespace

struct AdmissionParser::State {
    explicit State(const Admission& shared) : admission(shared), envelope_reader(shared.berlin) {}

    void check_type(CheckedEvent& out, Faults& faults) {
        if (envelope.type.empty()) return;
        out.type = admission.catalogue->find(envelope.type);
        if (out.type == nullptr) {
            faults.push_back({"/type", FaultCode::unknown_type,
                              "the catalogue knows no such type and version" +
                                  versions_text(*admission.catalogue, envelope.type),
                              '"' + shorten(envelope.type, kShownCharactersMax) + '"'});
        }
    }

    void check_actor(const CheckedEvent& out, Faults& faults) const {
        if (!envelope.text(EnvelopeField::actor).empty()) return;
        const bool by_type = out.type != nullptr && out.type->actor_required();
        if (!by_type && !envelope.of_office) return;
        const auto told = [](const Fault& fault) { return fault.pointer == "/actor"; };
        if (std::any_of(faults.begin(), faults.end(), told)) return;
        faults.push_back(
            {"/actor",
             FaultCode::missing,
             by_type ? "the type requires an actor" : "what concerns no case requires an actor",
             {}});
    }

    void check_event(const simdjson::dom::element& event, const Arrival& arrival, CheckedEvent& out,
                     Faults& faults) {
        envelope_reader.read(event, arrival, envelope, faults);
        out.type = nullptr;
        check_type(out, faults);
        check_actor(out, faults);
        if (out.type == nullptr || envelope.data == nullptr) return;
        span_builder.build(envelope, out, faults);
        out.id = envelope.text(EnvelopeField::id);
        out.source = envelope.text(EnvelopeField::source);
        out.case_name = envelope.subject;
        out.occurred = envelope.occurred;
        out.claimed = envelope.recorded;
        out.expected = envelope.expected;
    }

    const Admission& admission;
    simdjson::dom::parser parser;
    EnvelopeReader envelope_reader;
    Envelope envelope;
    SpanBuilder span_builder;
};

AdmissionParser::AdmissionParser(const Admission& admission)
    : state_(std::make_unique<State>(admission)) {
    // Without this the parser would allocate on its own, with another depth. It fails only for
    // want of memory, which ends the process elsewhere too.
    // Its depth is the first one that is refused.
    constexpr std::size_t kDepth = kEventDepthMax + 1;
    LEDGER_ASSERT(state_->parser.allocate(kEventBytesMax, kDepth) == simdjson::SUCCESS);
}
AdmissionParser::~AdmissionParser() = default;
AdmissionParser::AdmissionParser(AdmissionParser&&) noexcept = default;
AdmissionParser& AdmissionParser::operator=(AdmissionParser&&) noexcept = default;

Faults AdmissionParser::check(std::string_view json, const Arrival& arrival, CheckedEvent& out) {
    Faults faults;
    if (json.size() > kEventBytesMax) {
        faults.push_back({{}, FaultCode::too_large, "must have at most 256 KiB", {}});
        return faults;
    }
    simdjson::dom::element event;
    if (const auto error = state_->parser.parse(json.data(), json.size()).get(event)) {
        faults.push_back(parse_fault(error, json));
    } else if (!event.is_object()) {
        faults.push_back({{},
                          FaultCode::wrong_type,
                          "must be object, not " + std::string(kind_name(event)),
                          {}});
    } else {
        state_->check_event(event, arrival, out, faults);
    }
    return faults;
}

}  // namespace fallbuch

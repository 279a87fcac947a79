#include "core/events/faults.h"

#include "core/base/assert.h"

namespace fallbuch {

std::string_view to_string(FaultCode code) {
    switch (code) {
        case FaultCode::not_json: return "not_json";
        case FaultCode::too_large: return "too_large";
        case FaultCode::duplicate: return "duplicate";
        case FaultCode::missing: return "missing";
        case FaultCode::unknown_field: return "unknown_field";
        case FaultCode::unknown_type: return "unknown_type";
        case FaultCode::unknown_code: return "unknown_code";
        case FaultCode::wrong_type: return "wrong_type";
        case FaultCode::not_allowed: return "not_allowed";
        case FaultCode::too_short: return "too_short";
        case FaultCode::too_long: return "too_long";
        case FaultCode::too_small: return "too_small";
        case FaultCode::too_great: return "too_great";
        case FaultCode::malformed: return "malformed";
        case FaultCode::in_the_future: return "in_the_future";
        case FaultCode::conflict: return "conflict";
    }
    LEDGER_ASSERT(false);
}

std::string JsonPath::pointer() const {
    if (parent_ == nullptr) return {};
    std::string out = parent_->pointer() + '/';
    if (index_ != kNoIndex) return out + std::to_string(index_);
    for (const char c : key_) {
        if (c == '~') {
            out += "~0";
        } else if (c == '/') {
            out += "~1";
        } else {
            out += c;
        }
    }
    return out;
}

std::string describe(std::span<const Fault> faults, Wording wording) {
    std::string out = "event refused: " + std::to_string(faults.size()) +
                      (faults.size() == 1 ? " fault" : " faults");
    for (const Fault& fault : faults) {
        const std::string place = fault.pointer.empty() ? "(event)" : fault.pointer;
        out += "\n  " + place + ": " + fault.why + " [" + std::string(to_string(fault.code)) + "]";
        if (wording == Wording::with_values && !fault.shown.empty()) {
            out += " (" + fault.shown + ")";
        }
    }
    return out;
}

}  // namespace fallbuch

#include "core/base/result.h"

#include "core/base/assert.h"

namespace fallbuch {

std::string_view to_string(ErrorCode code) {
    switch (code) {
        case ErrorCode::invalid: return "invalid";
        case ErrorCode::not_found: return "not_found";
        case ErrorCode::conflict: return "conflict";
        case ErrorCode::denied: return "denied";
        case ErrorCode::corrupt: return "corrupt";
        case ErrorCode::unavailable: return "unavailable";
    }
    assertion_failed("ErrorCode is one of its enumerators", __FILE__, __LINE__);
}

Error Error::in(std::string_view place) const {
    return Error{code, std::string(place) + ": " + message};
}

}  // namespace fallbuch

// Is this JSON value what the schema asks for, and what are its bytes? One pass answers both: it
// checks, writes CBOR, and lists every fault it meets on the way. After a fault the bytes mean
// nothing. A second, telling pass would have to agree with the first in every corner; there is
// none.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/events/faults.h"
#include "core/events/value_check.h"

namespace simdjson::dom {
class element;
}  // namespace simdjson::dom

namespace fallbuch {

struct EncodeTarget {
    Bytes& out;
    Faults& faults;
};

// Holds scratch memory: one per thread, used for one value at a time.
class ValueEncoder {
public:
    ValueEncoder();
    ~ValueEncoder();
    ValueEncoder(ValueEncoder&&) noexcept;
    ValueEncoder& operator=(ValueEncoder&&) noexcept;

    // Appends the value's encoding and its faults. `check` may be nullptr (anything is right).
    // The caller has limited the depth of the document.
    void encode(const ValueCheck* check, const simdjson::dom::element& value, const JsonPath& at,
                EncodeTarget target);

private:
    class Pass;
    struct Scratch;
    std::unique_ptr<Scratch> scratch_;
};

// "an integer", for messages.
std::string_view kind_name(const simdjson::dom::element& value);
// How a value looks in Fault::shown; empty for arrays and objects.
std::string shown(const simdjson::dom::element& value);

}  // namespace fallbuch

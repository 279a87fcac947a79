// What is wrong with an event? Every fault names its place and its reason, and never a value:
// reasons are kept and sent on, values are personal.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fallbuch {

// The enumerators are the codes that programs see.
enum class FaultCode {
    not_json,       // the bytes are no JSON text
    too_large,      // more bytes, levels or persons than an event may have
    duplicate,      // a key or, where items must differ, an item comes twice
    missing,        // a required attribute or field
    unknown_field,  // a field that the schema does not name
    unknown_type,   // no such event type or version in the catalogue
    unknown_code,   // not in the code list
    wrong_type,     // another JSON type than the schema's
    not_allowed,    // not among the values that are allowed here, or not at this entrance
    too_short,      // fewer characters or items
    too_long,       // more characters or items
    too_small,      // below the minimum
    too_great,      // above the maximum
    malformed,      // breaks the pattern or format
    in_the_future,  // later than the clock allows
    conflict,       // contradicts what the ledger already holds
};

std::string_view to_string(FaultCode code);

struct Fault {
    std::string pointer;  // RFC 6901, into the event
    FaultCode code;
    std::string why;    // holds no value; fit for logs and dead letters
    std::string shown;  // the value, cut short, for the person who sent it; empty if there is none
};

using Faults = std::vector<Fault>;

inline constexpr std::size_t kShownCharactersMax = 60;

// A place in a JSON document, as a chain of frames on the stack: costs nothing until it is asked.
// Each frame outlives those that point to it.
class JsonPath {
public:
    JsonPath() = default;  // the whole document
    JsonPath(const JsonPath& parent, std::string_view key) : parent_(&parent), key_(key) {}
    JsonPath(const JsonPath& parent, std::size_t index) : parent_(&parent), index_(index) {}

    std::string pointer() const;  // RFC 6901

private:
    static constexpr std::size_t kNoIndex = static_cast<std::size_t>(-1);
    const JsonPath* parent_ = nullptr;
    std::string_view key_;
    std::size_t index_ = kNoIndex;
};

enum class Wording { without_values, with_values };

// One readable text of several lines: a heading, then each fault on its own line.
std::string describe(std::span<const Fault> faults, Wording wording);

}  // namespace fallbuch

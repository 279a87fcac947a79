// How an expected failure travels: Result<T> holds a value or an Error, and must be looked at.
//
// A message reads "what: why (value)". Exceptions cross no header of ours; a broken invariant is
// an assertion (assert.h), never an Error.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <tl/expected.hpp>

namespace fallbuch {

enum class ErrorCode {
    invalid,      // the caller's input is malformed or not allowed
    not_found,    // what was asked for does not exist
    conflict,     // it contradicts what the ledger already holds
    denied,       // not authorised, or the key is missing or wrong
    corrupt,      // stored data is not what was written
    unavailable,  // the operating system or a service failed; the same call may succeed later
};

// The enumerator's name, for messages and JSON.
std::string_view to_string(ErrorCode code);

struct Error {
    ErrorCode code;
    std::string message;

    // The same error with its place put in front: "place: message".
    Error in(std::string_view place) const;
};

template <typename T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
public:
    using tl::expected<T, Error>::expected;
    Result(Error error) : tl::expected<T, Error>(tl::unexpect, std::move(error)) {}
};

using Status = Result<void>;

}  // namespace fallbuch

#define LEDGER_CONCAT_INNER(a, b) a##b
#define LEDGER_CONCAT(a, b) LEDGER_CONCAT_INNER(a, b)

// Leaves the enclosing function with the error of `expression` (a Status or Result), if it has one.
#define RETURN_IF_ERROR(expression) \
    RETURN_IF_ERROR_INNER(LEDGER_CONCAT(status_, __LINE__), expression)
#define RETURN_IF_ERROR_INNER(status, expression)                         \
    do {                                                                  \
        if (auto&& status = (expression); !status) return status.error(); \
    } while (false)

// Declares `target` from the value of `expression`, or leaves the function with its error.
#define ASSIGN_OR_RETURN(target, expression) \
    ASSIGN_OR_RETURN_INNER(LEDGER_CONCAT(result_, __LINE__), target, expression)
#define ASSIGN_OR_RETURN_INNER(result, target, expression) \
    auto result = (expression);                            \
    if (!result) return std::move(result).error();         \
    target = *std::move(result)

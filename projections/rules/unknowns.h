// Which values leave a condition unknown? Taken down when an activation is judged: later on they
// may be known.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "projections/rules/condition.h"
#include "projections/rules/judge.h"

namespace fallbuch::rules {

// Borrowed from the rulebook.
struct Unknown {
    const Operand* operand = nullptr;
    std::optional<std::uint16_t> object;  // the kind that `o` is, if a "holds" stands around it
};
using Unknowns = std::vector<Unknown>;

// Adds each path, once, that nobody has told and that the condition hangs on; none if it is known.
void add_unknowns(const Condition& condition, const Judge& judge, const Bindings& with,
                  Unknowns& to);

}  // namespace fallbuch::rules

// Do the types of values go with what is asked of them? What can never be known or true by what the
// catalogue says of all event types behind a path is a fault; what may fit is none.
#pragma once

#include <cstddef>

#include "projections/rules/condition.h"
#include "projections/rules/faults.h"
#include "projections/rules/json_text.h"
#include "projections/rules/names.h"
#include "projections/rules/value_types.h"

namespace fallbuch::rules {

// Has everything been read without a fault since this was made? Only then types say something.
class SoundReading {
public:
    explicit SoundReading(const RulebookFaults& faults) : faults_(faults), known_(faults.count()) {}
    bool is_sound() const {
        return faults_.count() == known_ && known_ < RulebookFaults::kCountMax;
    }

private:
    const RulebookFaults& faults_;
    const std::size_t known_;
};

// The operand is of one of these types.
void check_type(const Operand& operand, ValueTypes wanted, const Roots& roots, Names& names);
// The operands of this condition; its parts have been looked at.
void check_types(const Condition& condition, const Roots& roots, Names& names);
// The parts of a value that is reckoned from them.
void check_types(const Operand& function, const Roots& roots, Names& names);
// The two of a pair may be equal.
void check_equal(const TypedValue& left, const TypedValue& right, TextPlace place,
                 RulebookFaults& faults);

}  // namespace fallbuch::rules

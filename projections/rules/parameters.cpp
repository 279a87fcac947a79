#include "projections/rules/parameters.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "core/base/bytes.h"
#include "core/calendar/timestamp.h"

namespace fallbuch::rules {
namespace {

bool is_within(const std::vector<std::string>& units, std::string_view unit) {
    return std::find(units.begin(), units.end(), unit) != units.end();
}

// The value for the unit itself counts before one for everywhere; of several the last one.
template <typename Values>
const Operand* best(const Values& values, CivilDay day, std::string_view unit) {
    const Operand* everywhere = nullptr;
    const Operand* here = nullptr;
    for (const auto& one : values) {
        if (!one.valid.covers(day)) continue;
        if (one.units.empty()) {
            everywhere = &one.value;
        } else if (is_within(one.units, unit)) {
            here = &one.value;
        }
    }
    return here != nullptr ? here : everywhere;
}

}  // namespace

const Operand* ParameterValues::own(const Rulebook& rulebook, const Parameter& parameter) const {
    const Operand* changed_everywhere = nullptr;
    const Operand* changed_here = nullptr;
    for (const ParameterChange& change : *changes_) {
        const bool is_meant = change.rulebook == rulebook.id && change.parameter == parameter.name;
        if (!is_meant || !change.valid.covers(day_)) continue;
        if (change.units.empty()) changed_everywhere = &change.value;
        if (is_within(change.units, unit_)) changed_here = &change.value;
    }
    if (changed_here != nullptr) return changed_here;
    if (changed_everywhere != nullptr) return changed_everywhere;
    return best(parameter.values, day_, unit_);
}

const Operand* ParameterValues::find(std::uint16_t index) const {
    const Parameter& parameter = rulebook_->params[index];
    const Operand* value = own(*rulebook_, parameter);
    if (!parameter.combines_by_max || others_ == nullptr) return value;
    for (const Rulebook* other : *others_) {
        for (const Parameter& theirs : other->params) {
            if (theirs.name != parameter.name) continue;
            const Operand* candidate = own(*other, theirs);
            const bool is_greater =
                candidate != nullptr && value != nullptr && candidate->number > value->number;
            if (value == nullptr || is_greater) value = candidate;
        }
    }
    return value;
}

Digest ParameterValues::digest() const {
    std::string text;
    for (std::size_t i = 0; i < rulebook_->params.size(); ++i) {
        const Operand* value = find(static_cast<std::uint16_t>(i));
        text += rulebook_->params[i].name + '=' +
                (value == nullptr ? std::string() : text_of(*value)) + '\n';
    }
    return sha256(as_bytes(text));
}

std::string text_of(const Operand& value) {
    switch (value.kind) {
        case OperandKind::number:
            return value.number == std::floor(value.number)
                       ? std::to_string(static_cast<long long>(value.number))
                       : std::to_string(value.number);
        case OperandKind::boolean: return value.boolean ? "true" : "false";
        case OperandKind::day: return day_text(value.day);
        case OperandKind::texts: {
            std::string all;
            for (const std::string& one : value.texts) all += (all.empty() ? "" : ", ") + one;
            return all;
        }
        default: return value.text;
    }
}

}  // namespace fallbuch::rules

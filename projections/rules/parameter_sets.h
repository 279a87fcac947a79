// Which values had the parameters of a rulebook when a duty began? Each set of them has a number,
// and a digest that is made once, not for each finding.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/calendar/civil_day.h"
#include "core/codec/digest.h"
#include "projections/rules/office.h"
#include "projections/rules/parameters.h"
#include "projections/rules/rule_set.h"
#include "projections/rules/rulebook.h"

namespace fallbuch::rules {

// Of what it is made of the rulebooks outlive it.
class ParameterSets {
public:
    ParameterSets(const RuleSet& rules, const Office& office);

    // Of the values of the rulebook of this index, on their day in their unit.
    std::uint32_t number_of(std::size_t book, const ParameterValues& values);
    const Digest& digest(std::uint32_t number) const { return digests_[number]; }

private:
    struct Known {
        std::size_t period = 0;  // between two days on which a value may change
        std::string unit;
        std::vector<const Rulebook*> others;
        std::uint32_t number = 0;
    };
    struct OfBook {
        std::vector<CivilDay> turns;  // days from which a value may be another one, in order
        std::vector<Known> known;
        std::size_t last = 0;  // that was asked for
    };

    std::vector<OfBook> books_;
    std::vector<Digest> digests_;
};

}  // namespace fallbuch::rules

// What the names in a rulebook mean at one place of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/events/value_check.h"
#include "projections/rules/definitions.h"
#include "projections/rules/faults.h"
#include "projections/rules/vocabulary.h"

namespace fallbuch::rules {

// Of which types an event may be. Empty: no such event is at hand.
using TypeSet = std::vector<TypeIndex>;

// Filled section by section while a rulebook is read: what comes later may use what came before.
struct Names {
    Vocabulary& vocabulary;
    RulebookFaults& faults;
    bool rounds_months = false;  // the calendar says how a month without the day ends
    std::vector<Parameter> params = {};
    std::vector<Table> tables = {};
    std::vector<Fact> facts = {};
    std::vector<ObjectKind> objects = {};
    TypeSet actor_types = {};  // of which somebody asks who acted
};

// The index of whatever has this name; nothing if none has.
template <typename Named>
std::optional<std::uint16_t> index_of(const std::vector<Named>& all, std::string_view name) {
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].name == name) return static_cast<std::uint16_t>(i);
    }
    return std::nullopt;
}

// Which letters a path may begin with, and what they stand for.
struct Roots {
    TypeSet activation = {};  // a
    TypeSet target = {};      // t
    TypeSet other = {};       // x
    TypeSet own = {};         // e: the event that a fact or a kind of object is told by
    std::optional<std::uint16_t> object = std::nullopt;  // o: the kind, by its index
    bool has_item = false;                               // i
    // What the catalogue says of it, one for each type of event that may have it; nullptr: nothing.
    std::vector<const ValueCheck*> items = {};
};

// All types by which things of this kind are told about.
TypeSet types_of(const ObjectKind& object);
TypeSet types_of(const Patterns& patterns);

}  // namespace fallbuch::rules

// Which law do the norms of a citation belong to?
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "projections/rules/norm.h"

namespace fallbuch::rules {

enum class NormItemKind : std::uint8_t {
    group,  // norms behind one sign
    law,
    comma,
    link,   // "und", "i. V. m."
    pause,  // ":", "-"
    prose,
};

// A piece of a citation, in the order of the text.
struct NormItem {
    NormItemKind kind = NormItemKind::prose;
    std::vector<Norm> norms;
    std::string law;
    bool is_certain = true;  // false: its form alone says that it is a law
};

// All norms, each with its law as far as it is told, and the laws that stand for themselves; empty:
// one norm would have two laws.
std::vector<Norm> norms_with_laws(std::vector<NormItem> items);

}  // namespace fallbuch::rules

// In which order do people read the fields of a thing? In that in which the program's own catalogue
// writes them: identity first, what matters, then references. A ledger keeps schemas sorted, and
// what it shows must not depend on a file beside it: types of an operator stay in that order.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/events/catalogue.h"
#include "projections/case/case_model.h"
#include "projections/case/thing_kind.h"
#include "tools/fallbuch/part_order.h"

namespace fallbuch {

class FieldOrder {
public:
    // Files that are no schemas do not count.
    FieldOrder(const CaseModel& model, const std::vector<CatalogueFile>& files);

    // Of the parts of one value.
    const PartOrder& parts() const { return parts_; }
    // Small first; fields that no file names come last.
    std::size_t rank(ThingKind kind, std::string_view thing, std::uint16_t field) const;

private:
    using Key = std::pair<ThingKind, std::string>;  // the name only of what has no row in the model
    static Key key_of(ThingKind kind, std::string_view thing);

    std::map<Key, std::vector<std::uint16_t>> orders_;
    PartOrder parts_;
};

}  // namespace fallbuch

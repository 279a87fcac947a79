// In which order do people read the parts of a value that has several, as the steps of a plan? What
// it cannot be without comes first, as it says which one it is; then, as the file of its schema
// names them. A ledger keeps schemas sorted, so that this order is only in the program's own files.
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <set>
#include <string>
#include <vector>

#include "core/events/catalogue.h"
#include "core/events/value_check.h"

namespace fallbuch {

class PartOrder {
public:
    PartOrder() = default;  // no file names any
    // Files that are no schemas do not count.
    explicit PartOrder(const std::vector<CatalogueFile>& files);

    // The names of an object's parts. Without a check (nullptr) nothing is known of them; those
    // that nobody ranks come last, by name.
    std::vector<std::string> names_in(const nlohmann::json& object, const ValueCheck* check) const;

private:
    using Names = std::vector<std::string>;

    // Objects are known by the set of their parts. Of two files that order the same ones otherwise
    // the first counts.
    std::map<std::set<std::string>, Names> written_;
};

}  // namespace fallbuch

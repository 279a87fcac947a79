#include "projections/rules/names.h"

#include <algorithm>

namespace fallbuch::rules {

TypeSet types_of(const Patterns& patterns) {
    TypeSet types;
    for (const Pattern& pattern : patterns) {
        if (std::find(types.begin(), types.end(), pattern.type) == types.end()) {
            types.push_back(pattern.type);
        }
    }
    return types;
}

TypeSet types_of(const ObjectKind& object) {
    Patterns all = object.opened_by;
    all.insert(all.end(), object.updated_by.begin(), object.updated_by.end());
    return types_of(all);
}

}  // namespace fallbuch::rules

#include "projections/rules/check_state.h"

namespace fallbuch::rules {

// Its lists keep their memory from case to case.
void CheckState::clear() {
    open_count = 0;
    sure_triggers = 0;
    unsure_triggers = 0;
    is_in_scope = true;
    last_event = kNoEvent;
    scope_ended_by = kNoEvent;
    last_unknown = 0;
    targets.clear();
    standing.clear();
    stops.clear();
    excuses.clear();
    seen.clear();
    bounds.clear();
    ring.clear();
}

bool CheckState::is_nth_trigger(std::uint32_t n, bool& is_uncertain) {
    const std::uint32_t first = sure_triggers + 1;  // if none of the unsure ones was one
    const std::uint32_t last = first + unsure_triggers;
    ++(is_uncertain ? unsure_triggers : sure_triggers);
    is_uncertain = is_uncertain || first != last;
    return first <= n && n <= last;
}

}  // namespace fallbuch::rules

// What is noted of types of events beside the checks that they concern.
#pragma once

namespace fallbuch::rules {

// What events of a type are to some rulebook beside its checks.
struct TypeNotes {
    bool reads_actor = false;       // it asks who acted in them
    bool closes_or_waives = false;  // they close cases, or justify deviations
    bool retells = false;  // the case is judged again: they may tell its unit first, or hindsight
};

}  // namespace fallbuch::rules

// Which events might have been what a duty asks for, and did not count; and why not, in German?
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "projections/rules/evaluation.h"
#include "projections/rules/memory.h"

namespace fallbuch::rules {

// What an event was to an activation that it did not discharge.
enum class MissKind : std::uint8_t {
    does_not_fit,  // it lay in time
    too_early,     // it fits
    not_known,     // whether it fits
    forbidden,     // it fits what must not happen
    may_except,    // whether it is an exception is not known
};

struct Miss {
    MissKind kind = MissKind::does_not_fit;
    std::uint32_t activation = 0;
    std::uint16_t group = 0;  // of targets, or kExceptions
    EventIndex event = kNoEvent;
    std::string why;  // without a full stop
};

// Kept beside a trace while a case is judged, since conditions are judged by what was known when
// the event came. Borrows the evaluation.
class Misses {
public:
    explicit Misses(const Evaluation& state) : state_(state) {}

    // The activation has just been opened (Trace::opened): looks at what came before it.
    void look_back(std::uint32_t activation);
    // The newest event of the case has had its say.
    void take_newest();

    static constexpr std::uint16_t kExceptions = 0xffff;
    // Of one activation and group, the oldest first.
    std::vector<const Miss*> of(std::uint32_t activation, std::uint16_t group) const;
    // What activated the same check last before it, where nothing older counts.
    EventIndex previous_of(std::uint32_t activation) const;

private:
    void look_at(std::uint32_t activation, EventIndex event);
    void look_at_exceptions(std::uint32_t activation, EventIndex event);
    void look_at_group(std::uint32_t activation, std::uint16_t group, EventIndex event);
    void add(Miss miss);
    bool has_hit(std::uint32_t activation, EventIndex event) const;
    std::string why_too_early(std::uint32_t activation, EventIndex event) const;

    const Evaluation& state_;
    std::vector<Miss> all_;
    std::map<std::uint32_t, EventIndex> previous_;
    EventIndex looked_to_ = 0;
    std::size_t known_ = 0;  // activations, so far
};

}  // namespace fallbuch::rules

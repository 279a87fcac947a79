#include "tests/projections/rules/naive_things.h"

#include <algorithm>

#include "core/calendar/timestamp.h"
#include "projections/rules/condition.h"

namespace fallbuch::rules::testing {
namespace {

bool any_fits(const Patterns& patterns, const NaiveEvent& event, const Vocabulary& names) {
    return std::any_of(patterns.begin(), patterns.end(), [&](const Pattern& pattern) {
        return naive_fits(pattern, event, {}, names) == Kleene::yes;
    });
}

bool names_thing(const Condition& condition) {
    const auto is_of_thing = [](const Operand& one) {
        return one.kind == OperandKind::path && one.path.root == PathRoot::object;
    };
    return std::any_of(condition.operands.begin(), condition.operands.end(), is_of_thing) ||
           std::any_of(condition.parts.begin(), condition.parts.end(), names_thing);
}

struct Ending {
    const NaiveEvent& event;
    const std::string& id;
};

// By its key, or whatever its key if the pattern asks for the thing itself.
bool ends(const ObjectKind& kind, const NaiveThing& thing, const Ending& ending,
          const Vocabulary& names) {
    NaiveLetters letters;
    letters.t = &ending.event;
    letters.o = &thing.values;
    return std::any_of(kind.closed_by.begin(), kind.closed_by.end(), [&](const Pattern& pattern) {
        const bool is_named =
            thing.id == ending.id || (pattern.where && names_thing(*pattern.where));
        return is_named && naive_fits(pattern, ending.event, letters, names) == Kleene::yes;
    });
}

}  // namespace

std::optional<CivilDay> NaiveThing::gone(const std::vector<NaiveEvent>& events) const {
    std::optional<CivilDay> day;
    if (closed) day = events[*closed].day;
    if (last && (!day || *last < *day)) day = *last + std::chrono::days(1);
    return day;
}

bool are_simultaneous(const NaiveEvent& left, const NaiveEvent& right) {
    return left.day == right.day && (left.is_whole_day || right.is_whole_day);
}

std::vector<NaiveThing> naive_things(const ObjectKind& kind, const std::vector<NaiveEvent>& events,
                                     const Vocabulary& names) {
    std::vector<NaiveThing> things;
    for (std::size_t i = 0; i < events.size(); ++i) {
        const auto key = events[i].values.find("key");
        const std::string id = key == events[i].values.end() ? "" : key->second;
        if (any_fits(kind.opened_by, events[i], names)) {
            NaiveThing thing{id, i, std::nullopt, std::nullopt, events[i].values};
            for (const ObjectKind::Until& until : kind.until) {
                NaiveLetters letters;
                letters.o = &thing.values;
                const auto last = parse_day(naive_words(until.last, letters, names));
                if (last) thing.last = *last;
            }
            things.push_back(thing);
        }
        for (NaiveThing& thing : things) {
            const bool may_end = !thing.closed && thing.opened != i;
            if (may_end && ends(kind, thing, {events[i], id}, names)) thing.closed = i;
        }
    }
    return things;
}

bool is_open_at(const NaiveThing& thing, std::size_t event, const std::vector<NaiveEvent>& events) {
    const bool is_opened =
        thing.opened <= event || are_simultaneous(events[thing.opened], events[event]);
    const bool is_closed = thing.closed && *thing.closed <= event &&
                           !are_simultaneous(events[*thing.closed], events[event]);
    return is_opened && !is_closed && !(thing.last && *thing.last < events[event].day);
}

}  // namespace fallbuch::rules::testing

#include "tests/projections/rules/naive_things.h"

#include <algorithm>

#include "core/calendar/timestamp.h"
#include "projections/rules/condition.h"

namespace fallbuch::rules::testing {
namespace {

Kleene any_fits(const Patterns& patterns, const NaiveEvent& event, NaiveLetters letters,
                const Vocabulary& names) {
    letters.t = &event;
    Kleene truth = Kleene::no;
    for (const Pattern& pattern : patterns) {
        truth = std::max(truth, naive_fits(pattern, event, letters, names));
    }
    return truth;
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
Kleene ends(const ObjectKind& kind, const NaiveThing& thing, const Ending& ending,
            const Vocabulary& names) {
    NaiveLetters letters;
    letters.o = &thing.values;
    Patterns meant = kind.closed_by;
    std::erase_if(meant, [&](const Pattern& pattern) {
        return thing.id != ending.id && !(pattern.where && names_thing(*pattern.where));
    });
    return any_fits(meant, ending.event, letters, names);
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
        const Kleene is_opened = any_fits(kind.opened_by, events[i], {}, names);
        if (is_opened != Kleene::no) {
            NaiveThing thing;
            thing.id = id;
            thing.opened = i;
            thing.values = events[i].values;
            thing.is_doubtful = is_opened == Kleene::unknown;
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
            const Kleene is_ended =
                may_end ? ends(kind, thing, {events[i], id}, names) : Kleene::no;
            if (is_ended == Kleene::yes) thing.closed = i;
            if (is_ended == Kleene::unknown && !thing.may_be_over) thing.may_be_over = i;
        }
    }
    return things;
}

Kleene is_open_at(const NaiveThing& thing, std::size_t event,
                  const std::vector<NaiveEvent>& events) {
    const bool is_opened =
        thing.opened <= event || are_simultaneous(events[thing.opened], events[event]);
    const auto is_over = [&](const std::optional<std::size_t>& end) {
        return end && *end <= event && !are_simultaneous(events[*end], events[event]);
    };
    const bool is_past = thing.last && *thing.last < events[event].day;
    if (!is_opened || is_over(thing.closed) || is_past) return Kleene::no;
    const bool is_in_doubt = thing.is_doubtful || is_over(thing.may_be_over);
    return is_in_doubt ? Kleene::unknown : Kleene::yes;
}

}  // namespace fallbuch::rules::testing

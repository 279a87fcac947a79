#include "projections/rules/memory_keeper.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "core/calendar/civil_day.h"
#include "projections/rules/case_event.h"
#include "projections/rules/condition.h"
#include "projections/rules/definitions.h"
#include "projections/rules/judge.h"
#include "projections/rules/memory.h"
#include "projections/rules/rule_set.h"
#include "projections/rules/timers.h"
#include "projections/rules/value.h"
#include "projections/rules/vocabulary.h"

namespace fallbuch::rules {
namespace {

Path id_path(const ObjectKind& kind) {
    Path path;
    path.root = PathRoot::target;
    path.field = *kind.id;
    return path;
}

bool asks_for_object(const Operand& operand) {
    const bool is_own = operand.kind == OperandKind::path && operand.path.root == PathRoot::object;
    return is_own || std::any_of(operand.parts.begin(), operand.parts.end(),
                                 [](const Operand& one) { return asks_for_object(one); });
}

// Whether it asks for the object (o) itself; what "holds" asks for is another one, but the second
// of each of its pairs stands outside.
bool asks_for_object(const Condition& condition) {
    if (condition.kind == ConditionKind::holds) {
        for (std::size_t i = 1; i < condition.operands.size(); i += 2) {
            if (asks_for_object(condition.operands[i])) return true;
        }
        return false;
    }
    return std::any_of(condition.operands.begin(), condition.operands.end(),
                       [](const Operand& one) { return asks_for_object(one); }) ||
           std::any_of(condition.parts.begin(), condition.parts.end(),
                       [](const Condition& one) { return asks_for_object(one); });
}

std::optional<CivilDay> earlier(std::optional<CivilDay> left, CivilDay right) {
    return left ? std::min(*left, right) : right;
}

}  // namespace

void MemoryKeeper::take(EventIndex index) {
    for (const MemorySubscription& one :
         state_.rules.memory_subscriptions(state_.events[index].type)) {
        const bool is_idle = whose_ == ObjectsOf::the_case && state_.is_idle(one.book);
        if (!is_idle) tell(one, index);
    }
}

const ObjectKind& MemoryKeeper::kind_of(const MemorySubscription& subscription) const {
    return state_.rules.books()[subscription.book]->objects[subscription.index];
}

Truth MemoryKeeper::is_meant(const MemorySubscription& one, EventIndex index,
                             const Instance* object) const {
    if (!one.pattern->where) return Truth::yes;
    const Surroundings around = state_.around(one.book);
    Bindings with;
    with.target = &state_.events[index];
    with.object = object;
    return Judge(around).judge(*one.pattern->where, with);
}

void MemoryKeeper::tell(const MemorySubscription& one, EventIndex index) {
    // What ends objects may ask for each of them.
    const Truth truth =
        one.telling == Telling::object_closed ? Truth::yes : is_meant(one, index, nullptr);
    if (truth == Truth::no) return;
    const Message message{one, index, truth == Truth::unknown};
    const bool is_fact = one.telling <= Telling::fact_told;
    if (is_fact) return tell_fact(message);
    if (kind_of(one).is_of_office != (whose_ == ObjectsOf::the_office)) return;
    const std::size_t kind = state_.rules.object_base(one.book) + one.index;
    switch (one.telling) {
        case Telling::object_opened: return open(kind, message);
        case Telling::object_closed: return close(kind, one, index);
        default: return update(kind, message);
    }
}

void MemoryKeeper::tell_fact(const Message& message) {
    const auto& [one, index, in_doubt] = message;
    const std::size_t number = state_.rules.fact_base(one.book) + one.index;
    FactState& fact = state_.facts[number];
    if (in_doubt) {
        const bool is_told = fact.latest != kNoEvent || fact.count > 0;
        fact.is_doubtful = fact.is_doubtful || is_told || one.telling == Telling::fact_told;
        return;
    }
    if (one.telling == Telling::fact_cleared) {
        fact = {};
        return;
    }
    ++fact.count;
    const Fact& kind = state_.rules.books()[one.book]->facts[one.index];
    const Surroundings around = state_.around(one.book);
    const auto from_of = [&](EventIndex event) {
        const CaseEvent& told = state_.events[event];
        Bindings with;
        with.target = &told;
        const auto day = kind.from ? Judge(around).day(*kind.from, with) : std::nullopt;
        return std::max(day.value_or(told.day), told.day);
    };
    const CivilDay from = from_of(index);
    std::erase_if(fact.coming, [&](EventIndex other) { return from_of(other) >= from; });
    if (from <= state_.events[index].day) {
        fact.latest = index;
        // One more of a number that nobody knows is no number.
        fact.is_doubtful = fact.is_doubtful && kind.counts;
        return;
    }
    fact.coming.push_back(index);
    state_.timers.push({from, TimerKind::fact_begins, static_cast<std::uint32_t>(number), index});
}

// What has ended by itself is not told about any more, and does not end again.
void MemoryKeeper::forget_ended(ObjectState& state) const {
    std::erase_if(state.open, [&](std::uint32_t number) {
        const auto& last = state.all[number].last;
        return last && *last < state_.today;
    });
}

Instance* MemoryKeeper::find(std::size_t kind_index, const ObjectKind& kind, EventIndex index) {
    ObjectState& state = state_.objects[kind_index];
    forget_ended(state);
    if (!kind.id) return state.open.empty() ? nullptr : &state.all[state.open.back()];
    const Path path = id_path(kind);
    const Value id = field_of(state_.events[index], path);
    if (!id.is_known()) return nullptr;
    const std::uint64_t hash = hash_of(id);
    for (const std::uint32_t number : state.open) {
        Instance& one = state.all[number];
        if (one.id_hash != hash) continue;
        const Value known = field_of(state_.events[one.told_by.front()], path);
        if (equal(known, id) == Truth::yes) return &one;
    }
    return nullptr;
}

const Instance* MemoryKeeper::find_ever(std::size_t kind_index, const ObjectKind& kind,
                                        EventIndex index) {
    const std::vector<Instance>& all = state_.objects[kind_index].all;
    if (!kind.id) return all.empty() ? nullptr : &all.back();
    const Path path = id_path(kind);
    const Value id = field_of(state_.events[index], path);
    const auto found = std::find_if(all.rbegin(), all.rend(), [&](const Instance& one) {
        return equal(field_of(state_.events[one.told_by.front()], path), id) == Truth::yes;
    });
    return found == all.rend() ? nullptr : &*found;
}

void MemoryKeeper::look_back(std::size_t kind_index, const Message& message) {
    const bool is_known =
        std::any_of(state_.hindsight.begin(), state_.hindsight.end(), [&](const Hindsight& one) {
            return one.kind == kind_index && one.told_by == message.index;
        });
    const Instance* const one =
        is_known ? nullptr : find_ever(kind_index, kind_of(message.by), message.index);
    const CaseEvent& event = state_.events[message.index];
    if (one == nullptr) {
        const bool may_be_early = !is_known && event.is_whole_day;
        if (may_be_early) state_.objects[kind_index].early.push_back({event, message.in_doubt});
        return;
    }
    state_.hindsight.push_back(
        {kind_index, one->told_by.front(), message.index, {event, message.in_doubt}});
    state_.has_new_hindsight = true;
}

void MemoryKeeper::open(std::size_t kind_index, const Message& message) {
    const ObjectKind& kind = kind_of(message.by);
    ObjectState& state = state_.objects[kind_index];
    Instance* const known = find(kind_index, kind, message.index);
    const bool is_open = known != nullptr && (!known->is_doubtful || message.in_doubt);
    // What is opened again while it is open is told more about.
    if (is_open) return update(kind_index, message);
    if (known != nullptr)
        std::erase(state.open, static_cast<std::uint32_t>(known - state.all.data()));
    if (known != nullptr) known->closed_by = message.index;
    Instance one;
    if (kind.id) {
        const Value id = field_of(state_.events[message.index], id_path(kind));
        if (!id.is_known()) return;
        one.id_hash = hash_of(id);
    }
    one.is_doubtful = message.in_doubt;
    one.told_by.push_back(message.index);
    for (const Hindsight& later : state_.hindsight) {
        const bool is_about_it = later.kind == kind_index && later.opened_by == message.index;
        if (is_about_it) one.told_later.push_back(later.told);
    }
    take_early(kind, state, one);
    const auto number = static_cast<std::uint32_t>(state.all.size());
    state.open.push_back(number);
    state.all.push_back(std::move(one));
    set_end(kind_index, message.by, number);
}

// A bare day is simultaneous with all of that day: what it tells may be about what comes behind it.
void MemoryKeeper::take_early(const ObjectKind& kind, ObjectState& state, Instance& one) const {
    const CaseEvent& opening = state_.events[one.told_by.front()];
    std::erase_if(state.early, [&](const ToldLater& told) {
        if (told.event.day != opening.day) return true;
        const bool is_about_it = !kind.id || equal(field_of(told.event, id_path(kind)),
                                                   field_of(opening, id_path(kind))) == Truth::yes;
        if (is_about_it) one.told_later.insert(one.told_later.begin(), told);
        return is_about_it;
    });
}

void MemoryKeeper::update(std::size_t kind_index, const Message& message) {
    const ObjectKind& kind = kind_of(message.by);
    if (kind.is_retroactive) return look_back(kind_index, message);
    Instance* const one = find(kind_index, kind, message.index);
    if (one == nullptr) return;
    one->told_by.push_back(message.index);
    if (message.in_doubt) one->doubtfully_told_by.push_back(message.index);
    ObjectState& state = state_.objects[kind_index];
    set_end(kind_index, message.by, static_cast<std::uint32_t>(one - state.all.data()));
    state_.objects_changed = true;
}

void MemoryKeeper::close(std::size_t kind_index, const MemorySubscription& subscription,
                         EventIndex index) {
    const ObjectKind& kind = kind_of(subscription);
    ObjectState& state = state_.objects[kind_index];
    const TypeLens& lens = *state_.events[index].lens;
    const auto& where = subscription.pattern->where;
    const bool names_one = kind.id &&
                           lens.fields[kind.id->value].kind != FieldPlace::Kind::absent &&
                           !(where && asks_for_object(*where));
    forget_ended(state);
    const Instance* const named = names_one ? find(kind_index, kind, index) : nullptr;
    // Who does not say which one ends all of them of which it is true.
    std::erase_if(state.open, [&](std::uint32_t number) {
        Instance& one = state.all[number];
        if (names_one && &one != named) return false;
        const Truth truth = is_meant(subscription, index, &one);
        if (truth == Truth::no) return false;
        if (truth == Truth::unknown) {
            note_doubtful_end(kind_index, number, index);
            return false;
        }
        if (names_one) one.told_by.push_back(index);
        close_one(kind_index, number, index);
        return true;
    });
}

void MemoryKeeper::close_one(std::size_t kind_index, std::uint32_t number, EventIndex index) {
    Instance& one = state_.objects[kind_index].all[number];
    one.closed_by = index;
    state_.ended.push_back(
        {static_cast<std::uint32_t>(kind_index), number, index, one.is_doubtful});
    state_.objects_changed = true;
}

void MemoryKeeper::note_doubtful_end(std::size_t kind_index, std::uint32_t number,
                                     EventIndex index) {
    Instance& one = state_.objects[kind_index].all[number];
    if (one.doubtfully_closed_by != kNoEvent) return;
    one.doubtfully_closed_by = index;
    state_.ended.push_back({static_cast<std::uint32_t>(kind_index), number, index, true});
    state_.objects_changed = true;
}

void MemoryKeeper::set_end(std::size_t kind_index, const MemorySubscription& subscription,
                           std::uint32_t number) {
    const ObjectKind& kind = kind_of(subscription);
    if (kind.until.empty()) return;
    Instance& one = state_.objects[kind_index].all[number];
    state_.gate(subscription.book);
    const Surroundings around = state_.around(subscription.book);
    const Judge judge(around);
    Bindings with;
    with.object = &one;
    one.last.reset();
    one.unknown_from.reset();
    for (const ObjectKind::Until& until : kind.until) {
        const Truth truth = until.where ? judge.judge(*until.where, with) : Truth::yes;
        const auto last = truth == Truth::no ? std::nullopt : judge.day(until.last, with);
        if (!last) continue;
        // By the law of each day: what ended long ago ends with the day before the law begins.
        CivilDay end = *last;
        if (until.valid.from) end = std::max(end, *until.valid.from - std::chrono::days(1));
        if (until.valid.to && end > *until.valid.to) continue;
        if (truth == Truth::yes) {
            one.last = earlier(one.last, end);
        } else {
            one.unknown_from = earlier(one.unknown_from, end + std::chrono::days(1));
        }
    }
    if (!one.last) return;
    state_.timers.push({*one.last + std::chrono::days(1), TimerKind::object_ends,
                        static_cast<std::uint32_t>(kind_index), number});
}

}  // namespace fallbuch::rules

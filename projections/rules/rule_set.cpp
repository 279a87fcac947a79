#include "projections/rules/rule_set.h"

#include <algorithm>
#include <deque>
#include <set>
#include <span>
#include <string>
#include <utility>

#include "core/base/bytes.h"
#include "core/calendar/civil_day.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/condition.h"
#include "projections/rules/uses.h"

namespace fallbuch::rules {
namespace {

// Is there a window that may lie before what activates?
bool may_look_back(const Check& check) {
    switch (check.kind) {
        case Template::precedence:
        case Template::alternate_precedence:
        case Template::responded_existence:
        case Template::not_co_existence: return true;
        case Template::count: return check.count.window != CountWindow::sliding;
        default: break;
    }
    return check.is_preemptive || !check.superseded_by.empty() || check.within.after.has_value();
}

bool is_own(const Operand& operand) {
    return operand.kind == OperandKind::path && operand.path.root == PathRoot::target;
}

bool is_same_path(const Operand& left, const Operand& right) {
    return left.kind == OperandKind::path && right.kind == OperandKind::path &&
           left.path.root == right.path.root && left.path.what == right.path.what &&
           left.path.field == right.path.field && left.path.attribute == right.path.attribute &&
           left.path.inner == right.path.inner;
}

// All targets are matched by the same values of what activated, so that those find them.
bool has_one_key(const Check& check) {
    if (check.require.size() != 1 || check.require.front().empty()) return false;
    const auto& first = check.require.front().front().match;
    if (first.empty()) return false;
    for (const Pattern& pattern : check.require.front()) {
        if (pattern.match.size() != first.size()) return false;
        for (std::size_t i = 0; i < first.size(); ++i) {
            const bool fits = is_own(pattern.match[i].first) &&
                              is_same_path(pattern.match[i].second, first[i].second) &&
                              first[i].second.path.root == PathRoot::activation;
            if (!fits) return false;
        }
    }
    return true;
}

bool asks_target_alone(const Operand& operand) {
    const bool is_other =
        operand.kind == OperandKind::param || operand.kind == OperandKind::open ||
        (operand.kind == OperandKind::path && operand.path.root != PathRoot::target);
    return !is_other && std::all_of(operand.parts.begin(), operand.parts.end(),
                                    [](const Operand& part) { return asks_target_alone(part); });
}

// Neither what activated nor what the case has come to, which may be another one later on.
bool asks_target_alone(const Condition& condition) {
    switch (condition.kind) {
        case ConditionKind::holds:
        case ConditionKind::every:
        case ConditionKind::some:
        case ConditionKind::in_table:
        case ConditionKind::valid_code: return false;
        default: break;
    }
    return std::all_of(condition.parts.begin(), condition.parts.end(),
                       [](const Condition& part) { return asks_target_alone(part); }) &&
           std::all_of(condition.operands.begin(), condition.operands.end(),
                       [](const Operand& operand) { return asks_target_alone(operand); });
}

bool asks_memory(const Operand& operand) {
    if (operand.kind == OperandKind::path && operand.path.root == PathRoot::fact) return true;
    if (operand.kind == OperandKind::open) return true;
    return std::any_of(operand.parts.begin(), operand.parts.end(),
                       [](const Operand& part) { return asks_memory(part); });
}

bool asks_memory(const Condition& condition) {
    if (condition.kind == ConditionKind::holds) return true;
    return std::any_of(condition.parts.begin(), condition.parts.end(),
                       [](const Condition& part) { return asks_memory(part); }) ||
           std::any_of(condition.operands.begin(), condition.operands.end(),
                       [](const Operand& operand) { return asks_memory(operand); });
}

// Does it ask for an object of which may be told later what holds before?
bool asks_hindsight(const Check& check, const Rulebook& book) {
    const auto is_retroactive = [](const ObjectKind& kind) { return kind.is_retroactive; };
    if (std::none_of(book.objects.begin(), book.objects.end(), is_retroactive)) return false;
    const std::set<std::uint16_t> asked = with_definitions(uses_of(check, book), book).objects;
    return std::any_of(asked.begin(), asked.end(),
                       [&](std::uint16_t one) { return is_retroactive(book.objects[one]); });
}

bool are_apart(const Validity& left, const Validity& right) {
    return (left.to && right.from && *left.to < *right.from) ||
           (right.to && left.from && *right.to < *left.from);
}

}  // namespace

RuleSet::RuleSet(std::shared_ptr<const Vocabulary> vocabulary,
                 std::vector<std::unique_ptr<const Rulebook>> books)
    : vocabulary_(std::move(vocabulary)), books_(std::move(books)) {
    by_type_.resize(vocabulary_->type_count());
    memory_by_type_.resize(vocabulary_->type_count());
    end_superseded();
    for (std::uint16_t book = 0; book < books_.size(); ++book) {
        fact_bases_.push_back(fact_count_);
        object_bases_.push_back(object_count_);
        fact_count_ += books_[book]->facts.size();
        object_count_ += books_[book]->objects.size();
        end_checks_.resize(object_count_);
        subscribe_memory(book);
        compile(book);
    }
    link_checks();
    for (auto& subscriptions : by_type_) {
        std::stable_sort(subscriptions.begin(), subscriptions.end(),
                         [](const Subscription& left, const Subscription& right) {
                             return left.role < right.role;
                         });
    }
    for (auto& subscriptions : memory_by_type_) {
        std::stable_sort(subscriptions.begin(), subscriptions.end(),
                         [](const MemorySubscription& left, const MemorySubscription& right) {
                             return left.telling < right.telling;
                         });
    }
    note_types();
    for (const auto& book : books_) {
        combines_.push_back(std::any_of(book->params.begin(), book->params.end(),
                                        [](const Parameter& one) { return one.combines_by_max; }));
    }
}

// The day before the next version begins is the last one of a version that it supersedes.
void RuleSet::end_superseded() {
    for (const auto& book : books_) {
        Validity valid = book->valid;
        for (const auto& next : books_) {
            const bool is_superseded =
                next->id == book->id && std::find(next->supersedes.begin(), next->supersedes.end(),
                                                  book->version) != next->supersedes.end();
            if (!is_superseded || !next->valid.from) continue;
            const CivilDay last = *next->valid.from - std::chrono::days(1);
            if (!valid.to || last < *valid.to) valid.to = last;
        }
        validities_.push_back(valid);
    }
}

// The days of its rulebook and its own, as far as the activation's day decides about them.
void RuleSet::set_days(CompiledCheck& compiled) const {
    const Check& check = *compiled.check;
    if (check.governs_by) return;
    const Validity& valid = validities_[compiled.book];
    if (valid.from) compiled.first_day = *valid.from;
    if (valid.to) compiled.last_day = *valid.to;
    // In a gap between its own days it may be breached.
    const Transition transition = check.transition.value_or(books_[compiled.book]->transition);
    if (check.valid.empty() || transition == Transition::gap) return;
    CivilDay first = CivilDay::max();
    CivilDay last = CivilDay::min();
    for (const Validity& own : check.valid) {
        first = std::min(first, own.from.value_or(CivilDay::min()));
        last = std::max(last, own.to.value_or(CivilDay::max()));
    }
    compiled.first_day = std::max(compiled.first_day, first);
    compiled.last_day = std::min(compiled.last_day, last);
}

void RuleSet::compile(std::uint16_t book) {
    const std::size_t first = checks_.size();
    for (const Check& check : books_[book]->checks) {
        CompiledCheck compiled;
        compiled.check = &check;
        compiled.book = book;
        compiled.looks_back = may_look_back(check);
        compiled.is_keyed = has_one_key(check);
        compiled.counts = check.kind == Template::count;
        compiled.remembers_events = check.nth != 0 || check.trigger == Trigger::all_events ||
                                    check.kind == Template::alternate_precedence;
        set_days(compiled);
        compiled.asks_memory = check.that && asks_memory(*check.that);
        compiled.asks_hindsight = asks_hindsight(check, *books_[book]);
        compiled.has_default_end =
            !check.within.before && check.within.cases.empty() && check.within.until.empty();
        const auto index = static_cast<std::uint32_t>(checks_.size());
        if (check.reading_of) checks_[first + *check.reading_of].readings.push_back(index);
        if (check.trigger == Trigger::case_begins) case_checks_.push_back(index);
        if (check.trigger == Trigger::date) day_checks_.push_back(index);
        if (check.trigger == Trigger::end_of_object) {
            end_checks_[object_bases_[book] + check.on_object].push_back(index);
        }
        checks_.push_back(std::move(compiled));
        subscribe(index);
    }
}

void RuleSet::add(std::uint32_t check, Role role, std::size_t part, const Patterns& patterns) {
    for (const Pattern& pattern : patterns) {
        const bool is_alone =
            role == Role::target && pattern.where && asks_target_alone(*pattern.where);
        by_type_[pattern.type.value].push_back(
            {check, role, is_alone, static_cast<std::uint16_t>(part), &pattern});
    }
}

void RuleSet::subscribe(std::uint32_t index) {
    const Check& check = *checks_[index].check;
    add(index, Role::activate, 0, check.on);
    for (std::size_t i = 0; i < check.require.size(); ++i) {
        add(index, Role::target, i, check.require[i]);
    }
    for (std::size_t i = 0; i < check.unless.size(); ++i) {
        const Exception& one = check.unless[i];
        if (!one.event) continue;
        by_type_[one.event->type.value].push_back(
            {index, Role::except, false, static_cast<std::uint16_t>(i), &*one.event});
    }
    add(index, Role::supersede, 0, check.superseded_by);
    const auto& key = check.count.min.key;
    if (check.count.is_prorata && key && key->kind == OperandKind::path &&
        key->path.root == PathRoot::fact) {
        add(index, Role::rebound, 0, book_of(index).facts[key->path.fact].events);
    }
    for (std::size_t i = 0; i < check.suspend.size(); ++i) {
        const auto part = static_cast<std::uint16_t>(i);
        const Suspension& one = check.suspend[i];
        by_type_[one.from.type.value].push_back(
            {index, Role::suspend_begin, false, part, &one.from});
        by_type_[one.to.type.value].push_back({index, Role::suspend_end, false, part, &one.to});
    }
    for (std::size_t i = 0; i < check.excuse.size(); ++i) {
        by_type_[check.excuse[i].event.type.value].push_back(
            {index, Role::excuse, false, static_cast<std::uint16_t>(i), &check.excuse[i].event});
    }
    add(index, Role::scope_begin, 0, check.scope_from);
    add(index, Role::scope_end, 0, check.scope_to);
    add(index, Role::deadline, 0, check.within.until);
    if (checks_[index].has_default_end) add(index, Role::deadline, 0, book_of(index).closing);
}

void RuleSet::subscribe_memory(std::uint16_t book) {
    const auto tell = [&](std::size_t index, Telling telling, const Patterns& patterns) {
        for (const Pattern& pattern : patterns) {
            memory_by_type_[pattern.type.value].push_back(
                {book, static_cast<std::uint16_t>(index), telling, &pattern});
        }
    };
    const Rulebook& rulebook = *books_[book];
    for (std::size_t i = 0; i < rulebook.facts.size(); ++i) {
        tell(i, Telling::fact_cleared, rulebook.facts[i].cleared_by);
        tell(i, Telling::fact_told, rulebook.facts[i].events);
    }
    for (std::size_t i = 0; i < rulebook.objects.size(); ++i) {
        const ObjectKind& kind = rulebook.objects[i];
        tell(i, Telling::object_closed, kind.closed_by);
        tell(i, Telling::object_opened, kind.opened_by);
        tell(i, Telling::object_updated, kind.updated_by);
    }
}

void RuleSet::link_checks() {
    for (std::uint32_t i = 0; i < checks_.size(); ++i) {
        const Check& check = *checks_[i].check;
        for (std::uint32_t j = 0; j < checks_.size(); ++j) {
            const Check& other = *checks_[j].check;
            const bool is_same =
                other.id == check.id && other.part == check.part && other.reading == check.reading;
            if (is_same && checks_[i].book != checks_[j].book) checks_[i].others.push_back(j);
            const bool is_repair = !check.repair.empty() && other.id == check.repair &&
                                   other.trigger == Trigger::repair &&
                                   checks_[i].book == checks_[j].book;
            if (is_repair) checks_[i].repairs.push_back(j);
        }
    }
}

void RuleSet::note_types() {
    type_notes_.resize(vocabulary_->type_count());
    const auto note = [&](const Patterns& patterns, bool TypeNotes::* what) {
        for (const Pattern& pattern : patterns) type_notes_[pattern.type.value].*what = true;
    };
    for (const auto& book : books_) {
        for (const TypeIndex type : book->actor_types) type_notes_[type.value].reads_actor = true;
        note(book->closing, &TypeNotes::closes_or_waives);
        if (book->waivers) note(book->waivers->events, &TypeNotes::closes_or_waives);
        const bool is_fact = book->unit && book->unit->kind == OperandKind::path &&
                             book->unit->path.root == PathRoot::fact;
        if (is_fact) note(book->facts[book->unit->path.fact].events, &TypeNotes::retells);
        for (const ObjectKind& kind : book->objects) {
            if (kind.is_retroactive) note(kind.updated_by, &TypeNotes::retells);
        }
    }
}

std::span<const Subscription> RuleSet::subscriptions(TypeIndex type) const {
    if (type.value >= by_type_.size()) return {};
    return by_type_[type.value];
}

std::span<const MemorySubscription> RuleSet::memory_subscriptions(TypeIndex type) const {
    if (type.value >= memory_by_type_.size()) return {};
    return memory_by_type_[type.value];
}

std::optional<VersionClash> RuleSet::version_clash(std::size_t book) const {
    const Rulebook& own = *books_[book];
    for (std::size_t i = 0; i < books_.size(); ++i) {
        const Rulebook& other = *books_[i];
        if (i == book || other.id != own.id) continue;
        if (other.version == own.version) {
            return VersionClash{"version", "version " + own.version + " is there already"};
        }
        if (are_apart(validities_[book], validities_[i])) continue;
        return VersionClash{"valid", "versions " + other.version + " and " + own.version +
                                         " hold on the same days; the newer one must name the "
                                         "older one in \"supersedes\", or begin after its end"};
    }
    const std::string circle = circle_of(own);
    if (circle.empty()) return std::nullopt;
    return VersionClash{"supersedes",
                        "version " + own.version + " supersedes itself in a circle: " + circle};
}

// "2 supersedes 1 supersedes 2", the shortest way; empty if none leads back.
std::string RuleSet::circle_of(const Rulebook& own) const {
    std::set<std::string> passed{own.version};
    std::deque<std::pair<const Rulebook*, std::string>> ahead{{&own, own.version}};
    while (!ahead.empty()) {
        const auto [from, way] = ahead.front();
        ahead.pop_front();
        for (const std::string& version : from->supersedes) {
            const std::string longer = way + " supersedes " + version;
            if (version == own.version) return longer;
            if (!passed.insert(version).second) continue;
            for (const auto& next : books_) {
                if (next->id != own.id || next->version != version) continue;
                ahead.emplace_back(next.get(), longer);
            }
        }
    }
    return {};
}

Digest RuleSet::digest() const {
    std::string text;
    for (const auto& book : books_) {
        text += book->id + '@' + book->version + '=';
        text.append(reinterpret_cast<const char*>(book->digest.bytes.data()),
                    book->digest.bytes.size());
    }
    return sha256(as_bytes(text));
}

}  // namespace fallbuch::rules

// Several rulebooks that are judged together, and which of their checks an event concerns.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/calendar/civil_day.h"
#include "core/codec/digest.h"
#include "projections/rules/check.h"
#include "projections/rules/definitions.h"
#include "projections/rules/rulebook.h"
#include "projections/rules/type_notes.h"
#include "projections/rules/vocabulary.h"

namespace fallbuch::rules {

// What an event may be to a check, in the order in which it is taken in: what discharges comes
// before what excepts, and an obligation is opened last, so that no event discharges its own.
enum class Role : std::uint8_t {
    suspend_begin,
    suspend_end,
    target,
    excuse,
    except,
    deadline,
    rebound,  // the number that is asked for may be another one now
    supersede,
    scope_end,
    scope_begin,
    activate,
};

struct Subscription {
    std::uint32_t check = 0;
    Role role = Role::activate;
    bool asks_target_alone = false;  // the condition of a target, the same for every activation
    std::uint16_t part = 0;  // the group of targets, the exception, the suspension or the excuse
    const Pattern* pattern = nullptr;
};

// What an event tells facts and objects.
enum class Telling : std::uint8_t {
    fact_cleared,
    fact_told,
    object_closed,
    object_opened,
    object_updated
};
struct MemorySubscription {
    std::uint16_t book = 0;
    std::uint16_t index = 0;
    Telling telling = Telling::fact_told;
    const Pattern* pattern = nullptr;
};

struct CompiledCheck {
    const Check* check = nullptr;
    std::uint16_t book = 0;
    bool looks_back = false;  // an earlier event may discharge it
    bool is_keyed = false;    // its targets are found by the values that they are matched with
    bool has_default_end = false;
    bool counts = false;                   // Template::count
    bool remembers_events = false;         // also those that do not activate it
    CivilDay first_day = CivilDay::min();  // it is activated on no day before
    CivilDay last_day = CivilDay::max();   // or after
    bool asks_memory = false;              // its condition asks for facts or objects
    bool asks_hindsight = false;           // what it asks for may be told later
    std::vector<std::uint32_t> others;     // the same of other rulebooks, under another law
    std::vector<std::uint32_t> repairs;    // what its breach activates
    std::vector<std::uint32_t> readings;
};

// Why a rulebook cannot be judged by together with other versions of itself.
struct VersionClash {
    std::string_view member;  // of its text, which would have to say something else
    std::string what;
};

// Immutable once made; callable from any thread. Rulebooks do not move.
class RuleSet {
public:
    RuleSet(std::shared_ptr<const Vocabulary> vocabulary,
            std::vector<std::unique_ptr<const Rulebook>> books);

    // Does the rulebook hold on a day of another version of itself, or supersede itself in a
    // circle?
    std::optional<VersionClash> version_clash(std::size_t book) const;

    const Vocabulary& vocabulary() const { return *vocabulary_; }
    const std::vector<std::unique_ptr<const Rulebook>>& books() const { return books_; }
    const std::vector<CompiledCheck>& checks() const { return checks_; }
    const Rulebook& book_of(std::uint32_t check) const { return *books_[checks_[check].book]; }
    std::span<const Subscription> subscriptions(TypeIndex type) const;
    std::span<const MemorySubscription> memory_subscriptions(TypeIndex type) const;
    // Where the facts and objects of a rulebook begin among those of all.
    std::size_t fact_base(std::size_t book) const { return fact_bases_[book]; }
    std::size_t object_base(std::size_t book) const { return object_bases_[book]; }
    std::size_t fact_count() const { return fact_count_; }
    std::size_t object_count() const { return object_count_; }
    // Checks of cases as a whole, and of days of the calendar.
    const std::vector<std::uint32_t>& case_checks() const { return case_checks_; }
    const std::vector<std::uint32_t>& day_checks() const { return day_checks_; }
    // Checks that the end of such an object activates; kinds as among those of all rulebooks.
    std::span<const std::uint32_t> end_checks(std::size_t kind) const { return end_checks_[kind]; }
    const TypeNotes& notes(TypeIndex type) const { return type_notes_[type.value]; }
    // Has it parameters of which the greatest of all rulebooks counts?
    bool combines(std::size_t book) const { return combines_[book]; }
    // When a rulebook holds: a version that is superseded ends before the next one begins.
    const Validity& validity(std::size_t book) const { return validities_[book]; }
    // Of the texts of all rulebooks.
    Digest digest() const;

private:
    void compile(std::uint16_t book);
    void subscribe(std::uint32_t check);
    void subscribe_memory(std::uint16_t book);
    void add(std::uint32_t check, Role role, std::size_t part, const Patterns& patterns);
    void link_checks();
    void end_superseded();
    void set_days(CompiledCheck& compiled) const;
    void note_types();
    std::string circle_of(const Rulebook& own) const;

    std::shared_ptr<const Vocabulary> vocabulary_;
    std::vector<std::unique_ptr<const Rulebook>> books_;
    std::vector<Validity> validities_;
    std::vector<CompiledCheck> checks_;
    std::vector<std::vector<Subscription>> by_type_;
    std::vector<std::vector<MemorySubscription>> memory_by_type_;
    std::vector<std::size_t> fact_bases_;
    std::vector<std::size_t> object_bases_;
    std::size_t fact_count_ = 0;
    std::size_t object_count_ = 0;
    std::vector<std::uint32_t> case_checks_;
    std::vector<std::uint32_t> day_checks_;
    std::vector<std::vector<std::uint32_t>> end_checks_;
    std::vector<TypeNotes> type_notes_;
    std::vector<bool> combines_;  // by rulebook
};

}  // namespace fallbuch::rules

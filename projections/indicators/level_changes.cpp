#include "projections/indicators/level_changes.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include "core/calendar/timestamp.h"
#include "core/events/code_list.h"
#include "projections/indicators/case_outline.h"
#include "projections/indicators/disclosure.h"
#include "projections/indicators/groups.h"

namespace fallbuch::indicators {

struct LevelScale {
    std::array<std::string_view, 2> events;
    std::string_view field;
    std::string_view list;
    std::string_view key;
    std::string_view title;
};

namespace {

constexpr LevelScale kCareLevels{{"CareLevelAssessed", "CareLevelReviewed"},
                                 "overall",
                                 "care-level",
                                 "care_levels",
                                 "Betreuungsstufen"};
constexpr LevelScale kProfileTiers{
    {"ProfileTierSet", ""}, "tier", "profile-tier", "profile_tiers", "Profillagen"};

// The list of tiers has no order; this is the one in which Kontaktdichtekonzepte 2010 (2.4) names
// them, from the one farthest from work. I and Z are none of the six.
constexpr std::string_view kTiers[] = {"UNTERSTUETZUNG", "STABILISIERUNG", "ENTWICKLUNG",
                                       "FOERDER",        "AKTIVIERUNG",    "MARKT"};

constexpr std::string_view kBefore = "before_reporting_date";
constexpr std::string_view kElsewhen = "elsewhen";
// Between the parts of a key; stands in no code and in no name.
constexpr char kBetween = '\x1f';

struct DirectionName {
    Direction direction;
    std::string_view key;
    std::string_view title;
};
constexpr auto kDirections =
    std::to_array<DirectionName>({{Direction::up, "up", "aufwärts (näher an Arbeit)"},
                                  {Direction::down, "down", "abwärts"},
                                  {Direction::none, "none", "ohne Richtung"}});

std::string key_of(Direction direction) {
    return std::string(std::ranges::find(kDirections, direction, &DirectionName::direction)->key);
}

Direction direction_of(std::optional<std::size_t> from, std::optional<std::size_t> to) {
    if (!from || !to) return Direction::none;
    return *from < *to ? Direction::up : Direction::down;
}

bool is_quarters_end(CivilDay day) {
    return static_cast<unsigned>(std::chrono::year_month_day(day).month()) % 3 == 0;
}

std::string unit_of(const CaseShare& share, CivilDay day) {
    const Tenure* tenure = share.outline.tenure_on(day);
    return tenure == nullptr ? "" : tenure->unit;
}

// "Jobcenter X, 31.03.2008 (Quartalsende)"
std::string date_title(const std::string& key) {
    const auto between = key.find(kBetween);
    const std::string unit = key.substr(0, between);
    const std::string text = key.substr(between + 1);
    const auto day = parse_day(text);
    const std::string date = text.substr(8, 2) + '.' + text.substr(5, 2) + '.' + text.substr(0, 4);
    return (unit.empty() ? "ohne Dienststelle" : unit) + ", " + date +
           (day && is_quarters_end(*day) ? " (Quartalsende)" : " (Monatsende)");
}

std::vector<GroupName> pair_groups(const Tally& pairs, const Catalogue& catalogue,
                                   std::string_view list) {
    std::vector<GroupName> groups;
    for (const std::string& key : pairs.keys()) {
        const auto between = key.find(kBetween);
        groups.push_back({key, code_title(catalogue, list, key.substr(0, between)) + " → " +
                                   code_title(catalogue, list, key.substr(between + 1))});
    }
    return groups;
}

// Dates before which there were many changes of that kind; all others together.
Tally conspicuous(const Tally& dates, const IndicatorQuestion& question) {
    return dates.renamed([&](const std::string& date) {
        const bool stays = dates.count_of(date) >= question.suspicious_min;
        return stays ? date : std::string(kOthers);
    });
}

}  // namespace

std::optional<CivilDay> reporting_date(CivilDay day, int reporting_days) {
    const std::chrono::year_month_day date(day);
    const CivilDay end(std::chrono::local_days(date.year() / date.month() / std::chrono::last));
    if (end - day < std::chrono::days(reporting_days)) return end;
    return std::nullopt;
}

LevelChanges::LevelChanges(const Catalogue& catalogue) : catalogue_(catalogue) {}

std::optional<std::size_t> LevelChanges::rank(const LevelScale& scale,
                                              std::string_view level) const {
    const CodeList* codes = catalogue_.find_codes(scale.list);
    if (codes != nullptr && codes->ordered()) {
        const Code* code = codes->find(level);
        return code == nullptr ? std::nullopt : code->rank;
    }
    if (&scale != &kProfileTiers) return std::nullopt;
    const auto found = std::ranges::find(kTiers, level);
    if (found == std::end(kTiers)) return std::nullopt;
    return static_cast<std::size_t>(found - std::begin(kTiers));
}

// All of the case, in order: what was before the period says from where a change comes, and what
// comes behind it whether it was taken back.
std::vector<LevelChange> LevelChanges::changes_of(const LevelScale& scale,
                                                  const CaseShare& share) const {
    std::vector<LevelChange> changes;
    std::string level;
    for (const OutlineEvent& event : share.outline.events()) {
        if (std::ranges::none_of(scale.events, [&](auto name) { return event.is(name); })) continue;
        const std::string told(event.text(scale.field));
        if (told.empty()) continue;
        const std::string before = std::exchange(level, told);
        if (before.empty() || before == told) continue;
        changes.push_back(
            {event.day, before, told, direction_of(rank(scale, before), rank(scale, told)), false});
    }
    const std::chrono::days soon(share.question.reversal_days);
    for (std::size_t i = 0; i < changes.size(); ++i) {
        if (changes[i].direction != Direction::up) continue;
        for (std::size_t j = i + 1; j < changes.size() && changes[j].day <= changes[i].day + soon;
             ++j) {
            const auto reached = rank(scale, changes[j].to);
            if (reached && *reached <= *rank(scale, changes[i].from)) changes[i].is_reversed = true;
        }
    }
    return changes;
}

void LevelChanges::count_scale(const LevelScale& scale, const CaseShare& share,
                               Changes& changes) const {
    Tally::CaseCounts directions;
    std::map<std::string, Tally::CaseCounts> pairs;
    Tally::CaseCounts windows;
    Tally::CaseCounts dates;
    for (const LevelChange& one : changes_of(scale, share)) {
        if (!share.outline.is_asked(share.question, one.day)) continue;
        const std::string direction = key_of(one.direction);
        ++directions[direction];
        ++pairs[direction][one.from + kBetween + one.to];
        if (one.direction != Direction::up) continue;
        const auto date = reporting_date(one.day, share.question.reporting_days);
        ++windows[std::string(date ? kBefore : kElsewhen)];
        if (!date) continue;
        ++dates[one.is_reversed ? unit_of(share, one.day) + kBetween + day_text(*date)
                                : std::string(kOthers)];
    }
    changes.directions.add_case(directions);
    for (const auto& [direction, counts] : pairs) changes.pairs[direction].add_case(counts);
    changes.windows.add_case(windows);
    changes.dates.add_case(dates);
}

void LevelChanges::count(const CaseShare& share) {
    count_scale(kCareLevels, share, care_levels_);
    count_scale(kProfileTiers, share, profile_tiers_);
}

void LevelChanges::merge(const LevelChanges& other) {
    for (const auto& [into, from] : {std::pair(&care_levels_, &other.care_levels_),
                                     std::pair(&profile_tiers_, &other.profile_tiers_)}) {
        into->directions.merge(from->directions);
        for (const auto& [direction, pairs] : from->pairs) into->pairs[direction].merge(pairs);
        into->windows.merge(from->windows);
        into->dates.merge(from->dates);
    }
}

// Each table parts a group of the one before it, and only one that is told.
void LevelChanges::add_tables(const LevelScale& scale, const TableParts& parts,
                              const Changes& changes, std::vector<IndicatorTable>& out) {
    const std::uint64_t group_min = parts.question.group_min;
    const std::string key(scale.key);
    const std::string title(scale.title);
    std::vector<GroupName> names;
    for (const DirectionName& one : kDirections) {
        names.push_back({std::string(one.key), std::string(one.title)});
    }
    const Line directions = disclose(changes.directions, names, {"all", ""}, group_min);
    out.push_back({key, title + ": Übergänge", "Wechsel", {directions}, false});
    IndicatorTable pairs{key + "_pairs", title + ": von Stufe zu Stufe", "Wechsel", {}, false};
    for (const GroupName& direction : names) {
        if (!is_told(directions, direction.key)) continue;
        const Tally& tally = changes.pairs.at(direction.key);
        pairs.lines.push_back(
            disclose(tally, pair_groups(tally, parts.catalogue, scale.list), direction, group_min));
    }
    if (!pairs.lines.empty()) out.push_back(std::move(pairs));
    bool is_parted = false;
    if (is_told(directions, key_of(Direction::up))) {
        const Line windows = disclose(changes.windows,
                                      {{std::string(kBefore), "kurz vor einem Monatsende"},
                                       {std::string(kElsewhen), "sonst"}},
                                      {"all", ""}, group_min);
        out.push_back({key + "_upward", title + ": Aufwärtswechsel", "Wechsel", {windows}, false});
        is_parted = is_told(windows, std::string(kBefore));
    }
    const Tally dates = conspicuous(changes.dates, parts.question);
    std::vector<GroupName> groups;
    for (const std::string& date : dates.keys()) {
        if (date != kOthers) groups.push_back({date, date_title(date)});
    }
    IndicatorTable hints{
        key + "_suspicious", title + ": Hinweise auf Stichtage", "Wechsel", {}, false};
    if (!groups.empty() && is_parted) {
        groups.push_back({std::string(kOthers), "andere kurz vor einem Monatsende"});
        hints.lines.push_back(disclose(dates, groups, {"all", ""}, group_min));
    } else if (!groups.empty()) {
        // The hint is given even where no number of it may be told.
        hints.lines.push_back(withheld_line(groups, {"all", ""}));
    }
    out.push_back(std::move(hints));
}

std::vector<IndicatorTable> LevelChanges::tables(const TableParts& parts) const {
    std::vector<IndicatorTable> out;
    add_tables(kCareLevels, parts, care_levels_, out);
    add_tables(kProfileTiers, parts, profile_tiers_, out);
    return out;
}

}  // namespace fallbuch::indicators

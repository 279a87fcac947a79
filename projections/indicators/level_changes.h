// PK-09: from which level to which do cases go, and which changes look as if they were made for a
// reporting date?
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/calendar/civil_day.h"
#include "core/events/catalogue.h"
#include "projections/indicators/case_share.h"
#include "projections/indicators/indicator.h"
#include "projections/indicators/tally.h"

namespace fallbuch::indicators {

enum class Direction : std::uint8_t { up, down, none };  // up: nearer to work

struct LevelChange {
    CivilDay day{};
    std::string from;
    std::string to;
    Direction direction = Direction::none;
    bool is_reversed = false;  // upwards, and soon back to where it was, or below
};

struct LevelScale;

// The last day of the month if the day is one of its last so many; nothing otherwise.
std::optional<CivilDay> reporting_date(CivilDay day, int reporting_days);

class LevelChanges {
public:
    // Borrows the catalogue: it has the order of the levels.
    explicit LevelChanges(const Catalogue& catalogue);

    void count(const CaseShare& share);
    void merge(const LevelChanges& other);
    std::vector<IndicatorTable> tables(const TableParts& parts) const;

private:
    // Of one scale.
    struct Changes {
        Tally directions;
        std::map<std::string, Tally> pairs;  // by direction
        Tally windows;                       // of upward changes: before a reporting date, or not
        Tally dates;                         // of those before one: those reversed, by unit and day
    };

    std::vector<LevelChange> changes_of(const LevelScale& scale, const CaseShare& share) const;
    std::optional<std::size_t> rank(const LevelScale& scale, std::string_view level) const;
    void count_scale(const LevelScale& scale, const CaseShare& share, Changes& changes) const;
    static void add_tables(const LevelScale& scale, const TableParts& parts, const Changes& changes,
                           std::vector<IndicatorTable>& out);

    const Catalogue& catalogue_;
    Changes care_levels_;
    Changes profile_tiers_;
};

}  // namespace fallbuch::indicators

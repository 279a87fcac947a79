#include "tests/projections/rules/random_stories.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <set>
#include <utility>

#include "core/calendar/civil_day.h"
#include "core/calendar/timestamp.h"
#include "tests/support/seeded_random.h"

namespace fallbuch::rules::testing {
namespace {

class StoryTeller {
public:
    StoryTeller(std::uint64_t seed, const StoryKind& kind) : random_(seed), kind_(kind) {}

    Story tell() {
        Story story;
        const std::uint64_t count = 2 + random_.below(static_cast<std::uint64_t>(kind_.events_max));
        for (std::uint64_t i = 0; i < count; ++i) story.push_back(told());
        std::stable_sort(story.begin(), story.end(), [](const Told& left, const Told& right) {
            return std::pair(left.day, left.second.value_or(0)) <
                   std::pair(right.day, right.second.value_or(0));
        });
        keep_things_simple(story);
        if (kind_.ends && random_.one_in(2)) {
            Told end = told();
            end.type = "CaseClosed";
            end.day = story.empty() ? 0 : story.back().day;
            end.second = 86399;
            if (random_.one_in(3)) end.day += 1;
            story.push_back(end);
        }
        return story;
    }

private:
    std::string pick(std::vector<std::string> from) { return from[random_.below(from.size())]; }

    void put(Told& told, const std::string& name, const std::string& value) {
        if (!random_.one_in(6)) told.values[name] = value;
    }

    Told told() {
        Told told;
        told.type = pick(kind_.types);
        told.day = static_cast<int>(random_.below(static_cast<std::uint64_t>(kind_.days)));
        const bool has_clock =
            kind_.clocks == Clocks::all || (kind_.clocks == Clocks::some && random_.one_in(2));
        // Few moments, so that some events happen in the same second.
        if (has_clock) told.second = static_cast<int>(random_.below(4)) * 21600 + 3600;
        if (kind_.lingers && random_.one_in(2)) {
            told.recorded = told.day + static_cast<int>(random_.below(6));
        }
        put(told, "flag", pick({"true", "true", "false"}));
        put(told, "number", std::to_string(random_.below(4)));
        put(told, "key", pick({"K-1", "K-2"}));
        if (told.type == "ThingOpened" || told.type == "ThingClosed")
            told.values["key"] = pick({"K-1", "K-2"});
        const CivilDay day = kStoryBegins + std::chrono::days(told.day);
        put(told, "day", day_text(day + std::chrono::days(random_.below(12))));
        if (told.type == "DelayJustified") {
            told.values["rule"] = pick({"R-1", "R-2"});
            told.values["period.from"] = day_text(day);
            told.values["period.to"] = day_text(day + std::chrono::days(random_.below(15)));
        }
        return told;
    }

    // A thing is opened once, and what has not been opened does not end.
    static void keep_things_simple(Story& story) {
        std::set<std::string> opened;
        std::set<std::string> ended;
        std::erase_if(story, [&](const Told& told) {
            const auto key = told.values.find("key");
            if (told.type == "ThingOpened") return !opened.insert(key->second).second;
            if (told.type != "ThingClosed") return false;
            return !opened.contains(key->second) || !ended.insert(key->second).second;
        });
    }

    SeededRandom random_;
    const StoryKind& kind_;
};

}  // namespace

Story random_story(std::uint64_t seed, const StoryKind& kind) {
    return StoryTeller(seed, kind).tell();
}

}  // namespace fallbuch::rules::testing

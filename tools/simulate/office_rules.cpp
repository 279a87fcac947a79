#include "tools/simulate/office_rules.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "core/calendar/civil_day.h"
#include "tools/simulate/units.h"

namespace fallbuch::simulate {

namespace {

// Some rulebooks hold only where an office says so, in one version and for a time; the others hold
// by themselves.
struct Activation {
    std::string_view version;
    CivilDay to;
};

struct Rulebook {
    std::string_view unit;
    std::string_view org_type;
    std::string_view id;
    CivilDay from;
    std::optional<Activation> activation = {};
};

constexpr CivilDay kPhases = day(2023, 6, 14);
constexpr CivilDay kPhases2026 = day(2026, 7, 1);
constexpr Activation kTo2009{"2005.1", day(2009, 12, 31)};
constexpr Activation kTo2023{"2010.1", day(2023, 6, 13)};
constexpr std::array kRulebooks{
    Rulebook{kArge, "GE", "betreuungsstufen-2005", kOfficeOpens, kTo2009},
    Rulebook{kArge, "GE", "regensburg", kOfficeOpens, kTo2009},
    Rulebook{kArge, "GE", "kontaktdichte-2010", day(2010, 12, 1), kTo2023},
    Rulebook{kJobcenter, "GE", "kontaktdichte-2010", day(2011, 1, 3), kTo2023},
    Rulebook{kJobcenter, "GE", "4pm-2023", kPhases},
    Rulebook{kJobcenter, "GE", "4pm-2026", kPhases2026},
    Rulebook{kAgency, "AA", "4pm-2023", kPhases},
    Rulebook{kAgency, "AA", "4pm-2026", kPhases2026}};

std::string quoted(std::string_view text) { return '"' + std::string(text) + '"'; }

Timeline events_of(const OfficeDays& days, const Rulebook& rulebook) {
    Timeline line(days, "office/" + std::string(rulebook.unit) + '/' + std::string(rulebook.id));
    line.go_to(rulebook.from, 8 * 3600);
    line.act_as({"U-1", "TEAMLEITUNG", rulebook.unit, rulebook.org_type});
    const std::string scope = R"({"units":[)" + quoted(rulebook.unit) + "]}";
    const std::string from = R"({"from":)" + quoted(days.text(rulebook.from));
    if (rulebook.activation) {
        line.add("ruleset.activated")
            .text("ruleSetId", rulebook.id)
            .text("version", rulebook.activation->version)
            .json("scope", scope)
            .json("validity",
                  from + R"(,"to":)" + quoted(days.text(rulebook.activation->to)) + '}');
    }
    line.add("parameter.changed")
        .text("ruleSetId", rulebook.id)
        .text("parameter", "place")
        .text("value", kOfficePlace)
        .json("scope", scope)
        .json("validity", from + '}');
    return line;
}

}  // namespace

std::vector<Timeline> office_rules(const OfficeDays& days) {
    std::vector<Timeline> lines;
    for (const Rulebook& rulebook : kRulebooks) lines.push_back(events_of(days, rulebook));
    return lines;
}

}  // namespace fallbuch::simulate

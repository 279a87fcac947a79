#include "tools/simulate/simulate.h"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/calendar/civil_day.h"
#include "tools/simulate/desk.h"
#include "tools/simulate/event_writer.h"
#include "tools/simulate/history.h"
#include "tools/simulate/history_order.h"
#include "tools/simulate/office_days.h"
#include "tools/simulate/plant.h"
#include "tools/simulate/population.h"
#include "tools/simulate/timeline.h"

namespace fallbuch::simulate {

namespace {

struct Activation {
    std::string_view unit;
    std::string_view rulebook;
    std::string_view version;
    CivilDay from;
    CivilDay to;
};
constexpr std::string_view kArge = "ARGE Landkreis Regensburg";
constexpr std::string_view kJobcenter = "Jobcenter Landkreis Regensburg";
constexpr std::array kActivations{
    Activation{kArge, "betreuungsstufen-2005", "2005.1", kOfficeOpens, day(2009, 12, 31)},
    Activation{kArge, "regensburg", "2005.1", kOfficeOpens, day(2009, 12, 31)},
    Activation{kArge, "kontaktdichte-2010", "2010.1", day(2010, 12, 1), day(2023, 6, 13)},
    Activation{kJobcenter, "kontaktdichte-2010", "2010.1", day(2011, 1, 3), day(2023, 6, 13)}};

class Caseload {
public:
    Caseload(const OfficeDays& days, const CaseloadOrder& order, const LineSink& events)
        : days_(days),
          source_("/fallbuch/simulation/" + std::to_string(order.seed)),
          end_(days.start_second(kLastDay + std::chrono::days(1))),
          order_(days.start_second(kOfficeOpens), end_, events) {}

    Status release_before(CivilDay day) { return order_.release(days_.start_second(day)); }
    Status finish() { return order_.finish(); }

    // Returns how many events of it were recorded up to the last day.
    std::uint64_t add(Timeline& line) {
        const auto& events = line.finish();
        std::uint64_t count = 0;
        for (std::size_t i = 0; i < events.size(); ++i) {
            if (events[i].recorded >= end_) continue;
            order_.add(events[i].recorded,
                       [&](std::string& out) { append_event(out, line, i, source_); });
            ++count;
        }
        return count;
    }

    // The rulebooks that hold only where an office says so.
    std::uint64_t add_activation(const Activation& activation) {
        Timeline line(days_, "office/" + std::string(activation.unit) + '/' +
                                 std::string(activation.rulebook));
        line.go_to(activation.from, 8 * 3600);
        line.act_as({"U-1", "TEAMLEITUNG", activation.unit, "GE"});
        line.add("ruleset.activated")
            .text("ruleSetId", activation.rulebook)
            .text("version", activation.version)
            .json("scope", R"({"units":[")" + std::string(activation.unit) + R"("]})")
            .json("validity", R"({"from":")" + std::string(days_.text(activation.from)) +
                                  R"(","to":")" + std::string(days_.text(activation.to)) + R"("})");
        return add(line);
    }

private:
    const OfficeDays& days_;
    std::string source_;
    std::int64_t end_;
    RecordedOrder order_;
};

}  // namespace

Result<CaseloadCounts> simulate_caseload(const CaseloadOrder& order, const LineSink& events,
                                         const LineSink& truth, const CaseloadWatch& watch) {
    ASSIGN_OR_RETURN(const OfficeDays days, OfficeDays::load());
    Population population(days, order.seed, order.cases);
    Caseload caseload(days, order, events);
    CaseloadCounts counts;
    for (const Activation& activation : kActivations) {
        counts.events += caseload.add_activation(activation);
    }
    std::string truth_lines;
    while (const std::optional<HistoryOrder> next = population.next()) {
        RETURN_IF_ERROR(caseload.release_before(next->opened));
        Desk desk = build_history(days, *next);
        counts.events += caseload.add(desk.line);
        truth_lines.clear();
        for (const Truth& line : desk.truth()) append_truth(truth_lines, desk.line, line);
        if (!truth_lines.empty()) RETURN_IF_ERROR(truth(truth_lines));
        counts.truth_lines += desk.truth().size();
        counts.planted_cases += next->plant.has_value() ? 1 : 0;
        ++counts.cases;
        watch(counts);
    }
    RETURN_IF_ERROR(caseload.finish());
    return counts;
}

}  // namespace fallbuch::simulate

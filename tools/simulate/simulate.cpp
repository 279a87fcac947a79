#include "tools/simulate/simulate.h"

#include <cstddef>
#include <optional>
#include <string>

#include "core/calendar/civil_day.h"
#include "tools/simulate/desk.h"
#include "tools/simulate/event_writer.h"
#include "tools/simulate/history.h"
#include "tools/simulate/history_order.h"
#include "tools/simulate/office_days.h"
#include "tools/simulate/office_rules.h"
#include "tools/simulate/plant.h"
#include "tools/simulate/population.h"
#include "tools/simulate/timeline.h"

namespace fallbuch::simulate {

namespace {

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
    for (Timeline& line : office_rules(days)) counts.events += caseload.add(line);
    std::string truth_lines;
    while (const std::optional<HistoryOrder> next = population.next()) {
        RETURN_IF_ERROR(caseload.release_before(next->opened));
        Desk desk = build_history(days, *next);
        counts.events += caseload.add(desk.line);
        population.know(*next, desk.person);
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

// A simulated office, counted as a person with a list and a calendar would.
#include <catch2/catch.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "core/base/clock.h"
#include "core/calendar/berlin.h"
#include "core/calendar/civil_day.h"
#include "core/calendar/timestamp.h"
#include "projections/indicators/indicator.h"
#include "tests/projections/indicators/register.h"
#include "tests/support/casework_case.h"
#include "tests/support/simulated_caseload.h"

namespace fallbuch::indicators {
namespace {

using Json = nlohmann::json;
constexpr std::chrono::days kDay{1};

struct NaiveEvent {
    std::string type;  // "goal.set"
    Instant at;
    CivilDay day{};
    std::string id;
    Json data;

    std::string text(const char* field) const { return data.value(field, std::string()); }
};
using NaiveCase = std::vector<NaiveEvent>;

// Events and cases behind a figure.
struct Figure {
    std::uint64_t count = 0;
    std::set<std::string> cases;

    std::string text() const {
        return std::to_string(count) + " in " + std::to_string(cases.size());
    }
};
using Figures = std::map<std::string, Figure>;

class NaiveOffice {
public:
    explicit NaiveOffice(const std::vector<std::string>& lines) {
        for (const std::string& line : lines) take_in(Json::parse(line));
        for (auto& [name, events] : cases_) {
            std::ranges::stable_sort(events, {}, &NaiveEvent::at);
        }
    }

    // All figures, by the paths of cells.
    Figures figures(const IndicatorQuestion& question) {
        question_ = question;
        figures_.clear();
        open_.clear();
        for (const auto& [name, events] : cases_) {
            case_name_ = &name;
            assignments_.clear();
            openings_.clear();
            for (const NaiveEvent& event : events) sort_in(event);
            events_ = &events;
            count_days();
            if (!open_.contains(name)) continue;
            for (std::size_t i = 0; i < events.size(); ++i) count_event(events[i], i);
        }
        return figures_;
    }
    std::size_t open_count() const { return open_.size(); }

private:
    void take_in(const Json& json) {
        const std::string subject = json["subject"];
        if (subject.starts_with("office/")) return;
        std::string type = json["type"];
        constexpr std::string_view kBefore = "de.fallbuch.";
        type = type.substr(kBefore.size(), type.size() - kBefore.size() - 3);  // without ".v1"
        const Instant at = *parse_timestamp(json["time"].get<std::string>());
        NaiveEvent event{type, at, berlin_.day_of(at), json["id"], json["data"]};
        NaiveCase& events = cases_[subject];
        if (json.contains("corrects")) {
            const auto wrong =
                std::ranges::find(events, json["corrects"].get<std::string>(), &NaiveEvent::id);
            if (wrong != events.end() && wrong->type == type) {
                event.id = wrong->id;
                *wrong = std::move(event);
                return;
            }
            if (wrong != events.end()) return;  // a note's words
        }
        events.push_back(std::move(event));
    }

    // What days are asked about.
    void sort_in(const NaiveEvent& event) {
        if (event.type == "responsibility.assigned" && !event.data.value("deputy", false)) {
            assignments_.emplace_back(parse_day(event.text("from")).value_or(event.day), &event);
        }
        if (event.type == "case.opened" || event.type == "case.reopened") {
            openings_.emplace_back(event.day, true);
        }
        if (event.type == "case.closed") openings_.emplace_back(event.day, false);
    }

    // Whoever the newest assignment names whose day has come.
    const NaiveEvent* holder(CivilDay day) const {
        const std::pair<CivilDay, const NaiveEvent*>* newest = nullptr;
        for (const auto& one : assignments_) {
            if (one.first <= day) newest = &one;
        }
        if (newest != nullptr) return newest->second;
        // Before all of them, the first; of one day, what was said last.
        for (const auto& one : assignments_) {
            if (newest == nullptr || one.first <= newest->first) newest = &one;
        }
        return newest->second;
    }

    bool is_open(CivilDay day) const {
        bool open = false;
        for (const auto& [when, opens] : openings_) {
            // On the day on which it is closed it is still open.
            if (opens ? when <= day : when < day) open = opens;
        }
        return open;
    }

    bool is_asked(CivilDay day) const {
        if (day < question_.from || day > question_.to) return false;
        return question_.unit.empty() || holder(day)->text("unit") == question_.unit;
    }

    void add(const std::string& path, std::uint64_t count = 1) {
        figures_[path].count += count;
        figures_[path].cases.insert(*case_name_);
    }

    void count_days() {
        std::string before;
        for (CivilDay day = question_.from; day <= question_.to; day += kDay) {
            if (!is_open(day) || !is_asked(day)) continue;
            open_.insert(*case_name_);
            if (!is_open(day - kDay) || began_on(day)) continue;
            const NaiveEvent* yesterday = holder(day - kDay);
            if (yesterday->text("caseworker") != holder(day)->text("caseworker")) {
                add("PK-07/in_period_sum/all/changes");
            }
        }
    }

    bool began_on(CivilDay day) const {
        return std::ranges::find(openings_, std::pair(day, true)) != openings_.end();
    }

    void count_event(const NaiveEvent& event, std::size_t at) {
        if (!is_asked(event.day)) return;
        if (event.type == "productdecision.made" && event.text("decision") == "BEWILLIGT") {
            const std::string instrument = event.text("instrument");
            add("PK-01/by_instrument/all/" + instrument);
            const NaiveEvent* one = holder(event.day);
            add("PK-01/by_team/" + instrument + '/' + one->text("unit") + '\x1f' +
                one->text("team"));
        } else if (event.type == "coordination.recorded") {
            add("PK-02/by_kind/all/" + event.text("kind"));
            add("PK-02/by_partner/all/" + event.text("partnerKind"));
        } else if (event.type == "referral.made") {
            count_result("referrals", result_of("referral.result", "referralId", event, "outcome"));
        } else if (event.type == "placementproposal.made") {
            count_result("placements",
                         result_of("employerfeedback.received", "proposalId", event, "result"));
        } else if (event.type == "reduction.determined") {
            count_reduction(event, at);
        }
        count_jointly(event);
    }

    std::string result_of(const std::string& type, const char* id, const NaiveEvent& made,
                          const char* field) const {
        std::string result;
        for (const NaiveEvent& event : *events_) {
            if (event.type == type && event.text(id) == made.text(id)) result = event.text(field);
        }
        return result;
    }

    void count_result(const std::string& table, const std::string& result) {
        const bool is_good =
            result == "ANGENOMMEN" || result == "ABGESCHLOSSEN" || result == "EINGESTELLT";
        const bool is_open_still = result.empty() || result == "KEINE_RUECKMELDUNG";
        add("PK-03/" + table + "/all/" +
            (is_good         ? "successful"
             : is_open_still ? "open"
                             : "unsuccessful"));
        if (is_good || is_open_still) return;
        add("PK-03/" + table + "_unsuccessful/all/" + result);
    }

    void count_jointly(const NaiveEvent& event) {
        static const std::map<std::string, std::string> kSteps{
            {"need.identified", "NeedIdentified"},
            {"goal.set", "GoalSet"},
            {"goal.reviewed", "GoalReviewed"},
            {"potentialanalysis.completed", "PotentialAnalysisCompleted"},
            {"strategy.reviewed", "StrategyReviewed"},
            {"cooperationplan.created", "CooperationPlanCreated"},
            {"integrationagreement.concluded", "IntegrationAgreementConcluded"}};
        const auto step = kSteps.find(event.type);
        if (step == kSteps.end()) return;
        const std::string answer = !event.data.contains("jointly")     ? "untold"
                                   : event.data["jointly"].get<bool>() ? "jointly"
                                                                       : "not_jointly";
        add("PK-08/steps/" + step->second + '/' + answer);
    }

    void count_reduction(const NaiveEvent& reduction, std::size_t at) {
        const CivilDay violation = *parse_day(reduction.text("violationDate"));
        std::set<std::string> present;
        for (std::size_t i = 0; i < at; ++i) {
            const NaiveEvent& event = (*events_)[i];
            const bool is_before = event.day <= violation;
            const std::string notice = event.text("legalNoticeVersion");
            if (is_before && event.type == "goal.set") present.insert("goal");
            if (is_before && event.type.starts_with("potentialanalysis.") &&
                (event.type.ends_with("completed") || event.type.ends_with("updated"))) {
                present.insert("analysis");
            }
            if (is_before && !notice.empty() && notice != "KEINE" &&
                event.type != "reduction.determined") {
                present.insert("notice");
            }
            if (event.type == "hearing.held" && event.day >= violation) present.insert("hearing");
            if (event.type == "contact.held" && event.day < violation &&
                event.day >= violation - 90 * kDay) {
                present.insert("talk");
            }
        }
        for (const char* step : {"goal", "analysis", "notice", "hearing", "talk"}) {
            add(std::string("PK-05/steps_before/") + step +
                (present.contains(step) ? "/present" : "/missing"));
        }
    }

    BerlinTime berlin_ = *BerlinTime::load();
    std::map<std::string, NaiveCase> cases_;
    IndicatorQuestion question_;
    Figures figures_;
    std::set<std::string> open_;
    const std::string* case_name_ = nullptr;
    const NaiveCase* events_ = nullptr;
    std::vector<std::pair<CivilDay, const NaiveEvent*>> assignments_;  // first days
    std::vector<std::pair<CivilDay, bool>> openings_;                  // or closures
};

TEST_CASE("the indicators of a simulated office are those of a naive count",
          "[projections][indicators]") {
    const auto lines = testing::lines_of(testing::simulated_caseload(300, 1).events);
    Register cases;
    cases.import(lines);
    NaiveOffice naive(lines);
    std::size_t figure_count = 0;
    for (const auto& [from, to, unit] :
         {std::tuple("2005-01-01", "2026-11-22", ""), std::tuple("2024-07-01", "2025-06-30", ""),
          std::tuple("2023-01-01", "2026-01-31", "Jobcenter Landkreis Regensburg")}) {
        IndicatorQuestion question = year_2025();
        question.from = day_of(from);
        question.to = day_of(to);
        question.unit = unit;
        CAPTURE(from, to, unit);
        const Figures figures = naive.figures(question);
        const IndicatorReport report = cases.ask(question);
        CHECK(report.case_count == naive.open_count());
        for (const auto& [path, figure] : figures) {
            CAPTURE(path);
            CHECK(told(report, path) == figure.text());
        }
        figure_count += figures.size();
        // And nothing that the naive count does not have, on the lines that it counts.
        for (const auto& [line, cell] : all_cells(report)) {
            CAPTURE(line, cell.key);
            const auto first = figures.lower_bound(line + '/');
            const bool is_counted = first != figures.end() && first->first.starts_with(line + '/');
            if (is_counted)
                CHECK(figures.contains(line + '/' + cell.key) == (cell.case_count != 0));
        }
    }
    CHECK(figure_count > 100);
}

}  // namespace
}  // namespace fallbuch::indicators

#include "tests/projections/rules/rule_desk.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <string_view>
#include <utility>

#include "core/calendar/holiday_law.h"
#include "core/calendar/timestamp.h"
#include "core/events/held_events.h"
#include "projections/rules/activation.h"
#include "projections/rules/evaluation.h"
#include "projections/rules/faults.h"
#include "projections/rules/memory.h"
#include "projections/rules/outcome.h"
#include "projections/rules/rule_set.h"
#include "projections/rules/scenario.h"
#include "projections/rules/vocabulary.h"
#include "tests/projections/rules/naive_duties.h"

namespace fallbuch::rules::testing {
namespace {

constexpr std::array<std::string_view, 10> kTypes{
    "QuestionAsked", "AnswerGiven", "QuestionWithdrawn", "ClockStopped", "ClockResumed",
    "ThingOpened",   "ThingClosed", "DelayJustified",    "NoiseHeard",   "CaseClosed"};

std::string type_file(std::string_view name) {
    std::string type;
    for (const char c : name) {
        const bool is_upper = c >= 'A' && c <= 'Z';
        if (is_upper && !type.empty()) type += '.';
        type += is_upper ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return R"({"title": "Probe", "type": "object", "additionalProperties": false,
        "x-fallbuch": {"type": "de.fallbuch.)" +
           type + R"(", "version": 1, "name": ")" + std::string(name) +
           R"(", "retention": "FALL", "actor": "optional"},
        "properties": {
          "key": {"title": "K", "type": "string", "x-category": "STAMM"},
          "rule": {"title": "R", "type": "string", "x-category": "STAMM"},
          "flag": {"title": "F", "type": "boolean", "x-category": "STAMM"},
          "number": {"title": "N", "type": "integer", "x-category": "STAMM"},
          "day": {"title": "D", "type": "string", "format": "date", "x-category": "STAMM"},
          "period": {"title": "P", "type": "object", "x-category": "STAMM",
            "additionalProperties": false, "properties": {
              "from": {"type": "string", "format": "date"},
              "to": {"type": "string", "format": "date"}}}}})";
}

std::shared_ptr<const Catalogue> probe_catalogue() {
    std::vector<CatalogueFile> files = built_in_catalogue();
    std::erase_if(files,
                  [](const CatalogueFile& file) { return file.name.find('/') != file.name.npos; });
    for (const std::string_view type : kTypes) {
        files.push_back({std::string(type) + ".json", type_file(type)});
    }
    const auto catalogue = Catalogue::from_files(files);
    INFO((catalogue ? "" : catalogue.error().message));
    REQUIRE(catalogue);
    return *catalogue;
}

ScenarioMoment moment_of(const Told& told) {
    return {kStoryBegins + std::chrono::days(told.day), told.second};
}

std::string clock_text(int second) {
    std::string text = "T00:00:00";
    for (const auto& [at, number] :
         {std::pair{1, second / 3600}, {4, second / 60 % 60}, {7, second % 60}}) {
        text[static_cast<std::size_t>(at)] = static_cast<char>('0' + number / 10);
        text[static_cast<std::size_t>(at) + 1] = static_cast<char>('0' + number % 10);
    }
    return text;
}

}  // namespace

std::string rulebook_text(const std::string& rules, const std::string& head) {
    return R"({"rulebook": "probe", "version": "1", "title": "Probe",
        "calendar": {"count": "from_next_day", "month_round": "down", "roll": "none",
                     "place": "DE-BY"},
        "closing": ["CaseClosed"],
        "waivers": {"event": "DelayJustified", "rule": "e.rule", "from": "e.period.from",
                    "to": "e.period.to"},
        "objects": {
          "thing": {"id": "key", "opened_by": ["ThingOpened"], "closed_by": ["ThingClosed"]},
          "newest": {"id": "key", "opened_by": ["ThingOpened"], "closed_by": ["ThingClosed",
                     {"type": "ThingOpened", "where": {"ne": ["o.key", "e.key"]}}]},
          "loan": {"id": "key",
                   "opened_by": [{"type": "ThingOpened", "where": {"eq": ["e.flag", true]}}],
                   "closed_by": [{"type": "ThingClosed", "where": {"eq": ["e.flag", true]}}]},
          "lease": {"id": "key", "opened_by": ["ThingOpened"], "closed_by": ["ThingClosed"],
                    "until": [{"last": "o.day"}]}},)" +
           head + R"("rules": [)" + rules + "]}";
}

std::string text_of(const Story& story) {
    std::string text;
    for (const Told& told : story) {
        text += day_text(kStoryBegins + std::chrono::days(told.day));
        if (told.second) text += clock_text(*told.second);
        text += ' ' + told.type;
        for (const auto& [name, value] : told.values) text += ' ' + name + '=' + value;
        if (told.recorded) {
            text += " erfasst=" + day_text(kStoryBegins + std::chrono::days(*told.recorded));
        }
        text += '\n';
    }
    return text;
}

std::string text_of(const std::vector<JudgedDuty>& duties) {
    std::vector<std::string> lines;
    for (const JudgedDuty& duty : duties) lines.push_back(duty.text());
    std::sort(lines.begin(), lines.end());
    std::string text;
    for (const std::string& line : lines) text += line + '\n';
    return text;
}

RuleDesk::RuleDesk(const std::vector<std::string>& rulebooks) {
    catalogue_ = probe_catalogue();
    auto berlin = BerlinTime::load();
    const auto law = HolidayLaw::built_in();
    REQUIRE((berlin && law));
    berlin_ = *berlin;
    auto calendars = Calendars::of(*law);
    REQUIRE(calendars);
    calendars_ = std::move(*calendars);
    std::vector<RulebookFile> files;
    for (const std::string& text : rulebooks) {
        files.push_back({"probe-" + std::to_string(files.size()) + ".json", text});
    }
    auto library = make_library(EventsOf::casework, catalogue_, files);
    CAPTURE(rulebooks);
    REQUIRE(library);
    CAPTURE(library->passed_over);
    REQUIRE(library->passed_over.empty());
    library_ = std::move(*library);
}

Instant RuleDesk::moment(int day, int second) const {
    return berlin_->start_of_day(kStoryBegins + std::chrono::days(day)) +
           std::chrono::seconds(second);
}

Instant RuleDesk::instant_of(const Told& told) const {
    return moment(told.day, told.second.value_or(0));
}

HeldStory RuleDesk::hold(const Story& story) const {
    Scenario scenario;
    HeldStory held;
    for (const Told& told : story) {
        ScenarioEvent event;
        event.occurred = moment_of(told);
        event.type = told.type;
        const int recorded = told.recorded.value_or(told.day);
        if (told.recorded) {
            event.recorded = ScenarioMoment{kStoryBegins + std::chrono::days(recorded), 0};
        }
        for (const auto& [name, value] : told.values) event.values.emplace_back(name, value);
        scenario.events.push_back(event);
        held.told.push_back({scenario.events.size(), told.type, event.occurred.day,
                             instant_of(told).time_since_epoch() / std::chrono::seconds(1),
                             !told.second, kStoryBegins + std::chrono::days(recorded),
                             told.values});
    }
    RulebookFaults faults;
    held.events =
        std::make_unique<ScenarioEvents>(make_events(scenario, *catalogue_, *berlin_, faults));
    REQUIRE(describe(faults.all()).empty());
    return held;
}

CaseEvaluator RuleDesk::evaluator() const {
    CaseEvaluator evaluator(*library_.rules, office_, *calendars_, *berlin_);
    evaluator.begin([] { return std::string_view("F-1"); });
    return evaluator;
}

std::vector<JudgedDuty> RuleDesk::judged(const CaseEvaluator& evaluator, Instant now) {
    const Evaluation& state = evaluator.state();
    std::vector<JudgedDuty> duties;
    for (const Outcome& outcome : evaluator.outcomes(now)) {
        const Activation& one = state.activations[outcome.activation];
        JudgedDuty duty;
        const auto line_of = [&](EventIndex event) {
            return event == kNoEvent ? 0 : state.events[event].position.value;
        };
        duty.line = line_of(one.event);
        if (one.object != Activation::kNone) {
            const CompiledCheck& compiled = state.rules.checks()[one.check];
            const std::size_t base = state.rules.object_base(compiled.book);
            const std::size_t kind =
                compiled.check->each_object.value_or(compiled.check->on_object);
            duty.thing = line_of(state.objects[base + kind].all[one.object].told_by.front());
        }
        duty.day = one.day;
        duty.verdict = to_string(outcome.verdict);
        // Of what is judged at once only the day is told, which is known.
        const Check& check = *state.rules.checks()[one.check].check;
        const bool is_at_once = check.that && !check.is_maintenance;
        if (!is_at_once) duty.due = outcome.due;
        duty.due_second = outcome.due_second;
        // What had to come first cannot be made good.
        const bool may_be_repaired = !is_backward(check.kind);
        if (outcome.verdict == Verdict::violated && may_be_repaired) {
            duty.repaired_by = line_of(outcome.repaired_by);
            if (outcome.late_by_days) duty.late_by = *outcome.late_by_days;
            if (outcome.late_by_seconds) duty.late_by = *outcome.late_by_seconds;
        }
        duty.is_final = outcome.is_final;
        duties.push_back(duty);
    }
    return duties;
}

std::vector<JudgedDuty> RuleDesk::batch(const HeldStory& story, const HistoryBounds& bounds) const {
    CaseEvaluator evaluator = this->evaluator();
    for (const ArrangedEvent& one : arrange(story.events->of_case, bounds).events) {
        evaluator.apply(one.at, story.events->of_case.events()[one.index]);
    }
    evaluator.advance(*bounds.occurred);
    return judged(evaluator, *bounds.occurred);
}

std::vector<JudgedDuty> RuleDesk::by_definition(const HeldStory& story, Instant now) const {
    std::vector<NaiveEvent> events = story.told;
    std::stable_sort(events.begin(), events.end(), [](const auto& left, const auto& right) {
        return left.second < right.second;
    });
    const NaiveMoment moment{berlin_->day_of(now),
                             now.time_since_epoch() / std::chrono::seconds(1)};
    std::vector<JudgedDuty> duties;
    for (const auto& book : library_.rules->books()) {
        for (const Check& check : book->checks) {
            const NaiveRule rule{check, *book, *library_.vocabulary, *calendars_->find("DE-BY")};
            const auto of_check = naive_verdicts(rule, events, moment);
            duties.insert(duties.end(), of_check.begin(), of_check.end());
        }
    }
    return duties;
}

}  // namespace fallbuch::rules::testing

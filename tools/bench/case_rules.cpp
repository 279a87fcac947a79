#include "tools/bench/case_rules.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <limits>
#include <memory>
#include <optional>
#include <ratio>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/ids.h"
#include "core/calendar/berlin.h"
#include "core/calendar/holiday_law.h"
#include "core/events/event_reader.h"
#include "core/events/held_events.h"
#include "core/ledger/ledger_reader.h"
#include "projections/engine/case_history.h"
#include "projections/engine/case_walk.h"
#include "projections/rulebooks/shipped_rulebooks.h"
#include "projections/rules/calendars.h"
#include "projections/rules/case_evaluator.h"
#include "projections/rules/finding.h"
#include "projections/rules/ledger_evaluation.h"
#include "projections/rules/office_reader.h"
#include "projections/rules/outcome.h"
#include "projections/rules/rule_library.h"
#include "projections/rules/rule_set.h"
#include "projections/rules/vocabulary.h"
#include "tools/bench/cpu_time.h"

namespace fallbuch {
namespace {

using SteadyClock = std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;

constexpr std::size_t kCorrectedEventsMin = 140;
constexpr std::size_t kCorrectedEventsMax = 160;
constexpr std::size_t kCorrectedCasesMax = 200;
constexpr int kCorrectionRounds = 5;

double ms_since(SteadyClock::time_point begin) {
    return Milliseconds(SteadyClock::now() - begin).count();
}

RuleAnswerFigures figures_of(std::vector<double> all_ms) {
    std::sort(all_ms.begin(), all_ms.end());
    return {all_ms[all_ms.size() / 2], all_ms[all_ms.size() * 99 / 100]};
}

struct ReadCases {
    std::uint64_t count = 0;
    std::vector<StreamId> middling;  // of about 150 events
};

// Nothing is done with what was read and arranged.
class Reading final : public CaseVisitor {
public:
    explicit Reading(ReadCases& out) : out_(out) {}

    Status visit(const StreamId& stream, const Arrangement& history, const HeldEvents&) override {
        ++out_.count;
        const bool is_middling = history.events.size() >= kCorrectedEventsMin &&
                                 history.events.size() <= kCorrectedEventsMax;
        if (is_middling) out_.middling.push_back(stream);
        return {};
    }

private:
    ReadCases& out_;
};

class CaseRuleBench {
public:
    static Result<CaseRuleBench> open(const CaseRuleBenchPlace& place) {
        auto files = rules::shipped_rulebooks();
        // Scenarios lie beside them.
        std::erase_if(files, [](const auto& file) { return !file.name.ends_with(".json"); });
        ASSIGN_OR_RETURN(rules::RuleLibrary library,
                         rules::make_library(rules::EventsOf::casework, place.catalogue, files));
        if (!library.passed_over.empty()) {
            return Error{ErrorCode::invalid, "bench: " + library.passed_over.front()};
        }
        ASSIGN_OR_RETURN(const BerlinTime berlin, BerlinTime::load());
        ASSIGN_OR_RETURN(const HolidayLaw law, HolidayLaw::built_in());
        ASSIGN_OR_RETURN(rules::Calendars calendars, rules::Calendars::of(law));
        ASSIGN_OR_RETURN(auto reader, LedgerReader::open(place.ledger, place.master));
        ASSIGN_OR_RETURN(auto events,
                         EventReader::open(reader->records(), reader->vault(), place.catalogue));
        ASSIGN_OR_RETURN(auto known, rules::find_office(*events, *library.rules, berlin));
        return CaseRuleBench(place, {std::move(library), berlin, std::move(calendars),
                                     std::move(reader), std::move(events), std::move(known)});
    }

    Result<CaseRuleFigures> walk_all() {
        CaseRuleFigures figures;
        figures.checks = opened_.library.rules->checks().size();
        figures.records = opened_.reader->records().count();
        // The first walk fills the key cache.
        for (int round = 0; round < 2; ++round) RETURN_IF_ERROR(walk(figures));
        std::vector<std::uint64_t> activations(place_.threads);
        const double cpu_before = cpu_seconds();
        const auto begin = SteadyClock::now();
        RETURN_IF_ERROR(rules::evaluate_ledger(
            {parts(), *opened_.library.rules, opened_.known.office, opened_.calendars,
             opened_.berlin},
            {place_.now, options()}, [&](unsigned thread, const rules::JudgedCase& judged) {
                activations[thread] += judged.outcomes.size();
                return Status{};
            }));
        figures.judged_seconds = ms_since(begin) / 1000;
        figures.judged_cpu_seconds = cpu_seconds() - cpu_before;
        for (const std::uint64_t of_thread : activations) figures.activations += of_thread;
        figures.rules_cpu_us_per_record = 1e6 *
                                          (figures.judged_cpu_seconds - figures.walk_cpu_seconds) /
                                          static_cast<double>(figures.records);
        return figures;
    }

    // After walk_all().
    Result<CorrectionFigures> correct() {
        if (streams_.empty()) {
            return Error{ErrorCode::not_found, "bench: the ledger has no case of 150 events"};
        }
        CorrectionFigures figures;
        figures.cases = streams_.size();
        rules::CaseEvaluator evaluator(*opened_.library.rules, opened_.known.office,
                                       opened_.calendars, opened_.berlin);
        std::vector<double> read_ms;
        std::vector<double> judged_ms;
        std::vector<double> findings_ms;
        HeldEvents held;
        for (const StreamId& stream : streams_) {
            const auto begin = SteadyClock::now();
            RETURN_IF_ERROR(opened_.events->hold_case(stream, std::nullopt, held));
            read_ms.push_back(ms_since(begin));
            std::size_t activations = 0;
            double judged = std::numeric_limits<double>::max();
            double told = judged;
            for (int round = 0; round < kCorrectionRounds; ++round) {
                const auto judging = SteadyClock::now();
                const std::vector<rules::Outcome> outcomes = judge(evaluator, held);
                judged = std::min(judged, ms_since(judging));
                const auto telling = SteadyClock::now();
                const auto findings = rules::findings_of(evaluator.state(), outcomes);
                told = std::min(told, ms_since(telling));
                activations = outcomes.size();
            }
            judged_ms.push_back(judged);
            findings_ms.push_back(told);
            figures.activations += static_cast<double>(activations);
            figures.events += static_cast<double>(held.events().size());
        }
        figures.events /= static_cast<double>(figures.cases);
        figures.activations /= static_cast<double>(figures.cases);
        figures.read = figures_of(std::move(read_ms));
        figures.judged = figures_of(std::move(judged_ms));
        figures.findings = figures_of(std::move(findings_ms));
        return figures;
    }

private:
    // By what it judges, and what it reads.
    struct Opened {
        rules::RuleLibrary library;
        BerlinTime berlin;
        rules::Calendars calendars;
        std::unique_ptr<LedgerReader> reader;
        std::unique_ptr<EventReader> events;
        rules::KnownOffice known;
    };
    CaseRuleBench(const CaseRuleBenchPlace& place, Opened opened)
        : place_(place), opened_(std::move(opened)) {}

    CaseWalkParts parts() {
        return {opened_.reader->records(), opened_.reader->vault(), place_.catalogue};
    }

    CaseWalkOptions options() const {
        CaseWalkOptions options;
        options.bounds.occurred = rules::end_of_second(place_.now);
        options.threads = place_.threads;
        return options;
    }

    Status walk(CaseRuleFigures& figures) {
        std::vector<ReadCases> read(place_.threads);
        const double cpu_before = cpu_seconds();
        const auto begin = SteadyClock::now();
        RETURN_IF_ERROR(walk_cases(parts(), options(), [&](unsigned thread) {
            return std::make_unique<Reading>(read[thread]);
        }));
        figures.walk_seconds = ms_since(begin) / 1000;
        figures.walk_cpu_seconds = cpu_seconds() - cpu_before;
        figures.cases = 0;
        streams_.clear();
        for (const ReadCases& one : read) {
            figures.cases += one.count;
            streams_.insert(streams_.end(), one.middling.begin(), one.middling.end());
        }
        if (streams_.size() > kCorrectedCasesMax) streams_.resize(kCorrectedCasesMax);
        return {};
    }

    std::vector<rules::Outcome> judge(rules::CaseEvaluator& evaluator,
                                      const HeldEvents& held) const {
        const Arrangement history = arrange(held, {rules::end_of_second(place_.now), {}, {}});
        evaluator.begin([] { return std::string_view(); });
        for (const ArrangedEvent& one : history.events) {
            evaluator.apply(one.at, held.events()[one.index]);
        }
        evaluator.advance(place_.now);
        return evaluator.outcomes(place_.now);
    }

    CaseRuleBenchPlace place_;
    Opened opened_;
    std::vector<StreamId> streams_;
};

}  // namespace

Result<CaseRuleBenchResult> bench_case_rules(const CaseRuleBenchPlace& place) {
    ASSIGN_OR_RETURN(CaseRuleBench bench, CaseRuleBench::open(place));
    CaseRuleBenchResult result;
    ASSIGN_OR_RETURN(result.whole, bench.walk_all());
    ASSIGN_OR_RETURN(result.correction, bench.correct());
    return result;
}

}  // namespace fallbuch

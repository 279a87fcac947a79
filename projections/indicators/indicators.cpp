#include "projections/indicators/indicators.h"

#include <cstdint>
#include <deque>
#include <memory>
#include <string_view>
#include <vector>

#include "core/base/assert.h"
#include "core/base/ids.h"
#include "core/events/catalogue.h"
#include "core/events/event_type.h"
#include "core/events/held_events.h"
#include "projections/engine/case_history.h"
#include "projections/indicators/case_outline.h"
#include "projections/indicators/case_share.h"
#include "projections/indicators/cooperations.h"
#include "projections/indicators/handoffs.h"
#include "projections/indicators/instruments.h"
#include "projections/indicators/level_changes.h"
#include "projections/indicators/participation.h"
#include "projections/indicators/population.h"
#include "projections/indicators/reductions.h"
#include "projections/indicators/referrals.h"

namespace fallbuch::indicators {
namespace {

// What one thread has counted.
struct Counts {
    explicit Counts(const Catalogue& catalogue) : level_changes(catalogue) {}

    void count(const CaseShare& share) {
        population.count(share.outline, share.question);
        if (!share.outline.is_open_in(share.question)) return;
        instruments.count(share);
        cooperations.count(share);
        referrals.count(share);
        reductions.count(share);
        handoffs.count(share);
        participation.count(share);
        level_changes.count(share);
    }

    void merge(const Counts& other) {
        population.merge(other.population);
        instruments.merge(other.instruments);
        cooperations.merge(other.cooperations);
        referrals.merge(other.referrals);
        reductions.merge(other.reductions);
        handoffs.merge(other.handoffs);
        participation.merge(other.participation);
        level_changes.merge(other.level_changes);
    }

    std::vector<IndicatorTable> tables(std::string_view id, const TableParts& parts) const {
        if (id == "PK-01") return instruments.tables(parts);
        if (id == "PK-02") return cooperations.tables(parts);
        if (id == "PK-03") return referrals.tables(parts);
        if (id == "PK-05") return reductions.tables(parts);
        if (id == "PK-07") return handoffs.tables(parts);
        if (id == "PK-08") return participation.tables(parts);
        LEDGER_ASSERT(id == "PK-09");
        return level_changes.tables(parts);
    }

    Population population;
    Instruments instruments;
    Cooperations cooperations;
    Referrals referrals;
    Reductions reductions;
    Handoffs handoffs;
    Participation participation;
    LevelChanges level_changes;
};

class CountingVisitor final : public CaseVisitor {
public:
    CountingVisitor(const IndicatorQuestion& question, const BerlinTime& berlin, Counts& counts)
        : question_(question), berlin_(berlin), counts_(counts) {}

    Status visit(const StreamId&, const Arrangement& history, const HeldEvents& events) override {
        const CaseOutline outline(history, events, berlin_);
        if (outline.is_case()) counts_.count({outline, question_});
        return {};
    }

private:
    const IndicatorQuestion& question_;
    const BerlinTime& berlin_;
    Counts& counts_;
};

IndicatorReport report_of(const Counts& counts, const TableParts& parts) {
    const std::uint64_t group_min = parts.question.group_min;
    IndicatorReport report;
    report.case_count = counts.population.case_count();
    report.caseworker_count = counts.population.caseworker_count();
    if (report.case_count != 0 && report.case_count < group_min) {
        report.withheld = IndicatorReport::WithheldWhole::few_cases;
    } else if (report.case_count != 0 && report.caseworker_count < group_min) {
        report.withheld = IndicatorReport::WithheldWhole::few_caseworkers;
    }
    report.units.assign(counts.population.units().begin(), counts.population.units().end());
    const bool is_withheld = report.withheld != IndicatorReport::WithheldWhole::no;
    if (is_withheld) report.case_count = report.caseworker_count = 0;
    for (const IndicatorText& text : indicator_texts()) {
        Indicator& one = report.indicators.emplace_back();
        one.text = &text;
        if (text.why_not.empty() && !is_withheld) one.tables = counts.tables(text.id, parts);
    }
    return report;
}

}  // namespace

Result<IndicatorReport> compute_indicators(const CaseWalkParts& parts, const BerlinTime& berlin,
                                           const IndicatorQuestion& question,
                                           CaseWalkOptions options) {
    LEDGER_ASSERT(question.from <= question.to);
    LEDGER_ASSERT(question.group_min >= 1);
    options.actor_unwanted = [](const EventType&) { return true; };
    std::deque<Counts> counts;  // they stay where they are
    RETURN_IF_ERROR(walk_cases(parts, options, [&](unsigned) {
        return std::make_unique<CountingVisitor>(question, berlin,
                                                 counts.emplace_back(*parts.catalogue));
    }));
    Counts all(*parts.catalogue);
    for (const Counts& one : counts) all.merge(one);
    return report_of(all, {*parts.catalogue, question, all.population});
}

}  // namespace fallbuch::indicators

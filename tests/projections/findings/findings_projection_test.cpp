// Findings that are kept, beside findings that are found anew.
#include "projections/findings/findings_projection.h"

#include <catch2/catch.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/codec/digest.h"
#include "core/events/event_reader.h"
#include "core/events/held_events.h"
#include "core/ledger/ledger.h"
#include "projections/case/case_model.h"
#include "projections/engine/case_history.h"
#include "projections/engine/runner.h"
#include "projections/findings/findings_fold.h"
#include "projections/findings/findings_walk.h"
#include "projections/findings/kept_finding.h"
#include "projections/rules/outcome.h"
#include "projections/rules/scenario_events.h"
#include "tests/projections/findings/judged_office.h"
#include "tests/support/casework_types.h"
#include "tests/support/faulty_file.h"
#include "tests/support/imported_lines.h"
#include "tests/support/simulated_caseload.h"

namespace fallbuch {
namespace {

using FindingsByCase = std::map<StreamId, CaseFindings>;

// On a machine in memory.
class KeptFindings {
public:
    explicit KeptFindings(JudgedOffice& office) : office_(office) {}

    // As of a moment, from what was kept before.
    CatchUpReport catch_up(Instant now) {
        runner_.reset();
        projection_ = std::make_unique<FindingsProjection>(office_.parts(), now);
        Ledger& ledger = office_.office().store().ledger();
        auto runner = ProjectionRunner::open({*projection_, ledger.log(), ledger.vault(),
                                              casework_catalogue(), files_, random_, "/projections",
                                              LedgerId{}});
        REQUIRE(runner);
        runner_ = *std::move(runner);
        const auto report = runner_->catch_up({});
        REQUIRE(report);
        REQUIRE_FALSE(report->stopped);
        return *report;
    }
    Digest sum() const { return runner_->states().sum(); }
    FindingsByCase all() const {
        FindingsByCase all;
        REQUIRE(runner_->states().cards([&](const StreamId& stream, ByteView) -> Status {
            const auto state = runner_->states().find(stream);
            REQUIRE((state && *state));
            auto findings = decode_findings(**state);
            REQUIRE(findings);
            all[stream] = *std::move(findings);
            return {};
        }));
        return all;
    }

private:
    JudgedOffice& office_;
    FaultyFileSystem files_;
    SystemRandom random_;
    std::unique_ptr<FindingsProjection> projection_;
    std::unique_ptr<ProjectionRunner> runner_;
};

FindingsByCase walked(JudgedOffice& office, Instant now) {
    FindingsByCase all;
    Ledger& ledger = office.office().store().ledger();
    const CaseModel model(casework_catalogue(), office.berlin());
    const FindingsWalkParts parts{
        {ledger.log(), ledger.vault(), casework_catalogue()}, office.parts(), model, now};
    REQUIRE(walk_findings(parts, {}, [&](const WalkedCase& one) -> Status {
        all[one.stream] = one.findings;
        return {};
    }));
    return all;
}

std::vector<std::string> simulated(std::uint64_t cases, std::uint64_t seed) {
    return testing::lines_of(testing::simulated_caseload(cases, seed).events);
}

TEST_CASE("kept findings follow ledger and time as if they were all found anew",
          "[projections][findings][threads]") {
    JudgedOffice office;
    KeptFindings kept(office);
    const std::vector<std::string> lines = simulated(25, 4);
    const std::size_t half = lines.size() / 2;
    import_lines(office.office().store(), {lines.begin(), lines.begin() + half});
    const Instant first = office.moment("2026-06-01T12:00");
    CHECK(kept.catch_up(first).built_anew);
    CHECK(kept.all() == walked(office, first));

    // Nothing but time passes.
    const Instant later = office.moment("2026-07-15T12:00");
    const CatchUpReport aged = kept.catch_up(later);
    CHECK_FALSE(aged.built_anew);
    CHECK(aged.record_count == 0);
    CHECK(aged.outdated_count > 0);
    CHECK(kept.all() == walked(office, later));
    CHECK(kept.catch_up(later).outdated_count == 0);

    import_lines(office.office().store(), {lines.begin() + half, lines.end()});
    const Instant last = office.moment("2026-10-20T12:00");
    const CatchUpReport caught_up = kept.catch_up(last);
    CHECK_FALSE(caught_up.built_anew);
    CHECK(caught_up.record_count > 0);
    CHECK(kept.all() == walked(office, last));
    KeptFindings anew(office);
    CHECK(anew.catch_up(last).built_anew);
    CHECK(kept.sum() == anew.sum());
}

TEST_CASE("what findings say stays true until the moment that they name",
          "[projections][findings][volume]") {
    JudgedOffice office;
    import_lines(office.office().store(), simulated(12, 9));
    EventStore& store = office.office().store();
    const auto reader =
        EventReader::open(store.ledger().log(), store.ledger().vault(), casework_catalogue());
    REQUIRE(reader);
    FindingsByCase some = walked(office, office.moment("2010-01-01"));
    REQUIRE(some.size() > 5);
    std::size_t kept_count = 0;
    std::size_t renewed_count = 0;
    HeldEvents held;
    for (auto& [stream, kept] : some) {
        REQUIRE((*reader)->hold_case(stream, {}, held));
        const Arrangement history = arrange(held, {});
        const auto found = [&](Instant now) {
            FindingsFold fold(office.parts(), now);
            fold.begin(stream);
            for (const ArrangedEvent& one : history.events) {
                REQUIRE(fold.apply(one.at, held.events()[one.index]));
            }
            return fold.findings();
        };
        Instant day = history.events.front().at.place.occurred;
        kept = found(day);
        for (int i = 0; i < 200; ++i) {
            day += std::chrono::hours(29);
            const CaseFindings fresh = found(day);
            const bool is_outdated = kept.until && *kept.until <= day;
            if (is_outdated) {
                kept = fresh;
                ++renewed_count;
                continue;
            }
            ++kept_count;
            CHECK(kept == fresh);
        }
    }
    CHECK(kept_count > 300);
    CHECK(renewed_count > 60);
}

TEST_CASE("an event that lies in the future changes findings when its moment comes",
          "[projections][findings]") {
    JudgedOffice office(R"({
      "rulebook": "probe", "version": "1", "title": "Probe", "calendar": {"place": "DE"},
      "rules": [{"id": "R-1", "title": "T", "statement": "S", "type": "M", "template": "response",
        "on": "CaseOpened", "require": "ContactHeld", "within": {"before": "P3D"}}]})");
    const rules::ScenarioEvents events = office.story(
        "  2025-03-03T10:00 CaseOpened kundennummer=1\n"
        "  2025-03-05T14:00 ContactHeld contactId=K-1\n");
    const auto found = [&](const std::string& moment) {
        FindingsFold fold(office.parts(), office.moment(moment));
        fold.begin({});
        for (const ArrangedEvent& one : arrange(events.of_case, {}).events) {
            REQUIRE(fold.apply(one.at, events.of_case.events()[one.index]));
        }
        return fold.findings();
    };
    const CaseFindings before = found("2025-03-05T13:59");
    CHECK(before.findings.front().verdict == rules::Verdict::pending);
    CHECK(before.until == office.moment("2025-03-05T14:00"));
    CHECK(found("2025-03-05T14:00").findings.front().verdict == rules::Verdict::satisfied);
}

}  // namespace
}  // namespace fallbuch

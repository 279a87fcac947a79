// What the case projection keeps of a ledger, for tests.
#pragma once

#include <catch2/catch.hpp>

#include <memory>
#include <utility>

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/base/random.h"
#include "core/calendar/berlin.h"
#include "core/codec/digest.h"
#include "core/ledger/ledger.h"
#include "projections/case/case_state.h"
#include "projections/engine/runner.h"
#include "tests/support/casework_types.h"
#include "tests/support/event_office.h"
#include "tests/support/faulty_file.h"

namespace fallbuch {

// The states that a projection keeps, on a machine in memory.
class KeptStates {
public:
    KeptStates() : projection_(casework_catalogue(), *BerlinTime::load()) {}

    // From what there was before, or from nothing.
    Digest catch_up(EventOffice& office) {
        Ledger& ledger = office.store().ledger();
        auto runner =
            ProjectionRunner::open({projection_, ledger.log(), ledger.vault(), casework_catalogue(),
                                    files_, random_, "/projections", LedgerId{}});
        REQUIRE(runner);
        runner_.reset();
        const auto report = (*runner)->catch_up({});
        REQUIRE(report);
        REQUIRE_FALSE(report->stopped);
        runner_ = *std::move(runner);
        return runner_->states().sum();
    }
    Bytes find(const StreamId& stream) const {
        auto state = runner_->states().find(stream);
        REQUIRE(state);
        REQUIRE(*state);
        return **std::move(state);
    }
    // Lets another one open the same directory.
    void close() { runner_.reset(); }

private:
    CaseStateProjection projection_;
    FaultyFileSystem files_;
    SystemRandom random_;
    std::unique_ptr<ProjectionRunner> runner_;
};

}  // namespace fallbuch

// A ledger with an event store, on a real directory: what an import or an append meets.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include <catch2/catch.hpp>

#include "core/base/posix_file.h"
#include "core/base/random.h"
#include "core/events/catalogue.h"
#include "core/events/event_store.h"
#include "core/ledger/ledger.h"
#include "core/ledger/ledger_place.h"
#include "core/vault/master_key.h"
#include "tests/support/casework_types.h"
#include "tests/support/fake_clock.h"
#include "tests/support/temporary_directory.h"

namespace fallbuch {

// Every step must succeed, or the test fails.
class EventOffice {
public:
    EventOffice() : master_(*MasterKey::generate(random_)) {
        REQUIRE(Ledger::create(place(), master_, "test.local/office"));
        open();
    }

    LedgerPlace place() { return {files_, clock_, random_, directory_ / "ledger"}; }
    EventStore& store() { return *store_; }
    FakeClock& clock() { return clock_; }

    void reopen() {
        REQUIRE(store_->close());
        store_.reset();
        open();
    }

private:
    void open() {
        auto opened = EventStore::open(place(), master_, catalogue_);
        REQUIRE(opened);
        store_ = *std::move(opened);
    }

    TemporaryDirectory directory_;
    PosixFileSystem files_;
    FakeClock clock_{noon()};
    SystemRandom random_;
    MasterKey master_;
    std::shared_ptr<const Catalogue> catalogue_ = casework_catalogue();
    std::unique_ptr<EventStore> store_;
};

// A trace event as JSON text; `number` makes its id.
inline std::string trace_event_text(const std::string& case_name, int number) {
    return R"({"specversion":"1.0","id":"e)" + std::to_string(number) +
           R"(","source":"urn:test","subject":")" + case_name +
           R"(","time":"2026-06-01T08:00:00Z","type":"de.fallbuch.trace.event.v2",)"
           R"("data":{"activity":"Antrag prüfen","lifecycle":"complete"}})";
}

}  // namespace fallbuch

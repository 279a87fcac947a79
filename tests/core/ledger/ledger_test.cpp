#include "core/ledger/ledger.h"

#include <catch2/catch.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "core/base/file.h"
#include "core/base/result.h"
#include "core/ledger/append.h"
#include "core/ledger/ledger_place.h"
#include "core/vault/master_key.h"
#include "tests/support/fake_clock.h"
#include "tests/support/faulty_file.h"
#include "tests/support/record_builder.h"
#include "tests/support/seeded_random.h"

namespace fallbuch {
namespace {

void append_one(Ledger& ledger, std::uint64_t number) {
    Unit unit;
    unit.records.push_back(test::RecordBuilder().event(number).stream(1).subject(1).build());
    const auto appended = ledger.append(std::move(unit));
    REQUIRE(appended);
}

TEST_CASE("partial tiles of earlier checkpoints that a crash spoilt are right again when opened",
          "[core][ledger]") {
    FaultyFileSystem files;
    FakeClock clock;
    SeededRandom random(3);
    const LedgerPlace place{files, clock, random, "/ledger"};
    const auto master = MasterKey::generate(random);
    REQUIRE(master);
    REQUIRE(Ledger::create(place, *master, "test.local/ledger"));
    auto ledger = Ledger::open(place, *master);
    REQUIRE(ledger);
    for (std::uint64_t i = 0; i < 40; ++i) {
        append_one(**ledger, i);
        if (i == 19) REQUIRE((*ledger)->cover(20));
    }
    REQUIRE((*ledger)->cover(40));
    files.kill();
    ledger->reset();
    const std::string path = GENERATE("/tile/0/000.p/20", "/tile/entries/000.p/20");
    CAPTURE(path);
    const auto right = read_file(files, place.tlog_path() + path, UINT64_MAX);
    REQUIRE(right);
    SECTION("flipped") { files.flip_bit(place.tlog_path() + path, 77); }
    SECTION("emptied") { files.truncate_file(place.tlog_path() + path, 0); }
    ledger = Ledger::open(place, *master);
    REQUIRE(ledger);
    CHECK(read_file(files, place.tlog_path() + path, UINT64_MAX).value() == *right);
}

}  // namespace
}  // namespace fallbuch

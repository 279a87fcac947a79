// Is everything that is wrong with kept events found and named, and nothing else lost?
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "consumers/ingest/quarantine_key.h"
#include "consumers/ingest/refused_entry.h"
#include "consumers/ingest/refused_mark.h"
#include "consumers/ingest/refused_reader.h"
#include "consumers/ingest/refused_store.h"
#include "consumers/ingest/refused_walk.h"
#include "core/base/bytes.h"
#include "core/base/file.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/codec/checksum.h"
#include "core/codec/hex.h"
#include "core/codec/wire.h"
#include "core/ledger/fsck.h"
#include "tests/consumers/ingest/refused_office.h"
#include "tests/support/builders.h"
#include "tests/support/seeded_random.h"

namespace fallbuch::refused_test {
namespace {

TEST_CASE("another quarantine key opens nothing", "[consumers][ingest]") {
    Office office;
    keep(*office.store(), "a");
    const auto nothing = [](const RefusedEntry&, ByteView) { return Status{}; };
    office.vault = office.new_vault(2);
    CHECK(office.entries().size() == 1);
    CHECK(office.reader().check().error().code == ErrorCode::denied);
    CHECK(office.open().error().code == ErrorCode::denied);
    CHECK(office.reader().export_texts(nothing).error().code == ErrorCode::denied);
    CHECK(office.reader().text({kFirstDay, 0}).error().code == ErrorCode::denied);
}

TEST_CASE("without a quarantine key texts are denied and the list is read", "[consumers][ingest]") {
    Office office;
    keep(*office.store(), "a");
    office.vault = office.new_vault(2);
    CHECK(office.reader().text({kFirstDay, 0}).error().code == ErrorCode::denied);
    CHECK(office.entries().size() == 1);
}

TEST_CASE("a secret of another length is no quarantine key", "[consumers][ingest]") {
    Office office;
    REQUIRE(office.vault->store_secret("quarantine key", some_bytes(31)));
    CHECK(office.open().error().code == ErrorCode::corrupt);
    CHECK(RefusedReader::open(office.place(), *office.vault).error().code == ErrorCode::corrupt);
}

TEST_CASE("a sealed text moved to another entry does not open", "[consumers][ingest]") {
    SeededRandom random(3);
    Office office;
    const auto key = QuarantineKey::find_or_make(*office.vault, office.random);
    REQUIRE(key);
    Bytes sealed;
    REQUIRE(key->seal(random, as_bytes("place"), as_bytes("text"), sealed));
    CHECK(as_text(*key->open(as_bytes("place"), sealed)) == "text");
    CHECK(key->open(as_bytes("elsewhere"), sealed).error().code == ErrorCode::corrupt);
    sealed.resize(QuarantineKey::kSealingOverheadBytes - 1);
    CHECK(key->open(as_bytes("place"), sealed).error().code == ErrorCode::corrupt);
}

TEST_CASE("every flipped bit is found, and no other entry is lost", "[consumers][ingest]") {
    Office office;
    {
        const auto store = office.store();
        for (const char* text : {"first", "second", "third"}) REQUIRE(store->add(event_of(text)));
        REQUIRE(store->commit());
    }
    const auto whole = office.files.snapshot();
    for (const std::string& path : {kFirstFile, kMark}) {
        const std::uint64_t bit_count = office.files.files().at(path) * 8;
        for (std::uint64_t bit = 0; bit < bit_count; ++bit) {
            office.files.restore(whole);
            office.files.flip_bit(path, bit);
            CAPTURE(path, bit);
            std::size_t read_count = 0;
            const auto damage =
                office.reader().export_texts([&](const RefusedEntry&, ByteView) -> Status {
                    ++read_count;
                    return {};
                });
            // A flip that makes the format or the key another one ends the reading at once.
            if (!damage) continue;
            REQUIRE_FALSE(damage->empty());
            REQUIRE(read_count >= 2);
        }
    }
}

TEST_CASE("a damaged entry is named, stepped over and stays where it is", "[consumers][ingest]") {
    Office office;
    std::vector<std::uint64_t> ends{kRefusedHeadBytes};
    {
        const auto store = office.store();
        for (const char* text : {"first", "second", "third"}) {
            keep(*store, text);
            ends.push_back(office.files.files().at(kFirstFile));
        }
    }
    SECTION("in what stands in the clear") {
        office.files.flip_bit(kFirstFile, (ends[1] + kRefusedFrameBytes + 2) * 8);
        const RefusedDamage damage = office.check();
        REQUIRE(damage.size() == 1);
        CHECK(damage[0] == "2026-07-01.refused: entry 1 at byte " + std::to_string(ends[1]) +
                               ": is damaged; the next that can be read is 2");
        CHECK(office.reader().text({kFirstDay, 1}).error().code == ErrorCode::corrupt);
        CHECK(as_text(office.reader().text({kFirstDay, 2})->text) == "third");
        const auto store = office.store();
        CHECK(store->damage() == damage);
        CHECK(keep(*store, "fourth"));
        CHECK(as_text(office.reader().text({kFirstDay, 3})->text) == "fourth");
        CHECK(office.check() == damage);
    }
    SECTION("in what is sealed") {
        office.files.flip_bit(kFirstFile, (ends[2] - 1) * 8);
        const RefusedDamage damage = office.check();
        REQUIRE(damage.size() == 1);
        CHECK(damage[0].starts_with("2026-07-01.refused: entry 1: "));
        CHECK(office.reader().text({kFirstDay, 1}).error().code == ErrorCode::corrupt);
        FsckReport report;
        REQUIRE(check_refused(office.place(), *office.vault, report));
        REQUIRE(report.findings.size() == 1);
        CHECK(report.findings[0].what == damage[0]);
    }
    SECTION("the last one") {
        office.files.flip_bit(kFirstFile, ends[2] * 8);
        CHECK(office.store()->damage().size() == 1);
        CHECK(office.check()[0].ends_with("none behind it can be read"));
        CHECK(office.files.files().at(kFirstFile) == ends[3]);
    }
}

TEST_CASE("fsck misses refused events whose directory is gone until their time is over",
          "[consumers][ingest]") {
    Office office;
    const auto missed = [&] {
        FsckReport report;
        REQUIRE(check_refused(office.place(), *office.vault, report));
        return report.findings.size();
    };
    for (const char* text : {"a", "b", "c", "d", "e"}) keep(*office.store(), text);
    CHECK(missed() == 0);
    REQUIRE(office.files.remove(kFirstFile));
    REQUIRE(office.files.remove(kMark));
    CHECK(missed() == 1);
    for (const char* text : {"a", "b", "c"}) keep(*office.store(), text);
    CHECK(missed() == 1);  // five were kept; four of them the vault remembers
    keep(*office.store(), "d");
    CHECK(missed() == 0);
    REQUIRE(office.files.remove(kFirstFile));
    REQUIRE(office.files.remove(kMark));
    office.clock.advance(kRefusedRetention - std::chrono::days(1));
    CHECK(missed() == 1);
    office.clock.advance(std::chrono::days(1));
    CHECK(missed() == 0);
}

TEST_CASE("fsck does not miss refused events that were removed", "[consumers][ingest]") {
    Office office;
    keep(*office.store(), "a");
    REQUIRE(office.store()->remove_older_than(kFirstDay + std::chrono::days(1)));
    FsckReport report;
    REQUIRE(check_refused(office.place(), *office.vault, report));
    CHECK(report.findings.empty());
}

TEST_CASE("an entry that stands twice is damage", "[consumers][ingest]") {
    Office office;
    keep(*office.store(), "a");
    const std::uint64_t end = office.files.files().at(kFirstFile);
    const Bytes content = *office.files.durable_content(kFirstFile);
    const auto file = office.files.open(kFirstFile, OpenMode::write);
    REQUIRE(file);
    REQUIRE((*file)->write_at(
        end, ByteView(content).subspan(kRefusedHeadBytes, end - kRefusedHeadBytes)));
    RefusedMark mark = *read_refused_mark(office.files, kDirectory);
    mark.days[kFirstDay].size_bytes += end - kRefusedHeadBytes;
    REQUIRE(write_refused_mark(office.files, kDirectory, mark));
    CHECK(office.check().size() == 1);
}

TEST_CASE("files that do not fit the mark are damage, and nothing of them is cut",
          "[consumers][ingest]") {
    Office office;
    keep(*office.store(), "a");
    const auto sizes = office.files.files();
    SECTION("shorter") {
        office.files.truncate_file(kFirstFile, sizes.at(kFirstFile) - 1);
        CHECK(office.check().size() == 2);
        CHECK(office.open().error().code == ErrorCode::corrupt);
    }
    SECTION("gone") {
        REQUIRE(office.files.remove(kFirstFile));
        CHECK(office.check().size() == 1);
        CHECK(office.open().error().code == ErrorCode::corrupt);
    }
    SECTION("the mark is gone") {
        REQUIRE(office.files.remove(kMark));
        CHECK(office.check().size() == 1);
        CHECK(office.open().error().code == ErrorCode::corrupt);
        CHECK(office.files.files().at(kFirstFile) == sizes.at(kFirstFile));
    }
    SECTION("the mark is too large to be one") {
        office.files.truncate_file(kMark, 2 * 1024 * 1024);
        CHECK(office.check().size() == 1);
        CHECK(office.open().error().code == ErrorCode::corrupt);
    }
}

TEST_CASE("a file that is not the day's own is damage", "[consumers][ingest]") {
    Office office;
    keep(*office.store(), "a");
    SECTION("a file that no mark names") {
        office.clock.advance(std::chrono::hours(24));
        REQUIRE(office.files.rename(kFirstFile, kDirectory + "/2026-07-02.refused"));
        REQUIRE(write_refused_mark(office.files, kDirectory, {}));
        CHECK(office.check().size() == 1);
        const auto store = office.store();
        CHECK(store->add(event_of("b")).error().code == ErrorCode::corrupt);
        CHECK(store->commit().error().code == ErrorCode::corrupt);
    }
    SECTION("the file of another day") {
        REQUIRE(office.files.rename(kFirstFile, kDirectory + "/2026-06-30.refused"));
        RefusedMark mark = *read_refused_mark(office.files, kDirectory);
        mark.days = {{kFirstDay - std::chrono::days(1), mark.days[kFirstDay]}};
        REQUIRE(write_refused_mark(office.files, kDirectory, mark));
        CHECK(office.check().size() == 2);
    }
}

TEST_CASE("a newer format is left to a newer program", "[consumers][ingest]") {
    Office office;
    keep(*office.store(), "a");
    const auto file = office.files.open(kFirstFile, OpenMode::write);
    REQUIRE(file);
    SECTION("of a file") {
        Bytes head = *office.files.durable_content(kFirstFile);
        head.resize(kRefusedHeadBytes - sizeof(std::uint64_t));
        head[8] = 2;
        const std::uint64_t checksum = checksum64(head);
        WireWriter(head).fixed(checksum);
        REQUIRE((*file)->write_at(0, head));
    }
    SECTION("of the mark") {
        std::string text = "fallbuch refused\nformat 2\n";
        const std::uint64_t checksum = checksum64(as_bytes(text));
        Bytes bytes;
        WireWriter(bytes).fixed(checksum);
        text += "checksum " + to_hex(bytes) + "\n";
        REQUIRE(replace_file(office.files, kMark, as_bytes(text), Durability::synced));
    }
    CHECK(office.reader().check().error().code == ErrorCode::unavailable);
    CHECK(office.open().error().code == ErrorCode::unavailable);
}

TEST_CASE("an entry is written as its grammar says", "[consumers][ingest]") {
    Office office;
    const auto key = QuarantineKey::find_or_make(*office.vault, office.random);
    REQUIRE(key);
    RefusedEntry entry;
    entry.id = {kFirstDay, 5};
    entry.refused = Instant(std::chrono::nanoseconds(0x0102030405060708));
    entry.line_number = 300;
    entry.text_bytes = 2;
    entry.event = some_id<EventId>(1);
    entry.reason_count = 1;
    entry.reasons = {{"/id", "missing", "y"}};
    Bytes out;
    REQUIRE(encode_refused_entry(entry, as_bytes("hi"), {*key, office.random}, out));
    Bytes expected = bytes_of("RFE1");
    const Bytes sizes{62, 0, 0, 0, 30, 0, 0, 0, 5, 8, 7, 6, 5, 4, 3, 2, 1, 1, 0xac, 2, 2};
    append(expected, sizes);
    append(expected, Bytes(16, 0));
    expected.push_back(1);
    append(expected, entry.event->view());
    append(expected, Bytes{1, 1, 3});
    append(expected, as_bytes("/id"));
    expected.push_back(7);
    append(expected, as_bytes("missing"));
    append(expected, Bytes{1, 'y'});
    WireWriter(expected).fixed(checksum64(expected));
    REQUIRE(out.size() == expected.size() + 30);
    CHECK(to_hex(ByteView(out).first(expected.size())) == to_hex(expected));
    CHECK(
        to_hex(encode_refused_head(kFirstDay, {})).starts_with("4642524546555345010000009b500000"));
}

}  // namespace
}  // namespace fallbuch::refused_test

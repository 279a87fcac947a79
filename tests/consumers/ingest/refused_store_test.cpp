#include "consumers/ingest/refused_store.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "consumers/ingest/refused_mark.h"
#include "consumers/ingest/refused_reader.h"
#include "core/base/bytes.h"
#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/codec/checksum.h"
#include "core/codec/hex.h"
#include "core/codec/wire.h"
#include "core/ledger/fsck.h"
#include "core/ledger/ledger_place.h"
#include "core/vault/master_key.h"
#include "tests/support/builders.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fault_schedule.h"
#include "tests/support/faulty_file.h"
#include "tests/support/seeded_random.h"

namespace fallbuch {
namespace {

const std::string kDirectory = "/ledger/refused";
const std::string kMark = kDirectory + "/COMMITTED";
const UtcDay kFirstDay = std::chrono::floor<std::chrono::days>(FakeClock::kStart);
const std::string kFirstFile = kDirectory + "/2026-07-01.refused";

// A ledger's directory and its vault. The vault lives on a disk of its own, which never fails.
struct Office {
    FaultyFileSystem vault_files;
    FaultyFileSystem files;
    FakeClock clock;
    SeededRandom random{11};
    std::unique_ptr<Vault> vault = new_vault(1);

    std::unique_ptr<Vault> new_vault(std::uint64_t number) {
        const auto master = MasterKey::generate(random);
        REQUIRE(master);
        auto made = Vault::create(
            {vault_files, random, "/keys" + std::to_string(number), some_id<LedgerId>(number)},
            *master);
        REQUIRE(made);
        return *std::move(made);
    }
    LedgerPlace place() { return {files, clock, random, "/ledger"}; }
    Result<std::unique_ptr<RefusedStore>> open() { return RefusedStore::open(place(), *vault); }
    std::unique_ptr<RefusedStore> store() {
        auto opened = open();
        INFO((opened ? "" : opened.error().message));
        REQUIRE(opened);
        return *std::move(opened);
    }
    RefusedReader reader() {
        auto opened = RefusedReader::open(place(), *vault);
        REQUIRE(opened);
        return *std::move(opened);
    }
    std::vector<RefusedEntry> entries() {
        std::vector<RefusedEntry> out;
        const auto damage = reader().list([&](const RefusedEntry& entry, ByteView text) -> Status {
            CHECK(text.empty());
            out.push_back(entry);
            return {};
        });
        REQUIRE(damage);
        CHECK(damage->empty());
        return out;
    }
    std::vector<std::string> texts() {
        std::vector<std::string> out;
        const auto damage =
            reader().export_texts([&](const RefusedEntry&, ByteView text) -> Status {
                out.emplace_back(as_text(text));
                return {};
            });
        REQUIRE(damage);
        CHECK(damage->empty());
        return out;
    }
    RefusedDamage check() {
        const auto damage = reader().check();
        INFO((damage ? "" : damage.error().message));
        REQUIRE(damage);
        return *damage;
    }
};

RefusedEvent event_of(std::string_view text, std::uint64_t line_number = 1) {
    return {text,
            RefusedAt::import_file,
            line_number,
            std::nullopt,
            {{"/data/text", "wrong_type", "must be string"}}};
}

// Adds and commits; true if it was new.
bool keep(RefusedStore& store, std::string_view text) {
    const auto added = store.add(event_of(text));
    REQUIRE(added);
    REQUIRE(store.commit());
    return *added;
}

TEST_CASE("a refused event comes back with its text and all its reasons", "[consumers][ingest]") {
    Office office;
    const RefusedEvent event{"{\"name\":\"Erika Mustermann\"}",
                             RefusedAt::append_file,
                             17,
                             some_id<EventId>(3),
                             {{"/id", "missing", "the attribute is required"},
                              {"/data/*", "unknown_field", "the schema knows no such field"}}};
    {
        const auto store = office.store();
        CHECK(*store->add(event));
        CHECK(*store->add(event_of("second")));
        CHECK(office.entries().empty());
        REQUIRE(store->commit());
    }
    const auto entries = office.entries();
    REQUIRE(entries.size() == 2);
    CHECK(entries[0].id == RefusedId{kFirstDay, 0});
    CHECK(entries[0].refused == FakeClock::kStart);
    CHECK(entries[0].entrance == RefusedAt::append_file);
    CHECK(entries[0].line_number == 17);
    CHECK(entries[0].text_bytes == event.text.size());
    CHECK(entries[0].event == event.event);
    CHECK(entries[0].reason_count == 2);
    CHECK(entries[0].reasons == event.reasons);
    CHECK(entries[1].id == RefusedId{kFirstDay, 1});
    CHECK_FALSE(entries[1].event);
    CHECK(office.texts() == std::vector<std::string>{std::string(event.text), "second"});
    CHECK(as_text(*office.reader().text({kFirstDay, 1})) == "second");
    CHECK(office.check().empty());
}

TEST_CASE("a ledger in which nothing was refused has an empty list", "[consumers][ingest]") {
    Office office;
    CHECK(office.entries().empty());
    CHECK(office.check().empty());
    CHECK(office.reader().text({kFirstDay, 0}).error().code == ErrorCode::not_found);
    const auto store = office.store();
    CHECK(office.entries().empty());
    CHECK(office.check().empty());
}

TEST_CASE("an entry that is not kept is not found", "[consumers][ingest]") {
    Office office;
    keep(*office.store(), "a");
    CHECK(office.reader().text({kFirstDay, 1}).error().code == ErrorCode::not_found);
    CHECK(office.reader().text({kFirstDay + std::chrono::days(1), 0}).error().code ==
          ErrorCode::not_found);
}

TEST_CASE("the same text refused again adds nothing, also in another process or on another day",
          "[consumers][ingest]") {
    Office office;
    {
        const auto store = office.store();
        CHECK(keep(*store, "a"));
        CHECK_FALSE(keep(*store, "a"));
        CHECK(keep(*store, "b"));
    }
    const auto before = office.files.files();
    office.clock.advance(std::chrono::hours(30));
    const auto store = office.store();
    CHECK_FALSE(keep(*store, "a"));
    CHECK_FALSE(keep(*store, "b"));
    CHECK(office.files.files() == before);
    CHECK(keep(*store, "c"));
    CHECK(office.texts() == std::vector<std::string>{"a", "b", "c"});
    CHECK(office.entries().back().id == RefusedId{kFirstDay + std::chrono::days(1), 0});
}

TEST_CASE("of texts that could not be kept each line is told", "[consumers][ingest]") {
    Office office;
    const auto store = office.store();
    CHECK(*store->add(event_of("", 1)));
    CHECK(*store->add(event_of("", 2)));
    CHECK_FALSE(*store->add(event_of("", 2)));
    REQUIRE(store->commit());
    CHECK(office.texts() == std::vector<std::string>{"", ""});
}

TEST_CASE("a long batch over midnight lands in the files of both days", "[consumers][ingest]") {
    Office office;
    const auto store = office.store();
    REQUIRE(store->add(event_of("before")));
    office.clock.set(Instant(kFirstDay + std::chrono::days(1)));
    REQUIRE(store->add(event_of("after")));
    office.clock.set(FakeClock::kStart);
    REQUIRE(store->add(event_of("set back")));
    REQUIRE(store->commit());
    CHECK(office.texts() == std::vector<std::string>{"before", "set back", "after"});
    CHECK(office.files.files().size() == 3);
}

TEST_CASE("the files hold nothing that was said in the text", "[consumers][ingest]") {
    Office office;
    const std::vector<std::string> words{"Erika", "Mustermann", "4711-0815", "Depression"};
    std::string text = "{";
    for (const std::string& word : words) text += '"' + word + "\":1,";
    keep(*office.store(), text);
    for (const auto& [path, size_bytes] : office.files.files()) {
        const Bytes content = *office.files.durable_content(path);
        REQUIRE(content.size() == size_bytes);
        for (const std::string& word : words) {
            CAPTURE(path, word);
            CHECK(as_text(content).find(word) == std::string_view::npos);
        }
    }
}

TEST_CASE("a text beyond the limit is cut, reasons beyond it are counted", "[consumers][ingest]") {
    Office office;
    const std::string text(kRefusedTextBytesMax + 1, 'x');
    RefusedEvent event = event_of(text);
    const std::string long_why = std::string(kRefusedReasonTextBytesMax - 1, 'w') + "ü";
    event.reasons.assign(kRefusedReasonsMax + 5, {long_why, "code", long_why});
    {
        const auto store = office.store();
        REQUIRE(store->add(event));
        REQUIRE(store->commit());
        CHECK_FALSE(*store->add(event));
        std::string other = text;
        other.back() = 'y';
        CHECK(*store->add(event_of(other)));
    }
    const auto entries = office.entries();
    REQUIRE(entries.size() == 1);
    CHECK(entries[0].text_bytes == text.size());
    CHECK(entries[0].reason_count == kRefusedReasonsMax + 5);
    CHECK(entries[0].reasons.size() == kRefusedReasonsMax);
    CHECK(entries[0].reasons[0].why == std::string(kRefusedReasonTextBytesMax - 1, 'w'));
    CHECK(office.texts()[0] == text.substr(0, kRefusedTextBytesMax));
}

TEST_CASE("many texts between two commits are written bit by bit", "[consumers][ingest]") {
    Office office;
    const auto store = office.store();
    for (int i = 0; i < 12; ++i) {
        REQUIRE(store->add(event_of(std::string(kRefusedTextBytesMax - 1, 'x') + char('a' + i))));
    }
    CHECK(office.files.files().at(kFirstFile) > 2 * kRefusedPendingBytesMax);
    CHECK(office.entries().empty());
    REQUIRE(store->commit());
    CHECK(office.texts().size() == 12);
}

TEST_CASE("a day's file that is full takes no more, and the store lives on",
          "[consumers][ingest]") {
    Office office;
    keep(*office.store(), "a");
    office.files.truncate_file(kFirstFile, kRefusedFileBytesMax - 10);
    RefusedMark mark = *read_refused_mark(office.files, kDirectory);
    mark.days[kFirstDay].size_bytes = kRefusedFileBytesMax - 10;
    REQUIRE(write_refused_mark(office.files, kDirectory, mark));
    const auto store = office.store();
    CHECK(store->damage().size() == 1);
    const auto refused = store->add(event_of("b"));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::unavailable);
    office.clock.advance(std::chrono::hours(24));
    CHECK(keep(*store, "b"));
}

TEST_CASE("what is older than the retention is removed when the store is opened",
          "[consumers][ingest]") {
    Office office;
    keep(*office.store(), "first day");
    office.clock.advance(std::chrono::hours(24));
    keep(*office.store(), "second day");
    office.clock.set(FakeClock::kStart + kRefusedRetention);
    office.store();
    CHECK(office.texts().size() == 2);
    office.clock.advance(std::chrono::hours(24));
    const auto store = office.store();
    CHECK(office.texts() == std::vector<std::string>{"second day"});
    CHECK_FALSE(office.files.files().contains(kFirstFile));
    CHECK(office.check().empty());
    CHECK(keep(*store, "first day"));
}

TEST_CASE("an operator removes days himself, also the one being written", "[consumers][ingest]") {
    Office office;
    const auto store = office.store();
    REQUIRE(store->add(event_of("a")));
    REQUIRE(store->remove_older_than(kFirstDay));
    CHECK(office.texts().size() == 1);
    REQUIRE(store->remove_older_than(kFirstDay + std::chrono::days(1)));
    CHECK(office.texts().empty());
    CHECK(keep(*store, "a"));
    CHECK(office.check().empty());
}

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
        CHECK(as_text(*office.reader().text({kFirstDay, 2})) == "third");
        const auto store = office.store();
        CHECK(store->damage() == damage);
        CHECK(keep(*store, "fourth"));
        CHECK(as_text(*office.reader().text({kFirstDay, 3})) == "fourth");
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
    SECTION("an entry that stands twice") {
        const Bytes content = *office.files.durable_content(kFirstFile);
        const auto file = office.files.open(kFirstFile, OpenMode::write);
        REQUIRE(file);
        REQUIRE((*file)->write_at(ends[3], ByteView(content).subspan(ends[0], ends[1] - ends[0])));
        RefusedMark mark = *read_refused_mark(office.files, kDirectory);
        mark.days[kFirstDay].size_bytes += ends[1] - ends[0];
        REQUIRE(write_refused_mark(office.files, kDirectory, mark));
        CHECK(office.check().size() == 1);
    }
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

// Adds a batch of two, another one on the next day, and removes what a month later is too old.
// Says after each commit what must be kept from then on.
Status live(Office& office, std::vector<std::string>& acknowledged) {
    {
        ASSIGN_OR_RETURN(const auto store, office.open());
        RETURN_IF_ERROR(store->add(event_of("a")));
        RETURN_IF_ERROR(store->add(event_of("b")));
        RETURN_IF_ERROR(store->commit());
        acknowledged = {"a", "b"};
        RETURN_IF_ERROR(store->add(event_of("c")));
        RETURN_IF_ERROR(store->commit());
        acknowledged = {"a", "b", "c"};
        office.clock.advance(std::chrono::hours(24));
        RETURN_IF_ERROR(store->add(event_of("d")));
        RETURN_IF_ERROR(store->commit());
        acknowledged = {"a", "b", "c", "d"};
    }
    office.clock.set(FakeClock::kStart + kRefusedRetention + std::chrono::days(1));
    acknowledged = {"d"};
    ASSIGN_OR_RETURN(const auto store, office.open());
    RETURN_IF_ERROR(store->add(event_of("e")));
    RETURN_IF_ERROR(store->commit());
    acknowledged = {"d", "e"};
    return {};
}

// Whatever happened: the directory is sound, holds what was acknowledged, and work goes on.
void require_sound(Office& office, const std::vector<std::string>& acknowledged) {
    CHECK(office.check().empty());
    const auto store = office.store();
    CHECK(store->damage().empty());
    std::vector<std::string> texts = office.texts();
    std::sort(texts.begin(), texts.end());
    CHECK(std::includes(texts.begin(), texts.end(), acknowledged.begin(), acknowledged.end()));
    CHECK(std::adjacent_find(texts.begin(), texts.end()) == texts.end());
    CHECK(keep(*store, "afterwards"));
    CHECK(office.texts().size() == texts.size() + 1);
    CHECK(office.check().empty());
}

TEST_CASE("a crash or a failure at any call keeps what was committed",
          "[consumers][ingest][simulation]") {
    const auto kind = GENERATE(FaultKind::any, FaultKind::short_write, FaultKind::no_space,
                               FaultKind::failed_sync, FaultKind::torn_sync,
                               FaultKind::failed_rename, FaultKind::failed_remove);
    const bool power_cut = GENERATE(false, true);
    std::uint64_t k = 1;
    for (bool fired = true; fired; ++k) {
        Office office;
        std::vector<std::string> acknowledged;
        office.files.plan({kind, k, false, {}});
        const Status lived = live(office, acknowledged);
        fired = office.files.fault_fired();
        CAPTURE(static_cast<int>(kind), power_cut, k);
        if (!fired) REQUIRE(lived);
        if (power_cut) {
            office.files.crash(k);
        } else {
            office.files.kill();
        }
        require_sound(office, acknowledged);
    }
    CHECK(k > 2);
}

TEST_CASE("a power cut after any call keeps what was committed",
          "[consumers][ingest][simulation]") {
    bool cut = true;
    for (std::uint64_t calls = 0; cut; ++calls) {
        for (std::uint64_t seed = 1; seed <= 4; ++seed) {
            Office office;
            std::vector<std::string> acknowledged;
            office.files.crash_after(calls);
            const Status lived = live(office, acknowledged);
            cut = office.files.power_is_cut();
            CAPTURE(calls, seed);
            CHECK(lived.has_value() == !cut);
            office.files.crash(seed);
            require_sound(office, acknowledged);
        }
    }
}

TEST_CASE("after a failure the store has stopped", "[consumers][ingest]") {
    Office office;
    const auto store = office.store();
    REQUIRE(store->add(event_of("a")));
    office.files.plan({FaultKind::failed_sync, 1, false, {}});
    CHECK(store->commit().error().code == ErrorCode::unavailable);
    CHECK(store->commit().error().code == ErrorCode::unavailable);
    CHECK(store->add(event_of("b")).error().code == ErrorCode::unavailable);
    CHECK(store->remove_older_than(kFirstDay).error().code == ErrorCode::unavailable);
}

TEST_CASE("a reader that cannot read says so", "[consumers][ingest]") {
    Office office;
    keep(*office.store(), "a");
    for (std::uint64_t k = 1;; ++k) {
        office.files.plan({FaultKind::any, k, false, {}});
        const auto damage = office.reader().check();
        if (!office.files.fault_fired()) break;
        REQUIRE_FALSE(damage);
        CHECK(damage.error().code == ErrorCode::unavailable);
    }
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
}  // namespace fallbuch

#include "consumers/ingest/refused_store.h"

#include <catch2/catch.hpp>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "consumers/ingest/refused_entry.h"
#include "consumers/ingest/refused_event.h"
#include "consumers/ingest/refused_mark.h"
#include "core/base/bytes.h"
#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "tests/consumers/ingest/refused_office.h"
#include "tests/support/builders.h"
#include "tests/support/fake_clock.h"

namespace fallbuch::refused_test {
namespace {

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
    CHECK(entries[0].is_whole());
    CHECK(entries[0].event == event.event);
    CHECK(entries[0].reason_count == 2);
    CHECK(entries[0].reasons == event.reasons);
    CHECK(entries[1].id == RefusedId{kFirstDay, 1});
    CHECK_FALSE(entries[1].event);
    CHECK(office.texts() == std::vector<std::string>{std::string(event.text), "second"});
    CHECK(as_text(office.reader().text({kFirstDay, 1})->text) == "second");
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

TEST_CASE("of texts that begin alike and were cut each line is told", "[consumers][ingest]") {
    Office office;
    const auto cut_event = [](std::uint64_t line_number, std::uint64_t cut_bytes) {
        RefusedEvent event = event_of("{\"id\":", line_number);
        event.cut_bytes = cut_bytes;
        return event;
    };
    const auto store = office.store();
    CHECK(*store->add(cut_event(1, 100)));
    CHECK(*store->add(cut_event(2, 100)));
    CHECK(*store->add(cut_event(2, 200)));
    CHECK_FALSE(*store->add(cut_event(2, 200)));
    CHECK(*store->add(event_of("{\"id\":", 2)));
    REQUIRE(store->commit());
    const auto entries = office.entries();
    REQUIRE(entries.size() == 4);
    CHECK(entries[0].text_bytes == 106);
    CHECK(entries[0].kept_bytes == 6);
    CHECK_FALSE(entries[0].is_whole());
    CHECK(entries[3].is_whole());
    CHECK(office.texts() == std::vector<std::string>(4, "{\"id\":"));
    CHECK_FALSE(office.reader().text({kFirstDay, 0})->entry.is_whole());
    CHECK(office.check().empty());
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
    CHECK_FALSE(entries[0].is_whole());
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

}  // namespace
}  // namespace fallbuch::refused_test

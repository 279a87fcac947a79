#include "core/vault/vault.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "tests/core/vault/vault_builder.h"

namespace fallbuch {
namespace {

TEST_CASE("names and keys are the same within a batch, after it and after reopening",
          "[core][vault]") {
    VaultBuilder builder;
    auto vault = builder.create();
    auto batch = vault->begin();
    const auto stream = batch->stream("BG-4711");
    const auto person = batch->subject(NameKind::person, "P-1");
    const auto actor = batch->subject(NameKind::actor, "P-1");
    REQUIRE((stream && person && actor));
    CHECK(*person != *actor);
    CHECK(stream->bytes != person->bytes);
    CHECK(batch->stream("BG-4711") == *stream);
    CHECK(batch->subject(NameKind::person, "P-1") == *person);

    const auto key = batch->key(bucket_of(*person));
    REQUIRE(key);
    CHECK((*key)->generation() == 0);
    CHECK(batch->key(bucket_of(*person)) == *key);
    REQUIRE(batch->commit());
    const Bytes trace = trace_of(**key);

    for (int opening = 0; opening < 2; ++opening) {
        CAPTURE(opening);
        CHECK(vault->find_stream("BG-4711") == *stream);
        CHECK(vault->find_subject(NameKind::person, "P-1") == *person);
        CHECK(vault->find_subject(NameKind::actor, "P-1") == *actor);
        CHECK(vault->stream_name(*stream) == std::string("BG-4711"));
        CHECK(vault->subject_name(*person) == std::string("P-1"));
        CHECK(vault->subject_name(*actor) == std::string("P-1"));
        const auto found = vault->find_key(bucket_of(*person), 0);
        REQUIRE(found);
        CHECK(trace_of(**found) == trace);
        auto later = vault->begin();
        CHECK(later->stream("BG-4711") == *stream);
        const auto again = later->key(bucket_of(*person));
        REQUIRE(again);
        CHECK(trace_of(**again) == trace);
        later.reset();
        batch.reset();
        vault.reset();
        vault = builder.open();
    }
    const auto report = vault->check();
    REQUIRE(report);
    CHECK(report->name_count == 3);
    CHECK(report->key_count == 1);
    CHECK(report->faults.empty());
}

TEST_CASE("every part of a bucket's name has its own key", "[core][vault]") {
    VaultBuilder builder;
    const auto vault = builder.create();
    auto batch = vault->begin();
    const SubjectId one = batch->subject(NameKind::person, "1").value();
    const SubjectId two = batch->subject(NameKind::person, "2").value();
    const std::vector<BucketName> buckets = {
        {one, "STAMM", "sgb2", 2026}, {two, "STAMM", "sgb2", 2026}, {one, "STAMN", "sgb2", 2026},
        {one, "STAMM", "sgb3", 2026}, {one, "STAMM", "sgb2", 2027}, {one, "STAMMs", "gb2", 2026},
    };
    std::vector<Bytes> traces;
    for (const BucketName& bucket : buckets) traces.push_back(trace_of(**batch->key(bucket)));
    REQUIRE(batch->commit());
    const auto reopened = builder.open();
    for (std::size_t i = 0; i < buckets.size(); ++i) {
        CAPTURE(i);
        CHECK(trace_of(**reopened->find_key(buckets[i], 0)) == traces[i]);
        CHECK(std::count(traces.begin(), traces.end(), traces[i]) == 1);
    }
}

TEST_CASE("a bucket's newest generation is its key, and the older ones stay", "[core][vault]") {
    VaultBuilder builder;
    auto vault = builder.create();
    auto batch = vault->begin();
    const SubjectId person = batch->subject(NameKind::person, "P-1").value();
    const SubjectId other = batch->subject(NameKind::person, "P-2").value();
    const Bytes trace = trace_of(**batch->key(bucket_of(person)));
    const Bytes other_trace = trace_of(**batch->key(bucket_of(other)));
    REQUIRE(batch->commit());
    batch.reset();
    vault.reset();
    // A later generation in the way that an erasure will make it, but with a value that does not
    // open: only the newest and nothing older may be taken for the bucket's key.
    builder.run_sql(
        "INSERT INTO bucket_keys SELECT subject, category, class, year, 1, wrapped"
        " FROM bucket_keys");
    vault = builder.open();
    batch = vault->begin();
    const auto newest = batch->key(bucket_of(person));
    REQUIRE_FALSE(newest);
    CHECK(newest.error().code == ErrorCode::corrupt);
    builder.run_sql("DELETE FROM bucket_keys WHERE generation = 1");
    CHECK(trace_of(**vault->find_key(bucket_of(person), 0)) == trace);
    CHECK(trace_of(**vault->find_key(bucket_of(other), 0)) == other_trace);
    const auto later = vault->find_key(bucket_of(person), 1);
    REQUIRE_FALSE(later);
    CHECK(later.error().code == ErrorCode::not_found);
}

TEST_CASE("a batch that is not committed leaves nothing", "[core][vault]") {
    VaultBuilder builder;
    auto vault = builder.create();
    {
        auto batch = vault->begin();
        const auto person = batch->subject(NameKind::person, "P-1");
        REQUIRE(person);
        REQUIRE(batch->key(bucket_of(*person)));
        CHECK(vault->find_subject(NameKind::person, "P-1").error().code == ErrorCode::not_found);
        CHECK(vault->find_key(bucket_of(*person), 0).error().code == ErrorCode::not_found);
        CHECK(vault->subject_name(*person).error().code == ErrorCode::not_found);
    }
    CHECK(vault->find_subject(NameKind::person, "P-1").error().code == ErrorCode::not_found);
    auto batch = vault->begin();
    REQUIRE(batch->subject(NameKind::person, "P-1"));
    REQUIRE(batch->commit());
    CHECK(vault->check()->name_count == 1);
    REQUIRE(batch->subject(NameKind::person, "P-2"));
    REQUIRE(batch->commit());
    CHECK(vault->check()->name_count == 2);
    CHECK(vault->check()->faults.empty());
}

TEST_CASE("look-ups of what does not exist say so and make nothing", "[core][vault]") {
    VaultBuilder builder;
    const auto vault = builder.create();
    auto batch = vault->begin();
    const StreamId stream = batch->stream("BG-1").value();
    const SubjectId person = batch->subject(NameKind::person, "P-1").value();
    REQUIRE(batch->commit());
    CHECK(vault->find_stream("P-1").error().code == ErrorCode::not_found);
    CHECK(vault->find_subject(NameKind::actor, "P-1").error().code == ErrorCode::not_found);
    CHECK(vault->stream_name(StreamId{}).error().code == ErrorCode::not_found);
    // A number of the other kind is no number of this one.
    CHECK(vault->stream_name(StreamId::from_bytes(person.bytes.data())).error().code ==
          ErrorCode::not_found);
    CHECK(vault->subject_name(SubjectId::from_bytes(stream.bytes.data())).error().code ==
          ErrorCode::not_found);
    CHECK(vault->find_key(bucket_of(person), 0).error().code == ErrorCode::not_found);
    CHECK(vault->secret("seed").error().code == ErrorCode::not_found);
    CHECK(vault->check()->name_count == 2);
}

TEST_CASE("names, categories and classes have limits", "[core][vault]") {
    VaultBuilder builder;
    const auto vault = builder.create();
    const std::string longest(Vault::kNameBytesMax, 'n');
    const std::string category(32, 'c');
    auto batch = vault->begin();
    CHECK(batch->stream("").error().code == ErrorCode::invalid);
    CHECK(batch->stream(longest + "n").error().code == ErrorCode::invalid);
    CHECK(vault->find_stream("").error().code == ErrorCode::invalid);
    const auto person = batch->subject(NameKind::person, longest);
    REQUIRE(person);
    CHECK(batch->key({*person, "", "class", 2026}).error().code == ErrorCode::invalid);
    CHECK(batch->key({*person, "STAMM", "", 2026}).error().code == ErrorCode::invalid);
    CHECK(batch->key({*person, category + "c", "class", 2026}).error().code == ErrorCode::invalid);
    CHECK(batch->key({*person, "STAMM", category + "c", 2026}).error().code == ErrorCode::invalid);
    CHECK(vault->find_key({*person, "", "class", 2026}, 0).error().code == ErrorCode::invalid);
    CHECK(vault->store_secret("", as_bytes("secret")).error().code == ErrorCode::invalid);
    REQUIRE(batch->key({*person, category, category, 65535}));
    REQUIRE(batch->commit());
    CHECK(builder.open()->subject_name(*person) == longest);
}

TEST_CASE("a batch has room for a fixed number of new rows", "[core][vault]") {
    VaultBuilder builder;
    const auto vault = builder.create();
    auto batch = vault->begin();
    for (std::size_t i = 0; i + 1 < Vault::Batch::kRowsMax; ++i) {
        if (!batch->stream(std::to_string(i))) FAIL("refused at " << i);
    }
    REQUIRE(batch->subject(NameKind::person, "last"));
    CHECK(batch->stream("one too many").error().code == ErrorCode::invalid);
    CHECK(batch->key(bucket_of(SubjectId{})).error().code == ErrorCode::invalid);
    CHECK(batch->stream("0"));
}

TEST_CASE("a key of somebody without a name is refused with its whole batch", "[core][vault]") {
    VaultBuilder builder;
    const auto vault = builder.create();
    auto batch = vault->begin();
    REQUIRE(batch->stream("BG-1"));
    REQUIRE(batch->key(bucket_of(SubjectId{})));
    const Status status = batch->commit();
    REQUIRE_FALSE(status);
    CHECK(status.error().code == ErrorCode::invalid);
    CHECK(vault->find_stream("BG-1").error().code == ErrorCode::not_found);
    REQUIRE(batch->stream("BG-1"));
    REQUIRE(batch->commit());
    CHECK(vault->check()->faults.empty());
}

TEST_CASE("event ids depend on source and id, and on nothing a stranger knows", "[core][vault]") {
    VaultBuilder builder;
    const auto vault = builder.create();
    const EventId id = vault->event_id("https://jc.example", "4711");
    CHECK(id == vault->event_id("https://jc.example", "4711"));
    CHECK(id == builder.open()->event_id("https://jc.example", "4711"));
    CHECK(id != vault->event_id("https://jc.example", "4712"));
    CHECK(id != vault->event_id("https://jc.example4", "711"));
    VaultBuilder other;
    other.random.next();
    CHECK(id != other.create()->event_id("https://jc.example", "4711"));
}

TEST_CASE("secrets survive, and none is replaced", "[core][vault]") {
    VaultBuilder builder;
    auto vault = builder.create();
    REQUIRE(vault->store_secret("log seed", as_bytes("thirty-two bytes")));
    REQUIRE(vault->store_secret("empty", {}));
    const Status again = vault->store_secret("log seed", as_bytes("another"));
    REQUIRE_FALSE(again);
    CHECK(again.error().code == ErrorCode::conflict);
    vault = builder.open();
    const auto secret = vault->secret("log seed");
    REQUIRE(secret);
    CHECK(as_text(*secret) == "thirty-two bytes");
    CHECK(vault->secret("empty") == Bytes{});
    CHECK(vault->check()->faults.empty());
}

TEST_CASE("a second writer waits in vain while a reader goes on", "[core][vault]") {
    VaultBuilder builder;
    const auto writer = builder.create();
    {
        auto first = writer->begin();
        REQUIRE(first->stream("known"));
        REQUIRE(first->commit());
    }
    const auto other = builder.open();
    auto batch = writer->begin();
    const auto made = batch->stream("new");
    REQUIRE(made);
    CHECK(other->find_stream("known"));
    CHECK(other->find_stream("new").error().code == ErrorCode::not_found);
    const auto refused = other->begin()->stream("new");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::unavailable);
    REQUIRE(batch->commit());
    CHECK(other->find_stream("new") == *made);
    CHECK(other->begin()->stream("new") == *made);
    auto later = other->begin();
    REQUIRE(later->stream("newer"));
    REQUIRE(later->commit());
    CHECK(writer->check()->faults.empty());
}

TEST_CASE("a failing generator makes neither a vault nor a name", "[core][vault]") {
    VaultBuilder builder;
    FailingRandom failing;
    const VaultPlace place{builder.files, failing, VaultBuilder::kPath, builder.ledger};
    const auto refused = Vault::create(place, builder.master);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::unavailable);
    // What it left behind is empty and can be created again.
    builder.create();
    const auto vault = Vault::open(place, builder.master);
    REQUIRE(vault);
    auto batch = (*vault)->begin();
    CHECK(batch->stream("BG-1").error().code == ErrorCode::unavailable);
    REQUIRE(batch->commit());
    CHECK((*vault)->check()->name_count == 0);
}

}  // namespace
}  // namespace fallbuch

#include "tests/support/event_desk.h"

#include "core/events/event_sealing.h"

#include <catch2/catch.hpp>

#include <cstdint>
#include <utility>
#include "core/base/file.h"
#include "core/base/ids.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/codec/record.h"
#include "core/events/decoded_event.h"
#include "core/events/faults.h"
#include "core/vault/master_key.h"
#include "core/vault/vault.h"

namespace fallbuch {

const char* const kRichContactData =
    R"({"channel":"PERSOENLICH","durationMin":45,"purpose":"Erstgespräch","health":"gut",)"
    R"("staffNote":"n","memberRef":"P-2","memberRole":"Kind","participants":[{"number":"P-2",)"
    R"("role":"x"},{"number":"P-3"},{"number":"BG-1001"},{"number":"P-2"}]})";

const char* const kTraceV1 =
    R"({"specversion":"1.0","id":"7","source":"urn:log","subject":"case-1",)"
    R"("time":"2012-03-01T08:15:00.25Z","type":"de.fallbuch.trace.event.v1",)"
    R"("data":{"activity":"A","attributes":{"x":1.5,"list":{"list":[1,true,"ä"]}}}})";

std::unique_ptr<Vault> make_event_vault(FileSystem& files, Random& random) {
    const auto master = MasterKey::generate(random);
    REQUIRE(master);
    auto vault = Vault::create({files, random, "vault.sqlite", LedgerId{}}, *master);
    REQUIRE(vault);
    return *std::move(vault);
}

SealedRecord erased(const SealedRecord& record, SubjectId subject, std::string_view category) {
    RecordHeader header;
    REQUIRE(decode_header(record.header, header));
    SealedRecord out{{}, record.spans};
    for (SpanHeader& span : header.spans) {
        const bool found = header.subjects[span.subject_index] == subject;
        if (found && span.category == category) span.bucket.generation = 99;
    }
    encode_header(header, out.header);
    return out;
}

SealedRecord EventDesk::seal(const std::string& text, Entrance entrance) {
    const Faults faults = parser.check(text, {noon(), entrance}, checked);
    INFO(describe(faults, Wording::with_values));
    REQUIRE(faults.empty());
    auto record = seal_checked();
    REQUIRE(record);
    return *std::move(record);
}

Result<SealedRecord> EventDesk::seal_checked() {
    const auto batch = vault->begin();
    ASSIGN_OR_RETURN(SealedRecord record, seal_event(checked, *vault, *batch, noon()));
    RETURN_IF_ERROR(batch->commit());
    return record;
}

const RecordHeader& EventDesk::read_header(const SealedRecord& record) {
    REQUIRE(decode_header(record.header, header));
    return header;
}

const DecodedEvent& EventDesk::decode(const SealedRecord& record) {
    const Status status = decoder.decode(read_header(record), record.spans, event);
    INFO((status ? std::string() : status.error().message));
    REQUIRE(status);
    return event;
}

SubjectId EventDesk::subject(NameKind kind, const char* name) {
    return vault->find_subject(kind, name).value();
}

std::uint32_t EventDesk::number(const char* field) const {
    return event.type->number_of(field).value();
}

}  // namespace fallbuch

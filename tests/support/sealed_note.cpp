#include "tests/support/sealed_note.h"

#include <string>
#include <utility>

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/codec/record.h"
#include "core/ledger/append.h"
#include "core/vault/sealing.h"

namespace fallbuch::test {

Result<SealedRecord> sealed_note(Vault& vault, std::uint64_t number) {
    const std::string name = "fall-" + std::to_string(number % 7);
    const auto batch = vault.begin();
    ASSIGN_OR_RETURN(const StreamId stream, batch->stream(name));
    ASSIGN_OR_RETURN(const SubjectId person, batch->subject(NameKind::person, name));
    ASSIGN_OR_RETURN(const auto key, batch->key({person, "STAMM", "FALL", 2026}));
    RETURN_IF_ERROR(batch->commit());
    RecordHeader header;
    header.prefix.event_id = vault.event_id("test", std::to_string(number));
    header.prefix.stream_id = stream;
    header.type = "de.fallbuch.note.taken";
    header.type_version = 1;
    header.subjects = {person};
    SealedRecord record;
    const SpanPlace place{header.prefix.event_id, stream, header.type, 1, person, "STAMM",
                          {"FALL", 2026, 0},      0};
    const std::string text = "Vermerk " + std::to_string(number);
    ASSIGN_OR_RETURN(const auto proof, seal_span(*key, place, as_bytes(text), record.spans));
    header.spans = {{0,
                     "STAMM",
                     {"FALL", 2026, 0},
                     static_cast<std::uint32_t>(record.spans.size()),
                     proof.sealed_hash,
                     proof.content_tag}};
    encode_header(header, record.header);
    return record;
}

Status append_note(Ledger& ledger, std::uint64_t number) {
    Unit unit;
    ASSIGN_OR_RETURN(SealedRecord record, sealed_note(ledger.vault(), number));
    unit.records.push_back(std::move(record));
    ASSIGN_OR_RETURN(const Appended appended, ledger.append(std::move(unit)));
    static_cast<void>(appended);
    return {};
}

}  // namespace fallbuch::test

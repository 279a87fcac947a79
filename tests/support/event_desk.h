// Everything on the way from the JSON text of an event to a decoded event, on a file system in
// memory.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/file.h"
#include "core/base/ids.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/codec/record.h"
#include "core/events/admission.h"
#include "core/events/checked_event.h"
#include "core/events/decoded_event.h"
#include "core/events/event_decoder.h"
#include "core/events/schema_registry.h"
#include "core/vault/vault.h"
#include "tests/support/casework_types.h"
#include "tests/support/faulty_file.h"
#include "tests/support/seeded_random.h"

namespace fallbuch {

// Uses every kind of subject: the case's person, the actor, named persons, items of an array.
extern const char* const kRichContactData;
// A trace event of version 1.
extern const char* const kTraceV1;

std::unique_ptr<Vault> make_event_vault(FileSystem& files, Random& random);

// Every step must succeed, or the test fails.
struct EventDesk {
    SealedRecord seal(const std::string& text, Entrance entrance = Entrance::ordinary);
    Result<SealedRecord> seal_checked();  // what `checked` holds
    const RecordHeader& read_header(const SealedRecord& record);
    const DecodedEvent& decode(const SealedRecord& record);
    SubjectId subject(NameKind kind, const char* name);
    std::uint32_t number(const char* field) const;  // of the event decoded last

    Admission admission = casework_admission();
    AdmissionParser parser{admission};
    FaultyFileSystem files;
    SeededRandom random{1};
    std::unique_ptr<Vault> vault = make_event_vault(files, random);
    SchemaRegistry registry{admission.catalogue};
    EventDecoder decoder{registry, *vault};
    CheckedEvent checked;
    RecordHeader header;
    DecodedEvent event;
};

// The record as it reads once the keys of a person in a category are gone: it names a generation
// of which the vault has no key.
SealedRecord erased(const SealedRecord& record, SubjectId subject, std::string_view category);

}  // namespace fallbuch

// How is a record read back? The spans whose keys still exist are opened, the others are named.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/codec/record.h"
#include "core/events/decoded_event.h"
#include "core/events/event_type.h"
#include "core/events/schema_registry.h"
#include "core/vault/sealing.h"
#include "core/vault/vault.h"

namespace fallbuch {

enum class ReadAs { stored_version, newest_version };

struct DecodeOptions {
    TagCheck tags = TagCheck::required;  // skipped: replays of a log that fsck has checked
    ReadAs read_as = ReadAs::newest_version;
};

// Holds memory for one event at a time: one per thread. Borrows registry and vault.
class EventDecoder {
public:
    EventDecoder(const SchemaRegistry& registry, Vault& vault, DecodeOptions options = {})
        : registry_(registry), vault_(vault), options_(options) {}

    // Fills `out` from a case's record; `sealed` are its spans one behind the other. Valid until
    // the next decode(). not_found if the registry does not know the type; corrupt if header and
    // spans do not fit, a span does not open under its key, or its content breaks the schema's
    // numbering; otherwise fails as the vault does. On an error `out` means nothing.
    Status decode(const RecordHeader& header, ByteView sealed, DecodedEvent& out);

private:
    struct KnownType {
        const EventType* type = nullptr;
        UpcastChain chain;
    };

    // Of the stream that was decoded last: who reads a case event by event asks for the same few
    // keys again and again.
    struct RecentKey {
        SubjectId subject;
        std::string category;
        std::string retention_class;
        std::uint16_t year = 0;
        std::uint32_t generation = 0;
        std::shared_ptr<const BucketKey> key;
    };

    Result<const KnownType*> find_type(const RecordHeader& header);
    Result<const BucketKey*> find_key(const BucketName& bucket, std::uint32_t generation);
    Status open_spans(const RecordHeader& header, ByteView sealed, DecodedEvent& out);
    Status open_one(const RecordHeader& header, std::size_t index, ByteView sealed,
                    DecodedEvent& out);

    const SchemaRegistry& registry_;
    Vault& vault_;
    DecodeOptions options_;
    std::uint64_t generation_ = 0;
    // By version, then name.
    std::map<std::uint32_t, std::map<std::string, KnownType, std::less<>>> known_;
    StreamId recent_stream_;
    std::vector<RecentKey> recent_keys_;
    std::vector<Bytes> plaintexts_;  // by span; kept, so that their memory is used again
    std::vector<DecodedField> upcasted_;
};

}  // namespace fallbuch

// How is a record read back? The spans whose keys still exist are opened, the others are named.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
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
    // Of which types nobody asks who acted: the span of the actor alone is then left closed, and
    // the event says nothing of him. Asked once for each type; empty: of none.
    std::function<bool(const EventType&)> actor_unwanted = {};
};

// Holds memory for one event at a time: one per thread. Borrows registry and vault.
class EventDecoder {
public:
    EventDecoder(const SchemaRegistry& registry, Vault& vault, DecodeOptions options = {})
        : registry_(registry), vault_(vault), options_(std::move(options)) {}

    // Fills `out` from a case's record; `sealed` are its spans one behind the other. Valid until
    // the next decode(). not_found if the registry does not know the type; corrupt if header and
    // spans do not fit, a span does not open under its key, or its content breaks the schema's
    // numbering; otherwise fails as the vault does. On an error `out` means nothing.
    Status decode(const RecordHeader& header, ByteView sealed, DecodedEvent& out);

    // The same in two steps, for whoever opens many records before he reads them: open() appends
    // to `opened`, of which read() takes exactly what one open() of this decoder appended. What
    // read() fills borrows from those bytes, not from the record.
    Status open(const RecordHeader& header, ByteView sealed, Bytes& opened);
    Status read(ByteView opened, DecodedEvent& out);

private:
    struct KnownType {
        const EventType* stored = nullptr;
        UpcastChain chain;
        bool leaves_actor = false;
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
    Result<KnownType> learn_type(const RecordHeader& header) const;
    Result<const BucketKey*> find_key(const BucketName& bucket, std::uint32_t generation);
    Status open_one(const RecordHeader& header, std::size_t index, ByteView sealed, Bytes& opened);

    const SchemaRegistry& registry_;
    Vault& vault_;
    DecodeOptions options_;
    std::uint64_t generation_ = 0;
    // By version, then name; each stays where it is, because opened events point to it.
    std::map<std::uint32_t, std::map<std::string, const KnownType*, std::less<>>> known_;
    std::deque<KnownType> types_;
    StreamId recent_stream_;
    std::vector<RecentKey> recent_keys_;
    std::size_t recent_next_ = 0;  // the key that was asked for after the last one, last time
    Bytes plaintext_;
    Bytes opened_;  // of decode()
    std::vector<DecodedField> upcasted_;
};

}  // namespace fallbuch

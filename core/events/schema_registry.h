// Which schemas does this ledger hold, and with which one is a record read?
//
// Filled from the ledger's own schema records, so records can be decoded from the ledger alone;
// the catalogue of the program adds newer versions to upcast to. For reading alone that catalogue
// is made to fit the ledger first (Catalogue::for_reading), so that no changed file is in the way.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/events/catalogue.h"
#include "core/events/event_type.h"
#include "core/events/upcast.h"

namespace fallbuch {

// Steps from one version to the newest that can be reached, one behind the other.
using UpcastChain = std::vector<const Upcast*>;

// Callable from any thread. What it hands out lives as long as the registry.
class SchemaRegistry {
public:
    // The catalogue may be empty (nullptr): the ledger alone.
    explicit SchemaRegistry(std::shared_ptr<const Catalogue> catalogue);

    // Takes in the body of a record "system.schema". A body that is here already changes nothing.
    // conflict if another schema is known under its type and version: a published type never
    // changes; corrupt if the body is no schema.
    Status publish(ByteView schema_body);
    // Does the ledger hold this very type? If not, its schema record is sent ahead.
    bool is_published(const EventType& type) const;

    // nullptr if neither the ledger nor the catalogue knows it.
    const EventType* find(std::string_view type, std::uint32_t version) const;

    // The way from a type that find() gave to its newest version; empty if it is the newest.
    // invalid if two known versions do not fit together.
    Result<UpcastChain> chain_from(const EventType& type) const;
    // Raised by every new schema: what was asked before may now have another answer.
    std::uint64_t generation() const;

private:
    using Key = std::pair<std::string, std::uint32_t>;
    struct Entry {
        const EventType* type = nullptr;
        bool published = false;
    };

    const EventType* newer_than(const EventType& type) const;

    std::shared_ptr<const Catalogue> catalogue_;
    mutable std::shared_mutex mutex_;
    std::map<Key, Entry> entries_;
    std::deque<std::unique_ptr<const EventType>> owned_;
    mutable std::map<const EventType*, std::unique_ptr<const Upcast>> upcasts_;  // by older type
    std::uint64_t generation_ = 0;
};

}  // namespace fallbuch

#include "core/events/schema_registry.h"

#include <mutex>

#include "core/events/event_type.h"

namespace fallbuch {

SchemaRegistry::SchemaRegistry(std::shared_ptr<const Catalogue> catalogue)
    : catalogue_(std::move(catalogue)) {
    if (catalogue_ == nullptr) return;
    for (const EventType* type : catalogue_->types()) {
        entries_[{type->type(), type->version()}] = {type, false};
    }
}

Status SchemaRegistry::publish(ByteView schema_body) {
    auto parsed = EventType::parse(as_text(schema_body), nullptr);
    if (!parsed) {
        return Error{ErrorCode::corrupt, "schema record: " + parsed.error().message};
    }
    const EventType& type = **parsed;
    if (type.canonical_text() != as_text(schema_body)) {
        return Error{ErrorCode::corrupt, "schema record: not in its canonical form"};
    }
    const std::unique_lock lock(mutex_);
    Entry& entry = entries_[{type.type(), type.version()}];
    if (entry.type == nullptr) {
        owned_.push_back(*std::move(parsed));
        entry.type = owned_.back().get();
        ++generation_;
    } else if (entry.type->canonical_text() != type.canonical_text()) {
        return Error{
            ErrorCode::conflict,
            "schema: " + type.wire_type() + " is published with other content; raise the version"};
    }
    entry.published = true;
    return {};
}

bool SchemaRegistry::is_published(const EventType& type) const {
    const std::shared_lock lock(mutex_);
    const auto found = entries_.find({type.type(), type.version()});
    return found != entries_.end() && found->second.published &&
           found->second.type->canonical_text() == type.canonical_text();
}

const EventType* SchemaRegistry::find(std::string_view type, std::uint32_t version) const {
    const std::shared_lock lock(mutex_);
    const auto found = entries_.find({std::string(type), version});
    return found == entries_.end() ? nullptr : found->second.type;
}

std::uint64_t SchemaRegistry::generation() const {
    const std::shared_lock lock(mutex_);
    return generation_;
}

// The version whose steps begin at this one.
const EventType* SchemaRegistry::newer_than(const EventType& type) const {
    auto entry = entries_.upper_bound({type.type(), type.version()});
    for (; entry != entries_.end() && entry->first.first == type.type(); ++entry) {
        if (entry->second.type->upcast_from() == type.version()) return entry->second.type;
    }
    return nullptr;
}

Result<UpcastChain> SchemaRegistry::chain_from(const EventType& type) const {
    const std::unique_lock lock(mutex_);
    UpcastChain chain;
    const EventType* at = &type;
    while (const EventType* newer = newer_than(*at)) {
        std::unique_ptr<const Upcast>& upcast = upcasts_[at];
        if (upcast == nullptr) {
            ASSIGN_OR_RETURN(upcast, Upcast::between(*at, *newer));
        }
        chain.push_back(upcast.get());
        at = newer;
    }
    return chain;
}

}  // namespace fallbuch

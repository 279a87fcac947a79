#include "core/vault/vault.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "core/base/assert.h"
#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/codec/record.h"
#include "core/vault/key_store.h"
#include "core/vault/master_key.h"
#include "core/vault/rows.h"
#include "core/vault/sealing.h"
#include "core/vault/sharded_cache.h"

namespace fallbuch {
namespace {

// What is remembered of each kind; at some 150 bytes an entry.
constexpr std::size_t kNamesCachedMax = 1'000'000;
constexpr std::size_t kKeysCachedMax = 1'000'000;

using Key = std::shared_ptr<const BucketKey>;

// How many rows one miss reads: a transaction costs as much as dozens of rows.
constexpr std::size_t kReadAheadRows = 64;

// The bytes under which the cache knows a bucket's key, without a detour over the heap.
class BucketText {
public:
    // Of the newest generation.
    explicit BucketText(const BucketName& bucket) {
        put(as_text(bucket.subject.view()));
        put({reinterpret_cast<const char*>(&bucket.year), sizeof bucket.year});
        bytes_[size_bytes_++] = static_cast<char>(bucket.category.size());
        put(bucket.category);
        bytes_[size_bytes_++] = static_cast<char>(bucket.retention_class.size());
        put(bucket.retention_class);
    }
    // Of one generation.
    BucketText(const BucketName& bucket, std::uint32_t generation) : BucketText(bucket) {
        put({reinterpret_cast<const char*>(&generation), sizeof generation});
    }
    std::string_view view() const { return {bytes_.data(), size_bytes_}; }

private:
    static constexpr std::size_t kBytesMax = SubjectId::kBytes + sizeof(std::uint16_t) +
                                             2 * (1 + kCategoryBytesMax) + sizeof(std::uint32_t);

    void put(std::string_view part) {
        LEDGER_ASSERT(part.size() <= bytes_.size() - size_bytes_);
        std::memcpy(bytes_.data() + size_bytes_, part.data(), part.size());
        size_bytes_ += part.size();
    }

    std::array<char, kBytesMax> bytes_;
    std::size_t size_bytes_ = 0;
};

Status check_text(std::string_view what, std::string_view text, std::size_t bytes_max) {
    if (!text.empty() && text.size() <= bytes_max) return {};
    return Error{ErrorCode::invalid, "vault: " + std::string(what) + " has " +
                                         std::to_string(text.size()) + " bytes, not 1 to " +
                                         std::to_string(bytes_max)};
}

Status check_bucket(const BucketName& bucket) {
    RETURN_IF_ERROR(check_text("a category", bucket.category, kCategoryBytesMax));
    return check_text("a retention class", bucket.retention_class, kCategoryBytesMax);
}

bool is_subject(NameKind kind) { return kind == NameKind::person || kind == NameKind::actor; }

Error unknown(std::string_view what) {
    return Error{ErrorCode::not_found, "vault: there is no such " + std::string(what)};
}

template <typename To, typename From>
To converted(const From& id) {
    return To::from_bytes(id.bytes.data());
}

}  // namespace

struct Vault::Core {
    explicit Core(std::unique_ptr<KeyStore> opened) : store(std::move(opened)) {}

    ShardedCache<NamedId>& names(NameKind kind) {
        switch (kind) {
            case NameKind::stream: return streams;
            case NameKind::person: return persons;
            case NameKind::actor: return actors;
        }
        // A row of another kind opens only if somebody who has the master key made it.
        return actors;
    }
    // Reads a name past the cache and remembers all that came along.
    Result<std::optional<NamedId>> load_name(NameKind kind, std::string_view name,
                                             std::size_t rows_max) {
        ASSIGN_OR_RETURN(const auto found, store->names_from(kind, name, rows_max));
        for (const auto& known : found) names(known.kind).put(known.name, known.id);
        return found.empty() ? std::nullopt : std::optional<NamedId>(found.front().id);
    }
    // The same for the newest key of a bucket; null if it has none.
    Result<Key> load_key(const BucketName& bucket, std::size_t rows_max) {
        const auto has_key = [this](const BucketName& other) {
            return keys.find(BucketText(other).view()).has_value();
        };
        ASSIGN_OR_RETURN(const auto found, store->newest_keys_from(bucket, rows_max, has_key));
        for (const auto& known : found) keys.put(BucketText(known.row.bucket()).view(), known.key);
        return found.empty() ? Key() : found.front().key;
    }
    Result<NamedId> find_name(NameKind kind, std::string_view name) {
        RETURN_IF_ERROR(check_text("a name", name, kNameBytesMax));
        if (const auto known = names(kind).find(name)) return *known;
        ASSIGN_OR_RETURN(const auto found, load_name(kind, name, kReadAheadRows));
        if (!found) return unknown("name");
        return *found;
    }
    Result<KeyStore::KnownName> find_id(NamedId id) const {
        ASSIGN_OR_RETURN(auto found, store->find_id(id));
        if (!found) return unknown("number");
        return *std::move(found);
    }

    const std::unique_ptr<KeyStore> store;
    ShardedCache<NamedId> streams{kNamesCachedMax};
    ShardedCache<NamedId> persons{kNamesCachedMax};
    ShardedCache<NamedId> actors{kNamesCachedMax};
    ShardedCache<Key> keys{kKeysCachedMax};
    // Held by the one batch that makes something, from its first miss to its commit: whoever
    // holds it and finds nothing in the store knows that nobody else is making the same.
    std::mutex creation;
};

struct Vault::Batch::Parts {
    explicit Parts(Core& owner) : core(owner), creating(owner.creation, std::defer_lock) {}
    ~Parts() {
        if (creating.owns_lock()) core.store->abandon();
    }

    Result<NamedId> name(NameKind kind, std::string_view name);
    Result<Key> key(const BucketName& bucket);
    bool is_making() const { return creating.owns_lock(); }
    std::size_t row_count() const { return rows.names.size() + rows.keys.size(); }
    Status commit();

private:
    using PendingName = std::pair<NameKind, std::string>;

    Result<std::optional<NamedId>> stored_name(NameKind kind, std::string_view name);
    Result<Key> stored_key(const BucketName& bucket);
    Status start_creating();
    Status check_room() const;
    void publish() const;

    Core& core;
    std::unique_lock<std::mutex> creating;
    NewRows rows;
    // What the rows will mean once they are durable.
    std::map<PendingName, NamedId> new_names;
    std::unordered_map<std::string, Key> new_keys;  // by BucketText
};

Status Vault::Batch::Parts::check_room() const {
    if (row_count() < kRowsMax) return {};
    return Error{ErrorCode::invalid,
                 "vault: a batch has at most " + std::to_string(kRowsMax) + " new names and keys"};
}

Status Vault::Batch::Parts::start_creating() {
    creating.lock();
    Status status = core.store->begin_adding();
    if (!status) creating.unlock();
    return status;
}

// Nothing means: it does not exist, and only this batch can make it.
Result<std::optional<NamedId>> Vault::Batch::Parts::stored_name(NameKind kind,
                                                                std::string_view name) {
    if (!creating.owns_lock()) {
        ASSIGN_OR_RETURN(const auto found, core.load_name(kind, name, kReadAheadRows));
        if (found) return found;
        RETURN_IF_ERROR(start_creating());
    }
    // Asked again, because another batch may have made it while this one waited.
    return core.load_name(kind, name, 1);
}

Result<Key> Vault::Batch::Parts::stored_key(const BucketName& bucket) {
    if (!creating.owns_lock()) {
        ASSIGN_OR_RETURN(Key found, core.load_key(bucket, kReadAheadRows));
        if (found) return found;
        RETURN_IF_ERROR(start_creating());
    }
    return core.load_key(bucket, 1);
}

Result<NamedId> Vault::Batch::Parts::name(NameKind kind, std::string_view name) {
    RETURN_IF_ERROR(check_text("a name", name, kNameBytesMax));
    if (const auto known = core.names(kind).find(name)) return *known;
    PendingName pending(kind, name);
    if (const auto made = new_names.find(pending); made != new_names.end()) return made->second;
    ASSIGN_OR_RETURN(const auto stored, stored_name(kind, name));
    if (stored) return *stored;
    RETURN_IF_ERROR(check_room());
    ASSIGN_OR_RETURN(NameRow row, core.store->new_name(kind, name));
    const NamedId id = row.id;
    rows.names.push_back(std::move(row));
    new_names.emplace(std::move(pending), id);
    return id;
}

Result<Key> Vault::Batch::Parts::key(const BucketName& bucket) {
    RETURN_IF_ERROR(check_bucket(bucket));
    const BucketText text(bucket);
    if (auto known = core.keys.find(text.view())) return *std::move(known);
    std::string pending(text.view());
    if (const auto made = new_keys.find(pending); made != new_keys.end()) return made->second;
    ASSIGN_OR_RETURN(Key stored, stored_key(bucket));
    if (stored) return stored;
    RETURN_IF_ERROR(check_room());
    ASSIGN_OR_RETURN(auto made, core.store->new_key(bucket));
    rows.keys.push_back(std::move(made.first));
    new_keys.emplace(std::move(pending), made.second);
    return std::move(made.second);
}

void Vault::Batch::Parts::publish() const {
    for (const auto& [pending, id] : new_names) core.names(pending.first).put(pending.second, id);
    for (const auto& [text, key] : new_keys) core.keys.put(text, key);
}

Status Vault::Batch::Parts::commit() {
    if (!creating.owns_lock()) return {};
    Status status;
    if (rows.names.empty() && rows.keys.empty()) {
        core.store->abandon();
    } else {
        status = core.store->add(rows);
    }
    if (status) publish();
    rows = {};
    new_names.clear();
    new_keys.clear();
    creating.unlock();
    return status;
}

Vault::Batch::Batch(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Vault::Batch::~Batch() = default;

Result<StreamId> Vault::Batch::stream(std::string_view name) {
    ASSIGN_OR_RETURN(const NamedId id, parts_->name(NameKind::stream, name));
    return converted<StreamId>(id);
}

Result<SubjectId> Vault::Batch::subject(NameKind kind, std::string_view name) {
    LEDGER_ASSERT(is_subject(kind));
    ASSIGN_OR_RETURN(const NamedId id, parts_->name(kind, name));
    return converted<SubjectId>(id);
}

Result<Key> Vault::Batch::key(const BucketName& bucket) { return parts_->key(bucket); }
bool Vault::Batch::is_making() const { return parts_->is_making(); }
std::size_t Vault::Batch::row_count() const { return parts_->row_count(); }
Status Vault::Batch::commit() { return parts_->commit(); }

Result<std::unique_ptr<Vault>> Vault::create(const VaultPlace& place, const MasterKey& master) {
    ASSIGN_OR_RETURN(auto store, KeyStore::create(place, master));
    return std::unique_ptr<Vault>(new Vault(std::make_unique<Core>(std::move(store))));
}

Result<std::unique_ptr<Vault>> Vault::open(const VaultPlace& place, const MasterKey& master) {
    ASSIGN_OR_RETURN(auto store, KeyStore::open(place, master));
    return std::unique_ptr<Vault>(new Vault(std::make_unique<Core>(std::move(store))));
}

Vault::Vault(std::unique_ptr<Core> core) : core_(std::move(core)) {}
Vault::~Vault() = default;

EventId Vault::event_id(std::string_view source, std::string_view id) const {
    return core_->store->name_keys().event_id(source, id);
}

std::unique_ptr<Vault::Batch> Vault::begin() {
    return std::unique_ptr<Batch>(new Batch(std::make_unique<Batch::Parts>(*core_)));
}

Result<StreamId> Vault::find_stream(std::string_view name) {
    ASSIGN_OR_RETURN(const NamedId id, core_->find_name(NameKind::stream, name));
    return converted<StreamId>(id);
}

Result<SubjectId> Vault::find_subject(NameKind kind, std::string_view name) {
    LEDGER_ASSERT(is_subject(kind));
    ASSIGN_OR_RETURN(const NamedId id, core_->find_name(kind, name));
    return converted<SubjectId>(id);
}

Result<Key> Vault::find_key(const BucketName& bucket, std::uint32_t generation) {
    RETURN_IF_ERROR(check_bucket(bucket));
    auto newest = core_->keys.find(BucketText(bucket).view());
    if (newest && (*newest)->generation() == generation) return *std::move(newest);
    const BucketText text(bucket, generation);
    if (auto known = core_->keys.find(text.view())) return *std::move(known);
    if (!newest) {
        ASSIGN_OR_RETURN(Key loaded, core_->load_key(bucket, kReadAheadRows));
        if (loaded && loaded->generation() == generation) return loaded;
    }
    ASSIGN_OR_RETURN(Key older, core_->store->key(bucket, generation));
    if (!older) return unknown("key");
    core_->keys.put(text.view(), older);
    return older;
}

Result<std::string> Vault::stream_name(StreamId stream) {
    ASSIGN_OR_RETURN(KeyStore::KnownName known, core_->find_id(converted<NamedId>(stream)));
    if (known.kind != NameKind::stream) return unknown("stream");
    return std::move(known.name);
}

Result<std::string> Vault::subject_name(SubjectId subject) {
    ASSIGN_OR_RETURN(KeyStore::KnownName known, core_->find_id(converted<NamedId>(subject)));
    if (!is_subject(known.kind)) return unknown("subject");
    return std::move(known.name);
}

Status Vault::store_secret(std::string_view name, ByteView secret) {
    RETURN_IF_ERROR(check_text("a secret's name", name, kNameBytesMax));
    NewRows rows;
    ASSIGN_OR_RETURN(rows.secrets.emplace_back(), core_->store->new_secret(name, secret));
    const std::lock_guard creating(core_->creation);
    RETURN_IF_ERROR(core_->store->begin_adding());
    return core_->store->add(rows);
}

Result<Bytes> Vault::secret(std::string_view name) {
    ASSIGN_OR_RETURN(auto found, core_->store->secret(name));
    if (!found) return unknown("secret");
    return *std::move(found);
}

Result<VaultReport> Vault::check() { return core_->store->check(); }

}  // namespace fallbuch

// The vault's SQLite file: finds rows, adds them in one transaction, and knows when they are not
// what was written. README.md tells why a row that is not found is really not there.
//
//   names        lookup, kind, id, sealed              primary key lookup, unique id
//   bucket_keys  subject, category, class, year, generation, wrapped    primary key all but the
//   last secrets      name, wrapped                         primary key name meta meta_table.h
//
// Places and wrapping: rows.h, vault_keys.h. Only the random numbers, the categories, classes and
// years stand there in clear.
//
// Threads: every function may be called from any thread; they take turns. The random generator
// of the place is asked only by the new_ functions, which one thread at a time may call.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/codec/digest.h"
#include "core/vault/checked_pages.h"
#include "core/vault/database.h"
#include "core/vault/master_key.h"
#include "core/vault/meta_table.h"
#include "core/vault/name_keys.h"
#include "core/vault/rows.h"
#include "core/vault/sealing.h"
#include "core/vault/vault.h"
#include "core/vault/vault_keys.h"

namespace fallbuch {

// Rows that are to become durable together.
struct NewRows {
    std::vector<NameRow> names;
    std::vector<KeyRow> keys;
    std::vector<SecretRow> secrets;
};

class KeyStore {
public:
    using Key = std::shared_ptr<const BucketKey>;

    // As Vault::create and Vault::open.
    static Result<std::unique_ptr<KeyStore>> create(const VaultPlace& place,
                                                    const MasterKey& master);
    static Result<std::unique_ptr<KeyStore>> open(const VaultPlace& place, const MasterKey& master);

    const NameKeys& name_keys() const { return *name_keys_; }

    struct KnownName {
        NameKind kind{};
        NamedId id;
        std::string name;
    };
    struct KnownKey {
        KeyRow row;  // without its wrapped value
        Key key;
    };

    // The names that stand at and behind the asked one in the order of the table, at most
    // `rows_max`; the asked one first, or nothing if it does not exist. A transaction costs more
    // than a row, so whoever reads many names has them read along. corrupt if the asked row is
    // not what was written; others that are not are left out.
    Result<std::vector<KnownName>> names_from(NameKind kind, std::string_view name,
                                              std::size_t rows_max);
    // The same for the newest key of a bucket. Ends before a bucket behind the asked one whose key
    // the caller has already, so that who asks for all keys in any order has each unwrapped once.
    using HasKey = std::function<bool(const BucketName&)>;
    Result<std::vector<KnownKey>> newest_keys_from(const BucketName& bucket, std::size_t rows_max,
                                                   const HasKey& has_key);

    // Nothing (null), if there is no such row; corrupt if it is not what was written.
    Result<std::optional<KnownName>> find_id(NamedId id);
    Result<Key> key(const BucketName& bucket, std::uint32_t generation);
    Result<std::optional<Bytes>> secret(std::string_view name);

    // Rows with a fresh number or key, not yet written.
    Result<NameRow> new_name(NameKind kind, std::string_view name) const;
    Result<std::pair<KeyRow, Key>> new_key(const BucketName& bucket) const;
    Result<SecretRow> new_secret(std::string_view name, ByteView secret) const;

    // Begins the one transaction in which rows are added. Until add() or abandon() ends it, what
    // is not found does not exist, and look-ups cost no lock of the file. One thread at a time
    // begins and ends it; look-ups by others go on and see only what is durable.
    Status begin_adding();
    // Durable when it returns; on an error none of them is kept. conflict if a row of that key
    // exists, invalid if a key's subject has no name.
    Status add(const NewRows& rows);
    void abandon();

    // As Vault::check.
    Result<VaultReport> check() const;

private:
    KeyStore(const VaultPlace& place, const MasterKey& master);
    static Result<std::unique_ptr<KeyStore>> connect(const VaultPlace& place,
                                                     const MasterKey& master, Database::Mode mode);
    Status make_tables();
    Status prepare();
    Status add_rows(const NewRows& rows);
    Error damaged(std::string_view why) const;
    Result<SecretBytes> unwrap(const Bytes& place, ByteView wrapped) const;
    Result<KnownName> open_name(const Run& row) const;
    Result<std::vector<KeyRow>> newest_key_rows(const BucketName& bucket, std::size_t rows_max,
                                                const HasKey& has_key);
    // As it lies there, not yet compared with what was wrapped for it.
    Result<KeyRow> key_row(const Run& row) const;
    Result<KnownKey> open_key(KeyRow row) const;
    StoreOwner owner() const { return {keys_, key_check_, place_.ledger}; }

    const VaultPlace place_;
    const VaultKeys keys_;
    const Digest key_check_;
    std::optional<NameKeys> name_keys_;
    std::unique_ptr<CheckedPages> pages_;  // outlives the connections that name it
    std::unique_ptr<Database> database_;
    std::mutex mutex_;  // of the connection and its statements
    Statement names_from_;
    Statement find_id_;
    Statement keys_from_;
    Statement key_;
    Statement secret_;
    Statement insert_name_;
    Statement insert_key_;
    Statement insert_secret_;
    MetaRow meta_;  // while rows are added
    std::unique_ptr<Transaction> adding_;
};

}  // namespace fallbuch

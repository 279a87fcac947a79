#include "core/vault/key_store.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/assert.h"
#include "core/base/bytes.h"
#include "core/base/file.h"
#include "core/base/result.h"
#include "core/codec/record.h"
#include "core/vault/checked_pages.h"
#include "core/vault/database.h"
#include "core/vault/key_store_check.h"
#include "core/vault/master_key.h"
#include "core/vault/meta_table.h"
#include "core/vault/name_keys.h"
#include "core/vault/rows.h"
#include "core/vault/sealing.h"
#include "core/vault/vault.h"
#include "core/vault/vault_keys.h"

namespace fallbuch {
namespace {

constexpr const char* kTables =
    "CREATE TABLE names (lookup BLOB PRIMARY KEY, kind INTEGER NOT NULL, id BLOB NOT NULL UNIQUE,"
    " sealed BLOB NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE TABLE bucket_keys (subject BLOB NOT NULL REFERENCES names (id),"
    " category TEXT NOT NULL, class TEXT NOT NULL, year INTEGER NOT NULL,"
    " generation INTEGER NOT NULL, wrapped BLOB NOT NULL,"
    " PRIMARY KEY (subject, category, class, year, generation DESC)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE secrets (name TEXT PRIMARY KEY, wrapped BLOB NOT NULL) STRICT, WITHOUT ROWID;";

// A crash within a transaction leaves its journal. SQLite rolls it back, but would not notice a
// flipped bit in most of it.
Result<bool> closed_cleanly(FileSystem& files, const std::string& path) {
    const auto journal = files.open(path + "-journal", OpenMode::read);
    if (!journal && journal.error().code == ErrorCode::not_found) return true;
    if (!journal) return journal.error();
    ASSIGN_OR_RETURN(const std::uint64_t size_bytes, (*journal)->size());
    return size_bytes == 0;
}

Result<bool> is_empty(Database& database) {
    ASSIGN_OR_RETURN(Statement count, database.prepare("SELECT count(*) FROM sqlite_schema"));
    Run run(count);
    ASSIGN_OR_RETURN(const bool found, run.next());
    LEDGER_ASSERT(found);
    return run.integer_at(0) == 0;
}

bool is_of(const Run& row, const BucketName& bucket) {
    return std::ranges::equal(row.blob_at(0), bucket.subject.view()) &&
           row.text_at(1) == bucket.category && row.text_at(2) == bucket.retention_class &&
           row.integer_at(3) == bucket.year;
}

std::string directory_of(const std::string& path) {
    const std::string directory = std::filesystem::path(path).parent_path().string();
    return directory.empty() ? "." : directory;
}

}  // namespace

KeyStore::KeyStore(const VaultPlace& place, const MasterKey& master)
    : place_(place), keys_(master, place.ledger), key_check_(VaultKeys::key_check(master)) {}

Error KeyStore::damaged(std::string_view why) const {
    return Error{ErrorCode::corrupt, place_.path + ": " + std::string(why)};
}

Result<SecretBytes> KeyStore::unwrap(const Bytes& place, ByteView wrapped) const {
    auto secret = keys_.unwrap(place, wrapped);
    if (!secret) return secret.error().in(place_.path);
    return secret;
}

Result<std::unique_ptr<KeyStore>> KeyStore::connect(const VaultPlace& place,
                                                    const MasterKey& master, Database::Mode mode) {
    std::unique_ptr<KeyStore> store(new KeyStore(place, master));
    ASSIGN_OR_RETURN(store->pages_, CheckedPages::over(place.files.sqlite_vfs_name()));
    ASSIGN_OR_RETURN(store->database_, Database::open(store->pages_->vfs_name(), place.path, mode));
    return store;
}

Result<std::unique_ptr<KeyStore>> KeyStore::create(const VaultPlace& place,
                                                   const MasterKey& master) {
    ASSIGN_OR_RETURN(auto store, connect(place, master, Database::Mode::create));
    RETURN_IF_ERROR(store->make_tables());
    RETURN_IF_ERROR(place.files.sync_directory(directory_of(place.path)));
    RETURN_IF_ERROR(store->prepare());
    return store;
}

Status KeyStore::make_tables() {
    // One transaction: what a crash leaves behind is empty and can be created again.
    ASSIGN_OR_RETURN(const auto transaction,
                     Transaction::begin(*database_, Transaction::Kind::write));
    ASSIGN_OR_RETURN(const bool empty, is_empty(*database_));
    if (!empty) return Error{ErrorCode::conflict, place_.path + ": there is a key store already"};
    SecretBytes vault_key(NameKeys::kVaultKeyBytes);
    RETURN_IF_ERROR(place_.random.fill(vault_key.writable()));
    MetaRow meta;
    ASSIGN_OR_RETURN(meta.vault_key, keys_.wrap(vault_key_place(), vault_key.view()));
    RETURN_IF_ERROR(database_->execute(kTables));
    RETURN_IF_ERROR(create_meta(*database_, owner(), meta));
    return transaction->commit();
}

Result<std::unique_ptr<KeyStore>> KeyStore::open(const VaultPlace& place, const MasterKey& master) {
    ASSIGN_OR_RETURN(const bool exists, place.files.exists(place.path));
    if (!exists) return Error{ErrorCode::not_found, place.path + ": there is no key store"};
    ASSIGN_OR_RETURN(const bool clean, closed_cleanly(place.files, place.path));
    ASSIGN_OR_RETURN(auto store, connect(place, master, Database::Mode::existing));
    RETURN_IF_ERROR(store->prepare());
    if (clean) return store;
    ASSIGN_OR_RETURN(const VaultReport report, store->check());
    if (!report.faults.empty()) return store->damaged("after a crash: " + report.faults.front());
    return store;
}

Status KeyStore::prepare() {
    ASSIGN_OR_RETURN(const MetaRow meta, read_meta(*database_, owner()));
    ASSIGN_OR_RETURN(const SecretBytes vault_key, unwrap(vault_key_place(), meta.vault_key));
    if (vault_key.view().size() != NameKeys::kVaultKeyBytes)
        return damaged("the vault key has another size");
    name_keys_.emplace(vault_key.view());

    const std::array<std::pair<Statement*, const char*>, 8> statements{{
        {&names_from_,
         "SELECT lookup, kind, id, sealed FROM names WHERE lookup >= ? ORDER BY lookup LIMIT ?"},
        {&find_id_, "SELECT lookup, kind, id, sealed FROM names WHERE id = ?"},
        {&keys_from_,
         "SELECT subject, category, class, year, generation, wrapped FROM bucket_keys"
         " WHERE (subject, category, class, year) >= (?, ?, ?, ?)"
         " ORDER BY subject, category, class, year, generation DESC LIMIT ?"},
        {&key_,
         "SELECT subject, category, class, year, generation, wrapped FROM bucket_keys"
         " WHERE subject = ? AND category = ? AND class = ? AND year = ? AND generation = ?"},
        {&secret_, "SELECT wrapped FROM secrets WHERE name = ?"},
        {&insert_name_, "INSERT INTO names (lookup, kind, id, sealed) VALUES (?, ?, ?, ?)"},
        {&insert_key_, "INSERT INTO bucket_keys VALUES (?, ?, ?, ?, ?, ?)"},
        {&insert_secret_, "INSERT INTO secrets VALUES (?, ?)"},
    }};
    for (const auto& [statement, text] : statements) {
        ASSIGN_OR_RETURN(*statement, database_->prepare(text));
    }
    return {};
}

Result<KeyStore::KnownName> KeyStore::open_name(const Run& row) const {
    if (row.blob_at(0).size() != NameLookup::kBytes || row.blob_at(2).size() != NamedId::kBytes) {
        return damaged("a number has another size");
    }
    const NameRow place{static_cast<NameKind>(row.integer_at(1)),
                        NameLookup::from_bytes(row.blob_at(0).data()),
                        NamedId::from_bytes(row.blob_at(2).data()),
                        {}};
    ASSIGN_OR_RETURN(const SecretBytes name, unwrap(place.place(), row.blob_at(3)));
    return KnownName{place.kind, place.id, std::string(as_text(name.view()))};
}

Result<std::vector<KeyStore::KnownName>> KeyStore::names_from(NameKind kind, std::string_view name,
                                                              std::size_t rows_max) {
    const NameLookup lookup = name_keys_->lookup(kind, name);
    std::vector<KnownName> known;
    const std::lock_guard lock(mutex_);
    Run run(names_from_);
    run.blob(lookup.view()).integer(static_cast<std::int64_t>(rows_max));
    for (;;) {
        ASSIGN_OR_RETURN(const bool found, run.next());
        if (!found) return known;
        const bool asked = known.empty();
        if (asked && !std::ranges::equal(run.blob_at(0), lookup.view())) return known;
        auto opened = open_name(run);
        if (asked && !opened) return opened.error();
        if (asked && opened->name != name) return damaged("a name's row holds another name");
        if (opened) known.push_back(*std::move(opened));
    }
}

Result<std::optional<KeyStore::KnownName>> KeyStore::find_id(NamedId id) {
    const std::lock_guard lock(mutex_);
    Run run(find_id_);
    run.blob(id.view());
    ASSIGN_OR_RETURN(const bool found, run.next());
    if (!found) return std::optional<KnownName>();
    ASSIGN_OR_RETURN(KnownName known, open_name(run));
    return std::optional<KnownName>(std::move(known));
}

Result<KeyRow> KeyStore::key_row(const Run& row) const {
    const bool fits = row.blob_at(0).size() == SubjectId::kBytes &&
                      row.text_at(1).size() <= kCategoryBytesMax &&
                      row.text_at(2).size() <= kCategoryBytesMax;
    if (!fits) return damaged("a number or a name has another size");
    return KeyRow{SubjectId::from_bytes(row.blob_at(0).data()),
                  std::string(row.text_at(1)),
                  std::string(row.text_at(2)),
                  static_cast<std::uint16_t>(row.integer_at(3)),
                  static_cast<std::uint32_t>(row.integer_at(4)),
                  Bytes(row.blob_at(5).begin(), row.blob_at(5).end())};
}

Result<KeyStore::KnownKey> KeyStore::open_key(KeyRow row) const {
    ASSIGN_OR_RETURN(const SecretBytes bytes, unwrap(row.place(), row.wrapped));
    if (bytes.view().size() != BucketKey::kBytes) return damaged("a key has another size");
    Key key = std::make_shared<const BucketKey>(bytes.view(), row.generation);
    return KnownKey{std::move(row), std::move(key)};
}

Result<std::vector<KeyRow>> KeyStore::newest_key_rows(const BucketName& bucket,
                                                      std::size_t rows_max, const HasKey& has_key) {
    std::vector<KeyRow> rows;
    const std::lock_guard lock(mutex_);
    Run run(keys_from_);
    run.blob(bucket.subject.view()).text(bucket.category).text(bucket.retention_class);
    run.integer(bucket.year).integer(static_cast<std::int64_t>(rows_max));
    for (;;) {
        ASSIGN_OR_RETURN(const bool found, run.next());
        if (!found) return rows;
        const bool asked = rows.empty();
        if (asked && !is_of(run, bucket)) return rows;
        // Within a bucket the newest generation comes first; the others are not asked for here.
        if (!asked && is_of(run, rows.back().bucket())) continue;
        auto row = key_row(run);
        if (asked && !row) return row.error();
        if (!row) continue;
        if (!asked && has_key(row->bucket())) return rows;
        rows.push_back(*std::move(row));
    }
}

Result<std::vector<KeyStore::KnownKey>> KeyStore::newest_keys_from(const BucketName& bucket,
                                                                   std::size_t rows_max,
                                                                   const HasKey& has_key) {
    ASSIGN_OR_RETURN(auto rows, newest_key_rows(bucket, rows_max, has_key));
    std::vector<KnownKey> known;
    for (KeyRow& row : rows) {
        auto opened = open_key(std::move(row));
        if (known.empty() && !opened) return opened.error();
        if (opened) known.push_back(*std::move(opened));
    }
    return known;
}

Result<KeyStore::Key> KeyStore::key(const BucketName& bucket, std::uint32_t generation) {
    const std::lock_guard lock(mutex_);
    Run run(key_);
    run.blob(bucket.subject.view()).text(bucket.category).text(bucket.retention_class);
    run.integer(bucket.year).integer(generation);
    ASSIGN_OR_RETURN(const bool found, run.next());
    if (!found) return Key();
    ASSIGN_OR_RETURN(KeyRow row, key_row(run));
    ASSIGN_OR_RETURN(KnownKey known, open_key(std::move(row)));
    return std::move(known.key);
}

Result<std::optional<Bytes>> KeyStore::secret(std::string_view name) {
    const SecretRow row{std::string(name), {}};
    const std::lock_guard lock(mutex_);
    Run run(secret_);
    run.text(name);
    ASSIGN_OR_RETURN(const bool found, run.next());
    if (!found) return std::optional<Bytes>();
    ASSIGN_OR_RETURN(const SecretBytes secret, unwrap(row.place(), run.blob_at(0)));
    return std::optional<Bytes>(Bytes(secret.view().begin(), secret.view().end()));
}

Result<NameRow> KeyStore::new_name(NameKind kind, std::string_view name) const {
    NameRow row{kind, name_keys_->lookup(kind, name), {}, {}};
    RETURN_IF_ERROR(place_.random.fill(row.id.bytes));
    ASSIGN_OR_RETURN(row.sealed, keys_.wrap(row.place(), as_bytes(name)));
    return row;
}

Result<std::pair<KeyRow, KeyStore::Key>> KeyStore::new_key(const BucketName& bucket) const {
    constexpr std::uint32_t kFirstGeneration = 0;
    KeyRow row{bucket.subject,
               std::string(bucket.category),
               std::string(bucket.retention_class),
               bucket.year,
               kFirstGeneration,
               {}};
    SecretBytes bytes(BucketKey::kBytes);
    RETURN_IF_ERROR(place_.random.fill(bytes.writable()));
    ASSIGN_OR_RETURN(row.wrapped, keys_.wrap(row.place(), bytes.view()));
    Key key = std::make_shared<const BucketKey>(bytes.view(), row.generation);
    return std::pair(std::move(row), std::move(key));
}

Result<SecretRow> KeyStore::new_secret(std::string_view name, ByteView secret) const {
    SecretRow row{std::string(name), {}};
    ASSIGN_OR_RETURN(row.wrapped, keys_.wrap(row.place(), secret));
    return row;
}

Status KeyStore::begin_adding() {
    const std::lock_guard lock(mutex_);
    LEDGER_ASSERT(adding_ == nullptr);
    ASSIGN_OR_RETURN(auto transaction, Transaction::begin(*database_, Transaction::Kind::write));
    // Read anew each time: the sum must go on from what this transaction sees.
    ASSIGN_OR_RETURN(meta_, read_meta(*database_, owner()));
    adding_ = std::move(transaction);
    return {};
}

void KeyStore::abandon() {
    const std::lock_guard lock(mutex_);
    adding_.reset();
}

Status KeyStore::add(const NewRows& rows) {
    const std::lock_guard lock(mutex_);
    LEDGER_ASSERT(adding_ != nullptr);
    const auto transaction = std::move(adding_);
    RETURN_IF_ERROR(add_rows(rows));
    meta_.state.name_count += rows.names.size();
    meta_.state.key_count += rows.keys.size();
    meta_.state.secret_count += rows.secrets.size();
    const auto sum_up = [&](const auto& row, ByteView wrapped) {
        meta_.state.row_sum.add(keys_.row_mac(row_bytes(row.place(), wrapped)));
    };
    for (const NameRow& row : rows.names) sum_up(row, row.sealed);
    for (const KeyRow& row : rows.keys) sum_up(row, row.wrapped);
    for (const SecretRow& row : rows.secrets) sum_up(row, row.wrapped);
    RETURN_IF_ERROR(write_state(*database_, owner(), meta_));
    return transaction->commit();
}

Status KeyStore::add_rows(const NewRows& rows) {
    for (const NameRow& row : rows.names) {
        Run run(insert_name_);
        run.blob(row.lookup.view()).integer(static_cast<std::int64_t>(row.kind));
        run.blob(row.id.view()).blob(row.sealed);
        RETURN_IF_ERROR(run.finish());
    }
    for (const KeyRow& row : rows.keys) {
        Run run(insert_key_);
        run.blob(row.subject.view()).text(row.category).text(row.retention_class);
        run.integer(row.year).integer(row.generation).blob(row.wrapped);
        RETURN_IF_ERROR(run.finish());
    }
    for (const SecretRow& row : rows.secrets) {
        Run run(insert_secret_);
        run.text(row.name).blob(row.wrapped);
        RETURN_IF_ERROR(run.finish());
    }
    return {};
}

Result<VaultReport> KeyStore::check() const {
    // A connection of its own reads the file as it is, not as this one remembers it.
    ASSIGN_OR_RETURN(const auto database,
                     Database::open(pages_->vfs_name(), place_.path, Database::Mode::existing));
    return KeyStoreCheck(*database, owner(), *name_keys_).run();
}

}  // namespace fallbuch

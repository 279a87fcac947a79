#include "core/vault/meta_table.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/codec/digest.h"
#include "core/codec/wire.h"
#include "core/vault/database.h"

namespace fallbuch {
namespace {

constexpr std::int64_t kFormat = 1;

Digest checksum_of(std::int64_t format, ByteView ledger, ByteView key_check) {
    Bytes head;
    WireWriter(head).fixed(static_cast<std::uint64_t>(format));
    return sha256({as_bytes("fallbuch vault meta"), head, ledger, key_check});
}

Digest seal_of(const StoreOwner& owner, const MetaRow& row) {
    Bytes bytes;
    WireWriter writer(bytes);
    writer.raw(owner.ledger.view());
    writer.bytes(row.vault_key);
    writer.fixed(row.state.name_count);
    writer.fixed(row.state.key_count);
    writer.fixed(row.state.secret_count);
    writer.raw(row.state.row_sum.digest().view());
    return owner.keys.state_mac(bytes);
}

bool same(ByteView left, ByteView right) { return std::ranges::equal(left, right); }

Error damaged(const Database& database, std::string_view why) {
    return Error{ErrorCode::corrupt, database.path() + ": the meta row " + std::string(why)};
}

// The columns of every format.
Status check_identity(Database& database, const StoreOwner& owner) {
    ASSIGN_OR_RETURN(Statement select,
                     database.prepare("SELECT format, ledger, key_check, checksum FROM meta"));
    Run run(select);
    ASSIGN_OR_RETURN(const bool found, run.next());
    if (!found) return damaged(database, "is missing");
    const std::int64_t format = run.integer_at(0);
    if (!same(run.blob_at(3), checksum_of(format, run.blob_at(1), run.blob_at(2)).view())) {
        return damaged(database, "does not fit its checksum");
    }
    if (format > kFormat) {
        return Error{ErrorCode::unavailable,
                     database.path() + ": of a newer format (" + std::to_string(format) + ")"};
    }
    if (!same(run.blob_at(1), owner.ledger.view()))
        return damaged(database, "belongs to another ledger");
    if (!same(run.blob_at(2), owner.key_check.view())) {
        return Error{ErrorCode::denied, database.path() + ": made with another master key"};
    }
    return {};
}

}  // namespace

Status create_meta(Database& database, const StoreOwner& owner, const MetaRow& row) {
    RETURN_IF_ERROR(database.execute(
        "CREATE TABLE meta (one INTEGER PRIMARY KEY CHECK (one = 1), format INTEGER NOT NULL,"
        " ledger BLOB NOT NULL, key_check BLOB NOT NULL, checksum BLOB NOT NULL,"
        " vault_key BLOB NOT NULL, name_count INTEGER NOT NULL, key_count INTEGER NOT NULL,"
        " secret_count INTEGER NOT NULL, row_sum BLOB NOT NULL, seal BLOB NOT NULL) STRICT"));
    ASSIGN_OR_RETURN(Statement insert,
                     database.prepare("INSERT INTO meta VALUES (1, ?, ?, ?, ?, ?, 0, 0, 0, ?, ?)"));
    const Digest checksum = checksum_of(kFormat, owner.ledger.view(), owner.key_check.view());
    const Digest sum = row.state.row_sum.digest();
    const Digest seal = seal_of(owner, row);
    Run run(insert);
    run.integer(kFormat).blob(owner.ledger.view()).blob(owner.key_check.view());
    run.blob(checksum.view()).blob(row.vault_key).blob(sum.view()).blob(seal.view());
    return run.finish();
}

Result<MetaRow> read_meta(Database& database, const StoreOwner& owner) {
    RETURN_IF_ERROR(check_identity(database, owner));
    ASSIGN_OR_RETURN(Statement select,
                     database.prepare("SELECT vault_key, name_count, key_count, secret_count,"
                                      " row_sum, seal FROM meta"));
    Run run(select);
    ASSIGN_OR_RETURN(const bool found, run.next());
    if (!found) return damaged(database, "is missing");
    if (run.blob_at(4).size() != RowSum::kBytes)
        return damaged(database, "has a row sum of another size");
    MetaRow row;
    row.vault_key.assign(run.blob_at(0).begin(), run.blob_at(0).end());
    row.state.name_count = static_cast<std::uint64_t>(run.integer_at(1));
    row.state.key_count = static_cast<std::uint64_t>(run.integer_at(2));
    row.state.secret_count = static_cast<std::uint64_t>(run.integer_at(3));
    Digest sum;
    std::memcpy(sum.bytes.data(), run.blob_at(4).data(), sum.bytes.size());
    row.state.row_sum = RowSum(sum);
    if (!same(run.blob_at(5), seal_of(owner, row).view())) {
        return damaged(database, "does not fit its seal");
    }
    return row;
}

Status write_state(Database& database, const StoreOwner& owner, const MetaRow& row) {
    ASSIGN_OR_RETURN(Statement update,
                     database.prepare("UPDATE meta SET name_count = ?, key_count = ?,"
                                      " secret_count = ?, row_sum = ?, seal = ?"));
    const Digest sum = row.state.row_sum.digest();
    const Digest seal = seal_of(owner, row);
    Run run(update);
    run.integer(static_cast<std::int64_t>(row.state.name_count));
    run.integer(static_cast<std::int64_t>(row.state.key_count));
    run.integer(static_cast<std::int64_t>(row.state.secret_count));
    run.blob(sum.view()).blob(seal.view());
    return run.finish();
}

}  // namespace fallbuch

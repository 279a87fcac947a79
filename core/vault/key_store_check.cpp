#include "core/vault/key_store_check.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/codec/hex.h"
#include "core/vault/database.h"
#include "core/vault/meta_table.h"
#include "core/vault/name_keys.h"
#include "core/vault/rows.h"
#include "core/vault/sealing.h"
#include "core/vault/vault.h"

namespace fallbuch {
namespace {

Error damaged(std::string_view why) { return Error{ErrorCode::corrupt, std::string(why)}; }

// The number, if the column has one.
template <typename Id>
Result<Id> id_at(const Run& run, int column) {
    if (run.blob_at(column).size() != Id::kBytes) return damaged("a number has another size");
    return Id::from_bytes(run.blob_at(column).data());
}

Bytes copied(ByteView bytes) { return Bytes(bytes.begin(), bytes.end()); }

}  // namespace

void KeyStoreCheck::fault(std::string line) {
    if (report_.faults.size() < kFaultsMax) {
        report_.faults.push_back(std::move(line));
    } else if (report_.faults.size() == kFaultsMax) {
        report_.faults.emplace_back("key store: there are more faults than are listed");
    }
}

Status KeyStoreCheck::noted(const Status& status, std::string_view where) {
    if (status) return {};
    if (status.error().code == ErrorCode::unavailable) return status.error();
    fault(status.error().in(where).message);
    return {};
}

Result<VaultReport> KeyStoreCheck::run() {
    RETURN_IF_ERROR(noted(check_all(), "key store"));
    report_.name_count = found_.name_count;
    report_.key_count = found_.key_count;
    return std::move(report_);
}

Status KeyStoreCheck::check_all() {
    ASSIGN_OR_RETURN(const auto transaction,
                     Transaction::begin(database_, Transaction::Kind::read));
    // The first statement takes the read lock; from here on no page changes.
    RETURN_IF_ERROR(noted(check_structure(), "structure"));
    std::vector<std::string> damaged_pages;
    RETURN_IF_ERROR(database_.check_pages(damaged_pages));
    for (std::string& line : damaged_pages) fault(std::move(line));
    RETURN_IF_ERROR(noted(check_names(), "names"));
    RETURN_IF_ERROR(noted(check_keys(), "bucket keys"));
    RETURN_IF_ERROR(noted(check_secrets(), "secrets"));
    return noted(check_state(), "counts and row sum");
}

Status KeyStoreCheck::check_structure() {
    ASSIGN_OR_RETURN(Statement check, database_.prepare("PRAGMA integrity_check(100)"));
    Run run(check);
    for (;;) {
        ASSIGN_OR_RETURN(const bool found, run.next());
        if (!found) return {};
        if (run.text_at(0) != "ok") fault("structure: " + std::string(run.text_at(0)));
    }
}

Status KeyStoreCheck::check_names() {
    ASSIGN_OR_RETURN(Statement select,
                     database_.prepare("SELECT lookup, kind, id, sealed FROM names"));
    Run run(select);
    const auto check_row = [&]() -> Status {
        NameRow row;
        ASSIGN_OR_RETURN(row.lookup, id_at<NameLookup>(run, 0));
        ASSIGN_OR_RETURN(row.id, id_at<NamedId>(run, 2));
        row.kind = static_cast<NameKind>(run.integer_at(1));
        row.sealed = copied(run.blob_at(3));
        const Bytes place = row.place();
        found_.row_sum.add(owner_.keys.row_mac(row_bytes(place, row.sealed)));
        const auto name = owner_.keys.unwrap(place, row.sealed);
        if (!name) return name.error().in("number " + to_hex(row.id.view()));
        if (name_keys_.lookup(row.kind, as_text(name->view())) != row.lookup) {
            return damaged("number " + to_hex(row.id.view()) + ": stands under another name");
        }
        return {};
    };
    for (;;) {
        ASSIGN_OR_RETURN(const bool found, run.next());
        if (!found) return {};
        ++found_.name_count;
        RETURN_IF_ERROR(noted(check_row(), "names"));
    }
}

Status KeyStoreCheck::check_keys() {
    ASSIGN_OR_RETURN(Statement select,
                     database_.prepare("SELECT subject, category, class, year, generation, wrapped"
                                       " FROM bucket_keys"));
    Run run(select);
    const auto check_row = [&]() -> Status {
        KeyRow row;
        ASSIGN_OR_RETURN(row.subject, id_at<SubjectId>(run, 0));
        row.category = run.text_at(1);
        row.retention_class = run.text_at(2);
        row.year = static_cast<std::uint16_t>(run.integer_at(3));
        row.generation = static_cast<std::uint32_t>(run.integer_at(4));
        row.wrapped = copied(run.blob_at(5));
        const Bytes place = row.place();
        found_.row_sum.add(owner_.keys.row_mac(row_bytes(place, row.wrapped)));
        const auto key = owner_.keys.unwrap(place, row.wrapped);
        const std::string where = "of subject " + to_hex(row.subject.view()) + ", " + row.category +
                                  ", " + row.retention_class + ", " + std::to_string(row.year);
        if (!key) return key.error().in(where);
        if (key->view().size() != BucketKey::kBytes) return damaged(where + ": has another size");
        return {};
    };
    for (;;) {
        ASSIGN_OR_RETURN(const bool found, run.next());
        if (!found) return {};
        ++found_.key_count;
        RETURN_IF_ERROR(noted(check_row(), "bucket key"));
    }
}

Status KeyStoreCheck::check_secrets() {
    ASSIGN_OR_RETURN(Statement select, database_.prepare("SELECT name, wrapped FROM secrets"));
    Run run(select);
    for (;;) {
        ASSIGN_OR_RETURN(const bool found, run.next());
        if (!found) return {};
        ++found_.secret_count;
        const SecretRow row{std::string(run.text_at(0)), copied(run.blob_at(1))};
        const Bytes place = row.place();
        found_.row_sum.add(owner_.keys.row_mac(row_bytes(place, row.wrapped)));
        const auto secret = owner_.keys.unwrap(place, row.wrapped);
        if (!secret) RETURN_IF_ERROR(noted(secret.error(), "secret " + row.name));
    }
}

Status KeyStoreCheck::check_state() {
    ASSIGN_OR_RETURN(const MetaRow meta, read_meta(database_, owner_));
    const auto compare = [&](const char* table, std::uint64_t found, std::uint64_t expected) {
        if (found == expected) return;
        fault(std::string(table) + ": rows are missing or too many (" + std::to_string(found) +
              ", should be " + std::to_string(expected) + ")");
    };
    compare("names", found_.name_count, meta.state.name_count);
    compare("bucket keys", found_.key_count, meta.state.key_count);
    compare("secrets", found_.secret_count, meta.state.secret_count);
    if (found_.row_sum != meta.state.row_sum) {
        fault("row sum: the rows together are not those that were written");
    }
    return {};
}

}  // namespace fallbuch

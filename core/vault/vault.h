// Who is behind a number, and with which key is he sealed? The vault alone knows.
//
// Stream and subject ids are random; the vault maps names (case number, person, actor) to them
// and holds one key per subject x category x retention bucket, all wrapped by the master key.
// It forgets a person with his last key.
//
// Threads: every function may be called from any thread. A Batch belongs to one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/file.h"
#include "core/base/ids.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/vault/master_key.h"
#include "core/vault/sealing.h"

namespace fallbuch {

// Names of different kinds never meet: staff may be a customer too.
enum class NameKind : std::uint8_t {
    stream = 1,  // a case number, or "office/..."
    person = 2,  // a customer, by the number that the case or a field names
    actor = 3,   // a member of staff
};

struct BucketName {
    SubjectId subject;
    std::string_view category;
    std::string_view retention_class;
    std::uint16_t year = 0;
};

// What the key store must know itself to belong to. Files and generator outlive the vault.
struct VaultPlace {
    FileSystem& files;
    Random& random;
    std::string path;  // of the SQLite file
    LedgerId ledger;
};

// Counts of a complete check of the key store, and every fault found, one line each.
struct VaultReport {
    std::uint64_t name_count = 0;
    std::uint64_t key_count = 0;
    std::vector<std::string> faults;
};

class Vault {
public:
    static constexpr std::size_t kNameBytesMax = 1024;

    // Makes the key store; conflict if there is one already. Durable when it returns.
    static Result<std::unique_ptr<Vault>> create(const VaultPlace& place, const MasterKey& master);
    // Opens it; denied if the master key is not the one it was made with, corrupt if it is damaged
    // or belongs to another ledger, unavailable if it is of a newer format, not_found if there is
    // none.
    static Result<std::unique_ptr<Vault>> open(const VaultPlace& place, const MasterKey& master);
    ~Vault();

    // HMAC-SHA-256 under a key of this vault, cut to 16 bytes: the same source and id always give
    // the same event id, and nobody without the key can guess which.
    EventId event_id(std::string_view source, std::string_view id) const;

    // Makes what is missing. Ids and keys it hands out exist on disk only after commit(): append
    // no record that names them before. Others that need something new wait for the commit;
    // what is known costs no query and no lock that is held long. Destroyed without commit():
    // nothing was made. After commit(), whether it succeeded or not, the batch is as new.
    //
    // invalid: a name, category or class that is empty or too long, more than kRowsMax new rows,
    // or at commit a key whose subject is no name of this vault. unavailable: another process is
    // making something. The vault outlives its batches, and a thread has at most one of them.
    class Batch {
    public:
        static constexpr std::size_t kRowsMax = 65'536;

        ~Batch();
        Result<StreamId> stream(std::string_view name);
        Result<SubjectId> subject(NameKind kind, std::string_view name);
        // The bucket's newest generation.
        Result<std::shared_ptr<const BucketKey>> key(const BucketName& bucket);
        // Something was not known, so that others who need something new wait for commit().
        bool is_making() const;
        std::size_t row_count() const;  // names and keys that commit() would make
        Status commit();

    private:
        friend class Vault;
        struct Parts;
        explicit Batch(std::unique_ptr<Parts> parts);
        std::unique_ptr<Parts> parts_;
    };
    std::unique_ptr<Batch> begin();

    // Look-ups that make nothing; not_found if there is no such name, number or key.
    Result<StreamId> find_stream(std::string_view name);
    Result<SubjectId> find_subject(NameKind kind, std::string_view name);
    Result<std::shared_ptr<const BucketKey>> find_key(const BucketName& bucket,
                                                      std::uint32_t generation);
    Result<std::string> stream_name(StreamId stream);
    Result<std::string> subject_name(SubjectId subject);

    // Secrets of the ledger itself (the log's signing seed, the quarantine key), wrapped like the
    // keys. store_secret: conflict if the name is taken. Durable when it returns; not to be called
    // by a thread that has a batch under way.
    Status store_secret(std::string_view name, ByteView secret);
    Result<Bytes> secret(std::string_view name);

    // Reads every row, unwraps it, compares it with what its row says it is, and checks SQLite's
    // own structure. A damaged key store gives faults, not an error. Another process that wants to
    // commit waits until it is done.
    Result<VaultReport> check();

private:
    struct Core;
    explicit Vault(std::unique_ptr<Core> core);
    std::unique_ptr<Core> core_;
};

}  // namespace fallbuch

#include "core/ledger/ledger.h"

#include <array>
#include <span>
#include <string_view>
#include <utility>

#include "core/base/bytes.h"
#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/codec/record.h"
#include "core/ledger/checkpoints.h"
#include "core/ledger/room.h"
#include "core/ledger/tile_store.h"
#include "core/ledger/tree_recovery.h"
#include "core/merkle/checkpoint.h"
#include "core/merkle/hash.h"
#include "core/merkle/note_key.h"
#include "core/storage/segment_files.h"

namespace fallbuch {
namespace {

constexpr std::string_view kSignerSecret = "log signer";
constexpr std::size_t kSeedBytes = 32;

// Whether a log may have this name, before anything is made.
Status check_origin(const std::string& origin) {
    const std::array<std::uint8_t, kSeedBytes> any_seed{};
    const auto signer = Signer::from_seed(origin, any_seed);
    if (!signer) return signer.error().in("origin");
    const Checkpoint empty{origin, 0, hash_empty(), {}};
    const auto note = sign_checkpoint(empty, std::span(&*signer, 1));
    if (!note) return note.error().in("origin");
    return {};
}

Result<Signer> make_signer(const LedgerPlace& place, Vault& vault, const std::string& origin) {
    std::array<std::uint8_t, kSeedBytes> seed{};
    RETURN_IF_ERROR(place.random.fill(seed));
    RETURN_IF_ERROR(vault.store_secret(kSignerSecret, seed));
    return Signer::from_seed(origin, seed);
}

}  // namespace

Status Ledger::check_new(const LedgerPlace& place, const std::string& origin) {
    RETURN_IF_ERROR(check_origin(origin));
    return check_room(place);
}

Status Ledger::create(const LedgerPlace& place, const MasterKey& master,
                      const std::string& origin) {
    RETURN_IF_ERROR(check_origin(origin));
    RETURN_IF_ERROR(clear_room(place));
    RETURN_IF_ERROR(make_durable_directory(place.files, place.tlog_path()));
    LedgerFile file;
    RETURN_IF_ERROR(place.random.fill(file.id.bytes));
    ASSIGN_OR_RETURN(
        const auto vault,
        Vault::create({place.files, place.random, place.vault_path(), file.id}, master));
    ASSIGN_OR_RETURN(const Signer signer, make_signer(place, *vault, origin));
    file.vkey = signer.verifier().vkey();
    RETURN_IF_ERROR(Log::create(place.log_place(file.id)));
    const Checkpoint empty{origin, 0, hash_empty(), {}};
    ASSIGN_OR_RETURN(const std::string note, sign_checkpoint(empty, std::span(&signer, 1)));
    RETURN_IF_ERROR(publish_checkpoint(place, note));
    RETURN_IF_ERROR(publish_synced(place, note));
    return write_ledger_file(place, file);
}

Ledger::Ledger(const LedgerPlace& place, LedgerFile file, std::unique_ptr<FileLock> lock)
    : place_(place), file_(std::move(file)), lock_(std::move(lock)) {}

Result<std::unique_ptr<Ledger>> Ledger::open(const LedgerPlace& place, const MasterKey& master,
                                             TreeUse tree) {
    ASSIGN_OR_RETURN(LedgerFile file, read_ledger_file(place));
    ASSIGN_OR_RETURN(auto lock, place.files.lock(place.lock_path()));
    std::unique_ptr<Ledger> ledger(new Ledger(place, std::move(file), std::move(lock)));
    ASSIGN_OR_RETURN(
        ledger->vault_,
        Vault::open({place.files, place.random, place.vault_path(), ledger->file_.id}, master));
    RETURN_IF_ERROR(ledger->open_log());
    if (tree == TreeUse::build) RETURN_IF_ERROR(ledger->open_tree());
    ASSIGN_OR_RETURN(const Instant last, ledger->last_recorded());
    ledger->sequencer_ = std::make_unique<Sequencer>(*ledger->log_, last);
    return ledger;
}

Status Ledger::open_log() {
    auto published = read_published(place_, file_);
    auto synced = read_synced(place_, file_);
    if (!published && !synced) return published.error();
    if (!published) report_.checkpoint_damage = published.error().message;
    const bool synced_is_newer = synced && (!published || synced->head.size > published->head.size);
    StoredCheckpoint& newest = synced_is_newer ? *synced : *published;
    if (synced_is_newer) RETURN_IF_ERROR(publish_checkpoint(place_, newest.note));
    note_ = newest.note;
    signed_ = newest.head;
    ASSIGN_OR_RETURN(log_, Log::open(place_.log_place(file_.id), signed_.size));
    report_.log = log_->recovered();
    return {};
}

Result<CheckpointSigner> Ledger::signer() const {
    ASSIGN_OR_RETURN(const Verifier verifier, Verifier::parse(file_.vkey));
    ASSIGN_OR_RETURN(const Bytes seed, vault_->secret(kSignerSecret));
    ASSIGN_OR_RETURN(const Signer key, Signer::from_seed(verifier.name(), seed));
    if (key.verifier() != verifier) {
        return Error{ErrorCode::corrupt,
                     place_.ledger_file_path() + ": its key is not the one that the vault holds"};
    }
    const auto shared = std::make_shared<const Signer>(key);
    return CheckpointSigner([shared](const TreeHead& head) {
        return sign_checkpoint({shared->verifier().name(), head.size, head.root, {}},
                               std::span(shared.get(), 1));
    });
}

Status Ledger::open_tree() {
    TreeBounds bounds{{}, signed_};
    if (const auto synced = read_synced(place_, file_)) {
        bounds.synced = synced->head;
    } else {
        report_.tree_damage = synced.error().message;
    }
    TileStore store(place_.files, place_.tlog_path());
    ASSIGN_OR_RETURN(RecoveredTree tree, recover_tree(store, *log_, bounds));
    report_.tree_compared_count = tree.compared_count;
    report_.tree_rebuilt_count = tree.rebuilt_count;
    if (!tree.damage.empty()) report_.tree_damage = tree.damage;
    ASSIGN_OR_RETURN(CheckpointSigner sign, signer());
    integrator_ = std::make_unique<Integrator>(Integrator::Parts{place_, *log_, std::move(sign)},
                                               std::move(store), std::move(tree.builder),
                                               StoredCheckpoint{note_, signed_});
    return {};
}

Result<Instant> Ledger::last_recorded() {
    if (log_->count() == 0) return Instant{};
    ASSIGN_OR_RETURN(const StoredRecord last, log_->read(Position{log_->count() - 1}));
    ASSIGN_OR_RETURN(const HeaderPrefix prefix, decode_prefix(last.header()));
    return prefix.recorded;
}

std::shared_ptr<AppendBatch> Ledger::submit(std::vector<Unit> units) {
    auto batch = std::make_shared<AppendBatch>(std::move(units));
    sequencer_->submit(batch);
    return batch;
}

Result<Appended> Ledger::append(Unit unit) {
    std::vector<Unit> units;
    units.push_back(std::move(unit));
    return submit(std::move(units))->wait().front();
}

Result<std::string> Ledger::cover(std::uint64_t count) {
    if (!integrator_) {
        return Error{ErrorCode::unavailable, "ledger: opened without a tree; nothing is signed"};
    }
    return integrator_->cover(count);
}

Status Ledger::close() {
    sequencer_.reset();
    if (!integrator_) return {};
    const Status closed = integrator_->close();
    integrator_.reset();
    if (closed) return {};
    return closed.error().in("closing the ledger (what it acknowledged is durable)");
}

Ledger::~Ledger() {
    if (sequencer_ && log_) static_cast<void>(close());
}

}  // namespace fallbuch

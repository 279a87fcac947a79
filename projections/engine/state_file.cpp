#include "projections/engine/state_file.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>
#include <utility>

#include "core/codec/checksum.h"
#include "core/codec/wire.h"
#include "core/vault/aes_gcm.h"

namespace fallbuch {
namespace {

constexpr std::string_view kMagic = "FBSTATE2";
constexpr std::size_t kMagicNameBytes = 7;  // the rest is the version of the format
constexpr std::string_view kRowDomain = "fallbuch state row v1";
constexpr std::size_t kSaltBytes = 32;
constexpr std::size_t kChecksumBytes = sizeof(std::uint64_t);
constexpr std::size_t kHeadBytes =
    8 + LedgerId::kBytes + Digest::kBytes + kSaltBytes + kChecksumBytes;
constexpr std::uint8_t kRowsMark = 'R';
constexpr std::uint8_t kCommitMark = 'C';
constexpr std::array<std::uint8_t, 1> kBegunMark{'B'};
constexpr std::size_t kRowsHeadBytes = 1 + 4 + 8 + 8 + kChecksumBytes;
constexpr std::size_t kCommitHeadBytes = 1 + 8 + Digest::kBytes + 8 + Digest::kBytes + 1 + 2;
constexpr std::size_t kSealBytes = kGcmNonceBytes + kGcmTagBytes;
constexpr std::uint64_t kDirectoryBytesMax = 1ULL << 30U;
constexpr std::size_t kCardBytesMax = 64 * 1024;

Error damaged(const std::string& path, const std::string& why) {
    return Error{ErrorCode::corrupt, path + ": " + why};
}

Digest row_digest(const StreamId& stream, ByteView state) {
    return sha256({as_bytes(kRowDomain), stream.view(), state});
}

Status seal_into(const Digest& key, ByteView associated, ByteView text, Bytes& out) {
    ASSIGN_OR_RETURN(const auto nonce, fresh_nonce());
    append(out, nonce);
    const std::size_t begin = out.size();
    out.resize(begin + text.size() + kGcmTagBytes);
    gcm_seal({key.view(), nonce, associated}, text, MutableByteView(out).subspan(begin));
    return {};
}

// False if the bytes are not what was sealed.
bool open_sealed(const Digest& key, ByteView associated, ByteView sealed, Bytes& text) {
    if (sealed.size() < kSealBytes) return false;
    text.resize(sealed.size() - kSealBytes);
    return gcm_open({key.view(), sealed.first(kGcmNonceBytes), associated},
                    sealed.subspan(kGcmNonceBytes), text);
}

Result<bool> read_exactly(File& file, std::uint64_t offset_bytes, MutableByteView out) {
    ASSIGN_OR_RETURN(const std::size_t got, file.read_at(offset_bytes, out));
    return got == out.size();
}

}  // namespace

Result<StateFile> StateFile::create(const StatePlace& place) {
    StateFile made(place);
    made.path_ = place.path + ".new";
    std::array<std::uint8_t, kSaltBytes> salt{};
    RETURN_IF_ERROR(place.random.fill(salt));
    made.cipher_key_ = HmacSha256(place.key.view())({salt});
    Bytes head;
    WireWriter writer(head);
    writer.raw(as_bytes(kMagic));
    writer.raw(place.ledger.view());
    writer.raw(place.reducer.view());
    writer.raw(salt);
    writer.fixed(checksum64(head));
    ASSIGN_OR_RETURN(made.file_, place.files.open(made.path_, OpenMode::overwrite));
    RETURN_IF_ERROR(made.file_->write_at(0, head));
    made.end_bytes_ = made.pending_end_bytes_ = head.size();
    return made;
}

Status StateFile::take_over() {
    RETURN_IF_ERROR(place_.files.rename(path_, place_.path));
    path_ = place_.path;
    return place_.files.sync_directory(path_.substr(0, path_.rfind('/')));
}

Result<StateFile> StateFile::open(const StatePlace& place, OpenMode mode) {
    StateFile opened(place);
    opened.path_ = place.path;
    ASSIGN_OR_RETURN(opened.file_, place.files.open(place.path, mode));
    RETURN_IF_ERROR(opened.read_head());
    RETURN_IF_ERROR(opened.read_records());
    RETURN_IF_ERROR(opened.check_sums());
    return opened;
}

Status StateFile::read_head() {
    std::array<std::uint8_t, kHeadBytes> head{};
    ASSIGN_OR_RETURN(const bool whole, read_exactly(*file_, 0, head));
    WireReader reader(head);
    const std::string_view magic = as_text(reader.raw(kMagic.size()));
    const bool is_ours = magic.starts_with(kMagic.substr(0, kMagicNameBytes));
    const auto ledger = reader.raw(LedgerId::kBytes);
    const auto reducer = reader.raw(Digest::kBytes);
    const auto salt = reader.raw(kSaltBytes);
    const auto checksum = reader.fixed<std::uint64_t>();
    if (!whole || !is_ours || checksum != checksum64(ByteView(head).first(kHeadBytes - 8))) {
        return damaged(path_, "its head is damaged");
    }
    if (magic != kMagic) return damaged(path_, "it was made by another version of Fallbuch");
    if (LedgerId::from_bytes(ledger.data()) != place_.ledger) {
        return damaged(path_, "it belongs to another ledger");
    }
    if (!std::equal(reducer.begin(), reducer.end(), place_.reducer.bytes.begin())) {
        return damaged(path_,
                       "it was made by another version of the projection or of the catalogue");
    }
    cipher_key_ = HmacSha256(place_.key.view())({salt});
    end_bytes_ = pending_end_bytes_ = kHeadBytes;
    return {};
}

Status StateFile::read_records() {
    std::uint64_t offset_bytes = kHeadBytes;
    for (;;) {
        std::array<std::uint8_t, 1> mark{};
        ASSIGN_OR_RETURN(const bool more, read_exactly(*file_, offset_bytes, mark));
        bool is_whole = false;
        if (more && mark[0] == kRowsMark) {
            ASSIGN_OR_RETURN(is_whole, read_rows(offset_bytes));
        } else if (more && mark[0] == kCommitMark) {
            ASSIGN_OR_RETURN(is_whole, read_commit(offset_bytes));
        }
        if (!is_whole) break;
    }
    pending_.clear();
    pending_end_bytes_ = end_bytes_;
    ASSIGN_OR_RETURN(const std::uint64_t size_bytes, file_->size());
    had_loose_end_ = size_bytes > end_bytes_;
    return {};
}

Result<bool> StateFile::read_rows(std::uint64_t& offset_bytes) {
    std::array<std::uint8_t, kRowsHeadBytes> head{};
    ASSIGN_OR_RETURN(const bool whole, read_exactly(*file_, offset_bytes, head));
    WireReader reader(ByteView(head).subspan(1));
    const auto count = reader.fixed<std::uint32_t>();
    const auto directory_bytes = reader.fixed<std::uint64_t>();
    const auto states_bytes = reader.fixed<std::uint64_t>();
    const auto checksum = reader.fixed<std::uint64_t>();
    if (!whole || checksum != checksum64(ByteView(head).first(kRowsHeadBytes - kChecksumBytes)) ||
        directory_bytes > kDirectoryBytesMax) {
        return false;
    }
    Bytes sealed(directory_bytes);
    ASSIGN_OR_RETURN(const bool has_directory,
                     read_exactly(*file_, offset_bytes + kRowsHeadBytes, sealed));
    Bytes directory;
    if (!has_directory || !open_sealed(cipher_key_, head, sealed, directory)) return false;
    const std::uint64_t states_begin = offset_bytes + kRowsHeadBytes + directory_bytes;
    RETURN_IF_ERROR(parse_directory(directory, count, states_begin));
    offset_bytes = pending_end_bytes_ = states_begin + states_bytes;
    return true;
}

Status StateFile::parse_directory(ByteView directory, std::uint32_t count,
                                  std::uint64_t states_begin) {
    WireReader reader(directory);
    std::uint64_t offset_bytes = states_begin;
    for (std::uint32_t i = 0; i < count && reader.ok(); ++i) {
        const auto stream = reader.raw(StreamId::kBytes);
        const auto digest = reader.raw(Digest::kBytes);
        RowPlace row;
        row.offset_bytes = offset_bytes;
        row.sealed_bytes = reader.fixed<std::uint32_t>();
        row.awaits_event = reader.fixed<std::uint8_t>() != 0;
        const auto card = reader.bytes(kCardBytesMax);
        if (!reader.ok()) break;
        std::memcpy(row.digest.bytes.data(), digest.data(), digest.size());
        row.card.assign(card.begin(), card.end());
        offset_bytes += row.sealed_bytes;
        pending_.emplace_back(StreamId::from_bytes(stream.data()), std::move(row));
    }
    if (!reader.at_end()) return damaged(path_, "a directory of rows is damaged");
    return {};
}

Result<bool> StateFile::read_commit(std::uint64_t& offset_bytes) {
    Bytes record(kCommitHeadBytes + kStopReasonBytesMax + kChecksumBytes);
    ASSIGN_OR_RETURN(const std::size_t got, file_->read_at(offset_bytes, record));
    WireReader reader(ByteView(record).first(got).subspan(1));
    StateProgress progress;
    progress.next = Position{reader.fixed<std::uint64_t>()};
    const auto entry = reader.raw(Digest::kBytes);
    const auto live = reader.fixed<std::uint64_t>();
    const auto sum = reader.raw(Digest::kBytes);
    const auto is_stopped = reader.fixed<std::uint8_t>();
    const auto reason_bytes = reader.fixed<std::uint16_t>();
    const auto reason = reader.raw(reason_bytes);
    const std::size_t text_bytes = kCommitHeadBytes + reason_bytes;
    const auto checksum = reader.fixed<std::uint64_t>();
    if (!reader.ok() || checksum != checksum64(ByteView(record).first(text_bytes))) return false;
    std::memcpy(progress.entry.bytes.data(), entry.data(), entry.size());
    if (is_stopped != 0) progress.stopped = std::string(as_text(reason));
    progress_ = std::move(progress);
    committed_live_ = live;
    std::memcpy(committed_sum_.bytes.data(), sum.data(), sum.size());
    settle_pending();
    offset_bytes += text_bytes + kChecksumBytes;
    end_bytes_ = pending_end_bytes_ = offset_bytes;
    is_committed_ = true;
    return true;
}

void StateFile::settle_pending() {
    for (auto& [stream, row] : pending_) {
        sum_.add(row.digest);
        live_bytes_ += row.sealed_bytes + row.card.size();
        const auto [found, is_new] = rows_.try_emplace(stream);
        if (!is_new) {
            sum_.remove(found->second.digest);
            live_bytes_ -= found->second.sealed_bytes + found->second.card.size();
        }
        found->second = std::move(row);
    }
    pending_.clear();
}

Status StateFile::check_sums() const {
    if (!is_committed_) return damaged(path_, "it was never committed");
    if (rows_.size() == committed_live_ && sum_.digest() == committed_sum_) return {};
    return damaged(path_, "its rows are not those of its last commit");
}

Result<std::optional<Bytes>> StateFile::find(const StreamId& stream) const {
    const auto found = rows_.find(stream);
    if (found == rows_.end()) return std::optional<Bytes>();
    const RowPlace& row = found->second;
    Bytes sealed(row.sealed_bytes);
    ASSIGN_OR_RETURN(const bool whole, read_exactly(*file_, row.offset_bytes, sealed));
    Bytes state;
    if (!whole || !open_sealed(cipher_key_, stream.view(), sealed, state) ||
        row_digest(stream, state) != row.digest) {
        return damaged(path_, "the state of a case is damaged (offset " +
                                  std::to_string(row.offset_bytes) + ")");
    }
    return std::optional<Bytes>(std::move(state));
}

bool StateFile::awaits_event(const StreamId& stream) const {
    const auto found = rows_.find(stream);
    return found != rows_.end() && found->second.awaits_event;
}

Status StateFile::cards(const std::function<Status(const StreamId&, ByteView)>& visit) const {
    for (const auto& [stream, row] : rows_) RETURN_IF_ERROR(visit(stream, row.card));
    return {};
}

// What a crash left behind the last commit must not be taken for what comes behind the next one.
Status StateFile::cut_off_tail() {
    if (is_cut_) return {};
    RETURN_IF_ERROR(file_->truncate(end_bytes_));
    is_cut_ = true;
    return {};
}

Result<StateFile::SealedRows> StateFile::seal(const std::vector<StateRow>& rows) const {
    SealedRows sealed;
    Bytes directory;
    WireWriter writer(directory);
    for (const StateRow& row : rows) {
        const std::size_t begin = sealed.states_.size();
        RETURN_IF_ERROR(seal_into(cipher_key_, row.stream.view(), row.state, sealed.states_));
        RowPlace place{begin, static_cast<std::uint32_t>(sealed.states_.size() - begin),
                       row.awaits_event, row_digest(row.stream, row.state), row.card};
        writer.raw(row.stream.view());
        writer.raw(place.digest.view());
        writer.fixed(place.sealed_bytes);
        writer.fixed(static_cast<std::uint8_t>(row.awaits_event ? 1 : 0));
        writer.bytes(row.card);
        sealed.places_.emplace_back(row.stream, std::move(place));
    }
    WireWriter head(sealed.head_);
    head.fixed(kRowsMark);
    head.fixed(static_cast<std::uint32_t>(rows.size()));
    head.fixed(std::uint64_t{directory.size() + kSealBytes});
    head.fixed(std::uint64_t{sealed.states_.size()});
    head.fixed(checksum64(sealed.head_));
    RETURN_IF_ERROR(seal_into(cipher_key_, sealed.head_, directory, sealed.directory_));
    return sealed;
}

Status StateFile::begin() {
    RETURN_IF_ERROR(cut_off_tail());
    return file_->write_at(end_bytes_, kBegunMark);
}

Status StateFile::append(SealedRows rows) {
    RETURN_IF_ERROR(cut_off_tail());
    const std::uint64_t states_begin =
        pending_end_bytes_ + rows.head_.size() + rows.directory_.size();
    const std::array<ByteView, 3> parts{rows.head_, rows.directory_, rows.states_};
    RETURN_IF_ERROR(file_->write_at(pending_end_bytes_, parts));
    for (auto& place : rows.places_) {
        place.second.offset_bytes += states_begin;
        pending_.push_back(std::move(place));
    }
    pending_end_bytes_ = states_begin + rows.states_.size();
    return {};
}

Status StateFile::commit(StateProgress progress) {
    if (progress.stopped) {
        progress.stopped->resize(std::min(progress.stopped->size(), kStopReasonBytesMax));
    }
    RETURN_IF_ERROR(cut_off_tail());
    settle_pending();
    Bytes record;
    WireWriter writer(record);
    writer.fixed(kCommitMark);
    writer.fixed(progress.next.value);
    writer.raw(progress.entry.view());
    writer.fixed(std::uint64_t{rows_.size()});
    writer.raw(sum_.digest().view());
    writer.fixed(static_cast<std::uint8_t>(progress.stopped ? 1 : 0));
    const std::string reason = progress.stopped.value_or("");
    writer.fixed(static_cast<std::uint16_t>(reason.size()));
    writer.raw(as_bytes(reason));
    writer.fixed(checksum64(record));
    RETURN_IF_ERROR(file_->write_at(pending_end_bytes_, record));
    RETURN_IF_ERROR(file_->sync());
    end_bytes_ = pending_end_bytes_ = pending_end_bytes_ + record.size();
    progress_ = std::move(progress);
    is_committed_ = true;
    return {};
}

Status StateFile::roll_back() {
    pending_.clear();
    is_cut_ = false;
    pending_end_bytes_ = end_bytes_;
    return cut_off_tail();
}

}  // namespace fallbuch

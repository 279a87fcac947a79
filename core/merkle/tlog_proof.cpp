#include "core/merkle/tlog_proof.h"

#include <optional>

#include "core/codec/base64.h"
#include "core/codec/decimal.h"
#include "core/merkle/hash.h"
#include "core/merkle/note.h"
#include "core/merkle/note_text.h"
#include "core/merkle/proof.h"
#include "core/merkle/verify.h"

namespace fallbuch {
namespace {

constexpr std::string_view kHeader = "c2sp.org/tlog-proof@v1";
constexpr std::string_view kExtra = "extra ";
constexpr std::string_view kIndex = "index ";

Error malformed(std::string_view why) {
    return Error{ErrorCode::invalid, "tlog-proof: " + std::string(why)};
}

Result<Bytes> parse_extra(std::string_view base64) {
    auto extra = from_base64(base64);
    if (!extra) return extra.error().in("tlog-proof: extra");
    if (extra->empty()) return malformed("the extra line is empty");
    return extra;
}

// Cuts the hashes and the empty line behind them off `rest`.
Result<std::vector<Digest>> take_hashes(std::string_view& rest) {
    std::vector<Digest> hashes;
    for (;;) {
        const auto line = take_line(rest);
        if (!line) return malformed("no empty line ends the proof");
        if (line->empty()) return hashes;
        if (hashes.size() == kProofHashesMax) return malformed("the proof is too long");
        const auto hash = digest_from_base64(*line);
        if (!hash) return hash.error().in("tlog-proof: hash " + std::to_string(hashes.size()));
        hashes.push_back(*hash);
    }
}

Status check_checkpoint(const TlogProof& proof) {
    const auto note = parse_note(proof.checkpoint);
    if (!note) return note.error().in("tlog-proof");
    const auto checkpoint = Checkpoint::parse(note->text);
    if (!checkpoint) return checkpoint.error().in("tlog-proof");
    if (proof.index.value < checkpoint->size) return {};
    return malformed("the index is not below the checkpoint's size (" +
                     std::to_string(proof.index.value) + ", " + std::to_string(checkpoint->size) +
                     ")");
}

}  // namespace

Result<TlogProof> TlogProof::parse(std::string_view file) {
    if (file.size() > kTlogProofBytesMax) {
        return malformed("it is too long (" + std::to_string(file.size()) + " bytes)");
    }
    if (take_line(file) != kHeader) {
        return malformed("the first line is not " + std::string(kHeader));
    }
    TlogProof parsed;
    auto line = take_line(file);
    if (line && line->starts_with(kExtra)) {
        ASSIGN_OR_RETURN(parsed.extra, parse_extra(line->substr(kExtra.size())));
        line = take_line(file);
    }
    if (!line || !line->starts_with(kIndex)) return malformed("there is no index line");
    const auto index = parse_decimal(line->substr(kIndex.size()));
    if (!index) return index.error().in("tlog-proof: index");
    parsed.index = Position{*index};
    ASSIGN_OR_RETURN(parsed.proof, take_hashes(file));
    parsed.checkpoint = file;
    RETURN_IF_ERROR(check_checkpoint(parsed));
    return parsed;
}

std::string to_text(const TlogProof& proof) {
    std::string text = std::string(kHeader) + "\n";
    if (!proof.extra.empty()) text.append(kExtra).append(to_base64(proof.extra)) += '\n';
    text.append(kIndex).append(std::to_string(proof.index.value)) += '\n';
    for (const Digest& hash : proof.proof) text.append(to_base64(hash.view())) += '\n';
    return text.append("\n").append(proof.checkpoint);
}

Result<OpenedCheckpoint> verify_tlog_proof(const TlogProof& proof, const Digest& leaf_hash,
                                           std::span<const Verifier> known) {
    ASSIGN_OR_RETURN(OpenedCheckpoint opened, open_checkpoint(proof.checkpoint, known));
    RETURN_IF_ERROR(
        verify_inclusion(proof.index, leaf_hash, proof.proof, opened.checkpoint.head()));
    return opened;
}

Result<OpenedCheckpoint> verify_tlog_proof_of_entry(const TlogProof& proof, ByteView entry,
                                                    std::span<const Verifier> known) {
    return verify_tlog_proof(proof, hash_leaf(entry), known);
}

}  // namespace fallbuch

// A receipt that anybody can check without asking us: C2SP tlog-proof, files named *.tlog-proof.
//
//   file = "c2sp.org/tlog-proof@v1\n"
//          [ "extra " base64(1.. bytes) "\n" ]
//          "index " decimal "\n"
//          0..64 x ( base64(32 bytes) "\n" )       inclusion proof, from the leaf upwards
//          "\n"
//          the checkpoint, a signed note, with its cosignatures
//
// All functions are callable from any thread.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/codec/digest.h"
#include "core/merkle/checkpoint.h"
#include "core/merkle/note_key.h"

namespace fallbuch {

inline constexpr std::size_t kTlogProofBytesMax = 4'000'000;

struct TlogProof {
    Bytes extra;  // nothing vouches for it unless the entry is computed from it; empty: no line
    Position index;
    std::vector<Digest> proof;
    std::string checkpoint;  // the note, verbatim

    // invalid, with the line that is wrong, if the file is anything but what to_text writes, the
    // checkpoint is no signed note with a checkpoint in it, or the leaf is not in its tree.
    // Nothing is verified yet.
    static Result<TlogProof> parse(std::string_view file);

    bool operator==(const TlogProof&) const = default;
};

// The file; parse() reads it back if the parts are in order.
std::string to_text(const TlogProof& proof);

// Checks the signatures (open_checkpoint) and that the leaf hash is in the signed tree at the
// index; returns the checkpoint and who vouched for it. denied if no known key of the log signed
// it; invalid if anything else is wrong. How many witnesses are enough is the caller's policy.
Result<OpenedCheckpoint> verify_tlog_proof(const TlogProof& proof, const Digest& leaf_hash,
                                           std::span<const Verifier> known);

// The same for the entry itself.
Result<OpenedCheckpoint> verify_tlog_proof_of_entry(const TlogProof& proof, ByteView entry,
                                                    std::span<const Verifier> known);

}  // namespace fallbuch

// What a log promises about its whole tree: C2SP tlog-checkpoint.
//
//   note text = origin "\n" | size, decimal "\n" | base64(root) "\n" | extension "\n" ...
//
// Origin and extensions are not empty. All functions are callable from any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/codec/digest.h"
#include "core/merkle/hash.h"
#include "core/merkle/note.h"
#include "core/merkle/note_key.h"

namespace fallbuch {

struct Checkpoint {
    std::string origin;
    std::uint64_t size = 0;
    Digest root;
    std::vector<std::string> extensions;  // not recommended: nobody audits them

    // Reads the text of a note; invalid if it is anything but what to_text writes.
    static Result<Checkpoint> parse(std::string_view text);

    TreeHead head() const { return {size, root}; }
    bool operator==(const Checkpoint&) const = default;
};

// invalid if the origin or an extension is empty or has a newline, or the root of the empty tree
// is wrong.
Result<std::string> to_text(const Checkpoint& checkpoint);

// The signed note. Whether it is consistent with all that was signed before is the caller's duty.
Result<std::string> sign_checkpoint(const Checkpoint& checkpoint, std::span<const Signer> signers);

struct OpenedCheckpoint {
    Checkpoint checkpoint;
    Note note;  // the cosignatures of known witnesses are among note.verified
};

// Opens the note with the known keys of logs (type 0x01) and witnesses (type 0x04). As open_note;
// denied also if no log key named as the origin signed it: a witness's word alone, or another
// log's, is not the log's.
Result<OpenedCheckpoint> open_checkpoint(std::string_view note, std::span<const Verifier> known);

}  // namespace fallbuch

#include "core/merkle/checkpoint.h"

#include <algorithm>
#include <utility>

#include "core/codec/base64.h"
#include "core/codec/decimal.h"
#include "core/merkle/note_text.h"

namespace fallbuch {
namespace {

Error malformed(std::string_view why) {
    return Error{ErrorCode::invalid, "checkpoint: " + std::string(why)};
}

bool is_line(std::string_view text) {
    return !text.empty() && text.find('\n') == std::string_view::npos;
}

// Only the empty tree's root is known without its leaves.
bool root_is_possible(const Checkpoint& checkpoint) {
    return checkpoint.size != 0 || checkpoint.root == hash_empty();
}

bool signed_by_its_log(const OpenedCheckpoint& opened, std::span<const Verifier> known) {
    return std::any_of(known.begin(), known.end(), [&](const Verifier& key) {
        if (key.type() != KeyType::ed25519 || key.name() != opened.checkpoint.origin) return false;
        const std::vector<NoteSignature>& verified = opened.note.verified;
        return std::any_of(verified.begin(), verified.end(), [&](const NoteSignature& signature) {
            return key.is_named_by(signature);
        });
    });
}

}  // namespace

Result<Checkpoint> Checkpoint::parse(std::string_view text) {
    Checkpoint checkpoint;
    const auto origin = take_line(text);
    if (!origin || origin->empty()) return malformed("there is no origin");
    checkpoint.origin = *origin;

    const auto size_line = take_line(text);
    if (!size_line) return malformed("there is no size");
    const auto size = parse_decimal(*size_line);
    if (!size) return size.error().in("checkpoint: size");
    checkpoint.size = *size;

    const auto root_line = take_line(text);
    if (!root_line) return malformed("there is no root hash");
    const auto root = digest_from_base64(*root_line);
    if (!root) return root.error().in("checkpoint: root hash");
    checkpoint.root = *root;
    if (!root_is_possible(checkpoint)) return malformed("the root of the empty tree is wrong");

    while (!text.empty()) {
        const auto extension = take_line(text);
        if (!extension) return malformed("the last line has no newline");
        if (extension->empty()) return malformed("an extension line is empty");
        checkpoint.extensions.emplace_back(*extension);
    }
    return checkpoint;
}

Result<std::string> to_text(const Checkpoint& checkpoint) {
    if (!is_line(checkpoint.origin)) return malformed("the origin is not one line");
    if (!root_is_possible(checkpoint)) return malformed("the root of the empty tree is wrong");
    std::string text = checkpoint.origin + "\n" + std::to_string(checkpoint.size) + "\n" +
                       to_base64(checkpoint.root.view()) + "\n";
    for (const std::string& extension : checkpoint.extensions) {
        if (!is_line(extension)) return malformed("an extension is not one line");
        text += extension + "\n";
    }
    return text;
}

Result<std::string> sign_checkpoint(const Checkpoint& checkpoint, std::span<const Signer> signers) {
    ASSIGN_OR_RETURN(const std::string text, to_text(checkpoint));
    return sign_note(text, signers);
}

Result<OpenedCheckpoint> open_checkpoint(std::string_view note, std::span<const Verifier> known) {
    ASSIGN_OR_RETURN(Note opened_note, open_note(note, known));
    ASSIGN_OR_RETURN(Checkpoint checkpoint, Checkpoint::parse(opened_note.text));
    OpenedCheckpoint opened{std::move(checkpoint), std::move(opened_note)};
    if (!signed_by_its_log(opened, known)) {
        return Error{ErrorCode::denied, "checkpoint: no known key of its log signed it (" +
                                            opened.checkpoint.origin + ")"};
    }
    return opened;
}

}  // namespace fallbuch

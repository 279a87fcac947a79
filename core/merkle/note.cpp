#include "core/merkle/note.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

#include "core/base/bytes.h"
#include "core/codec/base64.h"
#include "core/merkle/note_text.h"

namespace fallbuch {
namespace {

constexpr std::string_view kLineStart = "\u2014 ";
constexpr std::size_t kKeyIdBytes = 4;

Error malformed(std::string_view why) {
    return Error{ErrorCode::invalid, "note: " + std::string(why)};
}

Result<NoteSignature> parse_line(std::string_view line) {
    if (!line.starts_with(kLineStart)) {
        return malformed("a signature line does not start with a dash and a space");
    }
    line.remove_prefix(kLineStart.size());
    const std::size_t space = line.find(' ');
    if (space == std::string_view::npos) return malformed("a signature line has no signature");
    const std::string_view name = line.substr(0, space);
    if (!is_key_name(name)) return malformed("a key name is not allowed");
    const auto blob = from_base64(line.substr(space + 1));
    if (!blob) return blob.error().in("note: signature of " + std::string(name));
    if (blob->size() <= kKeyIdBytes) return malformed("a signature is empty");

    NoteSignature signature{std::string(name), 0, {}};
    for (std::size_t i = 0; i < kKeyIdBytes; ++i) {
        signature.key_id = signature.key_id << 8 | (*blob)[i];
    }
    append(signature.signature, ByteView(*blob).subspan(kKeyIdBytes));
    return signature;
}

// The known key that a signature names; none if there is no such key.
Result<const Verifier*> find_key(const NoteSignature& signature, std::span<const Verifier> known) {
    const Verifier* found = nullptr;
    for (const Verifier& verifier : known) {
        if (!verifier.is_named_by(signature)) continue;
        if (found != nullptr && *found != verifier) {
            return malformed("two known keys share a name and a key id (" + verifier.name() + ")");
        }
        found = &verifier;
    }
    return found;
}

}  // namespace

std::string to_line(const NoteSignature& signature) {
    Bytes blob;
    for (std::size_t i = 0; i < kKeyIdBytes; ++i) {
        blob.push_back(static_cast<std::uint8_t>(signature.key_id >> (24 - 8 * i)));
    }
    append(blob, signature.signature);
    return std::string(kLineStart) + signature.name + " " + to_base64(blob) + "\n";
}

Result<std::string> sign_note(std::string_view text, std::span<const Signer> signers) {
    if (!text.ends_with('\n')) return malformed("the text does not end with a newline");
    if (!is_note_text(text)) return malformed("the text is not UTF-8 or has control characters");
    if (signers.empty()) return malformed("nobody signs it");
    std::string note = std::string(text) + "\n";
    for (const Signer& signer : signers) {
        ASSIGN_OR_RETURN(const NoteSignature signature, signer.sign(text));
        note += to_line(signature);
    }
    return note;
}

Result<Note> parse_note(std::string_view note) {
    if (note.size() > kNoteBytesMax) {
        return malformed("it is too long (" + std::to_string(note.size()) + " bytes)");
    }
    if (!is_note_text(note)) return malformed("it is not UTF-8 or has control characters");
    const std::size_t split = note.rfind("\n\n");
    if (split == std::string_view::npos) return malformed("no empty line ends the text");
    std::string_view lines = note.substr(split + 2);
    if (lines.empty()) return malformed("there is no signature");
    Note parsed{std::string(note.substr(0, split + 1)), {}, {}};
    while (!lines.empty()) {
        const auto line = take_line(lines);
        if (!line) return malformed("the last line has no newline");
        if (parsed.unknown.size() == kNoteSignaturesMax) return malformed("too many signatures");
        ASSIGN_OR_RETURN(NoteSignature signature, parse_line(*line));
        parsed.unknown.push_back(std::move(signature));
    }
    return parsed;
}

Result<Note> open_note(std::string_view note, std::span<const Verifier> known) {
    ASSIGN_OR_RETURN(Note opened, parse_note(note));
    for (NoteSignature& signature : std::exchange(opened.unknown, {})) {
        ASSIGN_OR_RETURN(const Verifier* verifier, find_key(signature, known));
        if (verifier == nullptr) {
            opened.unknown.push_back(std::move(signature));
            continue;
        }
        RETURN_IF_ERROR(verifier->verify(opened.text, signature.signature));
        const bool counted =
            std::any_of(opened.verified.begin(), opened.verified.end(),
                        [&](const NoteSignature& other) { return verifier->is_named_by(other); });
        if (!counted) opened.verified.push_back(std::move(signature));
    }
    if (opened.verified.empty()) {
        return Error{ErrorCode::denied, "note: no known key signed it"};
    }
    return opened;
}

}  // namespace fallbuch

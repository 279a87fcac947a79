// A text signed by one or more keys: C2SP signed-note.
//
//   note = text | "\n" | 1..100 signature lines
//   text = UTF-8 without ASCII control characters but "\n", ends with "\n", may have empty lines
//   signature line = U+2014 " " name " " base64(u32 big-endian key id || signature) "\n"
//
// The last empty line ends the text. All functions are callable from any thread.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/merkle/note_key.h"

namespace fallbuch {

inline constexpr std::size_t kNoteBytesMax = 1'000'000;
inline constexpr std::size_t kNoteSignaturesMax = 100;

struct Note {
    std::string text;
    std::vector<NoteSignature> verified;  // by a known key, one for each key
    std::vector<NoteSignature> unknown;   // by keys nobody asked about: they say nothing
};

// The text followed by a signature of each signer. invalid if the text is not allowed or nobody
// signs.
Result<std::string> sign_note(std::string_view text, std::span<const Signer> signers);

// Reads a note and checks the signatures of all known keys. invalid if it is malformed, a
// signature of a known key fails or two known keys share name and key id; denied if no known key
// signed it.
Result<Note> open_note(std::string_view note, std::span<const Verifier> known);

// Reads a note without believing it: every signature is returned as unknown.
Result<Note> parse_note(std::string_view note);

// A signature line with its newline. Put behind a note, it adds the signature.
std::string to_line(const NoteSignature& signature);

}  // namespace fallbuch

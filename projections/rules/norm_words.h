// The words of a citation: signs, numbers, names of laws, and what stands between them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "projections/rules/norm.h"

namespace fallbuch::rules {

enum class NormTokenKind : std::uint8_t {
    sign,    // §, Art.
    signs,   // §§
    number,  // "31", and "31a" with its letter
    word,    // letters, and hyphens between them
    comma,
    slash,
    dash,
    colon,
    bracket,  // either side
    other,
    end,
};

struct NormToken {
    NormTokenKind kind = NormTokenKind::end;
    std::string text;  // of a number only its letters
    int number = 0;
    bool has_dot = false;     // it stands directly behind
    bool is_article = false;  // of a sign
};

// Ends with a token of kind `end`. Marks of a version ("a. F.", "n. F.") are left out.
std::vector<NormToken> norm_tokens(std::string_view text);

// "I" to "XXXIX", with a letter behind them in lower case: "Ia".
std::optional<NormPart> roman_part(std::string_view word);
// The part of a norm that the word introduces: "Abs.", "Absatz".
std::optional<NormLevel> level_named(const NormToken& token);
// A word that turns what a citation says round: "nicht", "ohne".
bool is_negation(const NormToken& token);

// A law's name that begins at the token, and how many tokens it has; nothing: none begins there.
struct LawName {
    std::string name;
    std::size_t token_count = 1;
    bool is_certain = true;  // false: its form alone says that it is a law ("AufenthG")
};
std::optional<LawName> law_at(const std::vector<NormToken>& tokens, std::size_t index);
// The same of a name in full, which is one only behind a norm: "des Aufenthaltsgesetzes".
std::optional<LawName> long_law_at(const std::vector<NormToken>& tokens, std::size_t index);

}  // namespace fallbuch::rules

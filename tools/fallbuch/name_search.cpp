#include "tools/fallbuch/name_search.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>

namespace fallbuch {
namespace {

// Nothing if the text is no UTF-8.
std::optional<std::string> mapped(std::string_view text, int options) {
    std::uint8_t* made = nullptr;
    const utf8proc_ssize_t size_bytes = utf8proc_map(
        reinterpret_cast<const std::uint8_t*>(text.data()),
        static_cast<utf8proc_ssize_t>(text.size()), &made, static_cast<utf8proc_option_t>(options));
    const std::unique_ptr<std::uint8_t, decltype(&std::free)> owned(made, std::free);
    if (size_bytes < 0) return std::nullopt;
    return std::string(reinterpret_cast<const char*>(made), static_cast<std::size_t>(size_bytes));
}

// Letters that case folding leaves and no decomposition takes apart.
struct Letter {
    std::string_view letter;
    std::string_view plain;
    std::string_view transcribed;
};
constexpr auto kLetters = std::to_array<Letter>({
    {"ä", "a", "ae"},
    {"ö", "o", "oe"},
    {"ü", "u", "ue"},
    {"æ", "ae", "ae"},
    {"œ", "oe", "oe"},
    {"ø", "o", "oe"},
    {"đ", "d", "d"},
    {"ð", "d", "d"},
    {"ħ", "h", "h"},
    {"ı", "i", "i"},
    {"ł", "l", "l"},
    {"ŧ", "t", "t"},
    {"þ", "th", "th"},
});

std::string replaced(std::string_view text, std::string_view Letter::* by) {
    std::string out;
    while (!text.empty()) {
        const auto* found = std::ranges::find_if(
            kLetters, [&](const Letter& one) { return text.starts_with(one.letter); });
        const bool is_letter = found != kLetters.end();
        const std::size_t size_bytes = is_letter ? found->letter.size() : 1;
        out += is_letter ? (*found).*by : text.substr(0, 1);
        text.remove_prefix(size_bytes);
    }
    return out;
}

std::string without_marks(const std::string& text) {
    return mapped(text, UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK).value_or(text);
}

bool is_between_words(char c) { return c == ' ' || c == ','; }

std::string without_spaces(std::string_view text) {
    std::string out(text);
    std::erase_if(out, is_between_words);
    return out;
}

bool is_within(const FoldedText& part, const FoldedText& whole) {
    return whole.plain.find(part.plain) != std::string::npos ||
           whole.transcribed.find(part.transcribed) != std::string::npos;
}

}  // namespace

FoldedText::FoldedText(std::string_view text) : plain(text), transcribed(text) {
    // "é" is one letter here, however it was typed, and ä still is one.
    const auto lower = mapped(text, UTF8PROC_CASEFOLD | UTF8PROC_COMPAT | UTF8PROC_COMPOSE);
    if (!lower) return;
    plain = without_marks(replaced(*lower, &Letter::plain));
    transcribed = without_marks(replaced(*lower, &Letter::transcribed));
}

SearchText::SearchText(std::string_view wanted) : whole_(without_spaces(wanted)) {
    while (!wanted.empty()) {
        const auto* const end = std::ranges::find_if(wanted, is_between_words);
        const auto size_bytes = static_cast<std::size_t>(end - wanted.begin());
        if (size_bytes > 0) words_.emplace_back(wanted.substr(0, size_bytes));
        wanted.remove_prefix(std::min(size_bytes + 1, wanted.size()));
    }
}

bool SearchText::is_part_of(std::string_view name) const {
    if (words_.empty()) return true;
    const FoldedText folded(without_spaces(name));
    return std::ranges::all_of(words_,
                               [&](const FoldedText& word) { return is_within(word, folded); });
}

bool SearchText::is(std::string_view text) const {
    if (words_.empty()) return true;
    const FoldedText folded(without_spaces(text));
    return folded.plain == whole_.plain || folded.transcribed == whole_.transcribed;
}

}  // namespace fallbuch

#include "projections/rules/german_text.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace fallbuch::rules {
namespace {

constexpr std::string_view kSharpS = "\xC3\x9F";
constexpr std::string_view kCapitalSharpS = "\xE1\xBA\x9E";
constexpr std::string_view kTwoDots = "\xCC\x88";  // above the letter before
constexpr std::string_view kSoftHyphen = "\xC2\xAD";

std::size_t bytes_of_character(unsigned char first) {
    if (first < 0xC0) return 1;
    return first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

// Letters with a mark of their own, À to Þ: the small ones lie 32 behind the capital ones.
bool is_capital_with_mark(std::string_view one) {
    if (one.size() != 2 || one[0] != '\xC3' || one == "\xC3\x97") return false;
    return static_cast<unsigned char>(one[1]) <= 0x9E;
}

void add_dots(std::string& to) {
    constexpr std::array<std::pair<char, std::string_view>, 3> kUmlauts{
        {{'a', "\xC3\xA4"}, {'o', "\xC3\xB6"}, {'u', "\xC3\xBC"}}};
    for (const auto& [letter, umlaut] : kUmlauts) {
        if (to.empty() || to.back() != letter) continue;
        to.pop_back();
        to += umlaut;
        return;
    }
    to += kTwoDots;
}

void add_folded(std::string_view one, std::string& to) {
    if (one == kSoftHyphen) return;
    if (one == kTwoDots) return add_dots(to);
    if (one == kSharpS || one == kCapitalSharpS) {
        to += "ss";
        return;
    }
    const bool is_capital = one.size() == 1 && one[0] >= 'A' && one[0] <= 'Z';
    to += one;
    if (is_capital || is_capital_with_mark(one)) to.back() = static_cast<char>(to.back() + 0x20);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Signs and dashes lie in these ranges, letters beyond.
bool is_of_word(std::string_view one) {
    if (one.size() == 1) return is_digit(one[0]) || (one[0] >= 'a' && one[0] <= 'z');
    return one[0] != '\xC2' && one[0] != '\xE2' && one != "\xC3\x97" && one != "\xC3\xB7";
}

template <typename Visit>
void each_character(std::string_view text, const Visit& visit) {
    while (!text.empty()) {
        const std::size_t bytes = bytes_of_character(static_cast<unsigned char>(text[0]));
        visit(text.substr(0, bytes));
        text.remove_prefix(std::min(bytes, text.size()));
    }
}

// Shorter words are in too many others.
constexpr std::size_t kStemBytesMin = 3;

bool is_longer_by_ending(std::string_view word, std::string_view stem) {
    constexpr std::array<std::string_view, 8> kEndings{"e", "em", "en", "er", "es", "n", "ns", "s"};
    const bool may_have_ending = stem.size() >= kStemBytesMin && !is_digit(stem.back());
    if (!may_have_ending || !word.starts_with(stem)) return false;
    return std::ranges::find(kEndings, word.substr(stem.size())) != kEndings.end();
}

Truth is_word(std::string_view word, std::string_view asked) {
    if (word == asked) return Truth::yes;
    if (is_longer_by_ending(word, asked) || is_longer_by_ending(asked, word)) return Truth::yes;
    const bool may_be_within =
        asked.size() >= kStemBytesMin && std::ranges::none_of(asked, is_digit);
    const bool is_within = may_be_within && word.find(asked) != std::string_view::npos;
    return is_within ? Truth::unknown : Truth::no;
}

}  // namespace

std::string folded(std::string_view text) {
    std::string out;
    each_character(text, [&](std::string_view one) { add_folded(one, out); });
    return out;
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words(1);
    each_character(folded(text), [&](std::string_view one) {
        if (is_of_word(one)) {
            words.back() += one;
        } else if (!words.back().empty()) {
            words.emplace_back();
        }
    });
    if (words.back().empty()) words.pop_back();
    return words;
}

bool has_text(std::string_view text, std::string_view part) {
    return folded(text).find(folded(part)) != std::string::npos;
}

Truth has_words(std::string_view text, std::string_view part) {
    const std::vector<std::string> words = words_of(text);
    const std::vector<std::string> asked = words_of(part);
    if (asked.empty()) return Truth::unknown;
    Truth best = Truth::no;
    for (std::size_t i = 0; i + asked.size() <= words.size(); ++i) {
        Truth truth = Truth::yes;
        for (std::size_t k = 0; k < asked.size(); ++k) {
            truth = std::min(truth, is_word(words[i + k], asked[k]));
        }
        best = std::max(best, truth);
    }
    return best;
}

}  // namespace fallbuch::rules

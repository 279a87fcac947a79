// Which norm of which law? And does one norm lie within another?
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fallbuch::rules {

// "31a" is a number with a letter, of "Buchst. e" there is the letter alone.
struct NormPart {
    int number = 0;
    std::string letter;

    bool operator==(const NormPart&) const = default;
    // As they follow each other in a law: 67, 67a, 67b, 68.
    std::strong_ordering operator<=>(const NormPart& other) const;
};

// From one to another, both of them too.
struct NormSpan {
    NormPart first;
    NormPart last;
    bool operator==(const NormSpan&) const = default;
};

// The parts of a norm, the greatest first: § or Art., Abs., UAbs., Satz, Halbsatz, Nr., Buchst.,
// Doppelbuchst., Alt.
enum class NormLevel : std::uint8_t {
    section,
    paragraph,
    subparagraph,
    sentence,
    half_sentence,
    number,
    letter,
    double_letter,
    alternative,
};
inline constexpr std::size_t kNormLevels = 9;

// What a citation names beyond the norm itself.
enum class Following : std::uint8_t {
    none,
    one,  // "f.": the next one, too
    all,  // "ff.": nobody knows how many
};

struct Norm {
    std::string law;  // "SGB II"; empty: none is named
    bool is_article = false;
    std::array<std::optional<NormSpan>, kNormLevels> levels;  // without § or Art.: a whole law
    Following following = Following::none;

    std::optional<NormSpan>& at(NormLevel level) { return levels[static_cast<std::size_t>(level)]; }
    const std::optional<NormSpan>& at(NormLevel level) const {
        return levels[static_cast<std::size_t>(level)];
    }
    bool operator==(const Norm&) const = default;
};

// As the Handbuch der Rechtsförmlichkeit abbreviates it: "§ 31a Abs. 7 SGB II".
std::string norm_text(const Norm& norm);

// Does what is named lie within what is asked for, or of several some of them? Nothing: it says
// less than is asked for (no Absatz, no law).
std::optional<bool> lies_within(const Norm& named, const Norm& asked);

// Is all of the inner one part of the outer one? Both name their law.
bool covers(const Norm& outer, const Norm& inner);

// Does the text name a norm that lies within one of those that are asked for? Nothing: it cannot be
// read, or it says less. `own_law`: of which law a text speaks that names none; empty: of none.
std::optional<bool> cites(std::string_view text, const std::vector<Norm>& asked,
                          std::string_view own_law);

}  // namespace fallbuch::rules

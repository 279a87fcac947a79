#include "projections/rules/norm.h"

#include <algorithm>

#include "projections/rules/norm_reader.h"

namespace fallbuch::rules {
namespace {

constexpr std::array<std::string_view, kNormLevels> kLevelNames{
    "§", "Abs.", "UAbs.", "Satz", "Halbsatz", "Nr.", "Buchst.", "Doppelbuchst.", "Alt."};

std::string part_text(const NormPart& part) {
    const bool is_letter = part.number == 0 && !part.letter.empty();
    return (is_letter ? "" : std::to_string(part.number)) + part.letter;
}

bool overlap(const NormSpan& left, const NormSpan& right) {
    return left.first <= right.last && right.first <= left.last;
}

// "§§ 67 ff." may go as far as what is asked for.
bool may_follow(const Norm& named, const NormSpan& asked) {
    const NormPart& last = named.at(NormLevel::section)->last;
    if (named.following == Following::none || asked.last <= last) return false;
    return named.following == Following::all || asked.first.number <= last.number + 1;
}

// "SGB" is any of its books.
bool is_of_law(const std::string& named, const std::string& asked) {
    return named == asked || (asked == "SGB" && named.starts_with("SGB "));
}

}  // namespace

std::strong_ordering NormPart::operator<=>(const NormPart& other) const {
    if (number != other.number) return number <=> other.number;
    if (letter.size() != other.letter.size()) return letter.size() <=> other.letter.size();
    return letter.compare(other.letter) <=> 0;
}

std::string norm_text(const Norm& norm) {
    std::string text;
    for (std::size_t i = 0; i < kNormLevels; ++i) {
        const auto& span = norm.levels[i];
        if (!span) continue;
        const bool is_section = i == 0;
        if (!text.empty()) text += ' ';
        text += is_section && norm.is_article ? "Art." : kLevelNames[i];
        const bool is_one = span->first == span->last && norm.following == Following::none;
        if (is_section && !norm.is_article && !is_one) text += "§";
        text += ' ' + part_text(span->first);
        if (span->first != span->last) text += " bis " + part_text(span->last);
        if (!is_section || norm.following == Following::none) continue;
        text += norm.following == Following::one ? " f." : " ff.";
    }
    if (norm.law.empty()) return text;
    return text.empty() ? norm.law : text + ' ' + norm.law;
}

std::optional<bool> lies_within(const Norm& named, const Norm& asked) {
    if (!named.law.empty() && !is_of_law(named.law, asked.law)) return false;
    // A law has either paragraphs or articles: whoever writes the other one is mistaken.
    const bool is_of_kind = named.is_article == asked.is_article || !asked.at(NormLevel::section);
    bool is_known = !named.law.empty() && is_of_kind;
    for (std::size_t i = 0; i < kNormLevels; ++i) {
        const auto& wanted = asked.levels[i];
        const auto& given = named.levels[i];
        if (!wanted || (given && overlap(*given, *wanted))) continue;
        const bool may_be = !given || (i == 0 && may_follow(named, *wanted));
        if (!may_be) return false;
        is_known = false;
    }
    return is_known ? std::optional(true) : std::nullopt;
}

bool covers(const Norm& outer, const Norm& inner) {
    if (!is_of_law(inner.law, outer.law)) return false;
    if (outer.at(NormLevel::section) && outer.is_article != inner.is_article) return false;
    for (std::size_t i = 0; i < kNormLevels; ++i) {
        const auto& wide = outer.levels[i];
        const auto& narrow = inner.levels[i];
        if (!wide) continue;
        if (!narrow || narrow->first < wide->first || wide->last < narrow->last) return false;
    }
    return true;
}

std::optional<bool> cites(std::string_view text, const std::vector<Norm>& asked,
                          std::string_view own_law) {
    std::vector<Norm> named = read_norms(text);
    if (named.empty()) return std::nullopt;
    const bool names_law =
        std::any_of(named.begin(), named.end(), [](const Norm& one) { return !one.law.empty(); });
    bool is_unknown = false;
    for (Norm& one : named) {
        if (!names_law) one.law = own_law;
        for (const Norm& wanted : asked) {
            const auto is_within = lies_within(one, wanted);
            if (is_within == true) return true;
            is_unknown = is_unknown || !is_within;
        }
    }
    return is_unknown ? std::nullopt : std::optional(false);
}

}  // namespace fallbuch::rules

#include "projections/rules/norm_words.h"

#include <algorithm>
#include <array>
#include <utility>

namespace fallbuch::rules {
namespace {

using Kind = NormTokenKind;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
// Of ASCII, and any byte of a character beyond it.
bool is_letter(char c) {
    return is_lower(c) || is_upper(c) || (static_cast<unsigned char>(c) & 0x80U) != 0;
}

// Characters of several bytes that are no letters.
struct Character {
    std::string_view bytes;
    char as;
};
constexpr auto kCharacters = std::to_array<Character>({
    {"§", '$'},
    {"„", ' '},
    {"“", ' '},
    {"”", ' '},
    {"»", ' '},
    {"«", ' '},
    {"\u00a0", ' '},
    {"\u2009", ' '},
    {"\u202f", ' '},
    {"\u2010", '-'},
    {"\u2011", '-'},
    {"\u2012", '-'},
    {"\u2013", '-'},
    {"\u2014", '-'},
});

class Tokenizer {
public:
    explicit Tokenizer(std::string_view text) {
        // "$" stands for "§" below; what the text itself writes so is no sign.
        while (!text.empty()) {
            const auto found =
                std::find_if(kCharacters.begin(), kCharacters.end(),
                             [&](const Character& one) { return text.starts_with(one.bytes); });
            const bool is_known = found != kCharacters.end();
            text_ += is_known ? found->as : text.front() == '$' ? '|' : text.front();
            text.remove_prefix(is_known ? found->bytes.size() : 1);
        }
    }

    std::vector<NormToken> tokens() {
        std::vector<NormToken> all;
        while (at_ < text_.size()) {
            if (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n') {
                ++at_;
            } else {
                all.push_back(next());
            }
        }
        all.emplace_back();
        return all;
    }

private:
    template <typename Is>
    std::string take_while(const Is& is) {
        const std::size_t begin = at_;
        while (at_ < text_.size() && is(text_[at_])) ++at_;
        return text_.substr(begin, at_ - begin);
    }
    bool take(char c) {
        const bool is_there = at_ < text_.size() && text_[at_] == c;
        if (is_there) ++at_;
        return is_there;
    }

    NormToken next() {
        if (text_[at_] == '$') {
            const bool is_plural = take_while([](char c) { return c == '$'; }).size() > 1;
            return {is_plural ? Kind::signs : Kind::sign, "", 0, false, false};
        }
        if (is_digit(text_[at_])) return number();
        if (is_letter(text_[at_])) return word();
        const char c = text_[at_++];
        constexpr std::array<std::pair<char, Kind>, 6> kMarks{{{',', Kind::comma},
                                                               {'/', Kind::slash},
                                                               {'-', Kind::dash},
                                                               {':', Kind::colon},
                                                               {'(', Kind::bracket},
                                                               {')', Kind::bracket}}};
        const auto found = std::find_if(kMarks.begin(), kMarks.end(),
                                        [&](const auto& one) { return one.first == c; });
        return {found == kMarks.end() ? Kind::other : found->second, std::string(1, c), 0, false,
                false};
    }

    NormToken number() {
        const std::string digits = take_while(is_digit);
        constexpr std::size_t kDigitsMax = 5;
        NormToken token{Kind::number, take_while(is_letter), 0, take('.'), false};
        if (digits.size() > kDigitsMax) return {Kind::other, digits, 0, false, false};
        token.number = std::stoi(digits);
        return token;
    }

    NormToken word() {
        std::string text = take_while(is_letter);
        while (at_ + 1 < text_.size() && text_[at_] == '-' && is_letter(text_[at_ + 1])) {
            ++at_;
            text += '-' + take_while(is_letter);
        }
        if (text == "Art" || text.starts_with("Artikel")) {
            take('.');
            return {Kind::sign, std::move(text), 0, false, true};
        }
        const bool is_sign = text.starts_with("Paragraf") || text.starts_with("Paragraph");
        return {is_sign ? Kind::sign : Kind::word, std::move(text), 0, take('.'), false};
    }

    std::string text_;
    std::size_t at_ = 0;
};

bool is_word(const NormToken& token, std::string_view text) {
    return token.kind == Kind::word && token.text == text;
}

// "a. F.", "n. F.", "i. d. F.", "aF".
std::size_t version_mark(const std::vector<NormToken>& tokens, std::size_t i) {
    for (const std::string_view whole : {"aF", "nF", "idF"}) {
        if (is_word(tokens[i], whole)) return 1;
    }
    const bool is_pair = (is_word(tokens[i], "a") || is_word(tokens[i], "n")) && tokens[i].has_dot;
    return is_pair && is_word(tokens[i + 1], "F") ? 2 : 0;
}

constexpr std::array<std::string_view, 14> kOrdinals{
    "Erste", "Zweite", "Dritte", "Vierte", "Fünfte",  "Sechste",    "Siebte",
    "Achte", "Neunte", "Zehnte", "Elfte",  "Zwölfte", "Dreizehnte", "Vierzehnte"};
constexpr std::array<std::string_view, 14> kRomans{"I",    "II", "III", "IV", "V",   "VI",   "VII",
                                                   "VIII", "IX", "X",   "XI", "XII", "XIII", "XIV"};

struct Alias {
    std::string_view word;
    std::string_view law;
};
constexpr auto kAliases = std::to_array<Alias>({
    {"DSGVO", "DSGVO"},
    {"DS-GVO", "DSGVO"},
    {"EU-DSGVO", "DSGVO"},
    {"EU-DS-GVO", "DSGVO"},
    {"Datenschutz-Grundverordnung", "DSGVO"},
    {"Datenschutzgrundverordnung", "DSGVO"},
    {"BDSG", "BDSG"},
    {"Bundesdatenschutzgesetz", "BDSG"},
    {"Bundesdatenschutzgesetzes", "BDSG"},
    {"GG", "GG"},
    {"Grundgesetz", "GG"},
    {"Grundgesetzes", "GG"},
    {"BGB", "BGB"},
    {"StGB", "StGB"},
    {"BHO", "BHO"},
    {"Bundeshaushaltsordnung", "BHO"},
    {"AO", "AO"},
    {"Abgabenordnung", "AO"},
    {"VwVfG", "VwVfG"},
    {"SGG", "SGG"},
});

LawName book(std::size_t index, std::size_t token_count) {
    return {"SGB " + std::string(kRomans[index]), token_count, true};
}

std::optional<std::size_t> book_number(const NormToken& token) {
    if (token.kind == Kind::number) {
        const bool is_book = token.text.empty() && token.number >= 1 && token.number <= 14;
        return is_book ? std::optional(static_cast<std::size_t>(token.number - 1)) : std::nullopt;
    }
    const auto found = std::find(kRomans.begin(), kRomans.end(), token.text);
    if (token.kind != Kind::word || found == kRomans.end()) return std::nullopt;
    return static_cast<std::size_t>(found - kRomans.begin());
}

// "Zweites Buch", "Zweiten Buches": which, and how many tokens.
std::optional<std::size_t> book_ordinal(const std::vector<NormToken>& tokens, std::size_t i) {
    if (tokens[i].kind != Kind::word || !tokens[i + 1].text.starts_with("Buch")) return {};
    for (std::size_t book = 0; book < kOrdinals.size(); ++book) {
        const std::string_view text = tokens[i].text;
        const bool fits =
            text.starts_with(kOrdinals[book]) && text.size() <= kOrdinals[book].size() + 1;
        if (fits) return book;
    }
    return std::nullopt;
}

bool is_code_of_social_law(const NormToken& token) {
    return token.kind == Kind::word && token.text.starts_with("Sozialgesetzbuch");
}

// "SGB II", "SGB-II", "SGBII", "Sozialgesetzbuch II", "Zweites Buch Sozialgesetzbuch".
std::optional<LawName> social_code_at(const std::vector<NormToken>& tokens, std::size_t i) {
    if (const auto index = book_ordinal(tokens, i)) {
        std::size_t next = i + 2;
        while (is_word(tokens[next], "des") || is_word(tokens[next], "im")) ++next;
        if (is_code_of_social_law(tokens[next])) return book(*index, next + 1 - i);
        return std::nullopt;
    }
    if (is_word(tokens[i], "SGB") || is_code_of_social_law(tokens[i])) {
        const std::size_t next = i + (tokens[i + 1].kind == Kind::dash ? 2 : 1);
        if (const auto index = book_number(tokens[next])) return book(*index, next + 1 - i);
        if (const auto index = book_ordinal(tokens, next)) return book(*index, next + 2 - i);
        return std::nullopt;
    }
    if (tokens[i].kind != Kind::word || !tokens[i].text.starts_with("SGB")) return std::nullopt;
    NormToken rest = tokens[i];
    rest.text.erase(0, rest.text.starts_with("SGB-") ? 4 : 3);
    const auto index = book_number(rest);
    return index ? std::optional(book(*index, 1)) : std::nullopt;
}

// Two capitals and more, the first letter among them: "AufenthG", "BayDSG".
bool is_abbreviation(const NormToken& token) {
    if (token.kind != Kind::word || !is_upper(token.text.front())) return false;
    return std::count_if(token.text.begin(), token.text.end(), is_upper) >= 2;
}

}  // namespace

std::vector<NormToken> norm_tokens(std::string_view text) {
    std::vector<NormToken> all = Tokenizer(text).tokens();
    for (std::size_t i = 0; i + 1 < all.size();) {
        const auto count = static_cast<std::ptrdiff_t>(version_mark(all, i));
        const auto at = all.begin() + static_cast<std::ptrdiff_t>(i);
        if (count > 0) {
            all.erase(at, at + count);
        } else {
            ++i;
        }
    }
    return all;
}

std::optional<NormPart> roman_part(std::string_view word) {
    NormPart part;
    // "Ia", but not "Im".
    constexpr std::string_view kLetters = "abcd";
    if (!word.empty() && kLetters.find(word.back()) != std::string_view::npos) {
        part.letter = word.back();
        word.remove_suffix(1);
    }
    std::size_t tens = 0;
    while (word.starts_with('X') && word != "X" && tens < 3) {
        word.remove_prefix(1);
        ++tens;
    }
    constexpr auto kOnes = 10;
    const auto found = std::find(kRomans.begin(), kRomans.begin() + kOnes, word);
    if (found == kRomans.begin() + kOnes) return std::nullopt;
    part.number = static_cast<int>(tens * kOnes + (found - kRomans.begin()) + 1);
    return part;
}

std::optional<NormLevel> level_named(const NormToken& token) {
    struct Name {
        std::string_view word;
        NormLevel level;
    };
    static constexpr auto kNames = std::to_array<Name>({
        {"Abs", NormLevel::paragraph},
        {"Absatz", NormLevel::paragraph},
        {"Absatzes", NormLevel::paragraph},
        {"Absätze", NormLevel::paragraph},
        {"Absätzen", NormLevel::paragraph},
        {"UAbs", NormLevel::subparagraph},
        {"Unterabs", NormLevel::subparagraph},
        {"Unterabsatz", NormLevel::subparagraph},
        {"S", NormLevel::sentence},
        {"Satz", NormLevel::sentence},
        {"Satzes", NormLevel::sentence},
        {"Sätze", NormLevel::sentence},
        {"Sätzen", NormLevel::sentence},
        {"Hs", NormLevel::half_sentence},
        {"HS", NormLevel::half_sentence},
        {"Halbs", NormLevel::half_sentence},
        {"Halbsatz", NormLevel::half_sentence},
        {"Nr", NormLevel::number},
        {"Nrn", NormLevel::number},
        {"Nummer", NormLevel::number},
        {"Nummern", NormLevel::number},
        {"Ziff", NormLevel::number},
        {"Ziffer", NormLevel::number},
        {"lit", NormLevel::letter},
        {"Lit", NormLevel::letter},
        {"Bst", NormLevel::letter},
        {"Buchst", NormLevel::letter},
        {"Buchstabe", NormLevel::letter},
        {"Buchstaben", NormLevel::letter},
        {"Doppelbuchst", NormLevel::double_letter},
        {"Doppelbuchstabe", NormLevel::double_letter},
        {"Alt", NormLevel::alternative},
        {"Alternative", NormLevel::alternative},
        {"Var", NormLevel::alternative},
        {"Variante", NormLevel::alternative},
    });
    if (token.kind != Kind::word) return std::nullopt;
    const auto found = std::find_if(kNames.begin(), kNames.end(),
                                    [&](const Name& one) { return one.word == token.text; });
    return found == kNames.end() ? std::nullopt : std::optional(found->level);
}

bool is_negation(const NormToken& token) {
    static constexpr std::array<std::string_view, 15> kWords{
        "nicht",    "ohne",  "außer",   "ausgenommen", "statt", "anstatt",  "anstelle", "entgegen",
        "entfällt", "weder", "mangels", "sondern",     "fehlt", "fraglich", "unklar"};
    if (token.kind != Kind::word) return false;
    std::string text = token.text;
    if (is_upper(text.front())) text.front() = static_cast<char>(text.front() - 'A' + 'a');
    return text.starts_with("kein") ||
           std::find(kWords.begin(), kWords.end(), text) != kWords.end();
}

std::optional<LawName> law_at(const std::vector<NormToken>& tokens, std::size_t index) {
    if (tokens[index].kind != Kind::word) return std::nullopt;
    if (auto social = social_code_at(tokens, index)) return social;
    const std::string& text = tokens[index].text;
    const auto alias = std::find_if(kAliases.begin(), kAliases.end(),
                                    [&](const Alias& one) { return one.word == text; });
    if (alias != kAliases.end()) return LawName{std::string(alias->law), 1, true};
    const bool is_part_of_code = text.starts_with("SGB") || is_code_of_social_law(tokens[index]);
    const bool is_roman = roman_part(text).has_value();
    if (is_part_of_code || is_roman || level_named(tokens[index])) return std::nullopt;
    if (!is_abbreviation(tokens[index])) return std::nullopt;
    return LawName{text, 1, false};
}

std::optional<LawName> long_law_at(const std::vector<NormToken>& tokens, std::size_t index) {
    static constexpr std::array<std::string_view, 4> kEnds{"gesetz", "gesetzbuch", "verordnung",
                                                           "prozessordnung"};
    const NormToken& token = tokens[index];
    const bool is_name = token.kind == Kind::word && is_upper(token.text.front());
    if (!is_name || is_code_of_social_law(token)) return std::nullopt;
    std::string name = token.text;
    if (name.ends_with("buchs")) name.pop_back();
    if (name.ends_with("es")) name.resize(name.size() - 2);
    const bool is_law = std::any_of(kEnds.begin(), kEnds.end(),
                                    [&](std::string_view end) { return name.ends_with(end); });
    return is_law ? std::optional(LawName{name, 1, true}) : std::nullopt;
}

}  // namespace fallbuch::rules

#include "projections/rules/norm_reader.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "projections/rules/norm_laws.h"
#include "projections/rules/norm_words.h"

namespace fallbuch::rules {
namespace {

using Kind = NormTokenKind;

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

bool is_one_letter(const NormToken& token) {
    return token.kind == Kind::word && token.text.size() == 1 && is_lower(token.text.front());
}

bool is_word(const NormToken& token, std::string_view text) {
    return token.kind == Kind::word && token.text == text;
}

// How many tokens from here on link norms; 0: none.
std::size_t link_length(const std::vector<NormToken>& tokens, std::size_t at) {
    static constexpr std::array<std::string_view, 6> kWords{"und", "oder", "sowie",
                                                            "bzw", "u",    "iVm"};
    const NormToken& token = tokens[at];
    if (token.kind == Kind::comma) return 1 + link_length(tokens, at + 1);
    if (token.kind == Kind::slash || (token.kind == Kind::other && token.text == "&")) return 1;
    if (token.kind != Kind::word) return 0;
    if (std::find(kWords.begin(), kWords.end(), token.text) != kWords.end()) return 1;
    const bool is_long = token.text == "in" && is_word(tokens[at + 1], "Verbindung");
    const bool is_short = token.text == "i" && is_word(tokens[at + 1], "V");
    if (!is_long && !is_short) return 0;
    return is_word(tokens[at + 2], "mit") || is_word(tokens[at + 2], "m") ? 3 : 0;
}

// Reads what stands behind one sign: "§§ 67a, 68 Abs. 1". Borrows the tokens.
class GroupReader {
public:
    GroupReader(const std::vector<NormToken>& tokens, std::size_t at)
        : tokens_(tokens), at_(at + 1), is_plural_(tokens[at].kind == Kind::signs) {
        norm_.is_article = tokens[at].is_article;
    }

    void read() {
        read_part(NormLevel::section);
        while (is_understood_ && step()) {
        }
        norms_.push_back(norm_);
    }

    bool is_understood() const { return is_understood_; }
    std::size_t end() const { return at_; }
    std::vector<Norm> norms() { return std::move(norms_); }

private:
    const NormToken& token(std::size_t ahead = 0) const {
        return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
    }
    NormLevel deepest() const { return order_.back(); }
    bool fail() { return is_understood_ = false; }

    // Does a part of this level stand so far ahead, that a bare one may continue?
    bool is_part(NormLevel level, std::size_t ahead) const {
        const NormToken& one = token(ahead);
        if (level == NormLevel::letter) return is_one_letter(one);
        if (level == NormLevel::double_letter) {
            return one.kind == Kind::word && one.text.size() == 2 && is_lower(one.text.front()) &&
                   one.text.front() == one.text.back();
        }
        const bool may_be_roman = level == NormLevel::paragraph && one.kind == Kind::word;
        return one.kind == Kind::number || (may_be_roman && roman_part(one.text));
    }

    // The part at the front, whose level is known; without one nothing is understood.
    NormPart take_part(NormLevel level) {
        if (!is_part(level, 0)) {
            fail();
            return {};
        }
        const NormToken& one = tokens_[at_++];
        if (one.kind == Kind::word) {
            const auto roman = level == NormLevel::paragraph ? roman_part(one.text) : std::nullopt;
            is_roman_ = roman.has_value();
            return roman.value_or(NormPart{0, one.text});
        }
        is_roman_ = false;
        // "1. Alternative" and days are no numbers of norms.
        if (one.has_dot && token().kind != Kind::end) fail();
        NormPart part{one.number, one.text};
        const bool is_section = level == NormLevel::section;
        if (is_section && (one.text == "f" || one.text == "ff")) {
            // "16f." may be a letter, too, "16ff" may not.
            if (one.text == "f" && one.has_dot) fail();
            if (one.text == "ff") {
                norm_.following = Following::all;
                part.letter.clear();
            }
        }
        const bool are_letters = part.letter.size() <= 2 &&
                                 std::all_of(part.letter.begin(), part.letter.end(), is_lower);
        if (!are_letters) fail();
        if (is_one_letter(token()) && !token().has_dot) {
            // "67 a" is a section as "67a"; "16 f" and "Nr. 1 a" may be two things.
            if (!is_section || !part.letter.empty() || token().text == "f") fail();
            part.letter = tokens_[at_++].text;
        }
        return part;
    }

    void read_part(NormLevel level) {
        const NormPart part = take_part(level);
        norm_.at(level) = NormSpan{part, part};
        order_.push_back(level);
    }

    // One thing more that belongs to the group; false: it is over.
    bool step() {
        const NormToken& next = token();
        if (next.kind == Kind::number) return fail();
        if (const auto level = level_named(next)) {
            // "§§ 67 bis 77 Abs. 1": of which?
            if (is_range_ || norm_.at(*level)) return fail();
            ++at_;
            read_part(*level);
            return true;
        }
        if (next.kind == Kind::dash || is_word(next, "bis")) return read_range();
        if (is_word(next, "f") || is_word(next, "ff")) return read_following();
        if (deepest() == NormLevel::section && is_part(NormLevel::paragraph, 0)) {
            if (is_range_) return fail();
            read_part(NormLevel::paragraph);
            return true;
        }
        const std::size_t length = link_length(tokens_, at_);
        return length != 0 && read_next(length);
    }

    bool read_following() {
        const bool is_one = token().text == "f";
        if (deepest() != NormLevel::section || is_range_) return fail();
        norm_.following = is_one ? Following::one : Following::all;
        ++at_;
        return true;
    }

    // "68 bis 77", "Abs. 1 bis 3".
    bool read_range() {
        const bool is_section = deepest() == NormLevel::section;
        std::size_t ahead = 1;
        const bool names_level = level_named(token(1)) == deepest();
        const bool has_sign = token(1).kind == Kind::sign || token(1).kind == Kind::signs;
        if (names_level || (has_sign && is_section)) ++ahead;
        if (!is_part(deepest(), ahead)) return has_sign ? fail() : false;
        // "§§ 67 Abs. 1 bis 68": an Absatz or a §?
        if (is_range_ || (is_plural_ && !is_section && !names_level)) return fail();
        at_ += ahead;
        const NormPart last = take_part(deepest());
        NormSpan& span = *norm_.at(deepest());
        if (last <= span.first) return fail();
        span.last = last;
        return is_range_ = true;
    }

    // Another norm behind a link: what it does not say it has from the one before.
    bool read_next(std::size_t length) {
        if (const auto level = level_named(token(length))) {
            if (!norm_.at(*level)) return fail();
            begin_at(*level);
            at_ += length;
            return true;
        }
        auto level = deepest();
        if (token(length).kind == Kind::number && level != NormLevel::section) {
            const bool is_numbered = is_part(level, length) && !is_roman_;
            if (is_plural_) {
                const std::size_t behind = length + 1 + (is_one_letter(token(length + 1)) ? 1 : 0);
                const bool goes_on =
                    level_named(token(behind)) || is_part(NormLevel::paragraph, behind);
                // A bare one is a § if it cannot be an Absatz, and otherwise either.
                if (is_numbered && !goes_on) return fail();
                level = NormLevel::section;
            } else if (!is_numbered) {
                return fail();
            }
        } else if (!is_part(level, length) || (token(length).kind == Kind::word && !is_of_row())) {
            return false;
        }
        begin_at(level);
        at_ += length;
        read_part(level);
        return true;
    }

    // Roman numbers go on only behind roman ones, letters behind letters.
    bool is_of_row() const { return is_roman_ || deepest() != NormLevel::paragraph; }

    // The next norm differs from this level on.
    void begin_at(NormLevel level) {
        norms_.push_back(norm_);
        norm_.following = Following::none;
        is_range_ = false;
        while (!order_.empty()) {
            const NormLevel last = order_.back();
            order_.pop_back();
            norm_.at(last).reset();
            if (last == level) break;
        }
    }

    const std::vector<NormToken>& tokens_;
    std::size_t at_;
    bool is_plural_;
    bool is_understood_ = true;
    bool is_roman_ = false;  // the last part was
    bool is_range_ = false;  // the deepest level is one
    Norm norm_;
    std::vector<NormLevel> order_;  // as they were read; the last one is the deepest
    std::vector<Norm> norms_;
};

// Words that stand for a law without naming it.
bool is_nameless_law(const NormToken& token) {
    static constexpr std::array<std::string_view, 7> kWords{
        "Gesetz", "Gesetzes", "Gesetzbuch", "Gesetzbuchs", "Gesetzbuches", "Verordnung", "Satzung"};
    if (token.kind != Kind::word) return false;
    return token.text.starts_with("SGB") || token.text.starts_with("Sozialgesetzbuch") ||
           std::find(kWords.begin(), kWords.end(), token.text) != kWords.end();
}

class CitationReader {
public:
    explicit CitationReader(std::string_view text) : tokens_(norm_tokens(text)) {}

    std::vector<Norm> read() {
        while (is_understood_ && tokens_[at_].kind != Kind::end) take();
        if (!is_understood_) return {};
        return norms_with_laws(std::move(items_));
    }

private:
    bool is_behind_group() const {
        return !items_.empty() && items_.back().kind == NormItemKind::group;
    }
    bool is_behind_link() const {
        const std::size_t count = items_.size();
        if (count < 2 || items_[count - 2].kind == NormItemKind::prose) return false;
        return items_[count - 1].kind == NormItemKind::link ||
               items_[count - 1].kind == NormItemKind::comma;
    }

    void take() {
        const NormToken& token = tokens_[at_];
        const bool is_question = token.kind == Kind::other && token.text == "?";
        if (is_question || is_negation(token)) {
            is_understood_ = false;
        } else if (token.kind == Kind::sign || token.kind == Kind::signs) {
            take_group();
        } else if (token.kind == Kind::bracket) {
            ++at_;
        } else if (const std::size_t length = link_length(tokens_, at_)) {
            const bool is_loose = token.kind == Kind::comma && length == 1;
            items_.push_back({is_loose ? NormItemKind::comma : NormItemKind::link, {}, {}, true});
            at_ += length;
        } else if (token.kind == Kind::colon || token.kind == Kind::dash) {
            items_.push_back({NormItemKind::pause, {}, {}, true});
            ++at_;
        } else {
            take_word();
        }
    }

    void take_group() {
        const NormToken& sign = tokens_[at_];
        // "Art der Leistung"
        if (!sign.text.empty() && tokens_[at_ + 1].kind != Kind::number) return take_prose();
        GroupReader group(tokens_, at_);
        group.read();
        is_understood_ = group.is_understood();
        at_ = group.end();
        items_.push_back({NormItemKind::group, group.norms(), {}, true});
    }

    void take_word() {
        const bool is_article = is_word(tokens_[at_], "des") || is_word(tokens_[at_], "der");
        if (is_article && is_behind_group() && law_here(at_ + 1)) ++at_;
        if (const auto law = law_here(at_)) {
            items_.push_back({NormItemKind::law, {}, law->name, law->is_certain});
            at_ += law->token_count;
            return;
        }
        // "SGB II und III", "§ 67c SGB X, 68"
        const bool is_number = tokens_[at_].kind == Kind::number || roman_part(tokens_[at_].text);
        const bool goes_on = is_behind_link() && is_number;
        if (goes_on || is_nameless_law(tokens_[at_])) is_understood_ = false;
        take_prose();
    }

    // What only looks like the name of a law is one beside a norm.
    std::optional<LawName> law_here(std::size_t at) const {
        auto law = law_at(tokens_, at);
        if (!law && is_behind_group()) law = long_law_at(tokens_, at);
        if (!law || law->is_certain || is_behind_group()) return law;
        std::size_t next = at + law->token_count;
        const Kind kind = tokens_[next].kind;
        if (kind == Kind::comma || kind == Kind::colon || kind == Kind::dash) ++next;
        const bool is_before_sign =
            tokens_[next].kind == Kind::sign || tokens_[next].kind == Kind::signs;
        return is_before_sign ? law : std::nullopt;
    }

    void take_prose() {
        items_.push_back({NormItemKind::prose, {}, {}, true});
        ++at_;
    }

    std::vector<NormToken> tokens_;
    std::size_t at_ = 0;
    bool is_understood_ = true;
    std::vector<NormItem> items_;
};

}  // namespace

std::vector<Norm> read_norms(std::string_view text) { return CitationReader(text).read(); }

std::optional<std::string> read_law(std::string_view text) {
    const std::vector<NormToken> tokens = norm_tokens(text);
    const auto law = law_at(tokens, 0);
    if (!law || law->token_count + 1 != tokens.size()) return std::nullopt;
    return law->name;
}

}  // namespace fallbuch::rules

#include "core/events/pattern.h"

namespace fallbuch {

// Reads one expression from left to right.
class PatternParser {
public:
    explicit PatternParser(std::string_view expression) : rest_(expression) {}

    Result<Pattern> parse() {
        Pattern pattern;
        pattern.expression_ = rest_;
        if (!rest_.starts_with('^') || !rest_.ends_with('$') || rest_.size() < 2) {
            return wrong("must begin with ^ and end with $");
        }
        rest_ = rest_.substr(1, rest_.size() - 2);
        while (!rest_.empty()) {
            Pattern::Element element;
            RETURN_IF_ERROR(atom(element));
            RETURN_IF_ERROR(repetition(element));
            pattern.elements_.push_back(element);
        }
        return pattern;
    }

private:
    static constexpr std::string_view kSpecial = "^$\\.*+?()[]{}|/";

    static Error wrong(std::string_view why) {
        return Error{ErrorCode::invalid, "pattern: " + std::string(why)};
    }
    static bool is_ascii(char c) { return c >= 0x20 && c < 0x7f; }

    bool accept(char wanted) {
        if (!rest_.starts_with(wanted)) return false;
        rest_.remove_prefix(1);
        return true;
    }

    // One character, perhaps escaped.
    Result<char> character(std::string_view special) {
        const bool escaped = accept('\\');
        if (rest_.empty()) return wrong("ends within an element");
        const char c = rest_[0];
        const bool is_special = special.find(c) != std::string_view::npos;
        if (!is_ascii(c)) return wrong("only printable ASCII is supported");
        if (escaped != is_special && !(c == '/' && !escaped)) {
            return wrong(escaped ? "an escape that is not supported"
                                 : "groups, alternatives and . are not supported");
        }
        rest_.remove_prefix(1);
        return c;
    }

    static void add_range(Pattern::Element& element, char first, char last) {
        for (int c = first; c <= last; ++c) element.characters.set(static_cast<std::size_t>(c));
    }

    Status atom(Pattern::Element& element) {
        if (rest_.starts_with("\\d")) {
            rest_.remove_prefix(2);
            add_range(element, '0', '9');
            return {};
        }
        if (accept('[')) return character_class(element);
        ASSIGN_OR_RETURN(const char c, character(kSpecial));
        add_range(element, c, c);
        return {};
    }

    Status character_class(Pattern::Element& element) {
        if (rest_.starts_with('^')) return wrong("negated classes are not supported");
        while (!accept(']')) {
            if (rest_.starts_with("\\d")) return wrong("write 0-9 within a class");
            ASSIGN_OR_RETURN(const char first, character("\\]["));
            char last = first;
            // A hyphen at the end of the class stands for itself.
            if (rest_.size() > 1 && rest_[0] == '-' && rest_[1] != ']') {
                rest_.remove_prefix(1);
                ASSIGN_OR_RETURN(last, character("\\]["));
            }
            if (last < first) return wrong("a range that runs backwards");
            add_range(element, first, last);
        }
        return element.characters.any() ? Status{} : wrong("an empty class");
    }

    Status repetition(Pattern::Element& element) {
        if (accept('?')) {
            element.count_min = 0;
        } else if (accept('*')) {
            element.count_min = 0;
            element.count_max = kPatternTextBytesMax;
        } else if (accept('+')) {
            element.count_max = kPatternTextBytesMax;
        } else if (accept('{')) {
            return counted(element);
        }
        return {};
    }

    Status counted(Pattern::Element& element) {
        ASSIGN_OR_RETURN(element.count_min, number());
        element.count_max = element.count_min;
        if (accept(',')) {
            element.count_max = kPatternTextBytesMax;
            if (!rest_.starts_with('}')) {
                ASSIGN_OR_RETURN(element.count_max, number());
            }
        }
        if (!accept('}') || element.count_max < element.count_min) {
            return wrong("a repetition that cannot be read");
        }
        return {};
    }

    Result<std::size_t> number() {
        std::size_t value = 0;
        const std::size_t size_before = rest_.size();
        while (!rest_.empty() && rest_[0] >= '0' && rest_[0] <= '9') {
            value = value * 10 + static_cast<std::size_t>(rest_[0] - '0');
            if (value > kPatternTextBytesMax) return wrong("a repetition that is too great");
            rest_.remove_prefix(1);
        }
        if (rest_.size() == size_before) return wrong("a repetition that cannot be read");
        return value;
    }

    std::string_view rest_;
};

Result<Pattern> Pattern::parse(std::string_view expression) {
    return PatternParser(expression).parse();
}

bool Pattern::matches(std::string_view text) const {
    if (text.size() > kPatternTextBytesMax) return false;
    // All places in the text that the elements so far can have reached: no way is tried twice.
    std::bitset<kPatternTextBytesMax + 1> reached;
    reached.set(0);
    for (const Element& element : elements_) {
        std::bitset<kPatternTextBytesMax + 1> next;
        for (std::size_t start = 0; start <= text.size(); ++start) {
            if (!reached.test(start)) continue;
            for (std::size_t count = 0; count <= element.count_max; ++count) {
                if (count >= element.count_min) next.set(start + count);
                if (start + count == text.size()) break;
                const auto c = static_cast<unsigned char>(text[start + count]);
                if (c >= kAsciiCount || !element.characters.test(c)) break;
            }
        }
        reached = next;
    }
    return reached.test(text.size());
}

}  // namespace fallbuch

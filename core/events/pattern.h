// Does a text have the form that a schema's `pattern` asks for?
//
//   pattern := "^" element ... "$"
//   element := atom [ "?" | "*" | "+" | "{" n [ "," [ m ] ] "}" ]
//   atom    := an ASCII character, escaped by "\" if it is one of ^$\.*+?()[]{}|/ ,
//              "\d", or a class "[a-z0-9_-]" of ASCII characters and ranges
//
// The part of ECMA-262 that identifiers and numbers need, with its meaning. A general regular
// expression may take exponential time or overflow the stack on a long text; this one takes
// at most elements x characters^2 steps on at most kPatternTextBytesMax bytes.
#pragma once

#include <bitset>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace fallbuch {

inline constexpr std::size_t kPatternTextBytesMax = 255;

class Pattern {
public:
    // invalid, with the reason, if the expression is outside the grammar.
    static Result<Pattern> parse(std::string_view expression);

    // False for every text longer than kPatternTextBytesMax.
    bool matches(std::string_view text) const;
    const std::string& expression() const { return expression_; }

private:
    static constexpr std::size_t kAsciiCount = 128;
    struct Element {
        std::bitset<kAsciiCount> characters;
        std::size_t count_min = 1;
        std::size_t count_max = 1;
    };
    friend class PatternParser;

    std::string expression_;
    std::vector<Element> elements_;
};

}  // namespace fallbuch

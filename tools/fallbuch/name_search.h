// Is this what somebody looks for, as a person would say?
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fallbuch {

// How a text is compared. Without case and accents (Unicode case folding and compatibility
// decomposition without marks; "đ", "ł", "ø" and the like are their base letters): "ÖZTÜRK",
// "öztürk" and "Ozturk" are one, "Weiß" is "WEISS". Text that is no UTF-8 stays as it is.
struct FoldedText {
    std::string plain;        // "Öztürk" is "ozturk"
    std::string transcribed;  // and "oeztuerk": ä, ö, ü, æ and ø as two letters

    explicit FoldedText(std::string_view text);
};

// What is looked for; an empty one is everywhere.
class SearchText {
public:
    explicit SearchText(std::string_view wanted);

    // Is each of its words part of the name, in any order? Spaces do not matter.
    bool is_part_of(std::string_view name) const;
    // Is it all of the text? Spaces do not matter.
    bool is(std::string_view text) const;

private:
    std::vector<FoldedText> words_;
    FoldedText whole_;
};

}  // namespace fallbuch

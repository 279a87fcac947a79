// Which codes may stand in a field? A code list is data (*.codes.json) and lives: codes are added
// and retired, so it is no part of a published schema.
//
//   {"codes": name, "title": text, "source": text?, "ordered": bool?, "values":
//       [{"code": text, "title": text, "valid": {"from": day?, "to": day?}?,
//         "outsideOrder": bool?, "attributes": {name: [text, ...], ...}?}, ...]}
//
// A retired code is accepted (a rule may judge it), an unknown one is not. Attributes say what
// belongs to a code, as a strategy's needs; what they mean is for those who read them.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace fallbuch {

using CodeAttributes = std::map<std::string, std::vector<std::string>, std::less<>>;

struct Code {
    std::string code;
    std::string title;
    std::optional<std::chrono::local_days> valid_from;
    std::optional<std::chrono::local_days> valid_to;  // the last day
    // Its place between the least and the greatest; nothing in a list without an order, and for
    // a code that stands outside of it.
    std::optional<std::size_t> rank;
    CodeAttributes attributes;
};

// Immutable; callable from any thread.
class CodeList {
public:
    // invalid, naming the place, if the text is no code list.
    static Result<std::unique_ptr<const CodeList>> parse(std::string_view text);

    const std::string& name() const { return name_; }
    const std::string& title() const { return title_; }
    // Where its wording comes from: a law, an instruction; may be empty.
    const std::string& source() const { return source_; }
    // True if the codes run from the least to the greatest.
    bool ordered() const { return ordered_; }
    const std::vector<Code>& codes() const { return codes_; }
    // nullptr if there is no such code.
    const Code* find(std::string_view code) const;

private:
    CodeList() = default;
    std::string name_;
    std::string title_;
    std::string source_;
    bool ordered_ = false;
    std::vector<Code> codes_;
    std::map<std::string, std::size_t, std::less<>> index_of_;
};

using CodeLists = std::map<std::string, std::unique_ptr<const CodeList>, std::less<>>;

}  // namespace fallbuch

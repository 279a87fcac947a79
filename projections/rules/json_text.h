// A JSON text whose values know where they stand, so that whoever reads a rulebook can be told the
// line and the column of each mistake.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fallbuch::rules {

// Both from 1; columns count bytes. `in_base`: not of this text, but of the one that it amends.
struct TextPlace {
    std::uint32_t line = 1;
    std::uint32_t column = 1;
    bool in_base = false;
    bool operator==(const TextPlace&) const = default;
};

enum class JsonKind : std::uint8_t { null, boolean, integer, number, text, array, object };

// One value. Members keep the order of the text.
struct JsonNode {
    JsonKind kind = JsonKind::null;
    TextPlace place;
    bool boolean = false;
    std::int64_t integer = 0;
    double number = 0;  // of an integer too
    std::string text;
    std::vector<JsonNode> items;
    struct Member {
        std::string name;
        TextPlace place;  // of the name
    };
    std::vector<Member> members;  // of an object: the names of `items`, in the same order

    // nullptr if this is no object or has no such member.
    const JsonNode* find(std::string_view name) const;
    bool is(JsonKind wanted) const { return kind == wanted; }
};

struct JsonFault {
    TextPlace place;
    std::string what;
};

// The value of a text of at most kJsonTextBytesMax bytes and kJsonDepthMax levels (RFC 8259), or
// what is wrong with it first. Two members of one name are a fault.
inline constexpr std::size_t kJsonTextBytesMax = std::size_t{4} << 20U;
inline constexpr std::size_t kJsonDepthMax = 64;
struct JsonParsed {
    JsonNode root;
    std::optional<JsonFault> fault;
};
JsonParsed parse_json_text(std::string_view text);

// The same value in one fixed writing: sorted names, no white space. Equal values, equal texts.
std::string canonical_text(const JsonNode& node);

}  // namespace fallbuch::rules

// The attributes of one XML element, as expat hands them over.
#pragma once

#include <optional>
#include <string_view>

namespace fallbuch {

// Borrows an array of name, value, name, value, ..., null that expat keeps during its callback.
class XmlAttributes {
public:
    explicit XmlAttributes(const char* const* pairs) : pairs_(pairs) {}

    std::optional<std::string_view> find(std::string_view name) const {
        for (const char* const* pair = pairs_; *pair != nullptr; pair += 2) {
            if (name == *pair) return std::string_view(pair[1]);
        }
        return std::nullopt;
    }

private:
    const char* const* pairs_;
};

}  // namespace fallbuch

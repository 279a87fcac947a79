#include "projections/rules/json_text.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>

namespace fallbuch::rules {
namespace {

using Json = nlohmann::json;

// Counts what the library has read, which is how its events get a place.
class CountingInput {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    CountingInput(const char* at, const char** furthest) : at_(at), furthest_(furthest) {}
    reference operator*() const { return *at_; }
    CountingInput& operator++() {
        ++at_;
        *furthest_ = at_;
        return *this;
    }
    CountingInput operator++(int) {
        CountingInput before = *this;
        ++*this;
        return before;
    }
    bool operator==(const CountingInput& other) const { return at_ == other.at_; }
    bool operator!=(const CountingInput& other) const { return at_ != other.at_; }

private:
    const char* at_;
    const char** furthest_;
};

// Where a byte of the text stands, asked for in ascending order.
class Places {
public:
    explicit Places(std::string_view text) : text_(text) {}

    TextPlace of(std::size_t offset) {
        for (; next_ < offset; ++next_) {
            ++place_.column;
            if (text_[next_] == '\n') place_ = {place_.line + 1, 1, false};
        }
        return place_;
    }

private:
    std::string_view text_;
    std::size_t next_ = 0;
    TextPlace place_;
};

// Builds the tree from the library's events.
class TreeBuilder final : public nlohmann::json_sax<Json> {
public:
    TreeBuilder(std::string_view text, const char* const& furthest)
        : text_(text), furthest_(furthest), places_(text) {}

    bool null() override { return add({}); }
    bool boolean(bool value) override {
        JsonNode node;
        node.kind = JsonKind::boolean;
        node.boolean = value;
        return add(std::move(node));
    }
    bool number_integer(number_integer_t value) override { return add_integer(value); }
    bool number_unsigned(number_unsigned_t value) override {
        return add_integer(static_cast<std::int64_t>(std::min<number_unsigned_t>(
            value, static_cast<number_unsigned_t>(std::numeric_limits<std::int64_t>::max()))));
    }
    bool number_float(number_float_t value, const string_t&) override {
        JsonNode node;
        node.kind = JsonKind::number;
        node.number = value;
        return add(std::move(node));
    }
    bool string(string_t& value) override {
        JsonNode node;
        node.kind = JsonKind::text;
        node.text = std::move(value);
        return add(std::move(node));
    }
    bool binary(binary_t&) override { return false; }
    bool start_object(std::size_t) override { return open(JsonKind::object); }
    bool start_array(std::size_t) override { return open(JsonKind::array); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool key(string_t& name) override {
        const TextPlace place = next_place();
        auto& members = open_.back()->members;
        const bool is_known = std::any_of(members.begin(), members.end(),
                                          [&](const auto& one) { return one.name == name; });
        if (is_known) return fail(place, "a name stands twice: \"" + name + "\"");
        members.push_back({std::move(name), place});
        return true;
    }
    bool parse_error(std::size_t position, const std::string&,
                     const nlohmann::detail::exception& error) override {
        // "[json.exception.parse_error.101] parse error at line 1, column 2: ... - reason"
        std::string_view what = error.what();
        const std::size_t reason = what.find(": ");
        if (reason != std::string_view::npos) what.remove_prefix(reason + 2);
        Places places(text_);
        const std::size_t offset = position == 0 ? 0 : position - 1;
        fault = JsonFault{places.of(std::min(offset, text_.size())), std::string(what)};
        return false;
    }

    JsonNode root;
    std::optional<JsonFault> fault;

private:
    bool fail(TextPlace place, std::string what) {
        fault = JsonFault{place, std::move(what)};
        return false;
    }
    // The library has just read a token to its end; it begins behind what was read before.
    TextPlace next_place() {
        while (end_ < text_.size() &&
               std::string_view(" \t\r\n,:").find(text_[end_]) != std::string_view::npos) {
            ++end_;
        }
        const TextPlace place = places_.of(end_);
        end_ = static_cast<std::size_t>(furthest_ - text_.data());
        return place;
    }
    bool add_integer(std::int64_t value) {
        JsonNode node;
        node.kind = JsonKind::integer;
        node.integer = value;
        node.number = static_cast<double>(value);
        return add(std::move(node));
    }
    bool add(JsonNode node) {
        node.place = next_place();
        if (open_.empty()) {
            root = std::move(node);
        } else {
            open_.back()->items.push_back(std::move(node));
        }
        return true;
    }
    bool open(JsonKind kind) {
        JsonNode node;
        node.kind = kind;
        if (open_.size() == kJsonDepthMax) return fail(next_place(), "nested too deeply");
        add(std::move(node));
        open_.push_back(open_.empty() ? &root : &open_.back()->items.back());
        return true;
    }
    bool close() {
        next_place();
        open_.pop_back();
        return true;
    }

    std::string_view text_;
    const char* const& furthest_;
    Places places_;
    std::size_t end_ = 0;  // of what has been read
    std::vector<JsonNode*> open_;
};

Json to_json(const JsonNode& node) {
    switch (node.kind) {
        case JsonKind::null: return nullptr;
        case JsonKind::boolean: return node.boolean;
        case JsonKind::integer: return node.integer;
        case JsonKind::number: return node.number;
        case JsonKind::text: return node.text;
        case JsonKind::array: {
            Json out = Json::array();
            for (const JsonNode& item : node.items) out.push_back(to_json(item));
            return out;
        }
        case JsonKind::object: break;
    }
    Json out = Json::object();
    for (std::size_t i = 0; i < node.items.size(); ++i) {
        out[node.members[i].name] = to_json(node.items[i]);
    }
    return out;
}

}  // namespace

const JsonNode* JsonNode::find(std::string_view name) const {
    for (std::size_t i = 0; i < members.size(); ++i) {
        if (members[i].name == name) return &items[i];
    }
    return nullptr;
}

JsonParsed parse_json_text(std::string_view text) {
    JsonParsed parsed;
    if (text.size() > kJsonTextBytesMax) {
        parsed.fault = JsonFault{{}, "the text is larger than 4 MiB"};
        return parsed;
    }
    const char* furthest = text.data();
    TreeBuilder builder(text, furthest);
    const CountingInput begin(text.data(), &furthest);
    const CountingInput end(text.data() + text.size(), &furthest);
    const bool is_whole = Json::sax_parse(begin, end, &builder);
    parsed.fault = std::move(builder.fault);
    if (is_whole) {
        parsed.root = std::move(builder.root);
    } else if (!parsed.fault) {
        parsed.fault = JsonFault{{}, "no JSON"};
    }
    return parsed;
}

std::string canonical_text(const JsonNode& node) {
    return to_json(node).dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace fallbuch::rules

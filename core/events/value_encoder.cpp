#include "core/events/value_encoder.h"

#include <simdjson.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/calendar/timestamp.h"
#include "core/codec/cbor.h"
#include "core/codec/utf8.h"

namespace fallbuch {
namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;

// Greater magnitudes are no longer exact in a double.
constexpr double kExactMax = 9007199254740992.0;

const ValueCheck& anything() {
    static const ValueCheck kAnything;
    return kAnything;
}

KindSet kind_of(element_type type) {
    switch (type) {
        case element_type::ARRAY: return kJsonArray;
        case element_type::OBJECT: return kJsonObject;
        case element_type::INT64:
        case element_type::UINT64: return kJsonInteger | kJsonNumber;
        case element_type::DOUBLE: return kJsonNumber;
        case element_type::STRING: return kJsonText;
        case element_type::BOOL: return kJsonBoolean;
        case element_type::NULL_VALUE: return kJsonNull;
    }
    return 0;
}

// long double holds every 64-bit integer and every double exactly.
template <typename Number>
int compare(Number value, const Bound& bound) {
    const auto limit = std::visit([](auto l) { return static_cast<long double>(l); }, bound);
    const auto number = static_cast<long double>(value);
    return number < limit ? -1 : number > limit ? 1 : 0;
}

std::string bound_text(const Bound& bound) {
    if (const auto* integer = std::get_if<std::int64_t>(&bound)) return std::to_string(*integer);
    std::ostringstream out;
    out << std::get<double>(bound);
    return out.str();
}

bool equals(const element& value, const Scalar& scalar) {
    switch (scalar.index()) {
        case 0: return value.is_null();
        case 1: return value.is_bool() && bool(value) == std::get<bool>(scalar);
        case 2:
            if (value.is_int64()) return std::int64_t(value) == std::get<std::int64_t>(scalar);
            return value.is_double() &&
                   double(value) == static_cast<double>(std::get<std::int64_t>(scalar));
        default:
            return value.is_string() && std::string_view(value) == std::get<std::string>(scalar);
    }
}

}  // namespace

std::string_view kind_name(const element& value) {
    switch (value.type()) {
        case element_type::ARRAY: return "an array";
        case element_type::OBJECT: return "an object";
        case element_type::INT64:
        case element_type::UINT64: return "an integer";
        case element_type::DOUBLE: return "a number with a fraction";
        case element_type::STRING: return "a string";
        case element_type::BOOL: return "a boolean";
        case element_type::NULL_VALUE: return "null";
    }
    return "";
}

std::string shown(const element& value) {
    if (value.is_array() || value.is_object()) return {};
    if (value.is_string()) {
        return '"' + shorten(std::string_view(value), kShownCharactersMax) + '"';
    }
    return simdjson::minify(value);
}

struct ValueEncoder::Scratch {
    struct Member {
        std::string_view key;
        element value;
    };
    std::vector<Member> members;    // of all objects that are open, the innermost last
    std::vector<ByteView> encoded;  // items of one array that must differ
};

class ValueEncoder::Pass {
public:
    Pass(Scratch& scratch, EncodeTarget target)
        : scratch_(scratch), target_(target), writer_(target.out) {}

    void value(const ValueCheck& check, const element& value, const JsonPath& at) {
        const element_type type = value.type();
        if ((check.kinds & kind_of(type)) == 0 && !is_integral(check, value)) {
            return fault(
                at, FaultCode::wrong_type,
                "must be " + kinds_text(check.kinds) + ", not " + std::string(kind_name(value)),
                &value);
        }
        if (!check.allowed_values.empty()) check_allowed(check, value, at);
        switch (type) {
            case element_type::STRING: return text(check, value, at);
            case element_type::ARRAY: return array(check, value, at);
            case element_type::OBJECT: return object(check, value, at);
            case element_type::BOOL: return writer_.boolean(bool(value));
            case element_type::NULL_VALUE: return writer_.null();
            default: return number(check, value, at);
        }
    }

private:
    void fault(const JsonPath& at, FaultCode code, std::string why,
               const element* value = nullptr) {
        target_.faults.push_back(
            {at.pointer(), code, std::move(why), value == nullptr ? "" : shown(*value)});
    }

    // JSON Schema: a number without a fraction is an integer, however it is written.
    static bool is_integral(const ValueCheck& check, const element& value) {
        if ((check.kinds & kJsonInteger) == 0 || !value.is_double()) return false;
        const double number = value;
        return std::fabs(number) <= kExactMax && std::trunc(number) == number;
    }

    void check_allowed(const ValueCheck& check, const element& value, const JsonPath& at) {
        const auto same = [&](const Scalar& scalar) { return equals(value, scalar); };
        if (std::any_of(check.allowed_values.begin(), check.allowed_values.end(), same)) return;
        fault(at, FaultCode::not_allowed, "is not among the values that are allowed", &value);
    }

    void text(const ValueCheck& check, const element& value, const JsonPath& at) {
        const std::string_view text = value;
        if (check.has_text_rules) check_text(check, value, at);
        writer_.text(text);
    }

    void check_text(const ValueCheck& check, const element& value, const JsonPath& at) {
        const std::string_view text = value;
        const std::size_t count = count_code_points(text);
        if (count < check.code_points_min) {
            fault(at, FaultCode::too_short,
                  "must have at least " + std::to_string(check.code_points_min) + " characters",
                  &value);
        }
        if (count > check.code_points_max) {
            fault(at, FaultCode::too_long,
                  "must have at most " + std::to_string(check.code_points_max) + " characters",
                  &value);
        }
        if (check.codes != nullptr && check.codes->find(text) == nullptr) {
            fault(at, FaultCode::unknown_code, "is no code of the list " + check.codes->name(),
                  &value);
        }
        if (check.format == TextFormat::date && !parse_day(text)) {
            fault(at, FaultCode::malformed, "must be a date as YYYY-MM-DD", &value);
        }
        if (check.format == TextFormat::date_time && !parse_timestamp(text)) {
            fault(at, FaultCode::malformed,
                  "must be a date and time with an offset (RFC 3339) from 1677 to 2262", &value);
        }
        if (check.pattern && !check.pattern->matches(text)) {
            fault(at, FaultCode::malformed, "must have the form " + check.pattern->expression(),
                  &value);
        }
    }

    void number(const ValueCheck& check, const element& value, const JsonPath& at) {
        if (value.type() == element_type::UINT64) {
            return fault(at, FaultCode::too_great, "must fit into 64 bits with a sign", &value);
        }
        const bool as_integer =
            value.is_int64() || ((check.kinds & kJsonNumber) == 0 && is_integral(check, value));
        if (as_integer) {
            const std::int64_t integer =
                value.is_int64() ? std::int64_t(value) : static_cast<std::int64_t>(double(value));
            check_bounds(check, integer, at, value);
            writer_.integer(integer);
        } else {
            check_bounds(check, double(value), at, value);
            writer_.number(double(value));
        }
    }

    template <typename Number>
    void check_bounds(const ValueCheck& check, Number number, const JsonPath& at,
                      const element& value) {
        if (check.minimum && compare(number, *check.minimum) < 0) {
            fault(at, FaultCode::too_small, "must be at least " + bound_text(*check.minimum),
                  &value);
        }
        if (check.maximum && compare(number, *check.maximum) > 0) {
            fault(at, FaultCode::too_great, "must be at most " + bound_text(*check.maximum),
                  &value);
        }
    }

    void array(const ValueCheck& check, const simdjson::dom::array& items, const JsonPath& at) {
        const ValueCheck& item_check = check.items == nullptr ? anything() : *check.items;
        check_count(check, items.size(), at);
        writer_.array(items.size());
        std::vector<std::size_t> starts;
        std::size_t index = 0;
        for (const element item : items) {
            if (check.items_unique) starts.push_back(target_.out.size());
            value(item_check, item, JsonPath(at, index++));
        }
        if (check.items_unique) check_unique(starts, at);
    }

    void check_count(const ValueCheck& check, std::size_t count, const JsonPath& at) {
        if (count < check.items_min) {
            fault(at, FaultCode::too_short,
                  "must have at least " + std::to_string(check.items_min) + " items");
        }
        if (count > check.items_max) {
            fault(at, FaultCode::too_long,
                  "must have at most " + std::to_string(check.items_max) + " items");
        }
    }

    // Equal values have equal bytes, so the encodings tell.
    void check_unique(const std::vector<std::size_t>& starts, const JsonPath& at) {
        std::vector<ByteView>& encoded = scratch_.encoded;
        encoded.clear();
        const ByteView all(target_.out);
        for (std::size_t i = 0; i < starts.size(); ++i) {
            const std::size_t end = i + 1 < starts.size() ? starts[i + 1] : all.size();
            encoded.push_back(all.subspan(starts[i], end - starts[i]));
        }
        const auto less = [](ByteView left, ByteView right) {
            return std::lexicographical_compare(left.begin(), left.end(), right.begin(),
                                                right.end());
        };
        std::sort(encoded.begin(), encoded.end(), less);
        const auto same = [](ByteView left, ByteView right) {
            return !left.empty() &&
                   std::equal(left.begin(), left.end(), right.begin(), right.end());
        };
        if (std::adjacent_find(encoded.begin(), encoded.end(), same) != encoded.end()) {
            fault(at, FaultCode::duplicate, "an item comes twice");
        }
    }

    void object(const ValueCheck& check, const simdjson::dom::object& members, const JsonPath& at) {
        const std::size_t first = scratch_.members.size();
        for (const auto member : members) scratch_.members.push_back({member.key, member.value});
        const std::size_t end = scratch_.members.size();
        std::sort(
            scratch_.members.begin() + static_cast<std::ptrdiff_t>(first), scratch_.members.end(),
            [](const auto& left, const auto& right) { return cbor_key_less(left.key, right.key); });
        writer_.map(end - first);
        auto property = check.properties.begin();
        for (std::size_t i = first; i < end; ++i) {
            const Scratch::Member member = scratch_.members[i];
            if (i > first && scratch_.members[i - 1].key == member.key) {
                fault(JsonPath(at, member.key), FaultCode::duplicate, "the field comes twice");
                continue;
            }
            pass_missing(check, property, &member.key, at);
            this->member(check, property, member, at);
        }
        pass_missing(check, property, nullptr, at);
        scratch_.members.resize(first);
    }

    using Property = std::vector<PropertyCheck>::const_iterator;

    // Steps over the properties that come before `key` (nullptr: all), which are missing.
    void pass_missing(const ValueCheck& check, Property& property, const std::string_view* key,
                      const JsonPath& at) {
        for (; property != check.properties.end(); ++property) {
            if (key != nullptr && !cbor_key_less(property->name, *key)) return;
            if (!property->required) continue;
            fault(JsonPath(at, property->name), FaultCode::missing, "the field is required");
        }
    }

    void member(const ValueCheck& check, Property& property, const Scratch::Member& member,
                const JsonPath& at) {
        const JsonPath below(at, member.key);
        const ValueCheck* member_check = check.others_check;
        if (property != check.properties.end() && property->name == member.key) {
            member_check = property->check;
            ++property;
        } else if (check.others == OtherProperties::refused) {
            return fault(below, FaultCode::unknown_field, "the schema knows no such field");
        }
        writer_.text(member.key);
        value(member_check == nullptr ? anything() : *member_check, member.value, below);
    }

    Scratch& scratch_;
    EncodeTarget target_;
    CborWriter writer_;
};

ValueEncoder::ValueEncoder() : scratch_(std::make_unique<Scratch>()) {}
ValueEncoder::~ValueEncoder() = default;
ValueEncoder::ValueEncoder(ValueEncoder&&) noexcept = default;
ValueEncoder& ValueEncoder::operator=(ValueEncoder&&) noexcept = default;

void ValueEncoder::encode(const ValueCheck* check, const element& value, const JsonPath& at,
                          EncodeTarget target) {
    Pass(*scratch_, target).value(check == nullptr ? anything() : *check, value, at);
}

}  // namespace fallbuch

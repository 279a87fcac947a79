// Writes the fields of one event as JSON, straight into a buffer.
//
// Texts are the simulator's own: they hold no character that JSON escapes, which is asserted.
#pragma once

#include <charconv>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "core/base/assert.h"
#include "core/calendar/civil_day.h"
#include "tools/simulate/office_days.h"

namespace fallbuch::simulate {

// The buffer and the days outlive it. Fields come in the order of the calls.
class Fields {
public:
    Fields(std::string& out, const OfficeDays& days) : out_(out), days_(days) {}

    Fields& text(std::string_view name, std::string_view value) {
        LEDGER_ASSERT(value.find_first_of("\"\\\n") == std::string_view::npos);
        key(name);
        quote(value);
        return *this;
    }
    Fields& day(std::string_view name, CivilDay value) { return text(name, days_.text(value)); }
    Fields& flag(std::string_view name, bool value) {
        key(name);
        out_ += value ? "true" : "false";
        return *this;
    }
    Fields& number(std::string_view name, int value) {
        key(name);
        char digits[12];
        const auto end = std::to_chars(std::begin(digits), std::end(digits), value).ptr;
        out_.append(std::begin(digits), end);
        return *this;
    }
    Fields& list(std::string_view name, std::span<const std::string_view> values) {
        key(name);
        char separator = '[';
        for (const std::string_view value : values) {
            out_ += separator;
            quote(value);
            separator = ',';
        }
        out_ += values.empty() ? "[]" : "]";
        return *this;
    }
    Fields& list(std::string_view name, std::initializer_list<std::string_view> values) {
        return list(name, std::span(values.begin(), values.size()));
    }
    // A value that is JSON already.
    Fields& json(std::string_view name, std::string_view value) {
        key(name);
        out_ += value;
        return *this;
    }

private:
    void key(std::string_view name) {
        if (out_.back() != '{') out_ += ',';
        quote(name);
        out_ += ':';
    }
    void quote(std::string_view value) {
        out_ += '"';
        out_ += value;
        out_ += '"';
    }

    std::string& out_;
    const OfficeDays& days_;
};

}  // namespace fallbuch::simulate

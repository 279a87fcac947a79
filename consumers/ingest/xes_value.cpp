#include "consumers/ingest/xes_value.h"

#include <charconv>
#include <chrono>
#include <cstddef>
#include <limits>
#include <optional>
#include <system_error>

namespace fallbuch {
namespace {

using std::chrono::days;
using std::chrono::nanoseconds;
using std::chrono::seconds;

// Whole years that an Instant holds, whatever the zone.
constexpr int kYearMin = 1678;
constexpr int kYearMax = 2261;
constexpr int kFractionDigits = 9;
constexpr int kZoneHoursMax = 14;
constexpr std::size_t kShownBytesMax = 80;

Error refused(std::string_view why, std::string_view text) {
    return Error{ErrorCode::invalid, std::string(why) + " (" + shown(text) + ")"};
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_xml_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_xml_space(text.back())) text.remove_suffix(1);
    return text;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Reads fixed-width fields from the front of a text; after the first misfit it stays failed.
class Fields {
public:
    explicit Fields(std::string_view text) : rest_(text) {}

    int number(std::size_t digits) {
        if (rest_.size() < digits) return fail();
        int value = 0;
        for (std::size_t i = 0; i < digits; ++i) {
            if (!is_digit(rest_[i])) return fail();
            value = value * 10 + (rest_[i] - '0');
        }
        rest_.remove_prefix(digits);
        return value;
    }
    void literal(char expected) {
        if (!skip(expected)) fail();
    }
    bool skip(char expected) {
        if (rest_.empty() || rest_.front() != expected) return false;
        rest_.remove_prefix(1);
        return true;
    }
    // One or more digits of a fraction, as nanoseconds, the rest cut off.
    int fraction() {
        int value = 0;
        int digits = 0;
        for (; !rest_.empty() && is_digit(rest_.front()); rest_.remove_prefix(1), ++digits) {
            if (digits < kFractionDigits) value = value * 10 + (rest_.front() - '0');
        }
        if (digits == 0) return fail();
        for (; digits < kFractionDigits; ++digits) value *= 10;
        return value;
    }
    bool at_end() const { return rest_.empty(); }
    bool ok() const { return ok_; }

private:
    int fail() {
        ok_ = false;
        rest_ = {};
        return 0;
    }

    std::string_view rest_;
    bool ok_ = true;
};

struct DateTime {
    int year = 0;
    int month = 0;
    int day = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
    int nanosecond = 0;
    int zone_sign = 1;
    int zone_hours = 0;
    int zone_minutes = 0;
};

std::optional<DateTime> split(std::string_view text) {
    Fields fields(text);
    DateTime parts;
    parts.year = fields.number(4);
    fields.literal('-');
    parts.month = fields.number(2);
    fields.literal('-');
    parts.day = fields.number(2);
    fields.literal('T');
    parts.hour = fields.number(2);
    fields.literal(':');
    parts.minute = fields.number(2);
    fields.literal(':');
    parts.second = fields.number(2);
    if (fields.skip('.')) parts.nanosecond = fields.fraction();
    const bool west = fields.skip('-');
    if (west || fields.skip('+')) {
        parts.zone_sign = west ? -1 : 1;
        parts.zone_hours = fields.number(2);
        fields.literal(':');
        parts.zone_minutes = fields.number(2);
    } else {
        fields.skip('Z');
    }
    if (!fields.ok() || !fields.at_end()) return std::nullopt;
    return parts;
}

bool is_time_of_day(const DateTime& parts) {
    if (parts.hour == 24) return parts.minute + parts.second + parts.nanosecond == 0;
    return parts.hour < 24 && parts.minute < 60 && parts.second < 60;
}

bool is_zone(const DateTime& parts) {
    if (parts.zone_hours == kZoneHoursMax) return parts.zone_minutes == 0;
    return parts.zone_hours < kZoneHoursMax && parts.zone_minutes < 60;
}

}  // namespace

Result<Instant> parse_xs_date_time(std::string_view text) {
    const std::optional<DateTime> parts = split(trimmed(text));
    if (!parts) return refused("not an xs:dateTime", text);
    const std::chrono::year_month_day day(std::chrono::year(parts->year),
                                          std::chrono::month(static_cast<unsigned>(parts->month)),
                                          std::chrono::day(static_cast<unsigned>(parts->day)));
    if (!day.ok()) return refused("no such day", text);
    if (!is_time_of_day(*parts)) return refused("no such time of day", text);
    if (!is_zone(*parts)) return refused("no such time zone", text);
    if (parts->year < kYearMin || parts->year > kYearMax) {
        return refused("the year is outside 1678 to 2261", text);
    }
    const int zone_seconds =
        parts->zone_sign * (parts->zone_hours * 3600 + parts->zone_minutes * 60);
    const int day_seconds = parts->hour * 3600 + parts->minute * 60 + parts->second;
    return Instant(std::chrono::sys_days(day)) + seconds(day_seconds - zone_seconds) +
           nanoseconds(parts->nanosecond);
}

Result<std::int64_t> parse_xs_long(std::string_view text) {
    std::string_view digits = trimmed(text);
    if (digits.starts_with('+') && !digits.starts_with("+-")) digits.remove_prefix(1);
    std::int64_t value = 0;
    const char* const end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, value);
    if (error == std::errc::result_out_of_range) return refused("does not fit 64 bits", text);
    if (error != std::errc() || stop != end) return refused("not a whole number", text);
    return value;
}

Result<double> parse_xs_double(std::string_view text) {
    const std::string_view word = trimmed(text);
    if (word == "INF" || word == "+INF") return std::numeric_limits<double>::infinity();
    if (word == "-INF") return -std::numeric_limits<double>::infinity();
    if (word == "NaN") return std::numeric_limits<double>::quiet_NaN();
    // from_chars knows other spellings of infinity, which begin with a letter.
    std::string_view digits = word;
    if (digits.starts_with('+') && !digits.starts_with("+-")) digits.remove_prefix(1);
    if (digits.find_first_not_of("0123456789+-.eE") != std::string_view::npos) {
        return refused("not a number", text);
    }
    double value = 0;
    const char* const end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, value);
    if (error == std::errc::result_out_of_range) return refused("does not fit a double", text);
    if (error != std::errc() || stop != end) return refused("not a number", text);
    return value;
}

Result<bool> parse_xs_boolean(std::string_view text) {
    const std::string_view word = trimmed(text);
    if (word == "true" || word == "1") return true;
    if (word == "false" || word == "0") return false;
    return refused("neither true nor false", text);
}

Result<XesValue> parse_xes_value(XesKind kind, std::string_view text) {
    switch (kind) {
        case XesKind::date: return parse_xs_date_time(text);
        case XesKind::integer: return parse_xs_long(text);
        case XesKind::real: return parse_xs_double(text);
        case XesKind::boolean: return parse_xs_boolean(text);
        case XesKind::string:
        case XesKind::id:
        case XesKind::list:
        case XesKind::container: break;
    }
    return XesValue();
}

std::string shown(std::string_view text) {
    const bool cut = text.size() > kShownBytesMax;
    if (cut) {
        // A UTF-8 character is kept whole or left out: its second byte on are 10xxxxxx.
        std::size_t end = kShownBytesMax;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) --end;
        text = text.substr(0, end);
    }
    std::string line(text);
    for (char& c : line) {
        if (static_cast<unsigned char>(c) < ' ' || c == '\x7f') c = ' ';
    }
    return cut ? line + "..." : line;
}

}  // namespace fallbuch

#include "core/calendar/timestamp.h"

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <limits>

namespace fallbuch {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::nanoseconds;
using std::chrono::seconds;

constexpr std::int64_t kSecondNanoseconds = 1'000'000'000;
// Whole seconds whose every nanosecond an Instant can hold.
constexpr std::int64_t kSecondsMax =
    std::numeric_limits<std::int64_t>::max() / kSecondNanoseconds - 1;

// Takes digits and signs off the front of a text; fails for good at the first mismatch.
class Scanner {
public:
    explicit Scanner(std::string_view text) : text_(text) {}

    int digits(std::size_t count) {
        int value = 0;
        for (std::size_t i = 0; i < count; ++i) value = value * 10 + digit();
        return value;
    }
    bool accept(char wanted) {
        if (text_.empty() || text_[0] != wanted) return false;
        text_.remove_prefix(1);
        return true;
    }
    void expect(char wanted) { ok_ = accept(wanted) && ok_; }
    bool next_is_digit() const { return !text_.empty() && text_[0] >= '0' && text_[0] <= '9'; }
    void fail() { ok_ = false; }
    bool ok() const { return ok_; }
    bool at_end() const { return ok_ && text_.empty(); }

private:
    int digit() {
        if (!next_is_digit()) {
            ok_ = false;
            return 0;
        }
        const int value = text_[0] - '0';
        text_.remove_prefix(1);
        return value;
    }

    std::string_view text_;
    bool ok_ = true;
};

local_days scan_day(Scanner& scanner) {
    const int year = scanner.digits(4);
    scanner.expect('-');
    const int month = scanner.digits(2);
    scanner.expect('-');
    const int day = scanner.digits(2);
    const auto date = std::chrono::year(year) / month / day;
    if (!date.ok()) scanner.fail();
    return scanner.ok() ? local_days(date) : local_days{};
}

seconds scan_time(Scanner& scanner) {
    const int hour = scanner.digits(2);
    scanner.expect(':');
    const int minute = scanner.digits(2);
    scanner.expect(':');
    const int second = scanner.digits(2);
    if (hour > 23 || minute > 59 || second > 59) scanner.fail();
    return seconds(hour * 3600 + minute * 60 + second);
}

nanoseconds scan_fraction(Scanner& scanner) {
    if (!scanner.accept('.')) return nanoseconds(0);
    if (!scanner.next_is_digit()) scanner.fail();
    std::int64_t value = 0;
    std::int64_t unit = kSecondNanoseconds;
    while (scanner.next_is_digit() && unit > 1) {
        unit /= 10;
        value += scanner.digits(1) * unit;
    }
    return nanoseconds(value);
}

seconds scan_offset(Scanner& scanner) {
    if (scanner.accept('Z') || scanner.accept('z')) return seconds(0);
    const bool west = scanner.accept('-');
    if (!west) scanner.expect('+');
    const int hour = scanner.digits(2);
    scanner.expect(':');
    const int minute = scanner.digits(2);
    if (hour > 23 || minute > 59) scanner.fail();
    return seconds((west ? -60 : 60) * (hour * 60 + minute));
}

}  // namespace

std::optional<Instant> parse_timestamp(std::string_view text) {
    Scanner scanner(text);
    const local_days day = scan_day(scanner);
    if (!scanner.accept('T')) scanner.expect('t');
    const seconds time = scan_time(scanner);
    const nanoseconds fraction = scan_fraction(scanner);
    const seconds offset = scan_offset(scanner);
    if (!scanner.at_end()) return std::nullopt;
    const seconds utc = day.time_since_epoch() + time - offset;
    if (std::abs(utc.count()) > kSecondsMax) return std::nullopt;
    return Instant(utc + fraction);
}

std::optional<local_days> parse_day(std::string_view text) {
    Scanner scanner(text);
    const local_days day = scan_day(scanner);
    return scanner.at_end() ? std::optional(day) : std::nullopt;
}

std::string day_text(local_days day) {
    const std::chrono::year_month_day date(day);
    std::array<char, 32> out{};
    std::snprintf(out.data(), out.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    return out.data();
}

std::string timestamp_text(Instant instant) {
    std::string out = timestamp_text(instant, seconds(0));
    out.replace(out.size() - 6, 6, "Z");
    return out;
}

std::string timestamp_text(Instant instant, seconds offset) {
    const auto whole = std::chrono::floor<seconds>(instant);
    const auto local = whole + offset;
    const auto midnight = std::chrono::floor<days>(local);
    const long second = (local - midnight).count();
    const long minutes = std::abs(offset.count()) / 60;
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "T%02ld:%02ld:%02ld.%09ld", second / 3600,
                  second / 60 % 60, second % 60, static_cast<long>((instant - whole).count()));
    std::string out = day_text(local_days(midnight.time_since_epoch())) + text.data();
    out.erase(out.find_last_not_of('0') + 1);
    // What is left of a fraction of zero is its point; trailing zeros of the seconds are behind it.
    if (out.back() == '.') out.pop_back();
    std::snprintf(text.data(), text.size(), "%c%02ld:%02ld", offset.count() < 0 ? '-' : '+',
                  minutes / 60, minutes % 60);
    return out + text.data();
}

}  // namespace fallbuch

#include "tools/fallbuch/german.h"

#include <cstdint>
#include <nlohmann/json.hpp>

#include "core/calendar/timestamp.h"

namespace fallbuch {
namespace {

// From "2010-11-02T13:00:00+01:00" to "02.11.2010".
std::string day_part(const std::string& local) {
    return local.substr(8, 2) + "." + local.substr(5, 2) + "." + local.substr(0, 4);
}

}  // namespace

std::string german_moment(const BerlinTime& berlin, Instant instant) {
    const std::string local = berlin.local_text(instant);
    return day_part(local) + " " + local.substr(11, 5);
}

std::string german_day(const BerlinTime& berlin, Instant instant) {
    return day_part(berlin.local_text(instant));
}

std::string german_value(const BerlinTime& berlin, const std::string& json) {
    const auto value = nlohmann::json::parse(json, nullptr, false);
    if (value.is_boolean()) return value.get<bool>() ? "ja" : "nein";
    if (!value.is_string()) return json;
    const auto text = value.get<std::string>();
    const auto instant = parse_timestamp(text);
    return instant ? german_moment(berlin, *instant) : text;
}

std::string german_count(std::uint64_t count) {
    const std::string digits = std::to_string(count);
    std::string grouped;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i != 0 && (digits.size() - i) % 3 == 0) grouped += '.';
        grouped += digits[i];
    }
    return grouped;
}

}  // namespace fallbuch

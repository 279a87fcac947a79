#include "tools/fallbuch/german.h"

#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "core/calendar/timestamp.h"

namespace fallbuch {
namespace {

// From "2010-11-02T13:00:00+01:00" to "02.11.2010".
std::string day_part(const std::string& local) {
    return local.substr(8, 2) + "." + local.substr(5, 2) + "." + local.substr(0, 4);
}

// The members of an imported log's list, one behind the other.
std::string german_list(const BerlinTime& berlin, const nlohmann::json& members) {
    std::string text;
    for (const nlohmann::json& member : members) {
        const bool is_named = member.is_object() && member.contains("value");
        const nlohmann::json& value = is_named ? member.at("value") : member;
        text += (text.empty() ? "" : ", ") + german_value(berlin, value.dump());
    }
    return text;
}

}  // namespace

std::string german_moment(const BerlinTime& berlin, Instant instant) {
    const std::string local = berlin.local_text(instant);
    return day_part(local) + " " + local.substr(11, 5);
}

std::string german_when(const BerlinTime& berlin, Instant occurred, bool day_precision) {
    return day_precision ? german_day(berlin, occurred) : german_moment(berlin, occurred);
}

std::string german_day(const BerlinTime& berlin, Instant instant) {
    return day_part(berlin.local_text(instant));
}

std::string german_day(CivilDay day) { return day_part(day_text(day)); }

std::string german_days(std::uint64_t count) {
    return german_count(count) + (count == 1 ? " Tag" : " Tage");
}

std::string german_days_dative(std::uint64_t count) {
    return german_count(count) + (count == 1 ? " Tag" : " Tagen");
}

std::string german_due(CivilDay due, CivilDay day) {
    const auto left = (due - day).count();
    const std::string text = "fällig am " + german_day(due);
    if (left == 0) return text + ", heute";
    const std::string days = german_days_dative(static_cast<std::uint64_t>(std::abs(left)));
    return text + (left > 0 ? ", in " : ", überfällig seit ") + days;
}

std::string german_value(const BerlinTime& berlin, const std::string& json) {
    const auto value = nlohmann::json::parse(json, nullptr, false);
    if (value.is_object() && value.size() == 1 && value.contains("list")) {
        return german_list(berlin, value.at("list"));
    }
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

std::string german_events(std::uint64_t count) {
    return german_count(count) + (count == 1 ? " Ereignis" : " Ereignisse");
}

}  // namespace fallbuch

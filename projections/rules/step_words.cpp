#include "projections/rules/step_words.h"

#include <array>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string_view>

#include "projections/rules/lengths.h"
#include "projections/rules/value_words.h"

namespace fallbuch::rules {
namespace {

constexpr std::string_view kUnknown = "–";

// "7 Tage", "1 Arbeitstag", "24 Stunden"; the text itself if it is no length.
std::string length_or_text(std::string_view text) {
    const std::string length = text.find('P') <= 1 ? german_length(length_of(text)) : "";
    return length.empty() ? std::string(text) : length;
}

}  // namespace

std::string named_day(CivilDay day) {
    constexpr std::array<std::string_view, 7> kDays{"So", "Mo", "Di", "Mi", "Do", "Fr", "Sa"};
    if (is_no_day(day)) return german_date(day);
    const std::chrono::weekday weekday(day);
    return std::string(kDays[weekday.c_encoding()]) + ' ' + german_date(day);
}

std::string days_words(std::int64_t count) {
    return std::to_string(count) + (count == 1 ? " Tag" : " Tage");
}

std::string number_words(double number) {
    if (number == std::floor(number)) return std::to_string(static_cast<std::int64_t>(number));
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%.2f", number);
    std::string words(text.data());
    while (words.back() == '0') words.pop_back();
    if (words.back() == '.') words.pop_back();
    const std::size_t point = words.find('.');
    if (point != std::string::npos) words.replace(point, 1, ",");
    return words;
}

std::string value_words(const Value& value, const CodeList* codes) {
    switch (value.kind) {
        case ValueKind::missing: return std::string(kUnknown);
        case ValueKind::erased: return "(gelöscht)";
        case ValueKind::in_doubt: return "(ungewiss)";
        case ValueKind::boolean: return value.boolean ? "ja" : "nein";
        case ValueKind::number: return number_words(value.number);
        case ValueKind::text: {
            const Code* code = codes == nullptr ? nullptr : codes->find(value.text);
            return code != nullptr ? code->title : length_or_text(value.text);
        }
        case ValueKind::day:
        case ValueKind::moment: return german_date(value.day);
        case ValueKind::map: return std::string(kUnknown);
        case ValueKind::list:
        case ValueKind::texts: break;
    }
    std::string all;
    each_item(value, [&](const Value& item) {
        all += (all.empty() ? "" : ", ") + value_words(item, codes);
        return true;
    });
    return all.empty() ? std::string(kUnknown) : all;
}

std::string event_words(const Vocabulary& vocabulary, const CaseEvent& event) {
    return quoted(vocabulary.title(event.type)) + " (Eintrag Nr. " +
           std::to_string(event.content.value) + ')';
}

std::string event_on_day(const Vocabulary& vocabulary, const CaseEvent& event) {
    return event_words(vocabulary, event) + " am " + named_day(event.day);
}

}  // namespace fallbuch::rules

#include "core/calendar/holiday_list.h"

#include <algorithm>
#include <utility>

#include "core/calendar/timestamp.h"

namespace fallbuch {
namespace {

constexpr std::string_view kBlanks = " \t\r";

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

// The pieces between the separators, trimmed; at least one.
std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> pieces;
    while (true) {
        const auto end = text.find(separator);
        pieces.push_back(trimmed(text.substr(0, end)));
        if (end == std::string_view::npos) return pieces;
        text.remove_prefix(end + 1);
    }
}

Error invalid(std::string_view what, std::string_view value) {
    return {ErrorCode::invalid, std::string(what) + " (" + std::string(value) + ")"};
}

// Reads line after line into a list.
class ListReader {
public:
    Status read(std::string_view line) {
        const std::string_view content = trimmed(line);
        if (content.empty() || content[0] == '#') return {};
        const auto fields = split(content, '|');
        if (fields[0] == "place" && fields.size() == 5) return read_place(fields);
        if (fields[0] == "holiday" && fields.size() == 3) return read_holiday(fields);
        if (fields[0] == "in" && fields.size() == 5) return read_validity(fields);
        return invalid("not place with 5 fields, holiday with 3 or in with 5", content);
    }
    HolidayList list() && { return std::move(list_); }

private:
    using Fields = std::vector<std::string_view>;

    Status read_place(const Fields& fields) {
        for (const auto name : {fields[1], fields[2], fields[3]}) {
            if (name.empty()) return invalid("place: id, place around it and title are needed", "");
        }
        if (fields[1].find_first_of(kBlanks) != std::string_view::npos) {
            return invalid("place: an id has no blanks", fields[1]);
        }
        const std::string_view within = fields[2] == "-" ? std::string_view() : fields[2];
        list_.places.push_back({std::string(fields[1]), std::string(within), std::string(fields[3]),
                                std::string(fields[4])});
        return {};
    }

    Status read_holiday(const Fields& fields) {
        if (fields[2].empty()) return invalid("holiday: the title is needed", "");
        ASSIGN_OR_RETURN(current_.day, parse_yearly_day(fields[1]));
        current_.title = fields[2];
        return {};
    }

    Status read_validity(const Fields& fields) {
        if (current_.title.empty()) return invalid("in: no holiday stands above it", fields[1]);
        RETURN_IF_ERROR(read_days(fields[2]));
        current_.source = fields[3];
        current_.remark = fields[4];
        bool any = false;
        for (const std::string_view place : split(fields[1], ' ')) {
            if (place.empty()) continue;
            any = true;
            current_.place = place;
            list_.rules.push_back(current_);
        }
        return any ? Status() : Status(invalid("in: no place", fields[1]));
    }

    // "from..to" or "from.."
    Status read_days(std::string_view text) {
        const auto dots = text.find("..");
        const auto from = parse_day(trimmed(text.substr(0, dots)));
        if (dots == std::string_view::npos || !from) {
            return invalid("in: not YYYY-MM-DD.. or YYYY-MM-DD..YYYY-MM-DD", text);
        }
        current_.valid_from = *from;
        const std::string_view last = trimmed(text.substr(dots + 2));
        current_.valid_to = last.empty() ? std::nullopt : parse_day(last);
        if (!last.empty() && (!current_.valid_to || *current_.valid_to < *from)) {
            return invalid("in: the last day is no day, or before the first", text);
        }
        return {};
    }

    HolidayList list_;
    HolidayRule current_{};  // the holiday above; its validity is that of the line being read
};

}  // namespace

Result<HolidayList> parse_holiday_list(std::string_view text) {
    if (text.size() > kHolidayListBytesMax) {
        return Error{ErrorCode::invalid, "too large: at most 1 MiB"};
    }
    ListReader reader;
    std::size_t number = 0;
    while (!text.empty()) {
        const auto end = text.find('\n');
        ++number;
        if (const Status status = reader.read(text.substr(0, end)); !status) {
            return status.error().in("line " + std::to_string(number));
        }
        text.remove_prefix(std::min(end, text.size() - 1) + 1);
    }
    return std::move(reader).list();
}

}  // namespace fallbuch

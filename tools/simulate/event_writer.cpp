#include "tools/simulate/event_writer.h"

#include "tools/simulate/office_days.h"

#include <cstdint>

namespace fallbuch::simulate {

namespace {

constexpr std::int64_t kSecondsOfDay = 86400;

void append_two(std::string& out, std::int64_t number) {
    out += static_cast<char>('0' + number / 10);
    out += static_cast<char>('0' + number % 10);
}

// UTC; the day's text is looked up.
void append_instant(std::string& out, std::int64_t second, const OfficeDays& days) {
    const std::int64_t day = second / kSecondsOfDay;
    const std::int64_t rest = second % kSecondsOfDay;
    out += days.text(CivilDay{std::chrono::days(day)});
    out += 'T';
    append_two(out, rest / 3600);
    out += ':';
    append_two(out, rest / 60 % 60);
    out += ':';
    append_two(out, rest % 60);
    out += 'Z';
}

}  // namespace

void append_event(std::string& out, const Timeline& line, std::size_t event,
                  std::string_view source) {
    const EventMark& mark = line.events()[event];
    out += R"({"specversion":"1.0","id":")";
    out += line.id_of(event);
    out += R"(","source":")";
    out += source;
    out += R"(","type":"de.fallbuch.)";
    out += mark.type;
    out += R"(.v1","subject":")";
    out += line.subject();
    out += R"(","time":")";
    if (mark.only_day) {
        out += line.days().text(*mark.only_day);
        out += R"(","timeprecision":"day)";
    } else {
        append_instant(out, mark.occurred, line.days());
    }
    out += R"(","recorded":")";
    append_instant(out, mark.recorded, line.days());
    out += "\",";
    out += line.actor_text(mark.actor);
    if (!mark.legal_circle.empty()) {
        out += R"(,"purpose":"Eingliederung in Arbeit","rechtskreis":")";
        out += mark.legal_circle;
        out += '"';
    }
    if (mark.corrects) {
        out += R"(,"corrects":")";
        out += line.id_of(*mark.corrects);
        out += '"';
    }
    out += R"(,"data":)";
    out += line.data(mark);
    out += "}\n";
}

void append_truth(std::string& out, const Timeline& line, const Truth& truth) {
    out += R"({"case":")" + line.subject() + R"(","rule":")";
    out += truth.rule;
    out += R"(","event":")" + line.id_of(truth.event) + R"(","due":)";
    if (truth.due) {
        out += '"';
        out += line.days().text(*truth.due);
        out += '"';
    } else {
        out += "null";
    }
    out += R"(,"kind":")";
    out += truth.kind;
    out += "\"}\n";
}

}  // namespace fallbuch::simulate

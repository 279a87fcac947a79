#include "tools/simulate/timeline.h"

#include <algorithm>
#include <utility>

#include "core/base/assert.h"

namespace fallbuch::simulate {

void Timeline::go_to(CivilDay day, int second_of_day) {
    today_ = day;
    now_ = days_.start_second(day) + second_of_day;
}

void Timeline::act_as(const Actor& actor, CivilDay to) {
    std::string text = R"("actor":")" + actor.user + R"(","actorrole":")";
    text += actor.role;
    text += R"(","actorunit":")";
    text += actor.unit;
    text += R"(","actororgtype":")";
    text += actor.org_type;
    text += '"';
    const auto found = std::find(actors_.begin(), actors_.end(), text);
    const auto index = static_cast<std::size_t>(found - actors_.begin());
    if (found == actors_.end()) actors_.push_back(std::move(text));
    shifts_.push_back({actor.user, index, today_, to});
}

const Timeline::Shift& Timeline::shift() const {
    LEDGER_ASSERT(!shifts_.empty());
    const auto found = std::find_if(shifts_.rbegin(), shifts_.rend(), [&](const Shift& one) {
        return one.from <= today_ && today_ <= one.to;
    });
    return found == shifts_.rend() ? shifts_.front() : *found;
}

Fields Timeline::add(std::string_view type) {
    close_fields();
    data_ += '{';
    events_.push_back({.type = type,
                       .occurred = now_,
                       .recorded = now_ + lag_,
                       .only_day = {},
                       .data_begin = data_.size() - 1,
                       .data_end = 0,
                       .actor = static_cast<std::uint16_t>(shift().actor),
                       .legal_circle = circle_,
                       .corrects = {}});
    now_ += kSecondsBetween;
    return {data_, days_};
}

Fields Timeline::add_day(std::string_view type) {
    Fields fields = add(type);
    events_.back().only_day = today_;
    return fields;
}

void Timeline::corrects(std::size_t event) { events_.back().corrects = event; }

void Timeline::occurred_with(std::size_t event) {
    events_.back().occurred = events_[event].occurred;
    events_.back().only_day = events_[event].only_day;
}

void Timeline::recorded_on(CivilDay day, int second_of_day) {
    events_.back().recorded = days_.start_second(day) + second_of_day;
    LEDGER_ASSERT(events_.back().recorded >= events_.back().occurred);
}

bool Timeline::is_recorded_after(CivilDay day) const {
    return events_.back().recorded >= days_.start_second(day + std::chrono::days(1));
}

void Timeline::mistake_day(std::size_t event, CivilDay day) {
    LEDGER_ASSERT(day < today_);
    events_[event].occurred += days_.start_second(day) - days_.start_second(today_);
}

std::string Timeline::id_of(std::size_t event) const {
    const std::string number = std::to_string(event + 1);
    return subject_ + '-' + std::string(number.size() < 4 ? 4 - number.size() : 0, '0') + number;
}

void Timeline::close_fields() {
    if (events_.empty()) return;
    if (events_.back().data_end != 0) return;
    data_ += '}';
    events_.back().data_end = data_.size();
}

const std::vector<EventMark>& Timeline::finish() {
    close_fields();
    return events_;
}

std::string_view Timeline::data(const EventMark& event) const {
    return std::string_view(data_).substr(event.data_begin, event.data_end - event.data_begin);
}

}  // namespace fallbuch::simulate

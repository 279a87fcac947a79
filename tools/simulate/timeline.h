// The events of one history: put down in the order in which they occur, with the moment at which
// each was recorded.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/calendar/civil_day.h"
#include "tools/simulate/fields.h"
#include "tools/simulate/office_days.h"

namespace fallbuch::simulate {

// Who acts: the envelope's attributes about him.
struct Actor {
    std::string user;
    std::string_view role;
    std::string_view unit;
    std::string_view org_type;
};

// One event, its data in the history's buffer.
struct EventMark {
    std::string_view type;  // without "de.fallbuch." and version
    std::int64_t occurred = 0;
    std::int64_t recorded = 0;
    std::optional<CivilDay> only_day;
    std::size_t data_begin = 0;
    std::size_t data_end = 0;
    std::uint16_t actor = 0;
    std::string_view legal_circle;
    std::optional<std::size_t> corrects;
};

// The days outlive it.
class Timeline {
public:
    Timeline(const OfficeDays& days, std::string subject) : days_(days), subject_(subject) {
        data_.reserve(32768);
    }

    // The moment of the next event; later events follow it by some seconds each.
    void go_to(CivilDay day, int second_of_day);
    // Who acts from today on, until somebody else does; what is told of earlier days is theirs who
    // acted then.
    void act_as(const Actor& actor) { act_as(actor, CivilDay::max()); }
    // Who acts from today to this day.
    void act_as(const Actor& actor, CivilDay to);
    // Who acts today.
    const std::string& user() const { return shift().user; }
    // The Rechtskreis of the envelope from now on; empty: none.
    void in_circle(std::string_view code) { circle_ = code; }
    // Further events are recorded so many seconds after they occurred (default 20).
    void record_after(std::int64_t seconds) { lag_ = seconds; }

    // The next event. The fields belong to it until the next call.
    Fields add(std::string_view type);
    // The next event, of which only the day is known.
    Fields add_day(std::string_view type);
    // The last event corrects an earlier one.
    void corrects(std::size_t event);
    // The last event happened when another one did, and was recorded at a moment of its own.
    void occurred_with(std::size_t event);
    void recorded_on(CivilDay day, int second_of_day);
    bool is_recorded_after(CivilDay day) const;
    // An event of today was put down for an earlier day, at the same hour.
    void mistake_day(std::size_t event, CivilDay day);

    std::size_t last() const { return events_.size() - 1; }
    CivilDay today() const { return today_; }
    std::string id_of(std::size_t event) const;
    const std::string& subject() const { return subject_; }
    const OfficeDays& days() const { return days_; }

    // Ends the last event's fields. Then the events can be read.
    const std::vector<EventMark>& finish();
    const std::vector<EventMark>& events() const { return events_; }
    std::string_view data(const EventMark& event) const;
    // The rendered attributes of an actor.
    const std::string& actor_text(std::size_t actor) const { return actors_[actor]; }

private:
    static constexpr int kSecondsBetween = 20;

    struct Shift {
        std::string user;
        std::size_t actor;
        CivilDay from;
        CivilDay to;
    };

    void close_fields();
    const Shift& shift() const;

    const OfficeDays& days_;
    std::string subject_;
    std::string data_;
    std::vector<EventMark> events_;
    std::vector<std::string> actors_;
    std::vector<Shift> shifts_;  // a later one takes the place of those before
    std::string_view circle_;
    CivilDay today_{};
    std::int64_t now_ = 0;
    std::int64_t lag_ = kSecondsBetween;
};

}  // namespace fallbuch::simulate

#include "projections/rules/calendars.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

namespace fallbuch::rules {
namespace {

// Those of holidays.txt. Rulebooks are read so often that its law is not made anew each time.
constexpr auto kPlaces = std::to_array<std::string_view>({"DE",
                                                          "DE-BB",
                                                          "DE-BE",
                                                          "DE-BW",
                                                          "DE-BY",
                                                          "DE-BY-AUGSBURG",
                                                          "DE-BY-KATHOLISCH",
                                                          "DE-HB",
                                                          "DE-HE",
                                                          "DE-HH",
                                                          "DE-MV",
                                                          "DE-NI",
                                                          "DE-NW",
                                                          "DE-RP",
                                                          "DE-SH",
                                                          "DE-SL",
                                                          "DE-SN",
                                                          "DE-SN-FRONLEICHNAM",
                                                          "DE-ST",
                                                          "DE-TH",
                                                          "DE-TH-FRONLEICHNAM"});

}  // namespace

bool has_holidays(std::string_view place) {
    return std::find(kPlaces.begin(), kPlaces.end(), place) != kPlaces.end();
}

Result<Calendars> Calendars::of(const HolidayLaw& law) {
    Calendars calendars;
    calendars.law_ = law;
    for (const auto& [id, place] : law.places()) {
        ASSIGN_OR_RETURN(WorkCalendar calendar, law.calendar(id));
        calendars.all_.emplace(id, std::move(calendar));
    }
    return calendars;
}

const WorkCalendar* Calendars::find(std::string_view place) const {
    const auto found = all_.find(place.empty() ? std::string_view("DE") : place);
    return found == all_.end() ? nullptr : &found->second;
}

std::string Calendars::title_of(const std::string& place) const {
    if (!law_) return place;
    const auto found = law_->places().find(place);
    return found == law_->places().end() ? place : found->second.title;
}

std::string Calendars::holiday_on(const std::string& place, CivilDay day) const {
    if (!law_) return {};
    const auto all = law_->holidays(place, std::chrono::year_month_day(day).year());
    if (!all) return {};
    std::string title;
    for (const Holiday& one : *all) {
        if (one.day == day) title += (title.empty() ? "" : " und ") + one.title;
    }
    return title;
}

}  // namespace fallbuch::rules

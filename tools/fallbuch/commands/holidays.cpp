// fallbuch holidays: the public holidays of a place, each with its law, as deadlines count them.
#include <CLI/CLI.hpp>
#include <array>
#include <chrono>
#include <ctime>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/file.h"
#include "core/base/result.h"
#include "core/calendar/berlin.h"
#include "core/calendar/civil_day.h"
#include "core/calendar/holiday_law.h"
#include "core/calendar/holiday_list.h"
#include "core/calendar/timestamp.h"
#include "tools/fallbuch/commands/commands.h"
#include "tools/fallbuch/context.h"
#include "tools/fallbuch/german.h"
#include "tools/fallbuch/table.h"

namespace fallbuch {
namespace {

struct HolidaysOptions {
    std::string place;
    std::optional<int> year;
    std::vector<std::string> lists;
};

constexpr auto kWeekdays =
    std::to_array<std::string_view>({"So", "Mo", "Di", "Mi", "Do", "Fr", "Sa"});

std::string_view weekday_of(CivilDay day) {
    return kWeekdays[std::chrono::weekday(day).c_encoding()];
}

// The program's list, and those that are named, in their order.
Result<HolidayLaw> read_law(Context& context, const std::vector<std::string>& lists) {
    ASSIGN_OR_RETURN(HolidayLaw law, HolidayLaw::built_in());
    for (const std::string& path : lists) {
        ASSIGN_OR_RETURN(const Bytes text, read_file(context.files(), path, kHolidayListBytesMax));
        RETURN_IF_ERROR(law.add(path, as_text(text)));
    }
    return law;
}

void print_places(const Context& context, const HolidayLaw& law) {
    Table table({{"Ort"}, {"liegt in"}, {"Name", Align::left, Fit::wrap}});
    for (const auto& [id, place] : law.places()) {
        if (context.json()) {
            std::cout << nlohmann::ordered_json{{"place", id},
                                                {"within", place.within},
                                                {"title", place.title},
                                                {"law", place.law}}
                             .dump()
                      << '\n';
        }
        table.add({id, place.within, place.title});
    }
    if (!context.json()) std::cout << table.text(terminal_width());
}

void print_holidays(const Context& context, const std::vector<Holiday>& holidays) {
    Table table({{"Tag"}, {"Feiertag"}, {"Gilt in, nach", Align::left, Fit::wrap}});
    for (const Holiday& one : holidays) {
        if (context.json()) {
            std::cout << nlohmann::ordered_json{{"day", day_text(one.day)},
                                                {"title", one.title},
                                                {"place", one.place},
                                                {"source", one.source},
                                                {"remark", one.remark}}
                             .dump()
                      << '\n';
        }
        const std::string remark = one.remark.empty() ? "" : "\n" + one.remark;
        table.add({std::string(weekday_of(one.day)) + " " + german_day(one.day), one.title,
                   one.place + (one.source.empty() ? "" : ": " + one.source) + remark});
    }
    if (!context.json()) std::cout << table.text(terminal_width());
}

Result<Exit> run_holidays(Context& context, const HolidaysOptions& options) {
    ASSIGN_OR_RETURN(const HolidayLaw law, read_law(context, options.lists));
    if (options.place.empty()) {
        print_places(context, law);
        return Exit::ok;
    }
    ASSIGN_OR_RETURN(const BerlinTime berlin, BerlinTime::load());
    const std::chrono::year_month_day today(berlin.day_of(context.clock().now()));
    const std::chrono::year year = options.year ? std::chrono::year(*options.year) : today.year();
    const auto holidays = law.holidays(options.place, year);
    if (!holidays && holidays.error().code == ErrorCode::not_found) {
        return Error{ErrorCode::not_found,
                     holidays.error().message + "; fallbuch holidays lists all places"};
    }
    if (!holidays) return holidays.error();
    print_holidays(context, *holidays);
    return Exit::ok;
}

}  // namespace

void add_holidays(CLI::App& app, Invocation& invocation) {
    auto options = std::make_shared<HolidaysOptions>();
    CLI::App* command = app.add_subcommand("holidays", "Show public holidays and their law");
    command->add_option("PLACE", options->place, "A Land or place; without it all are listed");
    command->add_option("--year", options->year, "From 1990 to 2099 (default: this year)")
        ->check(CLI::Range(1990, 2099));
    command->add_option("--list", options->lists, "A list of your own places and holidays, too")
        ->type_name("FILE")
        ->check(CLI::ExistingFile);
    command->footer(
        "A list of your own is a text file; it adds to the program's and takes nothing away:\n"
        "  place   | DE-NW-MUSTER | DE-NW | Musterstadt | Ortsgesetz\n"
        "  holiday | 02-03 | Stadtfest\n"
        "  in      | DE-NW-MUSTER | 2024-01-01.. | § 1 Ortsgesetz |\n"
        "Days: MM-DD, or as core/calendar/yearly_day.h says. Needs no ledger.\n"
        "Examples:\n"
        "  fallbuch holidays\n"
        "  fallbuch holidays DE-BY-AUGSBURG --year 2026\n"
        "  fallbuch holidays DE-NW-MUSTER --list muster.txt");
    command->callback([&invocation, options] {
        invocation.run = [options](Context& context) { return run_holidays(context, *options); };
    });
}

}  // namespace fallbuch

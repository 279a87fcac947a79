#include "tools/fallbuch/followed_states.h"

#include <cstddef>
#include <cstdint>
#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>

#include "core/events/known_sources.h"
#include "projections/engine/sweep.h"
#include "tools/fallbuch/progress.h"

namespace fallbuch {
namespace {

// `of`: which states are meant, if several are asked for.
void tell(const CatchUpReport& report, const std::string& of) {
    if (report.built_anew && report.record_count != 0) {
        std::cerr << "The states of all cases" << of << " were built: " << report.why << ".\n";
    }
    if (report.was_cut_off) {
        std::cerr << (report.built_anew
                          ? "An earlier attempt to build them did not finish; it was begun anew.\n"
                          : "An earlier attempt to follow the ledger did not finish; the states "
                            "were continued\nfrom where they were whole.\n");
    }
    if (report.was_stopped) {
        std::cerr << "The record before which the states had ended can be taken in again; they "
                     "follow the\nledger.\n";
    }
    if (report.stopped) {
        std::cerr
            << "Attention: the states end before record " << report.stopped->position.value
            << ", which cannot be taken in: " << report.stopped->why
            << "\nWhat the ledger learnt since is missing here. 'fallbuch fsck' tells whether "
               "the\nledger is damaged; once the record can be read again, the states go on "
               "by themselves.\n";
    }
}

// What is wrong with the answer, for programs: the last line, after the answer.
std::string notice_json(std::string_view notice, Position next, const std::string& why) {
    return nlohmann::json{{"notice", notice}, {"next", next.value}, {"why", why}}.dump();
}

}  // namespace

Result<std::vector<ServedStates>> follow_states(std::string_view command,
                                                std::span<const ProjectionParts> parts) {
    Progress progress("Reading the ledger");
    ServeOptions options;
    options.catch_up.progress = [&](std::uint64_t done, std::uint64_t total) {
        progress.update(done, total);
    };
    options.wait_begins = [] {
        std::cerr << "Another process builds the states of all cases; waiting for it.\n";
    };
    auto served = serve_states_together(parts, options);
    progress.clear();
    if (!served) {
        return Error{served.error().code,
                     std::string(command) + ": the states of all cases in " +
                         parts.front().directory +
                         " cannot follow the ledger: " + served.error().message};
    }
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const std::string name(parts[i].projection.name());
        tell((*served)[i].report, parts.size() == 1 ? "" : " (" + name + ")");
    }
    return served;
}

Exit tell_what_is_missing(std::span<const ServedStates> served, bool json) {
    // Whatever is furthest behind is missing in the answer.
    const ServedStates* worst = &served.front();
    for (const ServedStates& one : served) {
        if (one.report.next < worst->report.next) worst = &one;
    }
    const auto& stopped = worst->report.stopped;
    const std::string next = std::to_string(worst->report.next.value);
    if (stopped) {
        std::cout << (json ? notice_json("incomplete", stopped->position, stopped->why)
                           : "Unvollständig: Einträge ab Nr. " + next + " fehlen.")
                  << '\n';
        return worst->is_log_damaged ? Exit::damaged : Exit::undecided;
    }
    if (worst->is_behind) {
        std::cout << (json ? notice_json("behind", worst->report.next, "another process is at work")
                           : "Nicht der neueste Stand: Einträge ab Nr. " + next +
                                 " werden gerade übernommen.")
                  << '\n';
    }
    return Exit::ok;
}

Result<std::string> short_number(EventReader& events, const StreamId& stream,
                                 const std::string& number) {
    ASSIGN_OR_RETURN(const auto sources, KnownSources::read(events.vault()));
    for (const std::string& source : sources) {
        const std::string without(case_of(number, source));
        if (without == number) continue;
        const auto found = events.find_case(without);
        return found && *found == stream ? without : number;
    }
    return number;
}

}  // namespace fallbuch

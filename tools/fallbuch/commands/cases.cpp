// fallbuch cases: find cases, and those that wait for something.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "core/base/assert.h"
#include "core/base/bytes.h"
#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/calendar/berlin.h"
#include "core/calendar/civil_day.h"
#include "core/events/event_reader.h"
#include "core/events/known_sources.h"
#include "core/ledger/ledger_place.h"
#include "core/ledger/ledger_reader.h"
#include "projections/case/case_card.h"
#include "projections/case/case_state.h"
#include "projections/case/thing_kind.h"
#include "projections/case/worklist.h"
#include "projections/engine/runner.h"
#include "projections/engine/serve.h"
#include "projections/engine/state_file.h"
#include "tools/fallbuch/case_list.h"
#include "tools/fallbuch/commands/commands.h"
#include "tools/fallbuch/context.h"
#include "tools/fallbuch/name_search.h"
#include "tools/fallbuch/progress.h"

namespace fallbuch {
namespace {

struct CasesOptions {
    std::string name;
    std::string case_number;
    std::string customer_number;
    std::string team;
    std::string unit;
    std::string caseworker;
    std::string phase;
    std::string worklist;
    std::optional<int> days;
    std::optional<std::uint32_t> no_contact_days;
    bool closed_too = false;
    std::size_t limit = 50;
};

// What is asked for, ready to be compared.
struct WantedTexts {
    explicit WantedTexts(const CasesOptions& options)
        : name(options.name),
          case_number(options.case_number),
          customer_number(options.customer_number),
          team(options.team),
          unit(options.unit),
          caseworker(options.caseworker) {}

    SearchText name;
    SearchText case_number;
    SearchText customer_number;
    SearchText team;
    SearchText unit;
    SearchText caseworker;
};

// What is asked for, and when.
struct Question {
    const CasesOptions& options;
    WantedTexts wanted;
    const BerlinTime& berlin;
    ListQuestion list;
};

Error wrong(const std::string& what) { return Error{ErrorCode::invalid, "cases: " + what}; }

// What the parser of the command line cannot know.
Result<Question> question_of(Context& context, const BerlinTime& berlin,
                             const CasesOptions& options) {
    const Instant now = context.clock().now();
    Question question{options, WantedTexts(options), berlin, {nullptr, 0, berlin.day_of(now)}};
    if (options.worklist.empty()) {
        if (options.days)
            return wrong(
                "--days belongs to --worklist; for contacts take "
                "--no-contact-since");
        return question;
    }
    question.list.worklist = find_worklist(options.worklist);
    LEDGER_ASSERT(question.list.worklist != nullptr);  // is_worklist() saw it
    if (options.closed_too) return wrong("a closed case waits for nothing: leave out --closed");
    if (options.days && !question.list.worklist->takes_days()) {
        return wrong("worklist " + options.worklist + " asks for no number of days");
    }
    question.list.days = options.days.value_or(question.list.worklist->days_default);
    return question;
}

// Responsible, or standing in today.
bool works_on(const SearchText& wanted, const CaseCard& card, CivilDay today) {
    const ResponsibleTerm* term = card.responsible_on(today);
    return wanted.is(term != nullptr ? term->caseworker : "") ||
           std::ranges::any_of(card.deputies_on(today), [&](const DeputyTerm& deputy) {
               return wanted.is(deputy.caseworker);
           });
}

// Where it belongs, even if the time of whoever was responsible is over.
bool is_at(const WantedTexts& wanted, const CaseCard& card, CivilDay today) {
    const ResponsibleTerm* term = card.assigned_on(today);
    return wanted.team.is(term != nullptr ? term->team : "") &&
           wanted.unit.is(term != nullptr ? term->unit : "");
}

bool is_wanted(const CaseCard& card, const Question& question) {
    const CasesOptions& options = question.options;
    if (!card.is_case || (!card.is_open && !options.closed_too)) return false;
    const WantedTexts& wanted = question.wanted;
    const bool is_phase = options.phase.empty() || options.phase == key_of(card.phase);
    if (!is_phase || !wanted.name.is_part_of(card.name) ||
        !wanted.customer_number.is(card.customer_number) ||
        !is_at(wanted, card, question.list.today) ||
        !works_on(wanted.caseworker, card, question.list.today)) {
        return false;
    }
    if (!options.no_contact_days) return true;
    if (!card.last_contact) return true;
    const CivilDay last = question.berlin.day_of(*card.last_contact);
    return question.list.today - last > std::chrono::days(*options.no_contact_days);
}

// The most urgent, then who was not spoken to for longest, then by number.
bool comes_first(const FoundCase& left, const FoundCase& right) {
    const auto key = [](const FoundCase& one) {
        return std::tuple(one.entry, one.card.last_contact.value_or(Instant::min()), one.number);
    };
    return key(left) < key(right);
}

Result<std::vector<FoundCase>> search(const Question& question, LedgerReader& reader,
                                      const StateFile& states) {
    std::vector<FoundCase> found;
    RETURN_IF_ERROR(states.cards([&](const StreamId& stream, ByteView bytes) -> Status {
        ASSIGN_OR_RETURN(CaseCard card, decode_card(bytes));
        if (!is_wanted(card, question)) return {};
        std::optional<WorklistEntry> entry = WorklistEntry{};
        if (question.list.worklist != nullptr) {
            entry =
                entry_of(*question.list.worklist, card, question.list.today, question.list.days);
        }
        if (!entry) return {};
        ASSIGN_OR_RETURN(std::string number, reader.vault().stream_name(stream));
        if (!question.wanted.case_number.is_part_of(number)) return {};
        found.push_back({stream, std::move(number), std::move(card), *entry});
        return {};
    }));
    std::sort(found.begin(), found.end(), comes_first);
    return found;
}

void tell(const CatchUpReport& report) {
    if (report.built_anew && report.record_count != 0) {
        std::cerr << "The states of all cases were built: " << report.why << ".\n";
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

// What is wrong with the answer, for programs: the last line, after the cases.
std::string notice_json(std::string_view notice, Position next, const std::string& why) {
    return nlohmann::json{{"notice", notice}, {"next", next.value}, {"why", why}}.dump();
}

// Behind the list, which is not what the ledger says by now.
Exit tell_what_is_missing(const ServedStates& served, bool json) {
    const auto& stopped = served.report.stopped;
    const std::string next = std::to_string(served.report.next.value);
    if (stopped) {
        std::cout << (json ? notice_json("incomplete", stopped->position, stopped->why)
                           : "Unvollständig: Einträge ab Nr. " + next + " fehlen.")
                  << '\n';
        return served.is_log_damaged ? Exit::damaged : Exit::undecided;
    }
    if (served.is_behind) {
        std::cout << (json ? notice_json("behind", served.report.next, "another process is at work")
                           : "Nicht der neueste Stand: Einträge ab Nr. " + next +
                                 " werden gerade übernommen.")
                  << '\n';
    }
    return Exit::ok;
}

// The states do not follow: what was asked for cannot be answered for today.
Error behind(const LedgerPlace& place, const Error& error) {
    return Error{error.code, "cases: the states of all cases in " + place.projections_path() +
                                 " cannot follow the ledger: " + error.message};
}

Result<ServedStates> states_of(const ProjectionParts& parts) {
    Progress progress("Reading the ledger");
    ServeOptions options;
    options.catch_up.progress = [&](std::uint64_t done, std::uint64_t total) {
        progress.update(done, total);
    };
    options.wait_begins = [] {
        std::cerr << "Another process builds the states of all cases; waiting for it.\n";
    };
    ASSIGN_OR_RETURN(ServedStates served, serve_states(parts, options));
    progress.clear();
    tell(served.report);
    return served;
}

// The number by which the other commands find a case: without the part that names its source,
// unless several sources have it.
Status shorten(EventReader& events, FoundCase& found) {
    ASSIGN_OR_RETURN(const auto sources, KnownSources::read(events.vault()));
    for (const std::string& source : sources) {
        const std::string number(case_of(found.number, source));
        if (number == found.number) continue;
        const auto stream = events.find_case(number);
        if (stream && *stream == found.stream) found.number = number;
        return {};
    }
    return {};
}

Result<Exit> run(Context& context, const CasesOptions& options) {
    ASSIGN_OR_RETURN(const BerlinTime berlin, BerlinTime::load());
    ASSIGN_OR_RETURN(const Question question, question_of(context, berlin, options));
    ASSIGN_OR_RETURN(const auto reader, context.open_reader());
    ASSIGN_OR_RETURN(const LedgerPlace place, context.ledger_place());
    ASSIGN_OR_RETURN(auto types, context.reading_catalogue(*reader));
    const CaseStateProjection projection(types, berlin);
    const auto served =
        states_of({projection, reader->records(), reader->vault(), types, context.files(),
                   context.random(), place.projections_path(), reader->file().id});
    if (!served) return behind(place, served.error());
    ASSIGN_OR_RETURN(auto found, search(question, *reader, *served->states));
    ASSIGN_OR_RETURN(const auto events, context.open_events(*reader));
    const std::size_t shown = std::min(found.size(), options.limit);
    for (std::size_t i = 0; i < shown; ++i) RETURN_IF_ERROR(shorten(*events, found[i]));
    if (context.json()) {
        for (std::size_t i = 0; i < shown; ++i) {
            std::cout << found_case_json(found[i], question.list) << '\n';
        }
    } else {
        std::cout << case_list_text(berlin, found, shown, question.list);
    }
    return tell_what_is_missing(*served, context.json());
}

// A line for each worklist, with the days that it takes.
std::string worklist_help() {
    constexpr std::size_t kNameCells = 16;
    std::string text =
        "Worklists of open cases, the most urgent first (in brackets the days that\n"
        "--days changes):\n";
    for (const Worklist& list : worklists()) {
        std::string name(list.name);
        name.resize(std::max(kNameCells, name.size() + 1), ' ');
        text += "  " + name + std::string(list.title);
        if (list.takes_days()) text += " [" + std::to_string(list.days_default) + "]";
        text += '\n';
    }
    return text;
}

// Its description is what completion offers.
CLI::Validator is_worklist() {
    std::string names;
    for (const Worklist& list : worklists()) {
        names += (names.empty() ? "{" : ",") + std::string(list.name);
    }
    return CLI::Validator(
        [](const std::string& name) {
            if (find_worklist(name) != nullptr) return std::string();
            return "there is no worklist '" + name + "'; fallbuch cases --help lists them";
        },
        names + '}');
}

void add_filters(CLI::App& command, CasesOptions& options) {
    command.add_option("--name", options.name, "Parts of the person's name, in any order");
    command.add_option("--case-number", options.case_number, "Part of the case number");
    command.add_option("--customer-number", options.customer_number, "Kundennummer");
    command.add_option("--team", options.team, "Team that is responsible");
    command.add_option("--unit", options.unit, "Office (Dienststelle) that is responsible");
    command.add_option("--caseworker", options.caseworker,
                       "Who is responsible, or stands in today");
    command.add_option("--phase", options.phase, "Where in the 4-Phasen-Modell")
        ->check(CLI::IsMember({"none", "analysis", "goal", "strategy", "agreement", "follow_up"}));
    command
        .add_option("--no-contact-since", options.no_contact_days,
                    "No contact, as told below, for more than so many days")
        ->type_name("DAYS");
    command.add_flag("--closed", options.closed_too, "Closed cases and imported logs, too");
}

}  // namespace

void add_cases(CLI::App& app, Invocation& invocation) {
    auto options = std::make_shared<CasesOptions>();
    CLI::App* command = app.add_subcommand("cases", "Find cases, and those that wait");
    add_filters(*command, *options);
    command->add_option("--worklist", options->worklist, "Only what waits for something, see below")
        ->check(is_worklist())
        ->option_text("NAME");
    command->add_option("--days", options->days, "Of the worklist: within, or since, so many days")
        ->check(CLI::Range(0, kWorklistDaysMax))
        ->type_name("DAYS");
    command->add_option("--limit", options->limit, "Show at most so many")->type_name("N");
    command->footer(
        worklist_help() +
        "All of it may be combined. Texts are found without case, spaces and accents, as\n"
        "\"oeztuerk laura\" finds Laura Öztürk.\n"
        "A contact is a personal talk with whoever places or counsels (KD-19: IFK,\n"
        "Fallmanagement, Reha-Beratung, BBiE), if its purpose is told: about integration.\n"
        "Calls, letters, Eingangszone and Leistungssachbearbeitung are none. Days are\n"
        "days in Berlin. Without a worklist those whose last contact (\"Zuletzt beraten\")\n"
        "is longest ago come first. With --json one object for each line; a last one with\n"
        "\"notice\" says if the list is \"incomplete\" (exit 3) or \"behind\" the ledger, and\n"
        "from which record on. The states of all cases are kept sealed in the ledger's\n"
        "projections/ and follow it by themselves.\n"
        "Examples:\n  fallbuch --ledger demo cases --team 71 --no-contact-since 90\n"
        "  fallbuch --ledger demo cases --worklist plan-due --days 14 --caseworker U-101");
    command->callback([&invocation, options] {
        invocation.run = [options](Context& context) { return run(context, *options); };
    });
}

}  // namespace fallbuch

// fallbuch cases: find cases, and those that wait for something.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstddef>
#include <iostream>
#include <memory>
#include <optional>
#include <span>
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
#include "core/ledger/ledger_place.h"
#include "core/ledger/ledger_reader.h"
#include "projections/case/case_card.h"
#include "projections/case/case_state.h"
#include "projections/case/worklist.h"
#include "projections/engine/runner.h"
#include "projections/engine/state_file.h"
#include "tools/fallbuch/case_filter.h"
#include "tools/fallbuch/case_list.h"
#include "tools/fallbuch/commands/commands.h"
#include "tools/fallbuch/context.h"
#include "tools/fallbuch/followed_states.h"

namespace fallbuch {
namespace {

constexpr std::size_t kShownDefault = 50;

struct CasesOptions {
    CaseFilterOptions filter;
    std::string worklist;
    std::optional<int> days;
    std::optional<std::size_t> limit;
};

// What is asked for, and when.
struct Question {
    CaseFilter filter;
    ListQuestion list;
};

Error wrong(const std::string& what) { return Error{ErrorCode::invalid, "cases: " + what}; }

// What the parser of the command line cannot know.
Result<Question> question_of(Context& context, const BerlinTime& berlin,
                             const CasesOptions& options) {
    const CivilDay today = berlin.day_of(context.clock().now());
    Question question{CaseFilter(options.filter, berlin, today), {nullptr, 0, today}};
    if (options.worklist.empty()) {
        if (options.days) {
            return wrong("--days belongs to --worklist; for contacts take\n--no-contact-since");
        }
        return question;
    }
    question.list.worklist = find_worklist(options.worklist);
    LEDGER_ASSERT(question.list.worklist != nullptr);  // is_worklist() saw it
    if (options.filter.closed_too)
        return wrong("a closed case waits for nothing: leave out --closed");
    if (options.days && !question.list.worklist->takes_days()) {
        return wrong("worklist " + options.worklist + " asks for no number of days");
    }
    question.list.days = options.days.value_or(question.list.worklist->days_default);
    return question;
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
        if (!question.filter.fits(card)) return {};
        std::optional<WorklistEntry> entry = WorklistEntry{};
        if (question.list.worklist != nullptr) {
            entry =
                entry_of(*question.list.worklist, card, question.list.today, question.list.days);
        }
        if (!entry) return {};
        ASSIGN_OR_RETURN(std::string number, reader.vault().stream_name(stream));
        if (!question.filter.fits_number(number)) return {};
        found.push_back({stream, std::move(number), std::move(card), *entry});
        return {};
    }));
    std::sort(found.begin(), found.end(), comes_first);
    return found;
}

Result<Exit> run(Context& context, const CasesOptions& options) {
    ASSIGN_OR_RETURN(const BerlinTime berlin, BerlinTime::load());
    ASSIGN_OR_RETURN(const Question question, question_of(context, berlin, options));
    ASSIGN_OR_RETURN(const auto reader, context.open_reader());
    ASSIGN_OR_RETURN(const LedgerPlace place, context.ledger_place());
    ASSIGN_OR_RETURN(auto types, context.reading_catalogue(*reader));
    const CaseStateProjection projection(types, berlin);
    const ProjectionParts parts{
        projection,      reader->records(), reader->vault(),          types,
        context.files(), context.random(),  place.projections_path(), reader->file().id};
    ASSIGN_OR_RETURN(const auto served, follow_states("cases", {&parts, 1}));
    ASSIGN_OR_RETURN(auto found, search(question, *reader, *served.front().states));
    ASSIGN_OR_RETURN(const auto events, context.open_events(*reader));
    const std::size_t limit = options.limit.value_or(context.json() ? found.size() : kShownDefault);
    const std::size_t shown = std::min(found.size(), limit);
    for (FoundCase& one : std::span(found).first(shown)) {
        ASSIGN_OR_RETURN(one.number, short_number(*events, one.stream, one.number));
    }
    if (context.json()) {
        for (std::size_t i = 0; i < shown; ++i) {
            std::cout << found_case_json(found[i], question.list) << '\n';
        }
    } else {
        std::cout << case_list_text(berlin, found, shown, question.list);
    }
    return tell_what_is_missing(served, context.json());
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

}  // namespace

void add_cases(CLI::App& app, Invocation& invocation) {
    auto options = std::make_shared<CasesOptions>();
    CLI::App* command = app.add_subcommand("cases", "Find cases, and those that wait");
    add_case_filters(*command, options->filter);
    command->add_option("--worklist", options->worklist, "Only what waits for something, see below")
        ->check(is_worklist())
        ->option_text("NAME");
    command->add_option("--days", options->days, "Of the worklist: within, or since, so many days")
        ->check(CLI::Range(0, kWorklistDaysMax))
        ->type_name("DAYS");
    command->add_option("--limit", options->limit, "Show at most so many; 50, with --json all")
        ->type_name("N");
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

// fallbuch cases: find cases, and those that wait for something.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdint>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/calendar/berlin.h"
#include "core/calendar/timestamp.h"
#include "core/ledger/ledger_place.h"
#include "core/ledger/ledger_reader.h"
#include "projections/case/case_card.h"
#include "projections/case/case_model.h"
#include "projections/case/case_state.h"
#include "projections/engine/runner.h"
#include "projections/engine/state_file.h"
#include "tools/fallbuch/commands/commands.h"
#include "tools/fallbuch/context.h"
#include "tools/fallbuch/german.h"
#include "tools/fallbuch/progress.h"
#include "tools/fallbuch/table.h"

namespace fallbuch {
namespace {

struct CasesOptions {
    std::string name;
    std::string customer_number;
    std::string team;
    std::string unit;
    std::string caseworker;
    std::string phase;
    std::optional<std::uint32_t> no_contact_days;
    bool closed_too = false;
    std::size_t limit = 50;
};

struct FoundCase {
    std::string number;
    CaseCard card;
};

bool is_same(const std::string& wanted, const std::string& text) {
    return wanted.empty() || wanted == text;
}

// Case does not count, as far as ASCII goes; any part of the name will do.
bool contains(const std::string& text, const std::string& wanted) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    const auto found = std::search(text.begin(), text.end(), wanted.begin(), wanted.end(),
                                   [&](char a, char b) { return lower(a) == lower(b); });
    return wanted.empty() || found != text.end();
}

bool is_wanted(const CaseCard& card, const CasesOptions& options, Instant now) {
    if (!card.is_open && !options.closed_too) return false;
    if (!contains(card.name, options.name) || !is_same(options.team, card.team) ||
        !is_same(options.unit, card.unit) || !is_same(options.caseworker, card.caseworker) ||
        !is_same(options.customer_number, card.customer_number) ||
        !is_same(options.phase, std::string(key_of(card.phase)))) {
        return false;
    }
    if (!options.no_contact_days) return true;
    return !card.last_contact ||
           now - *card.last_contact > std::chrono::days(*options.no_contact_days);
}

// Waiting longest first; then by number.
bool comes_first(const FoundCase& left, const FoundCase& right) {
    const Instant left_contact = left.card.last_contact.value_or(Instant::min());
    const Instant right_contact = right.card.last_contact.value_or(Instant::min());
    return std::pair(left_contact, left.number) < std::pair(right_contact, right.number);
}

Result<std::vector<FoundCase>> search(Context& context, const CasesOptions& options,
                                      LedgerReader& reader, const StateFile& states) {
    const Instant now = context.clock().now();
    std::vector<FoundCase> found;
    RETURN_IF_ERROR(states.cards([&](const StreamId& stream, ByteView bytes) -> Status {
        ASSIGN_OR_RETURN(CaseCard card, decode_card(bytes));
        if (!is_wanted(card, options, now)) return {};
        ASSIGN_OR_RETURN(std::string number, reader.vault().stream_name(stream));
        found.push_back({std::move(number), std::move(card)});
        return {};
    }));
    std::sort(found.begin(), found.end(), comes_first);
    return found;
}

void print_json(const FoundCase& found) {
    const CaseCard& card = found.card;
    nlohmann::json out{{"case", found.number},
                       {"customer_number", card.customer_number},
                       {"name", card.name},
                       {"open", card.is_open},
                       {"phase", key_of(card.phase)},
                       {"unit", card.unit},
                       {"team", card.team},
                       {"caseworker", card.caseworker},
                       {"rechtskreis", card.circle},
                       {"last_contact", nullptr},
                       {"last_event", timestamp_text(card.last_event)},
                       {"events", card.event_count}};
    if (card.last_contact) out["last_contact"] = timestamp_text(*card.last_contact);
    std::cout << out.dump() << '\n';
}

void print_table(const BerlinTime& berlin, const std::vector<FoundCase>& found, std::size_t shown) {
    Table table({{"Fall"},
                 {"Name", Align::left, Fit::cut},
                 {"Phase"},
                 {"Team"},
                 {"Zuständig"},
                 {"Letzter Kontakt"}});
    for (std::size_t i = 0; i < shown; ++i) {
        const CaseCard& card = found[i].card;
        table.add({found[i].number, card.name, std::string(title_of(card.phase)), card.team,
                   card.caseworker,
                   card.last_contact ? german_day(berlin, *card.last_contact) : "keiner"});
    }
    std::cout << table.text(terminal_width()) << '\n'
              << german_count(found.size()) << (found.size() == 1 ? " Fall" : " Fälle");
    if (shown < found.size()) std::cout << ", davon gezeigt " << german_count(shown);
    std::cout << '\n';
}

Status tell(const CatchUpReport& report) {
    if (report.built_anew && report.record_count != 0) {
        std::cerr << "The states of all cases were built: " << report.why << ".\n";
    }
    if (report.was_cut_off) {
        std::cerr << "An earlier attempt to follow the ledger was cut off; the states were "
                     "continued from\nwhere they were whole.\n";
    }
    if (report.stopped) {
        std::cerr << "Attention: the states end before record " << report.stopped->position.value
                  << ", which cannot be taken in: " << report.stopped->why << '\n';
    }
    return {};
}

Result<Exit> run(Context& context, const CasesOptions& options) {
    ASSIGN_OR_RETURN(const BerlinTime berlin, BerlinTime::load());
    ASSIGN_OR_RETURN(const auto reader, context.open_reader());
    ASSIGN_OR_RETURN(const LedgerPlace place, context.ledger_place());
    ASSIGN_OR_RETURN(auto types, context.reading_catalogue(*reader));
    const CaseStateProjection projection(types);
    ASSIGN_OR_RETURN(const auto runner,
                     ProjectionRunner::open({projection, reader->records(), reader->vault(), types,
                                             context.files(), context.random(),
                                             place.projections_path(), reader->file().id}));
    CatchUpOptions catch_up;
    {
        Progress progress("Reading the ledger");
        catch_up.progress = [&](std::uint64_t done, std::uint64_t total) {
            progress.update(done, total);
        };
        ASSIGN_OR_RETURN(const CatchUpReport report, runner->catch_up(catch_up));
        progress.clear();
        RETURN_IF_ERROR(tell(report));
    }
    ASSIGN_OR_RETURN(const auto found, search(context, options, *reader, runner->states()));
    const std::size_t shown = std::min(found.size(), options.limit);
    if (context.json()) {
        for (std::size_t i = 0; i < shown; ++i) print_json(found[i]);
    } else {
        print_table(berlin, found, shown);
    }
    return Exit::ok;
}

}  // namespace

void add_cases(CLI::App& app, Invocation& invocation) {
    auto options = std::make_shared<CasesOptions>();
    CLI::App* command = app.add_subcommand("cases", "Find cases, and those that wait");
    command->add_option("--name", options->name, "Part of the person's name");
    command->add_option("--customer-number", options->customer_number, "Kundennummer");
    command->add_option("--team", options->team, "Team that is responsible");
    command->add_option("--unit", options->unit, "Office (Dienststelle) that is responsible");
    command->add_option("--caseworker", options->caseworker, "Who is responsible");
    command->add_option("--phase", options->phase, "Where in the 4-Phasen-Modell")
        ->check(CLI::IsMember({"none", "analysis", "goal", "strategy", "agreement", "follow_up"}));
    command
        ->add_option("--no-contact-since", options->no_contact_days,
                     "No contact for more than so many days")
        ->type_name("DAYS");
    command->add_flag("--closed", options->closed_too, "Closed cases, too");
    command->add_option("--limit", options->limit, "Show at most so many")->type_name("N");
    command->footer(
        "Those whose last contact is longest ago come first. With --json one object for each\n"
        "line. The states of all cases are kept sealed in the ledger's projections/ and follow\n"
        "it by themselves.\n"
        "Example:\n  fallbuch --ledger demo cases --team 71 --no-contact-since 90");
    command->callback([&invocation, options] {
        invocation.run = [options](Context& context) { return run(context, *options); };
    });
}

}  // namespace fallbuch

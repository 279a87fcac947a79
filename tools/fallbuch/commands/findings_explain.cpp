// fallbuch findings explain: what was found, by which rule, and how its day was reckoned.
#include <CLI/CLI.hpp>
#include <charconv>
#include <cstdint>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/codec/record.h"
#include "core/events/event_reader.h"
#include "core/events/held_events.h"
#include "core/ledger/ledger_reader.h"
#include "core/storage/segment_files.h"
#include "projections/findings/explained_findings.h"
#include "projections/findings/finding_state.h"
#include "projections/findings/findings_projection.h"
#include "projections/findings/kept_finding.h"
#include "projections/findings/superseded_findings.h"
#include "projections/rules/office_history.h"
#include "tools/fallbuch/commands/commands.h"
#include "tools/fallbuch/commands/findings.h"
#include "tools/fallbuch/context.h"
#include "tools/fallbuch/finding_page.h"
#include "tools/fallbuch/followed_states.h"
#include "tools/fallbuch/rules_in_force.h"
#include "tools/fallbuch/table.h"

namespace fallbuch {
namespace {

struct ExplainOptions {
    std::string id;
    std::string case_name;
};

Error no_such(const ExplainOptions& options, const std::string& where) {
    return Error{ErrorCode::not_found,
                 "findings explain: " + where + " has no finding '" + options.id +
                     "'; 'fallbuch findings --case-number …' lists those of a case"};
}

// "EV-05@1234" is of the case in which record 1234 stands.
std::optional<Position> position_of(const std::string& id) {
    const std::size_t at = id.find('@');
    if (at == std::string::npos) return std::nullopt;
    std::uint64_t number = 0;
    const char* const begin = id.data() + at + 1;
    const auto [end, error] = std::from_chars(begin, id.data() + id.size(), number);
    const bool is_day = end != id.data() + id.size() && *end == '-';
    if (error != std::errc() || end == begin || is_day) return std::nullopt;
    return Position{number};
}

Result<StreamId> stream_of(LedgerReader& reader, EventReader& events,
                           const ExplainOptions& options) {
    if (!options.case_name.empty()) return events.find_case(options.case_name);
    const auto position = position_of(options.id);
    if (!position) {
        return Error{ErrorCode::invalid,
                     "findings explain: '" + options.id + "' names no event; say --case, too"};
    }
    if (position->value >= reader.records().count()) return no_such(options, "the ledger");
    ASSIGN_OR_RETURN(const StoredRecord record, reader.records().read(*position));
    RecordHeader header;
    RETURN_IF_ERROR(decode_header(record.header(), header));
    if (header.prefix.kind != RecordKind::case_event) return no_such(options, "the ledger");
    return header.prefix.stream_id;
}

// By its whole id, or of those of a rule the one that asks most for something to be done, and of
// equals the newest.
const ExplainedFinding* find(const std::vector<ExplainedFinding>& all, std::string_view id) {
    const ExplainedFinding* found = nullptr;
    for (const ExplainedFinding& one : all) {
        const KeptFinding& finding = one.finding;
        if (finding.id == id) return &one;
        const bool is_of_rule =
            finding.rule() == id || std::string_view(finding.id).starts_with(std::string(id) + '@');
        if (!is_of_rule) continue;
        const auto urgency = [](const ExplainedFinding& any) {
            return std::pair(state_of(any.finding), -any.finding.activated.time_since_epoch());
        };
        if (found == nullptr || urgency(one) < urgency(*found)) found = &one;
    }
    return found;
}

void print(const Context& context, const FindingPageParts& page) {
    std::cout << (context.json() ? finding_page_json(page) + '\n'
                                 : finding_page(page, terminal_width()));
}

// The case whose finding is asked for, and what judges it.
struct AskedCase {
    StreamId stream;
    std::string number;
    const RulesInForce& in_force;
    const KnowledgeParts knowledge;
};

// One that an entry has left nothing of: as it was just before.
Result<Exit> explain_ended(Context& context, const ExplainOptions& options, EventReader& events,
                           const AskedCase& asked) {
    HeldEvents held;
    RETURN_IF_ERROR(events.hold_case(asked.stream, {}, held));
    const auto changes = changes_of(asked.knowledge, asked.stream, held, options.id);
    if (changes.empty() || changes.back().after) return no_such(options, "case " + asked.number);
    const FindingChange& end = changes.back();
    RETURN_IF_ERROR(events.hold_case(asked.stream, end.cause, held));
    const JudgingParts& now = asked.knowledge.judging;
    const JudgingParts then{now.catalogue, now.rules,  asked.knowledge.office.below(end.cause),
                            now.calendars, now.berlin, now.vault};
    const auto all = explain_case(then, asked.stream, held, end.recorded);
    const ExplainedFinding* found = find(all, options.id);
    if (found == nullptr) return no_such(options, "case " + asked.number);
    print(context,
          {asked.in_force.rules(), asked.in_force.berlin(), asked.number, *found, changes, &end});
    return Exit::ok;
}

Result<Exit> run(Context& context, const ExplainOptions& options) {
    ASSIGN_OR_RETURN(const auto reader, context.open_reader());
    ASSIGN_OR_RETURN(auto types, context.reading_catalogue(*reader));
    ASSIGN_OR_RETURN(const auto events, context.open_events(*reader));
    ASSIGN_OR_RETURN(const StreamId stream, stream_of(*reader, *events, options));
    ASSIGN_OR_RETURN(const RulesInForce in_force, RulesInForce::read(context, *events, types, {}));
    HeldEvents held;
    RETURN_IF_ERROR(events->hold_case(stream, {}, held));
    ASSIGN_OR_RETURN(const std::string name, reader->vault().stream_name(stream));
    ASSIGN_OR_RETURN(const std::string number, short_number(*events, stream, name));
    const rules::OfficeHistory office = in_force.office_history();
    const AskedCase asked{stream, number, in_force, {in_force.parts(reader->vault()), office}};
    const auto all = explain_case(asked.knowledge.judging, stream, held, context.clock().now());
    const ExplainedFinding* found = find(all, options.id);
    if (found == nullptr) return explain_ended(context, options, *events, asked);
    const auto changes = changes_of(asked.knowledge, stream, held, found->finding.id);
    print(context, {in_force.rules(), in_force.berlin(), number, *found, changes});
    return Exit::ok;
}

}  // namespace

void add_findings_explain(CLI::App& group, Invocation& invocation) {
    auto options = std::make_shared<ExplainOptions>();
    CLI::App* command = group.add_subcommand("explain", "How one finding came about");
    command->add_option("ID", options->id, "The finding, as the list names it, or its rule")
        ->required();
    command->add_option("--case", options->case_name, "Of this case; needed if ID names no event");
    command->footer(
        "Says what was found, what the rule says and where it comes from, how each day was\n"
        "reckoned, and what came late or was corrected and superseded an earlier finding. One\n"
        "that stands no more is shown as it was until then.\n"
        "Of a rule that has several findings in a case it takes the most urgent one.\n"
        "Examples:\n"
        "  fallbuch --ledger demo findings explain EV-05@1234\n"
        "  fallbuch --ledger demo findings explain EV-05 --case F-2026-000012");
    command->callback([&invocation, &group, options] {
        for (const CLI::Option* one : group.get_options()) {
            if (one->count() == 0) continue;
            throw CLI::ValidationError(one->get_name(),
                                       "narrows the list; 'findings explain' asks for one finding "
                                       "as it is now, and knows no such option");
        }
        invocation.run = [options](Context& context) { return run(context, *options); };
    });
}

}  // namespace fallbuch

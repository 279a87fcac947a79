// fallbuch import and append: how events come in.
#include <CLI/CLI.hpp>
#include <cstdint>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "consumers/ingest/import_session.h"
#include "consumers/ingest/input_stream.h"
#include "consumers/ingest/line_reader.h"
#include "consumers/ingest/refused_event.h"
#include "consumers/ingest/refused_store.h"
#include "consumers/ingest/xes_import.h"
#include "consumers/ingest/xes_reader.h"
#include "core/base/result.h"
#include "core/events/admission.h"
#include "core/events/checked_event.h"
#include "core/events/event_reader.h"
#include "core/events/event_store.h"
#include "core/events/faults.h"
#include "core/ledger/append.h"
#include "core/ledger/ledger_place.h"
#include "tools/fallbuch/commands/commands.h"
#include "tools/fallbuch/context.h"
#include "tools/fallbuch/progress.h"

namespace fallbuch {
namespace {

constexpr std::size_t kRefusalsShownMax = 5;

struct ImportOptions {
    std::string file;
    std::string format = "cloudevents";
    std::string log_name;
};

Status keep_refused(EventStore& store, RefusedStore& refused, const Refusal& refusal) {
    const auto added = refused.add(
        describe_refused(refusal, *store.admission().catalogue, store.ledger().vault()));
    if (!added) return added.error();
    return {};
}

// Prints what was acknowledged, keeps what was refused.
class Observer final : public ImportObserver {
public:
    Observer(const Context& context, EventStore& store, RefusedStore& refused, InputStream& input)
        : json_(context.json()),
          store_(store),
          refused_(refused),
          input_(input),
          progress_("Importing") {}

    Status acknowledged(const AcknowledgedEvent& event) override {
        count();
        if (!json_) return {};
        std::cout << nlohmann::json{{"ids", {event.id}},
                                    {"case", event.case_name},
                                    {"first_position", event.position.value},
                                    {"known", event.known}}
                         .dump()
                  << '\n';
        return {};
    }

    Status refused(const RefusedLine& line) override {
        count();
        if (++refused_count_ <= kRefusalsShownMax) {
            progress_.clear();
            std::cerr << "line " << line.line_number << ": "
                      << describe(line.faults, Wording::with_values) << '\n';
        }
        return keep_refused(
            store_, refused_,
            {line.text, line.faults, RefusedAt::import_file, line.line_number, line.cut_bytes});
    }

    std::uint64_t refused_count() const { return refused_count_; }
    void clear_progress() { progress_.clear(); }

private:
    void count() {
        progress_.update_bytes(++event_count_, input_.source_bytes_consumed(),
                               input_.source_bytes_total().value_or(0));
    }

    bool json_;
    EventStore& store_;
    RefusedStore& refused_;
    InputStream& input_;
    Progress progress_;
    std::uint64_t event_count_ = 0;
    std::uint64_t refused_count_ = 0;
};

Faults faults_of_long_line() {
    return {{"", FaultCode::too_large,
             "the line must have at most " + std::to_string(LineReader::kLineBytesMax) +
                 " bytes (an event " + std::to_string(kEventBytesMax) + ")",
             ""}};
}

// The text of a JSON Lines file's line, without the byte order mark that may stand before it all
// (RFC 8259 section 8.1). invalid if the first line is XML: every line of a log would be refused.
Result<std::string_view> json_text(const Line& line) {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    std::string_view text = line.text;
    if (line.number != 1) return text;
    if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
    if (text.starts_with('<')) {
        return Error{ErrorCode::invalid, "this looks like XES: import it with --format xes"};
    }
    return text;
}

Status read_lines(InputStream& input, ImportSession& session, Observer& observer) {
    LineReader lines(input);
    for (;;) {
        ASSIGN_OR_RETURN(const auto line, lines.next());
        if (!line) return {};
        ASSIGN_OR_RETURN(const std::string_view text, json_text(*line));
        if (line->cut_bytes != 0) {
            RETURN_IF_ERROR(observer.refused(
                {line->number, line->text, faults_of_long_line(), line->cut_bytes}));
        } else if (text.find_first_not_of(" \t") != std::string_view::npos) {
            RETURN_IF_ERROR(session.add(text, line->number));
        }
    }
}

// What a log without a name is called: the file, without its folder and its endings.
std::string log_name_of(const ImportOptions& options) {
    if (!options.log_name.empty() || options.file == "-") return options.log_name;
    const std::string file = options.file.substr(options.file.rfind('/') + 1);
    return file.substr(0, file.find('.'));
}

Status read_log(InputStream& input, ImportSession& session, const std::string& log_name) {
    XesImport log(session, log_name);
    RETURN_IF_ERROR(read_xes(input, log));
    return log.finish();
}

void print_summary(const ImportCounts& counts, const std::string& note, std::uint64_t refused) {
    std::cout << counts.added_count << " events added, " << counts.known_count << " known already, "
              << refused << " refused.\n";
    const std::size_t size_line = note.find('\n') + 1;
    std::cout << "A signed checkpoint covers all "
              << note.substr(size_line, note.find('\n', size_line) - size_line)
              << " records of the ledger.\n";
    if (refused != 0) {
        std::cout << "Refused events are kept, sealed: fallbuch refused list\n";
    }
}

void tell_lifted(const ImportCounts& counts) {
    std::cerr << counts.lifted_count
              << " claimed 'recorded' were before the ledger's newest and were lifted to it.\n";
}

// A broken input file ends the import; what came before it stays, so that is said first.
Result<Exit> run_import(Context& context, const ImportOptions& options) {
    auto input = InputStream::open(context.files(), options.file);
    if (!input) return Error{ErrorCode::unavailable, input.error().message};
    ASSIGN_OR_RETURN(const auto store, context.open_store());
    ASSIGN_OR_RETURN(const LedgerPlace place, context.ledger_place());
    ASSIGN_OR_RETURN(const auto refused, RefusedStore::open(place, store->ledger().vault()));
    Observer observer(context, *store, *refused, *input);
    ImportSession session(*store, Entrance::history, observer);
    input->when_idle([&]() -> Status {
        RETURN_IF_ERROR(session.settle_all());
        RETURN_IF_ERROR(refused->commit());
        std::cout.flush();
        return {};
    });
    const Status read = options.format == "xes" ? read_log(*input, session, log_name_of(options))
                                                : read_lines(*input, session, observer);
    const Status finished = session.settle_all();
    observer.clear_progress();
    RETURN_IF_ERROR(finished);
    RETURN_IF_ERROR(refused->commit());
    ASSIGN_OR_RETURN(const std::string note, store->ledger().cover(store->ledger().log().count()));
    RETURN_IF_ERROR(store->close());
    const bool left_something = session.counts().added_count + observer.refused_count() != 0;
    if (!context.json() && (read || left_something)) {
        print_summary(session.counts(), note, observer.refused_count());
    }
    if (session.counts().lifted_count != 0) tell_lifted(session.counts());
    if (!read) return read.error();
    return observer.refused_count() == 0 ? Exit::ok : Exit::answer_is_no;
}

struct AppendOptions {
    std::string file;
};

// One line is one event; all lines are one unit.
Result<std::vector<CheckedEvent>> check_all(EventStore& store, InputStream& input,
                                            RefusedStore& refused, bool& any_refused) {
    AdmissionParser parser(store.admission());
    LineReader lines(input);
    std::vector<CheckedEvent> events;
    for (;;) {
        ASSIGN_OR_RETURN(const auto line, lines.next());
        if (!line) return events;
        ASSIGN_OR_RETURN(const std::string_view text, json_text(*line));
        if (text.find_first_not_of(" \t") == std::string_view::npos) continue;
        if (events.size() == kUnitRecordsMax) {
            return Error{ErrorCode::invalid, "append: more than " +
                                                 std::to_string(kUnitRecordsMax) +
                                                 " events in one unit; use import"};
        }
        events.emplace_back();
        const Faults faults =
            line->cut_bytes != 0
                ? faults_of_long_line()
                : parser.check(text, store.arrival(Entrance::ordinary), events.back());
        if (faults.empty()) continue;
        any_refused = true;
        std::cerr << "line " << line->number << ": " << describe(faults, Wording::with_values)
                  << '\n';
        RETURN_IF_ERROR(keep_refused(
            store, refused,
            {line->text, faults, RefusedAt::append_file, line->number, line->cut_bytes}));
    }
}

void print_appended(const Context& context, const std::vector<CheckedEvent>& events,
                    const Appended& appended) {
    const std::uint64_t first = appended.positions.front().value;
    const std::string case_name(case_of(events.front().case_name, events.front().source));
    if (!context.json()) {
        std::cout << (appended.known ? "Known already: " : "Appended: ") << events.size()
                  << " event(s) of case " << case_name << ", from position " << first << ".\n";
        return;
    }
    nlohmann::json ids = nlohmann::json::array();
    for (const CheckedEvent& event : events) ids.push_back(event.id);
    std::cout << nlohmann::json{{"ids", ids},
                                {"case", case_name},
                                {"first_position", first},
                                {"known", appended.known}}
                     .dump()
              << '\n';
}

Result<Exit> run_append(Context& context, const AppendOptions& options) {
    auto input = InputStream::open(context.files(), options.file);
    if (!input) return Error{ErrorCode::unavailable, input.error().message};
    ASSIGN_OR_RETURN(const auto store, context.open_store());
    ASSIGN_OR_RETURN(const LedgerPlace place, context.ledger_place());
    ASSIGN_OR_RETURN(const auto refused, RefusedStore::open(place, store->ledger().vault()));
    bool any_refused = false;
    ASSIGN_OR_RETURN(const auto events, check_all(*store, *input, *refused, any_refused));
    if (any_refused) {
        RETURN_IF_ERROR(refused->commit());
        RETURN_IF_ERROR(store->close());
        std::cerr << "fallbuch: nothing was appended: the file is one unit\n";
        return Exit::answer_is_no;
    }
    if (events.empty()) return Error{ErrorCode::invalid, options.file + ": holds no event"};
    const auto appended = store->append(events);
    const Status closed = store->close();
    if (!appended) {
        if (appended.error().code != ErrorCode::invalid) return appended.error();
        return Error{ErrorCode::conflict, appended.error().message};
    }
    print_appended(context, events, *appended);
    RETURN_IF_ERROR(closed);
    return Exit::ok;
}

}  // namespace

void add_import(CLI::App& app, Invocation& invocation) {
    auto options = std::make_shared<ImportOptions>();
    CLI::App* command = app.add_subcommand("import", "Bring in a file of events");
    command->add_option("FILE", options->file, "The file, plain or gzipped; - is standard input")
        ->required();
    command->add_option("--format", options->format, "cloudevents (JSON Lines) or xes")
        ->check(CLI::IsMember({"cloudevents", "xes"}))
        ->capture_default_str();
    command->add_option("--log-name", options->log_name,
                        "XES: the name of a log that has none (default: the file's)");
    command->footer(
        "Each event stands for itself: what is refused is kept, sealed, with all reasons, and the\n"
        "others go in. Importing a file again adds nothing. With --json one line for each event\n"
        "once it is durable; when the input pauses, what came so far is made durable.\n"
        "Examples:\n"
        "  fallbuch --ledger demo import events.jsonl\n"
        "  fallbuch --ledger demo import --format xes permits.xes.gz\n"
        "  zcat events.jsonl.gz | fallbuch --ledger demo import -");
    command->callback([&invocation, options] {
        invocation.run = [options](Context& context) { return run_import(context, *options); };
    });
}

void add_append(CLI::App& app, Invocation& invocation) {
    auto options = std::make_shared<AppendOptions>();
    CLI::App* command = app.add_subcommand("append", "Append events of one case, all or nothing");
    command->add_option("FILE", options->file, "JSON Lines, 1 to 256 events; - is standard input")
        ->required();
    command->footer("Example:\n  fallbuch --ledger demo append note.json");
    command->callback([&invocation, options] {
        invocation.run = [options](Context& context) { return run_append(context, *options); };
    });
}

}  // namespace fallbuch

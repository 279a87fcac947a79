#include "tools/bench/projections.h"

#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <ratio>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "consumers/ingest/import_session.h"
#include "core/base/bytes.h"
#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/events/admission.h"
#include "core/events/decoded_event.h"
#include "core/events/event_reader.h"
#include "core/events/event_store.h"
#include "core/events/faults.h"
#include "core/ledger/ledger.h"
#include "core/ledger/ledger_reader.h"
#include "projections/case/case_card.h"
#include "projections/case/case_changes.h"
#include "projections/case/case_state.h"
#include "projections/engine/case_history.h"
#include "projections/engine/runner.h"
#include "projections/engine/state_file.h"
#include "tools/bench/workload.h"
#include "tools/simulate/simulate.h"

namespace fallbuch {
namespace {

using SteadyClock = std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;

constexpr std::uint64_t kSeed = 1;
constexpr std::uint64_t kDaysLaterMax = 60;

// The most that this process needed since the last reset().
class MemoryPeak {
public:
    static void reset() {
        ::malloc_trim(0);
        std::ofstream("/proc/self/clear_refs") << "5\n";
    }
    static double bytes() {
        std::ifstream status("/proc/self/status");
        for (std::string word; status >> word;) {
            double kibibytes = 0;
            if (word == "VmHWM:" && status >> kibibytes) return kibibytes * 1024;
        }
        return 0;
    }
};

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

AnswerFigures figures_of(std::vector<double> all_ms) {
    std::sort(all_ms.begin(), all_ms.end());
    const auto at = [&](double share) {
        if (all_ms.empty()) return 0.0;
        return all_ms[static_cast<std::size_t>(share * static_cast<double>(all_ms.size() - 1))];
    };
    return {all_ms.size(), at(0.50), at(0.99)};
}

// A directory for states, empty when it is made and gone afterwards.
class Scratch {
public:
    explicit Scratch(std::string path) : path_(std::move(path)) { remove(); }
    ~Scratch() { remove(); }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    const std::string& path() const { return path_; }
    void remove() const {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

private:
    std::string path_;
};

class ProjectionBench {
public:
    explicit ProjectionBench(const ProjectionBenchPlace& place)
        : place_(place), projection_(place.catalogue, place.berlin), scratch_(place.scratch) {}

    // Opens the ledger anew, so that no key is known yet.
    Result<RebuildFigures> rebuild(unsigned threads) {
        runner_.reset();
        reader_.reset();
        scratch_.remove();
        MemoryPeak::reset();
        ASSIGN_OR_RETURN(reader_, LedgerReader::open(place_.ledger, place_.master));
        ASSIGN_OR_RETURN(runner_, ProjectionRunner::open({projection_, reader_->records(),
                                                          reader_->vault(), place_.catalogue,
                                                          place_.ledger.files, place_.ledger.random,
                                                          scratch_.path(), reader_->file().id}));
        CatchUpOptions options;
        options.threads = threads;
        RebuildFigures figures{.threads = threads};
        const double cpu_before = cpu_seconds();
        const auto begin = SteadyClock::now();
        ASSIGN_OR_RETURN(const CatchUpReport report, runner_->catch_up(options));
        figures.seconds = std::chrono::duration<double>(SteadyClock::now() - begin).count();
        figures.cpu_seconds = cpu_seconds() - cpu_before;
        figures.memory_peak_bytes = MemoryPeak::bytes();
        if (report.stopped) return Error{ErrorCode::corrupt, "bench: " + report.stopped->why};
        figures.records = report.record_count;
        figures.cases = runner_->states().case_count();
        figures.cpu_us_per_record =
            1e6 * figures.cpu_seconds / static_cast<double>(figures.records);
        figures.records_per_second = static_cast<double>(figures.records) / figures.seconds;
        return figures;
    }

    // After rebuild().
    Result<AnswerFigures> read_cases(std::uint64_t count) {
        ASSIGN_OR_RETURN(const auto cases, all_cases());
        return measure(count, [&](std::uint64_t noise) -> Status {
            CaseState state(projection_.model());
            ASSIGN_OR_RETURN(const auto bytes,
                             runner_->states().find(cases[noise % cases.size()].stream));
            if (!bytes) return Error{ErrorCode::not_found, "bench: a case has no state"};
            return state.decode(*bytes);
        });
    }

    // What `fallbuch case` does: all events of the case read and folded.
    Result<AnswerFigures> fold_cases(std::uint64_t count) {
        ASSIGN_OR_RETURN(const auto cases, all_cases());
        ASSIGN_OR_RETURN(const auto events,
                         EventReader::open(reader_->records(), reader_->vault(), place_.catalogue));
        return measure(count, [&](std::uint64_t noise) -> Status {
            return fold(*events, {cases[noise % cases.size()].stream, {}});
        });
    }

    // What did the office know some weeks after a moment in the life of a case?
    Result<AnswerFigures> ask_as_of(std::uint64_t count) {
        ASSIGN_OR_RETURN(const auto events,
                         EventReader::open(reader_->records(), reader_->vault(), place_.catalogue));
        ASSIGN_OR_RETURN(const std::vector<Question> questions, questions_of_lives(*events, count));
        return measure(count, [&, next = std::size_t{0}](std::uint64_t) mutable -> Status {
            return fold(*events, questions[next++]);
        });
    }

private:
    struct Case {
        StreamId stream;
        Instant last_event;
    };

    struct Question {
        StreamId stream;
        HistoryBounds bounds;
    };

    Status fold(EventReader& events, const Question& question) const {
        ASSIGN_OR_RETURN(const CaseState state,
                         fold_case(events, projection_.model(), question.stream, question.bounds));
        static_cast<void>(state);
        return {};
    }

    // Each about another moment between the first and the last event of a case.
    Result<std::vector<Question>> questions_of_lives(EventReader& events, std::uint64_t count) {
        ASSIGN_OR_RETURN(const auto cases, all_cases());
        std::uint64_t noise = kSeed;
        std::vector<Question> questions;
        for (std::uint64_t i = 0; i < count; ++i) {
            const std::uint64_t now = stir(noise);
            const Case& one = cases[now % cases.size()];
            Instant first = one.last_event;
            RETURN_IF_ERROR(
                events.read_case(one.stream, [&](Position, const DecodedEvent& event) -> Status {
                    first = std::min(first, event.fold_time());
                    return {};
                }));
            const double share = static_cast<double>(now >> 32U) / 4294967296.0;
            const auto life = static_cast<double>((one.last_event - first).count());
            const Instant occurred =
                first + Instant::duration(static_cast<Instant::rep>(life * share));
            const auto later = std::chrono::days(static_cast<int>((now >> 20U) % kDaysLaterMax));
            questions.push_back({one.stream, {occurred, occurred + later, std::nullopt}});
        }
        return questions;
    }

    // In an order that is no order of their histories.
    Result<std::vector<Case>> all_cases() const {
        std::vector<Case> cases;
        RETURN_IF_ERROR(
            runner_->states().cards([&](const StreamId& stream, ByteView bytes) -> Status {
                ASSIGN_OR_RETURN(const CaseCard card, decode_card(bytes));
                cases.push_back({stream, card.last_event});
                return {};
            }));
        if (cases.empty()) return Error{ErrorCode::not_found, "bench: the ledger has no case"};
        return cases;
    }

    static Result<AnswerFigures> measure(std::uint64_t count,
                                         const std::function<Status(std::uint64_t)>& ask) {
        std::uint64_t noise = kSeed;
        std::vector<double> all_ms;
        for (std::uint64_t i = 0; i < count; ++i) {
            const std::uint64_t now = stir(noise);
            const auto begin = SteadyClock::now();
            RETURN_IF_ERROR(ask(now));
            all_ms.push_back(Milliseconds(SteadyClock::now() - begin).count());
        }
        return figures_of(std::move(all_ms));
    }

    const ProjectionBenchPlace& place_;
    const CaseStateProjection projection_;
    const Scratch scratch_;
    std::unique_ptr<LedgerReader> reader_;
    std::unique_ptr<ProjectionRunner> runner_;
};

class Silent final : public ImportObserver {
public:
    Status acknowledged(const AcknowledgedEvent&) override { return {}; }
    Status refused(const RefusedLine& line) override {
        return Error{ErrorCode::invalid, describe(line.faults, Wording::with_values)};
    }
};

Status fill(EventStore& store, std::uint64_t cases) {
    Silent observer;
    ImportSession session(store, Entrance::history, observer);
    std::uint64_t line_number = 0;
    const auto add_all = [&](std::string_view lines) -> Status {
        while (!lines.empty()) {
            const std::size_t end = lines.find('\n');
            RETURN_IF_ERROR(session.add(lines.substr(0, end), ++line_number));
            lines.remove_prefix(std::min(lines.size(), end + 1));
        }
        return {};
    };
    ASSIGN_OR_RETURN(const auto counts,
                     simulate::simulate_caseload(
                         {cases, kSeed}, add_all, [](std::string_view) { return Status{}; },
                         [](const simulate::CaseloadCounts&) {}));
    static_cast<void>(counts);
    return session.settle_all();
}

// A ledger of its own, filled and closed.
Result<std::unique_ptr<BenchLedger>> simulated(const std::string& beside, std::uint64_t cases) {
    ASSIGN_OR_RETURN(auto ledger, BenchLedger::make(beside, TreeUse::build));
    RETURN_IF_ERROR(fill(ledger->store(), cases));
    RETURN_IF_ERROR(ledger->close());
    return ledger;
}

Result<ProjectionBenchPlace> place_of(BenchLedger& ledger) {
    ASSIGN_OR_RETURN(const BerlinTime berlin, BerlinTime::load());
    return ProjectionBenchPlace{ledger.place(), ledger.master(), ledger.catalogue(), berlin,
                                ledger.place().directory + "/bench-states"};
}

}  // namespace

Result<ProjectionBenchResult> bench_projections(const ProjectionBenchPlace& place,
                                                const ProjectionBenchOptions& options) {
    ProjectionBench bench(place);
    ProjectionBenchResult result;
    ASSIGN_OR_RETURN(result.one_thread, bench.rebuild(1));
    ASSIGN_OR_RETURN(result.two_threads, bench.rebuild(2));
    ASSIGN_OR_RETURN(result.case_read, bench.read_cases(options.case_reads));
    ASSIGN_OR_RETURN(result.case_folded, bench.fold_cases(options.as_of_reads));
    ASSIGN_OR_RETURN(result.as_of, bench.ask_as_of(options.as_of_reads));
    return result;
}

Result<ProjectionBenchResult> bench_simulated_projections(const std::string& beside,
                                                          std::uint64_t cases,
                                                          const ProjectionBenchOptions& options) {
    RebuildFigures tenth;
    {
        ASSIGN_OR_RETURN(const auto ledger,
                         simulated(beside, std::max<std::uint64_t>(1, cases / 10)));
        ASSIGN_OR_RETURN(const ProjectionBenchPlace place, place_of(*ledger));
        ASSIGN_OR_RETURN(tenth, ProjectionBench(place).rebuild(2));
    }
    ASSIGN_OR_RETURN(const auto ledger, simulated(beside, cases));
    ASSIGN_OR_RETURN(const ProjectionBenchPlace place, place_of(*ledger));
    ASSIGN_OR_RETURN(ProjectionBenchResult result, bench_projections(place, options));
    result.tenth = tenth;
    return result;
}

}  // namespace fallbuch

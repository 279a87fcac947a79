#include "tools/bench/import.h"

#include <chrono>
#include <vector>

#include "consumers/ingest/import_session.h"
#include "core/base/clock.h"
#include "core/calendar/timestamp.h"
#include "core/events/admission.h"
#include "core/events/faults.h"
#include "core/ledger/ledger.h"
#include "tools/bench/workload.h"

namespace fallbuch {
namespace {

// An event as a specialist application would send it: about 500 bytes of JSON.
std::string event_json(std::uint64_t number, Instant occurred) {
    const std::string digits = std::to_string(number);
    return R"({"specversion":"1.0","id":"e-)" + digits +
           R"(","source":"bench","type":"de.fallbuch.trace.event.v2","time":")" +
           timestamp_text(occurred) + R"(","subject":"fall-)" +
           std::to_string(number * 7919 % kBenchCases) + R"(","actor":"kraft-)" +
           std::to_string(number % kBenchActors) +
           R"(","actorrole":"Integrationsfachkraft","purpose":"Beratung","data":{"activity":)"
           R"("Folgegespräch geführt","lifecycle":"complete","attributes":{"kanal":"persönlich",)"
           R"("dauer":45,"ergebnis":"Vereinbarung fortgeschrieben, nächster Schritt )"
           R"(Bewerbung bei )" +
           digits + R"( Betrieben im Umkreis","naechster":{"date":"2026-10-01T09:00:00Z"}}}})";
}

class Silent final : public ImportObserver {
public:
    Status acknowledged(const AcknowledgedEvent&) override { return {}; }
    Status refused(const RefusedLine& line) override {
        return Error{ErrorCode::invalid, describe(line.faults, Wording::with_values)};
    }
};

}  // namespace

Result<ImportBenchResult> bench_import(const ImportBenchOptions& options) {
    ASSIGN_OR_RETURN(const auto ledger, BenchLedger::make(options.beside, TreeUse::build));
    const Instant occurred = SystemClock().now() - std::chrono::hours(1);
    std::vector<std::string> lines;
    std::uint64_t sum_bytes = 0;
    for (std::uint64_t i = 0; i < options.events; ++i) {
        lines.push_back(event_json(i, occurred));
        sum_bytes += lines.back().size();
    }
    Silent observer;
    const auto begin = std::chrono::steady_clock::now();
    ImportSession session(ledger->store(), Entrance::ordinary, observer);
    for (std::uint64_t i = 0; i < lines.size(); ++i) RETURN_IF_ERROR(session.add(lines[i], i + 1));
    RETURN_IF_ERROR(session.settle_all());
    Ledger& own = ledger->store().ledger();
    ASSIGN_OR_RETURN(const std::string note, own.cover(own.log().count()));
    static_cast<void>(note);
    ImportBenchResult result;
    result.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    result.events = options.events;
    result.events_per_second = static_cast<double>(options.events) / result.seconds;
    result.bytes_per_line = static_cast<double>(sum_bytes) / static_cast<double>(options.events);
    return result;
}

}  // namespace fallbuch

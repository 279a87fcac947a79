// Brings many events in, in their order, at the speed of the machine.
//
//   add() -> chunk of lines -> workers: check and seal, side by side
//         -> submitted in the order of the lines -> answers, in the order of the lines
//
// Each event is a unit of its own. An event that is refused is handed to the observer with all its
// reasons; the others go on. What was acknowledged is durable; importing it again adds nothing.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/events/admission.h"
#include "core/events/event_store.h"
#include "core/events/faults.h"
#include "core/ledger/append.h"

namespace fallbuch {

struct AcknowledgedEvent {
    std::string id;
    std::string case_name;  // what people call it (case_of)
    Position position;
    bool known = false;
};

struct RefusedLine {
    std::uint64_t line_number = 0;
    std::string_view text;  // borrowed for the call
    Faults faults;
    std::uint64_t cut_bytes = 0;  // of the line, behind `text`
};

// Told what became of the events, in their order, on the thread that calls add() and settle_all().
class ImportObserver {
public:
    virtual ~ImportObserver() = default;
    virtual Status acknowledged(const AcknowledgedEvent& event) = 0;
    virtual Status refused(const RefusedLine& line) = 0;
};

struct ImportCounts {
    std::uint64_t added_count = 0;
    std::uint64_t known_count = 0;
    std::uint64_t refused_count = 0;
    std::uint64_t lifted_count = 0;  // claimed `recorded` that had to be made monotone
};

// Belongs to one thread. Store and observer outlive it.
class ImportSession {
public:
    ImportSession(EventStore& store, Entrance entrance, ImportObserver& observer);
    // Without settle_all(): what was not submitted yet is dropped.
    ~ImportSession();
    ImportSession(const ImportSession&) = delete;
    ImportSession& operator=(const ImportSession&) = delete;

    // Adds the JSON text of one event. An error of the ledger or the observer ends the session.
    Status add(std::string_view json, std::uint64_t line_number);
    // Waits for all answers. The ledger then holds every event so far that was not refused.
    Status settle_all();

    const ImportCounts& counts() const { return counts_; }

private:
    struct Line {
        std::size_t offset = 0;
        std::size_t size_bytes = 0;
        std::uint64_t number = 0;
    };
    struct Refusal {
        std::size_t line = 0;
        Faults faults;
    };
    struct Chunk {
        std::uint64_t number = 0;
        std::string text;
        std::vector<Line> lines;
        std::vector<std::size_t> accepted;  // lines, one for each unit of the batch
        std::vector<std::string> ids;       // of the accepted
        std::vector<std::string> cases;
        std::vector<Refusal> refusals;
        std::shared_ptr<AppendBatch> batch;
        std::optional<Error> failure;
        bool submitted = false;
    };
    class Worker;

    Status dispatch();
    bool front_is_answered();
    Status settle_front();
    Status settle(Chunk& chunk);
    Status settle_unit(Chunk& chunk, std::size_t unit, const Result<Appended>& result);
    Status report_refusal(Chunk& chunk, std::size_t line, Faults faults);
    Chunk* take_work();
    void submit_in_order(Chunk& chunk, std::vector<Unit> units);

    EventStore& store_;
    Entrance entrance_;
    ImportObserver& observer_;
    ImportCounts counts_;
    std::unique_ptr<Chunk> filling_;
    std::deque<std::unique_ptr<Chunk>> in_flight_;  // in order; settled from the front

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Chunk*> work_;
    std::uint64_t next_number_ = 0;
    std::uint64_t next_to_submit_ = 0;
    bool stopping_ = false;
    std::vector<std::thread> workers_;
};

}  // namespace fallbuch

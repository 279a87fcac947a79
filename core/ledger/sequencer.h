// Many writers, one order: the thread that turns waiting units into durable groups.
//
// It takes what is waiting, sequences it (sequence.h), makes it durable with one fsync and only
// then answers. While the disk works the next units gather: the group grows with the load.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/ledger/append.h"
#include "core/ledger/sequence.h"
#include "core/storage/log.h"

namespace fallbuch {

// Threads: submit() may be called from any thread. `log` outlives the sequencer.
class Sequencer {
public:
    Sequencer(Log& log, Instant last_recorded);
    // Answers everything that was submitted, then stops.
    ~Sequencer();
    Sequencer(const Sequencer&) = delete;
    Sequencer& operator=(const Sequencer&) = delete;

    // Hands over a batch; waits while too many units are waiting already. The batch's own wait()
    // gives the answers.
    void submit(std::shared_ptr<AppendBatch> batch);

private:
    // A batch, and where in the group at hand its first answer lies.
    struct InWork {
        std::shared_ptr<AppendBatch> batch;
        std::size_t first_in_group = 0;
    };
    void run();
    bool take();
    void fill_group();
    void answer(const std::optional<Error>& failure);

    Log& log_;
    Sequence sequence_;
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::condition_variable taken_;
    std::deque<std::shared_ptr<AppendBatch>> waiting_;
    std::size_t waiting_count_ = 0;  // units
    bool stopping_ = false;
    std::deque<InWork> in_work_;  // the sequencer's thread only
    std::optional<Error> stopped_;
    std::thread thread_;
};

}  // namespace fallbuch

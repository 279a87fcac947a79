#include "core/ledger/append.h"

#include "core/base/assert.h"

namespace fallbuch {

const std::vector<Result<Appended>>& AppendBatch::wait() {
    std::unique_lock lock(mutex_);
    finished_.wait(lock, [&] { return is_finished_; });
    return results_;
}

bool AppendBatch::is_finished() const {
    const std::lock_guard lock(mutex_);
    return is_finished_;
}

void AppendBatch::fail_from(std::size_t first, const Error& error) {
    for (std::size_t i = first; i < results_.size(); ++i) {
        if (results_[i]) results_[i] = Result<Appended>(error);
    }
}

void AppendBatch::finish() {
    LEDGER_ASSERT(results_.size() == units_.size());
    {
        const std::lock_guard lock(mutex_);
        is_finished_ = true;
    }
    finished_.notify_all();  // not under the lock, or who wakes would wait for it
}

}  // namespace fallbuch

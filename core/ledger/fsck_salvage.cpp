#include "core/ledger/fsck_salvage.h"

#include <utility>

#include "core/base/assert.h"
#include "core/base/result.h"
#include "core/codec/record.h"

namespace fallbuch {
namespace {

class Walk {
public:
    Walk(const GroupHeader& header, ByteView frames)
        : first_(header.first_position),
          at_(header.first_position),
          behind_{header.first_position.value + header.record_count},
          rest_(frames) {}

    GroupSalvage run() {
        while (at_ < behind_) step();
        if (salvage_.faults.empty()) {
            salvage_.runs.clear();
            at_ = first_;
            fault_rest("the frames of their group are not those that were written");
        }
        return std::move(salvage_);
    }

private:
    void step() {
        const auto frame = decode_frame(rest_);
        if (!frame) return step_over_header(frame.error());
        if (const auto spans = check_spans(*frame); !spans) {
            const auto prefix = decode_prefix(frame->header);
            salvage_.faults.push_back({at_, at_,
                                       prefix ? std::optional(prefix->event_id) : std::nullopt,
                                       spans.error().message});
        } else {
            keep(frame->size_bytes());
        }
        pass(frame->size_bytes());
    }

    void step_over_header(const Error& error) {
        const auto frame = decode_checked_frame(rest_);
        const bool leads_on =
            frame && (at_.value + 1 == behind_.value
                          ? rest_.size() == frame->size_bytes()
                          : decode_frame(rest_.subspan(frame->size_bytes())).has_value());
        if (!leads_on) return fault_rest(error.message);
        salvage_.faults.push_back({at_, at_, std::nullopt, error.message});
        pass(frame->size_bytes());
    }

    void fault_rest(const std::string& what) {
        LEDGER_ASSERT(at_ < behind_);
        salvage_.faults.push_back({at_, {behind_.value - 1}, std::nullopt, what});
        at_ = behind_;
    }

    void keep(std::size_t size_bytes) {
        const bool follows =
            !salvage_.runs.empty() &&
            salvage_.runs.back().first.value + salvage_.runs.back().record_count == at_.value;
        if (!follows) salvage_.runs.push_back({at_, 0, rest_.first(0)});
        GroupSalvage::Run& run = salvage_.runs.back();
        run.frames = {run.frames.data(), run.frames.size() + size_bytes};
        ++run.record_count;
    }

    void pass(std::size_t size_bytes) {
        rest_ = rest_.subspan(size_bytes);
        ++at_.value;
    }

    Position first_;
    Position at_;
    Position behind_;
    ByteView rest_;
    GroupSalvage salvage_;
};

}  // namespace

GroupSalvage salvage_group(const GroupHeader& header, ByteView frames) {
    return Walk(header, frames).run();
}

}  // namespace fallbuch

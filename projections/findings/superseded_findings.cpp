#include "projections/findings/superseded_findings.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

#include "core/events/decoded_event.h"
#include "core/events/envelope.h"
#include "core/events/event_type.h"
#include "projections/case/case_state.h"
#include "projections/engine/case_history.h"
#include "projections/findings/findings_fold.h"
#include "projections/rules/rule_set.h"
#include "projections/rules/type_notes.h"

namespace fallbuch {
namespace {

using FindingsById = std::map<std::string, KeptFinding, std::less<>>;

// The case as the ledger knew it below a position, seen from a moment.
class Knowledge {
public:
    Knowledge(const KnowledgeParts& parts, const StreamId& stream, const HeldEvents& events)
        : parts_(parts), stream_(stream), events_(events) {}

    FindingsById findings(Position below, Instant now) const {
        const JudgingParts& by = parts_.judging;
        FindingsFold fold(
            {by.catalogue, by.rules, parts_.office.below(below), by.calendars, by.berlin, by.vault},
            now);
        fold.begin(stream_);
        FindingsById all;
        for (const ArrangedEvent& one : arrange(events_, {.below = below}).events) {
            // A fold of findings refuses nothing.
            if (!fold.apply(one.at, events_.events()[one.index])) return all;
        }
        for (const KeptFinding& one : fold.findings().findings) all.emplace(one.id, one);
        return all;
    }

private:
    const KnowledgeParts& parts_;
    const StreamId& stream_;
    const HeldEvents& events_;
};

const KeptFinding* find(const FindingsById& all, std::string_view id) {
    const auto found = all.find(id);
    return found == all.end() ? nullptr : &found->second;
}

// A verdict had been reached, and it is another one now.
bool is_superseded(const KeptFinding* before, const KeptFinding* after) {
    if (before == nullptr || before->verdict == rules::Verdict::pending) return false;
    return after == nullptr || after->verdict != before->verdict || after->due != before->due;
}

// An entry of the case or of its office.
struct Entry {
    Position position;
    Instant recorded;
    std::string title;
    bool is_correction = false;
    const DecodedEvent* event = nullptr;  // of the case
    CivilDay from{};                      // of the office: OfficeRewrite::from
};

// In the order of the ledger. What the office had said before the case began changes nothing in it.
std::vector<Entry> entries_of(const HeldEvents& events, const rules::OfficeHistory& office) {
    std::vector<Entry> all;
    for (std::size_t i = 0; i < events.events().size(); ++i) {
        const DecodedEvent& event = events.events()[i];
        all.push_back({events.positions()[i],
                       event.prefix.recorded,
                       event.type->title(),
                       !event.text_of(EnvelopeField::corrects).empty(),
                       &event,
                       {}});
    }
    for (const rules::OfficeRewrite& one : office.rewrites()) {
        if (all.empty() || one.position.value < all.front().position.value) continue;
        all.push_back(
            {one.position, one.recorded, one.title, one.is_correction, nullptr, one.from});
    }
    std::ranges::sort(all, {}, [](const Entry& entry) { return entry.position.value; });
    return all;
}

FindingChange change_by(const Entry& entry, const KeptFinding* before, const KeptFinding* after) {
    FindingChange change;
    change.cause = entry.position;
    change.recorded = entry.recorded;
    change.title = entry.title;
    change.is_correction = entry.is_correction;
    if (before != nullptr) change.before = before->verdict;
    if (before != nullptr) change.was_final = before->is_final;
    if (before != nullptr) change.due_before = before->due;
    if (after != nullptr) change.after = after->verdict;
    if (after != nullptr) change.due_after = after->due;
    return change;
}

Position behind(Position position) { return Position{position.value + 1}; }

}  // namespace

std::vector<FindingChange> changes_of(const KnowledgeParts& parts, const StreamId& stream,
                                      const HeldEvents& events, std::string_view id) {
    const Knowledge knowledge(parts, stream, events);
    std::vector<FindingChange> changes;
    for (const Entry& entry : entries_of(events, parts.office)) {
        const FindingsById all_before = knowledge.findings(entry.position, entry.recorded);
        const FindingsById all_after = knowledge.findings(behind(entry.position), entry.recorded);
        const KeptFinding* before = find(all_before, id);
        const KeptFinding* after = find(all_after, id);
        const bool is_new = before == nullptr && after != nullptr;
        if (is_new || is_superseded(before, after)) {
            changes.push_back(change_by(entry, before, after));
        }
    }
    return changes;
}

namespace {

// Which entries of a case may change a verdict that had been reached: asked in the order in which
// the ledger learnt of them. All others only come in their order.
class Rewriters {
public:
    // `counts_seconds`: windows of the case end at any second, not only with a day.
    Rewriters(const JudgingParts& parts, bool counts_seconds)
        : parts_(parts), counts_seconds_(counts_seconds) {}

    bool take(const Entry& entry) {
        if (entry.event != nullptr) return take(*entry.event);
        // Of its own day only what has happened since can have been found otherwise.
        const CivilDay today = parts_.berlin.day_of(entry.recorded);
        return entry.from < today || parts_.berlin.day_of(newest_) >= entry.from;
    }

private:
    bool take(const DecodedEvent& event) {
        const Instant recorded = event.prefix.recorded;
        const Instant occurred = event.occurred.value_or(recorded);
        const auto type = parts_.rules.vocabulary().known_type(event.type->name());
        const rules::TypeNotes notes = type ? parts_.rules.notes(*type) : rules::TypeNotes{};
        const bool is_late = occurred < newest_;
        newest_ = std::max(newest_, occurred);
        return is_late || notes.closes_or_waives || notes.retells ||
               may_be_overtaken(occurred, recorded) ||
               !event.text_of(EnvelopeField::corrects).empty();
    }

    // May something have been found due before anybody told that it was done?
    bool may_be_overtaken(Instant occurred, Instant recorded) const {
        if (counts_seconds_) return occurred < recorded;
        return parts_.berlin.day_of(occurred) < parts_.berlin.day_of(recorded);
    }

    const JudgingParts& parts_;
    const bool counts_seconds_;
    Instant newest_ = Instant::min();
};

}  // namespace

std::vector<SupersededFinding> superseded_findings(const KnowledgeParts& parts,
                                                   const StreamId& stream, const HeldEvents& events,
                                                   Instant recorded_to) {
    const Knowledge knowledge(parts, stream, events);
    std::vector<SupersededFinding> all;
    if (events.events().empty()) return all;
    const FindingsById last = knowledge.findings(behind(events.positions().back()), recorded_to);
    const bool counts_seconds = std::ranges::any_of(
        last, [](const auto& one) { return one.second.due_second.has_value(); });
    Rewriters rewriters(parts.judging, counts_seconds);
    for (const Entry& entry : entries_of(events, parts.office)) {
        if (entry.recorded > recorded_to) break;
        if (!rewriters.take(entry)) continue;
        const FindingsById before = knowledge.findings(entry.position, entry.recorded);
        const FindingsById after = knowledge.findings(behind(entry.position), entry.recorded);
        for (const auto& [id, finding] : before) {
            const KeptFinding* now = find(after, id);
            if (!is_superseded(&finding, now)) continue;
            all.push_back({finding, change_by(entry, &finding, now)});
        }
    }
    return all;
}

namespace {

using VisitSuperseded = std::function<Status(const WalkedSuperseded&)>;

class SupersededVisitor final : public CaseVisitor {
public:
    SupersededVisitor(const FindingsWalkParts& parts, const rules::OfficeHistory& office,
                      const VisitSuperseded& visit, std::mutex& mutex)
        : parts_{parts.judging, office},
          now_(parts.now),
          state_(parts.model),
          visit_(visit),
          mutex_(mutex) {}

    Status visit(const StreamId& stream, const Arrangement& history,
                 const HeldEvents& events) override {
        const auto superseded = superseded_findings(parts_, stream, events, now_);
        if (superseded.empty()) return {};
        state_.begin(stream);
        for (const ArrangedEvent& one : history.events) {
            RETURN_IF_ERROR(state_.apply(one.at, events.events()[one.index]));
        }
        const CaseCard card = card_of(state_);
        const std::lock_guard lock(mutex_);
        return visit_({stream, card, superseded});
    }

private:
    const KnowledgeParts parts_;
    const Instant now_;
    CaseState state_;
    const VisitSuperseded& visit_;
    std::mutex& mutex_;
};

}  // namespace

Status walk_superseded(const FindingsWalkParts& parts, const rules::OfficeHistory& office,
                       const CaseWalkOptions& options, const VisitSuperseded& visit) {
    std::mutex mutex;
    return walk_cases(parts.ledger, options, [&](unsigned) {
        return std::make_unique<SupersededVisitor>(parts, office, visit, mutex);
    });
}

}  // namespace fallbuch

#include "tools/fallbuch/finding_search.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "core/events/held_events.h"
#include "projections/rules/rule_set.h"
#include "projections/rules/rulebook.h"

namespace fallbuch {

Status FindingSearch::take(const StreamId& stream, const CaseCard& card, const CaseFindings& all) {
    ASSIGN_OR_RETURN(std::optional<std::string> number, number_of(stream, card));
    if (!number) return {};
    const bool is_shown = question_.filter.fits(card);
    for (const KeptFinding& finding : all.findings) {
        FoundFinding found = found_of(stream, finding);
        if (!is_asked(found)) continue;
        if (!is_of_states(found) || !is_near(found)) {
            rest_.to_check += is_shown && found.state == FindingState::to_check ? 1 : 0;
        } else if (is_shown) {
            RETURN_IF_ERROR(name(card, found, *number));
            found_.push_back(std::move(found));
        } else {
            ++rest_.of_closed;
        }
    }
    return {};
}

Status FindingSearch::take(const WalkedSuperseded& one) {
    ASSIGN_OR_RETURN(std::optional<std::string> number, number_of(one.stream, one.card));
    if (!number) return {};
    if (!question_.filter.fits(one.card)) return {};
    for (const SupersededFinding& superseded : one.superseded) {
        FoundFinding was = found_of(one.stream, superseded.finding);
        was.day = in_force_.berlin().day_of(superseded.change.recorded);
        if (!is_asked(was) || !is_of_states(was)) continue;
        RETURN_IF_ERROR(name(one.card, was, *number));
        superseded_.push_back({std::move(was), superseded.change});
    }
    return {};
}

// Nothing if the case is not meant, closed or not; empty as long as nobody asks for the number.
Result<std::optional<std::string>> FindingSearch::number_of(const StreamId& stream,
                                                            const CaseCard& card) {
    if (!question_.filter.would_fit(card)) return std::optional<std::string>();
    std::string number;
    if (question_.filter.asks_for_number()) {
        ASSIGN_OR_RETURN(number, reader_.vault().stream_name(stream));
        if (!question_.filter.fits_number(number)) return std::optional<std::string>();
    }
    if (question_.filter.fits(card)) ++rest_.cases;
    return std::optional(std::move(number));
}

std::vector<FoundFinding> FindingSearch::finish() {
    std::sort(found_.begin(), found_.end(), [](const auto& left, const auto& right) {
        return std::tie(left.day, left.number, left.finding.id) <
               std::tie(right.day, right.number, right.finding.id);
    });
    return std::move(found_);
}

std::vector<FoundSuperseded> FindingSearch::finish_superseded() {
    std::sort(superseded_.begin(), superseded_.end(), [](const auto& left, const auto& right) {
        return std::tie(left.change.recorded, left.was.number, left.was.finding.id) <
               std::tie(right.change.recorded, right.was.number, right.was.finding.id);
    });
    return std::move(superseded_);
}

FoundFinding FindingSearch::found_of(const StreamId& stream, const KeptFinding& finding) const {
    return {stream, {}, {}, {}, finding, state_of(finding), day_of(finding, in_force_.berlin())};
}

// Whose it is. `number`: of the case, empty until it is known.
Status FindingSearch::name(const CaseCard& card, FoundFinding& found, std::string& number) const {
    if (number.empty()) {
        ASSIGN_OR_RETURN(number, reader_.vault().stream_name(found.stream));
    }
    found.number = number;
    const ResponsibleTerm* at = card.assigned_on(question_.today);
    if (at != nullptr) found.team = at->team;
    if (at != nullptr) found.unit = at->unit;
    return {};
}

bool FindingSearch::is_of_states(const FoundFinding& one) const {
    return question_.states.empty() || std::ranges::count(question_.states, one.state) != 0;
}

bool FindingSearch::is_asked(const FoundFinding& one) const {
    const bool is_rule = question_.rule.empty() || one.finding.rule() == question_.rule;
    const bool is_book = question_.rulebook.empty() ||
                         in_force_.rules().book_of(one.finding.check).id == question_.rulebook;
    const bool is_grave = one.finding.severity >= question_.severity;
    return is_rule && is_book && is_grave && !(question_.from && one.day < *question_.from) &&
           !(question_.to && one.day > *question_.to);
}

bool FindingSearch::is_near(const FoundFinding& one) const {
    if (one.state != FindingState::due || question_.to) return true;
    // What has no day is due some time.
    const auto due = due_day_of(one.finding, in_force_.berlin());
    return due && *due <= question_.due_to;
}

Status mark_superseding(EventReader& events, const KnowledgeParts& parts, Instant now,
                        std::span<FoundFinding> shown) {
    std::map<StreamId, std::vector<SupersededFinding>> by_case;
    for (FoundFinding& one : shown) {
        auto found = by_case.find(one.stream);
        if (found == by_case.end()) {
            HeldEvents held;
            RETURN_IF_ERROR(events.hold_case(one.stream, {}, held));
            found = by_case.emplace(one.stream, superseded_findings(parts, one.stream, held, now))
                        .first;
        }
        for (const SupersededFinding& old : found->second) {
            if (old.finding.id == one.finding.id) one.supersedes = old.change;
        }
    }
    return {};
}

}  // namespace fallbuch

// What do two ways of judging the same cases say differently: which findings appear, vanish and
// change? It compares what findings say, and asks nobody who works on a case.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/calendar/civil_day.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/finding.h"
#include "projections/rules/memory.h"
#include "projections/rules/outcome.h"

namespace fallbuch::rules {

enum class FindingChange : std::uint8_t { appeared, vanished, changed };
std::string_view to_string(FindingChange change);

// What is counted as one: the same change of the same rule.
struct FindingDifference {
    std::string rule;
    std::string part;
    FindingChange change = FindingChange::changed;
    std::optional<Verdict> before;  // nothing: it appeared
    std::optional<Verdict> after;   // nothing: it vanished
    // Of a changed one whose verdict is the same: what else is different.
    bool is_due_moved = false;
    std::optional<Severity> severity_before;  // both, or none
    std::optional<Severity> severity_after;

    friend auto operator<=>(const FindingDifference&, const FindingDifference&) = default;
};

// A finding that is different; of one that vanished the old one.
struct DifferentFinding {
    FindingDifference what;
    EventIndex event = kNoEvent;
    CivilDay activated{};
    std::optional<CivilDay> due_before;
    std::optional<CivilDay> due_after;
};

// Of one case, judged in both ways. A finding is the same if its id is. Those that vanished, and
// those that changed, come in the order of `before`, then those that appeared.
std::vector<DifferentFinding> differences(const std::vector<Finding>& before,
                                          const std::vector<Finding>& after);

// A case in which it is so, and the first finding of it there.
struct DifferenceExample {
    std::string event;  // its id; empty: no event activates the rule
    CivilDay activated{};
    std::optional<CivilDay> due_before;
    std::optional<CivilDay> due_after;
};

struct DifferenceCount {
    std::size_t findings = 0;
    std::size_t cases = 0;
    std::map<std::string, DifferenceExample> examples;  // by case
};
using DifferenceCounts = std::map<FindingDifference, DifferenceCount>;

struct DifferenceReport {
    std::size_t cases = 0;  // that were compared
    std::size_t different_cases = 0;
    std::size_t findings_before = 0;
    std::size_t findings_after = 0;
    DifferenceCounts by_rule;
    std::map<std::string, DifferenceCounts> by_team;  // empty: the team is not known
};

// A case that was compared, and what is different in it.
struct ComparedCase {
    std::string number;
    std::string team;
    std::size_t findings_before = 0;
    std::size_t findings_after = 0;
};
struct CaseDifference {
    DifferentFinding finding;
    std::string event;  // its id
};

// Counts cases, each once. Belongs to one thread; what several have counted is put together. Which
// cases are kept as examples, the first ones by their number, hangs on no order.
class DifferenceTally {
public:
    explicit DifferenceTally(std::size_t examples_max) : examples_max_(examples_max) {}

    void add(const ComparedCase& one, const std::vector<CaseDifference>& different);
    void add(const DifferenceTally& other);
    const DifferenceReport& report() const { return report_; }

private:
    void keep(const std::string& number, const DifferenceExample& example,
              DifferenceCount& count) const;
    void add(const DifferenceCounts& counts, DifferenceCounts& sums) const;

    std::size_t examples_max_;
    DifferenceReport report_;
};

}  // namespace fallbuch::rules

#include "projections/findings/finding_state.h"
#include "core/base/clock.h"
#include "projections/rules/activation.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/outcome.h"

#include <array>
#include <chrono>
#include <cstddef>

namespace fallbuch {
namespace {

struct Named {
    std::string_view key;
    std::string_view title;
};
constexpr std::array<Named, 8> kStates{{{"overdue", "überfällig"},
                                        {"due", "fällig"},
                                        {"late", "verspätet"},
                                        {"breached", "verletzt"},
                                        {"to-check", "zu prüfen"},
                                        {"waived", "entschuldigt oder begründet"},
                                        {"satisfied", "erfüllt"},
                                        {"not-applicable", "entfällt"}}};

}  // namespace

FindingState state_of(const KeptFinding& finding) {
    using rules::Verdict;
    const bool is_late = finding.late_by_days || finding.late_by_seconds;
    switch (finding.verdict) {
        case Verdict::pending: return FindingState::due;
        case Verdict::satisfied: return FindingState::satisfied;
        case Verdict::waived: return FindingState::waived;
        case Verdict::not_applicable: break;
        case Verdict::undetermined: return FindingState::to_check;
        case Verdict::violated: break;
    }
    if (finding.verdict == Verdict::not_applicable) {
        // What the law has dropped while it was owed nobody has decided about.
        const bool has_lapsed = finding.reason == rules::Reason::lapsed;
        return has_lapsed ? FindingState::to_check : FindingState::not_applicable;
    }
    // A word that the law has not defined makes nothing a breach.
    if (finding.severity == rules::Severity::pruefen) return FindingState::to_check;
    if (is_late) return FindingState::late;
    return finding.is_owed ? FindingState::overdue : FindingState::breached;
}

std::string_view key_of(FindingState state) { return kStates[static_cast<std::size_t>(state)].key; }

std::string_view title_of(FindingState state) {
    return kStates[static_cast<std::size_t>(state)].title;
}

std::optional<FindingState> find_state(std::string_view key) {
    for (std::size_t i = 0; i < kStates.size(); ++i) {
        if (kStates[i].key == key) return static_cast<FindingState>(i);
    }
    return std::nullopt;
}

bool weighs(const KeptFinding& finding) {
    using rules::Verdict;
    const bool is_open_or_bad = finding.verdict == Verdict::violated ||
                                finding.verdict == Verdict::pending ||
                                finding.verdict == Verdict::undetermined;
    const bool has_lapsed =
        finding.verdict == Verdict::not_applicable && finding.reason == rules::Reason::lapsed;
    return is_open_or_bad || has_lapsed || finding.severity == rules::Severity::hinweis;
}

std::optional<CivilDay> due_day_of(const KeptFinding& finding, const BerlinTime& berlin) {
    if (!finding.due_second) return finding.due;
    return berlin.day_of(Instant(std::chrono::seconds(*finding.due_second)));
}

CivilDay day_of(const KeptFinding& finding, const BerlinTime& berlin) {
    return due_day_of(finding, berlin).value_or(finding.activated);
}

}  // namespace fallbuch

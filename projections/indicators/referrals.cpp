#include "projections/indicators/referrals.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "projections/indicators/case_outline.h"
#include "projections/indicators/disclosure.h"
#include "projections/indicators/groups.h"

namespace fallbuch::indicators {

struct ReferralKind {
    std::string_view made;    // event
    std::string_view result;  // event
    std::string_view id;      // field of both
    std::string_view outcome;
    std::string_view outcome_list;
    std::span<const std::string_view> successes;
    std::string_view no_outcome;  // a result that says that there is none
    bool has_reasons = false;
    std::string_view key;
    std::string_view title;
};

namespace {

constexpr std::string_view kReferralSuccesses[] = {"ANGENOMMEN", "ABGESCHLOSSEN"};
constexpr std::string_view kPlacementSuccesses[] = {"EINGESTELLT"};

constexpr ReferralKind kReferrals{"ReferralMade",     "ReferralResult",   "referralId", "outcome",
                                  "referral-outcome", kReferralSuccesses, "",           true,
                                  "referrals",        "Verweisungen"};
constexpr ReferralKind kPlacements{"PlacementProposalMade",
                                   "EmployerFeedbackReceived",
                                   "proposalId",
                                   "result",
                                   "feedback-result",
                                   kPlacementSuccesses,
                                   "KEINE_RUECKMELDUNG",
                                   false,
                                   "placements",
                                   "Vermittlungsvorschläge"};

constexpr std::string_view kSuccess = "successful";
constexpr std::string_view kFailure = "unsuccessful";
constexpr std::string_view kOpen = "open";

struct Result {
    std::string outcome;
    std::string reason;
};

std::string_view success_of(const ReferralKind& kind, const Result& result) {
    if (result.outcome.empty() || result.outcome == kind.no_outcome) return kOpen;
    return std::ranges::find(kind.successes, result.outcome) != kind.successes.end() ? kSuccess
                                                                                     : kFailure;
}

}  // namespace

void Referrals::count_kind(const ReferralKind& kind, const CaseShare& share, Results& results) {
    std::set<std::string> made;
    std::map<std::string, Result> told;
    for (const OutlineEvent& event : share.outline.events()) {
        const std::string id(event.text(kind.id));
        if (event.is(kind.made) && share.counts(event)) made.insert(id);
        if (!event.is(kind.result)) continue;
        told[id] = {std::string(event.text(kind.outcome)), std::string(event.text("reason"))};
    }
    Tally::CaseCounts successes;
    Tally::CaseCounts failures;
    Tally::CaseCounts reasons;
    for (const std::string& id : made) {
        const Result& result = told[id];
        const std::string_view success = success_of(kind, result);
        ++successes[std::string(success)];
        if (success != kFailure) continue;
        ++failures[result.outcome];
        ++reasons[result.reason.empty() ? std::string(kUntold) : "text " + result.reason];
    }
    results.successes.add_case(successes);
    results.failures.add_case(failures);
    results.reasons.add_case(reasons);
}

void Referrals::count(const CaseShare& share) {
    count_kind(kReferrals, share, referrals_);
    count_kind(kPlacements, share, placements_);
}

void Referrals::merge(const Referrals& other) {
    for (const auto& [into, from] :
         {std::pair(&referrals_, &other.referrals_), std::pair(&placements_, &other.placements_)}) {
        into->successes.merge(from->successes);
        into->failures.merge(from->failures);
        into->reasons.merge(from->reasons);
    }
}

void Referrals::add_tables(const ReferralKind& kind, const TableParts& parts,
                           const Results& results, std::vector<IndicatorTable>& out) {
    const std::uint64_t group_min = parts.question.group_min;
    const std::string key(kind.key);
    const std::string title(kind.title);
    const Line successes = disclose(results.successes,
                                    {{std::string(kSuccess), "erfolgreich"},
                                     {std::string(kFailure), "nicht erfolgreich"},
                                     {std::string(kOpen), "noch ohne Ergebnis"}},
                                    {"all", ""}, group_min);
    out.push_back({key, title, title, {successes}, false});
    if (!is_told(successes, std::string(kFailure))) return;
    const auto codes = code_groups(results.failures, parts.catalogue, kind.outcome_list);
    out.push_back({key + "_unsuccessful",
                   title + " ohne Erfolg: Ergebnis",
                   title,
                   {disclose(results.failures, codes, {"all", ""}, group_min)},
                   false});
    if (!kind.has_reasons) return;
    const Tally reasons = rare_together(results.reasons, group_min);
    std::vector<GroupName> groups;
    for (const std::string& reason : reasons.keys()) {
        if (reason.starts_with("text ")) groups.push_back({reason, "„" + reason.substr(5) + "“"});
    }
    groups.push_back({std::string(kOthers), "anderer Grund"});
    groups.push_back({std::string(kUntold), "kein Grund angegeben"});
    out.push_back({key + "_reasons",
                   title + " ohne Erfolg: Grund",
                   title,
                   {disclose(reasons, groups, {"all", ""}, group_min)},
                   false});
}

std::vector<IndicatorTable> Referrals::tables(const TableParts& parts) const {
    std::vector<IndicatorTable> out;
    add_tables(kReferrals, parts, referrals_, out);
    add_tables(kPlacements, parts, placements_, out);
    return out;
}

}  // namespace fallbuch::indicators

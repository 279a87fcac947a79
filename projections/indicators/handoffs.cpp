#include "projections/indicators/handoffs.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace fallbuch::indicators {
namespace {

// From so many on they are one group.
constexpr std::size_t kMany = 4;

// The group that takes in all above it: as high as no group of cases with a change is small.
std::size_t last_group(const Tally& cases, std::uint64_t group_min) {
    for (std::size_t last = kMany; last > 1; --last) {
        GroupKeys above;
        bool is_small = false;
        for (std::size_t count = 1; count <= kMany; ++count) {
            above.insert(std::to_string(count));
            if (count < last || count == kMany) {
                const std::uint64_t case_count = cases.case_count_of(above);
                is_small = is_small || (case_count != 0 && case_count < group_min);
                above.clear();
            }
        }
        if (!is_small) return last;
    }
    return 1;
}

std::string group_title(std::size_t count, std::size_t last) {
    constexpr std::string_view kTitles[] = {"kein Wechsel", "ein", "zwei", "drei", "vier"};
    std::string title(kTitles[count]);
    if (count == last) return title + " und mehr";
    return count == 0 ? title : title + " Wechsel";
}

// The last time that it was open within the period. nullptr: it was not.
const OpenSpell* last_spell(const CaseShare& share) {
    const OpenSpell* last = nullptr;
    for (const OpenSpell& spell : share.outline.spells()) {
        if (spell.from <= share.question.to && share.question.from <= spell.to) last = &spell;
    }
    return last;
}

}  // namespace

std::vector<CivilDay> handoff_days(const CaseOutline& outline) {
    std::vector<CivilDay> days;
    const std::vector<Tenure>& tenures = outline.tenures();
    for (std::size_t i = 1; i < tenures.size(); ++i) {
        const CivilDay day = tenures[i].from;
        const OpenSpell* spell = outline.spell_on(day);
        // On the day on which it is opened (again) nobody had it before.
        if (spell == nullptr || spell->from == day) continue;
        if (tenures[i].caseworker != tenures[i - 1].caseworker) days.push_back(day);
    }
    return days;
}

void Handoffs::count(const CaseShare& share) {
    const OpenSpell* spell = last_spell(share);
    if (spell == nullptr) return;
    std::uint64_t in_period = 0;
    std::uint64_t since_access = 0;
    for (const CivilDay day : handoff_days(share.outline)) {
        if (share.outline.is_asked(share.question, day)) ++in_period;
        if (spell->from <= day && day <= std::min(spell->to, share.question.to)) ++since_access;
    }
    add_case(in_period, in_period_);
    add_case(since_access, since_access_);
}

void Handoffs::add_case(std::uint64_t count, Changes& to) {
    to.cases.add_case({{std::to_string(std::min<std::uint64_t>(count, kMany)), 1}});
    if (count != 0) to.changes.add_case({{"changes", count}});
}

void Handoffs::merge(const Handoffs& other) {
    for (const auto& [into, from] : {std::pair(&in_period_, &other.in_period_),
                                     std::pair(&since_access_, &other.since_access_)}) {
        into->cases.merge(from->cases);
        into->changes.merge(from->changes);
    }
}

std::vector<IndicatorTable> Handoffs::tables_of(const GroupName& name, const Changes& changes,
                                                std::uint64_t group_min) {
    const std::size_t last = last_group(changes.cases, group_min);
    const Tally by_count = changes.cases.renamed([&](const std::string& count) {
        return std::to_string(std::min(std::stoul(count), last));
    });
    std::vector<GroupName> groups;
    for (std::size_t count = 0; count <= last; ++count) {
        groups.push_back({std::to_string(count), group_title(count, last)});
    }
    const Line cases = disclose(by_count, groups, {"all", ""}, group_min);
    const bool is_whole = std::ranges::all_of(
        cases.cells, [](const Cell& cell) { return cell.withheld == Withheld::no; });
    const std::vector<GroupName> sum{{"changes", "Wechsel"}};
    return {{name.key, "Fälle nach Zahl der Wechsel " + name.title, "Fälle", {cases}},
            {name.key + "_sum",
             "Wechsel " + name.title,
             "Wechsel",
             {is_whole ? disclose(changes.changes, sum, {"all", ""}, group_min)
                       : withheld_line(sum, {"all", ""})},
             true}};
}

std::vector<IndicatorTable> Handoffs::tables(const TableParts& parts) const {
    const std::uint64_t group_min = parts.question.group_min;
    auto out = tables_of({"in_period", "im Zeitraum"}, in_period_, group_min);
    for (IndicatorTable& table :
         tables_of({"since_access", "seit dem Zugang (der letzten Eröffnung)"}, since_access_,
                   group_min)) {
        out.push_back(std::move(table));
    }
    return out;
}

}  // namespace fallbuch::indicators

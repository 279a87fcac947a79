#include "projections/indicators/disclosure.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "core/base/assert.h"

namespace fallbuch::indicators {
namespace {

void withhold(Cell& cell, Withheld why) {
    cell.withheld = why;
    cell.count = 0;
    cell.case_count = 0;
}

void withhold_all(Line& line, Withheld why) {
    for (Cell& cell : line.cells) withhold(cell, why);
    withhold(line.total, why);
}

// nullptr: none is told that has cases.
Cell* smallest_told(std::vector<Cell>& cells) {
    Cell* smallest = nullptr;
    const auto size = [](const Cell& cell) { return std::tie(cell.case_count, cell.count); };
    for (Cell& cell : cells) {
        if (cell.withheld != Withheld::no || cell.case_count == 0) continue;
        if (smallest == nullptr || size(cell) < size(*smallest)) smallest = &cell;
    }
    return smallest;
}

}  // namespace

Line disclose(const Tally& tally, const std::vector<GroupName>& groups, GroupName line,
              std::uint64_t group_min) {
    Line out{std::move(line.key), std::move(line.title), {}, {}};
    out.total = {"total", "insgesamt", tally.count(), tally.case_count(), Withheld::no};
    for (const GroupName& group : groups) {
        out.cells.push_back({group.key, group.title, tally.count_of(group.key),
                             tally.case_count_of(group.key), Withheld::no});
    }
    LEDGER_ASSERT(std::ranges::all_of(tally.keys(), [&](const std::string& key) {
        return std::ranges::find(groups, key, &GroupName::key) != groups.end();
    }));
    if (out.total.case_count != 0 && out.total.case_count < group_min) {
        withhold_all(out, Withheld::few_cases);
        return out;
    }
    GroupKeys withheld;
    for (Cell& cell : out.cells) {
        if (cell.case_count == 0 || cell.case_count >= group_min) continue;
        withheld.insert(cell.key);
        withhold(cell, Withheld::few_cases);
    }
    if (withheld.empty()) return out;
    while (tally.case_count_of(withheld) < group_min) {
        Cell* next = smallest_told(out.cells);
        if (next == nullptr) {
            withhold(out.total, Withheld::protects_another);
            break;
        }
        withheld.insert(next->key);
        withhold(*next, Withheld::protects_another);
    }
    return out;
}

Line withheld_line(const std::vector<GroupName>& groups, GroupName line) {
    Line out{std::move(line.key), std::move(line.title), {}, {"total", "insgesamt"}};
    for (const GroupName& group : groups) out.cells.push_back({group.key, group.title});
    withhold_all(out, Withheld::protects_another);
    return out;
}

bool is_told(const Line& line, const std::string& key) {
    const auto found = std::ranges::find(line.cells, key, &Cell::key);
    return found != line.cells.end() && found->withheld == Withheld::no && found->case_count != 0;
}

}  // namespace fallbuch::indicators

#include "projections/indicators/disclosure.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "projections/indicators/groups.h"
#include "projections/indicators/tally.h"

namespace fallbuch::indicators {
namespace {

// So many cases that are in one group each, with two events.
Tally apart(const std::map<std::string, int>& groups) {
    Tally tally;
    for (const auto& [group, case_count] : groups) {
        for (int i = 0; i < case_count; ++i) tally.add_case({{group, 2}});
    }
    return tally;
}

std::vector<GroupName> names_of(const Tally& tally) {
    std::vector<GroupName> names;
    for (const std::string& key : tally.keys()) names.push_back({key, key});
    return names;
}

Line line_of(const Tally& tally, std::uint64_t group_min = 5) {
    return disclose(tally, names_of(tally), {"all", ""}, group_min);
}

// "a5 b- c* =10": - is too small, * protects another, = the total.
std::string shown(const Line& line) {
    std::string out;
    const auto add = [&](const std::string& name, const Cell& cell) {
        out += (out.empty() ? "" : " ") + name;
        if (cell.withheld == Withheld::few_cases) out += '-';
        if (cell.withheld == Withheld::protects_another) out += '*';
        if (cell.withheld == Withheld::no) out += std::to_string(cell.case_count);
        if (cell.withheld != Withheld::no) CHECK(cell.count + cell.case_count == 0);
    };
    for (const Cell& cell : line.cells) add(cell.key, cell);
    add("=", line.total);
    return out;
}

TEST_CASE("a group is told from the smallest size on, and not below it",
          "[projections][indicators]") {
    CHECK(shown(line_of(apart({{"a", 5}, {"b", 6}}))) == "a5 b6 =11");
    CHECK(shown(line_of(apart({{"a", 4}, {"b", 1}, {"c", 9}}))) == "a- b- c9 =14");
    CHECK(shown(line_of(apart({{"a", 4}, {"b", 1}}), 1)) == "a4 b1 =5");
}

TEST_CASE("one small group alone takes the next smallest with it, since the total would tell it",
          "[projections][indicators]") {
    CHECK(shown(line_of(apart({{"a", 3}, {"b", 20}, {"c", 7}}))) == "a- b20 c* =30");
    CHECK(shown(line_of(apart({{"a", 3}, {"b", 20}}))) == "a- b* =23");
}

TEST_CASE("small groups that are too few together take the next smallest with them",
          "[projections][indicators]") {
    CHECK(shown(line_of(apart({{"a", 1}, {"b", 3}, {"c", 9}, {"d", 8}}))) == "a- b- c9 d* =21");
    CHECK(shown(line_of(apart({{"a", 2}, {"b", 3}, {"c", 9}, {"d", 8}}))) == "a- b- c9 d8 =22");
}

TEST_CASE("nothing is told of a whole that is too small", "[projections][indicators]") {
    CHECK(shown(line_of(apart({{"a", 1}, {"b", 3}}))) == "a- b- =-");
    CHECK(shown(line_of(apart({{"a", 2}, {"b", 3}}))) == "a- b- =5");
    CHECK(shown(line_of(Tally())) == "=0");
}

TEST_CASE("a group without cases is told, and protects nobody", "[projections][indicators]") {
    const Tally tally = apart({{"a", 3}, {"b", 8}});
    const Line line =
        disclose(tally, {{"a", ""}, {"b", ""}, {"none", ""}}, {"all", ""}, std::uint64_t{5});
    CHECK(shown(line) == "a- b* none0 =11");
}

TEST_CASE("the total is withheld if one small group is left that nothing else can protect",
          "[projections][indicators]") {
    // Six cases in a, one of them in b, too: b alone is small, and a protects it.
    Tally tally;
    for (int i = 0; i < 5; ++i) tally.add_case({{"a", 1}});
    tally.add_case({{"a", 1}, {"b", 1}});
    CHECK(shown(line_of(tally)) == "a* b- =6");
}

TEST_CASE("a case that is in several groups is one case of them together",
          "[projections][indicators]") {
    Tally tally;
    tally.add_case({{"a", 2}, {"b", 1}});
    tally.add_case({{"a", 1}});
    tally.add_case({});
    CHECK(tally.case_count() == 2);
    CHECK(tally.case_count_of(GroupKeys{"a", "b"}) == 2);
    CHECK(tally.count() == 4);
    const Tally one = tally.renamed([](const std::string&) { return std::string("x"); });
    CHECK(one.case_count_of("x") == 2);
    CHECK(one.count_of("x") == 4);
    // Four cases in both a and b: together they are four, so c has to go, too.
    Tally both = apart({{"c", 9}});
    for (int i = 0; i < 4; ++i) both.add_case({{"a", 1}, {"b", 1}});
    CHECK(shown(line_of(both)) == "a- b- c* =13");
}

TEST_CASE("rare groups become one, what was not told stays apart", "[projections][indicators]") {
    const Tally tally = rare_together(apart({{"a", 4}, {"b", 1}, {"c", 5}, {"untold", 2}}), 5);
    CHECK(tally.keys() == GroupKeys{"c", "others", "untold"});
    CHECK(tally.case_count_of("others") == 5);
}

// Cases as a naive list of their groups.
struct NaiveCases {
    std::vector<std::set<std::string>> groups;

    std::uint64_t in_any(const std::set<std::string>& wanted) const {
        return static_cast<std::uint64_t>(
            std::ranges::count_if(groups, [&](const std::set<std::string>& in) {
                return std::ranges::any_of(
                    in, [&](const std::string& one) { return wanted.contains(one); });
            }));
    }
};

TEST_CASE("what is withheld never follows from what is told", "[projections][indicators]") {
    std::mt19937_64 random(20251);
    std::size_t protected_count = 0;
    for (int round = 0; round < 2000; ++round) {
        CAPTURE(round);
        NaiveCases naive;
        Tally tally;
        const auto case_count = random() % 40;
        const auto group_count = random() % 6 + 1;
        for (std::uint64_t i = 0; i < case_count; ++i) {
            Tally::CaseCounts counts;
            // Mostly the first groups, and rarely two.
            const auto pick = [&] {
                return std::string(1, static_cast<char>('a' + std::min(random() % group_count,
                                                                       random() % group_count)));
            };
            ++counts[pick()];
            if (random() % 8 == 0) ++counts[pick()];
            tally.add_case(counts);
            std::set<std::string> in;
            for (const auto& [key, count] : counts) in.insert(key);
            naive.groups.push_back(in);
        }
        const Line line = line_of(tally);
        std::set<std::string> withheld;
        for (const Cell& cell : line.cells) {
            const std::uint64_t size = naive.in_any({cell.key});
            if (cell.withheld == Withheld::no) {
                CHECK(cell.case_count == size);
                CHECK((size == 0 || size >= 5));
            } else {
                withheld.insert(cell.key);
                protected_count += cell.withheld == Withheld::protects_another ? 1U : 0U;
                CHECK((cell.withheld == Withheld::few_cases) == (size < 5 || case_count < 5));
            }
        }
        if (withheld.empty() || line.total.withheld != Withheld::no) continue;
        // The total less what is told is a group of at least five cases, and not one group alone.
        CHECK(line.total.case_count == case_count);
        CHECK(withheld.size() >= 2);
        CHECK(naive.in_any(withheld) >= 5);
    }
    CHECK(protected_count > 100);
}

}  // namespace
}  // namespace fallbuch::indicators

#include "projections/rules/parameter_sets.h"

#include <catch2/catch.hpp>

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/calendar/timestamp.h"
#include "core/codec/digest.h"
#include "projections/rules/condition.h"
#include "projections/rules/office.h"
#include "projections/rules/parameters.h"
#include "tests/projections/findings/judged_office.h"

namespace fallbuch::rules {
namespace {

constexpr const char* kBook = R"({
  "rulebook": "haus", "version": "1", "title": "Haus",
  "params": {
    "frist": {"title": "Frist", "values": [
        {"from": "2025-01-03", "to": "2025-01-05", "value": "P1D"},
                                           {"from": "2025-01-08", "value": "P2D"}]},
    "zahl": {"title": "Zahl", "values": [{"value": 1}, {"units": ["B"], "from": "2025-01-04",
                                          "value": 2}]}},
  "rules": []})";

ParameterChange change(const std::string& value, const char* from, const char* to,
                       std::vector<std::string> units) {
    ParameterChange change{"haus", "frist", {parse_day(from), parse_day(to)}, std::move(units), {}};
    change.value.text = value;
    return change;
}

TEST_CASE("a set of parameters has the digest of its values on every day in every unit",
          "[projections][rules]") {
    JudgedOffice judged(kBook);
    Office office;
    office.changes.push_back(change("P5D", "2025-01-02", "2025-01-04", {}));
    office.changes.push_back(change("P7D", "2025-01-06", "2025-01-09", {"A"}));
    ParameterSets sets(judged.rules(), office);
    ParameterValues values(*judged.rules().books().front(), office.changes);
    std::set<std::uint32_t> numbers;
    std::set<Digest> digests;
    const CivilDay first = *parse_day("2024-12-30");
    for (int round = 0; round < 2; ++round) {
        for (int i = 0; i < 15; ++i) {
            for (const char* const unit : {"A", "B", ""}) {
                values.set(first + std::chrono::days(i), unit);
                INFO(day_text(values.day()) << " in " << unit);
                const std::uint32_t number = sets.number_of(0, values);
                CHECK(sets.digest(number) == values.digest());
                numbers.insert(number);
                digests.insert(values.digest());
            }
        }
    }
    CHECK(digests.size() >= 6);
    // Few, however often they are asked for.
    CHECK(numbers.size() <= 3 * 9);
}

}  // namespace
}  // namespace fallbuch::rules

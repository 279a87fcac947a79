#include "tools/fallbuch/field_order.h"

#include <catch2/catch.hpp>

#include <vector>

#include "core/calendar/berlin.h"
#include "core/events/catalogue.h"
#include "projections/case/case_model.h"
#include "projections/case/thing_kind.h"

namespace fallbuch {
namespace {

// A type whose file does not sort its fields.
constexpr const char* kVisit = R"({
  "title": "Besuch", "type": "object", "additionalProperties": false,
  "x-fallbuch": {"type": "de.fallbuch.visit.made", "version": 1, "name": "VisitMade",
                 "retention": "FALL", "actor": "optional"},
  "properties": {"who": {"title": "Wer", "type": "string", "x-category": "STAMM"},
                 "day": {"title": "Tag", "type": "string", "x-category": "STAMM"}}
})";

TEST_CASE("fields stand in the order in which the catalogue's file names them",
          "[tools][fallbuch]") {
    auto files = built_in_catalogue();
    files.push_back({"visit.json", kVisit});
    files.push_back({"note.txt", "no schema"});
    const auto catalogue = Catalogue::from_files({files.begin(), files.end() - 1});
    REQUIRE(catalogue);
    const CaseModel model(*catalogue, *BerlinTime::load());
    const FieldOrder order(model, files);
    const auto rank = [&](ThingKind kind, const char* thing, const char* field) {
        return order.rank(kind, thing, *model.field_number(field));
    };
    CHECK(rank(ThingKind::other, "VisitMade", "who") < rank(ThingKind::other, "VisitMade", "day"));
    // Of StrategySelected, then what StrategyReviewed alone says.
    CHECK(rank(ThingKind::strategy, "", "code") < rank(ThingKind::strategy, "", "plannedFrom"));
    CHECK(rank(ThingKind::strategy, "", "plannedFrom") <
          rank(ThingKind::strategy, "", "contactId"));
    CHECK(rank(ThingKind::strategy, "", "contactId") < rank(ThingKind::strategy, "", "outcome"));
    CHECK(order.rank(ThingKind::strategy, "", CaseModel::kStatus) <
          rank(ThingKind::strategy, "", "strategyId"));
    // What nobody names of such a thing comes last.
    CHECK(rank(ThingKind::strategy, "", "slot") > rank(ThingKind::strategy, "", "outcome"));
}

}  // namespace
}  // namespace fallbuch

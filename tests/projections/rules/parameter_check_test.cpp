// Values of parameters that mean nothing: a rulebook's own are told with their place, and those of
// an office are not taken.
#include "projections/rules/parameter_check.h"

#include <catch2/catch.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/calendar/holiday_law.h"
#include "core/events/catalogue.h"
#include "projections/rules/calendars.h"
#include "projections/rules/faults.h"
#include "projections/rules/names.h"
#include "projections/rules/parameters.h"
#include "projections/rules/rulebook_parser.h"
#include "projections/rules/vocabulary.h"

namespace fallbuch::rules {
namespace {

// Of each kind one, and each used in all the ways that it has.
struct Values {
    std::string frist = R"("P7D")";
    std::string alter = R"("P25Y")";
    std::string zahl = "4";
    std::string ort = R"("DE-BY")";
    std::string weg = R"("TELEFON")";
    std::string wort = R"("FRUEH")";
    std::string worte = R"(["a", "b"])";
    std::string wahr = "true";
    std::string anteil = R"("days")";
    std::string zelle = R"("A")";
};

std::string rulebook(const Values& of, const std::string& calendar = R"("month_round": "down",)") {
    const auto param = [](const std::string& name, const std::string& value) {
        return "\n\"" + name + R"(": {"title": "T", "values": [{"value": )" + value + "}]},";
    };
    return R"({"rulebook": "b", "version": "1", "title": "T",
"calendar": {)" +
           calendar + R"("place": {"param": "ort"}}, "params": {)" + param("frist", of.frist) +
           param("alter", of.alter) + param("zahl", of.zahl) + param("ort", of.ort) +
           param("weg", of.weg) + param("wort", of.wort) + param("worte", of.worte) +
           param("wahr", of.wahr) + param("anteil", of.anteil) + param("zelle", of.zelle) +
           R"("leer": {"title": "T", "values": [{"value": "frei"}]}},
"tables": {"t": {"rows": [["A"], ["B"]]}},
"rules": [
{"id": "R-1", "title": "T", "statement": "S", "type": "M", "template": "response",
 "on": "ContactHeld", "require": "CaseClosed",
 "within": {"after": "P2D", "before": {"param": "frist"}},
 "scope": {"where": {"all": [{"eq": ["a.channel", {"param": "weg"}]},
   {"eq": [{"param": "wort"}, {"value": "FRUEH"}]}, {"eq": [{"param": "wort"}, {"value": "SPAET"}]},
   {"eq": [{"param": "wahr"}, true]}, {"in": [{"param": "leer"}, {"param": "worte"}]},
   {"in_table": {"table": "t", "row": [{"param": "zelle"}]}},
   {"lt": ["a.occurred", {"plus": ["2020-01-01", {"param": "alter"}]}]}]}}},
{"id": "R-2", "title": "T", "statement": "S", "type": "M", "template": "count",
 "on": "CaseOpened", "require": "ContactHeld",
 "count": {"min": {"param": "zahl"}, "max": 6, "prorata": {"param": "anteil"},
           "window": {"kind": "tumbling"}}}]})";
}

ParsedRulebook parsed(const std::string& text, Vocabulary& vocabulary) {
    return parse_rulebook(text, vocabulary, [](auto, auto) { return std::nullopt; });
}

std::string told(const std::string& text) {
    const auto catalogue = Catalogue::from_files(built_in_catalogue());
    REQUIRE(catalogue);
    Vocabulary vocabulary(EventsOf::casework, *catalogue);
    return describe(parsed(text, vocabulary).faults.all());
}
std::string told(std::string Values::* which, std::string value) {
    Values values;
    values.*which = std::move(value);
    return told(rulebook(values));
}

// What an office sets, read as this rulebook would write it; or why not.
class Office {
public:
    Office() {
        const auto catalogue = Catalogue::from_files(built_in_catalogue());
        REQUIRE(catalogue);
        vocabulary_ = std::make_unique<Vocabulary>(EventsOf::casework, *catalogue);
        parsed_ = parsed(rulebook({}), *vocabulary_);
        INFO(describe(parsed_.faults.all()));
        REQUIRE(parsed_.faults.none());
    }
    Result<Operand> says(std::string_view name, std::string_view value) const {
        const auto index = index_of(parsed_.rulebook.params, name);
        REQUIRE(index);
        return read_parameter(parsed_.rulebook, *index, value);
    }
    std::string why_not(std::string_view name, std::string_view value) const {
        const auto said = says(name, value);
        return said ? "taken: " + text_of(*said) : said.error().message;
    }

private:
    std::unique_ptr<Vocabulary> vocabulary_;
    ParsedRulebook parsed_;
};

TEST_CASE("a rulebook whose parameters mean something has no faults", "[projections][rules]") {
    CHECK(told(rulebook({})).empty());
}

TEST_CASE("a value of a parameter that means nothing where it is named is told at the value",
          "[projections][rules]") {
    CHECK(told(&Values::frist, R"("bald")") ==
          "line 3, column 36: this parameter is a length, as P7D (bald)");
    CHECK(told(&Values::frist, "7") == "line 3, column 36: this parameter is a length, as P7D (7)");
    CHECK(told(&Values::alter, R"("P5BD")") ==
          "line 4, column 36: this parameter is a length of days, months or years (P5BD)");
    CHECK(told(&Values::alter, R"("PT24H")").find("of days, months or years") != std::string::npos);
    CHECK(told(&Values::zahl, R"("P7D")") ==
          "line 5, column 35: this parameter says how many: a whole number, not below 0 (P7D)");
    CHECK(told(&Values::zahl, "2.5").find("a whole number") != std::string::npos);
    CHECK(told(&Values::zahl, "-1").find("not below 0") != std::string::npos);
    CHECK(told(&Values::zahl, "0").empty());
    CHECK(told(&Values::ort, R"("Bayern")") ==
          "line 6, column 34: no place that has holidays is called so: DE, or a Land as DE-BY "
          "(Bayern)");
    CHECK(told(&Values::weg, R"("FAXGERAET")") ==
          "line 7, column 34: the code list contact-channel has no \"FAXGERAET\"");
    CHECK(told(&Values::wort, R"("SPAETER")") ==
          "line 8, column 35: this parameter is compared with nothing but FRUEH, SPAET (SPAETER)");
    CHECK(told(&Values::wort, R"("SPAET")").empty());
    CHECK(told(&Values::anteil, R"("Tage")") ==
          "line 11, column 37: this parameter is one of days, last, max (Tage)");
    CHECK(told(&Values::zelle, R"("C")") == "line 12, column 36: no row of the table t has it (C)");
    CHECK(told(&Values::zelle, R"("B")").empty());
}

TEST_CASE("all values of a parameter are of one kind", "[projections][rules]") {
    constexpr const char* kKinds[] = {"1",         "true",     R"(["a"])",
                                      R"("Text")", R"("P7D")", R"("2026-01-01")"};
    for (const char* const first : kKinds) {
        for (const char* const second : kKinds) {
            INFO(first << " and " << second);
            const std::string said =
                told(R"({"rulebook": "b", "version": "1", "title": "T", "rules": [], "params":
{"p": {"title": "T", "values": [{"to": "2025-12-31", "value": )" +
                     std::string(first) + "},\n{\"from\": \"2026-01-01\", \"value\": " + second +
                     "}]}}}");
            if (first == second) {
                CHECK(said.empty());
            } else {
                CHECK(said.starts_with(
                    "line 3, column 1: all values of a parameter are of one kind: the first is "));
            }
        }
    }
}

TEST_CASE("months of a parameter need their rounding as any others do", "[projections][rules]") {
    Values values;
    values.alter = R"("P365D")";
    CHECK(told(rulebook(values, "")).empty());
    values.frist = R"("P1M")";
    CHECK(told(rulebook(values, "")) ==
          "line 3, column 36: months and years need \"month_round\" in the rulebook's calendar "
          "(P1M)");
    CHECK(told(rulebook(values)).empty());
}

TEST_CASE("what an office says is read as the rulebook would write it", "[projections][rules]") {
    const Office office;
    CHECK(office.why_not("frist", "P9D") == "taken: P9D");
    CHECK(office.says("zahl", "5")->number == 5);
    CHECK(office.why_not("ort", "DE-NW") == "taken: DE-NW");
    CHECK(office.why_not("weg", "VIDEO") == "taken: VIDEO");
    CHECK(office.why_not("wort", "SPAET") == "taken: SPAET");
    CHECK_FALSE(office.says("wahr", "false")->boolean);
    CHECK(office.says("worte", "x, y")->texts == std::vector<std::string>{"x", "y"});
    // A text of digits stays a text.
    CHECK(office.says("leer", "12")->kind == OperandKind::text);
}

TEST_CASE("what an office says and what means nothing is not taken", "[projections][rules]") {
    const Office office;
    CHECK(office.why_not("frist", "bald") == "it is a length, as P7D");
    CHECK(office.why_not("frist", "7") == "it is a length, as P7D");
    CHECK(office.why_not("frist", "P7Q") == "it is a length, as P7D");
    CHECK(office.why_not("alter", "P5BD") ==
          "this parameter is a length of days, months or years (P5BD)");
    for (const char* const number : {"P7D", "vier", "nan", "inf", "4x", "", " 4"}) {
        INFO(number);
        CHECK(office.why_not("zahl", number) == "it is a number");
    }
    CHECK(office.why_not("zahl", "-1").find("not below 0 (-1)") != std::string::npos);
    CHECK(office.why_not("ort", "DE-XX") ==
          "no place that has holidays is called so: DE, or a Land as DE-BY (DE-XX)");
    CHECK(office.why_not("ort", "").find("taken") == std::string::npos);
    CHECK(office.why_not("weg", "FAXGERAET").find("contact-channel has no") != std::string::npos);
    CHECK(office.why_not("wort", "bald").find("nothing but FRUEH, SPAET") != std::string::npos);
    CHECK(office.why_not("wahr", "ja") == "it is true or false");
    CHECK(office.why_not("worte", "x,,y") == "it is a list");
    CHECK(office.why_not("anteil", "Tage").find("days, last, max") != std::string::npos);
    CHECK(office.why_not("zelle", "C").find("no row of the table") != std::string::npos);
}

TEST_CASE("what an office says makes no window of which no day is left", "[projections][rules]") {
    const Office office;
    // Not before the second day, and at most six of a kind.
    CHECK(office.why_not("frist", "P2D") == "taken: P2D");
    CHECK(office.why_not("frist", "P1D") ==
          "in a rule no day lies in this window: it ends before it begins, with frist = P1D");
    CHECK(office.why_not("frist", "PT48H").find("in days (P6M, P5BD) or in elapsed time") !=
          std::string::npos);
    CHECK(office.why_not("zahl", "6") == "taken: 6");
    CHECK(office.why_not("zahl", "7") ==
          "in a rule more are asked for at least than at most, with zahl = 7");
}

TEST_CASE("the places that have holidays are those of the law that is built in",
          "[projections][rules]") {
    const auto law = HolidayLaw::built_in();
    REQUIRE(law);
    CHECK(law->places().size() == 21);
    for (const auto& [id, place] : law->places()) {
        INFO(id);
        CHECK(has_holidays(id));
    }
    for (const char* const id : {"", "Bayern", "DE-XX", "DE-", "de-by", "AT"}) {
        INFO(id);
        CHECK_FALSE(has_holidays(id));
    }
}

}  // namespace
}  // namespace fallbuch::rules

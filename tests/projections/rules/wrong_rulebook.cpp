#include "tests/projections/rules/wrong_rulebook.h"

#include <catch2/catch.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/events/catalogue.h"
#include "projections/rules/faults.h"
#include "projections/rules/rule_library.h"
#include "projections/rules/rulebook_parser.h"
#include "projections/rules/vocabulary.h"

namespace fallbuch::rules {

std::shared_ptr<const Catalogue> shipped_catalogue() {
    const auto catalogue = Catalogue::from_files(built_in_catalogue());
    REQUIRE(catalogue);
    return *catalogue;
}

std::string told(std::string_view text, const std::vector<RulebookFile>& others) {
    Vocabulary vocabulary(events_of(text), shipped_catalogue());
    return describe(parse_rulebook(text, vocabulary, find_among(others)).faults.all());
}

std::string rulebook_with(const std::string& section, const std::string& rest) {
    return R"({"rulebook": "b", "version": "1", "title": "Titel",
"published": "2026-01-01",
)" + section +
           R"("rules": [{"id": "R-1", "title": "Titel", "statement": "Satz", "type": "M",
"template": "response", "on": "ContactHeld", "require": "CaseClosed")" +
           (rest.empty() ? "" : ",\n" + rest) + "}]}";
}

std::string told_of_rule(const std::string& rest) { return told(rulebook_with("", rest)); }

std::string told_of_section(const std::string& section) {
    return told(rulebook_with(section + ",\n", ""));
}

}  // namespace fallbuch::rules

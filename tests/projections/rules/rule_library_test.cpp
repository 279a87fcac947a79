// Rulebooks that are judged by together: which of them go together, and that none with mistakes
// takes the place of one without.
#include "projections/rules/rule_library.h"

#include <catch2/catch.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "projections/rules/faults.h"
#include "projections/rules/vocabulary.h"
#include "tests/projections/rules/wrong_rulebook.h"

namespace fallbuch::rules {
namespace {

// A rulebook without rules, on one line, with these members.
RulebookFile file(const std::string& name, const std::string& version, const std::string& more) {
    return {name + "-" + version + ".json", R"({"rulebook": ")" + name + R"(", "version": ")" +
                                                version + R"(", "title": "Titel", "rules": [], )" +
                                                more + "}"};
}
RulebookFile amendment(const std::string& name, const std::string& of, const std::string& more) {
    return file(name, "1",
                R"("amends": {"rulebook": ")" + of + R"(", "version": "1")" + more + "}");
}

// How many of the files are taken, and what is told about the others.
struct Taken {
    std::size_t count = 0;
    std::vector<std::string> passed_over;
};
Taken taken(const std::vector<RulebookFile>& files) {
    const auto library = make_library(EventsOf::casework, shipped_catalogue(), files);
    REQUIRE(library);
    return {library->rules->books().size(), library->passed_over};
}
RulebookFile version(const std::string& version, const std::string& valid,
                     const std::string& supersedes) {
    return file("b", version, "\"valid\": {" + valid + "}, \"supersedes\": [" + supersedes + "]");
}

TEST_CASE("no two versions of a rulebook hold on one day", "[projections][rules]") {
    const std::string year = R"("from": "2025-01-01", "to": "2025-12-31")";
    const RulebookFile old = version("1", year, "");
    CHECK(taken({old, version("2", R"("from": "2026-01-01")", "")}).count == 2);
    const Taken overlapping = taken({old, version("2", R"("from": "2025-12-31")", "")});
    CHECK(overlapping.count == 1);
    REQUIRE(overlapping.passed_over.size() == 1);
    CHECK(overlapping.passed_over.front() ==
          "b-2.json:\nline 1, column 75: rulebook b: versions 1 and 2 hold on the same days; the "
          "newer one must name the older one in \"supersedes\", or begin after its end");
    CHECK(taken({old, version("2", R"("from": "2025-12-31")", R"("1")")}).count == 2);
    // Another one's name in it does not help.
    CHECK(taken({old, version("2", R"("from": "2025-12-31")", R"("0")")}).count == 1);
    CHECK(taken({old, file("c", "2", "\"valid\": {" + year + "}")}).count == 2);
}

TEST_CASE("no version of a rulebook supersedes itself, however long the way",
          "[projections][rules]") {
    const RulebookFile first = version("1", R"("from": "2024-01-01")", R"("3")");
    const RulebookFile second = version("2", R"("from": "2025-01-01")", R"("1")");
    const Taken circle = taken({first, second, version("3", R"("from": "2026-01-01")", R"("2")")});
    CHECK(circle.count == 2);
    REQUIRE(circle.passed_over.size() == 1);
    CHECK(circle.passed_over.front() ==
          "b-3.json:\nline 1, column 113: rulebook b: version 3 supersedes itself in a circle: "
          "3 supersedes 2 supersedes 1 supersedes 3");
    const std::vector<RulebookFile> own{version("1", R"("from": "2024-01-01")", R"("1")")};
    const auto none = make_library(EventsOf::casework, shipped_catalogue(), own);
    REQUIRE_FALSE(none);
    CHECK(none.error().code == ErrorCode::invalid);
    CHECK(none.error().message.ends_with(
        "line 1, column 113: rulebook b: version 1 supersedes itself in a circle: 1 supersedes 1"));
    // A chain is none.
    CHECK(taken({version("1", R"("from": "2024-01-01")", ""), second,
                 version("3", R"("from": "2026-01-01")", R"("2", "1")")})
              .count == 3);
}

TEST_CASE("a version that is there already is told where it names itself", "[projections][rules]") {
    const std::string year = R"("from": "2025-01-01", "to": "2025-12-31")";
    const Taken twice =
        taken({version("1", year, ""), version("1", R"("from": "2027-01-01")", "")});
    CHECK(twice.count == 1);
    REQUIRE(twice.passed_over.size() == 1);
    CHECK(twice.passed_over.front() ==
          "b-1.json:\nline 1, column 30: rulebook b: version 1 is there already");
}

TEST_CASE("a rulebook that amends another version of itself does not hold on its days",
          "[projections][rules]") {
    const RulebookFile base = file("b", "1", R"("valid": {"from": "2025-01-01"})");
    const auto told_of = [&](const std::string& more) {
        const RulebookFile next =
            file("b", "2", R"("amends": {"rulebook": "b", "version": "1"})" + more);
        const auto family = read_family(next.text, shipped_catalogue(), std::vector{base});
        REQUIRE(family);
        return describe(family->faults.all());
    };
    const std::string later = R"(, "valid": {"from": "2026-01-01"})";
    CHECK(told_of(later + R"(, "supersedes": ["1"])").empty());
    CHECK(told_of(later).starts_with("line 1, column 120: rulebook b: versions 1 and 2 hold"));
    // The days are not inherited: without them it holds always.
    CHECK(told_of("").starts_with("line 1, column 30: rulebook b: versions 1 and 2 hold"));
}

// What try_draft() says of a draft beside others.
std::string refused(const std::vector<RulebookFile>& files, const RulebookFile& draft) {
    const auto tried = try_draft(shipped_catalogue(), files, draft);
    return tried ? "" : std::string(to_string(tried.error().code)) + ": " + tried.error().message;
}

TEST_CASE("a draft takes the place of its version, or stands beside the others",
          "[projections][rules]") {
    const RulebookFile first = version("1", R"("from": "2025-01-01")", "");
    const RulebookFile again = version("1", R"("from": "2024-01-01")", "");
    const auto same = try_draft(shipped_catalogue(), std::vector{first}, again);
    REQUIRE(same);
    CHECK(same->replaced.size() == 1);
    REQUIRE(same->with_draft.rules->books().size() == 1);
    CHECK(same->with_draft.rules->books()[0]->valid.from !=
          same->in_force.rules->books()[0]->valid.from);
    const RulebookFile next = version("2", R"("from": "2026-01-01")", R"("1")");
    const auto further = try_draft(shipped_catalogue(), std::vector{first}, next);
    REQUIRE(further);
    CHECK(further->replaced.empty());
    CHECK(further->in_force.rules->books().size() == 1);
    CHECK(further->with_draft.rules->books().size() == 2);
    // Beside nothing at all it is the only one.
    const auto alone = try_draft(shipped_catalogue(), {}, first);
    REQUIRE(alone);
    CHECK(alone->in_force.rules->books().empty());
    CHECK(alone->with_draft.rules->books().size() == 1);
}

TEST_CASE("a draft that does not go together with the others is told with its place",
          "[projections][rules]") {
    const RulebookFile first = version("1", R"("from": "2025-01-01")", "");
    RulebookFile draft = version("2", R"("from": "2025-06-01")", "");
    draft.name = "draft.json";
    CHECK(refused({first}, draft)
              .starts_with("conflict: draft.json does not go together with the rulebooks in "
                           "force:\ndraft.json:\nline 1, column 75: rulebook b: versions 1 and 2"));
    draft.text.insert(1, "\"titel\": 1, ");
    CHECK(refused({first}, draft) ==
          "invalid: draft.json:\nline 1, column 2: a rulebook has no \"titel\"");
    // It may also take from another rulebook what that one amends.
    const RulebookFile amending = amendment("a", "b", R"(, "without": ["R-7"])");
    RulebookFile base = file("b", "1", "\"note\": \"nichts\"");
    RulebookFile with_rule = base;
    with_rule.text.replace(with_rule.text.find("[]"), 2, R"([{"id": "R-7", "title": "T",
"statement": "S", "type": "M", "template": "response", "on": "ContactHeld",
"require": "CaseClosed"}])");
    CHECK(refused({amending, with_rule}, with_rule).empty());
    CHECK(refused({amending, with_rule}, base).find("has no such rule (R-7)") != std::string::npos);
    // What was passed over before is no matter of the draft.
    CHECK(refused({amending, base}, with_rule).empty());
    CHECK(refused({amending, base}, file("c", "1", "\"note\": \"\"")).empty());
}

TEST_CASE("a rulebook with mistakes never takes the place of one without", "[projections][rules]") {
    const RulebookFile valid = version("1", R"("from": "2025-01-01")", "");
    RulebookFile wrong = version("2", R"("from": "2026-01-01")", R"("1")");
    CHECK(taken({valid, wrong}).count == 2);
    wrong.text.insert(1, "\n\"titel\": \"\",\n\"note\": 5, ");
    const auto alone = make_library(EventsOf::casework, shipped_catalogue(), std::vector{valid});
    REQUIRE(alone);
    for (const auto& files : {std::vector{valid, wrong}, std::vector{wrong, valid}}) {
        const auto library = make_library(EventsOf::casework, shipped_catalogue(), files);
        REQUIRE(library);
        CHECK(library->rules->digest() == alone->rules->digest());
        // It holds on, too: nothing has superseded it.
        CHECK_FALSE(library->rules->validity(0).to.has_value());
        REQUIRE(library->passed_over.size() == 1);
        CHECK(library->passed_over.front() ==
              "b-2.json:\nline 2, column 1: a rulebook has no \"titel\"\n"
              "line 3, column 9: \"note\" is a text, not an integer");
    }
    const auto none = make_library(EventsOf::casework, shipped_catalogue(), std::vector{wrong});
    REQUIRE_FALSE(none);
    CHECK(none.error().code == ErrorCode::invalid);
    CHECK(none.error().message.find("line 3, column 9") != std::string::npos);
}

TEST_CASE("what is amended is the rulebook without mistakes, if another one calls itself so",
          "[projections][rules]") {
    RulebookFile spoilt = file("b", "1", "\"nota\": 5");
    spoilt.name = "a-spoilt.json";
    const RulebookFile base = file("b", "1", "\"note\": \"gut\"");
    for (const auto& files : {std::vector{spoilt, base, amendment("c", "b", "")},
                              std::vector{amendment("c", "b", ""), base, spoilt}}) {
        const Taken some = taken(files);
        CHECK(some.count == 2);
        REQUIRE(some.passed_over.size() == 1);
        CHECK(some.passed_over[0].starts_with("a-spoilt.json:\nline 1, column 66"));
    }
}

TEST_CASE("an amendment of a rulebook with mistakes is passed over with it, and no other",
          "[projections][rules]") {
    const RulebookFile other = file("c", "1", "\"note\": \"nichts\"");
    const Taken some = taken({amendment("a", "b", ""), file("b", "1", "\"nota\": 5"), other});
    CHECK(some.count == 1);
    REQUIRE(some.passed_over.size() == 2);
    CHECK(some.passed_over[0].starts_with("a-1.json:\nin the rulebook that is amended, line 1"));
    CHECK(some.passed_over[1].starts_with("b-1.json:\nline 1"));
}

}  // namespace
}  // namespace fallbuch::rules

// Which rulebook an argument means: files, the ledger's folder and the shipped ones, in this order.
#include "tools/fallbuch/rulebook_files.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "tests/support/temporary_directory.h"
#include "tools/fallbuch/context.h"

namespace fallbuch {
namespace {

std::string rulebook(std::string_view id, std::string_view version, std::string_view from) {
    return R"({"rulebook": ")" + std::string(id) + R"(", "version": ")" + std::string(version) +
           R"(", "title": "t", "valid": {"from": ")" + std::string(from) + R"("}, "rules": []})";
}

// A ledger's directory with rulebooks of its own.
class Office {
public:
    Office() { std::filesystem::create_directory(directory_ / "rulebooks"); }
    void add(const std::string& name, const std::string& text) const {
        std::ofstream(directory_ / name) << text;
    }
    Context context() const {
        Options options;
        options.ledger = directory_.path();
        return Context(options);
    }
    std::string path(const std::string& name) const { return directory_ / name; }

private:
    TemporaryDirectory directory_;
};

Result<KnownRulebook> find(const Office& office, const std::string& argument) {
    Context context = office.context();
    const auto known = known_rulebooks(context);
    REQUIRE(known);
    return find_rulebook(context, *known, argument);
}

TEST_CASE("an id means its newest version, with a version that one", "[tools][fallbuch]") {
    const Office office;
    office.add("rulebooks/a.json", rulebook("own", "2", "2025-01-01"));
    office.add("rulebooks/b.json", rulebook("own", "1", "2024-01-01"));
    CHECK(find(office, "own")->version == "2");
    CHECK(find(office, "own@1")->version == "1");
    CHECK(find(office, "b")->version == "1");
    CHECK(find(office, "own")->origin == RulebookOrigin::ledger);
    CHECK(find(office, "datenschutz")->origin == RulebookOrigin::shipped);
}

TEST_CASE("a file is meant by its path, whatever lies in the ledger", "[tools][fallbuch]") {
    const Office office;
    office.add("rulebooks/a.json", rulebook("own", "2", "2025-01-01"));
    office.add("draft.json", rulebook("own", "3", "2026-01-01"));
    const auto found = find(office, office.path("draft.json"));
    REQUIRE(found);
    CHECK(found->origin == RulebookOrigin::file);
    CHECK(found->version == "3");
    CHECK(find(office, "own")->version == "2");
}

TEST_CASE("the ledger's rulebook comes before a shipped one of the same name",
          "[tools][fallbuch]") {
    const Office office;
    const std::string shipped = find(office, "datenschutz")->version;
    office.add("rulebooks/a.json", rulebook("datenschutz", shipped, "2018-05-25"));
    CHECK(find(office, "datenschutz@" + shipped)->origin == RulebookOrigin::ledger);
}

TEST_CASE("a name that nothing bears is not found, and the names that there are are told",
          "[tools][fallbuch]") {
    const Office office;
    office.add("rulebooks/a.json", rulebook("own", "1", "2024-01-01"));
    const auto found = find(office, "own@9");
    REQUIRE_FALSE(found);
    CHECK(found.error().code == ErrorCode::not_found);
    CHECK(found.error().message.find("own@1") != std::string::npos);
}

TEST_CASE("a draft may amend what lies beside it", "[tools][fallbuch]") {
    const Office office;
    office.add("base.json", rulebook("base", "1", "2024-01-01"));
    office.add("draft.json", rulebook("own", "3", "2026-01-01"));
    Context context = office.context();
    const auto known = known_rulebooks(context);
    REQUIRE(known);
    const auto has_base = [&](const std::string& argument) {
        const auto one = find_rulebook(context, *known, argument);
        REQUIRE(one);
        const auto files = amendable_by(context, *one, *known);
        REQUIRE(files);
        return std::any_of(files->begin(), files->end(),
                           [](const auto& file) { return file.name == "base.json"; });
    };
    CHECK(has_base(office.path("draft.json")));
    CHECK_FALSE(has_base("datenschutz"));
}

}  // namespace
}  // namespace fallbuch

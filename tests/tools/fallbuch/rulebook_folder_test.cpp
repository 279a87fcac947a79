// A rulebook is in the folder of a ledger with all its scenarios or not at all, whatever fails.
#include "tools/fallbuch/rulebook_folder.h"

#include <catch2/catch.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/file.h"
#include "core/base/result.h"
#include "tests/support/fault_schedule.h"
#include "tests/support/faulty_file.h"

namespace fallbuch {
namespace {

constexpr const char* kFolder = "ledger/rulebooks";

NewRulebook rulebook(const std::string& version, const std::string& scenarios) {
    const std::string text = R"({"rulebook": "b", "version": ")" + version +
                             R"(", "title": "Titel", "rules": [], "scenarios": [")" + scenarios +
                             "\"]}";
    return {{"b.json", text}, "b", version, {{scenarios, "Szenario: " + version}}};
}

std::optional<std::string> text_of(FileSystem& files, const std::string& name) {
    const std::string path = std::string(kFolder) + "/" + name;
    const auto is_there = files.exists(path);
    REQUIRE(is_there);
    if (!*is_there) return std::nullopt;
    const auto bytes = read_file(files, path, 1 << 20);
    REQUIRE(bytes);
    return std::string(as_text(*bytes));
}

void write(FileSystem& files, const std::string& name, const std::string& text) {
    REQUIRE(
        replace_file(files, std::string(kFolder) + "/" + name, as_bytes(text), Durability::synced));
}

// A folder that is there, with a version of the rulebook in it.
void furnish(FaultyFileSystem& files) {
    REQUIRE(make_durable_directory(files, kFolder));
    REQUIRE(put_into_folder(files, kFolder, rulebook("1", "b-1.szenarien")));
}

// Whole or not at all; true if it is there.
bool is_whole(FaultyFileSystem& files, const NewRulebook& made) {
    const auto text = text_of(files, "b-" + made.version + ".json");
    CHECK(text_of(files, "b-1.json") == rulebook("1", "b-1.szenarien").file.text);
    CHECK(text_of(files, "b-1.szenarien") == "Szenario: 1");
    if (!text) return false;
    CHECK(*text == made.file.text);
    CHECK(text_of(files, made.scenarios[0].name) == made.scenarios[0].text);
    return true;
}

TEST_CASE("a rulebook goes into the folder under its id and version, with its scenarios",
          "[tools][fallbuch]") {
    FaultyFileSystem files;
    furnish(files);
    const NewRulebook made = rulebook("2", "b-2.szenarien");
    REQUIRE(put_into_folder(files, kFolder, made));
    CHECK(is_whole(files, made));
    CHECK(files.list(kFolder)->size() == 4);
}

TEST_CASE("whatever call fails, a rulebook is there whole or not at all, and can be put again",
          "[tools][fallbuch]") {
    const NewRulebook made = rulebook("2", "b-2.szenarien");
    FaultyFileSystem files;
    furnish(files);
    const auto start = files.snapshot();
    std::uint64_t failed_count = 0;
    for (std::uint64_t k = 1;; ++k) {
        files.restore(start);
        files.plan({FaultKind::any, k});
        const Status put = put_into_folder(files, kFolder, made);
        if (!files.fault_fired()) break;
        files.clear_plan();
        CAPTURE(k);
        ++failed_count;
        REQUIRE_FALSE(put);
        const bool is_there = is_whole(files, made);
        files.crash(k);
        is_whole(files, made);
        if (text_of(files, "b-2.json")) continue;
        CHECK((!is_there || !text_of(files, "b-2.json")));
        REQUIRE(put_into_folder(files, kFolder, made));
        CHECK(is_whole(files, made));
    }
    CHECK(failed_count > 8);
}

TEST_CASE(
    "wherever the power is cut, a rulebook is there whole or not at all, and stays if it was "
    "acknowledged",
    "[tools][fallbuch]") {
    const NewRulebook made = rulebook("2", "b-2.szenarien");
    FaultyFileSystem files;
    furnish(files);
    const auto start = files.snapshot();
    std::uint64_t calls = 0;
    bool was_acknowledged = false;
    for (; !was_acknowledged; ++calls) {
        for (const std::uint64_t seed : {1, 2, 3}) {
            files.restore(start);
            files.crash_after(calls);
            was_acknowledged = put_into_folder(files, kFolder, made).has_value();
            files.crash(seed);
            CAPTURE(calls, seed);
            const bool is_there = is_whole(files, made);
            if (was_acknowledged) CHECK(is_there);
            if (is_there) continue;
            REQUIRE(put_into_folder(files, kFolder, made));
            CHECK(is_whole(files, made));
        }
    }
    CHECK(calls > 8);
}

TEST_CASE("what is in the folder is not written over", "[tools][fallbuch]") {
    FaultyFileSystem files;
    furnish(files);
    const auto refused = [&](const NewRulebook& made) {
        const Status put = put_into_folder(files, kFolder, made);
        REQUIRE_FALSE(put);
        CHECK(put.error().code == ErrorCode::conflict);
        is_whole(files, rulebook("2", "b-2.szenarien"));
        CHECK_FALSE(text_of(files, "b-2.json"));
        return put.error().message;
    };
    CHECK(refused(rulebook("1", "b-1.szenarien")) == "ledger/rulebooks/b-1.json: is there already");
    // The scenarios of another version keep their text.
    CHECK(refused(rulebook("2", "b-1.szenarien"))
              .starts_with("ledger/rulebooks/b-1.szenarien: scenarios of b-1.json with another "
                           "text"));
    // The same text is shared; what no rulebook names is a left-over.
    NewRulebook sharing = rulebook("3", "b-1.szenarien");
    sharing.scenarios[0].text = "Szenario: 1";
    CHECK(put_into_folder(files, kFolder, sharing));
    write(files, "b-2.szenarien", "halb");
    const NewRulebook made = rulebook("2", "b-2.szenarien");
    REQUIRE(put_into_folder(files, kFolder, made));
    CHECK(is_whole(files, made));
}

TEST_CASE("a rulebook whose names are no names of files is refused with their place",
          "[tools][fallbuch]") {
    const auto told = [](const std::string& version, const std::string& scenarios) {
        const auto name = folder_name(rulebook(version, scenarios));
        if (name) return *name;
        CHECK(name.error().code == ErrorCode::invalid);
        return name.error().message;
    };
    CHECK(told("2026.1 Entwurf-ä_", "b.szenarien") == "b-2026.1 Entwurf-ä_.json");
    CHECK(told("../1", "b.szenarien").starts_with("b.json:\nline 1, column 30: an installed"));
    CHECK(told(".1", "b.szenarien").starts_with("b.json:\nline 1, column 30: an installed"));
    CHECK(told("1/2", "b.szenarien").starts_with("b.json:\nline 1, column 30: an installed"));
    CHECK(told("", "b.szenarien").starts_with("b.json:\nline 1, column 30: an installed"));
    CHECK(told(std::string(193, '1'), "b.szenarien").ends_with(".json"));
    CHECK(told(std::string(194, '1'), "b.szenarien")
              .starts_with("b.json:\nline 1, column 30: too long"));
    CHECK(told("1", "../b.szenarien").starts_with("b.json:\nline 1, column 80: scenarios lie"));
    CHECK(told("1", "b.json").starts_with("b.json:\nline 1, column 80: a file of scenarios"));
}

TEST_CASE("texts are the same if they say the same, however they are written",
          "[tools][fallbuch]") {
    CHECK(is_same_text(R"({"a": 1, "b": [2]})", "{\"b\":[2],\n\"a\":1}"));
    CHECK_FALSE(is_same_text(R"({"a": 1})", R"({"a": 2})"));
    CHECK_FALSE(is_same_text(R"({"a": [1, 2]})", R"({"a": [2, 1]})"));
    CHECK(is_same_text("no JSON", "no JSON"));
    CHECK_FALSE(is_same_text("no JSON", "{}"));
}

}  // namespace
}  // namespace fallbuch

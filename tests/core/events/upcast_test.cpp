#include "core/events/upcast.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "core/codec/cbor.h"
#include "core/events/catalogue.h"

using namespace fallbuch;
using nlohmann::json;

namespace {

// A type whose fields are texts; required ones end with "!".
std::string type_text(std::uint32_t version, const std::vector<std::string>& fields,
                      const json& steps = nullptr) {
    json type = json::parse(R"({"title": "Probe", "type": "object", "additionalProperties": false,
        "x-fallbuch": {"type": "de.fallbuch.probe.taken", "name": "ProbeTaken",
                       "retention": "FALL", "actor": "optional"}})");
    type["x-fallbuch"]["version"] = version;
    if (!steps.is_null()) type["x-fallbuch"]["upcast"] = {{"from", version - 1}, {"steps", steps}};
    type["required"] = json::array();
    for (std::string name : fields) {
        if (name.back() == '!') {
            name.pop_back();
            type["required"].push_back(name);
        }
        type["properties"][name] = {
            {"title", "T"}, {"type", "string"}, {"x-category", "STAMM"}, {"maxLength", 5}};
    }
    return type.dump();
}

Result<std::shared_ptr<const Catalogue>> catalogue_of(std::vector<std::string> texts) {
    std::vector<CatalogueFile> files;
    for (std::string& text : texts) files.push_back({"probe.json", std::move(text)});
    return Catalogue::from_files(files);
}

}  // namespace

TEST_CASE("a missing lifecycle of a trace event reads as complete", "[core][events]") {
    const auto catalogue = Catalogue::from_files(built_in_catalogue());
    REQUIRE(catalogue);
    const auto versions = (*catalogue)->versions("de.fallbuch.trace.event");
    REQUIRE(versions.size() == 2);
    const auto upcast = Upcast::between(*versions[0], *versions[1]);
    REQUIRE(upcast);
    CHECK(&(*upcast)->target() == versions[1]);
    CHECK((*upcast)->new_number(32) == 32);  // activity
    CHECK((*upcast)->new_number(33) == 33);  // attributes
    REQUIRE((*upcast)->defaults().size() == 1);
    const Upcast::Default& lifecycle = (*upcast)->defaults()[0];
    CHECK(lifecycle.number == versions[1]->number_of("lifecycle"));
    CHECK(lifecycle.always);
    CHECK(CborReader(lifecycle.value).text() == "complete");
}

TEST_CASE("steps rename, default and drop", "[core][events]") {
    const auto catalogue = catalogue_of(
        {type_text(1, {"a!", "b", "c"}),
         type_text(2, {"b!", "z!"}, json::parse(R"([{"rename":{"from":"a","to":"z"}},{"drop":"c"},
                                   {"default":{"field":"b","value":"x"}}])"))});
    REQUIRE(catalogue);
    const auto versions = (*catalogue)->versions("de.fallbuch.probe.taken");
    const auto upcast = Upcast::between(*versions[0], *versions[1]);
    REQUIRE(upcast);
    CHECK((*upcast)->new_number(32) == 33);
    CHECK((*upcast)->new_number(33) == 32);
    CHECK_FALSE((*upcast)->new_number(34));
    REQUIRE((*upcast)->defaults().size() == 1);
    CHECK_FALSE((*upcast)->defaults()[0].always);
    CHECK_FALSE(Upcast::between(*versions[1], *versions[0]));
}

TEST_CASE("steps that do not lead to the newer version are refused when they are loaded",
          "[core][events]") {
    const auto [fields, steps, why] =
        GENERATE(table<std::vector<std::string>, const char*, const char*>({
            {{"a!", "b", "n!"}, "[]", "leaves a required field without a value (n)"},
            {{"a!"}, "[]", "leaves a field without a place (b)"},
            {{"a!", "b!"}, "[]", "leaves a required field without a value (b)"},
            {{"a!", "b"}, R"([{"drop":"q"}])", "drops what is not there (q)"},
            {{"a!", "b"}, R"([{"rename":{"from":"q","to":"a"}}])", "renames what is not there (q)"},
            {{"a!", "b"}, R"([{"rename":{"from":"b","to":"a"}}])", "renames to what is there (a)"},
            {{"a!", "b"},
             R"([{"default":{"field":"q","value":1}}])",
             "a default for a field that does not exist (q)"},
            {{"a!", "b", "n"},
             R"([{"default":{"field":"n","value":7}}])",
             "a default that the schema refuses (n)"},
            {{"a!", "b", "n"},
             R"([{"default":{"field":"n","value":"longer"}}])",
             "a default that the schema refuses (n)"},
        }));
    CAPTURE(why);
    const auto catalogue =
        catalogue_of({type_text(1, {"a!", "b"}), type_text(2, fields, json::parse(steps))});
    REQUIRE_FALSE(catalogue);
    CHECK(catalogue.error().code == ErrorCode::invalid);
    CHECK(catalogue.error().message == std::string("de.fallbuch.probe.taken.v2: upcast: ") + why);
}

TEST_CASE("steps need the version they begin at", "[core][events]") {
    const auto catalogue = catalogue_of({type_text(2, {"a"}, json::array())});
    REQUIRE_FALSE(catalogue);
    CHECK(catalogue.error().message ==
          "de.fallbuch.probe.taken.v2: upcast: no version to begin at");
}

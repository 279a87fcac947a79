#include "core/events/catalogue.h"

#include <stdlib.h>

#include <array>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/base/posix_file.h"
#include "tests/support/casework_types.h"

using namespace fallbuch;
using nlohmann::json;

namespace {

json small_type() { return json::parse(kProbeType); }

// What happens to the small type with `patch` (RFC 7386) applied.
Error refusal(const char* patch) {
    json document = small_type();
    document.merge_patch(json::parse(patch));
    const std::vector<CatalogueFile> files{{"probe.json", document.dump()}};
    const auto catalogue = Catalogue::from_files(files);
    REQUIRE_FALSE(catalogue);
    return catalogue.error();
}

}  // namespace

TEST_CASE("the built-in catalogue holds the generic types", "[core][events]") {
    const auto catalogue = Catalogue::from_files(built_in_catalogue());
    REQUIRE(catalogue);
    const EventType* opened = (*catalogue)->find("de.fallbuch.trace.opened.v1");
    REQUIRE(opened != nullptr);
    CHECK(opened->name() == "TraceOpened");
    CHECK(opened->retention_class() == "FALL");
    CHECK(opened->number_of("attributes") == 32);
    CHECK(opened->number_of("log") == 33);
    CHECK(opened->number_of("trace") == 34);
    CHECK_FALSE(opened->number_of("lag"));
    const auto versions = (*catalogue)->versions("de.fallbuch.trace.event");
    REQUIRE(versions.size() == 2);
    CHECK(versions[0]->version() == 1);
    CHECK(versions[1]->version() == 2);
    CHECK((*catalogue)->find("de.fallbuch.trace.event") == nullptr);
    CHECK((*catalogue)->find("de.fallbuch.trace.event.v3") == nullptr);
}

TEST_CASE("the text of a schema is the same whatever its keys' order", "[core][events]") {
    const std::vector<CatalogueFile> compact{{"a.json", small_type().dump()}};
    const std::vector<CatalogueFile> spacious{{"b.json", small_type().dump(4)}};
    const auto first = Catalogue::from_files(compact);
    const auto second = Catalogue::from_files(spacious);
    REQUIRE(first);
    REQUIRE(second);
    const char* name = "de.fallbuch.probe.taken.v1";
    CHECK((*first)->find(name)->canonical_text() == (*second)->find(name)->canonical_text());
}

TEST_CASE("code lists know their codes, retired ones too", "[core][events]") {
    const auto catalogue = casework_catalogue();
    const CodeList* channels = catalogue->find_codes("kanal");
    REQUIRE(channels != nullptr);
    CHECK(channels->title() == "Kontaktkanal");
    CHECK_FALSE(channels->ordered());
    REQUIRE(channels->find("TELEFAX") != nullptr);
    CHECK(channels->find("TELEFAX")->valid_to.has_value());
    CHECK(channels->find("FAX") == nullptr);
}

TEST_CASE("a schema outside the subset is refused with file, pointer and keyword",
          "[core][events]") {
    const auto [patch, message] = GENERATE(table<const char*, const char*>({
        {R"({"properties":{"a":{"oneOf":[]}}})",
         "/properties/a: oneOf: this keyword is not supported"},
        {R"({"properties":{"a":{"anyOf":[]}}})",
         "/properties/a: anyOf: this keyword is not supported"},
        {R"({"properties":{"a":{"x-catgory":"A"}}})",
         "/properties/a: x-catgory: this keyword is not supported"},
        {R"({"properties":{"a":{"properties":{"b":{"x-category":"A"}}}}})",
         "/properties/a/properties/b: x-category: not allowed here"},
        {R"({"properties":{"a":{"x-fallbuch":{}}}})",
         "/properties/a: x-fallbuch: not allowed here"},
        {R"({"properties":{"a/b":{"multipleOf":2}}})",
         "/properties/a~1b: multipleOf: this keyword is not supported"},
        {R"({"properties":{"a":{"items":{"minContains":1}}}})",
         "/properties/a/items: minContains: this keyword is not supported"},
        {R"({"properties":{"a":{"additionalProperties":{"not":{}}}}})",
         "/properties/a/additionalProperties: not: this keyword is not supported"},
        {R"({"properties":{"a":{"type":"text"}}})", "/properties/a: type: unknown type \"text\""},
        {R"({"properties":{"a":{"type":[]}}})", "/properties/a: type: an empty list"},
        {R"({"properties":{"a":{"format":"email"}}})",
         "/properties/a: format: not supported (email)"},
        {R"({"properties":{"a":{"pattern":"^a$"}}})",
         "/properties/a: pattern: needs a maxLength of at most 255"},
        {R"({"properties":{"a":{"pattern":"a","maxLength":3}}})",
         "/properties/a: pattern: must begin with ^ and end with $"},
        {R"({"properties":{"a":{"minLength":-1}}})",
         "/properties/a: minLength: must be an integer from 0 to 2^32 - 2"},
        {R"({"properties":{"a":{"minimum":"1"}}})",
         "/properties/a: minimum: must be a number of 64 bits"},
        {R"({"properties":{"a":{"enum":[]}}})",
         "/properties/a: enum: must be an array that is not empty"},
        {R"({"properties":{"a":{"enum":[1.5]}}})",
         "/properties/a: enum, const: only texts, integers, booleans and null are supported"},
        {R"({"properties":{"a":{"enum":[1],"const":1}}})",
         "/properties/a: enum: not allowed beside const"},
        {R"({"properties":{"a":{"x-codes":"none"}}})",
         "/properties/a: x-codes: no such code list (none)"},
    }));
    CAPTURE(patch);
    const Error error = refusal(patch);
    CHECK(error.code == ErrorCode::invalid);
    CHECK(error.message == std::string("probe.json: ") + message);
}

TEST_CASE("a schema whose parts do not fit together is refused", "[core][events]") {
    const auto [patch, message] = GENERATE(table<const char*, const char*>({
        {R"({"properties":{"a":{"$ref":"#/$defs/b"}}})",
         "/properties/a: type: not allowed beside $ref"},
        {R"({"properties":{"a":{"type":null,"$ref":"#/$defs/b"}}})",
         "/properties/a: $ref: leads nowhere (#/$defs/b)"},
        {R"({"properties":{"a":{"type":null,"$ref":"other.json"}}})",
         "/properties/a: $ref: must begin with #/$defs/ or #/definitions/"},
        {R"({"$defs":{"b":{"$ref":"#/$defs/b"}},
             "properties":{"a":{"type":null,"$ref":"#/$defs/b"}}})",
         "/properties/a: $ref: leads to another $ref (#/$defs/b)"},
        {R"({"properties":{"a":true}})", "/properties/a: a schema must be an object"},
        {R"({"properties":[]})", "(root): properties: must be an object"},
        {R"({"required":"a"})", "(root): required: must be an array"},
        {R"({"required":["b"]})", "(root): required: names no property (\"b\")"},
        {R"({"properties":{"a":{"minItems":"1"}}})",
         "/properties/a: minItems: must be an integer from 0 to 2^32 - 2"},
        {R"({"properties":{"a":{"uniqueItems":1}}})",
         "/properties/a: uniqueItems: must be true or false"},
    }));
    CAPTURE(patch);
    const Error error = refusal(patch);
    CHECK(error.code == ErrorCode::invalid);
    CHECK(error.message == std::string("probe.json: ") + message);
}

TEST_CASE("a type that breaks the catalogue's own rules is refused", "[core][events]") {
    const auto [patch, message] = GENERATE(table<const char*, const char*>({
        {R"({"x-fallbuch":{"stream":"ledger"}})", "/x-fallbuch: stream: must be case or office"},
        {R"({"title":null})", "title: must be a text that is not empty"},
        {R"({"x-fallbuch":null})", "/x-fallbuch: is missing"},
        {R"({"x-fallbuch":{"colour":"red"}})", "/x-fallbuch: colour: unknown member"},
        {R"({"x-fallbuch":{"version":0}})", "/x-fallbuch: version: must be an integer from 1 on"},
        {R"({"x-fallbuch":{"actor":"never"}})", "/x-fallbuch: actor: must be optional or required"},
        {R"({"x-fallbuch":{"retention":"fall"}})",
         "/x-fallbuch/retention: must be 1 to 32 of A-Z, 0-9 and -"},
        {R"({"x-fallbuch":{"name":"probeTaken"}})",
         "/x-fallbuch/type: does not follow from the name"},
        {R"({"x-fallbuch":{"name":"Probe"}})", "/x-fallbuch/type: does not follow from the name"},
        {R"({"x-fallbuch":{"type":"de.other.probe.taken"}})",
         "/x-fallbuch/type: does not follow from the name"},
        {R"({"additionalProperties":true})",
         "(root): must have type object and additionalProperties false"},
        {R"({"type":"array"})", "(root): must have type object and additionalProperties false"},
        {R"({"properties":{"a":{"title":null}}})",
         "/properties/a: title: must be a text that is not empty"},
        {R"({"properties":{"a":{"x-category":null}}})",
         "/properties/a: x-category: must be a text that is not empty"},
        {R"({"properties":{"a":{"x-category":"Beschäftigte"}}})",
         "/properties/a/x-category: must be 1 to 32 of A-Z, 0-9 and -"},
    }));
    CAPTURE(patch);
    const Error error = refusal(patch);
    CHECK(error.code == ErrorCode::invalid);
    CHECK(error.message == std::string("probe.json: ") + message);
}

TEST_CASE("a subject that nobody can find is refused", "[core][events]") {
    const auto [patch, message] = GENERATE(table<const char*, const char*>({
        {R"({"properties":{"a":{"x-subject":"actor"}}})",
         "/properties/a/x-subject: needs the actor to be required"},
        {R"({"properties":{"a":{"x-subject":"somebody"}}})",
         "/properties/a/x-subject: must be case, actor or {person}"},
        {R"({"properties":{"a":{"x-subject":{"person":"b"}}}})",
         "/properties/a/x-subject: names no field (b)"},
        {R"({"properties":{"a":{"x-subject":{"person":"a"}}}})",
         "/properties/a: must be of type string with minLength of at least 1 and maxLength of at "
         "most 128"},
        {R"({"properties":{"a":{"x-subject":{"person":"a","else":"actor"}}}})",
         "/properties/a/x-subject: else must be case"},
        {R"({"properties":{"a":{"type":"array","items":
             {"type":"object","x-subject":{"person":"n","else":"case"}}}}})",
         "/properties/a/items/x-subject: else: unknown member"},
        {R"({"properties":{"a":{"x-subject":{"case":"a"}}}})",
         "/properties/a/x-subject: case: unknown member"},
        {R"({"properties":{"a":{"type":"array","items":{"x-subject":{"person":"n"}}}}})",
         "/properties/a/items/x-subject: needs an array of objects without uniqueItems"},
        {R"({"properties":{"a":{"type":"array","items":
             {"type":"object","x-subject":{"person":"n"}}}}})",
         "/properties/a/items/x-subject: names no required property of the items"},
        {R"({"properties":{"a":{"type":"array","x-subject":"case","items":
             {"type":"object","x-subject":{"person":"n"}}}}})",
         "/properties/a/items/x-subject: not allowed beside x-subject of the array"},
        {R"({"x-fallbuch":{"upcast":{"from":1,"steps":[]}}})",
         "/x-fallbuch: upcast/from: must be an earlier version"},
        {R"({"x-fallbuch":{"version":2,"upcast":{"from":1}}})",
         "/x-fallbuch: upcast/steps: must be an array"},
        {R"({"x-fallbuch":{"version":2,"upcast":{"from":1,"steps":[{"split":"a"}]}}})",
         "/x-fallbuch: upcast/steps: split: unknown member"},
        {R"({"x-fallbuch":{"version":2,"upcast":{"from":1,"steps":[{}]}}})",
         "/x-fallbuch: upcast/steps: step: must have exactly one member"},
    }));
    CAPTURE(patch);
    const Error error = refusal(patch);
    CHECK(error.code == ErrorCode::invalid);
    CHECK(error.message == std::string("probe.json: ") + message);
}

TEST_CASE("a file that is no JSON, or is ambiguous, is refused", "[core][events]") {
    const auto [text, message] = GENERATE(table<const char*, const char*>({
        {"{", "parse error at line 1, column 2"},
        {R"({"title":"a","title":"b"})", "a key comes twice (title)"},
        {"[]", "a schema must be an object"},
    }));
    const std::vector<CatalogueFile> files{{"x.json", text}};
    const auto catalogue = Catalogue::from_files(files);
    REQUIRE_FALSE(catalogue);
    CHECK(catalogue.error().message.find(message) != std::string::npos);
}

TEST_CASE("every file that is wrong has its line", "[core][events]") {
    const std::vector<CatalogueFile> files{{"a.json", "1"}, {"b.codes.json", "{}"}};
    const auto catalogue = Catalogue::from_files(files);
    REQUIRE_FALSE(catalogue);
    CHECK(catalogue.error().message ==
          "b.codes.json: codes: must be a text that is not empty\n"
          "a.json: (root): a schema must be an object");
}

TEST_CASE("a type that is there already may come again, but not with other content",
          "[core][events]") {
    std::vector<CatalogueFile> files = built_in_catalogue();
    const CatalogueFile again = files.back();
    files.push_back(again);
    REQUIRE(Catalogue::from_files(files));
    json changed = json::parse(again.text);
    changed["description"] = "anders";
    files.push_back({"mine.json", changed.dump()});
    const auto catalogue = Catalogue::from_files(files);
    REQUIRE_FALSE(catalogue);
    CHECK(catalogue.error().code == ErrorCode::conflict);
    CHECK(catalogue.error().message ==
          "mine.json: de.fallbuch.trace.opened.v1: another schema has this type and version; "
          "raise the version");
}

TEST_CASE("a code list may grow and retire, but not lose a code", "[core][events]") {
    std::vector<CatalogueFile> files = casework_files();
    files.push_back({"office.codes.json",
                     R"({"codes":"kanal","title":"Kanal","ordered":true,"values":[
                        {"code":"PERSOENLICH","title":"p"},{"code":"TELEFON","title":"t"},
                        {"code":"TELEFAX","title":"x"},{"code":"VIDEO","title":"v"}]})"});
    const auto grown = Catalogue::from_files(files);
    REQUIRE(grown);
    CHECK((*grown)->find_codes("kanal")->find("VIDEO") != nullptr);
    CHECK((*grown)->find_codes("kanal")->ordered());
    files.back().text = R"({"codes":"kanal","title":"Kanal","values":[
                            {"code":"TELEFON","title":"t"}]})";
    const auto lost = Catalogue::from_files(files);
    REQUIRE_FALSE(lost);
    CHECK(lost.error().code == ErrorCode::conflict);
    CHECK(lost.error().message ==
          "office.codes.json: code list kanal: lacks the code PERSOENLICH of the list it replaces");
}

TEST_CASE("a code list that is none is refused", "[core][events]") {
    const auto [text, message] = GENERATE(table<const char*, const char*>({
        {R"({"codes":"k","title":"t"})", "values: must be an array"},
        {R"({"codes":"k","title":"t","values":[{"code":"A"}]})",
         "values/0: title: must be a text that is not empty"},
        {R"({"codes":"k","title":"t",
             "values":[{"code":"A","title":"a"},{"code":"A","title":"b"}]})",
         "values/1: the code comes twice (A)"},
        {R"({"codes":"k","title":"t","values":[{"code":"A","title":"a","valid":{"to":"2026"}}]})",
         "values/0: to: not a day (2026)"},
        {R"({"codes":"k","title":"t","ordered":"ja","values":[]})",
         "ordered: must be true or false"},
        {R"({"codes":"k","title":7,"values":[]})", "title: must be a text"},
        {R"({"codes":"k","title":"t","source":7,"values":[]})", "source: must be a text"},
        {R"({"codes":"k","title":"t","values":[{"code":"A","title":"a","outsideOrder":1}]})",
         "values/0: outsideOrder: must be true or false"},
        {R"({"codes":"k","title":"t","values":[{"code":"A","title":"a","attributes":[]}]})",
         "values/0: attributes: must be an object"},
        {R"({"codes":"k","title":"t","values":[{"code":"A","title":"a","attributes":{"x":"y"}}]})",
         "values/0: attributes: x: must be a list of texts"},
        {R"({"codes":"k","title":"t","values":[{"code":"A","title":"a","attributes":{"x":[1]}}]})",
         "values/0: attributes: x: must be a list of texts"},
    }));
    const std::vector<CatalogueFile> files{{"k.codes.json", text}};
    const auto catalogue = Catalogue::from_files(files);
    REQUIRE_FALSE(catalogue);
    CHECK(catalogue.error().message == std::string("k.codes.json: ") + message);
}

TEST_CASE("a code list tells the rank, the attributes and the source of its codes",
          "[core][events]") {
    const std::vector<CatalogueFile> files{{"k.codes.json", R"({
        "codes":"k","title":"t","source":"§ 54 SGB II","ordered":true,"values":[
          {"code":"LOW","title":"l"},
          {"code":"NONE","title":"n","outsideOrder":true},
          {"code":"HIGH","title":"h","attributes":{"needs":["A","B"],"free":[]}}]})"}};
    const auto catalogue = Catalogue::from_files(files);
    REQUIRE(catalogue);
    const CodeList* list = (*catalogue)->find_codes("k");
    REQUIRE(list != nullptr);
    CHECK((*catalogue)->code_lists() == std::vector<const CodeList*>{list});
    CHECK(list->source() == "§ 54 SGB II");
    CHECK(list->find("LOW")->rank == 0);
    CHECK(list->find("HIGH")->rank == 1);
    CHECK_FALSE(list->find("NONE")->rank);
    CHECK(list->find("LOW")->attributes.empty());
    const CodeAttributes expected{{"free", {}}, {"needs", {"A", "B"}}};
    CHECK(list->find("HIGH")->attributes == expected);
    CHECK_FALSE(casework_catalogue()->find_codes("kanal")->find("TELEFON")->rank);
}

TEST_CASE("an operator's directory is read without compiling", "[core][events]") {
    std::array<char, 64> name{"/tmp/fallbuch-catalogue-XXXXXX"};
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    const std::string directory = name.data();
    std::ofstream(directory + "/probe.json") << small_type().dump(2);
    std::ofstream(directory + "/notes.txt") << "not a type";
    PosixFileSystem files;
    const auto read = read_catalogue(files, directory);
    REQUIRE(read);
    REQUIRE(read->size() == 1);
    const auto catalogue = Catalogue::from_files(*read);
    REQUIRE(catalogue);
    CHECK((*catalogue)->find("de.fallbuch.probe.taken.v1") != nullptr);
    std::filesystem::remove_all(directory);
    CHECK(read_catalogue(files, directory).error().code == ErrorCode::not_found);
}

// The shipped casework catalogue as a whole: its names, its files, its fields.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstddef>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/casework_types.h"
#include "tests/support/casework_walk.h"

using namespace fallbuch;
using nlohmann::json;

namespace {

// The lines of a file of tests/data that say something.
std::vector<std::string> lines_of(const std::string& name) {
    std::ifstream file(std::string(FALLBUCH_SOURCE_DIR) + "/tests/data/" + name);
    REQUIRE(file);
    std::vector<std::string> out;
    for (std::string line; std::getline(file, line);) {
        if (!line.empty() && line[0] != '#') out.push_back(line);
    }
    return out;
}

std::vector<std::string> split(const std::string& line) {
    std::istringstream stream(line);
    std::vector<std::string> out;
    for (std::string word; stream >> word;) out.push_back(word);
    return out;
}

// What a type holds, as "NeedIdentified FALL" and "VERMITTLUNG code!".
using Table = std::map<std::string, std::set<std::string>>;

Table listed_types() {
    Table out;
    std::set<std::string>* fields = nullptr;
    for (const std::string& line : lines_of("casework_fields.txt")) {
        const std::vector<std::string> words = split(line);
        if (line[0] != ' ') {
            CHECK_FALSE(out.contains(line));
            fields = &out[line];
            continue;
        }
        REQUIRE(fields != nullptr);
        for (std::size_t i = 1; i < words.size(); ++i) {
            CHECK(fields->insert(words[0] + ' ' + words[i]).second);
        }
    }
    return out;
}

std::string subject_text(const json& field) {
    const json items = field.value("items", json::object());
    if (items.contains("x-subject")) {
        return "@each." + items["x-subject"]["person"].get<std::string>();
    }
    const json subject = field.value("x-subject", json("case"));
    if (subject.is_string()) return subject == "case" ? "" : "@" + subject.get<std::string>();
    return "@" + subject["person"].get<std::string>() +
           (subject.contains("else") ? "|" + subject["else"].get<std::string>() : "");
}

std::vector<json> schemas() {
    std::vector<json> out;
    for (const CaseworkFile& file : casework_type_files()) out.push_back(json::parse(file.text));
    return out;
}

std::string name_of(const json& schema) { return schema["x-fallbuch"]["name"]; }

// "GoalSet" -> {"goal", "set"}
std::vector<std::string> words_of(const std::string& name) {
    std::vector<std::string> out;
    for (const char c : name) {
        if (c >= 'A' && c <= 'Z') out.emplace_back();
        REQUIRE_FALSE(out.empty());
        out.back() += c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    }
    return out;
}

}  // namespace

TEST_CASE("the catalogue has the events of the domain and their fields, no more and no fewer",
          "[core][events]") {
    Table shipped;
    for (const json& schema : schemas()) {
        const auto retention = schema["x-fallbuch"]["retention"].get<std::string>();
        auto& fields = shipped[name_of(schema) + ' ' + retention];
        const auto required = schema.value("required", std::set<std::string>());
        for (const auto& [name, field] : schema["properties"].items()) {
            fields.insert(field["x-category"].get<std::string>() + ' ' + name +
                          (required.contains(name) ? "!" : "") + subject_text(field));
        }
    }
    const Table listed = listed_types();
    for (const auto& [type, fields] : shipped) {
        CAPTURE(type);
        REQUIRE(listed.contains(type));
        CHECK(listed.at(type) == fields);
    }
    CHECK(shipped.size() == listed.size());
}

TEST_CASE("codes count from the day and to the day that is known of them", "[core][events]") {
    std::map<std::string, std::string> listed;  // "strategy VERMITTLUNG" -> "2023-06-14.."
    for (const std::string& line : lines_of("casework_code_days.txt")) {
        const std::vector<std::string> words = split(line);
        for (std::size_t i = 2; i < words.size(); ++i) {
            CHECK(listed.emplace(words[0] + ' ' + words[i], words[1]).second);
        }
    }
    for (const CaseworkFile& file : casework_code_files()) {
        const json list = json::parse(file.text);
        const auto name = list["codes"].get<std::string>();
        const auto all = listed.find(name + " all");
        for (const json& code : list["values"]) {
            const auto one = listed.find(name + ' ' + code["code"].get<std::string>());
            const json valid = code.value("valid", json::object());
            const std::string days = valid.value("from", "") + ".." + valid.value("to", "");
            CAPTURE(name, code["code"]);
            const auto& found = one != listed.end() ? one : all;
            CHECK(days == (found == listed.end() ? ".." : found->second));
        }
    }
}

TEST_CASE("a casework file is named as its type, and the type follows from the name",
          "[core][events]") {
    for (const CaseworkFile& file : casework_type_files()) {
        const json about = json::parse(file.text)["x-fallbuch"];
        CAPTURE(file.file);
        std::string underscored;
        std::string type = "de.fallbuch.";
        const auto words = words_of(about["name"]);
        for (const std::string& word : words) {
            underscored += (underscored.empty() ? "" : "_") + word;
            type += (&word == &words.back() ? "." : "") + word;
        }
        const std::string version = ".v" + std::to_string(about["version"].get<int>());
        CHECK(file.file == underscored + version + ".json");
        CHECK(about["type"] == type);
        CHECK(casework_catalogue()->find(type + version) != nullptr);
    }
}

TEST_CASE("a file of codes is named as its list", "[core][events]") {
    for (const CaseworkFile& file : casework_code_files()) {
        CHECK(file.folder == "codes");
        CHECK(file.file == json::parse(file.text)["codes"].get<std::string>() + ".codes.json");
    }
}

TEST_CASE("each casework type and each of its fields is described in German", "[core][events]") {
    const std::set<std::string> categories{"STAMM",    "VERMITTLUNG", "BERATUNG", "GESUNDHEIT",
                                           "76-SGB-X", "REHA",        "SANKTION", "BESCHAEFTIGTE"};
    const std::set<std::string> classes{"FALL",     "ZUGRIFF",   "BERECHTIGUNG", "DATENSCHUTZ",
                                        "PRUEFUNG", "REGELWERK", "INTEGRITAET"};
    for (const json& schema : schemas()) {
        CAPTURE(name_of(schema));
        CHECK(schema.contains("description"));
        CHECK(classes.contains(schema["x-fallbuch"]["retention"]));
        for (const auto& [name, field] : schema["properties"].items()) {
            CAPTURE(name);
            CHECK(categories.contains(field["x-category"]));
        }
        walk_schema(schema, "", [](const json& part, const std::string& place) {
            CAPTURE(place);
            if (!place.ends_with("/items")) CHECK(part.contains("title"));
        });
    }
}

TEST_CASE("texts and lists of casework events have limits", "[core][events]") {
    for (const json& schema : schemas()) {
        CAPTURE(name_of(schema));
        walk_schema(schema, "", [](const json& part, const std::string& place) {
            CAPTURE(place);
            REQUIRE(part.contains("type"));
            const bool ruled = part.contains("x-codes") || part.contains("format");
            if (part["type"] == "string" && !ruled) CHECK(part.contains("maxLength"));
            if (part["type"] == "array")
                CHECK((part.contains("maxItems") && part.contains("items")));
            if (part["type"] == "object") CHECK(part.at("additionalProperties") == false);
        });
    }
}

TEST_CASE("identities have the same kind in all casework events", "[core][events]") {
    std::map<std::string, std::string> kinds;
    for (const json& schema : schemas()) {
        for (const auto& [name, field] : schema["properties"].items()) {
            if (!name.ends_with("Id") && !name.ends_with("Ref") && name != "cycleNo") continue;
            json kind;
            for (const char* key : {"type", "minLength", "maxLength", "minimum", "x-codes"}) {
                if (field.contains(key)) kind[key] = field[key];
            }
            const auto [known, fresh] = kinds.emplace(name, kind.dump());
            INFO(name_of(schema) << ' ' << name);
            // A rule is named by its number, in an audit together with its rulebook.
            if (name == "oldRef" || name == "newRef" || name == "ruleId") continue;
            CHECK((fresh || known->second == kind.dump()));
        }
    }
}

TEST_CASE("what creates an object names it, and what belongs to a phase names its cycle",
          "[core][events]") {
    const auto [event, field] = GENERATE(table<const char*, const char*>({
        {"ContactHeld", "contactId"},
        {"AppointmentScheduled", "appointmentId"},
        {"InvitationIssued", "invitationId"},
        {"CounsellingNoteRecorded", "noteId"},
        {"PotentialAnalysisCompleted", "analysisId"},
        {"PotentialAnalysisCompleted", "cycleNo"},
        {"PotentialAnalysisWaived", "cycleNo"},
        {"TargetOccupationSet", "targetOccupationId"},
        {"NeedIdentified", "needId"},
        {"NeedIdentified", "cycleNo"},
        {"GoalSet", "goalId"},
        {"GoalSet", "cycleNo"},
        {"IntermediateGoalSet", "intermediateGoalId"},
        {"StrategySelected", "strategyId"},
        {"StrategySelected", "cycleNo"},
        {"ActivityAgreed", "activityId"},
        {"MeasureStarted", "measureId"},
        {"IntegrationAgreementConcluded", "agreementId"},
        {"IntegrationAgreementConcluded", "cycleNo"},
        {"CooperationPlanCreated", "planId"},
        {"CooperationPlanCreated", "cycleNo"},
        {"ParticipationPlanLinked", "planId"},
        {"CooperationDemandIssued", "demandId"},
        {"EmploymentStarted", "employmentId"},
        {"ConsentGiven", "consentId"},
        {"AccessRequestReceived", "accessRequestId"},
    }));
    CAPTURE(event, field);
    std::size_t found_count = 0;
    for (const json& schema : schemas()) {
        if (name_of(schema) != event) continue;
        ++found_count;
        const json& required = schema["required"];
        CHECK(std::find(required.begin(), required.end(), field) != required.end());
    }
    CHECK(found_count == 1);
}

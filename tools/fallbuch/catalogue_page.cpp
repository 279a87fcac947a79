#include "tools/fallbuch/catalogue_page.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tools/fallbuch/table.h"
#include "tools/fallbuch/text_cells.h"

namespace fallbuch {
namespace {

using nlohmann::json;

// Running text, broken at the width.
std::string paragraph(const std::string& text, std::size_t width) {
    Table table({{"", Align::left, Fit::wrap}});
    table.add({text});
    const std::string page = table.text(width);
    // Without the title and the rule of the table.
    return page.substr(page.find('\n', page.find('\n') + 1) + 1);
}

std::string range_text(const json& schema, const char* least, const char* most) {
    std::string text;
    if (schema.contains(least)) text += " von " + schema[least].dump();
    if (schema.contains(most)) text += " bis " + schema[most].dump();
    return text;
}

std::string allowed_text(const json& schema) {
    std::string text;
    for (const json& value : schema.value("enum", json::array())) {
        text += (text.empty() ? ": " : ", ") + value.dump();
    }
    if (schema.contains("const")) text = ": " + schema["const"].dump();
    return text;
}

std::string text_kind(const json& schema) {
    if (schema.contains("x-codes")) return "Code aus " + schema["x-codes"].get<std::string>();
    const std::string format = schema.value("format", "");
    if (format == "date") return "Datum";
    if (format == "date-time") return "Zeitpunkt mit Zeitzone";
    std::string text = "Text";
    if (schema.contains("maxLength")) text += " bis " + schema["maxLength"].dump() + " Zeichen";
    if (schema.contains("pattern")) text += " der Form " + schema["pattern"].get<std::string>();
    return text;
}

std::string kind_text(const json& schema, const json& root);

std::string one_kind(const std::string& kind, const json& schema, const json& root) {
    if (kind == "string") return text_kind(schema);
    if (kind == "integer") return "Ganze Zahl" + range_text(schema, "minimum", "maximum");
    if (kind == "number") return "Zahl" + range_text(schema, "minimum", "maximum");
    if (kind == "boolean") return "ja oder nein";
    if (kind == "null") return "leer";
    if (kind == "object") return "Objekt";
    std::string text = "Liste";
    if (schema.contains("maxItems")) text += " bis " + schema["maxItems"].dump();
    return text + ": " + kind_text(schema.value("items", json::object()), root);
}

// What may stand in a field, as "Code aus strategy" or "Liste bis 30: Datum".
std::string kind_text(const json& schema, const json& root) {
    if (schema.contains("$ref")) {
        const std::string place = schema["$ref"].get<std::string>().substr(1);
        return kind_text(root.at(json::json_pointer(place)), root);
    }
    if (!schema.contains("type")) return "Beliebig" + allowed_text(schema);
    const json& type = schema["type"];
    if (type.is_string()) return one_kind(type, schema, root) + allowed_text(schema);
    std::string text;
    for (const json& kind : type)
        text += (text.empty() ? "" : " oder ") + one_kind(kind, schema, root);
    return text + allowed_text(schema);
}

std::string whose(const json& schema) {
    const json own = schema.value("x-subject", json("case"));
    const json items = schema.value("items", json::object()).value("x-subject", json());
    if (items.is_object()) return "je Eintrag";
    if (own.is_object()) {
        return own["person"].get<std::string>() + (own.contains("else") ? ", sonst Fall" : "");
    }
    return own == "actor" ? "Akteur" : "Fall";
}

class FieldTable {
public:
    explicit FieldTable(const json& root)
        : root_(root),
          table_({{"Feld"}, {"Bedeutung", Align::left, Fit::wrap}, {"Kategorie"}, {"Wessen"}}) {
        add_members(root, "");
    }
    std::string text(std::size_t width) const { return table_.text(width); }
    // The lists that the fields take their codes from, each once.
    const std::vector<std::string>& lists() const { return lists_; }

private:
    void add_members(const json& schema, const std::string& indent) {
        const json required = schema.value("required", json::array());
        const json properties = schema.value("properties", json::object());
        for (const json& name : required) {
            add(indent + name.get<std::string>() + " *", properties.at(name), indent);
        }
        for (const auto& [name, member] : properties.items()) {
            if (std::find(required.begin(), required.end(), name) != required.end()) continue;
            add(indent + name, member, indent);
        }
    }

    void add(const std::string& name, const json& member, const std::string& indent) {
        std::string text = member.value("title", "");
        if (member.contains("description")) text += "\n" + member["description"].get<std::string>();
        text += "\n" + kind_text(member, root_);
        const bool top = indent.empty();
        table_.add(
            {name, text, top ? member.value("x-category", "") : "", top ? whose(member) : ""});
        const json* below = &member;
        while (below->contains("items")) below = &(*below)["items"];
        note_list(*below);
        if (indent.size() < 6) add_members(*below, indent + "  ");
    }

    void note_list(const json& schema) {
        if (!schema.contains("x-codes")) return;
        const auto name = schema["x-codes"].get<std::string>();
        if (std::find(lists_.begin(), lists_.end(), name) == lists_.end()) lists_.push_back(name);
    }

    const json& root_;
    Table table_;
    std::vector<std::string> lists_;
};

std::string german_date(std::chrono::local_days day) {
    const std::chrono::year_month_day date(day);
    const auto two = [](unsigned number) {
        return (number < 10 ? "0" : "") + std::to_string(number);
    };
    return two(static_cast<unsigned>(date.day())) + '.' + two(static_cast<unsigned>(date.month())) +
           '.' + std::to_string(static_cast<int>(date.year()));
}

std::string german_date(const std::optional<std::chrono::local_days>& day) {
    return day ? german_date(*day) : std::string();
}

// What an attribute of a code says; one of an operator's own is called what he calls it.
std::string attribute_title(const std::string& name) {
    static constexpr auto kTitles = std::to_array<std::pair<std::string_view, std::string_view>>({
        {"aims", "Ziele"},
        {"careLevels", "Betreuungsstufen"},
        {"categories", "Kategorien"},
        {"individually", "im Einzelfall"},
        {"keyGroups", "Schlüsselgruppe"},
        {"legalCircles", "Rechtskreise"},
        {"needs", "Handlungsbedarfe"},
        {"norms", "Normen"},
        {"otherCarrier", "neben anderem Träger"},
        {"priority", "Rang"},
        {"prognoses", "Integrationsprognosen"},
        {"teams", "Teams"},
    });
    const auto found = std::find_if(kTitles.begin(), kTitles.end(),
                                    [&](const auto& one) { return one.first == name; });
    return found == kTitles.end() ? name : std::string(found->second);
}

std::string attributes_text(const Code& code) {
    std::string text;
    for (const auto& [name, values] : code.attributes) {
        text += "\n" + attribute_title(name) + ":";
        for (const std::string& value : values) text += " " + value;
        if (values.empty()) text += " –";
    }
    return text;
}

bool has_validity(const CodeList& list) {
    return std::any_of(list.codes().begin(), list.codes().end(), [](const Code& code) {
        return code.valid_from.has_value() || code.valid_to.has_value();
    });
}

std::string codes_table(const CodeList& list, std::size_t width) {
    std::vector<Column> columns{{"Code"}, {"Bedeutung", Align::left, Fit::wrap}};
    const bool with_days = has_validity(list);
    if (with_days) columns.insert(columns.end(), {{"Gültig ab"}, {"bis"}});
    Table table(std::move(columns));
    for (const Code& code : list.codes()) {
        std::string text = code.title + attributes_text(code);
        if (list.ordered() && !code.rank) text += "\n(außerhalb der Reihenfolge)";
        std::vector<std::string> cells{code.code, std::move(text)};
        if (with_days) {
            cells.push_back(german_date(code.valid_from));
            cells.push_back(german_date(code.valid_to));
        }
        table.add(std::move(cells));
    }
    return table.text(width);
}

std::string order_text(const CodeList& list) {
    return list.ordered() ? "Geordnet: der erste Code ist der geringste.\n" : "";
}

json event_json(const EventType& type, const json& data) {
    const std::string subject =
        type.of_office() ? "office/Jobcenter Landkreis Regensburg" : "BG-1001";
    return {
        {"specversion", "1.0"},     {"id", "e-2026-000001"}, {"source", "urn:example:office"},
        {"type", type.wire_type()}, {"subject", subject},    {"time", "2026-06-10T09:30:00+02:00"},
        {"actor", "ifk-0417"},      {"data", data}};
}

std::optional<json> first_example(const EventType& type) {
    const json schema = json::parse(type.canonical_text());
    if (!schema.contains("examples") || schema["examples"].empty()) return std::nullopt;
    return event_json(type, schema["examples"][0]);
}

std::string concerned_text(const EventType& type) {
    std::string text = type.of_office() ? "niemanden außer dem Akteur" : "die Person des Falls";
    for (const EventField& field : type.fields()) {
        if (field.names_person) text += "; wen " + field.name + " nennt";
        if (field.subject == FieldSubject::item_person) text += "; jede Person in " + field.name;
    }
    return text;
}

std::string about_table(const EventType& type) {
    return "Strom         " + std::string(type.of_office() ? "der Dienststelle" : "des Falls") +
           "\nAkteur        " + (type.actor_required() ? "ist zu nennen" : "kann fehlen") +
           "\nAufbewahrung  " + type.retention_class() + "\n";
}

}  // namespace

std::string type_page(const Catalogue& catalogue, const EventType& type, std::size_t width) {
    const json schema = json::parse(type.canonical_text());
    const FieldTable fields(schema);
    std::string page =
        visible(type.title()) + '\n' + type.name() + '\n' + type.wire_type() + "\n\n";
    if (schema.contains("description")) page += paragraph(schema["description"], width) + '\n';
    page += paragraph("Betrifft " + concerned_text(type) + ".", width) + '\n' + about_table(type) +
            '\n' + fields.text(width) + "\n* ist anzugeben\n";
    for (const std::string& name : fields.lists()) {
        const CodeList* list = catalogue.find_codes(name);
        if (list == nullptr) continue;
        page += '\n' + visible(list->title()) + " (" + name + ")\n" + order_text(*list) + '\n' +
                codes_table(*list, width);
    }
    const auto example = first_example(type);
    if (!example) return page;
    return page + "\nBeispiel (in einer Zeile für fallbuch append: --example)\n\n" +
           example->dump(2) + '\n';
}

std::string code_list_page(const CodeList& list, std::size_t width) {
    std::string page = visible(list.title()) + '\n' + list.name() + "\n\n";
    if (!list.source().empty()) page += paragraph("Quelle: " + list.source(), width) + '\n';
    return page + order_text(list) + codes_table(list, width);
}

std::string example_event(const EventType& type) {
    const auto example = first_example(type);
    return example ? example->dump() : std::string();
}

}  // namespace fallbuch

#include "consumers/ingest/refused_event.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "core/base/assert.h"
#include "core/events/admission.h"
#include "core/events/envelope.h"
#include "core/events/event_type.h"
#include "core/events/value_check.h"

namespace fallbuch {
namespace {

constexpr std::string_view kHidden = "*";
// An event of at most 256 KiB has no list with more items than six digits can count.
constexpr std::size_t kIndexDigitsMax = 6;

constexpr auto kOtherAttributes =
    std::to_array<std::string_view>({"specversion", "type", "time", "subject", "timeprecision",
                                     "recorded", "expectedversion", "data"});

bool is_envelope_attribute(std::string_view name) {
    const auto sealed = [&](const SealedAttribute& attribute) { return attribute.name == name; };
    return std::find(kOtherAttributes.begin(), kOtherAttributes.end(), name) !=
               kOtherAttributes.end() ||
           std::any_of(kSealedAttributes.begin(), kSealedAttributes.end(), sealed);
}

bool is_index(std::string_view part) {
    return !part.empty() && part.size() <= kIndexDigitsMax &&
           std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// RFC 6901 section 4: "~1" first, then "~0".
std::string unescaped(std::string_view part) {
    std::string out;
    for (std::size_t i = 0; i < part.size(); ++i) {
        if (part[i] != '~' || i + 1 == part.size()) {
            out += part[i];
        } else {
            out += part[++i] == '1' ? '/' : '~';
        }
    }
    return out;
}

// Goes down the type along a pointer and tells of each part whether it is the type's own word.
class PointerWalk {
public:
    explicit PointerWalk(const EventType* type) : type_(type) {}

    bool is_named(std::string_view part) {
        const std::string name = unescaped(part);
        switch (depth_++) {
            case 0: in_data_ = name == "data"; return is_envelope_attribute(name);
            case 1: return enter_field(name);
            default: return enter_value(name);
        }
    }

private:
    bool enter_field(std::string_view name) {
        if (!in_data_ || type_ == nullptr) return false;
        const auto index = type_->find_field(name);
        if (index) check_ = type_->fields()[*index].check;
        return index.has_value();
    }

    bool enter_value(std::string_view name) {
        const ValueCheck* check = check_;
        check_ = nullptr;
        if (check == nullptr) return false;
        // Where an object may stand too, digits could be a key.
        if ((check->kinds & (kJsonArray | kJsonObject)) == kJsonArray) {
            check_ = check->items;
            return is_index(name);
        }
        const auto same = [&](const PropertyCheck& property) { return property.name == name; };
        const auto found = std::find_if(check->properties.begin(), check->properties.end(), same);
        const bool named = found != check->properties.end();
        check_ = named ? found->check : check->others_check;
        return named;
    }

    const EventType* type_;
    const ValueCheck* check_ = nullptr;
    std::size_t depth_ = 0;
    bool in_data_ = false;
};

std::string text_of(const nlohmann::json& event, const char* name) {
    const auto found = event.find(name);
    if (found == event.end() || !found->is_string()) return {};
    return found->get<std::string>();
}

}  // namespace

std::string_view to_string(RefusedAt entrance) {
    switch (entrance) {
        case RefusedAt::import_file: return "import";
        case RefusedAt::append_file: return "append";
        case RefusedAt::http: return "http";
        case RefusedAt::kafka: return "kafka";
    }
    LEDGER_ASSERT(false);
}

std::string public_pointer(std::string_view pointer, const EventType* type) {
    std::string out;
    PointerWalk walk(type);
    while (!pointer.empty()) {
        pointer.remove_prefix(1);  // the slash before each part
        const std::string_view part = pointer.substr(0, pointer.find('/'));
        pointer.remove_prefix(part.size());
        out += '/';
        out += walk.is_named(part) ? part : kHidden;
    }
    return out;
}

RefusedEvent describe_refused(const Refusal& refusal, const Catalogue& catalogue,
                              const Vault& vault) {
    RefusedEvent out{refusal.text, refusal.entrance, refusal.line_number, {},
                     {},           refusal.cut_bytes};
    const EventType* type = nullptr;
    if (refusal.text.size() <= kEventBytesMax) {
        const auto event = nlohmann::json::parse(refusal.text, nullptr, false);
        if (event.is_object()) {
            type = catalogue.find(text_of(event, "type"));
            const std::string id = text_of(event, "id");
            const std::string source = text_of(event, "source");
            if (!id.empty() && !source.empty()) out.event = vault.event_id(source, id);
        }
    }
    for (const Fault& fault : refusal.faults) {
        out.reasons.push_back(
            {public_pointer(fault.pointer, type), std::string(to_string(fault.code)), fault.why});
    }
    return out;
}

}  // namespace fallbuch

#include "projections/rules/vocabulary.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "core/base/assert.h"

namespace fallbuch::rules {
namespace {

constexpr std::string_view kTraceType = "de.fallbuch.trace.event";
constexpr std::string_view kActivity = "activity";
constexpr std::string_view kAttributes = "attributes";

// What stands in fields of its own when a log is imported (consumers/ingest).
struct LogKey {
    std::string_view key;
    std::string_view field;
};
constexpr std::array kLogKeys{LogKey{"concept:name", kActivity},
                              LogKey{"lifecycle:transition", "lifecycle"}};
constexpr std::string_view kResourceKey = "org:resource";

// Levenshtein's distance.
std::size_t distance(std::string_view left, std::string_view right) {
    std::vector<std::size_t> row(right.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= left.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i);
        for (std::size_t j = 1; j <= right.size(); ++j) {
            const std::size_t change = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
            diagonal = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, change}));
        }
    }
    return row.back();
}

}  // namespace

std::optional<EnvelopeField> envelope_field(std::string_view name) {
    for (const SealedAttribute& attribute : kSealedAttributes) {
        if (attribute.name == name) return attribute.field;
    }
    return std::nullopt;
}

Vocabulary::Vocabulary(EventsOf events, std::shared_ptr<const Catalogue> catalogue)
    : events_(events), catalogue_(std::move(catalogue)) {
    if (events_ == EventsOf::log) return;
    // The newest version of each name comes last and stays.
    for (const EventType* type : catalogue_->types()) {
        const auto known = types_by_name_.find(type->name());
        if (known == types_by_name_.end()) {
            add_type(type->name(), type);
        } else if (types_[known->second.value]->version() < type->version()) {
            types_[known->second.value] = type;
        }
    }
}

TypeIndex Vocabulary::add_type(std::string_view name, const EventType* type) {
    LEDGER_ASSERT(type_names_.size() < TypeIndex::kNone);
    const TypeIndex index{static_cast<std::uint16_t>(type_names_.size())};
    type_names_.emplace_back(name);
    types_.push_back(type);
    types_by_name_.emplace(name, index);
    return index;
}

std::optional<TypeIndex> Vocabulary::known_type(std::string_view name) const {
    const auto found = types_by_name_.find(name);
    return found == types_by_name_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<TypeIndex> Vocabulary::find_type(std::string_view name) {
    if (const auto known = known_type(name)) return known;
    if (events_ == EventsOf::casework || type_names_.size() >= TypeIndex::kNone) return {};
    return add_type(name, nullptr);
}

std::string Vocabulary::nearest_type(std::string_view name) const {
    constexpr std::size_t kDistanceMax = 4;
    std::string nearest;
    std::size_t best = kDistanceMax + 1;
    for (const std::string& known : type_names_) {
        const std::size_t far = distance(name, known);
        if (far < best) {
            best = far;
            nearest = known;
        }
    }
    return nearest;
}

FieldIndex Vocabulary::intern_field(std::string_view name) {
    const auto found = fields_by_name_.find(name);
    if (found != fields_by_name_.end()) return found->second;
    LEDGER_ASSERT(field_names_.size() < TypeIndex::kNone);
    const FieldIndex index{static_cast<std::uint16_t>(field_names_.size())};
    field_names_.emplace_back(name);
    fields_by_name_.emplace(name, index);
    return index;
}

const EventType* Vocabulary::describe(TypeIndex type) const { return types_[type.value]; }

const EventField* Vocabulary::describe(TypeIndex type, FieldIndex field) const {
    const EventType* known = types_[type.value];
    if (known == nullptr) return nullptr;
    const auto index = known->find_field(field_names_[field.value]);
    return index ? &known->fields()[*index] : nullptr;
}

std::string Vocabulary::title(TypeIndex type) const {
    const EventType* known = types_[type.value];
    return known == nullptr ? type_names_[type.value] : known->title();
}

EventLens::EventLens(const Vocabulary& vocabulary) : vocabulary_(vocabulary) {
    if (vocabulary.events_ == EventsOf::casework) return;
    activities_.insert(vocabulary.types_by_name_.begin(), vocabulary.types_by_name_.end());
}

const TypeLens& EventLens::of(const EventType& type) {
    const auto found = known_.find(&type);
    if (found != known_.end()) return found->second;
    return known_.emplace(&type, make(type)).first->second;
}

TypeIndex EventLens::type_of(const EventType& counts_as, const DecodedEvent& event) {
    return type_of(of(counts_as), event);
}

TypeIndex EventLens::type_of(const TypeLens& lens, const DecodedEvent& event) const {
    if (!lens.is_trace) return lens.index;
    const auto activity = event.text(lens.activity);
    if (!activity) return {};
    const auto found = activities_.find(*activity);
    return found == activities_.end() ? TypeIndex{} : found->second;
}

TypeLens EventLens::make(const EventType& type) const {
    TypeLens lens;
    const auto activity = type.number_of(kActivity);
    lens.is_trace =
        vocabulary_.events_ == EventsOf::log && type.type() == kTraceType && activity.has_value();
    lens.activity = activity.value_or(0);
    if (vocabulary_.events_ == EventsOf::casework) {
        const auto found = vocabulary_.types_by_name_.find(type.name());
        if (found != vocabulary_.types_by_name_.end()) lens.index = found->second;
    }
    for (const std::string& name : vocabulary_.field_names_) {
        lens.fields.push_back(place_of(type, lens.is_trace, name));
    }
    return lens;
}

FieldPlace EventLens::place_of(const EventType& type, bool is_trace, std::string_view name) const {
    std::string_view wanted = name;
    if (is_trace) {
        if (name == kResourceKey) return {FieldPlace::Kind::envelope, 0, EnvelopeField::actor};
        const auto key = std::find_if(kLogKeys.begin(), kLogKeys.end(),
                                      [&](const LogKey& one) { return one.key == name; });
        wanted = key == kLogKeys.end() ? kAttributes : key->field;
        if (key == kLogKeys.end()) {
            const auto number = type.number_of(kAttributes);
            return {number ? FieldPlace::Kind::attribute : FieldPlace::Kind::absent,
                    number.value_or(0), EnvelopeField::id};
        }
    }
    const auto number = type.number_of(wanted);
    if (!number) return {};
    return {FieldPlace::Kind::data, *number, EnvelopeField::id};
}

}  // namespace fallbuch::rules

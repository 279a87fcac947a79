#include "core/events/decoded_event.h"

#include <algorithm>

#include "core/codec/cbor.h"

namespace fallbuch {
namespace {

std::optional<CborReader> reader_of(const DecodedField* field, CborKind kind) {
    if (field == nullptr) return std::nullopt;
    CborReader reader(field->value);
    return reader.kind() == kind ? std::optional(reader) : std::nullopt;
}

}  // namespace

std::span<const DecodedField> DecodedEvent::items(std::uint32_t number) const {
    const auto less = [](const DecodedField& field, std::uint32_t wanted) {
        return field.number < wanted;
    };
    const auto first = std::lower_bound(fields.begin(), fields.end(), number, less);
    const auto last = std::lower_bound(first, fields.end(), number + 1, less);
    const bool spread = first != last && first->item != DecodedField::kWhole;
    return spread ? std::span<const DecodedField>(first, last) : std::span<const DecodedField>();
}

const DecodedField* DecodedEvent::find(std::uint32_t number) const {
    const auto found = std::find_if(fields.begin(), fields.end(), [&](const DecodedField& field) {
        return field.number == number;
    });
    const bool whole = found != fields.end() && found->item == DecodedField::kWhole;
    return whole ? &*found : nullptr;
}

std::optional<std::string_view> DecodedEvent::text(std::uint32_t number) const {
    auto reader = reader_of(find(number), CborKind::text);
    return reader ? std::optional(reader->text()) : std::nullopt;
}

std::optional<std::int64_t> DecodedEvent::integer(std::uint32_t number) const {
    auto reader = reader_of(find(number), CborKind::integer);
    return reader ? std::optional(reader->integer()) : std::nullopt;
}

std::optional<double> DecodedEvent::number(std::uint32_t number) const {
    if (const auto whole = integer(number)) return static_cast<double>(*whole);
    auto reader = reader_of(find(number), CborKind::number);
    return reader ? std::optional(reader->number()) : std::nullopt;
}

std::optional<bool> DecodedEvent::boolean(std::uint32_t number) const {
    auto reader = reader_of(find(number), CborKind::boolean);
    return reader ? std::optional(reader->boolean()) : std::nullopt;
}

}  // namespace fallbuch

#include "core/events/event_decoder.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/codec/cbor.h"
#include "core/events/envelope.h"
#include "core/events/event_type.h"
#include "core/events/upcast.h"
#include "core/vault/sealing.h"

namespace fallbuch {
namespace {

// More than nearly every case has; few enough to look through.
constexpr std::size_t kRecentKeysMax = 48;

Error broken(std::string_view why) {
    return Error{ErrorCode::corrupt, "event: " + std::string(why)};
}

bool by_number(const DecodedField& left, const DecodedField& right) {
    return std::tie(left.number, left.item) < std::tie(right.number, right.item);
}

// Reads the map of one opened span into the event.
class SpanReader {
public:
    SpanReader(const EventType& type, DecodedEvent& out) : type_(type), out_(out) {}

    Status read(ByteView plaintext) {
        CborReader reader(plaintext);
        const std::size_t count = reader.map();
        std::int64_t before = -1;
        for (std::size_t i = 0; i < count && reader.ok(); ++i) {
            const std::int64_t number = reader.integer();
            if (number <= before) return broken("a span whose numbers do not ascend");
            before = number;
            RETURN_IF_ERROR(field(number, reader.item()));
        }
        if (!reader.at_end()) return broken("a span that is not deterministic CBOR");
        return {};
    }

private:
    Status field(std::int64_t number, ByteView value) {
        if (number >= kFirstFieldNumber) return data_field(number, value);
        CborReader reader(value);
        switch (static_cast<EnvelopeField>(number)) {
            case EnvelopeField::occurred:
                out_.occurred = Instant(std::chrono::nanoseconds(reader.integer()));
                break;
            case EnvelopeField::day_precision: out_.day_precision = reader.boolean(); break;
            case EnvelopeField::others:
                out_.others = value;
                if (reader.kind() != CborKind::map) return broken("other attributes are no map");
                return {};
            default: return text_field(number, reader);
        }
        return reader.at_end() ? Status{} : broken("an attribute of another kind");
    }

    Status text_field(std::int64_t number, CborReader& reader) {
        const auto known = std::any_of(
            kSealedAttributes.begin(), kSealedAttributes.end(),
            [&](const SealedAttribute& a) { return static_cast<std::int64_t>(a.field) == number; });
        if (!known) return broken("an unknown attribute number");
        out_.texts[static_cast<std::size_t>(number)] = reader.text();
        return reader.at_end() ? Status{} : broken("an attribute of another kind");
    }

    Status data_field(std::int64_t number, ByteView value) {
        const auto index = static_cast<std::size_t>(number - kFirstFieldNumber);
        if (index >= type_.fields().size()) return broken("a number that the schema lacks");
        const auto field_number = static_cast<std::uint32_t>(number);
        CborReader reader(value);
        const bool spread = type_.fields()[index].subject == FieldSubject::item_person &&
                            reader.kind() == CborKind::map;
        if (!spread) {
            out_.fields.push_back({field_number, DecodedField::kWhole, value});
            return {};
        }
        for (std::size_t left = reader.map(); left > 0; --left) {
            const std::int64_t item = reader.integer();
            if (item < 0 || item >= DecodedField::kWhole) return broken("an impossible item");
            out_.fields.push_back({field_number, static_cast<std::uint32_t>(item), reader.item()});
        }
        return reader.ok() ? Status{} : broken("items that are not numbered");
    }

    const EventType& type_;
    DecodedEvent& out_;
};

void apply(const Upcast& upcast, DecodedEvent& event, std::vector<DecodedField>& scratch) {
    scratch.clear();
    for (const DecodedField& field : event.fields) {
        const auto number = upcast.new_number(field.number);
        if (number) scratch.push_back({*number, field.item, field.value});
    }
    for (const Upcast::Default& value : upcast.defaults()) {
        const bool given =
            std::any_of(scratch.begin(), scratch.end(),
                        [&](const DecodedField& field) { return field.number == value.number; });
        const bool certain = value.always || event.erased.empty();
        if (!given && certain) scratch.push_back({value.number, DecodedField::kWhole, value.value});
    }
    std::sort(scratch.begin(), scratch.end(), by_number);
    event.fields.swap(scratch);
    event.type = &upcast.target();
}

}  // namespace

Result<const EventDecoder::KnownType*> EventDecoder::find_type(const RecordHeader& header) {
    if (const std::uint64_t now = registry_.generation(); now != generation_) {
        known_.clear();
        generation_ = now;
    }
    auto& known_of_version = known_[header.type_version];
    const auto found = known_of_version.find(header.type);
    if (found != known_of_version.end()) return &found->second;
    KnownType known;
    known.type = registry_.find(header.type, header.type_version);
    if (known.type == nullptr) {
        return Error{ErrorCode::not_found, "event: no schema of its type in the ledger (" +
                                               std::string(header.type) + ".v" +
                                               std::to_string(header.type_version) + ")"};
    }
    if (options_.read_as == ReadAs::newest_version) {
        ASSIGN_OR_RETURN(known.chain, registry_.chain_from(*known.type));
    }
    return &known_of_version.emplace(header.type, std::move(known)).first->second;
}

Status EventDecoder::decode(const RecordHeader& header, ByteView sealed, DecodedEvent& out) {
    if (header.prefix.kind != RecordKind::case_event) {
        return Error{ErrorCode::invalid, "event: a record of the ledger itself holds no event"};
    }
    ASSIGN_OR_RETURN(const KnownType* known, find_type(header));
    if (header.prefix.stream_id != recent_stream_) {
        recent_keys_.clear();
        recent_stream_ = header.prefix.stream_id;
    }
    out.prefix = header.prefix;
    out.stored_type = header.type;
    out.stored_version = header.type_version;
    out.type = known->type;
    out.subjects = header.subjects;
    out.occurred.reset();
    out.day_precision = false;
    out.texts.fill({});
    out.others = {};
    out.fields.clear();
    out.erased.clear();
    RETURN_IF_ERROR(open_spans(header, sealed, out));
    std::sort(out.fields.begin(), out.fields.end(), by_number);
    for (const Upcast* upcast : known->chain) apply(*upcast, out, upcasted_);
    return {};
}

Status EventDecoder::open_spans(const RecordHeader& header, ByteView sealed, DecodedEvent& out) {
    if (plaintexts_.size() < header.spans.size()) plaintexts_.resize(header.spans.size());
    for (std::size_t i = 0; i < header.spans.size(); ++i) {
        const std::size_t size_bytes = header.spans[i].sealed_bytes;
        if (size_bytes > sealed.size()) return broken("sealed bytes shorter than the header says");
        RETURN_IF_ERROR(open_one(header, i, sealed.first(size_bytes), out));
        sealed = sealed.subspan(size_bytes);
    }
    if (!sealed.empty()) return broken("sealed bytes longer than the header says");
    return {};
}

Result<const BucketKey*> EventDecoder::find_key(const BucketName& bucket,
                                                std::uint32_t generation) {
    for (const RecentKey& known : recent_keys_) {
        if (known.subject == bucket.subject && known.year == bucket.year &&
            known.category == bucket.category && known.retention_class == bucket.retention_class &&
            known.generation == generation) {
            return known.key.get();
        }
    }
    ASSIGN_OR_RETURN(auto key, vault_.find_key(bucket, generation));
    if (recent_keys_.size() == kRecentKeysMax) recent_keys_.clear();
    recent_keys_.push_back({bucket.subject, std::string(bucket.category),
                            std::string(bucket.retention_class), bucket.year, generation,
                            std::move(key)});
    return recent_keys_.back().key.get();
}

Status EventDecoder::open_one(const RecordHeader& header, std::size_t index, ByteView sealed,
                              DecodedEvent& out) {
    const SpanHeader& span = header.spans[index];
    const SubjectId subject = header.subjects[span.subject_index];
    const BucketName bucket{subject, span.category, span.bucket.retention_class, span.bucket.year};
    const auto key = find_key(bucket, span.bucket.generation);
    if (!key && key.error().code == ErrorCode::not_found) {
        out.erased.push_back({subject, span.category, span.bucket});
        return {};
    }
    if (!key) return key.error();
    const SpanPlace place{header.prefix.event_id,
                          header.prefix.stream_id,
                          header.type,
                          header.type_version,
                          subject,
                          span.category,
                          span.bucket,
                          static_cast<std::uint32_t>(index)};
    Bytes& plaintext = plaintexts_[index];
    RETURN_IF_ERROR(open_span(**key, place, sealed, span.content_tag, options_.tags, plaintext));
    return SpanReader(*out.type, out).read(plaintext);
}

}  // namespace fallbuch

#include "core/events/event_decoder.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include "core/base/assert.h"
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

// What open() appends: this, and of each span its length and its plaintext, or kErased and which
// one it was. Never leaves the process.
struct OpenedHead {
    HeaderPrefix prefix;
    const void* known = nullptr;  // the type, of the decoder that opened
};
constexpr auto kErased = std::numeric_limits<std::uint32_t>::max();
static_assert(kSpanBytesMax < kErased);

template <typename Value>
void put(const Value& value, Bytes& out) {
    static_assert(std::is_trivially_copyable_v<Value>);
    append(out, ByteView(reinterpret_cast<const std::uint8_t*>(&value), sizeof value));
}

template <typename Value>
Value take(ByteView& in) {
    LEDGER_ASSERT(in.size() >= sizeof(Value));
    Value value;
    std::memcpy(&value, in.data(), sizeof value);
    in = in.subspan(sizeof value);
    return value;
}

void put_text(std::string_view text, Bytes& out) {
    put(text.size(), out);
    append(out, as_bytes(text));
}

std::string_view take_text(ByteView& in) {
    const auto size_bytes = take<std::size_t>(in);
    const std::string_view text = as_text(in.first(size_bytes));
    in = in.subspan(size_bytes);
    return text;
}

void put_erased(const ErasedSpan& span, Bytes& out) {
    put(kErased, out);
    put(span.subject, out);
    put(span.bucket.year, out);
    put(span.bucket.generation, out);
    put_text(span.category, out);
    put_text(span.bucket.retention_class, out);
}

ErasedSpan take_erased(ByteView& in) {
    ErasedSpan span;
    span.subject = take<SubjectId>(in);
    span.bucket.year = take<std::uint16_t>(in);
    span.bucket.generation = take<std::uint32_t>(in);
    span.category = take_text(in);
    span.bucket.retention_class = take_text(in);
    return span;
}

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

Result<EventDecoder::KnownType> EventDecoder::learn_type(const RecordHeader& header) const {
    KnownType known;
    known.stored = registry_.find(header.type, header.type_version);
    if (known.stored == nullptr) {
        return Error{ErrorCode::not_found, "event: no schema of its type in the ledger (" +
                                               std::string(header.type) + ".v" +
                                               std::to_string(header.type_version) + ")"};
    }
    if (options_.read_as == ReadAs::newest_version) {
        ASSIGN_OR_RETURN(known.chain, registry_.chain_from(*known.stored));
    }
    const auto& fields = known.stored->fields();
    const bool stands_alone = std::none_of(fields.begin(), fields.end(), [](const EventField& one) {
        return one.category == kActorCategory;
    });
    known.leaves_actor =
        stands_alone && options_.actor_unwanted && options_.actor_unwanted(*known.stored);
    return known;
}

Result<const EventDecoder::KnownType*> EventDecoder::find_type(const RecordHeader& header) {
    if (const std::uint64_t now = registry_.generation(); now != generation_) {
        known_.clear();
        generation_ = now;
    }
    auto& known_of_version = known_[header.type_version];
    const auto found = known_of_version.find(header.type);
    if (found != known_of_version.end()) return found->second;
    ASSIGN_OR_RETURN(KnownType known, learn_type(header));
    types_.push_back(std::move(known));
    known_of_version.emplace(header.type, &types_.back());
    return &types_.back();
}

Status EventDecoder::decode(const RecordHeader& header, ByteView sealed, DecodedEvent& out) {
    opened_.clear();
    RETURN_IF_ERROR(open(header, sealed, opened_));
    return read(opened_, out);
}

Status EventDecoder::open(const RecordHeader& header, ByteView sealed, Bytes& opened) {
    if (header.prefix.kind != RecordKind::case_event) {
        return Error{ErrorCode::invalid, "event: a record of the ledger itself holds no event"};
    }
    ASSIGN_OR_RETURN(const KnownType* known, find_type(header));
    if (header.prefix.stream_id != recent_stream_) {
        recent_keys_.clear();
        recent_stream_ = header.prefix.stream_id;
    }
    put(OpenedHead{header.prefix, known}, opened);
    for (std::size_t i = 0; i < header.spans.size(); ++i) {
        const std::size_t size_bytes = header.spans[i].sealed_bytes;
        if (size_bytes > sealed.size()) return broken("sealed bytes shorter than the header says");
        const bool is_left = known->leaves_actor && header.spans[i].category == kActorCategory;
        if (!is_left) RETURN_IF_ERROR(open_one(header, i, sealed.first(size_bytes), opened));
        sealed = sealed.subspan(size_bytes);
    }
    if (!sealed.empty()) return broken("sealed bytes longer than the header says");
    return {};
}

Status EventDecoder::read(ByteView opened, DecodedEvent& out) {
    const auto head = take<OpenedHead>(opened);
    const auto& known = *static_cast<const KnownType*>(head.known);
    out.prefix = head.prefix;
    out.stored_type = known.stored->type();
    out.stored_version = known.stored->version();
    out.type = known.stored;
    out.occurred.reset();
    out.day_precision = false;
    out.texts.fill({});
    out.others = {};
    out.fields.clear();
    out.erased.clear();
    SpanReader reader(*known.stored, out);
    while (!opened.empty()) {
        const auto size_bytes = take<std::uint32_t>(opened);
        if (size_bytes == kErased) {
            out.erased.push_back(take_erased(opened));
            continue;
        }
        RETURN_IF_ERROR(reader.read(opened.first(size_bytes)));
        opened = opened.subspan(size_bytes);
    }
    std::sort(out.fields.begin(), out.fields.end(), by_number);
    for (const Upcast* upcast : known.chain) apply(*upcast, out, upcasted_);
    return {};
}

// A case asks for its keys in much the same order again and again.
Result<const BucketKey*> EventDecoder::find_key(const BucketName& bucket,
                                                std::uint32_t generation) {
    for (std::size_t looked = 0; looked < recent_keys_.size(); ++looked) {
        if (recent_next_ >= recent_keys_.size()) recent_next_ = 0;
        const RecentKey& known = recent_keys_[recent_next_++];
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
                              Bytes& opened) {
    const SpanHeader& span = header.spans[index];
    const SubjectId subject = header.subjects[span.subject_index];
    const BucketName bucket{subject, span.category, span.bucket.retention_class, span.bucket.year};
    const auto key = find_key(bucket, span.bucket.generation);
    if (!key && key.error().code == ErrorCode::not_found) {
        put_erased({subject, span.category, span.bucket}, opened);
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
    RETURN_IF_ERROR(open_span(**key, place, sealed, span.content_tag, options_.tags, plaintext_));
    put(static_cast<std::uint32_t>(plaintext_.size()), opened);
    append(opened, plaintext_);
    return {};
}

}  // namespace fallbuch

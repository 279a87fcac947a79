#include "consumers/ingest/refused_entry.h"

#include <algorithm>
#include <charconv>
#include <system_error>

#include "core/base/assert.h"
#include "core/calendar/timestamp.h"
#include "core/codec/checksum.h"
#include "core/codec/utf8.h"
#include "core/codec/wire.h"

namespace fallbuch {
namespace {

constexpr std::string_view kHeadMagic = "FBREFUSE";
constexpr std::string_view kEntryMagic = "RFE1";
constexpr std::string_view kFileSuffix = ".refused";
constexpr std::string_view kAssociatedDomain = "fallbuch refused v1";
constexpr std::uint32_t kFormat = 1;
constexpr std::size_t kChecksumBytes = sizeof(std::uint64_t);

constexpr std::size_t kReasonBytesMax = 3 * (2 + kRefusedReasonTextBytesMax);
constexpr std::size_t kOtherClearBytesMax = 128;
static_assert(kRefusedReasonsMax * kReasonBytesMax + kOtherClearBytesMax <= kRefusedClearBytesMax);

std::int32_t number_of(UtcDay day) {
    return static_cast<std::int32_t>(day.time_since_epoch().count());
}

std::string_view cut(std::string_view text) {
    return beginning_of(text, kRefusedReasonTextBytesMax);
}

void encode_clear(const RefusedEntry& entry, Bytes& out) {
    WireWriter writer(out);
    writer.varint(entry.id.number);
    writer.fixed(static_cast<std::int64_t>(entry.refused.time_since_epoch().count()));
    writer.fixed(static_cast<std::uint8_t>(entry.entrance));
    writer.varint(entry.line_number);
    writer.varint(entry.text_bytes);
    writer.raw(entry.fingerprint.view());
    writer.fixed(static_cast<std::uint8_t>(entry.event ? 1 : 0));
    if (entry.event) writer.raw(entry.event->view());
    const std::size_t kept_count = std::min(entry.reasons.size(), kRefusedReasonsMax);
    writer.varint(entry.reason_count);
    writer.varint(kept_count);
    for (std::size_t i = 0; i < kept_count; ++i) {
        writer.text(cut(entry.reasons[i].pointer));
        writer.text(cut(entry.reasons[i].code));
        writer.text(cut(entry.reasons[i].why));
    }
}

RefusedAt read_entrance(WireReader& reader) {
    const auto number = reader.fixed<std::uint8_t>();
    if (number < static_cast<std::uint8_t>(RefusedAt::import_file) ||
        number > static_cast<std::uint8_t>(RefusedAt::kafka)) {
        reader.fail();
        return RefusedAt::import_file;
    }
    return static_cast<RefusedAt>(number);
}

template <typename Id>
Id read_id(WireReader& reader) {
    const ByteView bytes = reader.raw(Id::kBytes);
    return reader.ok() ? Id::from_bytes(bytes.data()) : Id{};
}

void read_reasons(WireReader& reader, RefusedEntry& entry) {
    entry.reason_count = reader.varint();
    const std::uint64_t kept_count = reader.varint_up_to(kRefusedReasonsMax);
    if (kept_count > entry.reason_count) reader.fail();
    for (std::uint64_t i = 0; i < kept_count && reader.ok(); ++i) {
        RefusedReason& reason = entry.reasons.emplace_back();
        reason.pointer = reader.text(kRefusedReasonTextBytesMax);
        reason.code = reader.text(kRefusedReasonTextBytesMax);
        reason.why = reader.text(kRefusedReasonTextBytesMax);
    }
}

bool checksum_fits(ByteView bytes) {
    if (bytes.size() < kChecksumBytes) return false;
    WireReader stored(bytes.last(kChecksumBytes));
    return checksum64(bytes.first(bytes.size() - kChecksumBytes)) == stored.fixed<std::uint64_t>();
}

Error head_error(ErrorCode code, UtcDay day, std::string_view why) {
    return Error{code, refused_file_name(day) + ": " + std::string(why)};
}

}  // namespace

std::string to_string(const RefusedId& id) {
    return day_text(std::chrono::local_days(id.day.time_since_epoch())) + '/' +
           std::to_string(id.number);
}

std::optional<RefusedId> parse_refused_id(std::string_view text) {
    const std::size_t slash = text.find('/');
    const auto day = parse_day(text.substr(0, slash));
    if (!day || slash == std::string_view::npos) return std::nullopt;
    RefusedId id{UtcDay(day->time_since_epoch()), 0};
    const char* end = text.data() + text.size();
    const auto [stop, code] = std::from_chars(text.data() + slash + 1, end, id.number);
    if (code != std::errc() || stop != end) return std::nullopt;
    return id;
}

std::string refused_file_name(UtcDay day) {
    return day_text(std::chrono::local_days(day.time_since_epoch())) + std::string(kFileSuffix);
}

std::optional<UtcDay> parse_refused_file_name(std::string_view name) {
    if (!name.ends_with(kFileSuffix)) return std::nullopt;
    const auto day = parse_day(name.substr(0, name.size() - kFileSuffix.size()));
    if (!day) return std::nullopt;
    return UtcDay(day->time_since_epoch());
}

Bytes encode_refused_head(UtcDay day, const QuarantineKeyCheck& key_check) {
    Bytes out;
    WireWriter writer(out);
    writer.raw(as_bytes(kHeadMagic));
    writer.fixed(kFormat);
    writer.fixed(number_of(day));
    writer.raw(key_check.view());
    writer.fixed(checksum64(out));
    LEDGER_ASSERT(out.size() == kRefusedHeadBytes);
    return out;
}

Result<QuarantineKeyCheck> decode_refused_head(UtcDay day, ByteView bytes) {
    if (bytes.size() != kRefusedHeadBytes || !checksum_fits(bytes)) {
        return head_error(ErrorCode::corrupt, day, "the head is damaged");
    }
    WireReader reader(bytes);
    if (as_text(reader.raw(kHeadMagic.size())) != kHeadMagic) {
        return head_error(ErrorCode::corrupt, day, "is no file of refused events");
    }
    if (reader.fixed<std::uint32_t>() != kFormat) {
        return head_error(ErrorCode::unavailable, day,
                          "has a format that this program does not know; use a newer fallbuch");
    }
    if (reader.fixed<std::int32_t>() != number_of(day)) {
        return head_error(ErrorCode::corrupt, day, "is the file of another day");
    }
    return read_id<QuarantineKeyCheck>(reader);
}

Status encode_refused_entry(const RefusedEntry& entry, ByteView text, const RefusedSealing& sealing,
                            Bytes& out) {
    const ByteView kept = as_bytes(beginning_of(as_text(text), kRefusedTextBytesMax));
    Bytes clear;
    encode_clear(entry, clear);
    LEDGER_ASSERT(clear.size() <= kRefusedClearBytesMax);
    Bytes open_part;
    WireWriter writer(open_part);
    writer.raw(as_bytes(kEntryMagic));
    writer.fixed(static_cast<std::uint32_t>(clear.size()));
    writer.fixed(static_cast<std::uint32_t>(kept.size() + QuarantineKey::kSealingOverheadBytes));
    writer.raw(clear);
    writer.fixed(checksum64(open_part));
    const std::size_t start = out.size();
    append(out, open_part);
    const Status sealed =
        sealing.key.seal(sealing.random, refused_associated(entry.id.day, open_part), kept, out);
    if (!sealed) out.resize(start);
    return sealed;
}

std::optional<RefusedFrame> decode_refused_frame(ByteView bytes) {
    WireReader reader(bytes);
    if (as_text(reader.raw(kEntryMagic.size())) != kEntryMagic) return std::nullopt;
    RefusedFrame frame;
    frame.clear_bytes = reader.fixed<std::uint32_t>();
    frame.sealed_bytes = reader.fixed<std::uint32_t>();
    if (!reader.ok() || frame.clear_bytes > kRefusedClearBytesMax ||
        frame.sealed_bytes < QuarantineKey::kSealingOverheadBytes ||
        frame.sealed_bytes > kRefusedTextBytesMax + QuarantineKey::kSealingOverheadBytes) {
        return std::nullopt;
    }
    return frame;
}

std::optional<RefusedEntry> decode_refused_entry(UtcDay day, ByteView open_part) {
    if (open_part.size() < kRefusedFrameBytes + kChecksumBytes || !checksum_fits(open_part)) {
        return std::nullopt;
    }
    const auto frame = decode_refused_frame(open_part);
    if (!frame) return std::nullopt;
    WireReader reader(open_part.subspan(kRefusedFrameBytes,
                                        open_part.size() - kRefusedFrameBytes - kChecksumBytes));
    RefusedEntry entry;
    entry.id = {day, reader.varint()};
    entry.refused = Instant(std::chrono::nanoseconds(reader.fixed<std::int64_t>()));
    entry.entrance = read_entrance(reader);
    entry.line_number = reader.varint();
    entry.text_bytes = reader.varint();
    entry.kept_bytes = frame->sealed_bytes - QuarantineKey::kSealingOverheadBytes;
    if (entry.kept_bytes > entry.text_bytes) reader.fail();
    entry.fingerprint = read_id<RefusedFingerprint>(reader);
    const auto has_event = reader.fixed<std::uint8_t>();
    if (has_event > 1) reader.fail();
    if (has_event == 1) entry.event = read_id<EventId>(reader);
    read_reasons(reader, entry);
    if (!reader.at_end()) return std::nullopt;
    return entry;
}

Bytes refused_associated(UtcDay day, ByteView open_part) {
    Bytes out;
    WireWriter writer(out);
    writer.raw(as_bytes(kAssociatedDomain));
    writer.fixed(number_of(day));
    writer.raw(open_part);
    return out;
}

}  // namespace fallbuch

#include "core/events/envelope_reader.h"

#include <simdjson.h>

#include <algorithm>
#include <bitset>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "core/calendar/berlin.h"
#include "core/calendar/timestamp.h"
#include "core/codec/cbor.h"
#include "core/codec/utf8.h"
#include "core/events/attribute_slots.h"
#include "core/events/value_encoder.h"

namespace fallbuch {

using namespace attributes;
using simdjson::dom::element;

struct EnvelopeReader::Scratch {
    struct Other {
        std::string_view name;
        element value;
    };
    explicit Scratch(const BerlinTime& time) : berlin(time) {}

    const BerlinTime& berlin;
    std::array<element, kSlotCount> values;
    std::bitset<kSlotCount> present;
    std::vector<Other> others;  // in the order of CBOR keys
};

// One envelope.
class EnvelopeReader::Pass {
public:
    Pass(Scratch& scratch, const Arrival& arrival, Envelope& out, Faults& faults)
        : scratch_(scratch), arrival_(arrival), out_(out), faults_(faults) {}

    void run(const simdjson::dom::object& event);

private:
    void collect(const simdjson::dom::object& event);
    void place(const simdjson::dom::key_value_pair& attribute);
    std::string_view text(std::size_t slot);
    void read_version_and_type();
    void read_sealed();
    void read_content_type();
    void check_other(const Scratch::Other& other);
    void read_others();
    void read_subject();
    void read_times();
    void read_instant(std::string_view time, Instant stamp);
    void read_day(std::string_view time, Instant stamp);
    void read_recorded();
    void read_expected();
    void read_data();

    bool present(std::size_t slot) const { return scratch_.present[slot]; }
    const element& value(std::size_t slot) const { return scratch_.values[slot]; }
    void fault(std::string_view name, FaultCode code, std::string why, std::string value = {});
    void missing(std::string_view name);

    Scratch& scratch_;
    const Arrival& arrival_;
    Envelope& out_;
    Faults& faults_;
};

EnvelopeReader::EnvelopeReader(const BerlinTime& berlin)
    : scratch_(std::make_unique<Scratch>(berlin)) {}
EnvelopeReader::~EnvelopeReader() = default;
EnvelopeReader::EnvelopeReader(EnvelopeReader&&) noexcept = default;
EnvelopeReader& EnvelopeReader::operator=(EnvelopeReader&&) noexcept = default;

void EnvelopeReader::read(const element& event, const Arrival& arrival, Envelope& out,
                          Faults& faults) {
    Pass(*scratch_, arrival, out, faults).run(event);
}

void EnvelopeReader::Pass::fault(std::string_view name, FaultCode code, std::string why,
                                 std::string value) {
    faults_.push_back(
        {JsonPath(JsonPath(), name).pointer(), code, std::move(why), std::move(value)});
}

void EnvelopeReader::Pass::missing(std::string_view name) {
    fault(name, FaultCode::missing, "the attribute is required");
}

void EnvelopeReader::Pass::run(const simdjson::dom::object& event) {
    collect(event);
    read_version_and_type();
    read_sealed();
    read_content_type();
    read_others();
    read_subject();
    read_times();
    read_expected();
    read_data();
}

void EnvelopeReader::Pass::read_version_and_type() {
    if (!present(kSpecversion)) missing("specversion");
    const std::string_view version = text(kSpecversion);
    if (!version.empty() && version != "1.0") {
        fault("specversion", FaultCode::not_allowed, "must be 1.0", shown(value(kSpecversion)));
    }
    if (!present(kType)) missing("type");
    out_.type = text(kType);
}

void EnvelopeReader::Pass::read_data() {
    out_.data = nullptr;
    if (!present(kData)) {
        missing("data");
    } else if (!value(kData).is_object()) {
        fault("data", FaultCode::wrong_type,
              "must be object, not " + std::string(kind_name(value(kData))));
    } else {
        out_.data = &value(kData);
    }
}

void EnvelopeReader::Pass::collect(const simdjson::dom::object& event) {
    scratch_.present.reset();
    scratch_.others.clear();
    for (const auto attribute : event) place(attribute);
    auto& others = scratch_.others;
    std::sort(others.begin(), others.end(), [](const auto& left, const auto& right) {
        return cbor_key_less(left.name, right.name);
    });
    for (std::size_t i = 1; i < others.size(); ++i) {
        if (others[i].name != others[i - 1].name) continue;
        fault(others[i].name, FaultCode::duplicate, "the attribute comes twice");
    }
}

void EnvelopeReader::Pass::place(const simdjson::dom::key_value_pair& attribute) {
    const std::size_t slot = slot_of(attribute.key);
    // CloudEvents JSON format, section 2.3: null is the same as absent.
    if (slot != kData && attribute.value.is_null()) return;
    if (slot == kSlotCount) {
        scratch_.others.push_back({attribute.key, attribute.value});
    } else if (present(slot)) {
        fault(attribute.key, FaultCode::duplicate, "the attribute comes twice");
    } else {
        scratch_.present[slot] = true;
        scratch_.values[slot] = attribute.value;
    }
}

// The text in a slot; empty if it is absent or wrong.
std::string_view EnvelopeReader::Pass::text(std::size_t slot) {
    if (!present(slot)) return {};
    const Attribute& attribute = kAttributes[slot];
    const element& found = value(slot);
    if (!found.is_string()) {
        fault(attribute.name, FaultCode::wrong_type,
              "must be string, not " + std::string(kind_name(found)), shown(found));
        return {};
    }
    const std::string_view text = found;
    if (text.empty()) {
        fault(attribute.name, FaultCode::too_short, "must not be empty");
    } else if (text.size() > attribute.bytes_max) {
        fault(attribute.name, FaultCode::too_long,
              "must have at most " + std::to_string(attribute.bytes_max) + " bytes", shown(found));
    } else if (has_control_character(text)) {
        fault(attribute.name, FaultCode::malformed, "must have no control characters",
              shown(found));
    } else {
        return text;
    }
    return {};
}

void EnvelopeReader::Pass::read_sealed() {
    for (std::size_t slot = 0; slot < kSealedAttributes.size(); ++slot) {
        out_.texts[index_of(kSealedAttributes[slot].field)] = text(slot);
    }
    for (const std::size_t slot : {std::size_t{0}, std::size_t{1}}) {
        if (!present(slot)) missing(kAttributes[slot].name);
    }
    constexpr std::array kOfActor{EnvelopeField::actorrole, EnvelopeField::actorunit,
                                  EnvelopeField::actororgtype};
    const auto given = [&](EnvelopeField field) { return !out_.text(field).empty(); };
    if (!given(EnvelopeField::actor) && std::any_of(kOfActor.begin(), kOfActor.end(), given)) {
        fault("actor", FaultCode::missing, "is required by what describes the actor");
    }
}

void EnvelopeReader::Pass::read_content_type() {
    std::string_view& type = out_.texts[index_of(EnvelopeField::datacontenttype)];
    if (!type.empty() && !is_json_media_type(type)) {
        fault("datacontenttype", FaultCode::not_allowed, "must be JSON: data is an object",
              '"' + shorten(type, kShownCharactersMax) + '"');
    }
    if (type == "application/json") type = {};
}

void EnvelopeReader::Pass::check_other(const Scratch::Other& other) {
    const element& found = other.value;
    if (!is_attribute_name(other.name)) {
        fault(other.name, FaultCode::unknown_field,
              "an attribute's name has only a-z and 0-9; fields of the event belong in data");
    } else if (!found.is_string() && !found.is_bool() && !found.is_int64()) {
        fault(other.name, FaultCode::wrong_type,
              "must be string, boolean or integer, not " + std::string(kind_name(found)),
              shown(found));
    } else if (found.is_string() && has_control_character(found)) {
        fault(other.name, FaultCode::malformed, "must have no control characters", shown(found));
    }
}

void EnvelopeReader::Pass::read_others() {
    out_.others.clear();
    if (scratch_.others.empty()) return;
    CborWriter writer(out_.others);
    writer.map(scratch_.others.size());
    for (const Scratch::Other& other : scratch_.others) {
        check_other(other);
        writer.text(other.name);
        if (other.value.is_string()) writer.text(other.value);
        if (other.value.is_bool()) writer.boolean(other.value);
        if (other.value.is_int64()) writer.integer(other.value);
    }
}

void EnvelopeReader::Pass::read_subject() {
    if (!present(kSubject)) missing("subject");
    out_.subject = text(kSubject);
    out_.of_office = out_.subject.starts_with(kOfficePrefix);
    if (out_.of_office && out_.subject.size() == kOfficePrefix.size()) {
        fault("subject", FaultCode::malformed, "must name a unit behind office/");
    }
}

void EnvelopeReader::Pass::read_times() {
    read_recorded();
    const std::string_view precision = text(kTimeprecision);
    out_.day_precision = precision == "day";
    if (!precision.empty() && !out_.day_precision) {
        fault("timeprecision", FaultCode::not_allowed, "must be day or be left out",
              shown(value(kTimeprecision)));
    }
    if (!present(kTime)) missing("time");
    const std::string_view time = text(kTime);
    if (time.empty()) return;
    const Instant stamp = out_.recorded.value_or(arrival_.now);
    if (out_.day_precision) return read_day(time, stamp);
    read_instant(time, stamp);
}

void EnvelopeReader::Pass::read_instant(std::string_view time, Instant stamp) {
    const auto occurred = parse_timestamp(time);
    if (!occurred) {
        fault("time", FaultCode::malformed,
              "must be a date and time with an offset (RFC 3339) from 1677 to 2262, or a date with "
              "timeprecision day",
              shown(value(kTime)));
    } else if (*occurred > stamp + kAheadMax) {
        fault("time", FaultCode::in_the_future, "is more than 5 minutes later than it is recorded",
              shown(value(kTime)));
    } else {
        out_.occurred = *occurred;
    }
}

// The date as it is written counts: the sender's day, whatever his offset.
void EnvelopeReader::Pass::read_day(std::string_view time, Instant stamp) {
    constexpr std::size_t kDayBytes = 10;
    const auto day = parse_day(time.substr(0, kDayBytes));
    const bool well_formed = time.size() == kDayBytes || parse_timestamp(time).has_value();
    constexpr auto kFirst = std::chrono::local_days(std::chrono::year(1678) / 1 / 1);
    constexpr auto kLast = std::chrono::local_days(std::chrono::year(2261) / 12 / 31);
    if (!day || !well_formed || *day < kFirst || *day > kLast) {
        fault("time", FaultCode::malformed, "must be a date, or a date and time, from 1678 to 2261",
              shown(value(kTime)));
    } else if (*day > scratch_.berlin.day_of(stamp)) {
        fault("time", FaultCode::in_the_future, "is a later day than it is recorded",
              shown(value(kTime)));
    } else {
        out_.occurred = scratch_.berlin.start_of_day(*day);
    }
}

void EnvelopeReader::Pass::read_recorded() {
    out_.recorded.reset();
    if (!present(kRecorded)) return;
    if (arrival_.entrance != Entrance::history) {
        return fault("recorded", FaultCode::not_allowed,
                     "only an import may bring it; here the ledger's clock counts",
                     shown(value(kRecorded)));
    }
    const std::string_view recorded = text(kRecorded);
    if (recorded.empty()) return;
    const auto instant = parse_timestamp(recorded);
    if (!instant) {
        fault("recorded", FaultCode::malformed, "must be a date and time with an offset (RFC 3339)",
              shown(value(kRecorded)));
    } else if (*instant > arrival_.now) {
        fault("recorded", FaultCode::in_the_future, "is later than the ledger's clock",
              shown(value(kRecorded)));
    } else {
        out_.recorded = instant;
    }
}

void EnvelopeReader::Pass::read_expected() {
    out_.expected = Any{};
    if (!present(kExpectedversion)) return;
    const element& found = value(kExpectedversion);
    std::uint64_t version = 0;
    bool readable = found.is_int64() && std::int64_t(found) >= 0;
    if (readable) {
        version = found;
    } else if (found.is_string()) {
        const std::string_view digits = found;
        const char* end = digits.data() + digits.size();
        const auto [stop, code] = std::from_chars(digits.data(), end, version);
        readable = !digits.empty() && stop == end && code == std::errc();
    }
    if (readable) {
        out_.expected = Exactly{StreamVersion{version}};
    } else {
        fault("expectedversion", FaultCode::malformed, "must be an integer from 0 on",
              shown(found));
    }
}

}  // namespace fallbuch

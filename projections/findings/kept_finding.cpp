#include "projections/findings/kept_finding.h"

#include <algorithm>
#include <chrono>
#include <cstddef>

#include "core/codec/wire.h"
#include "projections/rules/case_event.h"
#include "projections/rules/check.h"
#include "projections/rules/rule_set.h"

namespace fallbuch {
namespace {

constexpr std::size_t kTextBytesMax = 4096;
constexpr std::uint64_t kFindingsMax = 1U << 20U;

// Few sets of parameters serve all findings of a case: they stand once, before the findings.
using ParameterTable = std::vector<Digest>;

// Which of a finding's parts are there.
enum Part : std::uint8_t {
    has_event = 1,
    has_due = 2,
    has_due_second = 4,
    has_late_days = 8,
    has_late_seconds = 16,
    has_other = 32,
    final_one = 64,
    owed = 128,
};

std::int32_t number_of(CivilDay day) {
    return static_cast<std::int32_t>(day.time_since_epoch().count());
}

std::uint8_t parts_of(const KeptFinding& one) {
    unsigned parts = 0;
    if (one.event) parts |= Part::has_event;
    if (one.due) parts |= Part::has_due;
    if (one.due_second) parts |= Part::has_due_second;
    if (one.late_by_days) parts |= Part::has_late_days;
    if (one.late_by_seconds) parts |= Part::has_late_seconds;
    if (one.other_verdict) parts |= Part::has_other;
    if (one.is_final) parts |= Part::final_one;
    if (one.is_owed) parts |= Part::owed;
    return static_cast<std::uint8_t>(parts);
}

ParameterTable table_of(const std::vector<KeptFinding>& findings) {
    ParameterTable table;
    for (const KeptFinding& one : findings) {
        const bool is_there = std::find(table.begin(), table.end(), one.parameters) != table.end();
        if (!is_there) table.push_back(one.parameters);
    }
    return table;
}

void write(const KeptFinding& one, const ParameterTable& table, WireWriter& writer) {
    writer.varint(one.check);
    writer.text(one.id);
    writer.fixed(static_cast<std::uint8_t>(one.verdict));
    writer.fixed(static_cast<std::uint8_t>(one.reason));
    writer.fixed(static_cast<std::uint8_t>(one.severity));
    writer.fixed(parts_of(one));
    writer.fixed(number_of(one.activated));
    const auto at = std::find(table.begin(), table.end(), one.parameters) - table.begin();
    writer.varint(static_cast<std::uint64_t>(at));
    if (one.event) writer.varint(one.event->value);
    if (one.due) writer.fixed(number_of(*one.due));
    if (one.due_second) writer.fixed(*one.due_second);
    if (one.late_by_days) writer.fixed(*one.late_by_days);
    if (one.late_by_seconds) writer.fixed(*one.late_by_seconds);
    if (!one.other_verdict) return;
    writer.fixed(static_cast<std::uint8_t>(*one.other_verdict));
    writer.text(one.other_reading);
}

// Enumerators follow one another; `last` is the last of them.
template <typename Enum>
bool read_enum(WireReader& reader, Enum last, Enum& value) {
    const auto number = reader.fixed<std::uint8_t>();
    value = static_cast<Enum>(number);
    return number <= static_cast<std::uint8_t>(last);
}

CivilDay read_day(WireReader& reader) {
    return CivilDay(std::chrono::days(reader.fixed<std::int32_t>()));
}

Digest read_digest(WireReader& reader) {
    Digest digest;
    const ByteView bytes = reader.raw(Digest::kBytes);
    if (bytes.size() == Digest::kBytes) std::ranges::copy(bytes, digest.bytes.begin());
    return digest;
}

bool read_rest(WireReader& reader, const ParameterTable& table, KeptFinding& one) {
    const unsigned parts = reader.fixed<std::uint8_t>();
    one.is_final = (parts & Part::final_one) != 0;
    one.is_owed = (parts & Part::owed) != 0;
    one.activated = read_day(reader);
    const std::uint64_t parameters = reader.varint();
    if (parameters >= table.size()) return false;
    one.parameters = table[parameters];
    if ((parts & Part::has_event) != 0) one.event = Position{reader.varint()};
    if ((parts & Part::has_due) != 0) one.due = read_day(reader);
    if ((parts & Part::has_due_second) != 0) one.due_second = reader.fixed<std::int64_t>();
    if ((parts & Part::has_late_days) != 0) one.late_by_days = reader.fixed<std::int64_t>();
    if ((parts & Part::has_late_seconds) != 0) one.late_by_seconds = reader.fixed<std::int64_t>();
    if ((parts & Part::has_other) == 0) return true;
    bool is_whole = read_enum(reader, rules::Verdict::undetermined, one.other_verdict.emplace());
    one.other_reading = reader.text(kTextBytesMax);
    return is_whole;
}

bool read(WireReader& reader, const ParameterTable& table, KeptFinding& one) {
    const std::uint64_t check = reader.varint();
    one.check = static_cast<std::uint32_t>(check);
    one.id = reader.text(kTextBytesMax);
    const bool has_names = read_enum(reader, rules::Verdict::undetermined, one.verdict) &&
                           read_enum(reader, rules::Reason::maintained_not, one.reason) &&
                           read_enum(reader, rules::Severity::mangel, one.severity);
    return has_names && check == one.check && read_rest(reader, table, one);
}

// Can it still be done, even if it will be late?
bool is_owed(const rules::Check& check, const rules::Activation& one) {
    using rules::Template;
    const bool is_of_its_window = rules::is_negative(check) || rules::is_precedence(check) ||
                                  rules::decides_at_once(check) || check.is_maintenance ||
                                  check.kind == Template::count || check.kind == Template::end ||
                                  check.kind == Template::exactly;
    return one.is_open() && !is_of_its_window;
}

}  // namespace

std::string_view KeptFinding::rule() const {
    return std::string_view(id).substr(0, id.find_first_of("/@"));
}

KeptFinding kept(const rules::Evaluation& state, const rules::Finding& finding) {
    const rules::Outcome& outcome = finding.outcome;
    const rules::Activation& activation = state.activations[outcome.activation];
    KeptFinding one;
    one.check = activation.check;
    one.is_owed = is_owed(*state.rules.checks()[activation.check].check, activation);
    one.id = finding.id;
    one.verdict = outcome.verdict;
    one.reason = outcome.reason;
    one.severity = finding.severity;
    one.is_final = outcome.is_final;
    const rules::CaseEvent* event = state.event(rules::event_about(state, activation));
    if (event != nullptr) one.event = event->position;
    one.activated = finding.activated;
    one.parameters = finding.parameters;
    one.due = outcome.due;
    one.due_second = outcome.due_second;
    one.late_by_days = outcome.late_by_days;
    one.late_by_seconds = outcome.late_by_seconds;
    if (finding.is_matter_of_reading) {
        one.other_verdict = finding.other_verdict;
        one.other_reading = finding.other_reading;
    }
    return one;
}

std::vector<KeptFinding> kept(const rules::Evaluation& state,
                              const std::vector<rules::Outcome>& outcomes) {
    std::vector<KeptFinding> all;
    for (const rules::Finding& one : rules::findings_of(state, outcomes)) {
        all.push_back(kept(state, one));
    }
    return all;
}

void encode_findings(const CaseFindings& all, Bytes& out) {
    WireWriter writer(out);
    writer.fixed(static_cast<std::uint8_t>(all.until ? 1 : 0));
    if (all.until) writer.fixed(all.until->time_since_epoch().count());
    const ParameterTable table = table_of(all.findings);
    writer.varint(table.size());
    for (const Digest& one : table) writer.raw(one.view());
    writer.varint(all.findings.size());
    for (const KeptFinding& one : all.findings) write(one, table, writer);
}

Result<CaseFindings> decode_findings(ByteView in) {
    const Error damaged{ErrorCode::corrupt, "findings of a case: not what was written"};
    CaseFindings all;
    WireReader reader(in);
    if (reader.fixed<std::uint8_t>() != 0) {
        all.until = Instant(Instant::duration(reader.fixed<Instant::rep>()));
    }
    const std::uint64_t table_size = reader.varint();
    if (table_size > kFindingsMax) return damaged;
    ParameterTable table;
    for (std::uint64_t i = 0; i < table_size && reader.ok(); ++i) {
        table.push_back(read_digest(reader));
    }
    const std::uint64_t count = reader.varint();
    if (count > kFindingsMax) return damaged;
    for (std::uint64_t i = 0; i < count; ++i) {
        if (!read(reader, table, all.findings.emplace_back())) return damaged;
    }
    if (!reader.at_end()) return damaged;
    return all;
}

}  // namespace fallbuch

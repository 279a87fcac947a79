#include "tools/bench/workload.h"

#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "core/base/ids.h"
#include "core/codec/cbor.h"
#include "core/events/checked_event.h"
#include "core/events/envelope.h"
#include "core/events/event_type.h"
#include "core/ledger/append.h"
#include "core/ledger/ledger.h"
#include "core/vault/vault.h"

namespace fallbuch {
namespace {

constexpr std::string_view kBenchType = "de.fallbuch.trace.event.v2";
constexpr std::string_view kSource = "bench";
constexpr std::size_t kTwoSpanBytes = 250;
constexpr std::size_t kOneSpanBytes = 500;

std::string case_name(std::uint64_t number) { return "fall-" + std::to_string(number); }
std::string actor_name(std::uint64_t number) { return "kraft-" + std::to_string(number); }

std::uint64_t number_of(EnvelopeField field) { return static_cast<std::uint64_t>(field); }

// Letters from a to p, eight with each step.
void append_words(std::string& out, std::size_t bytes, std::uint64_t& noise) {
    constexpr std::uint64_t kLowHalves = 0x0f0f0f0f0f0f0f0fU;
    constexpr std::uint64_t kAs = 0x6161616161616161U;
    const std::size_t begin = out.size();
    out.resize(begin + bytes);
    for (std::size_t done = 0; done < bytes; done += sizeof(std::uint64_t)) {
        const std::uint64_t letters = (stir(noise) & kLowHalves) + kAs;
        std::memcpy(out.data() + begin + done, &letters, std::min(bytes - done, sizeof letters));
    }
}

}  // namespace

std::uint64_t stir(std::uint64_t& state) {
    state += 0x9e3779b97f4a7c15U;
    std::uint64_t word = state;
    word = (word ^ (word >> 30U)) * 0xbf58476d1ce4e5b9U;
    return word ^ (word >> 27U);
}

Workload::Workload(const EventType& type, std::uint64_t client, SpanShape shape)
    : type_(type),
      client_(client),
      shape_(shape),
      noise_(client),
      occurred_(SystemClock().now() - std::chrono::hours(1)) {}

void Workload::add_span(CheckedEvent& event, NameKind kind, std::string_view name,
                        std::size_t filler_bytes) {
    event.persons.push_back({kind, {event.names.size(), name.size()}});
    event.names.append(name);
    const std::size_t begin = event.plaintexts.size();
    std::string words;
    append_words(words, filler_bytes, noise_);
    CborWriter writer(event.plaintexts);
    const bool is_person = kind == NameKind::person;
    writer.map(is_person ? 5 : 2);
    if (is_person) {
        writer.integer(static_cast<std::int64_t>(number_of(EnvelopeField::id)));
        writer.text(event.id);
        writer.integer(static_cast<std::int64_t>(number_of(EnvelopeField::source)));
        writer.text(event.source);
        writer.integer(static_cast<std::int64_t>(number_of(EnvelopeField::occurred)));
        writer.integer(event.occurred.time_since_epoch().count());
        writer.integer(kFirstFieldNumber + *type_.find_field("activity"));
        writer.text(words);
        writer.integer(kFirstFieldNumber + *type_.find_field("lifecycle"));
        writer.text("complete");
    } else {
        writer.integer(static_cast<std::int64_t>(number_of(EnvelopeField::actor)));
        writer.text(name);
        writer.integer(static_cast<std::int64_t>(number_of(EnvelopeField::actorrole)));
        writer.text(words);
    }
    event.spans.push_back({event.persons.size() - 1,
                           is_person ? kEnvelopeCategory : kActorCategory,
                           {begin, event.plaintexts.size() - begin}});
}

void Workload::fill(CheckedEvent& event, std::uint64_t case_number) {
    event.type = &type_;
    event.id = std::to_string(client_) + "-" + std::to_string(made_count_++);
    event.source = kSource;
    event.case_name = case_name(case_number);
    event.occurred = occurred_ + std::chrono::microseconds(made_count_);
    event.claimed.reset();
    event.expected = Any{};
    event.persons.clear();
    event.spans.clear();
    event.names.clear();
    event.plaintexts.clear();
    const bool two = shape_ == SpanShape::person_and_actor;
    // What the map, the id and the other fields take, so that the span has the size that is told.
    constexpr std::size_t kPersonOverheadBytes = 55;
    constexpr std::size_t kActorOverheadBytes = 16;
    add_span(event, NameKind::person, event.case_name,
             (two ? kTwoSpanBytes : kOneSpanBytes) - kPersonOverheadBytes);
    if (two) {
        add_span(event, NameKind::actor, actor_name(case_number % kBenchActors),
                 kTwoSpanBytes - kActorOverheadBytes);
    }
}

void Workload::next_unit(std::vector<CheckedEvent>& events, std::size_t count) {
    events.resize(count);
    const std::uint64_t case_number = stir(noise_) % kBenchCases;
    for (CheckedEvent& event : events) fill(event, case_number);
}

Result<std::unique_ptr<BenchLedger>> BenchLedger::make(const std::string& beside, TreeUse tree) {
    SystemRandom random;
    ASSIGN_OR_RETURN(MasterKey master, MasterKey::generate(random));
    std::unique_ptr<BenchLedger> bench(new BenchLedger(master));
    std::error_code ignored;
    bench->directory_ = (beside.empty() ? std::string("fallbuch") : beside) + ".bench";
    std::filesystem::remove_all(bench->directory_, ignored);
    ASSIGN_OR_RETURN(bench->catalogue_, Catalogue::from_files(built_in_catalogue()));
    bench->type_ = bench->catalogue_->find(kBenchType);
    RETURN_IF_ERROR(Ledger::create(bench->place(), bench->master_, "fallbuch.local/bench"));
    ASSIGN_OR_RETURN(bench->store_,
                     EventStore::open(bench->place(), bench->master_, bench->catalogue_, tree));
    RETURN_IF_ERROR(bench->prepare_names());
    return bench;
}

Status BenchLedger::prepare_names() {
    Workload workload(*type_, UINT32_MAX, SpanShape::person_and_actor);
    const auto year = static_cast<int>(
        std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(clock_.now())).year());
    const auto batch = store_->ledger().vault().begin();
    for (std::uint64_t i = 0; i < kBenchCases; ++i) {
        ASSIGN_OR_RETURN(const StreamId stream, batch->stream(case_name(i)));
        static_cast<void>(stream);
        ASSIGN_OR_RETURN(const SubjectId person, batch->subject(NameKind::person, case_name(i)));
        ASSIGN_OR_RETURN(const auto key,
                         batch->key({person, kEnvelopeCategory, type_->retention_class(),
                                     static_cast<std::uint16_t>(year)}));
    }
    for (std::uint64_t i = 0; i < kBenchActors; ++i) {
        ASSIGN_OR_RETURN(const SubjectId actor, batch->subject(NameKind::actor, actor_name(i)));
        ASSIGN_OR_RETURN(const auto key,
                         batch->key({actor, kActorCategory, type_->retention_class(),
                                     static_cast<std::uint16_t>(year)}));
    }
    RETURN_IF_ERROR(batch->commit());
    // One event, so that schema and source are published before anything is measured.
    std::vector<CheckedEvent> first;
    workload.next_unit(first, 1);
    ASSIGN_OR_RETURN(const Appended appended, store_->append(first));
    static_cast<void>(appended);
    return {};
}

Status BenchLedger::close() {
    const Status closed = store_->close();
    store_.reset();
    return closed;
}

Status BenchLedger::reopen() {
    ASSIGN_OR_RETURN(store_, EventStore::open(place(), master_, catalogue_));
    return {};
}

std::uint64_t BenchLedger::disk_bytes(const std::string& part) const {
    std::uint64_t sum_bytes = 0;
    std::error_code ignored;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(directory_ + "/" + part, ignored)) {
        struct stat facts{};
        if (::stat(entry.path().c_str(), &facts) == 0) {
            sum_bytes += static_cast<std::uint64_t>(facts.st_blocks) * 512;
        }
    }
    return sum_bytes;
}

std::uint64_t BenchLedger::file_bytes(const std::string& name) const {
    std::error_code error;
    const auto size_bytes = std::filesystem::file_size(directory_ + "/" + name, error);
    return error ? 0 : size_bytes;
}

BenchLedger::~BenchLedger() {
    store_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
}

}  // namespace fallbuch

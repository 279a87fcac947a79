#include "core/events/event_reader.h"

#include <cstdint>
#include <utility>

#include "core/base/bytes.h"
#include "core/codec/record.h"
#include "core/events/decoded_event.h"
#include "core/events/event_store.h"
#include "core/events/known_sources.h"
#include "core/storage/segment_files.h"

namespace fallbuch {

namespace {

// What the index says is found by hash or by row; what the record says is proven.
Error wrong_index(Position position) {
    return Error{ErrorCode::corrupt, "index: names record " + std::to_string(position.value) +
                                         ", which is another one; run fallbuch fsck"};
}

// The name of the stream for a case that only its source knows by that name.
std::string stream_name_of(std::string_view source, std::string_view case_name) {
    return std::string(source) + "/" + std::string(case_name);
}

}  // namespace

std::string_view case_of(std::string_view stream_name, std::string_view source) {
    const bool is_within = stream_name.size() > source.size() && stream_name.starts_with(source) &&
                           stream_name[source.size()] == '/';
    return is_within ? stream_name.substr(source.size() + 1) : stream_name;
}

EventReader::EventReader(RecordSource& records, Vault& vault,
                         std::shared_ptr<const Catalogue> catalogue,
                         std::vector<std::string> sources)
    : records_(records),
      vault_(vault),
      registry_(std::move(catalogue)),
      sources_(std::move(sources)),
      decoder_(registry_, vault) {}

Result<std::unique_ptr<EventReader>> EventReader::open(RecordSource& records, Vault& vault,
                                                       std::shared_ptr<const Catalogue> catalogue) {
    ASSIGN_OR_RETURN(auto sources, KnownSources::read(vault));
    std::unique_ptr<EventReader> reader(
        new EventReader(records, vault, std::move(catalogue), std::move(sources)));
    RETURN_IF_ERROR(load_schemas(records, reader->registry_));
    return reader;
}

Result<StreamId> EventReader::find_case(std::string_view name) {
    if (name.empty()) return Error{ErrorCode::invalid, "case: no name given"};
    std::vector<std::string> candidates{std::string(name)};
    for (const std::string& source : sources_) candidates.push_back(stream_name_of(source, name));
    std::vector<StreamId> found;
    std::string names;
    for (const std::string& candidate : candidates) {
        const auto stream = vault_.find_stream(candidate);
        if (!stream && stream.error().code != ErrorCode::not_found) return stream.error();
        if (!stream) continue;
        ASSIGN_OR_RETURN(const auto positions, records_.stream_positions(*stream));
        if (positions.empty()) continue;
        found.push_back(*stream);
        names += (names.empty() ? "" : ", ") + candidate;
    }
    if (found.empty()) {
        return Error{ErrorCode::not_found,
                     "case: the ledger has none of this name (" + std::string(name) + ")"};
    }
    if (found.size() > 1) {
        return Error{ErrorCode::conflict, "case: several have this name; say which: " + names};
    }
    return found.front();
}

Result<std::vector<FoundEvent>> EventReader::find_events(
    std::string_view id, const std::optional<std::string>& wanted_source) {
    std::vector<FoundEvent> found;
    const std::vector<std::string> sources =
        wanted_source ? std::vector<std::string>{*wanted_source} : sources_;
    for (const std::string& source : sources) {
        const EventId event = vault_.event_id(source, id);
        ASSIGN_OR_RETURN(const auto position, records_.find_event(event));
        if (!position) continue;
        ASSIGN_OR_RETURN(const StoredRecord record, records_.read(*position));
        ASSIGN_OR_RETURN(const HeaderPrefix prefix, decode_prefix(record.header()));
        if (prefix.event_id != event) return wrong_index(*position);
        found.push_back({source, *position});
    }
    if (!found.empty()) return found;
    const std::string where = wanted_source ? " from this source" : "";
    return Error{ErrorCode::not_found,
                 "event: the ledger has none with this id" + where + " (" + std::string(id) + ")"};
}

Status EventReader::read(std::span<const Position> positions, const Visit& visit) {
    return read_checked(positions, {}, visit);
}

Status EventReader::read_checked(std::span<const Position> positions, const Check& check,
                                 const Visit& visit) {
    RecordHeader header;
    DecodedEvent event;
    for (const Position position : positions) {
        ASSIGN_OR_RETURN(const StoredRecord record, records_.read(position));
        RETURN_IF_ERROR(decode_header(record.header(), header));
        if (check && !check(header.prefix)) return wrong_index(position);
        const auto decoded = decoder_.decode(header, record.spans(), event);
        if (!decoded) {
            return decoded.error().in("record " + std::to_string(position.value));
        }
        RETURN_IF_ERROR(visit(position, event));
    }
    return {};
}

Status EventReader::hold_case(const StreamId& stream, std::optional<Position> below,
                              HeldEvents& held) {
    ASSIGN_OR_RETURN(auto positions, records_.stream_positions(stream));
    if (below) std::erase_if(positions, [&](Position one) { return one >= *below; });
    std::uint64_t version = 0;
    const auto is_next = [&](const HeaderPrefix& prefix) {
        return prefix.stream_id == stream && prefix.stream_version.value == ++version;
    };
    return hold_checked(positions, is_next, held);
}

Status EventReader::hold(std::span<const Position> positions, HeldEvents& held) {
    return hold_checked(positions, {}, held);
}

Status EventReader::hold_checked(std::span<const Position> positions, const Check& check,
                                 HeldEvents& held) {
    held.clear();
    RecordHeader header;
    std::vector<std::size_t> ends;
    for (const Position position : positions) {
        ASSIGN_OR_RETURN(const StoredRecord record, records_.read(position));
        RETURN_IF_ERROR(decode_header(record.header(), header));
        if (check && !check(header.prefix)) return wrong_index(position);
        const Status opened = decoder_.open(header, record.spans(), held.opened());
        if (!opened) return opened.error().in("record " + std::to_string(position.value));
        ends.push_back(held.opened().size());
    }
    const ByteView opened(held.opened());
    std::size_t begin = 0;
    for (std::size_t i = 0; i < ends.size(); begin = ends[i++]) {
        const ByteView one = opened.subspan(begin, ends[i] - begin);
        const Status read = decoder_.read(one, held.add(positions[i]));
        if (!read) return read.error().in("record " + std::to_string(positions[i].value));
    }
    return {};
}

Status EventReader::read_case(const StreamId& stream, const Visit& visit) {
    ASSIGN_OR_RETURN(const auto positions, records_.stream_positions(stream));
    std::uint64_t version = 0;
    const auto is_next = [&](const HeaderPrefix& prefix) {
        return prefix.stream_id == stream && prefix.stream_version.value == ++version;
    };
    return read_checked(positions, is_next, visit);
}

}  // namespace fallbuch

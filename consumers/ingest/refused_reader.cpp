#include "consumers/ingest/refused_reader.h"

#include <algorithm>
#include <utility>

#include "consumers/ingest/refused_count.h"
#include "consumers/ingest/refused_mark.h"
#include "consumers/ingest/refused_store.h"
#include "core/base/file.h"

namespace fallbuch {

RefusedReader::RefusedReader(const LedgerPlace& place, std::optional<QuarantineKey> key)
    : place_(place), directory_(place.refused_path()), key_(std::move(key)) {}

Result<RefusedReader> RefusedReader::open(const LedgerPlace& place, Vault& vault) {
    auto key = QuarantineKey::find(vault);
    if (key) return RefusedReader(place, *std::move(key));
    if (key.error().code != ErrorCode::not_found) return key.error();
    return RefusedReader(place, std::nullopt);
}

Result<std::map<UtcDay, std::uint64_t>> RefusedReader::file_sizes() {
    std::map<UtcDay, std::uint64_t> sizes;
    ASSIGN_OR_RETURN(const bool exists, place_.files.exists(directory_));
    if (!exists) return sizes;
    ASSIGN_OR_RETURN(const auto names, place_.files.list(directory_));
    for (const std::string& name : names) {
        const auto day = parse_refused_file_name(name);
        if (!day) continue;
        const auto file = place_.files.open(directory_ + '/' + name, OpenMode::read);
        if (!file && file.error().code == ErrorCode::not_found) continue;
        if (!file) return file.error();
        ASSIGN_OR_RETURN(sizes[*day], (*file)->size());
    }
    return sizes;
}

Result<std::map<UtcDay, std::uint64_t>> RefusedReader::committed_sizes(RefusedDamage& damage) {
    // The mark first: what it names was written before it.
    const auto mark = read_refused_mark(place_.files, directory_);
    ASSIGN_OR_RETURN(auto sizes, file_sizes());
    if (!mark) {
        const ErrorCode code = mark.error().code;
        if (code != ErrorCode::corrupt && code != ErrorCode::not_found) return mark.error();
        if (code == ErrorCode::corrupt || !sizes.empty()) damage.push_back(mark.error().message);
        return sizes;
    }
    for (const auto& [day, size_bytes] : sizes) {
        if (mark->days.contains(day) || size_bytes <= kRefusedHeadBytes) continue;
        damage.push_back(refused_file_name(day) + ": holds entries, but no mark names it");
    }
    std::map<UtcDay, std::uint64_t> committed;
    for (const auto& [day, marked] : mark->days) {
        if (marked.size_bytes == 0) continue;
        const std::uint64_t size_bytes = sizes.contains(day) ? sizes.at(day) : 0;
        committed[day] = std::min(size_bytes, marked.size_bytes);
        if (size_bytes >= marked.size_bytes) continue;
        damage.push_back(refused_file_name(day) + ": is shorter than what was committed (" +
                         std::to_string(size_bytes) + " of " + std::to_string(marked.size_bytes) +
                         " bytes)");
    }
    return committed;
}

Status RefusedReader::check_key(File& file, UtcDay day, RefusedDamage& damage) {
    if (!key_) {
        return Error{ErrorCode::denied,
                     refused_file_name(day) + ": the vault holds no quarantine key"};
    }
    const Status head = check_refused_head(file, day, *key_);
    if (head || head.error().code != ErrorCode::corrupt) return head;
    damage.push_back(head.error().message);
    return {};
}

Status RefusedReader::read_day(RefusedWalk& walk, Depth depth, const Visit& visit,
                               RefusedDamage& damage) {
    while (true) {
        ASSIGN_OR_RETURN(const auto entry, walk.next());
        if (!entry) return {};
        if (depth == Depth::clear) {
            RETURN_IF_ERROR(visit(*entry, {}));
            continue;
        }
        const auto text = walk.text(*key_);
        if (text) {
            RETURN_IF_ERROR(visit(*entry, *text));
        } else if (text.error().code == ErrorCode::corrupt) {
            damage.push_back(text.error().message);
        } else {
            return text.error();
        }
    }
}

Result<RefusedDamage> RefusedReader::read_all(Depth depth, const Visit& visit) {
    RefusedDamage damage;
    ASSIGN_OR_RETURN(const auto sizes, committed_sizes(damage));
    for (const auto& [day, size_bytes] : sizes) {
        if (size_bytes == 0) continue;
        const auto file =
            place_.files.open(directory_ + '/' + refused_file_name(day), OpenMode::read);
        if (!file && file.error().code == ErrorCode::not_found) continue;
        if (!file) return file.error();
        if (depth == Depth::texts) RETURN_IF_ERROR(check_key(**file, day, damage));
        RefusedWalk walk(**file, day, size_bytes, damage);
        RETURN_IF_ERROR(read_day(walk, depth, visit, damage));
    }
    return damage;
}

Result<RefusedDamage> RefusedReader::list(const Visit& visit) {
    return read_all(Depth::clear, visit);
}

Result<RefusedDamage> RefusedReader::export_texts(const Visit& visit) {
    return read_all(Depth::texts, visit);
}

Result<RefusedDamage> RefusedReader::check() {
    return read_all(Depth::texts, [](const RefusedEntry&, ByteView) { return Status{}; });
}

Result<RefusedText> RefusedReader::text(const RefusedId& id) {
    const Error missing{ErrorCode::not_found, "refused event: is not kept (" + to_string(id) + ")"};
    RefusedDamage damage;
    ASSIGN_OR_RETURN(const auto sizes, committed_sizes(damage));
    const auto found = sizes.find(id.day);
    if (found == sizes.end() || found->second == 0) return missing;
    ASSIGN_OR_RETURN(
        const auto file,
        place_.files.open(directory_ + '/' + refused_file_name(id.day), OpenMode::read));
    RETURN_IF_ERROR(check_key(*file, id.day, damage));
    damage.clear();
    RefusedWalk walk(*file, id.day, found->second, damage);
    while (true) {
        ASSIGN_OR_RETURN(const auto entry, walk.next());
        if (entry && entry->id == id) {
            ASSIGN_OR_RETURN(Bytes text, walk.text(*key_));
            return RefusedText{*entry, std::move(text)};
        }
        if (entry) continue;
        if (damage.empty()) return missing;
        return Error{ErrorCode::corrupt, damage.front()};
    }
}

namespace {

// Entries that were committed and are not even named by a mark any more. What the vault owes is
// asked first: beside a writer the mark is ahead of it.
Status find_missing(const LedgerPlace& place, Vault& vault, FsckReport& report) {
    const UtcDay today = std::chrono::floor<std::chrono::days>(place.clock.now());
    std::map<UtcDay, std::uint64_t> owed;
    for (UtcDay day = today - kRefusedRetention + std::chrono::days(1); day <= today;
         day += std::chrono::days(1)) {
        ASSIGN_OR_RETURN(const std::uint64_t count, owed_refused_count(vault, day));
        if (count != 0) owed[day] = count;
    }
    const auto mark = read_refused_mark(place.files, place.refused_path());
    if (!mark && mark.error().code != ErrorCode::not_found) return {};
    for (const auto& [day, count] : owed) {
        const bool is_marked = mark && mark->days.contains(day);
        const std::uint64_t marked_count = is_marked ? mark->days.at(day).entry_count : 0;
        if (marked_count >= count) continue;
        report.findings.push_back({"refused",
                                   refused_file_name(day) + ": refused events are missing (" +
                                       std::to_string(marked_count) + " are kept of at least " +
                                       std::to_string(count) + ")",
                                   false});
    }
    return {};
}

}  // namespace

Status check_refused(const LedgerPlace& place, Vault& vault, FsckReport& report) {
    ASSIGN_OR_RETURN(RefusedReader reader, RefusedReader::open(place, vault));
    const auto damage = reader.check();
    // Of another ledger, or the vault lost the key: either way they are lost here.
    if (!damage && damage.error().code != ErrorCode::denied) return damage.error();
    if (!damage) report.findings.push_back({"refused", damage.error().message, false});
    for (const std::string& line : damage ? *damage : RefusedDamage{}) {
        report.findings.push_back({"refused", line, false});
    }
    return find_missing(place, vault, report);
}

}  // namespace fallbuch

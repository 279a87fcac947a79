#include "tests/support/faulty_content.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

#include "core/base/assert.h"
#include "core/base/bytes.h"
#include "tests/support/seeded_random.h"

namespace fallbuch {
namespace {

std::size_t pages_of(std::uint64_t size_bytes) {
    return static_cast<std::size_t>((size_bytes + FaultyContent::kPageBytes - 1) /
                                    FaultyContent::kPageBytes);
}

// How often, out of eight times, a sector holds its newest version.
std::uint64_t draw_odds(Survival survival, SeededRandom& random) {
    constexpr std::array<std::uint64_t, 5> kOdds = {0, 1, 4, 7, 8};
    switch (survival) {
        case Survival::none: return 0;
        case Survival::all: return 8;
        case Survival::mixed: return kOdds[random.below(kOdds.size())];
    }
    return 0;
}

}  // namespace

FaultyContent::PagePointer FaultyContent::Extent::page(std::size_t index) const {
    return index < pages.size() ? pages[index] : nullptr;
}

void FaultyContent::Extent::set_page(std::size_t index, PagePointer page) {
    if (index >= pages.size()) pages.resize(index + 1);
    pages[index] = std::move(page);
}

void FaultyContent::Extent::set_size(std::uint64_t new_size_bytes) {
    size_bytes = new_size_bytes;
    pages.resize(pages_of(size_bytes));
    const std::size_t kept_bytes = size_bytes % kPageBytes;
    if (kept_bytes != 0) pages.back() = cut_page(pages.back(), kept_bytes);
}

std::size_t FaultyContent::Extent::read(std::uint64_t offset_bytes, MutableByteView out) const {
    if (offset_bytes >= size_bytes) return 0;
    const auto count =
        static_cast<std::size_t>(std::min<std::uint64_t>(out.size(), size_bytes - offset_bytes));
    for (std::size_t done = 0; done < count;) {
        const auto index = static_cast<std::size_t>((offset_bytes + done) / kPageBytes);
        const auto in_page = static_cast<std::size_t>((offset_bytes + done) % kPageBytes);
        const std::size_t part = std::min(count - done, kPageBytes - in_page);
        const PagePointer source = page(index);
        if (source) {
            std::memcpy(out.data() + done, source->data() + in_page, part);
        } else {
            std::memset(out.data() + done, 0, part);
        }
        done += part;
    }
    return count;
}

std::size_t FaultyContent::read(std::uint64_t offset_bytes, MutableByteView out) const {
    return cache_.read(offset_bytes, out);
}

void FaultyContent::write(std::uint64_t offset_bytes, ByteView bytes) {
    LEDGER_ASSERT(offset_bytes <= kSizeBytesMax);
    LEDGER_ASSERT(bytes.size() <= kSizeBytesMax - offset_bytes);
    if (bytes.empty()) return;
    ++step_;
    for (std::size_t done = 0; done < bytes.size();) {
        const auto index = static_cast<std::size_t>((offset_bytes + done) / kPageBytes);
        const auto in_page = static_cast<std::size_t>((offset_bytes + done) % kPageBytes);
        const std::size_t part = std::min(bytes.size() - done, kPageBytes - in_page);
        const PagePointer before = cache_.page(index);
        auto after = before ? std::make_shared<Page>(*before) : std::make_shared<Page>();
        std::memcpy(after->data() + in_page, bytes.data() + done, part);
        add_version(index, false, after);
        cache_.set_page(index, std::move(after));
        done += part;
    }
    const std::uint64_t end_bytes = offset_bytes + bytes.size();
    if (end_bytes <= cache_.size_bytes) return;
    cache_.set_size(end_bytes);
    size_changes_.push_back({step_, end_bytes});
}

void FaultyContent::truncate(std::uint64_t size_bytes) {
    LEDGER_ASSERT(size_bytes <= kSizeBytesMax);
    if (size_bytes == cache_.size_bytes) return;
    ++step_;
    const std::size_t pages_before = pages_of(cache_.size_bytes);
    const bool shrinks = size_bytes < cache_.size_bytes;
    cache_.set_size(size_bytes);
    size_changes_.push_back({step_, size_bytes});
    if (!shrinks) return;
    for (auto index = static_cast<std::size_t>(size_bytes / kPageBytes); index < pages_before;
         ++index) {
        add_version(index, true, cache_.page(index));
    }
}

void FaultyContent::add_version(std::size_t index, bool truncation, PagePointer page) {
    std::vector<Version>& versions = versions_[index];
    versions.push_back({step_, truncation, std::move(page)});
    if (versions.size() <= kVersionsMax) return;
    const auto oldest_write = std::find_if(versions.begin(), versions.end(),
                                           [](const Version& old) { return !old.truncation; });
    if (oldest_write != versions.end()) versions.erase(oldest_write);
}

FaultyContent::PagePointer FaultyContent::newest(std::size_t index) const {
    const auto found = versions_.find(index);
    return found == versions_.end() ? disk_.page(index) : found->second.back().page;
}

void FaultyContent::sync() {
    for (const auto& [index, versions] : versions_) disk_.set_page(index, versions.back().page);
    disk_.set_size(cache_.size_bytes);
    versions_.clear();
    size_changes_.clear();
}

void FaultyContent::fail_sync(SeededRandom* torn) {
    for (auto page = versions_.begin(); page != versions_.end();) {
        std::vector<Version>& versions = page->second;
        if (torn == nullptr || torn->one_in(2)) {
            // Truncations are not page content: like the size they stay to be written.
            std::erase_if(versions, [](const Version& version) { return !version.truncation; });
        } else {
            disk_.set_page(page->first, versions.back().page);
            versions.clear();
        }
        page = versions.empty() ? versions_.erase(page) : std::next(page);
    }
}

void FaultyContent::drop_cache(std::uint64_t offset_bytes) {
    for (std::size_t index = pages_of(offset_bytes); index < cache_.pages.size(); ++index) {
        cache_.pages[index] = newest(index);
    }
    cache_.set_size(cache_.size_bytes);
}

void FaultyContent::crash(Survival survival, SeededRandom& random) {
    const SizeChange last_survived = crash_size(survival, random);
    for (const auto& [index, versions] : versions_) {
        disk_.set_page(index, crash_page(index, last_survived.step, survival, random));
    }
    disk_.set_size(last_survived.size_bytes);
    cache_ = disk_;
    versions_.clear();
    size_changes_.clear();
}

FaultyContent::SizeChange FaultyContent::crash_size(Survival survival, SeededRandom& random) const {
    std::size_t survived = 0;
    switch (survival) {
        case Survival::none: break;
        case Survival::all: survived = size_changes_.size(); break;
        case Survival::mixed:
            // Every outcome can happen; that nothing is lost is made likelier.
            survived = static_cast<std::size_t>(random.below(size_changes_.size() + 1));
            if (random.one_in(3)) survived = size_changes_.size();
            break;
    }
    return survived == 0 ? SizeChange{0, disk_.size_bytes} : size_changes_[survived - 1];
}

FaultyContent::PagePointer FaultyContent::crash_page(std::size_t index,
                                                     std::uint64_t last_step_survived,
                                                     Survival survival,
                                                     SeededRandom& random) const {
    const std::uint64_t odds = draw_odds(survival, random);
    std::vector<PagePointer> candidates = {disk_.page(index)};
    for (const Version& version : versions_.at(index)) {
        // A truncation that survived leaves nothing of what was before it; one that was lost took
        // with it the blocks that later writes went to.
        if (version.truncation && version.step > last_step_survived) break;
        if (version.truncation) candidates.clear();
        candidates.push_back(version.page);
    }
    auto result = std::make_shared<Page>();
    for (std::size_t offset = 0; offset < kPageBytes; offset += kSectorBytes) {
        std::size_t chosen = candidates.size() - 1;
        if (random.below(8) >= odds) {
            const bool oldest = survival == Survival::none;
            chosen = oldest ? 0 : static_cast<std::size_t>(random.below(candidates.size()));
        }
        if (!candidates[chosen]) continue;
        std::memcpy(result->data() + offset, candidates[chosen]->data() + offset, kSectorBytes);
    }
    return result;
}

FaultyContent::PagePointer FaultyContent::cut_page(const PagePointer& page,
                                                   std::size_t kept_bytes) {
    if (!page) return nullptr;
    const bool clean = std::all_of(page->begin() + static_cast<std::ptrdiff_t>(kept_bytes),
                                   page->end(), [](std::uint8_t byte) { return byte == 0; });
    if (clean) return page;
    auto cut = std::make_shared<Page>(*page);
    std::fill(cut->begin() + static_cast<std::ptrdiff_t>(kept_bytes), cut->end(), std::uint8_t{0});
    return cut;
}

FaultyContent::PagePointer FaultyContent::flip_in_page(const PagePointer& page,
                                                       std::size_t bit_index) {
    auto flipped = page ? std::make_shared<Page>(*page) : std::make_shared<Page>();
    (*flipped)[bit_index / 8] ^= static_cast<std::uint8_t>(1U << (bit_index % 8));
    return flipped;
}

void FaultyContent::flip_bit(std::uint64_t bit_index) {
    LEDGER_ASSERT(bit_index / 8 < cache_.size_bytes);
    const auto page = static_cast<std::size_t>(bit_index / 8 / kPageBytes);
    const auto in_page = static_cast<std::size_t>(bit_index % (kPageBytes * 8));
    cache_.set_page(page, flip_in_page(cache_.page(page), in_page));
    if (bit_index / 8 < disk_.size_bytes) {
        disk_.set_page(page, flip_in_page(disk_.page(page), in_page));
    }
    const auto dirty = versions_.find(page);
    if (dirty == versions_.end()) return;
    for (Version& version : dirty->second) version.page = flip_in_page(version.page, in_page);
}

Bytes FaultyContent::on_disk() const {
    Bytes bytes(static_cast<std::size_t>(disk_.size_bytes));
    const std::size_t read_bytes = disk_.read(0, bytes);
    LEDGER_ASSERT(read_bytes == bytes.size());
    return bytes;
}

}  // namespace fallbuch

// What one file of the faulty file system holds: in the page cache, on the disk, and in between.
//
// The cache holds pages of 4096 bytes, the disk writes sectors of 512 bytes whole. A write makes a
// new version of each page it touches and leaves it dirty. Until a sync, each sector of a dirty
// page may hold on the disk any version that the page went through, whatever its neighbours hold.
// Size changes reach the disk in their order; a truncation is one step with the zeros it leaves.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <vector>

#include "core/base/bytes.h"
#include "tests/support/seeded_random.h"

namespace fallbuch {

// What a power cut leaves of the changes that were not synced.
enum class Survival { none, all, mixed };

// A value: copies share their pages. Not thread-safe.
class FaultyContent {
public:
    static constexpr std::size_t kSectorBytes = 512;
    static constexpr std::size_t kPageBytes = 4096;
    static constexpr std::uint64_t kSizeBytesMax = std::uint64_t{1} << 30;
    // Older versions of a dirty page are forgotten, except those of truncations.
    static constexpr std::size_t kVersionsMax = 16;

    std::uint64_t size_bytes() const { return cache_.size_bytes; }
    // Reads through the cache; less than out.size() only at the end.
    std::size_t read(std::uint64_t offset_bytes, MutableByteView out) const;
    // The end must not lie behind kSizeBytesMax.
    void write(std::uint64_t offset_bytes, ByteView bytes);
    void truncate(std::uint64_t size_bytes);

    void sync();
    // A sync that failed: dirty pages become clean, and the cache goes on showing what the disk
    // does not have. With `torn` some pages reached the disk, otherwise none did. The size stays
    // to be written, as file systems keep it apart from the pages. A page written to again goes to
    // the disk whole, also with the bytes that were lost before.
    void fail_sync(SeededRandom* torn);
    // Forgets the clean pages that begin at or behind the offset.
    void drop_cache(std::uint64_t offset_bytes);
    void crash(Survival survival, SeededRandom& random);

    // Damage, at once in the cache and on the disk.
    void flip_bit(std::uint64_t bit_index);
    Bytes on_disk() const;

private:
    using Page = std::array<std::uint8_t, kPageBytes>;
    using PagePointer = std::shared_ptr<const Page>;  // none: zeros

    struct Extent {
        std::vector<PagePointer> pages;
        std::uint64_t size_bytes = 0;

        PagePointer page(std::size_t index) const;
        void set_page(std::size_t index, PagePointer page);
        void set_size(std::uint64_t size_bytes);
        std::size_t read(std::uint64_t offset_bytes, MutableByteView out) const;
    };
    struct Version {
        std::uint64_t step;
        bool truncation;
        PagePointer page;
    };
    struct SizeChange {
        std::uint64_t step;
        std::uint64_t size_bytes;
    };

    static PagePointer cut_page(const PagePointer& page, std::size_t kept_bytes);
    static PagePointer flip_in_page(const PagePointer& page, std::size_t bit_index);
    void add_version(std::size_t index, bool truncation, PagePointer page);
    PagePointer newest(std::size_t index) const;
    // The last size change that survives; step 0: none.
    SizeChange crash_size(Survival survival, SeededRandom& random) const;
    PagePointer crash_page(std::size_t index, std::uint64_t last_step_survived, Survival survival,
                           SeededRandom& random) const;

    // Bytes behind the size are zero in both.
    Extent cache_;
    Extent disk_;
    std::map<std::size_t, std::vector<Version>> versions_;  // of pages not yet written, in order
    std::vector<SizeChange> size_changes_;                  // not yet written, in order
    std::uint64_t step_ = 0;                                // counts writes and truncations
};

}  // namespace fallbuch

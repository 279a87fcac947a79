#include "core/vault/checked_pages.h"

#include <sqlite3.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <utility>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/codec/digest.h"

namespace fallbuch {
namespace {

constexpr int kPageBytes = CheckedPages::kPageBytes;
constexpr int kDigestBytes = CheckedPages::kDigestBytes;
constexpr int kContentBytes = kPageBytes - kDigestBytes;
// SQLite reads the file's first 100 bytes before it holds a lock or knows the page size. It trusts
// none of them until it has read the first page whole.
constexpr sqlite3_int64 kFileHeaderBytes = 100;

using PageDigest = std::array<std::uint8_t, kDigestBytes>;

// What SQLite allocates for an open main database: this, and behind it the file below.
struct CheckedFile {
    sqlite3_file base;
};

sqlite3_file* below(sqlite3_file* file) {
    return reinterpret_cast<sqlite3_file*>(reinterpret_cast<CheckedFile*>(file) + 1);
}

sqlite3_vfs* below(sqlite3_vfs* vfs) { return static_cast<sqlite3_vfs*>(vfs->pAppData); }

PageDigest digest_of(const std::uint8_t* content, sqlite3_int64 offset_bytes) {
    std::array<std::uint8_t, 8> index{};
    const auto value = static_cast<std::uint64_t>(offset_bytes / kPageBytes);
    std::memcpy(index.data(), &value, index.size());
    const Digest whole = sha256({index, ByteView(content, kContentBytes)});
    PageDigest digest;
    std::memcpy(digest.data(), whole.bytes.data(), digest.size());
    return digest;
}

bool is_page(int count_bytes, sqlite3_int64 offset_bytes) {
    return count_bytes == kPageBytes && offset_bytes % kPageBytes == 0;
}

int close_file(sqlite3_file* file) { return below(file)->pMethods->xClose(below(file)); }

// A read that ends at the end of the file is normal only if it also begins there: SQLite asks so
// for pages that it is about to make.
int judge_short_read(sqlite3_file* file, sqlite3_int64 offset_bytes) {
    sqlite3_int64 size_bytes = 0;
    const int code = below(file)->pMethods->xFileSize(below(file), &size_bytes);
    if (code != SQLITE_OK) return code;
    return offset_bytes >= size_bytes ? SQLITE_IOERR_SHORT_READ : SQLITE_IOERR_DATA;
}

int read_file_part(sqlite3_file* file, void* out, int count_bytes, sqlite3_int64 offset_bytes) {
    const int code = below(file)->pMethods->xRead(below(file), out, count_bytes, offset_bytes);
    if (!is_page(count_bytes, offset_bytes)) {
        const bool header = offset_bytes + count_bytes <= kFileHeaderBytes;
        return header || code != SQLITE_OK ? code : SQLITE_IOERR_DATA;
    }
    if (code == SQLITE_IOERR_SHORT_READ) return judge_short_read(file, offset_bytes);
    if (code != SQLITE_OK) return code;
    const auto* page = static_cast<const std::uint8_t*>(out);
    const PageDigest digest = digest_of(page, offset_bytes);
    return std::memcmp(digest.data(), page + kContentBytes, digest.size()) == 0 ? SQLITE_OK
                                                                                : SQLITE_IOERR_DATA;
}

int write_file_part(sqlite3_file* file, const void* in, int count_bytes,
                    sqlite3_int64 offset_bytes) {
    // Another page size would come from a header that is not ours.
    if (!is_page(count_bytes, offset_bytes)) return SQLITE_IOERR_DATA;
    std::array<std::uint8_t, kPageBytes> page;
    std::memcpy(page.data(), in, kContentBytes);
    const PageDigest digest = digest_of(page.data(), offset_bytes);
    std::memcpy(page.data() + kContentBytes, digest.data(), digest.size());
    return below(file)->pMethods->xWrite(below(file), page.data(), kPageBytes, offset_bytes);
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size_bytes) {
    return below(file)->pMethods->xTruncate(below(file), size_bytes);
}
int sync_file(sqlite3_file* file, int flags) {
    return below(file)->pMethods->xSync(below(file), flags);
}
int size_of_file(sqlite3_file* file, sqlite3_int64* size_bytes) {
    return below(file)->pMethods->xFileSize(below(file), size_bytes);
}
int lock_file(sqlite3_file* file, int level) {
    return below(file)->pMethods->xLock(below(file), level);
}
int unlock_file(sqlite3_file* file, int level) {
    return below(file)->pMethods->xUnlock(below(file), level);
}
int check_reserved_lock(sqlite3_file* file, int* held) {
    return below(file)->pMethods->xCheckReservedLock(below(file), held);
}
int control_file(sqlite3_file* file, int operation, void* argument) {
    return below(file)->pMethods->xFileControl(below(file), operation, argument);
}
int sector_size(sqlite3_file* file) { return below(file)->pMethods->xSectorSize(below(file)); }
int device_characteristics(sqlite3_file* file) {
    return below(file)->pMethods->xDeviceCharacteristics(below(file));
}

// Version 1 knows neither shared memory nor mapped reads, so WAL and mmap cannot pass us by.
constexpr sqlite3_io_methods kMethods = {
    .iVersion = 1,
    .xClose = close_file,
    .xRead = read_file_part,
    .xWrite = write_file_part,
    .xTruncate = truncate_file,
    .xSync = sync_file,
    .xFileSize = size_of_file,
    .xLock = lock_file,
    .xUnlock = unlock_file,
    .xCheckReservedLock = check_reserved_lock,
    .xFileControl = control_file,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = device_characteristics,
    .xShmMap = nullptr,
    .xShmLock = nullptr,
    .xShmBarrier = nullptr,
    .xShmUnmap = nullptr,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

int open_file(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* out_flags) {
    if ((flags & SQLITE_OPEN_MAIN_DB) == 0) {
        return below(vfs)->xOpen(below(vfs), path, file, flags, out_flags);
    }
    file->pMethods = nullptr;
    const int code = below(vfs)->xOpen(below(vfs), path, below(file), flags, out_flags);
    if (code == SQLITE_OK) {
        file->pMethods = &kMethods;
    } else if (below(file)->pMethods != nullptr) {
        below(file)->pMethods->xClose(below(file));
    }
    return code;
}

int delete_file(sqlite3_vfs* vfs, const char* path, int sync_directory) {
    return below(vfs)->xDelete(below(vfs), path, sync_directory);
}
int access_file(sqlite3_vfs* vfs, const char* path, int flags, int* answer) {
    return below(vfs)->xAccess(below(vfs), path, flags, answer);
}
int full_path(sqlite3_vfs* vfs, const char* path, int out_bytes, char* out) {
    return below(vfs)->xFullPathname(below(vfs), path, out_bytes, out);
}
int randomness(sqlite3_vfs* vfs, int count_bytes, char* out) {
    return below(vfs)->xRandomness(below(vfs), count_bytes, out);
}
int sleep_for(sqlite3_vfs* vfs, int microseconds) {
    return below(vfs)->xSleep(below(vfs), microseconds);
}
int current_time(sqlite3_vfs* vfs, double* julian_day) {
    return below(vfs)->xCurrentTime(below(vfs), julian_day);
}
int last_error(sqlite3_vfs* vfs, int out_bytes, char* out) {
    return below(vfs)->xGetLastError(below(vfs), out_bytes, out);
}

std::string unused_name(const std::string& below_name) {
    static std::atomic<std::uint64_t> count{0};
    return "fallbuch-checked-" + std::to_string(++count) + "-" + below_name;
}

}  // namespace

struct CheckedPages::Registration {
    std::string name;
    sqlite3_vfs vfs{};
};

Result<std::unique_ptr<CheckedPages>> CheckedPages::over(const std::string& below_name) {
    sqlite3_vfs* const found = sqlite3_vfs_find(below_name.c_str());
    if (found == nullptr) {
        return Error{ErrorCode::unavailable, "SQLite: there is no such VFS (" + below_name + ")"};
    }
    auto registration = std::make_unique<Registration>();
    registration->name = unused_name(below_name);
    sqlite3_vfs& vfs = registration->vfs;
    vfs.iVersion = 1;
    vfs.szOsFile = static_cast<int>(sizeof(CheckedFile)) + found->szOsFile;
    vfs.mxPathname = found->mxPathname;
    vfs.zName = registration->name.c_str();
    vfs.pAppData = found;
    vfs.xOpen = open_file;
    vfs.xDelete = delete_file;
    vfs.xAccess = access_file;
    vfs.xFullPathname = full_path;
    vfs.xRandomness = randomness;
    vfs.xSleep = sleep_for;
    vfs.xCurrentTime = current_time;
    vfs.xGetLastError = last_error;
    if (sqlite3_vfs_register(&vfs, 0) != SQLITE_OK) {
        return Error{ErrorCode::unavailable, "SQLite: cannot register a VFS over " + below_name};
    }
    return std::unique_ptr<CheckedPages>(new CheckedPages(std::move(registration)));
}

CheckedPages::CheckedPages(std::unique_ptr<Registration> registration)
    : registration_(std::move(registration)) {}

CheckedPages::~CheckedPages() { sqlite3_vfs_unregister(&registration_->vfs); }

const std::string& CheckedPages::vfs_name() const { return registration_->name; }

}  // namespace fallbuch

#include "tests/support/faulty_sqlite.h"

#include <sqlite3.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <memory>
#include <mutex>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <utility>

#include "core/base/assert.h"
#include "core/base/bytes.h"
#include "core/base/file.h"
#include "core/base/result.h"
#include "tests/support/faulty_names.h"
#include "tests/support/seeded_random.h"

namespace fallbuch {

namespace {
struct OpenFile;
}  // namespace

struct FaultySqlite::Vfs {
    explicit Vfs(FileSystem& file_system) : files(file_system) {}

    sqlite3_vfs vfs{};
    FileSystem& files;
    std::string name;
    SeededRandom random{1};

    std::mutex mutex;  // guards what follows, and the locks of the open files
    std::set<OpenFile*> open_files;
    std::uint64_t next_temporary = 0;
    std::uint64_t slept_us = 0;
};

namespace {

using Vfs = FaultySqlite::Vfs;

constexpr int kPathBytesMax = 1024;
constexpr int kSectorBytes = 512;

// SQLite gives the memory and sees the first member only.
struct OpenFile {
    sqlite3_file base{};
    Vfs* vfs = nullptr;
    std::unique_ptr<File> file;
    std::string path;
    int lock_level = SQLITE_LOCK_NONE;
    bool process_is_dead = false;
    bool name_is_unsynced = false;  // a new journal: the first sync makes its name durable too
};

Vfs& of(sqlite3_vfs* vfs) { return *static_cast<Vfs*>(vfs->pAppData); }
OpenFile& of(sqlite3_file* file) { return *reinterpret_cast<OpenFile*>(file); }

std::string directory_of(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    return slash == 0 || slash == std::string::npos ? "/" : path.substr(0, slash);
}

int write_error(const Error& error) {
    const std::string full = file_error("", "write", ENOSPC).message;
    return error.message.ends_with(full) ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

int close_file(sqlite3_file* base) {
    OpenFile& file = of(base);
    {
        const std::lock_guard guard(file.vfs->mutex);
        file.vfs->open_files.erase(&file);
    }
    file.~OpenFile();
    return SQLITE_OK;
}

int read_file_part(sqlite3_file* base, void* out, int count, sqlite3_int64 offset) {
    const MutableByteView bytes(static_cast<std::uint8_t*>(out), static_cast<std::size_t>(count));
    const auto read_bytes = of(base).file->read_at(static_cast<std::uint64_t>(offset), bytes);
    if (!read_bytes) return SQLITE_IOERR_READ;
    if (*read_bytes == bytes.size()) return SQLITE_OK;
    std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(*read_bytes), bytes.end(),
              std::uint8_t{0});
    return SQLITE_IOERR_SHORT_READ;
}

int write_file_part(sqlite3_file* base, const void* in, int count, sqlite3_int64 offset) {
    const ByteView bytes(static_cast<const std::uint8_t*>(in), static_cast<std::size_t>(count));
    const auto written = of(base).file->write_at(static_cast<std::uint64_t>(offset), bytes);
    return written ? SQLITE_OK : write_error(written.error());
}

int truncate_file(sqlite3_file* base, sqlite3_int64 size_bytes) {
    const auto done = of(base).file->truncate(static_cast<std::uint64_t>(size_bytes));
    return done ? SQLITE_OK : SQLITE_IOERR_TRUNCATE;
}

int sync_file(sqlite3_file* base, int) {
    OpenFile& file = of(base);
    if (!file.file->sync()) return SQLITE_IOERR_FSYNC;
    if (!file.name_is_unsynced) return SQLITE_OK;
    // os_unix.c forgives a failure here; a journal whose name can vanish protects nothing.
    if (!file.vfs->files.sync_directory(directory_of(file.path))) return SQLITE_IOERR_DIR_FSYNC;
    file.name_is_unsynced = false;
    return SQLITE_OK;
}

int file_size(sqlite3_file* base, sqlite3_int64* size_bytes) {
    const auto size = of(base).file->size();
    if (!size) return SQLITE_IOERR_FSTAT;
    *size_bytes = static_cast<sqlite3_int64>(*size);
    return SQLITE_OK;
}

// The strongest lock that another connection has on the same file.
int strongest_other(const OpenFile& file) {
    int strongest = SQLITE_LOCK_NONE;
    for (const OpenFile* const other : file.vfs->open_files) {
        const bool counts = other != &file && !other->process_is_dead && other->path == file.path;
        if (counts) strongest = std::max(strongest, other->lock_level);
    }
    return strongest;
}

// The levels are those of https://www.sqlite.org/lockingv3.html; PENDING is never asked for, but
// what is left of a wish for EXCLUSIVE while readers are still there.
int lock_file(sqlite3_file* base, int level) {
    OpenFile& file = of(base);
    const std::lock_guard guard(file.vfs->mutex);
    if (file.process_is_dead) return SQLITE_IOERR_LOCK;
    if (file.lock_level >= level) return SQLITE_OK;
    const int other = strongest_other(file);
    if (level == SQLITE_LOCK_SHARED) {
        if (other >= SQLITE_LOCK_PENDING) return SQLITE_BUSY;
        file.lock_level = level;
        return SQLITE_OK;
    }
    if (other >= SQLITE_LOCK_RESERVED) return SQLITE_BUSY;
    const bool waits_for_readers = level == SQLITE_LOCK_EXCLUSIVE && other != SQLITE_LOCK_NONE;
    file.lock_level = waits_for_readers ? SQLITE_LOCK_PENDING : level;
    return waits_for_readers ? SQLITE_BUSY : SQLITE_OK;
}

int unlock_file(sqlite3_file* base, int level) {
    OpenFile& file = of(base);
    const std::lock_guard guard(file.vfs->mutex);
    file.lock_level = std::min(file.lock_level, level);
    return SQLITE_OK;
}

int check_reserved_lock(sqlite3_file* base, int* is_reserved) {
    OpenFile& file = of(base);
    const std::lock_guard guard(file.vfs->mutex);
    *is_reserved = std::max(file.lock_level, strongest_other(file)) >= SQLITE_LOCK_RESERVED;
    return SQLITE_OK;
}

int file_control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int sector_bytes(sqlite3_file*) { return kSectorBytes; }
int device_characteristics(sqlite3_file*) { return 0; }

const sqlite3_io_methods& io_methods() {
    static const sqlite3_io_methods methods = [] {
        sqlite3_io_methods made{};
        made.iVersion = 1;  // without shared memory and without memory-mapped pages
        made.xClose = close_file;
        made.xRead = read_file_part;
        made.xWrite = write_file_part;
        made.xTruncate = truncate_file;
        made.xSync = sync_file;
        made.xFileSize = file_size;
        made.xLock = lock_file;
        made.xUnlock = unlock_file;
        made.xCheckReservedLock = check_reserved_lock;
        made.xFileControl = file_control;
        made.xSectorSize = sector_bytes;
        made.xDeviceCharacteristics = device_characteristics;
        return made;
    }();
    return methods;
}

// Opens as SQLite's flags say; `made` tells whether the file is new.
Result<std::unique_ptr<File>> open_by_flags(FileSystem& files, const std::string& path, int flags,
                                            bool& made) {
    made = false;
    if ((flags & SQLITE_OPEN_READONLY) != 0) return files.open(path, OpenMode::read);
    if ((flags & SQLITE_OPEN_EXCLUSIVE) == 0) {
        auto found = files.open(path, OpenMode::write);
        const bool missing = !found && found.error().code == ErrorCode::not_found;
        if (!missing || (flags & SQLITE_OPEN_CREATE) == 0) return found;
    }
    made = true;
    return files.open(path, OpenMode::create);
}

std::string temporary_path(Vfs& vfs) {
    const std::lock_guard guard(vfs.mutex);
    return "/sqlite-temporary-" + std::to_string(vfs.next_temporary++);
}

int open_file(sqlite3_vfs* base, sqlite3_filename name, sqlite3_file* memory, int flags,
              int* flags_out) {
    constexpr int kJournals = SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL;
    memory->pMethods = nullptr;  // SQLite must not close what did not open
    Vfs& vfs = of(base);
    const std::string path = name != nullptr ? normal_path(name) : temporary_path(vfs);
    bool made = false;
    auto opened = open_by_flags(vfs.files, path, flags, made);
    if (!opened) return SQLITE_CANTOPEN;
    // A file that nobody else shall see loses its name at once; its handle keeps it alive.
    const bool nameless = (flags & SQLITE_OPEN_DELETEONCLOSE) != 0;
    if (nameless && !vfs.files.remove(path)) return SQLITE_CANTOPEN;
    OpenFile* const file = new (memory) OpenFile;
    file->base.pMethods = &io_methods();
    file->vfs = &vfs;
    file->file = *std::move(opened);
    file->path = path;
    file->name_is_unsynced = made && (flags & kJournals) != 0;
    if (flags_out != nullptr) *flags_out = flags;
    const std::lock_guard guard(vfs.mutex);
    vfs.open_files.insert(file);
    return SQLITE_OK;
}

int delete_file(sqlite3_vfs* base, const char* name, int sync_directory) {
    Vfs& vfs = of(base);
    const auto removed = vfs.files.remove(name);
    if (!removed && removed.error().code == ErrorCode::not_found) return SQLITE_IOERR_DELETE_NOENT;
    if (!removed) return SQLITE_IOERR_DELETE;
    if (sync_directory == 0) return SQLITE_OK;
    const auto synced = vfs.files.sync_directory(directory_of(normal_path(name)));
    return synced ? SQLITE_OK : SQLITE_IOERR_DIR_FSYNC;
}

int access_file(sqlite3_vfs* base, const char* name, int, int* is_there) {
    const auto found = of(base).files.exists(name);
    if (!found) return SQLITE_IOERR_ACCESS;
    *is_there = *found ? 1 : 0;
    return SQLITE_OK;
}

int full_path(sqlite3_vfs*, const char* name, int bytes_max, char* out) {
    const std::string path = normal_path(name);
    if (path.size() >= static_cast<std::size_t>(bytes_max)) return SQLITE_CANTOPEN;
    std::memcpy(out, path.c_str(), path.size() + 1);
    return SQLITE_OK;
}

int fill_random(sqlite3_vfs* base, int count, char* out) {
    const MutableByteView bytes(reinterpret_cast<std::uint8_t*>(out),
                                static_cast<std::size_t>(count));
    return of(base).random.fill(bytes) ? count : 0;
}

int sleep_us(sqlite3_vfs* base, int duration_us) {
    Vfs& vfs = of(base);
    {
        const std::lock_guard guard(vfs.mutex);
        vfs.slept_us += static_cast<std::uint64_t>(duration_us);
    }
    std::this_thread::yield();  // whoever holds the lock gets on
    return duration_us;
}

int current_time(sqlite3_vfs* base, double* julian_day) {
    constexpr double kStartDay = 2461222.5;  // 2026-07-01
    constexpr double kMicrosecondsPerDay = 86400e6;
    Vfs& vfs = of(base);
    const std::lock_guard guard(vfs.mutex);
    *julian_day = kStartDay + static_cast<double>(vfs.slept_us) / kMicrosecondsPerDay;
    return SQLITE_OK;
}

int last_error(sqlite3_vfs*, int, char*) { return 0; }

}  // namespace

FaultySqlite::FaultySqlite(FileSystem& files) : vfs_(std::make_unique<Vfs>(files)) {
    std::ostringstream name;
    name << "faulty-" << vfs_.get();  // no other VFS of the process has this address
    vfs_->name = name.str();
    sqlite3_vfs& vfs = vfs_->vfs;
    vfs.iVersion = 1;
    vfs.szOsFile = static_cast<int>(sizeof(OpenFile));
    vfs.mxPathname = kPathBytesMax;
    vfs.zName = vfs_->name.c_str();
    vfs.pAppData = vfs_.get();
    vfs.xOpen = open_file;
    vfs.xDelete = delete_file;
    vfs.xAccess = access_file;
    vfs.xFullPathname = full_path;
    vfs.xRandomness = fill_random;
    vfs.xSleep = sleep_us;
    vfs.xCurrentTime = current_time;
    vfs.xGetLastError = last_error;
    const int registered = sqlite3_vfs_register(&vfs, 0);
    LEDGER_ASSERT(registered == SQLITE_OK);
}

FaultySqlite::~FaultySqlite() {
    LEDGER_ASSERT(vfs_->open_files.empty());
    sqlite3_vfs_unregister(&vfs_->vfs);
}

const std::string& FaultySqlite::name() const { return vfs_->name; }

void FaultySqlite::end_processes() {
    const std::lock_guard guard(vfs_->mutex);
    for (OpenFile* const file : vfs_->open_files) {
        file->process_is_dead = true;
        file->lock_level = SQLITE_LOCK_NONE;
    }
}

}  // namespace fallbuch

// The only seam to the file system. Production uses posix_file.h; tests use a file system that
// fails, tears and forgets on demand.
//
// Every call says what it did or why not: a short write is an error, never a smaller count.
// Paths are absolute or relative to the process; a FileSystem keeps no current directory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace fallbuch {

// An open file. Closing happens in the destructor and promises nothing: what must be durable
// was synced before. One thread writes; any number may read at the same time.
class File {
public:
    virtual ~File() = default;

    // Reads up to out.size() bytes at `offset_bytes`; returns how many, less only at the end.
    virtual Result<std::size_t> read_at(std::uint64_t offset_bytes, MutableByteView out) = 0;

    // Writes all parts one behind the other, from `offset_bytes` on. On an error any prefix of
    // them may have been written.
    virtual Status write_at(std::uint64_t offset_bytes, std::span<const ByteView> parts) = 0;
    Status write_at(std::uint64_t offset_bytes, ByteView bytes) {
        return write_at(offset_bytes, std::span<const ByteView>(&bytes, 1));
    }

    // Makes content and size durable (fdatasync). After an error nothing written since the last
    // success can be trusted, and the page cache may lie about it.
    virtual Status sync() = 0;

    virtual Status truncate(std::uint64_t size_bytes) = 0;
    virtual Result<std::uint64_t> size() = 0;

    // Forgets cached clean pages from `offset_bytes` on, so that the next read asks the disk.
    virtual Status drop_cache(std::uint64_t offset_bytes) = 0;
};

// Holds a lock until destroyed or the process ends.
class FileLock {
public:
    virtual ~FileLock() = default;
};

enum class OpenMode {
    read,       // must exist
    write,      // must exist; readable too
    create,     // must not exist; readable too
    overwrite,  // made or emptied; readable too
};

class FileSystem {
public:
    virtual ~FileSystem() = default;

    virtual Result<std::unique_ptr<File>> open(const std::string& path, OpenMode mode) = 0;
    virtual Status rename(const std::string& from, const std::string& to) = 0;
    // Removes a file or an empty directory.
    virtual Status remove(const std::string& path) = 0;
    // Makes the directory and its parents; an existing directory is no error.
    virtual Status make_directories(const std::string& path) = 0;
    // Names (not paths) in the directory, sorted bytewise, without "." and "..".
    virtual Result<std::vector<std::string>> list(const std::string& path) = 0;
    virtual Result<bool> exists(const std::string& path) = 0;
    virtual Result<bool> is_directory(const std::string& path) = 0;
    // Makes names created, renamed or removed in the directory durable.
    virtual Status sync_directory(const std::string& path) = 0;
    // Makes everything written so far on the file system that holds `path` durable (syncfs).
    virtual Status sync_all(const std::string& path) = 0;
    // Locks for one process (or one holder within it); nullptr if somebody else holds it.
    virtual Result<std::unique_ptr<FileLock>> try_lock(const std::string& path) = 0;
    // The same; unavailable if somebody else holds it.
    Result<std::unique_ptr<FileLock>> lock(const std::string& path);
    // The SQLite VFS through which SQLite sees the same files.
    virtual std::string sqlite_vfs_name() const = 0;
};

// Makes the directory and its parents, and makes their names durable.
Status make_durable_directory(FileSystem& files, const std::string& path);

// Reads a whole file of at most `size_bytes_max` bytes; invalid if it is larger.
Result<Bytes> read_file(FileSystem& files, const std::string& path, std::uint64_t size_bytes_max);

// Replaces a file as a whole: written beside it, synced if `durable`, renamed. Readers see the
// old or the new content, never a mixture. A left-over of a crash is overwritten; a failure leaves
// none.
enum class Durability { none, synced };
Status replace_file(FileSystem& files, const std::string& path, ByteView content,
                    Durability durability);

}  // namespace fallbuch

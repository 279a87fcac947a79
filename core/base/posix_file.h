// The file system of a POSIX machine (Linux: fdatasync, syncfs, posix_fadvise, flock).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/file.h"
#include "core/base/result.h"

namespace fallbuch {

// Stateless; callable from any thread. Errors carry the path and the system's reason;
// ENOENT is not_found, EACCES and EPERM are denied, EEXIST is conflict, all others unavailable.
class PosixFileSystem final : public FileSystem {
public:
    Result<std::unique_ptr<File>> open(const std::string& path, OpenMode mode) override;
    Status rename(const std::string& from, const std::string& to) override;
    Status remove(const std::string& path) override;
    Status make_directories(const std::string& path) override;
    Result<std::vector<std::string>> list(const std::string& path) override;
    Result<bool> exists(const std::string& path) override;
    Result<bool> is_directory(const std::string& path) override;
    Status sync_directory(const std::string& path) override;
    Status sync_all(const std::string& path) override;
    Result<std::unique_ptr<FileLock>> try_lock(const std::string& path) override;
    std::string sqlite_vfs_name() const override { return "unix"; }
};

}  // namespace fallbuch

#include "core/base/posix_file.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <span>
#include <system_error>
#include <utility>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace fallbuch {
namespace {

Error system_error(const std::string& path, const char* what, int number) {
    const ErrorCode code = number == ENOENT                      ? ErrorCode::not_found
                           : number == EACCES || number == EPERM ? ErrorCode::denied
                           : number == EEXIST                    ? ErrorCode::conflict
                                                                 : ErrorCode::unavailable;
    return Error{code, path + ": cannot " + what + ": " + std::generic_category().message(number)};
}

// A file descriptor that is closed once.
class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&&) = delete;
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    int number() const { return number_; }

private:
    int number_;
};

class PosixFile final : public File {
public:
    PosixFile(Descriptor descriptor, std::string path)
        : descriptor_(std::move(descriptor)), path_(std::move(path)) {}

    Result<std::size_t> read_at(std::uint64_t offset_bytes, MutableByteView out) override {
        std::size_t done_bytes = 0;
        while (done_bytes < out.size()) {
            const ssize_t count =
                ::pread(descriptor_.number(), out.data() + done_bytes, out.size() - done_bytes,
                        static_cast<off_t>(offset_bytes + done_bytes));
            if (count < 0 && errno == EINTR) continue;
            if (count < 0) return system_error(path_, "read", errno);
            if (count == 0) break;
            done_bytes += static_cast<std::size_t>(count);
        }
        return done_bytes;
    }

    Status write_at(std::uint64_t offset_bytes, std::span<const ByteView> parts) override {
        constexpr std::size_t kPartsPerCall = 64;
        std::array<iovec, kPartsPerCall> calls{};
        for (std::size_t first = 0; first < parts.size(); first += kPartsPerCall) {
            const auto batch = parts.subspan(first, std::min(kPartsPerCall, parts.size() - first));
            for (std::size_t i = 0; i < batch.size(); ++i) {
                calls[i] = {const_cast<std::uint8_t*>(batch[i].data()), batch[i].size()};
            }
            RETURN_IF_ERROR(write_batch(offset_bytes, std::span(calls.data(), batch.size())));
        }
        return {};
    }

    Status sync() override {
        if (::fdatasync(descriptor_.number()) != 0) return system_error(path_, "sync", errno);
        return {};
    }

    Status truncate(std::uint64_t size_bytes) override {
        if (::ftruncate(descriptor_.number(), static_cast<off_t>(size_bytes)) != 0) {
            return system_error(path_, "truncate", errno);
        }
        return {};
    }

    Result<std::uint64_t> size() override {
        struct stat facts{};
        if (::fstat(descriptor_.number(), &facts) != 0) return system_error(path_, "stat", errno);
        return static_cast<std::uint64_t>(facts.st_size);
    }

    Status drop_cache(std::uint64_t offset_bytes) override {
        const int number = ::posix_fadvise(descriptor_.number(), static_cast<off_t>(offset_bytes),
                                           0, POSIX_FADV_DONTNEED);
        if (number != 0) return system_error(path_, "drop the cache of", number);
        return {};
    }

private:
    // Writes one batch of parts, going on after a short write, and moves the offset behind it.
    Status write_batch(std::uint64_t& offset_bytes, std::span<iovec> parts) {
        while (!parts.empty()) {
            const ssize_t count =
                ::pwritev(descriptor_.number(), parts.data(), static_cast<int>(parts.size()),
                          static_cast<off_t>(offset_bytes));
            if (count < 0 && errno == EINTR) continue;
            if (count < 0) return system_error(path_, "write", errno);
            offset_bytes += static_cast<std::uint64_t>(count);
            auto left_bytes = static_cast<std::size_t>(count);
            while (!parts.empty() && left_bytes >= parts.front().iov_len) {
                left_bytes -= parts.front().iov_len;
                parts = parts.subspan(1);
            }
            if (left_bytes == 0) continue;
            parts.front().iov_base =
                static_cast<std::uint8_t*>(parts.front().iov_base) + left_bytes;
            parts.front().iov_len -= left_bytes;
        }
        return {};
    }

    Descriptor descriptor_;
    std::string path_;
};

class PosixLock final : public FileLock {
public:
    explicit PosixLock(Descriptor descriptor) : descriptor_(std::move(descriptor)) {}

private:
    Descriptor descriptor_;  // closing it releases the flock
};

Result<Descriptor> open_descriptor(const std::string& path, int flags) {
    constexpr mode_t kLessUmask = 0666;
    const int number = ::open(path.c_str(), flags | O_CLOEXEC, kLessUmask);
    if (number < 0) return system_error(path, "open", errno);
    return Descriptor(number);
}

int flags_of(OpenMode mode) {
    switch (mode) {
        case OpenMode::read: return O_RDONLY;
        case OpenMode::write: return O_RDWR;
        case OpenMode::create: return O_RDWR | O_CREAT | O_EXCL;
        case OpenMode::overwrite: return O_RDWR | O_CREAT | O_TRUNC;
    }
    return O_RDONLY;
}

}  // namespace

Result<std::unique_ptr<File>> PosixFileSystem::open(const std::string& path, OpenMode mode) {
    ASSIGN_OR_RETURN(Descriptor descriptor, open_descriptor(path, flags_of(mode)));
    return std::make_unique<PosixFile>(std::move(descriptor), path);
}

Status PosixFileSystem::rename(const std::string& from, const std::string& to) {
    if (::rename(from.c_str(), to.c_str()) != 0) return system_error(to, "rename to", errno);
    return {};
}

Status PosixFileSystem::remove(const std::string& path) {
    if (::remove(path.c_str()) != 0) return system_error(path, "remove", errno);
    return {};
}

Status PosixFileSystem::make_directories(const std::string& path) {
    std::error_code error;
    std::filesystem::create_directories(path, error);
    if (error) return system_error(path, "make directory", error.value());
    return {};
}

Result<std::vector<std::string>> PosixFileSystem::list(const std::string& path) {
    std::error_code error;
    std::vector<std::string> names;
    for (auto entry = std::filesystem::directory_iterator(path, error);
         !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
        names.push_back(entry->path().filename().string());
    }
    if (error) return system_error(path, "list", error.value());
    std::sort(names.begin(), names.end());
    return names;
}

Result<bool> PosixFileSystem::exists(const std::string& path) {
    std::error_code error;
    const bool found = std::filesystem::exists(path, error);
    if (error) return system_error(path, "look for", error.value());
    return found;
}

Result<bool> PosixFileSystem::is_directory(const std::string& path) {
    std::error_code error;
    const bool found = std::filesystem::is_directory(path, error);
    // A path that leads through a file names nothing, as for exists().
    const bool missing =
        error == std::errc::no_such_file_or_directory || error == std::errc::not_a_directory;
    if (error && !missing) return system_error(path, "look at", error.value());
    return found;
}

Status PosixFileSystem::sync_directory(const std::string& path) {
    ASSIGN_OR_RETURN(const Descriptor descriptor, open_descriptor(path, O_RDONLY | O_DIRECTORY));
    if (::fsync(descriptor.number()) != 0) return system_error(path, "sync", errno);
    return {};
}

Status PosixFileSystem::sync_all(const std::string& path) {
    ASSIGN_OR_RETURN(const Descriptor descriptor, open_descriptor(path, O_RDONLY));
    if (::syncfs(descriptor.number()) != 0) return system_error(path, "sync", errno);
    return {};
}

Result<std::unique_ptr<FileLock>> PosixFileSystem::try_lock(const std::string& path) {
    ASSIGN_OR_RETURN(Descriptor descriptor, open_descriptor(path, O_RDWR | O_CREAT));
    if (::flock(descriptor.number(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK) return system_error(path, "lock", errno);
        return std::unique_ptr<FileLock>();
    }
    return std::make_unique<PosixLock>(std::move(descriptor));
}

}  // namespace fallbuch

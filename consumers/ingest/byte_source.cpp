// File access goes through the FileSystem seam. A pipe has no offsets and so does not fit it:
// the descriptor source is the one place of ingest that asks the system itself.
#include "consumers/ingest/byte_source.h"

#include <poll.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <utility>

namespace fallbuch {
namespace {

class FileSource final : public ByteSource {
public:
    FileSource(std::unique_ptr<File> file, std::uint64_t size_bytes)
        : file_(std::move(file)), size_bytes_(size_bytes) {}

    Result<std::size_t> read(MutableByteView out) override {
        ASSIGN_OR_RETURN(const std::size_t count, file_->read_at(offset_bytes_, out));
        offset_bytes_ += count;
        return count;
    }
    std::optional<std::uint64_t> size_bytes() const override { return size_bytes_; }

private:
    std::unique_ptr<File> file_;
    std::uint64_t size_bytes_;
    std::uint64_t offset_bytes_ = 0;
};

class DescriptorSource final : public ByteSource {
public:
    explicit DescriptorSource(int descriptor) : descriptor_(descriptor) {}

    Result<std::size_t> read(MutableByteView out) override {
        RETURN_IF_ERROR(tell_if_idle());
        for (;;) {
            const ssize_t count = ::read(descriptor_, out.data(), out.size());
            if (count >= 0) return static_cast<std::size_t>(count);
            if (errno != EINTR) {
                return Error{ErrorCode::unavailable,
                             std::string("input: cannot be read: ") + std::strerror(errno)};
            }
        }
    }

    std::optional<std::uint64_t> size_bytes() const override {
        struct stat status{};
        if (::fstat(descriptor_, &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
        return static_cast<std::uint64_t>(status.st_size);
    }

    void when_idle(WhenIdle handler) override { when_idle_ = std::move(handler); }

private:
    using Clock = std::chrono::steady_clock;

    // Counts from when it was last told, so that a trickle without a pause does not put it off.
    Status tell_if_idle() {
        if (!when_idle_) return {};
        const auto waited =
            std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - told_at_);
        const auto pause =
            std::clamp(kIdlePause - waited, std::chrono::milliseconds(0), kIdlePause);
        pollfd request{descriptor_, POLLIN, 0};
        // Anything but 0 is for read() to tell: bytes, the end or an error.
        if (::poll(&request, 1, static_cast<int>(pause.count())) != 0) return {};
        const Status told = when_idle_();
        told_at_ = Clock::now();
        return told;
    }

    int descriptor_;
    WhenIdle when_idle_;
    Clock::time_point told_at_ = Clock::now();
};

}  // namespace

Result<std::unique_ptr<ByteSource>> open_file_source(FileSystem& files, const std::string& path) {
    ASSIGN_OR_RETURN(std::unique_ptr<File> file, files.open(path, OpenMode::read));
    ASSIGN_OR_RETURN(const std::uint64_t size_bytes, file->size());
    return std::unique_ptr<ByteSource>(std::make_unique<FileSource>(std::move(file), size_bytes));
}

std::unique_ptr<ByteSource> make_descriptor_source(int descriptor) {
    return std::make_unique<DescriptorSource>(descriptor);
}

}  // namespace fallbuch

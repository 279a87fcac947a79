// File access goes through the FileSystem seam. A pipe has no offsets and so does not fit it:
// the descriptor source is the one place of ingest that asks the system itself.
#include "consumers/ingest/byte_source.h"

#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include <cerrno>
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

private:
    int descriptor_;
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

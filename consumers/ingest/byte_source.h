// Where imported bytes come from: a file, or a descriptor such as standard input.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "core/base/bytes.h"
#include "core/base/file.h"
#include "core/base/result.h"

namespace fallbuch {

// Bytes read once, from front to back. Used by one thread.
class ByteSource {
public:
    virtual ~ByteSource() = default;

    // Reads at least one and at most out.size() bytes and returns how many; 0 only at the end.
    // unavailable if the system fails.
    virtual Result<std::size_t> read(MutableByteView out) = 0;

    // How many bytes there are in all, if that is known (a pipe does not say).
    virtual std::optional<std::uint64_t> size_bytes() const = 0;

    // Says what to do when all that is there was read and nothing new came for kIdlePause: once,
    // then read() waits on. Its error is read()'s. A file is never idle.
    using WhenIdle = std::function<Status()>;
    static constexpr std::chrono::milliseconds kIdlePause{50};
    virtual void when_idle(WhenIdle) {}
};

// A file from its first byte; the size is the one it has now. Fails as FileSystem::open does.
Result<std::unique_ptr<ByteSource>> open_file_source(FileSystem& files, const std::string& path);

// An open descriptor, read from where it stands; it stays the caller's and must outlive the
// source. Standard input is descriptor 0.
std::unique_ptr<ByteSource> make_descriptor_source(int descriptor);

}  // namespace fallbuch

#include "core/base/file.h"

namespace fallbuch {
namespace {

// The directory that holds the name; "." for a name without one.
std::string directory_of(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    if (slash == std::string::npos) return ".";
    return slash == 0 ? "/" : path.substr(0, slash);
}

Status write_file(FileSystem& files, const std::string& path, ByteView content,
                  Durability durability) {
    ASSIGN_OR_RETURN(const auto file, files.open(path, OpenMode::overwrite));
    RETURN_IF_ERROR(file->write_at(0, content));
    return durability == Durability::synced ? file->sync() : Status{};
}

}  // namespace

Result<std::unique_ptr<FileLock>> FileSystem::lock(const std::string& path) {
    ASSIGN_OR_RETURN(auto held, try_lock(path));
    if (held) return held;
    return Error{ErrorCode::unavailable, path + ": locked by another process"};
}

Status make_durable_directory(FileSystem& files, const std::string& path) {
    RETURN_IF_ERROR(files.make_directories(path));
    std::string name = path;
    while (name != "/" && name != ".") {
        name = directory_of(name);
        RETURN_IF_ERROR(files.sync_directory(name));
    }
    return {};
}

Result<Bytes> read_file(FileSystem& files, const std::string& path, std::uint64_t size_bytes_max) {
    ASSIGN_OR_RETURN(const auto file, files.open(path, OpenMode::read));
    ASSIGN_OR_RETURN(const std::uint64_t size_bytes, file->size());
    if (size_bytes > size_bytes_max) {
        return Error{ErrorCode::invalid, path + ": larger than expected (" +
                                             std::to_string(size_bytes) + " bytes, at most " +
                                             std::to_string(size_bytes_max) + ")"};
    }
    Bytes content(size_bytes);
    ASSIGN_OR_RETURN(const std::size_t read_bytes, file->read_at(0, content));
    content.resize(read_bytes);
    return content;
}

Status replace_file(FileSystem& files, const std::string& path, ByteView content,
                    Durability durability) {
    const std::string beside = path + ".new";
    Status replaced = write_file(files, beside, content, durability);
    if (replaced) replaced = files.rename(beside, path);
    if (!replaced) {
        // What failed first is what the caller has to know.
        static_cast<void>(files.remove(beside));
        return replaced;
    }
    if (durability == Durability::none) return {};
    return files.sync_directory(directory_of(path));
}

}  // namespace fallbuch

#include "tests/support/faulty_file.h"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/base/assert.h"
#include "core/base/bytes.h"
#include "core/base/file.h"
#include "core/base/result.h"
#include "tests/support/fault_schedule.h"
#include "tests/support/faulty_content.h"
#include "tests/support/faulty_names.h"

namespace fallbuch {

struct FaultyFileSystem::State {
    FaultyNames names;
    std::map<NodeId, FaultyContent> contents;  // of all files, also of those without a name

    FaultyContent& content_at(const std::string& path) {
        const auto node = names.find(path);
        LEDGER_ASSERT(node.has_value());
        return contents.at(*node);
    }
};

// An open file: a number, as names may change under it.
class FaultyFile final : public File {
public:
    FaultyFile(FaultyFileSystem& files, NodeId node, std::string path, bool writable)
        : files_(files),
          node_(node),
          path_(std::move(path)),
          writable_(writable),
          generation_(files.generation_) {}

    Result<std::size_t> read_at(std::uint64_t offset_bytes, MutableByteView out) override {
        const std::lock_guard guard(files_.mutex_);
        RETURN_IF_ERROR(begin_plain(FileCall::read, "read"));
        return content().read(offset_bytes, out);
    }

    Status write_at(std::uint64_t offset_bytes, std::span<const ByteView> parts) override {
        const std::lock_guard guard(files_.mutex_);
        ASSIGN_OR_RETURN(const auto fault, begin(FileCall::write));
        if (!writable_) return file_error(path_, "write", EBADF);
        Bytes bytes;
        for (const ByteView part : parts) append(bytes, part);
        if (offset_bytes > FaultyContent::kSizeBytesMax ||
            bytes.size() > FaultyContent::kSizeBytesMax - offset_bytes) {
            return file_error(path_, "write", EFBIG);
        }
        if (fault && !bytes.empty()) {
            bytes.resize(static_cast<std::size_t>(files_.random_.below(bytes.size())));
        }
        content().write(offset_bytes, bytes);
        if (!fault) return {};
        return file_error(path_, "write", *fault == FaultKind::no_space ? ENOSPC : EIO);
    }

    Status sync() override {
        const std::lock_guard guard(files_.mutex_);
        ASSIGN_OR_RETURN(const auto fault, begin(FileCall::sync));
        if (!fault) {
            content().sync();
            return {};
        }
        content().fail_sync(*fault == FaultKind::torn_sync ? &files_.random_ : nullptr);
        return file_error(path_, "sync", EIO);
    }

    Status truncate(std::uint64_t size_bytes) override {
        const std::lock_guard guard(files_.mutex_);
        RETURN_IF_ERROR(begin_plain(FileCall::truncate, "truncate"));
        if (!writable_) return file_error(path_, "truncate", EINVAL);
        if (size_bytes > FaultyContent::kSizeBytesMax) return file_error(path_, "truncate", EFBIG);
        content().truncate(size_bytes);
        return {};
    }

    Result<std::uint64_t> size() override {
        const std::lock_guard guard(files_.mutex_);
        RETURN_IF_ERROR(begin_plain(FileCall::size, "stat"));
        return content().size_bytes();
    }

    Status drop_cache(std::uint64_t offset_bytes) override {
        const std::lock_guard guard(files_.mutex_);
        RETURN_IF_ERROR(begin_plain(FileCall::drop_cache, "drop the cache of"));
        content().drop_cache(offset_bytes);
        return {};
    }

private:
    Result<std::optional<FaultKind>> begin(FileCall call) {
        // A dead process makes no calls, so that its handles do not disturb the count.
        if (generation_ != files_.generation_) {
            return Error{ErrorCode::unavailable, path_ + ": the process that opened it is dead"};
        }
        return files_.begin(call, path_);
    }
    Status begin_plain(FileCall call, std::string_view what) {
        ASSIGN_OR_RETURN(const auto fault, begin(call));
        if (fault) return file_error(path_, what, EIO);
        return {};
    }
    FaultyContent& content() { return files_.state_->contents.at(node_); }

    FaultyFileSystem& files_;
    NodeId node_;
    std::string path_;
    bool writable_;
    std::uint64_t generation_;
};

class FaultyLock final : public FileLock {
public:
    FaultyLock(FaultyFileSystem& files, std::string path, std::uint64_t number)
        : files_(files), path_(std::move(path)), number_(number) {}

    ~FaultyLock() override {
        const std::lock_guard guard(files_.mutex_);
        const auto held = files_.locked_.find(path_);
        // After the death of the process somebody else may hold it.
        if (held != files_.locked_.end() && held->second == number_) files_.locked_.erase(held);
    }

private:
    FaultyFileSystem& files_;
    std::string path_;
    std::uint64_t number_;
};

FaultyFileSystem::FaultyFileSystem(std::uint64_t seed)
    : random_(seed), state_(std::make_unique<State>()), sqlite_(*this) {}

FaultyFileSystem::~FaultyFileSystem() = default;

Result<std::optional<FaultKind>> FaultyFileSystem::begin(FileCall call, const std::string& path) {
    if (schedule_.power_is_cut_at_next_call()) {
        return Error{ErrorCode::unavailable, path + ": the power is cut"};
    }
    return schedule_.next(call, path);
}

Status FaultyFileSystem::begin_plain(FileCall call, const std::string& path,
                                     std::string_view what) {
    ASSIGN_OR_RETURN(const auto fault, begin(call, path));
    if (fault) return file_error(path, what, EIO);
    return {};
}

Result<std::unique_ptr<File>> FaultyFileSystem::open(const std::string& path, OpenMode mode) {
    const std::lock_guard guard(mutex_);
    RETURN_IF_ERROR(begin_plain(FileCall::open, path, "open"));
    const bool makes = mode == OpenMode::create || mode == OpenMode::overwrite;
    auto node = state_->names.find(path);
    if (node && mode == OpenMode::create) return file_error(path, "open", EEXIST);
    if (node && state_->names.is_directory(*node)) return file_error(path, "open", EISDIR);
    if (!node && makes && node.error().code == ErrorCode::not_found) {
        node = state_->names.add_file(path);
    }
    if (!node) return node.error();
    FaultyContent& content = state_->contents[*node];
    if (mode == OpenMode::overwrite) content.truncate(0);
    return std::make_unique<FaultyFile>(*this, *node, path, mode != OpenMode::read);
}

Status FaultyFileSystem::rename(const std::string& from, const std::string& to) {
    const std::lock_guard guard(mutex_);
    RETURN_IF_ERROR(begin_plain(FileCall::rename, to, "rename to"));
    return state_->names.rename(from, to);
}

Status FaultyFileSystem::remove(const std::string& path) {
    const std::lock_guard guard(mutex_);
    RETURN_IF_ERROR(begin_plain(FileCall::remove, path, "remove"));
    return state_->names.remove(path);
}

Status FaultyFileSystem::make_directories(const std::string& path) {
    const std::lock_guard guard(mutex_);
    RETURN_IF_ERROR(begin_plain(FileCall::make_directories, path, "make directory"));
    return state_->names.make_directories(path);
}

Result<std::vector<std::string>> FaultyFileSystem::list(const std::string& path) {
    const std::lock_guard guard(mutex_);
    RETURN_IF_ERROR(begin_plain(FileCall::list, path, "list"));
    return state_->names.list(path);
}

Result<bool> FaultyFileSystem::exists(const std::string& path) {
    const std::lock_guard guard(mutex_);
    RETURN_IF_ERROR(begin_plain(FileCall::exists, path, "look for"));
    return state_->names.find(path).has_value();
}

Result<bool> FaultyFileSystem::is_directory(const std::string& path) {
    const std::lock_guard guard(mutex_);
    RETURN_IF_ERROR(begin_plain(FileCall::is_directory, path, "look at"));
    const auto node = state_->names.find(path);
    return node && state_->names.is_directory(*node);
}

Status FaultyFileSystem::sync_directory(const std::string& path) {
    const std::lock_guard guard(mutex_);
    RETURN_IF_ERROR(begin_plain(FileCall::sync_directory, path, "sync"));
    return state_->names.sync(path);
}

Status FaultyFileSystem::sync_all(const std::string& path) {
    const std::lock_guard guard(mutex_);
    ASSIGN_OR_RETURN(const auto fault, begin(FileCall::sync_all, path));
    RETURN_IF_ERROR(state_->names.find(path));
    if (!fault) {
        for (auto& [node, content] : state_->contents) content.sync();
        state_->names.sync_all();
        return {};
    }
    SeededRandom* const torn = *fault == FaultKind::torn_sync ? &random_ : nullptr;
    for (auto& [node, content] : state_->contents) content.fail_sync(torn);
    return file_error(path, "sync", EIO);
}

Result<std::unique_ptr<FileLock>> FaultyFileSystem::try_lock(const std::string& path) {
    const std::lock_guard guard(mutex_);
    RETURN_IF_ERROR(begin_plain(FileCall::lock, path, "lock"));
    auto node = state_->names.find(path);
    if (!node && node.error().code == ErrorCode::not_found) node = state_->names.add_file(path);
    if (!node) return node.error();
    if (state_->names.is_directory(*node)) return file_error(path, "open", EISDIR);
    state_->contents.try_emplace(*node);
    const auto [held, made] = locked_.try_emplace(normal_path(path), next_lock_);
    if (!made) return std::unique_ptr<FileLock>();
    ++next_lock_;
    return std::make_unique<FaultyLock>(*this, held->first, held->second);
}

void FaultyFileSystem::plan(FaultPlan plan) {
    const std::lock_guard guard(mutex_);
    schedule_.plan(std::move(plan));
}

void FaultyFileSystem::clear_plan() {
    const std::lock_guard guard(mutex_);
    schedule_.clear();
}

bool FaultyFileSystem::fault_fired() const {
    const std::lock_guard guard(mutex_);
    return schedule_.fault_fired();
}

std::uint64_t FaultyFileSystem::calls() const {
    const std::lock_guard guard(mutex_);
    return schedule_.calls();
}

void FaultyFileSystem::crash_after(std::uint64_t calls_before) {
    const std::lock_guard guard(mutex_);
    schedule_.cut_power_after(calls_before);
}

bool FaultyFileSystem::power_is_cut() const {
    const std::lock_guard guard(mutex_);
    return schedule_.power_is_cut();
}

void FaultyFileSystem::end_processes() {
    ++generation_;
    locked_.clear();
    schedule_.clear();
    sqlite_.end_processes();
}

void FaultyFileSystem::crash(std::uint64_t seed) {
    const std::lock_guard guard(mutex_);
    end_processes();
    SeededRandom random(seed);
    const auto draw = [&random] {
        const std::uint64_t lot = random.below(4);
        return lot == 0 ? Survival::none : lot == 1 ? Survival::all : Survival::mixed;
    };
    // Losing nothing and losing all of the whole machine are the outcomes that independent lots
    // would hardly ever give.
    const Survival whole = draw();
    const auto part = [&] { return whole == Survival::mixed ? draw() : whole; };
    state_->names.crash(part(), random);
    for (auto& [node, content] : state_->contents) content.crash(part(), random);
    std::set<NodeId> named;
    for (const auto& [path, node] : state_->names.files()) named.insert(node);
    std::erase_if(state_->contents, [&](const auto& file) { return !named.contains(file.first); });
}

void FaultyFileSystem::kill() {
    const std::lock_guard guard(mutex_);
    end_processes();
}

FaultyFileSystem::Snapshot FaultyFileSystem::snapshot() const {
    const std::lock_guard guard(mutex_);
    return std::make_shared<const State>(*state_);
}

void FaultyFileSystem::restore(const Snapshot& snapshot) {
    const std::lock_guard guard(mutex_);
    end_processes();
    *state_ = *snapshot;
}

void FaultyFileSystem::flip_bit(const std::string& path, std::uint64_t bit_index) {
    const std::lock_guard guard(mutex_);
    state_->content_at(path).flip_bit(bit_index);
}

void FaultyFileSystem::truncate_file(const std::string& path, std::uint64_t size_bytes) {
    const std::lock_guard guard(mutex_);
    FaultyContent& content = state_->content_at(path);
    content.truncate(size_bytes);
    content.sync();
}

void FaultyFileSystem::swap_files(const std::string& a, const std::string& b) {
    const std::lock_guard guard(mutex_);
    std::swap(state_->content_at(a), state_->content_at(b));
}

std::map<std::string, std::uint64_t> FaultyFileSystem::files() const {
    const std::lock_guard guard(mutex_);
    std::map<std::string, std::uint64_t> sizes;
    for (const auto& [path, node] : state_->names.files()) {
        sizes.emplace(path, state_->contents.at(node).size_bytes());
    }
    return sizes;
}

std::optional<Bytes> FaultyFileSystem::durable_content(const std::string& path) const {
    const std::lock_guard guard(mutex_);
    const auto node = state_->names.find(path);
    if (!node || state_->names.is_directory(*node)) return std::nullopt;
    return state_->contents.at(*node).on_disk();
}

}  // namespace fallbuch

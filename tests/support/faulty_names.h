// Which names the directories of the faulty file system hold, now and after a power cut.
//
// Making, renaming and removing a name changes what programs see at once, and the disk only when
// the directory of the name is synced; syncing a file or a subdirectory does not help. A rename is
// one step for both its names. A power cut keeps or loses each step for itself; only steps on the
// same name keep their order.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "tests/support/faulty_content.h"
#include "tests/support/seeded_random.h"

namespace fallbuch {

using NodeId = std::uint64_t;

// The path without ".", ".." and doubled slashes, from the root on: a relative path begins there.
std::string normal_path(const std::string& path);

// The error that a POSIX file system gives for the system's error number.
Error file_error(const std::string& path, std::string_view what, int number);

// A tree of directories, with files as numbers. A value. Not thread-safe. Errors as posix_file.h.
class FaultyNames {
public:
    static constexpr NodeId kRoot = 0;

    FaultyNames() { directories_[kRoot]; }

    Result<NodeId> find(const std::string& path) const;
    bool is_directory(NodeId node) const { return directories_.contains(node); }
    // The name must be new.
    Result<NodeId> add_file(const std::string& path);
    Status make_directories(const std::string& path);
    Status rename(const std::string& from, const std::string& to);
    Status remove(const std::string& path);
    Result<std::vector<std::string>> list(const std::string& path) const;
    // Every file's path and number.
    std::map<std::string, NodeId> files() const;

    // Makes the names in one directory durable.
    Status sync(const std::string& path);
    void sync_all();
    void crash(Survival survival, SeededRandom& random);

private:
    using Entries = std::map<std::string, NodeId>;
    struct Directory {
        Entries live;
        Entries disk;
    };
    using Name = std::pair<NodeId, std::string>;  // the directory, and the name in it
    // What one call changed: the names and what they stand for since (nothing: removed).
    using Step = std::map<Name, std::optional<NodeId>>;

    Result<NodeId> find_parts(const std::vector<std::string>& parts, const std::string& path) const;
    // The place of a path's last part; its directory must exist.
    Result<Name> place(const std::string& path) const;
    Status check_replaceable(NodeId moved, const Name& target, const std::string& to) const;
    std::optional<NodeId> at(const Name& name) const;
    void apply(Step step);
    void settle(const std::vector<bool>& chosen);
    std::vector<bool> choose_survivors(Survival survival, SeededRandom& random) const;

    std::map<NodeId, Directory> directories_;
    std::vector<Step> pending_;  // not yet on the disk, in order
    NodeId next_node_ = 1;
};

}  // namespace fallbuch

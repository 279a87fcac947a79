#include "tests/support/faulty_names.h"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "core/base/assert.h"
#include "core/base/result.h"
#include "tests/support/faulty_content.h"
#include "tests/support/seeded_random.h"

namespace fallbuch {
namespace {

std::vector<std::string> parts_of(const std::string& path) {
    std::vector<std::string> parts;
    for (std::size_t begin = 0; begin < path.size();) {
        const std::size_t slash = std::min(path.find('/', begin), path.size());
        const std::string part = path.substr(begin, slash - begin);
        begin = slash + 1;
        if (part == ".." && !parts.empty()) parts.pop_back();
        if (!part.empty() && part != "." && part != "..") parts.push_back(part);
    }
    return parts;
}

}  // namespace

std::string normal_path(const std::string& path) {
    std::string normal;
    for (const std::string& part : parts_of(path)) normal += "/" + part;
    return normal.empty() ? "/" : normal;
}

Error file_error(const std::string& path, std::string_view what, int number) {
    const ErrorCode code = number == ENOENT   ? ErrorCode::not_found
                           : number == EACCES ? ErrorCode::denied
                           : number == EEXIST ? ErrorCode::conflict
                                              : ErrorCode::unavailable;
    return Error{code, path + ": cannot " + std::string(what) + ": " +
                           std::generic_category().message(number)};
}

Result<NodeId> FaultyNames::find_parts(const std::vector<std::string>& parts,
                                       const std::string& path) const {
    NodeId node = kRoot;
    for (const std::string& part : parts) {
        const auto directory = directories_.find(node);
        if (directory == directories_.end()) return file_error(path, "find", ENOTDIR);
        const auto entry = directory->second.live.find(part);
        if (entry == directory->second.live.end()) return file_error(path, "find", ENOENT);
        node = entry->second;
    }
    return node;
}

Result<NodeId> FaultyNames::find(const std::string& path) const {
    return find_parts(parts_of(path), path);
}

Result<FaultyNames::Name> FaultyNames::place(const std::string& path) const {
    std::vector<std::string> parts = parts_of(path);
    if (parts.empty()) return file_error(path, "change the root", EBUSY);
    std::string last = std::move(parts.back());
    parts.pop_back();
    ASSIGN_OR_RETURN(const NodeId directory, find_parts(parts, path));
    if (!is_directory(directory)) return file_error(path, "find", ENOTDIR);
    return Name{directory, std::move(last)};
}

std::optional<NodeId> FaultyNames::at(const Name& name) const {
    const Entries& entries = directories_.at(name.first).live;
    const auto entry = entries.find(name.second);
    return entry == entries.end() ? std::nullopt : std::optional(entry->second);
}

void FaultyNames::apply(Step step) {
    for (const auto& [name, node] : step) {
        Entries& entries = directories_.at(name.first).live;
        if (node) {
            entries[name.second] = *node;
        } else {
            entries.erase(name.second);
        }
    }
    pending_.push_back(std::move(step));
}

Result<NodeId> FaultyNames::add_file(const std::string& path) {
    ASSIGN_OR_RETURN(const Name name, place(path));
    LEDGER_ASSERT(!at(name).has_value());
    const NodeId node = next_node_++;
    apply({{name, node}});
    return node;
}

Status FaultyNames::make_directories(const std::string& path) {
    NodeId node = kRoot;
    for (const std::string& part : parts_of(path)) {
        if (!is_directory(node)) return file_error(path, "make directory", ENOTDIR);
        const Name name{node, part};
        const auto found = at(name);
        node = found ? *found : next_node_++;
        if (found) continue;
        directories_[node];
        apply({{name, node}});
    }
    if (!is_directory(node)) return file_error(path, "make directory", ENOTDIR);
    return {};
}

Status FaultyNames::check_replaceable(NodeId moved, const Name& target,
                                      const std::string& to) const {
    const auto replaced = at(target);
    if (!replaced) return {};
    if (!is_directory(*replaced)) {
        if (is_directory(moved)) return file_error(to, "rename to", ENOTDIR);
        return {};
    }
    if (!is_directory(moved)) return file_error(to, "rename to", EISDIR);
    if (!directories_.at(*replaced).live.empty()) return file_error(to, "rename to", ENOTEMPTY);
    return {};
}

Status FaultyNames::rename(const std::string& from, const std::string& to) {
    ASSIGN_OR_RETURN(const Name source, place(from));
    ASSIGN_OR_RETURN(const Name target, place(to));
    const auto moved = at(source);
    if (!moved) return file_error(to, "rename to", ENOENT);
    if (source == target) return {};
    if (normal_path(to).starts_with(normal_path(from) + "/")) {
        return file_error(to, "rename to", EINVAL);
    }
    RETURN_IF_ERROR(check_replaceable(*moved, target, to));
    apply({{source, std::nullopt}, {target, *moved}});
    return {};
}

Status FaultyNames::remove(const std::string& path) {
    ASSIGN_OR_RETURN(const Name name, place(path));
    const auto node = at(name);
    if (!node) return file_error(path, "remove", ENOENT);
    if (is_directory(*node) && !directories_.at(*node).live.empty()) {
        return file_error(path, "remove", ENOTEMPTY);
    }
    apply({{name, std::nullopt}});
    return {};
}

Result<std::vector<std::string>> FaultyNames::list(const std::string& path) const {
    ASSIGN_OR_RETURN(const NodeId node, find(path));
    if (!is_directory(node)) return file_error(path, "list", ENOTDIR);
    std::vector<std::string> names;
    for (const auto& [name, child] : directories_.at(node).live) names.push_back(name);
    return names;
}

std::map<std::string, NodeId> FaultyNames::files() const {
    std::map<std::string, NodeId> found;
    std::vector<std::pair<std::string, NodeId>> unvisited = {{"", kRoot}};
    while (!unvisited.empty()) {
        const auto [path, node] = std::move(unvisited.back());
        unvisited.pop_back();
        const auto directory = directories_.find(node);
        if (directory == directories_.end()) {
            found.emplace(path, node);
            continue;
        }
        for (const auto& [name, child] : directory->second.live) {
            unvisited.emplace_back(path + "/" + name, child);
        }
    }
    return found;
}

void FaultyNames::settle(const std::vector<bool>& chosen) {
    LEDGER_ASSERT(chosen.size() == pending_.size());
    std::vector<Step> left;
    for (std::size_t i = 0; i < pending_.size(); ++i) {
        if (!chosen[i]) {
            left.push_back(std::move(pending_[i]));
            continue;
        }
        for (const auto& [name, node] : pending_[i]) {
            Entries& entries = directories_.at(name.first).disk;
            if (node) {
                entries[name.second] = *node;
            } else {
                entries.erase(name.second);
            }
        }
    }
    pending_ = std::move(left);
}

Status FaultyNames::sync(const std::string& path) {
    ASSIGN_OR_RETURN(const NodeId directory, find(path));
    if (!is_directory(directory)) return file_error(path, "sync", ENOTDIR);
    // What a rename out of another directory builds on must become durable before it.
    std::set<Name> needed;
    std::vector<bool> chosen(pending_.size(), false);
    for (std::size_t i = pending_.size(); i-- > 0;) {
        const auto concerns = [&](const auto& change) {
            return change.first.first == directory || needed.contains(change.first);
        };
        chosen[i] = std::any_of(pending_[i].begin(), pending_[i].end(), concerns);
        if (!chosen[i]) continue;
        for (const auto& [name, node] : pending_[i]) needed.insert(name);
    }
    settle(chosen);
    return {};
}

void FaultyNames::sync_all() { settle(std::vector<bool>(pending_.size(), true)); }

std::vector<bool> FaultyNames::choose_survivors(Survival survival, SeededRandom& random) const {
    if (survival == Survival::none) return std::vector<bool>(pending_.size(), false);
    if (survival == Survival::all) return std::vector<bool>(pending_.size(), true);
    std::vector<bool> chosen(pending_.size(), false);
    // Half of the times the steps reach the disk in their order, as from a journal.
    if (random.one_in(2)) {
        const std::uint64_t survived = random.below(pending_.size() + 1);
        std::fill_n(chosen.begin(), survived, true);
        return chosen;
    }
    const std::uint64_t loss = 2 + random.below(7);
    std::set<Name> lost;
    for (std::size_t i = 0; i < pending_.size(); ++i) {
        const auto concerns = [&](const auto& change) { return lost.contains(change.first); };
        const bool follows = std::any_of(pending_[i].begin(), pending_[i].end(), concerns);
        chosen[i] = !random.one_in(loss) && !follows;
        if (chosen[i]) continue;
        for (const auto& [name, node] : pending_[i]) lost.insert(name);
    }
    return chosen;
}

void FaultyNames::crash(Survival survival, SeededRandom& random) {
    settle(choose_survivors(survival, random));
    pending_.clear();
    for (auto& [node, directory] : directories_) directory.live = directory.disk;
}

}  // namespace fallbuch

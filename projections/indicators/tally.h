// How often did something happen in each of several groups, and in how many cases?
//
// Cases are counted by the set of groups that they are in, so that the cases behind any several
// groups together are known, too. No case is remembered.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>

namespace fallbuch::indicators {

using GroupKeys = std::set<std::string>;

class Tally {
public:
    // How often in each group; 0 is a case that is in the group all the same.
    using CaseCounts = std::map<std::string, std::uint64_t>;

    // What one case has; nothing at all is no case.
    void add_case(const CaseCounts& counts);
    void merge(const Tally& other);
    // The same with other names of groups; those that get one name become one.
    Tally renamed(const std::function<std::string(const std::string&)>& name_of) const;

    GroupKeys keys() const;
    std::uint64_t count_of(const std::string& key) const;
    std::uint64_t count() const;
    std::uint64_t case_count_of(const std::string& key) const;
    // Cases that are in at least one of them.
    std::uint64_t case_count_of(const GroupKeys& keys) const;
    std::uint64_t case_count() const;

private:
    std::map<std::string, std::uint64_t> counts_;
    std::map<GroupKeys, std::uint64_t> cases_;
};

}  // namespace fallbuch::indicators

#include "projections/indicators/tally.h"

#include <algorithm>

namespace fallbuch::indicators {
namespace {

bool have_common(const GroupKeys& left, const GroupKeys& right) {
    return std::ranges::any_of(left, [&](const std::string& key) { return right.contains(key); });
}

}  // namespace

void Tally::add_case(const CaseCounts& counts) {
    if (counts.empty()) return;
    GroupKeys keys;
    for (const auto& [key, count] : counts) {
        keys.insert(key);
        counts_[key] += count;
    }
    ++cases_[keys];
}

void Tally::merge(const Tally& other) {
    for (const auto& [key, count] : other.counts_) counts_[key] += count;
    for (const auto& [keys, case_count] : other.cases_) cases_[keys] += case_count;
}

Tally Tally::renamed(const std::function<std::string(const std::string&)>& name_of) const {
    Tally out;
    for (const auto& [key, count] : counts_) out.counts_[name_of(key)] += count;
    for (const auto& [keys, case_count] : cases_) {
        GroupKeys names;
        for (const std::string& key : keys) names.insert(name_of(key));
        out.cases_[names] += case_count;
    }
    return out;
}

GroupKeys Tally::keys() const {
    GroupKeys keys;
    for (const auto& [key, count] : counts_) keys.insert(key);
    return keys;
}

std::uint64_t Tally::count_of(const std::string& key) const {
    const auto found = counts_.find(key);
    return found == counts_.end() ? 0 : found->second;
}

std::uint64_t Tally::count() const {
    std::uint64_t sum = 0;
    for (const auto& [key, count] : counts_) sum += count;
    return sum;
}

std::uint64_t Tally::case_count_of(const std::string& key) const {
    return case_count_of(GroupKeys{key});
}

std::uint64_t Tally::case_count_of(const GroupKeys& keys) const {
    std::uint64_t sum = 0;
    for (const auto& [in, case_count] : cases_) {
        if (have_common(in, keys)) sum += case_count;
    }
    return sum;
}

std::uint64_t Tally::case_count() const {
    std::uint64_t sum = 0;
    for (const auto& [in, case_count] : cases_) sum += case_count;
    return sum;
}

}  // namespace fallbuch::indicators

#include "projections/rules/open_lists.h"

#include <utility>

namespace fallbuch::rules {
namespace {

constexpr std::size_t kSlotsMin = 64;

}  // namespace

void OpenLists::clear() {
    for (const std::uint32_t check : used_) of_check_[check] = {};
    used_.clear();
    nodes_.clear();
    used_slots_ = 0;
    ++round_;
}

std::size_t OpenLists::home(std::uint32_t check, std::uint64_t key) const {
    // SplitMix64's mixing, so that neighbouring keys do not crowd.
    std::uint64_t mixed = key + check * 0x9e3779b97f4a7c15ULL;
    mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebULL;
    return static_cast<std::size_t>(mixed ^ (mixed >> 31U)) & (slots_.size() - 1);
}

OpenLists::List* OpenLists::find(std::uint32_t check, std::uint64_t key) {
    if (slots_.empty()) return nullptr;
    for (std::size_t at = home(check, key);; at = (at + 1) & (slots_.size() - 1)) {
        Slot& slot = slots_[at];
        if (slot.round != round_) return nullptr;
        if (slot.check == check && slot.key == key) return &slot.list;
    }
}

OpenLists::List& OpenLists::find_or_make(std::uint32_t check, std::uint64_t key) {
    if (2 * (used_slots_ + 1) > slots_.size()) grow();
    for (std::size_t at = home(check, key);; at = (at + 1) & (slots_.size() - 1)) {
        Slot& slot = slots_[at];
        if (slot.round == round_ && slot.check == check && slot.key == key) return slot.list;
        if (slot.round == round_) continue;
        slot = {key, check, round_, {}};
        ++used_slots_;
        return slot.list;
    }
}

void OpenLists::grow() {
    std::vector<Slot> old = std::move(slots_);
    slots_.assign(old.empty() ? kSlotsMin : 2 * old.size(), Slot{});
    used_slots_ = 0;
    for (const Slot& slot : old) {
        if (slot.round == round_) find_or_make(slot.check, slot.key) = slot.list;
    }
}

void OpenLists::append(List& list, std::uint32_t number) {
    const auto node = static_cast<std::uint32_t>(nodes_.size());
    nodes_.push_back({number, kEnd});
    if (list.last == kEnd) {
        list.first = node;
    } else {
        nodes_[list.last].next = node;
    }
    list.last = node;
}

void OpenLists::append(std::uint32_t check, std::uint32_t number) {
    List& list = of_check_[check];
    if (list.first == kEnd) used_.push_back(check);
    append(list, number);
}

void OpenLists::append_keyed(std::uint32_t check, std::uint64_t key, std::uint32_t number) {
    append(find_or_make(check, key), number);
}

}  // namespace fallbuch::rules

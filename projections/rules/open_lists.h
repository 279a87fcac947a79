// Which activations of a check may an event concern? Those that are open, in the order in which
// they were opened; where targets are matched by values, those with the same values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace fallbuch::rules {

// For each check a list of numbers, and further lists by key. Finding one costs the same however
// many there are.
enum class Sift : std::uint8_t { take_out, keep, stop };

class OpenLists {
public:
    explicit OpenLists(std::size_t check_count) : of_check_(check_count) {}

    void clear();
    void append(std::uint32_t check, std::uint32_t number);
    void append_keyed(std::uint32_t check, std::uint64_t key, std::uint32_t number);

    // Visits the numbers of a list in order; what `visit` says no to is taken out of it. It may
    // also say Sift::stop: this one and all behind it stay.
    template <typename Visit>
    void sift(std::uint32_t check, const Visit& visit) {
        sift(of_check_[check], visit);
    }
    template <typename Visit>
    void sift_keyed(std::uint32_t check, std::uint64_t key, const Visit& visit) {
        if (List* const list = find(check, key)) sift(*list, visit);
    }

private:
    static constexpr std::uint32_t kEnd = 0xffffffff;
    struct Node {
        std::uint32_t number = 0;
        std::uint32_t next = kEnd;
    };
    struct List {
        std::uint32_t first = kEnd;
        std::uint32_t last = kEnd;
    };
    struct Slot {
        std::uint64_t key = 0;
        std::uint32_t check = 0;
        std::uint32_t round = 0;  // after which clear(); others are free
        List list;
    };

    template <typename Visit>
    void sift(List& list, const Visit& visit) {
        // By index: `visit` may append, which moves the nodes.
        std::uint32_t before = kEnd;
        for (std::uint32_t node = list.first; node != kEnd;) {
            const Sift sifted = kept(visit(nodes_[node].number));
            if (sifted == Sift::stop) return;
            const std::uint32_t next = nodes_[node].next;
            if (sifted == Sift::keep) {
                before = node;
            } else {
                (before == kEnd ? list.first : nodes_[before].next) = next;
                if (next == kEnd) list.last = before;
            }
            node = next;
        }
    }
    static Sift kept(bool stays) { return stays ? Sift::keep : Sift::take_out; }
    static Sift kept(Sift sifted) { return sifted; }
    void append(List& list, std::uint32_t number);
    List* find(std::uint32_t check, std::uint64_t key);
    List& find_or_make(std::uint32_t check, std::uint64_t key);
    std::size_t home(std::uint32_t check, std::uint64_t key) const;
    void grow();

    std::vector<List> of_check_;
    std::vector<std::uint32_t> used_;  // checks whose list has had something
    std::vector<Node> nodes_;
    std::vector<Slot> slots_;
    std::size_t used_slots_ = 0;
    std::uint32_t round_ = 1;
};

}  // namespace fallbuch::rules

// What is wrong with a rulebook, each mistake with its place.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "projections/rules/json_text.h"

namespace fallbuch::rules {

struct RulebookFault {
    TextPlace place;
    std::string what;
};

// Collects all of them, so that one reading names every mistake.
class RulebookFaults {
public:
    static constexpr std::size_t kCountMax = 200;

    void add(TextPlace place, std::string what) {
        if (all_.size() < kCountMax) all_.push_back({place, std::move(what)});
    }
    bool none() const { return all_.empty(); }
    std::size_t count() const { return all_.size(); }
    const std::vector<RulebookFault>& all() const { return all_; }

private:
    std::vector<RulebookFault> all_;
};

// "line 3, column 7: why" for each, one a line, in the order of the text.
std::string describe(const std::vector<RulebookFault>& faults);

}  // namespace fallbuch::rules

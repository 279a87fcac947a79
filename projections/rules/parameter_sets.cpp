#include "projections/rules/parameter_sets.h"

#include <algorithm>

#include "projections/rules/definitions.h"

namespace fallbuch::rules {
namespace {

void add_turns(const Validity& valid, std::vector<CivilDay>& turns) {
    if (valid.from) turns.push_back(*valid.from);
    if (valid.to) turns.push_back(*valid.to + std::chrono::days(1));
}

// On which days may a value of the rulebook's parameters end or begin?
void add_turns(const Rulebook& book, const Office& office, std::vector<CivilDay>& turns) {
    for (const Parameter& param : book.params) {
        for (const Parameter::Value& value : param.values) add_turns(value.valid, turns);
    }
    for (const ParameterChange& change : office.changes) {
        if (change.rulebook == book.id) add_turns(change.valid, turns);
    }
}

}  // namespace

ParameterSets::ParameterSets(const RuleSet& rules, const Office& office) {
    for (std::size_t book = 0; book < rules.books().size(); ++book) {
        std::vector<CivilDay>& turns = books_.emplace_back().turns;
        for (std::size_t i = 0; i < rules.books().size(); ++i) {
            const bool counts = i == book || rules.combines(book);
            if (counts) add_turns(*rules.books()[i], office, turns);
        }
        std::sort(turns.begin(), turns.end());
        turns.erase(std::unique(turns.begin(), turns.end()), turns.end());
    }
}

std::uint32_t ParameterSets::number_of(std::size_t book, const ParameterValues& values) {
    OfBook& own = books_[book];
    const auto turn = std::upper_bound(own.turns.begin(), own.turns.end(), values.day());
    const auto period = static_cast<std::size_t>(turn - own.turns.begin());
    const auto is_meant = [&](const Known& one) {
        const bool has_others =
            values.others() == nullptr ? one.others.empty() : one.others == *values.others();
        return one.period == period && one.unit == values.unit() && has_others;
    };
    if (own.last < own.known.size() && is_meant(own.known[own.last])) {
        return own.known[own.last].number;
    }
    const auto found = std::find_if(own.known.begin(), own.known.end(), is_meant);
    own.last = static_cast<std::size_t>(found - own.known.begin());
    if (found != own.known.end()) return found->number;
    const auto number = static_cast<std::uint32_t>(digests_.size());
    digests_.push_back(values.digest());
    own.known.push_back({period, std::string(values.unit()), {}, number});
    if (values.others() != nullptr) own.known.back().others = *values.others();
    return number;
}

}  // namespace fallbuch::rules

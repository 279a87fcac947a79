#include "projections/rules/norm_laws.h"

#include <cstddef>
#include <utility>

namespace fallbuch::rules {
namespace {

class LawGiver {
public:
    explicit LawGiver(std::vector<NormItem> items) : items_(std::move(items)) {}

    std::vector<Norm> norms() {
        std::vector<Norm> all;
        for (std::size_t i = 0; i < items_.size(); ++i) {
            if (items_[i].kind == NormItemKind::law) give(i, all);
        }
        if (!is_understood_) return {};
        for (const NormItem& item : items_) {
            for (const Norm& norm : item.norms) all.push_back(norm);
        }
        return all;
    }

private:
    bool is(std::size_t index, NormItemKind kind) const {
        return index < items_.size() && items_[index].kind == kind;
    }
    bool is_link(std::size_t index) const {
        return is(index, NormItemKind::link) || is(index, NormItemKind::comma);
    }
    bool is_lawless(std::size_t index) const {
        return is(index, NormItemKind::group) && items_[index].norms.front().law.empty();
    }
    const std::string& law_of(std::size_t index) const {
        const NormItem& item = items_[index];
        return item.kind == NormItemKind::group ? item.norms.front().law : item.law;
    }
    void set_law(std::size_t group, const std::string& law) {
        for (Norm& norm : items_[group].norms) norm.law = law;
    }

    void give(std::size_t law, std::vector<Norm>& alone) {
        const NormItem& item = items_[law];
        if (law > 0 && is_lawless(law - 1)) return give_backward(law);
        // "Sozialgesetzbuch Zweites Buch (SGB II)", "SGB X § 68 SGB X"
        if (law > 0 && law_of(law - 1) == item.law) return;
        const std::size_t group = first_of(law);
        if (is(group, NormItemKind::group)) return give_forward(law, group);
        if (!item.is_certain) return;
        Norm whole;
        whole.law = item.law;
        alone.push_back(std::move(whole));
    }

    // Where the group stands that a law in front of it may belong to.
    std::size_t first_of(std::size_t law) const {
        const bool is_apart = is(law + 1, NormItemKind::comma) || is(law + 1, NormItemKind::pause);
        return law + (is_apart ? 2 : 1);
    }

    // That of the last one is that of all that are linked to it.
    void give_backward(std::size_t law) {
        std::size_t group = law - 1;
        set_law(group, items_[law].law);
        while (group >= 2 && is_link(group - 1) && is_lawless(group - 2)) {
            group -= 2;
            set_law(group, items_[law].law);
        }
    }

    void give_forward(std::size_t law, std::size_t first) {
        std::size_t last = first;
        while (is_link(last + 1) && is(last + 2, NormItemKind::group)) last += 2;
        const std::size_t other = last + 1;
        // The law behind the last one is its own, unless it stands in front of another.
        const bool has_other =
            is(other, NormItemKind::law) && !is(first_of(other), NormItemKind::group);
        if (has_other && items_[other].law != items_[law].law) {
            if (!items_[law].is_certain) return;
            // Two linked ones have one law each; of more nobody knows.
            if (last != first + 2) is_understood_ = false;
            return set_law(first, items_[law].law);
        }
        for (std::size_t group = first; group <= last; group += 2) set_law(group, items_[law].law);
    }

    std::vector<NormItem> items_;
    bool is_understood_ = true;
};

}  // namespace

std::vector<Norm> norms_with_laws(std::vector<NormItem> items) {
    return LawGiver(std::move(items)).norms();
}

}  // namespace fallbuch::rules

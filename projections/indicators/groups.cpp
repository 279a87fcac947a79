#include "projections/indicators/groups.h"

#include "core/events/code_list.h"

namespace fallbuch::indicators {

std::string code_title(const Catalogue& catalogue, std::string_view list, std::string_view code) {
    const CodeList* codes = catalogue.find_codes(list);
    const Code* found = codes == nullptr ? nullptr : codes->find(code);
    return found == nullptr ? std::string(code) : found->title;
}

std::vector<GroupName> code_groups(const Tally& tally, const Catalogue& catalogue,
                                   std::string_view list) {
    std::vector<GroupName> groups;
    GroupKeys left = tally.keys();
    const bool has_untold = left.erase(std::string(kUntold)) != 0;
    if (const CodeList* codes = catalogue.find_codes(list); codes != nullptr) {
        for (const Code& code : codes->codes()) {
            if (left.erase(code.code) != 0) groups.push_back({code.code, code.title});
        }
    }
    for (const std::string& key : left) groups.push_back({key, key});
    if (has_untold) groups.push_back({std::string(kUntold), "nicht angegeben"});
    return groups;
}

Tally rare_together(const Tally& tally, std::uint64_t group_min) {
    return tally.renamed([&](const std::string& key) {
        const bool stays = key == kUntold || tally.case_count_of(key) >= group_min;
        return stays ? key : std::string(kOthers);
    });
}

}  // namespace fallbuch::indicators

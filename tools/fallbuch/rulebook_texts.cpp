#include "tools/fallbuch/rulebook_texts.h"

#include <utility>

#include "core/base/bytes.h"
#include "core/base/file.h"
#include "projections/rulebooks/shipped_rulebooks.h"
#include "projections/rules/faults.h"
#include "projections/rules/json_text.h"

namespace fallbuch {

Result<std::string> read_rulebook_text(Context& context, const std::string& path) {
    ASSIGN_OR_RETURN(const Bytes bytes, read_file(context.files(), path, rules::kJsonTextBytesMax));
    return std::string(as_text(bytes));
}

std::string path_beside(const std::string& path, const std::string& name) {
    return path.substr(0, path.rfind('/') + 1) + name;
}

Result<std::vector<rules::RulebookFile>> rulebooks_beside(Context& context,
                                                          const std::string& path) {
    return rules::read_rulebooks(context.files(), path_beside(path, "."));
}

Result<std::vector<rules::RulebookFile>> amendable(Context& context, const std::string& path) {
    ASSIGN_OR_RETURN(auto files, rulebooks_beside(context, path));
    for (rules::RulebookFile& shipped : rules::shipped_rulebooks()) {
        if (shipped.name.ends_with(".json")) files.push_back(std::move(shipped));
    }
    return files;
}

Result<rules::RulebookFamily> read_valid(const rules::RulebookFile& file,
                                         const std::shared_ptr<const Catalogue>& catalogue,
                                         std::span<const rules::RulebookFile> files) {
    ASSIGN_OR_RETURN(rules::RulebookFamily family, rules::read_family(file.text, catalogue, files));
    if (family.faults.none()) return family;
    return Error{ErrorCode::invalid, file.name + ":\n" + rules::describe(family.faults.all())};
}

}  // namespace fallbuch

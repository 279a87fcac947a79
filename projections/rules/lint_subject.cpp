#include "projections/rules/lint_subject.h"

#include <array>
#include <cstddef>

#include "projections/rules/check_parts.h"
#include "projections/rules/definitions.h"

namespace fallbuch::rules {

std::string_view to_string(LintKind kind) {
    constexpr std::array<std::string_view, 7> kNames{
        "unreachable", "unused", "overlap", "explanation", "citation", "title", "repeated"};
    return kNames[static_cast<std::size_t>(kind)];
}

std::string name_of(const Check& check) {
    std::string name = check.id + (check.part.empty() ? "" : "/" + check.part);
    if (check.reading_of) name += " (" + check.reading + ")";
    return name;
}

bool has_due(const Check& check, const Rulebook& book) {
    const Window& within = check.within;
    return within.before || !within.cases.empty() || !within.until.empty() ||
           check.kind == Template::count || is_precedence(check) || !book.closing.empty();
}

}  // namespace fallbuch::rules

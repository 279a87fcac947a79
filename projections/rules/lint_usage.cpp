// Params, tables, facts and objects that no rule asks for.
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "projections/rules/check.h"
#include "projections/rules/json_text.h"
#include "projections/rules/lint_subject.h"
#include "projections/rules/rulebook.h"
#include "projections/rules/uses.h"

namespace fallbuch::rules {
namespace {

void join(const std::set<std::uint16_t>& from, std::set<std::uint16_t>& to) {
    to.insert(from.begin(), from.end());
}

class Usage {
public:
    Usage(const LintSubject& subject, LintFindings& findings)
        : subject_(subject), findings_(findings) {}

    template <typename Definition>
    void look(std::string_view section, const std::vector<Definition>& all,
              const std::set<std::uint16_t>& used) {
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (used.contains(static_cast<std::uint16_t>(i))) continue;
            const TextPlace place = subject_.source.place_of(section, all[i].name);
            // An amendment cannot leave it out.
            if (place.in_base) continue;
            findings_.push_back(
                {place, LintKind::unused, "",
                 "no rule uses \"" + all[i].name + "\" of \"" + std::string(section) + '"'});
        }
    }

private:
    const LintSubject& subject_;
    LintFindings& findings_;
};

}  // namespace

void find_unused(const LintSubject& subject, LintFindings& findings) {
    const Rulebook& book = subject.book;
    Uses used = uses_of_head(book);
    for (const Check& check : book.checks) {
        const Uses one = uses_of(check, book);
        join(one.params, used.params);
        join(one.tables, used.tables);
        join(one.facts, used.facts);
        join(one.objects, used.objects);
    }
    used = with_definitions(used, book);
    // Other rulebooks compare theirs with it.
    for (std::size_t i = 0; i < book.params.size(); ++i) {
        if (book.params[i].combines_by_max) used.params.insert(static_cast<std::uint16_t>(i));
    }
    Usage usage(subject, findings);
    usage.look("params", book.params, used.params);
    usage.look("tables", book.tables, used.tables);
    usage.look("facts", book.facts, used.facts);
    usage.look("objects", book.objects, used.objects);
}

}  // namespace fallbuch::rules

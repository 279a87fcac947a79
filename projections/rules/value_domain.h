// What may an attribute be, after all that conditions say of it?
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/calendar/civil_day.h"
#include "core/events/code_list.h"
#include "projections/rules/condition.h"

namespace fallbuch::rules {

// A text that is written as a day is one, as the judge takes it.
using Constant = std::variant<bool, double, std::string, CivilDay>;
// Nothing if the operand is no constant.
std::optional<Constant> constant_of(const Operand& operand);
Constant constant_of_text(std::string_view text);

// Each member takes one more thing in, and says whether some value is left.
class ValueDomain {
public:
    // A path with a code list has no other values.
    explicit ValueDomain(const CodeList* codes);

    bool be_present();
    bool be_absent();
    bool be_one_of(const std::vector<Constant>& values);
    bool be_none_of(const std::vector<Constant>& values);
    // By the order of the codes, if the path has one. Of `kind` lt, le, gt, ge.
    bool compare(ConditionKind kind, const Constant& with);
    bool have_text(const std::vector<std::string>& parts, bool has_it);
    // The condition is `cites`, and outlives this.
    bool cite(const Condition& condition, bool does);

private:
    struct TextRule {
        std::vector<std::string> parts;
        bool has_it = true;
    };
    struct CitesRule {
        const Condition* condition = nullptr;
        bool does = true;
    };

    bool has_value() const;
    bool is_possible(const Constant& value) const;
    bool is_possible_text(const std::string& text) const;
    bool norms_go_together() const;

    const CodeList* codes_ = nullptr;
    bool is_present_ = false;
    bool is_absent_ = false;
    std::optional<std::vector<Constant>> allowed_;  // nothing: anything
    std::vector<Constant> excluded_;
    // Of numbers and days, as numbers.
    std::optional<double> least_;
    std::optional<double> greatest_;
    bool excludes_least_ = false;
    bool excludes_greatest_ = false;
    std::vector<TextRule> text_rules_;
    std::vector<CitesRule> cites_rules_;
};

}  // namespace fallbuch::rules

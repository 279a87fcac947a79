#include "projections/rules/leaf_words.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "core/events/code_list.h"
#include "projections/rules/norm.h"

namespace fallbuch::rules {
namespace {

// Between two values; of days, of lengths of time, of anything else.
std::string_view order_words(ConditionKind kind, const std::vector<Operand>& operands) {
    struct Words {
        ConditionKind kind;
        std::string_view day;
        std::string_view duration;
        std::string_view other;
    };
    constexpr auto kWords = std::to_array<Words>({
        {ConditionKind::lt, " liegt vor ", " ist kürzer als ", " ist kleiner als "},
        {ConditionKind::le, " liegt nicht nach ", " ist höchstens ", " ist höchstens "},
        {ConditionKind::gt, " liegt nach ", " ist länger als ", " ist größer als "},
        {ConditionKind::ge, " liegt nicht vor ", " ist mindestens ", " ist mindestens "},
    });
    const auto found = std::find_if(kWords.begin(), kWords.end(),
                                    [&](const Words& one) { return one.kind == kind; });
    if (found == kWords.end()) return kind == ConditionKind::ne ? " ist nicht " : " ist ";
    if (operands.front().kind == OperandKind::duration) return found->duration;
    const bool is_age = operands.front().kind == OperandKind::age;
    return !is_age && is_day(operands.front()) ? found->day : found->other;
}

bool is_field(const Operand& operand) {
    return operand.kind == OperandKind::path && operand.path.what == PathWhat::field;
}

class Leaf {
public:
    Leaf(const Condition& condition, bool is_denied, ValueWords& values, const Speaker& speaker)
        : condition_(condition),
          is_denied_(is_denied),
          values_(values),
          speaker_(speaker),
          codes_(values.codes_of(condition.operands)) {}

    std::string text() {
        switch (condition_.kind) {
            case ConditionKind::eq:
            case ConditionKind::ne:
            case ConditionKind::lt:
            case ConditionKind::le:
            case ConditionKind::gt:
            case ConditionKind::ge: return comparison();
            case ConditionKind::present: return presence();
            case ConditionKind::valid_code:
                return value(0) + " gilt" + nicht() + " nach der Codeliste an dem Tag";
            case ConditionKind::cites: return citation();
            case ConditionKind::in_table: return table_row();
            case ConditionKind::holds:
                return "es liegt" + nicht() + " vor: " + values_.object(condition_.index);
            default: return list_test();
        }
    }

private:
    std::string value(std::size_t at) {
        return values_.value(condition_.operands[at], speaker_, codes_);
    }

    std::string nicht() const { return is_denied_ ? " nicht" : ""; }

    // That a fact has a day is that it has been told at all.
    std::string presence() {
        const Operand& operand = condition_.operands[0];
        const bool is_whole_fact = operand.kind == OperandKind::path &&
                                   operand.path.root == PathRoot::fact &&
                                   operand.path.what == PathWhat::occurred;
        if (!is_whole_fact) return value(0) + " ist" + nicht() + " angegeben";
        return (is_denied_ ? "nicht festgehalten: " : "festgehalten: ") +
               values_.fact(operand.path.fact);
    }

    std::string comparison() {
        const Operand& left = condition_.operands[0];
        const Operand& right = condition_.operands[1];
        const bool is_eq = condition_.kind == ConditionKind::eq;
        const bool is_equality = is_eq || condition_.kind == ConditionKind::ne;
        if (is_equality && right.kind == OperandKind::boolean) {
            return value(0) + (right.boolean == is_eq ? ": ja" : ": nein");
        }
        if (is_equality && right.kind == OperandKind::text && right.text.empty()) {
            return value(0) + (is_eq ? " ist leer" : " ist nicht leer");
        }
        const bool is_value = left.kind == OperandKind::path && left.path.what != PathWhat::number;
        if (is_equality && is_value && right.kind == OperandKind::path) return sameness(is_eq);
        return value(0) + std::string(order_words(condition_.kind, condition_.operands)) + value(1);
    }

    // Two values that the case tells, most of them numbers of things.
    std::string sameness(bool is_eq) {
        const Operand& left = condition_.operands[0];
        const Operand& right = condition_.operands[1];
        const bool is_left_own = left.path.root == speaker_.own;
        const std::string own = value(is_left_own ? 0 : 1);
        const Operand& other = is_left_own ? right : left;
        const bool is_one_field = is_field(left) && is_field(right) &&
                                  left.path.field == right.path.field &&
                                  left.path.inner == right.path.inner;
        const std::string where = is_one_field ? values_.where(other.path, speaker_) : "";
        const bool is_day_field = is_day(left) && is_day(right);
        const std::string same = own.starts_with("Kennung") ? "dieselbe"
                                 : is_day_field             ? "derselbe Tag"
                                                            : "dieselbe Angabe";
        const std::string another = own.starts_with("Kennung") ? "eine andere"
                                    : is_day_field             ? "ein anderer Tag"
                                                               : "eine andere Angabe";
        return own + " ist " + (is_eq ? same + " wie " : another + " als ") +
               (where.empty() ? value(is_left_own ? 1 : 0) : where);
    }

    std::string list_test() {
        const std::string left = value(0);
        const std::string right = value(1);
        const Operand& sought = condition_.operands[1];
        const bool is_written = sought.kind == OperandKind::texts;
        const bool is_one =
            sought.kind != OperandKind::param && (!is_written || sought.texts.size() == 1);
        switch (condition_.kind) {
            case ConditionKind::in:
                if (!is_written) return left + " steht" + nicht() + " in: " + right;
                return left + " ist " + (is_denied_ ? neither(condition_.operands[1]) : right);
            case ConditionKind::contains: return left + " enthält" + nicht() + " " + right;
            case ConditionKind::contains_all:
                return left + " enthält" + nicht() + " alles von: " + right;
            case ConditionKind::contains_any:
                return left + (is_denied_ ? " enthält nichts von: " : " enthält etwas von: ") +
                       right;
            case ConditionKind::contains_words: return left + std::string(words_in(is_one)) + right;
            default: break;
        }
        const bool is_searched =
            condition_.operands[0].kind == OperandKind::param && sought.kind == OperandKind::path;
        if (is_searched) return right + " kommt" + nicht() + " vor in: " + left;
        if (is_one) return left + " enthält" + nicht() + " die Zeichenfolge " + right;
        return left + (is_denied_ ? " enthält keine" : " enthält eine") +
               " Zeichenfolge von: " + right;
    }

    std::string_view words_in(bool is_one) const {
        if (is_one) return is_denied_ ? " enthält nicht als Wörter " : " enthält als Wörter ";
        return is_denied_ ? " enthält als Wörter nichts von: " : " enthält als Wörter etwas von: ";
    }

    // "weder „A“ noch „B“"
    std::string neither(const Operand& texts) {
        std::vector<std::string> all;
        for (const std::string& text : texts.texts) {
            Operand one;
            one.text = text;
            all.push_back(values_.value(one, speaker_, codes_));
        }
        return none_of(all);
    }

    static std::string none_of(const std::vector<std::string>& all) {
        return all.size() == 1 ? "nicht " + all.front() : "weder " + joined(all, "noch");
    }

    std::string citation() {
        std::vector<std::string> norms;
        for (const Norm& norm : condition_.norms) norms.push_back(norm_text(norm));
        std::string text =
            value(0) + " nennt " + (is_denied_ ? none_of(norms) : joined(norms, "oder"));
        if (!condition_.own_law.empty()) {
            text += " (ohne Angabe des Gesetzes: " + condition_.own_law + ')';
        }
        return text;
    }

    std::string table_row() {
        std::vector<std::string> cells;
        for (std::size_t i = 0; i < condition_.operands.size(); ++i) cells.push_back(value(i));
        return "in der Tabelle " + values_.table(condition_.index) + " stehen" + nicht() +
               " zusammen: " + joined(cells, "und");
    }

    const Condition& condition_;
    const bool is_denied_;
    ValueWords& values_;
    const Speaker& speaker_;
    const CodeList* codes_;
};

}  // namespace

std::string leaf_words(const Condition& condition, bool is_denied, ValueWords& values,
                       const Speaker& speaker) {
    return Leaf(condition, is_denied, values, speaker).text();
}

}  // namespace fallbuch::rules

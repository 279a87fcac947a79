#include "projections/rules/check_profile.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <string_view>

#include "core/calendar/period.h"
#include "projections/rules/check.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/check_verdicts.h"
#include "projections/rules/condition.h"
#include "projections/rules/definitions.h"
#include "projections/rules/uses.h"
#include "projections/rules/vocabulary.h"

namespace fallbuch::rules {
namespace {

std::vector<std::string> names_of(const std::set<TypeIndex>& types, const Vocabulary& vocabulary) {
    std::vector<std::string> names;
    for (const TypeIndex type : types) names.push_back(vocabulary.type_name(type));
    std::sort(names.begin(), names.end());
    return names;
}

std::string joined(const std::vector<std::string>& names, std::string_view between) {
    std::string text;
    for (const std::string& name : names) {
        text += (text.empty() ? "" : std::string(between)) + name;
    }
    return text;
}

std::set<TypeIndex> types_in(const Patterns& patterns) {
    std::set<TypeIndex> types;
    for (const Pattern& pattern : patterns) types.insert(pattern.type);
    return types;
}

// The formula of what is kept for one check.
class Keeping {
public:
    Keeping(const LintSubject& subject, const CompiledCheck& compiled)
        : subject_(subject), compiled_(compiled), check_(*compiled.check) {}

    std::string text() const {
        std::string text = activations();
        for (const std::string& more : {again(), targets(), ring(), bounds(), stops(), excuses()}) {
            if (!more.empty()) text += ", plus " + more;
        }
        return text;
    }

private:
    std::string names(const Patterns& patterns, std::string_view between) const {
        return joined(names_of(types_in(patterns), subject_.vocabulary), between);
    }

    std::string trigger() const {
        switch (check_.trigger) {
            case Trigger::all_events: return " per set of " + names(check_.on, " and ");
            case Trigger::end_of_object:
                return " per ended \"" + subject_.book.objects[check_.on_object].name + '"';
            case Trigger::repair: return " per breach of " + joined(repaired(), " or ");
            case Trigger::date:
            case Trigger::case_begins: return "";
            case Trigger::events: break;
        }
        return check_.nth == 0 ? " per " + names(check_.on, " or ") : "";
    }

    std::vector<std::string> repaired() const {
        std::vector<std::string> names;
        for (const Check& other : subject_.book.checks) {
            if (other.repair == check_.id) names.push_back(name_of(other));
        }
        return names;
    }

    std::string activations() const {
        std::string text = "1 activation" + trigger();
        const bool is_single = text == "1 activation";
        const std::string between = is_single ? " per " : " and ";
        if (check_.each_object) {
            return text + between + "open \"" + subject_.book.objects[*check_.each_object].name +
                   '"';
        }
        if (check_.each_item) return text + between + "item of its list";
        if (check_.count.window == CountWindow::tumbling && check_.kind == Template::count) {
            constexpr std::string_view kUnits[]{"month", "quarter", "half-year", "year"};
            return text + between + std::string(kUnits[static_cast<int>(check_.count.unit)]);
        }
        return is_single ? text + " in all" : text;
    }

    // What opens a duty anew that there was before.
    std::string again() const {
        std::vector<std::string> causes;
        if (!check_.superseded_by.empty()) {
            causes.push_back(names(check_.superseded_by, " or ") + " for each that stands");
        }
        const bool is_reactivated = std::any_of(
            check_.unless.begin(), check_.unless.end(),
            [](const Exception& one) { return one.holds.has_value() && one.reactivates; });
        if (is_reactivated) causes.emplace_back("end of a state that excepts it");
        const auto transition = check_.transition.value_or(subject_.book.transition);
        if (transition == Transition::restart_new) causes.emplace_back("change of the law");
        const bool slides =
            check_.kind == Template::count && check_.count.window == CountWindow::sliding;
        if (slides) causes.emplace_back("breach");
        return causes.empty() ? "" : "1 activation more per " + joined(causes, " and per ");
    }

    std::string targets() const {
        if (!compiled_.looks_back || check_.require.empty()) return "";
        Patterns all;
        for (const Patterns& group : check_.require)
            all.insert(all.end(), group.begin(), group.end());
        return "every " + names(all, " and ") + ", as it looks back";
    }

    std::string ring() const {
        const bool slides =
            check_.kind == Template::count && check_.count.window == CountWindow::sliding;
        if (!slides) return "";
        const CountBound& min = check_.count.min;
        const bool is_min = min.value || min.table;
        const CountBound& bound = is_min ? min : check_.count.max;
        return "a ring of " + number(bound) + (is_min ? "" : " and one more") + " targets";
    }

    std::string number(const CountBound& bound) const {
        if (bound.table)
            return "as many as \"" + subject_.book.tables[*bound.table].name + "\" says";
        if (bound.value->kind == OperandKind::param) {
            return "as many as \"" + subject_.book.params[bound.value->param].name + "\" says";
        }
        if (bound.value->kind != OperandKind::number) return "as many as asked for";
        return std::to_string(static_cast<long long>(bound.value->number));
    }

    // Of a number that may be another one on other days of the window.
    std::string bounds() const {
        const auto& key = check_.count.min.key;
        const bool changes = check_.count.is_prorata && key && key->kind == OperandKind::path &&
                             key->path.root == PathRoot::fact;
        if (!changes) return "";
        return "1 number per " + names(subject_.book.facts[key->path.fact].events, " or ");
    }

    std::string stops() const {
        if (check_.suspend.empty()) return "";
        Patterns begins;
        for (const Suspension& one : check_.suspend) begins.push_back(one.from);
        return "1 stop per " + names(begins, " or ");
    }

    // What excuses may lie before what it excuses, if only on the same bare day.
    std::string excuses() const {
        std::vector<std::string> all;
        for (const Excuse& one : check_.excuse) {
            const std::string last = one.earlier ? text_of(*one.earlier) : "day";
            all.push_back("every " + names({one.event}, "") + " of the last " + last);
        }
        return joined(all, " and ");
    }

    std::string text_of(const Length& length) const {
        if (length.param) return '"' + subject_.book.params[*length.param].name + '"';
        if (length.civil) return period_text(*length.civil);
        return std::to_string(*length.elapsed_seconds) + " seconds";
    }

    const LintSubject& subject_;
    const CompiledCheck& compiled_;
    const Check& check_;
};

std::set<TypeIndex> types_read(const LintSubject& subject, const CompiledCheck& compiled) {
    const Check& check = *compiled.check;
    std::set<TypeIndex> types = uses_of(check, subject.book).types;
    const auto add = [&](const Patterns& patterns) { types.merge(types_in(patterns)); };
    if (compiled.has_default_end) add(subject.book.closing);
    const bool may_be_justified = check.type == DutyType::should || check.type == DutyType::may;
    if (may_be_justified && subject.book.waivers) add(subject.book.waivers->events);
    return types;
}

std::vector<std::pair<std::string, std::string>> final_when(const LintSubject& subject,
                                                            const CompiledCheck& compiled) {
    const Check& check = *compiled.check;
    const CheckVerdicts verdicts(check, subject);
    const bool may_be_justified = check.type == DutyType::should || check.type == DutyType::may;
    std::string unless_planned;
    if (!check.planned_by.empty()) {
        const std::set<TypeIndex> planned(check.planned_by.begin(), check.planned_by.end());
        unless_planned = ", but not while the day is only planned (" +
                         joined(names_of(planned, subject.vocabulary), ", ") + ')';
    }
    // Nobody attests that nothing was attested.
    const bool may_be_attested =
        check.kind == Template::attestation && !check.that && check.is_perdurant;
    const std::string violated =
        may_be_attested ? "with the target, if it comes later than due" : verdicts.violated_when();
    const std::string justified = "not final, as it may be justified; it comes out " + violated;
    const bool is_open = may_be_justified && verdicts.may_be_violated();
    std::vector<std::pair<std::string, std::string>> all;
    if (compiled.asks_hindsight) {
        constexpr std::string_view kNever = "not final, as more may be told of its objects; ";
        all.emplace_back("satisfied", std::string(kNever) + verdicts.satisfied_when());
        all.emplace_back("violated", std::string(kNever) + violated);
        return all;
    }
    all.emplace_back("satisfied", verdicts.satisfied_when() + unless_planned);
    all.emplace_back("violated", is_open ? justified : violated + unless_planned);
    if (may_be_attested) {
        all.emplace_back("undetermined", "not final, as it may be attested yet");
    } else {
        all.emplace_back("undetermined", may_be_justified ? "not final" : "as violated is");
    }
    if (!check.unless.empty()) all.emplace_back("not_applicable", "with the exception");
    if (may_be_justified && subject.book.waivers) {
        all.emplace_back("waived", "with the justification");
    } else if (!check.excuse.empty()) {
        all.emplace_back("waived", decides_at_once(check) ? "when the time for an excuse has passed"
                                                          : "as violated would be");
    }
    return all;
}

}  // namespace

CheckProfile profile_of(const LintSubject& subject, const CompiledCheck& compiled) {
    const Check& check = *compiled.check;
    CheckProfile profile;
    profile.place = check.place;
    profile.check = name_of(check);
    profile.reads = names_of(types_read(subject, compiled), subject.vocabulary);
    const Uses uses = with_definitions(uses_of(check, subject.book), subject.book);
    for (const std::uint16_t fact : uses.facts) {
        profile.recalls.push_back("fact " + subject.book.facts[fact].name);
    }
    for (const std::uint16_t object : uses.objects) {
        profile.recalls.push_back("object " + subject.book.objects[object].name);
    }
    profile.keeps = Keeping(subject, compiled).text();
    profile.final_when = final_when(subject, compiled);
    return profile;
}

std::vector<MemoryProfile> memory_of(const LintSubject& subject) {
    std::vector<MemoryProfile> all;
    for (const Fact& fact : subject.book.facts) {
        std::set<TypeIndex> types = types_in(fact.events);
        const std::string told = joined(names_of(types, subject.vocabulary), " or ");
        types.merge(types_in(fact.cleared_by));
        all.push_back({"fact " + fact.name, names_of(types, subject.vocabulary),
                       fact.counts ? "1 number" : "the newest " + told});
    }
    for (const ObjectKind& kind : subject.book.objects) {
        std::set<TypeIndex> types = types_in(kind.opened_by);
        const std::string opened = joined(names_of(types, subject.vocabulary), " or ");
        types.merge(types_in(kind.updated_by));
        const std::string told = joined(names_of(types, subject.vocabulary), " and ");
        types.merge(types_in(kind.closed_by));
        all.push_back({"object " + kind.name, names_of(types, subject.vocabulary),
                       "1 object per " + opened + ", and every " + told + " of it"});
    }
    return all;
}

}  // namespace fallbuch::rules

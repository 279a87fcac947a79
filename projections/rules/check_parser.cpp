#include "projections/rules/check_parser.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/calendar/timestamp.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/check_parts_parser.h"
#include "projections/rules/check_shape.h"
#include "projections/rules/condition.h"
#include "projections/rules/condition_parser.h"
#include "projections/rules/definitions_parser.h"
#include "projections/rules/explanation_parser.h"
#include "projections/rules/members.h"
#include "projections/rules/operand_parser.h"
#include "projections/rules/path_parser.h"
#include "projections/rules/possible_check.h"
#include "projections/rules/value_types.h"
#include "projections/rules/window_parser.h"

namespace fallbuch::rules {
namespace {

template <typename Value>
void append(std::vector<Value> from, std::vector<Value>& to) {
    std::move(from.begin(), from.end(), std::back_inserter(to));
}

class CheckParser {
public:
    CheckParser(const JsonNode& node, const CalendarRules& calendar, Names& names)
        : names_(names), calendar_(calendar), members_(node, "a rule", names.faults) {
        check_.place = node.place;
    }

    Check parse() {
        read_head();
        read_trigger();
        read_supersession();
        read_scope();
        read_each();
        read_demand();
        read_window();
        read_exceptions();
        if (const JsonNode* count = members_.find("count")) {
            check_.count = parse_count(*count, roots_, names_);
        }
        read_ids();
        if (const JsonNode* explain = members_.find("explain")) {
            check_.explain = parse_explanations(*explain, roots_with_target(), names_);
            check_.told_facts = facts_in(check_.explain);
        }
        members_.finish();
        check_shape(check_, names_.faults);
        check_possible(check_, names_.params, window_, names_.faults);
        return std::move(check_);
    }

private:
    void fail(TextPlace place, std::string what) { names_.faults.add(place, std::move(what)); }

    void read_head() {
        check_.id = members_.required_text("id");
        check_.part = members_.text("part");
        for (const std::string& name : {check_.id, check_.part}) {
            if (name.find_first_of(" /@+.") == std::string::npos) continue;
            fail(check_.place, "an id has no blanks and none of /@+. in it (" + name + ")");
        }
        check_.title = members_.required_text("title");
        check_.statement = members_.required_text("statement");
        const auto type = members_.choice("type", {"M", "S", "K", "I", "D"});
        if (!type) members_.require("type");
        check_.type = static_cast<DutyType>(type.value_or(0));
        members_.choice("grade", {"A", "T", "H"});
        check_.grade = members_.text("grade");
        if (const auto severity =
                members_.choice("severity", {"hinweis", "pruefen", "auffaelligkeit", "mangel"})) {
            check_.severity = static_cast<Severity>(*severity);
        }
        if (const auto kind = members_.choice(
                "transition", {"keep_old_version", "restart_new", "close_lapsed", "gap"})) {
            check_.transition = static_cast<Transition>(*kind);
        }
        if (const JsonNode* valid = members_.find("valid")) {
            for (const JsonNode* one : one_or_many(*valid)) {
                const Validity period = parse_validity(*one, names_.faults);
                const bool is_twice = !(period.from && period.to && *period.to < *period.from) &&
                                      std::ranges::any_of(check_.valid, [&](const Validity& other) {
                                          return have_common_day(period, other);
                                      });
                if (is_twice) {
                    fail(one->place,
                         "holds on days on which another period of the rule holds, too");
                }
                check_.valid.push_back(period);
            }
        }
        members_.text("note");
        check_.embodies = members_.texts("embodies");
        if (const JsonNode* cites = members_.find("cite", JsonKind::array)) {
            for (const JsonNode& one : cites->items) {
                check_.cites.push_back(parse_citation(one, names_.faults));
            }
        }
        read_template();
    }

    void read_template() {
        const auto kind = members_.choice("template", {"invariant",
                                                       "attestation",
                                                       "since",
                                                       "response",
                                                       "precedence",
                                                       "responded_existence",
                                                       "not_response",
                                                       "existence",
                                                       "absence",
                                                       "exactly",
                                                       "init",
                                                       "end",
                                                       "count",
                                                       "forall_exists",
                                                       "chain_response",
                                                       "chain_precedence",
                                                       "alternate_response",
                                                       "alternate_precedence",
                                                       "not_co_existence",
                                                       "succession",
                                                       "chain_succession",
                                                       "alternate_succession",
                                                       "co_existence"});
        if (!kind) members_.require("template");
        check_.kind = static_cast<Template>(kind.value_or(0));
    }

    void read_trigger() {
        const JsonNode* on = members_.find("on");
        if (on == nullptr) {
            check_.trigger = Trigger::case_begins;
            return;
        }
        const bool is_special = on->is(JsonKind::object) && on->find("type") == nullptr &&
                                on->find("any") == nullptr && on->items.size() == 1;
        if (!is_special) {
            check_.on = parse_patterns(*on, 'a', {}, names_);
        } else {
            read_special_trigger(on->members.front(), on->items.front());
        }
        roots_.activation = types_of(check_.on);
        if (const JsonNode* nth = members_.find("nth", JsonKind::integer)) {
            constexpr std::int64_t kNthMax = 1'000'000;
            const bool is_right = nth->integer >= 1 && nth->integer <= kNthMax;
            if (!is_right) fail(nth->place, "\"nth\" counts from 1, to a million");
            check_.nth = static_cast<std::uint32_t>(is_right ? nth->integer : 1);
        }
    }

    void read_special_trigger(const JsonNode::Member& name, const JsonNode& value) {
        if (name.name == "all") {
            check_.trigger = Trigger::all_events;
            check_.on = parse_patterns(value, 'a', {}, names_);
        } else if (name.name == "date") {
            check_.trigger = Trigger::date;
            if (const auto day = day_of_node(value, names_.faults)) check_.on_day = *day;
        } else if (name.name == "ended") {
            check_.trigger = Trigger::end_of_object;
            const auto index = index_of(names_.objects, value.text);
            if (!index) fail(value.place, "no object has this name (" + value.text + ")");
            check_.on_object = index.value_or(0);
            roots_.object = index;
        } else if (name.name == "repair") {
            check_.trigger = Trigger::repair;
            if (!value.is(JsonKind::boolean) || !value.boolean) {
                fail(value.place, "a repair is written as {\"repair\": true}");
            }
        } else {
            fail(name.place, "nothing is activated by \"" + name.name + "\"");
        }
    }

    void read_supersession() {
        const JsonNode* supersede = members_.find("supersede");
        const JsonNode* in_time = members_.find("supersede_in_time", JsonKind::boolean);
        check_.is_superseded_in_time = in_time != nullptr && in_time->boolean;
        if (supersede == nullptr) {
            if (in_time != nullptr) fail(in_time->place, "there is no \"supersede\"");
            return;
        }
        check_.superseded_by = parse_patterns(*supersede, 'x', roots_, names_);
        roots_.other = types_of(check_.superseded_by);
    }

    void read_governing() {
        const JsonNode* governs = members_.find("governs_by", JsonKind::text);
        if (governs == nullptr || governs->text == "activation.occurred") return;
        check_.governs_by_due = governs->text == "due";
        if (check_.governs_by_due) return;
        if (is_path(governs->text) || parse_day(governs->text)) {
            check_.governs_by = parse_operand_of(kDayType, *governs, roots_, names_);
        } else {
            fail(governs->place,
                 "a rule is governed by activation.occurred, due, a day or a path (" +
                     governs->text + ")");
        }
    }

    void read_scope() {
        if (const JsonNode* anchor = members_.find("anchor")) {
            check_.anchor = parse_operand_of(kDayType, *anchor, roots_, names_);
        }
        if (const JsonNode* planned = members_.find("planned")) {
            check_.planned_by = types_of(parse_patterns(*planned, 'x', {}, names_));
        }
        read_governing();
        const JsonNode* scope = members_.find("scope");
        if (scope == nullptr) return;
        Members inner(*scope, "a scope", names_.faults);
        if (const JsonNode* where = inner.find("where")) {
            check_.where = parse_condition(*where, roots_, names_);
        }
        if (const JsonNode* from = inner.find("from")) {
            check_.scope_from = parse_patterns(*from, 'x', {}, names_);
        }
        if (const JsonNode* to = inner.find("to")) {
            check_.scope_to = parse_patterns(*to, 'x', {}, names_);
        }
        if (const JsonNode* until = inner.find("until")) {
            check_.scope_until = parse_operand_of(kDayType, *until, roots_, names_);
        }
        inner.finish();
    }

    void read_each() {
        const JsonNode* each = members_.find("each");
        if (each == nullptr) return;
        Members inner(*each, "\"each\"", names_.faults);
        const JsonNode* object = inner.find("object", JsonKind::text);
        const JsonNode* items = inner.find("items", JsonKind::text);
        const JsonNode* where = inner.find("where");
        inner.finish();
        if ((object == nullptr) == (items == nullptr)) {
            return fail(each->place, "\"each\" has either \"object\" or \"items\"");
        }
        if (object != nullptr) {
            check_.each_object = index_of(names_.objects, object->text);
            if (!check_.each_object) {
                return fail(object->place, "no object has this name (" + object->text + ")");
            }
            roots_.object = check_.each_object;
        } else {
            check_.each_item = parse_operand_of(kListType, *items, roots_, names_);
            if (check_.each_item->kind != OperandKind::path) {
                return fail(items->place, "\"items\" is a path to a list (" + items->text + ")");
            }
            roots_.has_item = true;
            roots_.items = checks_of_items(check_.each_item->path, roots_, names_);
        }
        if (where != nullptr) check_.each_where = parse_condition(*where, roots_, names_);
    }

    void read_demand() {
        if (const JsonNode* that = members_.find("that")) {
            check_.that = parse_condition(*that, roots_, names_);
        }
        if (const JsonNode* require = members_.find("require")) read_require(*require);
        if (const auto basis = members_.choice("basis", {"occurred", "recorded"})) {
            check_.basis_recorded = *basis == 1;
        }
        check_.consumes_one = members_.choice("consume", {"one", "all"}) == std::size_t{0};
        const JsonNode* obligation = members_.find("obligation");
        if (obligation == nullptr) return;
        Members inner(*obligation, "an obligation", names_.faults);
        const auto kind = inner.choice("kind", {"achievement", "maintenance", "preemptive"});
        check_.is_maintenance = kind == std::size_t{1};
        check_.is_preemptive = kind == std::size_t{2};
        check_.is_perdurant = inner.boolean("perdurant", true);
        inner.finish();
    }

    void read_require(const JsonNode& node) {
        const JsonNode* all = node.is(JsonKind::object) ? node.find("all") : nullptr;
        if (all == nullptr) {
            check_.require.push_back(parse_patterns(node, 't', roots_, names_));
            return;
        }
        constexpr std::size_t kTargetsMax = 16;
        if (!all->is(JsonKind::array) || all->items.empty() || all->items.size() > kTargetsMax) {
            return fail(all->place, "\"all\" is a list of 1 to 16 targets");
        }
        for (const JsonNode& one : all->items) {
            check_.require.push_back(parse_patterns(one, 't', roots_, names_));
        }
    }

    void read_window() {
        check_.within.calendar = calendar_;
        if (const JsonNode* within = members_.find("within")) {
            check_.within = parse_window(*within, calendar_, roots_, names_);
            window_ = within->place;
        }
        if (const JsonNode* within = members_.find("record_within")) {
            check_.within.before = parse_length(*within, names_);
            window_ = within->place;
            check_.basis_recorded = true;
        }
        if (const JsonNode* suspend = members_.find("suspend", JsonKind::array)) {
            for (const JsonNode& one : suspend->items) {
                if (auto pair = parse_suspension(one, roots_, names_)) {
                    check_.suspend.push_back(std::move(*pair));
                }
            }
        }
    }

    void read_exceptions() {
        if (const JsonNode* unless = members_.find("unless")) {
            for (const JsonNode* one : one_or_many(*unless)) {
                append(parse_exception(*one, roots_, names_), check_.unless);
            }
        }
        if (const JsonNode* excuse = members_.find("excuse")) {
            for (const JsonNode* one : one_or_many(*excuse)) {
                append(parse_excuse(*one, roots_, names_), check_.excuse);
            }
        }
        if (const JsonNode* repair = members_.find("repair")) {
            Members inner(*repair, "a repair", names_.faults);
            check_.repair = inner.required_text("rule");
            inner.finish();
        }
    }

    void read_ids() {
        const JsonNode* ids = members_.find("ids");
        if (ids == nullptr) return;
        Members inner(*ids, "\"ids\"", names_.faults);
        if (const JsonNode* key = inner.require("key")) {
            check_.ids_key = parse_operand(*key, roots_, names_);
        }
        if (const JsonNode* of = inner.require("of", JsonKind::object)) {
            for (std::size_t i = 0; i < of->items.size(); ++i) {
                const JsonNode& id = of->items[i];
                if (!id.is(JsonKind::text)) fail(id.place, "the id of a rule is a text");
                check_.ids.emplace(of->members[i].name, id.text);
            }
        }
        inner.finish();
    }

    Roots roots_with_target() const {
        Roots roots = roots_;
        for (const Patterns& patterns : check_.require) {
            const TypeSet types = types_of(patterns);
            roots.target.insert(roots.target.end(), types.begin(), types.end());
        }
        return roots;
    }

    Names& names_;
    const CalendarRules& calendar_;
    Members members_;
    Roots roots_;
    Check check_;
    TextPlace window_;  // of `within`
};

}  // namespace

Check parse_check(const JsonNode& node, const CalendarRules& calendar, Names& names) {
    return CheckParser(node, calendar, names).parse();
}

}  // namespace fallbuch::rules

#include "projections/rules/rulebook_parser.h"

#include <cstddef>
#include <set>
#include <utility>
#include <vector>

#include "core/base/bytes.h"
#include "core/codec/digest.h"
#include "projections/rules/amendment.h"
#include "projections/rules/check.h"
#include "projections/rules/check_parser.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/check_parts_parser.h"
#include "projections/rules/condition.h"
#include "projections/rules/condition_parser.h"
#include "projections/rules/definitions_parser.h"
#include "projections/rules/elementary_checks.h"
#include "projections/rules/json_text.h"
#include "projections/rules/members.h"
#include "projections/rules/names.h"
#include "projections/rules/operand_parser.h"
#include "projections/rules/parameter_check.h"
#include "projections/rules/parameter_gaps.h"
#include "projections/rules/repair_check.h"
#include "projections/rules/value_types.h"
#include "projections/rules/window_parser.h"

namespace fallbuch::rules {
namespace {

constexpr int kAmendmentsMax = 8;

class RulebookReader {
public:
    RulebookReader(const JsonNode& root, Vocabulary& vocabulary, RulebookFaults& faults)
        : members_(root, "a rulebook", faults), names_{vocabulary, faults}, faults_(faults) {}

    Rulebook read() {
        read_head();
        read_sections();
        read_application();
        if (const JsonNode* rules = members_.require("rules", JsonKind::array)) {
            for (const JsonNode& rule : rules->items) read_rule(rule);
        }
        read_unchecked();
        members_.finish();
        check_rules();
        book_.params = std::move(names_.params);
        book_.tables = std::move(names_.tables);
        book_.facts = std::move(names_.facts);
        book_.objects = std::move(names_.objects);
        book_.actor_types = std::move(names_.actor_types);
        check_parameters(book_, faults_);
        if (faults_.none()) check_parameter_gaps(book_, faults_);
        return std::move(book_);
    }

private:
    void read_head() {
        book_.id = members_.required_text("rulebook");
        book_.version = members_.required_text("version");
        book_.title = members_.required_text("title");
        members_.text("$schema");  // for editors
        members_.text("note");
        book_.published = members_.day("published");
        members_.choice("events", {"casework", "log"});
        members_.find("amends");
        if (const JsonNode* valid = members_.find("valid")) {
            book_.valid = parse_validity(*valid, faults_);
        }
        if (const auto kind = members_.choice(
                "transition", {"keep_old_version", "restart_new", "close_lapsed", "gap"})) {
            book_.transition = static_cast<Transition>(*kind);
        }
        book_.supersedes = members_.texts("supersedes");
        book_.scenario_files = members_.texts("scenarios");
    }

    void read_unchecked() {
        const JsonNode* rows = members_.find("unchecked", JsonKind::array);
        if (rows == nullptr) return;
        for (const JsonNode& one : rows->items) {
            Members inner(one, "a row without a check", faults_);
            UncheckedRow row;
            row.id = inner.required_text("id");
            row.title = inner.required_text("title");
            row.statement = inner.required_text("statement");
            inner.choice("grade", {"A", "T", "H"});
            row.grade = inner.text("grade");
            row.reason = inner.required_text("reason");
            if (const JsonNode* cites = inner.find("cite", JsonKind::array)) {
                for (const JsonNode& cite : cites->items) {
                    row.cites.push_back(parse_citation(cite, faults_));
                }
            }
            inner.finish();
            book_.unchecked.push_back(std::move(row));
        }
    }

    // The calendar may take its place from a parameter, and months need its rounding.
    void read_sections() {
        const JsonNode* calendar = members_.find("calendar");
        names_.rounds_months = calendar != nullptr && calendar->find("month_round") != nullptr;
        if (const JsonNode* params = members_.find("params")) parse_params(*params, names_);
        if (const JsonNode* tables = members_.find("tables")) parse_tables(*tables, names_);
        if (const JsonNode* facts = members_.find("facts")) parse_facts(*facts, names_);
        if (const JsonNode* objects = members_.find("objects")) parse_objects(*objects, names_);
        if (calendar != nullptr) book_.calendar = parse_calendar(*calendar, {}, names_);
    }

    void read_application() {
        if (const auto by = members_.choice("applies", {"by_validity", "by_activation"})) {
            book_.applies_by_activation = *by == 1;
        }
        if (const JsonNode* unit = members_.find("unit")) {
            book_.unit = parse_operand(*unit, {}, names_);
        } else if (book_.applies_by_activation) {
            members_.require("unit");
        }
        if (const JsonNode* where = members_.find("where")) {
            book_.where = parse_condition(*where, {}, names_);
        }
        if (const JsonNode* closing = members_.find("closing")) {
            book_.closing = parse_patterns(*closing, 'x', {}, names_);
        }
        if (const JsonNode* waivers = members_.find("waivers")) read_waivers(*waivers);
        const JsonNode* governs = members_.find("governs_by", JsonKind::text);
        if (governs == nullptr) return;
        book_.governs_by_due = governs->text == "due";
        if (!book_.governs_by_due && governs->text != "activation.occurred") {
            faults_.add(governs->place,
                        "a rulebook governs by activation.occurred or due; an "
                        "attribute can only be named by a rule");
        }
    }

    void read_waivers(const JsonNode& node) {
        Waivers waivers;
        Members inner(node, "\"waivers\"", faults_);
        if (const JsonNode* events = inner.require("event")) {
            waivers.events = parse_patterns(*events, 'e', {}, names_);
        }
        Roots roots;
        roots.own = types_of(waivers.events);
        const auto read = [&](std::string_view name, ValueTypes types, Operand& operand) {
            const JsonNode* part = inner.require(name);
            if (part != nullptr) operand = parse_operand_of(types, *part, roots, names_);
        };
        read("rule", kWordTypes, waivers.rule);
        read("from", kDayType, waivers.from);
        read("to", kDayType, waivers.to);
        inner.finish();
        book_.waivers = std::move(waivers);
    }

    // A rule is one check, or a list of checks that share what it says.
    void read_rule(const JsonNode& rule) {
        const JsonNode* checks = rule.find("checks");
        if (checks == nullptr) return read_check(rule);
        JsonNode shared = rule;
        for (std::size_t i = 0; i < shared.members.size(); ++i) {
            if (shared.members[i].name != "checks") continue;
            shared.members.erase(shared.members.begin() + static_cast<std::ptrdiff_t>(i));
            shared.items.erase(shared.items.begin() + static_cast<std::ptrdiff_t>(i));
            break;
        }
        if (!checks->is(JsonKind::array) || checks->items.empty()) {
            return faults_.add(checks->place, "\"checks\" is a list of checks");
        }
        for (const JsonNode& check : checks->items) {
            if (!check.is(JsonKind::object)) {
                faults_.add(check.place,
                            "a check is an object, not " + std::string(kind_name(check.kind)));
                continue;
            }
            JsonNode whole = overlaid(shared, check);
            whole.place = check.place;
            read_check(whole);
        }
    }

    void read_check(const JsonNode& node) {
        const JsonNode* readings = node.find("readings");
        if (readings == nullptr) return add(parse_check(node, book_.calendar, names_));
        JsonNode first = node;
        const auto at = static_cast<std::ptrdiff_t>(readings - node.items.data());
        first.members.erase(first.members.begin() + at);
        first.items.erase(first.items.begin() + at);
        const std::size_t main = book_.checks.size();
        add(parse_check(first, book_.calendar, names_));
        for (const JsonNode* one : one_or_many(*readings)) {
            Members inner(*one, "another reading", faults_);
            const std::string title = inner.required_text("title");
            const JsonNode* change = inner.require("rule", JsonKind::object);
            inner.finish();
            if (change == nullptr) continue;
            Check other = parse_check(overlaid(first, *change), book_.calendar, names_);
            other.reading_of = main;
            other.reading = title;
            book_.checks.push_back(std::move(other));
        }
    }

    void add(Check check) {
        for (Check& one : elementary(std::move(check))) book_.checks.push_back(std::move(one));
    }

    void check_rules() {
        std::set<std::pair<std::string, std::string>> known;
        for (const Check& check : book_.checks) {
            if (check.reading_of) continue;
            if (!known.emplace(check.id, check.part).second) {
                faults_.add(check.place, "a rule " + check.id +
                                             (check.part.empty() ? "" : ", " + check.part) +
                                             " is there already");
            }
        }
        check_repairs(book_.checks, faults_);
    }

    Members members_;
    Names names_;
    RulebookFaults& faults_;
    Rulebook book_;
};

// The text with what it amends in it.
std::optional<JsonNode> whole_text(std::string_view text, const FindText& find,
                                   RulebookFaults& faults, int depth) {
    JsonParsed parsed = parse_json_text(text);
    if (parsed.fault) {
        faults.add(parsed.fault->place, parsed.fault->what);
        return std::nullopt;
    }
    const JsonNode* amends = parsed.root.find("amends");
    if (amends == nullptr) return std::move(parsed.root);
    Members members(*amends, "an amendment", faults);
    const std::string id = members.required_text("rulebook");
    const std::string version = members.required_text("version");
    members.find("without", JsonKind::array);
    members.day("as_of");
    members.finish();
    if (depth == kAmendmentsMax) {
        faults.add(amends->place, "rulebooks amend one another in a circle");
        return std::nullopt;
    }
    const auto base_text = find(id, version);
    if (!base_text) {
        faults.add(amends->place, "there is no rulebook " + id + " in version " + version);
        return std::nullopt;
    }
    const auto base = whole_text(*base_text, find, faults, depth + 1);
    if (!base) return std::nullopt;
    return amended(*base, parsed.root, faults);
}

}  // namespace

ParsedRulebook parse_rulebook(std::string_view text, Vocabulary& vocabulary, const FindText& find) {
    ParsedRulebook out;
    const auto root = whole_text(text, find, out.faults, 0);
    if (!root) return out;
    out.rulebook = RulebookReader(*root, vocabulary, out.faults).read();
    out.rulebook.digest = sha256(as_bytes(canonical_text(*root)));
    return out;
}

EventsOf events_of(std::string_view text) {
    const JsonParsed parsed = parse_json_text(text);
    const JsonNode* events = parsed.root.find("events");
    const bool is_log = events != nullptr && events->text == "log";
    return is_log ? EventsOf::log : EventsOf::casework;
}

}  // namespace fallbuch::rules

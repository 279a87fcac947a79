#include "projections/rules/office_reader.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/calendar/civil_day.h"
#include "core/codec/record.h"
#include "core/events/decoded_event.h"
#include "core/events/event_type.h"
#include "core/storage/record_source.h"
#include "core/storage/segment.h"
#include "projections/engine/batch_walk.h"
#include "projections/rules/calendars.h"
#include "projections/rules/case_evaluator.h"
#include "projections/rules/case_event.h"
#include "projections/rules/condition.h"
#include "projections/rules/definitions.h"
#include "projections/rules/evaluation.h"
#include "projections/rules/memory.h"
#include "projections/rules/memory_keeper.h"
#include "projections/rules/names.h"
#include "projections/rules/parameter_check.h"
#include "projections/rules/parameters.h"
#include "projections/rules/value.h"
#include "projections/rules/vocabulary.h"

namespace fallbuch::rules {
namespace {

constexpr std::string_view kActivated = "RuleSetActivated";
constexpr std::string_view kRetired = "RuleSetRetired";
constexpr std::string_view kChanged = "ParameterChanged";

// A field of an event by its names, read without a rulebook.
Value field(const DecodedEvent& event, const std::vector<std::string>& names, bool is_date) {
    const auto number = event.type->number_of(names.front());
    const DecodedField* found = number ? event.find(*number) : nullptr;
    if (found == nullptr) return {};
    const bool is_whole = names.size() == 1;
    const Value whole = value_of_cbor(found->value, is_date && is_whole);
    return is_whole ? whole : inner_value(whole, std::span(names).subspan(1), is_date);
}

std::string text(const DecodedEvent& event, const char* name) {
    return std::string(field(event, {name}, false).text);
}

std::optional<CivilDay> day(const DecodedEvent& event, const std::vector<std::string>& names) {
    const Value value = field(event, names, true);
    return value.kind == ValueKind::day ? std::optional(value.day) : std::nullopt;
}

std::vector<std::string> units(const DecodedEvent& event) {
    std::vector<std::string> units;
    each_item(field(event, {"scope", "units"}, false), [&](const Value& unit) {
        units.emplace_back(unit.text);
        return true;
    });
    return units;
}

// Does its scope narrow it by more than units? Without any scope it holds everywhere.
bool is_beyond_units(const DecodedEvent& event) {
    const bool has_scope = field(event, {"scope"}, false).is_known();
    const auto narrows = [&](const char* name) {
        return field(event, {"scope", name}, false).is_known();
    };
    return has_scope && (units(event).empty() || narrows("teams") || narrows("legalCircles") ||
                         narrows("orgTypes"));
}

// Without a day of its own it holds from the day on which it was said.
Validity validity(const DecodedEvent& event, CivilDay said) {
    const auto from = day(event, {"validity", "from"});
    return {from ? from : std::optional(said), day(event, {"validity", "to"})};
}

void retire(const DecodedEvent& event, CivilDay said, Office& office) {
    const CivilDay last = day(event, {"to"}).value_or(said);
    const auto where = units(event);
    const std::string version = text(event, "version");
    const auto is_named = [&](const std::string& unit) {
        return where.empty() || std::ranges::count(where, unit) != 0;
    };
    std::vector<Application> ended;
    for (Application& one : office.applications) {
        const bool is_meant = one.rulebook == text(event, "ruleSetId") &&
                              (version.empty() || one.version == version) &&
                              (!one.valid.to || last < *one.valid.to);
        if (!is_meant) continue;
        Application part = one;
        part.valid.to = last;
        std::erase_if(part.units, [&](const std::string& unit) { return !is_named(unit); });
        std::erase_if(one.units, is_named);
        // What holds everywhere ends as a whole only.
        const bool is_whole = part.units.empty() ? where.empty() : one.units.empty();
        if (is_whole) one = part;
        if (!is_whole && !part.units.empty()) ended.push_back(std::move(part));
    }
    office.applications.insert(office.applications.end(), ended.begin(), ended.end());
}

// What it sets, read as every version of the rulebook that has the parameter would write it. The
// changes of a rulebook that is not judged by concern nobody.
Result<std::optional<Operand>> changed_value(const ParameterChange& change, std::string_view text,
                                             const RuleSet& rules) {
    std::optional<Operand> value;
    bool is_of_rulebook = false;
    for (const auto& book : rules.books()) {
        if (book->id != change.rulebook) continue;
        is_of_rulebook = true;
        const auto index = index_of(book->params, change.parameter);
        if (!index) continue;
        ASSIGN_OR_RETURN(value, read_parameter(*book, *index, text));
    }
    if (is_of_rulebook && !value) return Error{ErrorCode::invalid, "it has no such parameter"};
    if (change.valid.to && *change.valid.to < *change.valid.from) {
        return Error{ErrorCode::invalid, "it ends before it begins"};
    }
    return value;
}

Status change(const DecodedEvent& event, CivilDay said, const RuleSet& rules, Office& office) {
    ParameterChange change{text(event, "ruleSetId"),
                           text(event, "parameter"),
                           validity(event, said),
                           units(event),
                           {}};
    const std::string written = text(event, "value");
    auto value = changed_value(change, written, rules);
    if (!value) {
        return Error{ErrorCode::invalid, "parameter " + change.parameter + " of " +
                                             change.rulebook + " is not \"" + written +
                                             "\": " + value.error().message};
    }
    if (!*value) return {};
    change.value = **std::move(value);
    office.changes.push_back(std::move(change));
    return {};
}

// Fails for a word that means nothing, and takes nothing from it then.
Status take(const DecodedEvent& event, CivilDay said, const RuleSet& rules, Office& office) {
    const std::string& name = event.type->name();
    if (name == kActivated) {
        office.applications.push_back({text(event, "ruleSetId"), text(event, "version"),
                                       units(event), validity(event, said)});
    } else if (name == kRetired) {
        retire(event, said, office);
    } else if (name == kChanged) {
        return change(event, said, rules, office);
    }
    return {};
}

// The types of events ("de.fallbuch.ruleset.activated") that concern the office, as far as these
// rules ask.
std::set<std::string, std::less<>> office_types(const RuleSet& rules) {
    std::set<std::string, std::less<>> types;
    const auto add = [&](TypeIndex type) {
        const EventType* const described = rules.vocabulary().describe(type);
        if (described != nullptr) types.insert(described->type());
    };
    for (const std::string_view name : {kActivated, kRetired, kChanged}) {
        if (const auto type = rules.vocabulary().known_type(name)) add(*type);
    }
    for (const auto& book : rules.books()) {
        for (const ObjectKind& kind : book->objects) {
            if (!kind.is_of_office) continue;
            for (const TypeIndex type : types_of(kind)) add(type);
        }
    }
    return types;
}

// Where events of these types stand, found on all cores.
Result<std::vector<Position>> positions_of(RecordSource& records,
                                           const std::set<std::string, std::less<>>& types) {
    const unsigned threads = std::max(1U, std::thread::hardware_concurrency());
    const std::uint64_t count = records.count();
    std::vector<std::vector<Position>> found(threads);
    RETURN_IF_ERROR(in_parallel(threads, [&](unsigned i) {
        return records.scan(Position{count * i / threads}, Position{count * (i + 1) / threads},
                            [&](Position position, const FrameView& frame) -> Status {
                                ASSIGN_OR_RETURN(const auto type, decode_type(frame.header));
                                if (types.contains(type)) found[i].push_back(position);
                                return {};
                            });
    }));
    std::vector<Position> all;
    for (const auto& part : found) all.insert(all.end(), part.begin(), part.end());
    return all;
}

}  // namespace

bool says_what_holds(const DecodedEvent& event) {
    const std::string& name = event.type->name();
    return name == kActivated || name == kRetired || name == kChanged;
}

CivilDay said_from(const DecodedEvent& event, CivilDay happened) {
    if (event.type->name() != kRetired) return *validity(event, happened).from;
    return day(event, {"to"}).value_or(happened) + std::chrono::days(1);
}

KnownOffice read_office(std::shared_ptr<const HeldEvents> held, const HistoryBounds& bounds,
                        const RuleSet& rules, const BerlinTime& berlin) {
    KnownOffice known;
    known.held = std::move(held);
    known.lens = std::make_shared<EventLens>(rules.vocabulary());
    const Calendars no_calendars = Calendars::none();
    const Office nothing;
    Evaluation state(rules, nothing, no_calendars);
    state.clear();
    const EventViewer viewer(*known.lens, berlin);
    for (const ArrangedEvent& one : arrange(*known.held, bounds).events) {
        const DecodedEvent& event = known.held->events()[one.index];
        const CaseEvent seen = viewer.see(one.at, event);
        if (says_what_holds(event) && is_beyond_units(event)) {
            known.beyond_units.push_back(one.at.position);
        } else {
            const Status taken = take(event, seen.day, rules, known.office);
            if (!taken) known.refused.push_back({one.at.position, taken.error().message});
        }
        state.today = seen.day;
        state.second = seen.second;
        state.events.push_back(seen);
        MemoryKeeper(state, ObjectsOf::the_office)
            .take(static_cast<EventIndex>(state.events.size() - 1));
    }
    known.office.events = std::move(state.events);
    known.office.objects = std::move(state.objects);
    return known;
}

Result<KnownOffice> find_office(EventReader& reader, const RuleSet& rules, const BerlinTime& berlin,
                                const HistoryBounds& bounds) {
    ASSIGN_OR_RETURN(const auto positions, positions_of(reader.records(), office_types(rules)));
    auto held = std::make_shared<HeldEvents>();
    RETURN_IF_ERROR(reader.hold(positions, *held));
    return read_office(std::move(held), bounds, rules, berlin);
}

}  // namespace fallbuch::rules

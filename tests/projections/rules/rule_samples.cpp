#include "tests/projections/rules/rule_samples.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>
#include <utility>

namespace fallbuch::rules::testing {
namespace {

using Samples = std::vector<RuleSample>;

const std::vector<std::string> kClockTypes{"QuestionAsked", "QuestionAsked", "AnswerGiven",
                                           "AnswerGiven",   "ClockStopped",  "ClockStopped",
                                           "ClockResumed",  "ClockResumed"};
const std::vector<std::string> kThingTypes{"QuestionAsked", "QuestionAsked", "AnswerGiven",
                                           "AnswerGiven",   "ThingOpened",   "ThingOpened",
                                           "ThingOpened",   "ThingClosed",   "ThingClosed"};
const std::vector<std::string> kWaiverTypes{"QuestionAsked", "AnswerGiven", "DelayJustified"};

constexpr std::string_view kAsk = R"("on": ["QuestionAsked"], "require": ["AnswerGiven"])";
// What is missing makes the trigger, the target or their match unknown.
constexpr std::string_view kAskWithKey = R"(
    "on": [{"type": "QuestionAsked", "where": {"eq": ["a.flag", true]}}],
    "require": [{"type": "AnswerGiven", "where": {"ge": ["t.number", 1]},
                 "match": [["t.key", "a.key"]]}])";
constexpr std::string_view kFiveDays = R"("before": "P5D")";

// By name, the window.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kWindows{{
    {"without end", ""},
    {"days", R"("before": "P5D")"},
    {"months", R"("before": "P1M")"},
    {"working days", R"("before": "P3BD")"},
    {"hours", R"("before": "PT30H")"},
    {"days with a first one", R"("after": "P2D", "before": "P6D")"},
    {"days that roll", R"("before": "P4D", "calendar": {"roll": "next_working_day"})"},
}};

std::string within(std::string_view window) {
    return window.empty() ? "" : R"(, "within": {)" + std::string(window) + "}";
}

std::string with_window(const std::string& kind, std::string_view who, std::string_view window,
                        const std::string& more = "") {
    return rule_text(kind, std::string(who) + within(window) + more);
}

// For what hangs on which of several events of one day came first: of bare days the evaluator takes
// the order in which they lie, and not every one that is possible.
StoryKind with_seconds(std::vector<std::string> types) {
    StoryKind kind{std::move(types)};
    kind.clocks = Clocks::all;
    return kind;
}

void add_in_every_window(const std::string& kind, Samples& samples) {
    for (const auto& [name, window] : kWindows) {
        const std::string title = kind + ", " + std::string(name);
        // What looks back ends with the activation, which no window moves.
        if (kind == "precedence" && name == "days that roll") continue;
        samples.push_back({title, with_window(kind, kAsk, window), {question_types()}});
        samples.push_back(
            {title + ", by key", with_window(kind, kAskWithKey, window), {question_types()}});
    }
}

void add_stopped(Samples& samples) {
    const std::string stop = R"(, "suspend": [{"from": "ClockStopped", "to": "ClockResumed"}])";
    const std::string by_key = R"(, "suspend": [
        {"from": {"type": "ClockStopped", "match": [["x.key", "a.key"]]},
         "to": {"type": "ClockResumed", "match": [["x.key", "a.key"]]}}])";
    constexpr std::string_view kRolling =
        R"("before": "P1M", "calendar": {"roll": "next_working_day"})";
    samples.push_back({"stops in days", answer_rule("response", "P5D", stop), {kClockTypes}});
    samples.push_back(
        {"stops in working days", answer_rule("response", "P3BD", stop), {kClockTypes}});
    samples.push_back({"stops in months that roll",
                       with_window("response", kAsk, kRolling, stop),
                       {kClockTypes}});
    samples.push_back({"stops by key", answer_rule("response", "P5D", by_key), {kClockTypes}});
}

void add_around(Samples& samples) {
    const std::string around = R"("after": "-P4D", "before": "P3D")";
    for (const std::string kind : {"response", "responded_existence"}) {
        samples.push_back(
            {kind + ", around it", with_window(kind, kAsk, around), {question_types()}});
    }
    samples.push_back({"around another day",
                       with_window("responded_existence", kAsk, around, R"(, "anchor": "a.day")"),
                       {question_types()}});
}

void add_excepted(Samples& samples) {
    const std::string unless = R"(, "unless": ["QuestionWithdrawn"])";
    const std::string by_key =
        R"(, "unless": [{"type": "QuestionWithdrawn", "match": [["x.key", "a.key"]]}])";
    samples.push_back(
        {"unless, by key", answer_rule("response", "P5D", by_key), {question_types()}});
    samples.push_back(
        {"unless, in hours", answer_rule("response", "PT30H", unless), {question_types()}});
    samples.push_back({"unless, of what is forbidden",
                       answer_rule("not_response", "P5D", unless),
                       {question_types()}});
}

RuleSample of_case(const std::string& kind, const std::string& members) {
    const bool asks_for_order = kind == "init" || kind == "end";
    return {kind + ' ' + members, rule_text(kind, members),
            asks_for_order ? with_seconds(question_types()) : StoryKind{question_types()}};
}

RuleSample counted(const std::string& name, const std::string& members,
                   std::vector<std::string> types) {
    StoryKind kind{std::move(types)};
    kind.events_max = 12;
    kind.days = 60;
    return {"count, " + name, rule_text("count", members), kind};
}

}  // namespace

std::string rule_text(const std::string& kind, const std::string& members,
                      const std::string& type) {
    return R"({"id": "R-1", "title": "T", "statement": "S", "type": ")" + type +
           R"(", "template": ")" + kind + R"(", )" + members + "}";
}

std::string answer_rule(const std::string& kind, const std::string& window,
                        const std::string& more) {
    return with_window(kind, kAsk, R"("before": ")" + window + '"', more);
}

std::vector<std::string> question_types() {
    return {"QuestionAsked", "QuestionAsked", "QuestionAsked",     "AnswerGiven",
            "AnswerGiven",   "AnswerGiven",   "QuestionWithdrawn", "NoiseHeard"};
}

Samples samples_of_duties() {
    Samples samples;
    for (const std::string kind : {"response", "not_response", "responded_existence"}) {
        add_in_every_window(kind, samples);
    }
    samples.push_back(
        {"not_co_existence", with_window("not_co_existence", kAsk, ""), {question_types()}});
    add_around(samples);
    add_stopped(samples);
    add_excepted(samples);
    samples.push_back({"one answer for one question",
                       answer_rule("response", "P5D", R"(, "consume": "one")"),
                       {question_types()}});
    samples.push_back({"one answer for one question, by key",
                       with_window("response", kAskWithKey, kFiveDays, R"(, "consume": "one")"),
                       {question_types()}});
    samples.push_back({"lapses with its breach",
                       answer_rule("response", "P3D", R"(, "obligation": {"perdurant": false})"),
                       {question_types()}});
    samples.push_back({"two targets",
                       rule_text("response", R"("on": ["QuestionAsked"],
             "require": {"all": ["AnswerGiven", "QuestionWithdrawn"]},
             "within": {"before": "P6D"})"),
                       {question_types()}});
    for (const std::string length : {"P2D", "P1M", "P2BD"}) {
        StoryKind kind{question_types()};
        kind.lingers = true;
        std::string recorded(kAskWithKey);
        recorded.append(R"(, "record_within": ")").append(length).append(R"(")");
        samples.push_back({"recorded within " + length, rule_text("response", recorded), kind});
        recorded.append(R"(, "consume": "one")");
        samples.push_back({"recorded within " + length + ", one for one question",
                           rule_text("response", recorded), kind});
    }
    for (const std::string type : {"S", "M"}) {
        const std::string rule = std::string(kAsk) + within(kFiveDays);
        samples.push_back(
            {"justified, type " + type, rule_text("response", rule, type), {kWaiverTypes}});
    }
    return samples;
}

Samples samples_of_order() {
    Samples samples;
    add_in_every_window("precedence", samples);
    for (const std::string kind :
         {"chain_response", "chain_precedence", "alternate_response", "alternate_precedence"}) {
        samples.push_back({kind, with_window(kind, kAsk, ""), with_seconds(question_types())});
        samples.push_back(
            {kind + ", days", answer_rule(kind, "P4D"), with_seconds(question_types())});
    }
    return samples;
}

Samples samples_of_cases() {
    Samples samples;
    const std::string require =
        R"("require": [{"type": "AnswerGiven", "where": {"eq": ["t.flag", true]}}])";
    for (const std::string kind : {"existence", "absence", "exactly", "init", "end"}) {
        samples.push_back(of_case(kind, require));
    }
    const std::string any = R"("require": ["AnswerGiven"], )";
    samples.push_back(
        of_case("existence", any + R"("count": {"min": 2}, "within": {"before": "P9D"})"));
    samples.push_back(of_case("absence", any + R"("count": {"max": 1})"));
    samples.push_back(of_case("exactly", any + R"("count": {"min": 2})"));
    samples.push_back(of_case("existence", any + R"("scope": {"to": ["QuestionWithdrawn"]},
                                               "within": {"before": "P5D"})"));
    const std::string scope = R"(, "scope": {"from": ["ThingOpened"], "to": ["ThingClosed"]})";
    const std::string where = R"(, "scope": {"where": {"eq": ["a.flag", true]}})";
    samples.push_back({"between two events", answer_rule("response", "P5D", scope), {kThingTypes}});
    const std::string end = R"(, "scope": {"to": ["ThingClosed"]})";
    samples.push_back({"until an event", answer_rule("response", "P5D", end), {kThingTypes}});
    samples.push_back(
        {"where the flag is set", answer_rule("response", "P5D", where), {question_types()}});
    for (const std::string nth : {"1", "2", "3"}) {
        samples.push_back({"number " + nth,
                           with_window("response", kAskWithKey, kFiveDays, R"(, "nth": )" + nth),
                           {question_types()}});
    }
    return samples;
}

void add_excused(Samples& samples) {
    const std::string on = R"("on": ["QuestionAsked"], "that": )";
    const std::string event =
        R"("event": {"type": "QuestionWithdrawn", "match": [["x.key", "a.key"]]})";
    for (const std::string window :
         {R"("within": "P3D")", R"("within": "P3D", "earlier": "P4D")",
          R"("within": "P1D", "earlier": "PT30H")", R"("within": "P1M", "earlier": "P3BD")"}) {
        const std::string excuse = R"(, "excuse": [{)" + event + ", " + window + "}]";
        for (const std::string that : {R"({"eq": ["a.flag", true]})", R"({"holds": "thing"})"}) {
            std::vector<std::string> types = question_types();
            types.insert(types.end(), {"ThingOpened", "QuestionWithdrawn", "QuestionWithdrawn"});
            samples.push_back({"excused, " + window + ", " + that,
                               rule_text("since", on + that + excuse),
                               {types}});
        }
    }
    std::vector<std::string> types = question_types();
    types.insert(types.end(), {"QuestionWithdrawn", "QuestionWithdrawn", "AnswerGiven"});
    for (const std::string lengths : {"P2D/P5D", "P5D/P2D", "P1BD/P3D"}) {
        const std::size_t cut = lengths.find('/');
        const std::string excuse =
            R"(, "excuse": [{)" + event + R"(, "within": ")" + lengths.substr(0, cut) +
            R"("}, {"event": "AnswerGiven", "within": ")" + lengths.substr(cut + 1) + R"("}])";
        samples.push_back({"two excuses, " + lengths,
                           rule_text("since", on + R"({"eq": ["a.flag", true]})" + excuse),
                           {types}});
    }
}

void add_each_thing(Samples& samples) {
    const std::string on = R"("on": ["QuestionAsked"], )";
    const std::string each = on + R"("each": {"object": "thing"}, )";
    samples.push_back({"each thing is answered",
                       rule_text("forall_exists", each + R"("within": {"before": "P5D"},
                           "require": [{"type": "AnswerGiven", "match": [["t.key", "o.key"]]}])"),
                       with_seconds(kThingTypes)});
    samples.push_back({"each thing has a lease of its key",
                       rule_text("forall_exists", each + R"("that": {"holds": {
                           "object": "lease", "match": [["o.key", "o.key"]]}})"),
                       with_seconds(kThingTypes)});
    samples.push_back({"each thing has a lease of its key and flag, until the question",
                       rule_text("forall_exists", each + R"("that": {"holds": {
                           "object": "lease", "match": [["o.key", "o.key"], ["o.flag", "a.flag"]],
                           "where": {"present": "o.number"}}})"),
                       with_seconds(kThingTypes)});
    samples.push_back({"each loan has a lease of its key",
                       rule_text("forall_exists", on + R"("each": {"object": "loan"}, "that":
                           {"holds": {"object": "lease", "match": [["o.key", "o.key"]]}})"),
                       with_seconds(kThingTypes)});
    samples.push_back({"each thing has its flag",
                       rule_text("forall_exists", each + R"("that": {"eq": ["o.flag", true]})"),
                       with_seconds(kThingTypes)});
}

Samples samples_of_states() {
    Samples samples;
    const std::string on = R"("on": ["QuestionAsked"], )";
    const std::string of_key = R"({"object": "thing", "where": {"eq": ["o.key", "a.key"]}})";
    for (const std::string kind : {"invariant", "since"}) {
        for (const std::string& that :
             {std::string(R"({"holds": "thing"})"), R"({"holds": )" + of_key + "}",
              std::string(R"({"holds": "lease"})"), std::string(R"({"holds": "loan"})"),
              std::string(
                  R"({"holds": {"object": "newest", "where": {"eq": ["o.key", "a.key"]}}})"),
              std::string(R"({"eq": ["a.flag", true]})")}) {
            samples.push_back(
                {kind + ' ' + that, rule_text(kind, on + R"("that": )" + that), {kThingTypes}});
        }
    }
    add_each_thing(samples);
    for (const std::string state :
         {R"({"holds": {"object": "thing"}})", R"({"holds": {"object": "lease"}})",
          R"({"holds": {"object": "newest", "where": {"eq": ["o.key", "K-1"]}}})",
          R"({"holds": {"object": "loan"}})",
          R"({"holds": {"object": "thing"}, "reactivates": false})"}) {
        samples.push_back({"unless " + state,
                           answer_rule("response", "P5D", R"(, "unless": [)" + state + "]"),
                           with_seconds(kThingTypes)});
    }
    add_excused(samples);
    samples.push_back({"justified at once",
                       rule_text("invariant", on + R"("that": {"eq": ["a.flag", true]})", "S"),
                       {kWaiverTypes}});
    return samples;
}

Samples samples_of_counts() {
    const std::vector<std::string> answers{"AnswerGiven", "AnswerGiven", "AnswerGiven",
                                           "QuestionAsked"};
    const std::vector<std::string> things{"AnswerGiven", "AnswerGiven", "AnswerGiven",
                                          "ThingOpened", "ThingClosed"};
    const std::string any = R"("require": ["AnswerGiven"], "count": )";
    const std::string flagged =
        R"("require": [{"type": "AnswerGiven", "where": {"eq": ["t.flag", true]}}], "count": )";
    const std::string asked = R"("on": ["QuestionAsked"], )";
    const std::string scope = R"("on": [{"type": "ThingOpened", "where": {"eq": ["a.key", "K-1"]}}],
        "scope": {"from": [{"type": "ThingOpened", "where": {"eq": ["x.key", "K-1"]}}],
                  "to": [{"type": "ThingClosed", "where": {"eq": ["x.key", "K-1"]}}]}, )";
    const auto window = [](const std::string& bounds, const std::string& kind) {
        return "{" + bounds + R"(, "window": {)" + kind + "}}";
    };
    const std::string one = R"("min": 1)";
    const std::string two = R"("min": 2)";
    const std::string week = R"("kind": "sliding", "length": "P7D")";
    const std::string month = R"("kind": "tumbling", "unit": "month")";
    const std::string after = R"("kind": "activation", "length": "P7D")";
    return {
        counted("one in a week", any + window(one, week), answers),
        counted("two in two weeks", any + window(two, R"("kind": "sliding", "length": "P14D")"),
                answers),
        counted("two in a month", any + window(two, R"("kind": "sliding", "length": "P1M")"),
                answers),
        counted("one with its flag in a week", flagged + window(one, week), answers),
        counted("at most two in a week", any + window(R"("max": 2)", week), answers),
        counted("none in a week", any + window(R"("max": 0)", week), answers),
        counted("one in a week of a scope", scope + any + window(one, week), things),
        counted("two in each month", any + window(two, month), answers),
        counted("at most one in each month", any + window(R"("max": 1)", month), answers),
        counted("one in each month of a scope", scope + any + window(one, month), things),
        counted("two after it", asked + any + window(two, after), answers),
        counted("two with their flag after it", asked + flagged + window(two, after), answers),
        counted("at most one after it", asked + flagged + window(R"("max": 1)", after), answers),
        counted("one or two after it", asked + flagged + window(R"("min": 1, "max": 2)", after),
                answers),
    };
}

Samples all_samples() {
    Samples all;
    for (Samples some : {samples_of_duties(), samples_of_order(), samples_of_cases(),
                         samples_of_states(), samples_of_counts()}) {
        std::move(some.begin(), some.end(), std::back_inserter(all));
    }
    return all;
}

}  // namespace fallbuch::rules::testing

#include "tools/bench/rule_texts.h"

#include <array>
#include <string_view>
#include <utility>

namespace fallbuch {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 10> kLogPairs{{
    {"A_SUBMITTED", "A_PREACCEPTED"},
    {"A_PARTLYSUBMITTED", "A_DECLINED"},
    {"A_PREACCEPTED", "A_ACCEPTED"},
    {"A_ACCEPTED", "A_FINALIZED"},
    {"A_FINALIZED", "O_SENT"},
    {"O_SELECTED", "O_CREATED"},
    {"O_SENT", "O_SENT_BACK"},
    {"O_SENT_BACK", "A_APPROVED"},
    {"W_Completeren aanvraag", "A_ACCEPTED"},
    {"W_Nabellen offertes", "O_SENT_BACK"},
}};
constexpr std::array<std::string_view, 3> kLogWindows{"PT24H", "PT168H", "PT720H"};

// What the many rules say besides their two activities; $A and $B stand for those.
constexpr std::array<std::string_view, 10> kSorts{
    R"("template": "response", "on": "$A", "require": "$B", "within": {"before": "PT168H"})",
    R"("template": "response", "on": "$A", "within": {"before": "P14D"},
       "require": {"type": "$B", "match": [["t.key", "a.key"]]})",
    R"("template": "response", "on": {"type": "$A", "where": {"ge": ["a.amount", 50]}},
       "require": {"type": "$B", "where": {"lt": ["t.amount", 90]}}, "within": {"before": "P1M"})",
    R"("template": "precedence", "on": "$A", "require": "$B", "within": {"before": "P2M"})",
    R"("template": "precedence", "on": "$A",
       "require": {"type": "$B", "match": [["t.key", "a.key"]]})",
    R"("template": "not_response", "on": "$A", "within": {"before": "P2D"},
       "require": {"type": "$B", "match": [["t.key", "a.key"]]})",
    R"("template": "not_response", "on": {"type": "$A", "where": {"gt": ["a.amount", 95]}},
       "require": "$B", "within": {"before": "PT24H"})",
    R"("template": "responded_existence", "on": "$A", "require": "$B",
       "within": {"after": "-P7D", "before": "P7D"})",
    R"("template": "response", "on": "$A", "within": {"before": "P5D"},
       "require": {"type": "$B", "where": {"gt": ["t.amount", 1000]}})",
    R"("template": "count", "on": {"type": "$A"}, "require": "$B", "within": {},
       "count": {"min": 4, "window": {"kind": "activation", "length": "P30D"}})",
};

std::string replaced(std::string text, std::string_view what, const std::string& by) {
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
        text.replace(at, what.size(), by);
    }
    return text;
}

std::string rule(std::size_t number, const std::string& members) {
    const std::string id = "R" + std::to_string(number);
    return (number == 0 ? "" : ",\n") + (R"({"id": ")" + id) + R"(", "title": ")" + id +
           R"(", "statement": "-", "type": "M", )" + members + "}";
}

std::string rulebook(const std::string& rules) {
    return R"({"rulebook": "bench", "version": "1", "title": "Messung", "events": "log",
        "calendar": {"count": "from_next_day", "month_round": "down", "roll": "none"},
        "rules": [)" +
           rules + "]}";
}

std::string type(std::size_t number) { return "T" + std::to_string(number % kManyRulesTypes); }

}  // namespace

std::string log_rules() {
    std::string rules;
    std::size_t count = 0;
    for (const auto& [from, to] : kLogPairs) {
        for (const std::string_view window : kLogWindows) {
            rules +=
                rule(count++, R"("template": "response", "on": ")" + std::string(from) +
                                  R"(", "require": ")" + std::string(to) +
                                  R"(", "within": {"before": ")" + std::string(window) + R"("})");
        }
    }
    return rulebook(rules);
}

std::string many_rules() {
    std::string rules;
    for (std::size_t i = 0; i < kManyRules; ++i) {
        // Of each round of twenty rules each activity opens one, and another one is its target.
        const std::size_t round = i / kManyRulesTypes;
        const std::string members = replaced(std::string(kSorts[i % kSorts.size()]), "$A", type(i));
        rules += rule(i, replaced(members, "$B", type(i + 1 + round)));
    }
    return rulebook(rules);
}

std::string sliding_count_rule() {
    return rulebook(rule(0, R"("template": "count", "on": "T1", "require": "T0",
        "count": {"min": 4, "window": {"kind": "sliding", "length": "P6M"}})"));
}

}  // namespace fallbuch

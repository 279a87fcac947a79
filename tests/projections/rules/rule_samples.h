// Rules of every template, each with the kind of stories in which it comes to something.
#pragma once

#include <string>
#include <vector>

#include "tests/projections/rules/random_stories.h"

namespace fallbuch::rules::testing {

struct RuleSample {
    std::string name;
    std::string rule;  // as a rulebook writes it
    StoryKind stories;
};

// A rule of this template; `members`: what else it says, as JSON.
std::string rule_text(const std::string& kind, const std::string& members,
                      const std::string& type = "M");
// QuestionAsked asks for AnswerGiven within this window (none: "").
std::string answer_rule(const std::string& kind, const std::string& window,
                        const std::string& more = "");

// Types of events: of questions and answers; with stopped clocks; with things; of answers alone.
std::vector<std::string> question_types();

std::vector<RuleSample> samples_of_duties();  // response and its kin, in every kind of window
std::vector<RuleSample> samples_of_order();   // precedence, chain, alternate
std::vector<RuleSample> samples_of_cases();   // existence and its kin; scopes
std::vector<RuleSample> samples_of_states();  // invariant, since, each, unless a state holds
std::vector<RuleSample> samples_of_counts();

std::vector<RuleSample> all_samples();

}  // namespace fallbuch::rules::testing

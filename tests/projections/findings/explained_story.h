// One finding of a story with its reasons, as text that a test compares.
#pragma once

#include <string>

#include "projections/findings/explained_findings.h"
#include "tests/projections/findings/judged_office.h"

namespace fallbuch {

// A rulebook of one rule, R-1, with these members; `head`: more members of the rulebook, each with
// a comma behind it.
std::string book_of_one(const std::string& rule, const std::string& head = "");
// The first finding whose id begins so, as of the end of a day; the test fails if there is none.
ExplainedFinding found(JudgedOffice& office, const std::string& story, const std::string& day,
                       const std::string& id);
// Its steps, one a line.
std::string steps(const ExplainedFinding& one);
std::string steps(JudgedOffice& office, const std::string& story, const std::string& day,
                  const std::string& id);

}  // namespace fallbuch

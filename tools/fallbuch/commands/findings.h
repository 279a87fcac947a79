// The commands of the group findings.
#pragma once

#include "tools/fallbuch/commands/commands.h"

namespace fallbuch {

void add_findings_explain(CLI::App& group, Invocation& invocation);

}  // namespace fallbuch

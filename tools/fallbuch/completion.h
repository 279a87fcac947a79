// What can be typed next? A bash completion script made from the command line's own definition.
//
// Commands and options come from the CLI11 tree, so the script never differs from the program. An
// argument completes to files if its name or type says FILE or PATH, to directories if it says DIR,
// and to its values if it has a list of them ({a,b} in its type).
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace fallbuch {

// For `source <(fallbuch completion)`: defines _NAME and registers it for the app's name.
// Options of a command are offered below it too if the app lets them fall through.
std::string bash_completion(const CLI::App& app);

}  // namespace fallbuch

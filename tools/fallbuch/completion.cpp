#include "tools/fallbuch/completion.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <string_view>
#include <vector>

namespace fallbuch {
namespace {

constexpr std::string_view kHead =
    R"(# bash completion for @; load it with: source <(@ completion)
_@() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
    local path=@ words= kind= i word
    COMPREPLY=()
    # Bash takes --option=value apart at the sign.
    if [[ $current == "=" ]]; then
        current=
    elif [[ $previous == "=" && COMP_CWORD -gt 2 ]]; then
        previous=${COMP_WORDS[COMP_CWORD-2]}
    fi
    for ((i = 1; i < COMP_CWORD; ++i)); do
        word=${COMP_WORDS[i]}
        if _@_kind "$path $word"; then
            ((++i))
            [[ ${COMP_WORDS[i]} == "=" ]] && ((++i))
        elif _@_words "$path $word"; then
            path+=" $word"
        fi
    done
    if _@_kind "$path $previous" || { [[ $current != -* ]] && _@_kind "$path :"; }; then
        case $kind in
            file)
                compopt -o filenames 2>/dev/null
                mapfile -t COMPREPLY < <(compgen -f -- "$current")
                ;;
            directory)
                compopt -o filenames 2>/dev/null
                mapfile -t COMPREPLY < <(compgen -d -- "$current")
                ;;
            *) mapfile -t COMPREPLY < <(compgen -W "$kind" -- "$current") ;;
        esac
        return
    fi
    _@_words "$path" && mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}
)";

constexpr std::string_view kTail = "complete -F _@ @\n";

std::string with_name(std::string_view text, const std::string& name) {
    std::string out;
    for (const char c : text) {
        if (c == '@') {
            out += name;
        } else {
            out += c;
        }
    }
    return out;
}

std::vector<const CLI::App*> commands_of(const CLI::App& app) {
    return app.get_subcommands([](const CLI::App* command) {
        return !command->get_name().empty() && !command->get_group().empty();
    });
}

// A hidden option has no group.
std::vector<const CLI::Option*> options_of(const CLI::App& app) {
    return app.get_options([](const CLI::Option* option) { return !option->get_group().empty(); });
}

std::vector<std::string> names_of(const CLI::Option& option) {
    std::vector<std::string> out;
    for (const std::string& name : option.get_lnames()) out.push_back("--" + name);
    for (const std::string& name : option.get_snames()) out.push_back("-" + name);
    return out;
}

// "file", "directory", the values, or empty: nothing can be offered.
std::string kind_of(const CLI::Option& option) {
    const std::string type = option.get_type_name() + ' ' + option.get_name(true, false);
    const std::size_t open = type.find('{');
    const std::size_t close = type.find('}', open);
    if (open != std::string::npos && close != std::string::npos) {
        std::string values = type.substr(open + 1, close - open - 1);
        std::replace(values.begin(), values.end(), ',', ' ');
        return values;
    }
    if (type.find("FILE") != std::string::npos || type.find("PATH") != std::string::npos) {
        return "file";
    }
    return type.find("DIR") != std::string::npos ? "directory" : std::string();
}

std::string branch(const std::string& path, std::string_view variable, const std::string& value) {
    return "        '" + path + "') " + std::string(variable) + "='" + value + "' ;;\n";
}

struct Branches {
    std::string words;
    std::string kinds;
};

// The options of a command and those that fall through to it; its own hide others of their name.
std::vector<const CLI::Option*> with_fallen(std::vector<const CLI::Option*> own,
                                            const std::vector<const CLI::Option*>& above) {
    for (const CLI::Option* option : above) {
        const auto same = [&](const CLI::Option* other) {
            return names_of(*other) == names_of(*option);
        };
        if (option->nonpositional() && std::none_of(own.begin(), own.end(), same)) {
            own.push_back(option);
        }
    }
    return own;
}

// One command and all below it. What its arguments complete to stands under "path :", as no word of
// a command line that is an option is written so.
void add_command(const CLI::App& app, const std::string& path,
                 const std::vector<const CLI::Option*>& above, Branches& out) {
    const auto options = with_fallen(options_of(app), above);
    std::string words;
    for (const CLI::App* command : commands_of(app)) words += command->get_name() + ' ';
    std::string argument_kind;
    for (const CLI::Option* option : options) {
        const std::string kind = kind_of(*option);
        for (const std::string& name : names_of(*option)) {
            words += name + ' ';
            const bool takes_value = option->get_items_expected_max() > 0;
            if (takes_value) out.kinds += branch(path + ' ' + name, "kind", kind);
        }
        if (!option->nonpositional() && argument_kind.empty()) argument_kind = kind;
    }
    if (!argument_kind.empty()) out.kinds += branch(path + " :", "kind", argument_kind);
    if (!words.empty()) words.pop_back();
    out.words += branch(path, "words", words);
    for (const CLI::App* command : commands_of(app)) {
        add_command(*command, path + ' ' + command->get_name(),
                    command->get_fallthrough() ? options : std::vector<const CLI::Option*>{}, out);
    }
}

std::string function(const std::string& name, const std::string& branches) {
    return name + "() {\n    case $1 in\n" + branches + "        *) return 1 ;;\n    esac\n}\n";
}

}  // namespace

std::string bash_completion(const CLI::App& app) {
    const std::string name = app.get_name();
    Branches branches;
    add_command(app, name, {}, branches);
    return with_name(kHead, name) + function('_' + name + "_words", branches.words) +
           function('_' + name + "_kind", branches.kinds) + with_name(kTail, name);
}

}  // namespace fallbuch

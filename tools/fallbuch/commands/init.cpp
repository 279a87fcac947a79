// fallbuch init: makes an empty ledger.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "core/base/bytes.h"
#include "core/base/file.h"
#include "core/base/result.h"
#include "core/ledger/ledger.h"
#include "core/ledger/ledger_file.h"
#include "core/ledger/ledger_place.h"
#include "core/vault/master_key.h"
#include "tools/fallbuch/commands/commands.h"
#include "tools/fallbuch/context.h"

namespace fallbuch {
namespace {

struct InitOptions {
    std::string origin = "fallbuch.local/ledger";
};

// Without a key of the operator's a development key is made, inside the ledger's directory.
struct InitKey {
    MasterKey key;
    bool is_development = false;
};

Result<InitKey> init_key(Context& context) {
    auto given = context.master_key();
    if (given) return InitKey{*given, false};
    if (!context.options().master_key.empty()) return given.error();
    ASSIGN_OR_RETURN(const MasterKey made, MasterKey::generate(context.random()));
    return InitKey{made, true};
}

void print(const Context& context, const LedgerFile& file, bool is_development) {
    const std::string& directory = context.options().ledger;
    if (context.json()) {
        const nlohmann::json out{{"ledger", directory}, {"key", file.vkey}};
        std::cout << out.dump() << '\n';
    } else {
        std::cout << "Made an empty ledger in " << directory << ".\n"
                  << "Its log signs with " << file.vkey << "\n"
                  << "Next: fallbuch --ledger " << directory << " import FILE\n";
    }
    if (!is_development) return;
    std::cerr << "fallbuch: warning: made a development master key in "
              << context.development_key_path()
              << "\n  It lies beside what it protects. For real data make the ledger with"
                 " --master-key FILE,\n  the file on another disk or a systemd credential.\n";
}

Result<Exit> run(Context& context, const InitOptions& options) {
    ASSIGN_OR_RETURN(const LedgerPlace place, context.place());
    ASSIGN_OR_RETURN(const InitKey key, init_key(context));
    RETURN_IF_ERROR(Ledger::create(place, key.key, options.origin));
    if (key.is_development) {
        RETURN_IF_ERROR(replace_file(context.files(), context.development_key_path(),
                                     as_bytes(key.key.to_text()), Durability::synced));
    }
    ASSIGN_OR_RETURN(const LedgerFile file, read_ledger_file(place));
    print(context, file, key.is_development);
    return Exit::ok;
}

}  // namespace

void add_init(CLI::App& app, Invocation& invocation) {
    auto options = std::make_shared<InitOptions>();
    CLI::App* command = app.add_subcommand("init", "Make an empty ledger");
    command
        ->add_option("--origin", options->origin,
                     "Name of the log in checkpoints: host and path, without scheme")
        ->type_name("NAME")
        ->capture_default_str();
    command->footer(
        "Examples:\n"
        "  fallbuch --ledger demo init\n"
        "  fallbuch --ledger /srv/fallbuch --master-key /run/keys/master init "
        "--origin ledger.example.org/jc");
    command->callback([&invocation, options] {
        invocation.run = [options](Context& context) { return run(context, *options); };
    });
}

}  // namespace fallbuch

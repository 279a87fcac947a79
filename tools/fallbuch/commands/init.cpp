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

// A development key lies on the disk before the ledger is complete, so that no crash leaves a
// ledger that nobody can open; one that is there already comes from an init that did not get
// further.
Result<MasterKey> development_key(Context& context, const LedgerPlace& place) {
    const std::string path = place.development_key_path();
    ASSIGN_OR_RETURN(const bool left_over, context.files().exists(path));
    if (left_over) return MasterKey::read(context.files(), path);
    ASSIGN_OR_RETURN(const MasterKey made, MasterKey::generate(context.random()));
    RETURN_IF_ERROR(
        replace_file(context.files(), path, as_bytes(made.to_text()), Durability::synced));
    return made;
}

void print(const Context& context, const LedgerPlace& place, const LedgerFile& file,
           bool is_development) {
    const std::string& directory = place.directory;
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
              << place.development_key_path()
              << "\n  It lies beside what it protects. For real data make the ledger with"
                 " --master-key FILE,\n  the file on another disk or a systemd credential.\n";
}

Result<Exit> run(Context& context, const InitOptions& options) {
    ASSIGN_OR_RETURN(const LedgerPlace place, context.place());
    ASSIGN_OR_RETURN(const auto given, context.operators_key());
    RETURN_IF_ERROR(Ledger::check_new(place, options.origin));
    RETURN_IF_ERROR(make_durable_directory(place.files, place.directory));
    ASSIGN_OR_RETURN(const auto lock, place.files.lock(place.lock_path()));
    // Another init may have come to its end before this one had the lock.
    RETURN_IF_ERROR(Ledger::check_new(place, options.origin));
    const auto key = given ? Result<MasterKey>(*given) : development_key(context, place);
    if (!key) return key.error();
    RETURN_IF_ERROR(Ledger::create(place, *key, options.origin));
    ASSIGN_OR_RETURN(const LedgerFile file, read_ledger_file(place));
    print(context, place, file, !given);
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

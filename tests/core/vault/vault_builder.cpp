#include "tests/core/vault/vault_builder.h"

#include <sqlite3.h>
#include <string>

#include "core/vault/checked_pages.h"

namespace fallbuch {

std::string VaultBuilder::run_sql(const std::string& statements, Pages pages) {
    const auto checked = CheckedPages::over(files.sqlite_vfs_name());
    REQUIRE(checked);
    const std::string vfs =
        pages == Pages::with_digests ? (*checked)->vfs_name() : files.sqlite_vfs_name();
    sqlite3* connection = nullptr;
    REQUIRE(sqlite3_open_v2(kPath, &connection, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                            vfs.c_str()) == SQLITE_OK);
    char* why = nullptr;
    std::string answer;
    const auto keep = [](void* out, int, char** values, char**) {
        *static_cast<std::string*>(out) = values[0] == nullptr ? "" : values[0];
        return 0;
    };
    const int code = sqlite3_exec(connection, statements.c_str(), keep, &answer, &why);
    INFO((why == nullptr ? "" : why));
    CHECK(code == SQLITE_OK);
    sqlite3_free(why);
    REQUIRE(sqlite3_close(connection) == SQLITE_OK);
    return answer;
}

}  // namespace fallbuch

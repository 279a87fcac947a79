#include "tests/support/temporary_directory.h"
#include <stdlib.h>

#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "core/base/assert.h"

namespace fallbuch {

TemporaryDirectory::TemporaryDirectory()
    : path_((std::filesystem::temp_directory_path() / "fallbuch-test-XXXXXX").string()) {
    const char* const made = ::mkdtemp(path_.data());
    LEDGER_ASSERT(made != nullptr);
}

TemporaryDirectory::~TemporaryDirectory() {
    std::error_code ignored;  // what cannot be removed is left to the system
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace fallbuch

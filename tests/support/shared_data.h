// Where test data lie that are too large or too foreign for the repository, if they are here.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

namespace fallbuch::testing {

// The path of `name` under the folder named by FALLBUCH_SHARED (without it: ../shared beside the
// source directory). A plain clone has no such folder: prints that the test is skipped.
inline std::optional<std::filesystem::path> shared_data(std::string_view name) {
    const char* const set = std::getenv("FALLBUCH_SHARED");
    const std::filesystem::path beside =
        std::filesystem::path(FALLBUCH_SOURCE_DIR).parent_path() / "shared";
    const std::filesystem::path path =
        (set != nullptr ? std::filesystem::path(set) : beside) / name;
    if (std::filesystem::exists(path)) return path;
    std::cout << "skipped: no shared data " << path << '\n';
    return std::nullopt;
}

inline std::string read_text(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace fallbuch::testing

// A directory of the real file system that lives as long as a test needs it.
#pragma once

#include <string>
#include <string_view>

namespace fallbuch {

// Made under the system's directory for temporary files, removed with all it holds when destroyed.
// The test program stops if the system gives none.
class TemporaryDirectory {
public:
    TemporaryDirectory();
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
    ~TemporaryDirectory();

    const std::string& path() const { return path_; }
    // The path of a name in the directory.
    std::string operator/(std::string_view name) const { return path_ + "/" + std::string(name); }

private:
    std::string path_;
};

}  // namespace fallbuch

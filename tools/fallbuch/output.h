// How does an answer get into the file that -o names?
#pragma once

#include <string>
#include <string_view>

#include "core/base/file.h"
#include "core/base/result.h"

namespace fallbuch {

// Replaces the file as a whole, durably. unavailable if it cannot be written, whatever the reason:
// a wrong place for an answer is not the answer.
Status write_output(FileSystem& files, const std::string& path, std::string_view text);

}  // namespace fallbuch

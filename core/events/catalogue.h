// Which event types and code lists does this installation know?
//
// A catalogue is files: <anything>.codes.json is a code list (code_list.h), every other *.json an
// event type (event_type.h). The built-in files are embedded into the program; an operator adds
// files of his own without compiling.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/file.h"
#include "core/base/result.h"
#include "core/events/code_list.h"
#include "core/events/event_type.h"

namespace fallbuch {

struct CatalogueFile {
    std::string name;
    std::string text;
};

inline constexpr std::size_t kCatalogueFileBytesMax = 1024 * 1024;

// The generic types for imported logs and those of casework, from core/events/catalogue/. A file's
// name is its path there.
std::vector<CatalogueFile> built_in_catalogue();

// All *.json files of a directory, sorted by name.
Result<std::vector<CatalogueFile>> read_catalogue(FileSystem& files, const std::string& directory);

class Catalogue;

struct CatalogueForReading {
    std::shared_ptr<const Catalogue> types;
    std::vector<std::string> passed_over;  // each file with the reason
};

// Immutable; callable from any thread.
class Catalogue {
public:
    // Files later in the list may add to earlier ones:
    //  - a (type, version) that is there already must be the same, or it is a conflict;
    //  - a code list replaces the one of its name, and must keep every code of it.
    // On failure invalid or conflict; the message has one line for each file that is wrong.
    static Result<std::shared_ptr<const Catalogue>> from_files(
        std::span<const CatalogueFile> files);

    // For reading a ledger, which needs no file to be right: the schemas that it has published
    // hold, and a file that contradicts them or is wrong is passed over.
    static CatalogueForReading for_reading(std::span<const CatalogueFile> published,
                                           std::span<const CatalogueFile> files);

    // By CloudEvents' `type`, as "de.fallbuch.trace.event.v2"; nullptr if there is none.
    const EventType* find(std::string_view wire_type) const;
    // All versions of a type, the oldest first.
    std::vector<const EventType*> versions(std::string_view type) const;
    std::vector<const EventType*> types() const;
    const CodeList* find_codes(std::string_view name) const;
    std::vector<const CodeList*> code_lists() const;  // by name

private:
    friend class CatalogueBuilder;
    Catalogue() = default;
    CodeLists lists_;
    std::map<std::string, std::unique_ptr<const EventType>, std::less<>> types_;  // by wire type
};

}  // namespace fallbuch

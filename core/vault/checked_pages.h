// Is a page of the key store still what was written?
//
// A SQLite VFS that lies over another one and ends each page of the main database with a digest,
// so that a page with a flipped bit is never read as something else: above all, a row that is
// there is never taken for absent. Journals pass through untouched.
//
//   page   := content:4080 digest:16
//   digest := first 16 bytes of SHA-256(page index:u64 little-endian || content)
//
// The file stays a plain SQLite database whose header reserves 16 bytes a page (SQLite file
// format section 1.3.4); any SQLite can read it.
#pragma once

#include <memory>
#include <string>

#include "core/base/result.h"

namespace fallbuch {

// Registered with SQLite as long as it lives; outlives every connection that names it.
class CheckedPages {
public:
    static constexpr int kPageBytes = 4096;
    static constexpr int kDigestBytes = 16;

    // Lies over the registered VFS `below_name`; unavailable if SQLite knows none of that name.
    // Callable from any thread.
    static Result<std::unique_ptr<CheckedPages>> over(const std::string& below_name);

    CheckedPages(const CheckedPages&) = delete;
    CheckedPages& operator=(const CheckedPages&) = delete;
    ~CheckedPages();

    // What sqlite3_open_v2 takes. A page that fails its digest reads as SQLITE_IOERR_DATA.
    const std::string& vfs_name() const;

private:
    struct Registration;
    explicit CheckedPages(std::unique_ptr<Registration> registration);
    std::unique_ptr<Registration> registration_;
};

}  // namespace fallbuch

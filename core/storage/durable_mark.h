// How far the log is durable: the bound that every reader keeps to, in every process.
//
//   mark := magic:8 "FBMARK01" ledger:16 record_count:u64 segment:u32 zero:u32
//           offset_bytes:u64 (behind the last durable group) checksum:u64 (of the 48 bytes before)
//
// The writer overwrites it in place after each fsync of the log, without a sync of its own. After a
// power failure it may be older than the log, never newer: a log that ends before the mark has
// lost records that were acknowledged.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/base/file.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/storage/segment.h"

namespace fallbuch {

struct DurableMark {
    std::uint64_t record_count = 0;
    Location end;  // where the next group will begin
    bool operator==(const DurableMark&) const = default;
};

class DurableMarkFile {
public:
    // Opens the mark for writing, making it if it is missing.
    static Result<DurableMarkFile> open_writer(FileSystem& files, const std::string& path,
                                               LedgerId ledger);
    static Result<DurableMarkFile> open_reader(FileSystem& files, const std::string& path,
                                               LedgerId ledger);

    Status write(const DurableMark& mark);
    // corrupt if the mark is damaged or of another ledger. A read that meets a write is repeated.
    Result<DurableMark> read() const;

private:
    DurableMarkFile(std::unique_ptr<File> file, std::string path, LedgerId ledger);
    Result<DurableMark> read_once() const;

    std::unique_ptr<File> file_;
    std::string path_;
    LedgerId ledger_;
};

}  // namespace fallbuch

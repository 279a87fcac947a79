#include "core/storage/durable_mark.h"

#include <string_view>
#include <utility>

#include "core/base/bytes.h"
#include "core/codec/checksum.h"
#include "core/codec/wire.h"

namespace fallbuch {
namespace {

constexpr std::string_view kMagic = "FBMARK01";
constexpr std::size_t kMarkBytes = 56;
constexpr int kReadTriesMax = 16;

}  // namespace

DurableMarkFile::DurableMarkFile(std::unique_ptr<File> file, std::string path, LedgerId ledger)
    : file_(std::move(file)), path_(std::move(path)), ledger_(ledger) {}

Result<DurableMarkFile> DurableMarkFile::open_writer(FileSystem& files, const std::string& path,
                                                     LedgerId ledger) {
    ASSIGN_OR_RETURN(const bool found, files.exists(path));
    ASSIGN_OR_RETURN(auto file, files.open(path, found ? OpenMode::write : OpenMode::create));
    return DurableMarkFile(std::move(file), path, ledger);
}

Result<DurableMarkFile> DurableMarkFile::open_reader(FileSystem& files, const std::string& path,
                                                     LedgerId ledger) {
    ASSIGN_OR_RETURN(auto file, files.open(path, OpenMode::read));
    return DurableMarkFile(std::move(file), path, ledger);
}

Status DurableMarkFile::write(const DurableMark& mark) {
    Bytes bytes;
    bytes.reserve(kMarkBytes);
    WireWriter writer(bytes);
    writer.raw(as_bytes(kMagic));
    writer.raw(ledger_.view());
    writer.fixed(mark.record_count);
    writer.fixed(mark.end.segment);
    writer.fixed(std::uint32_t{0});
    writer.fixed(mark.end.offset_bytes);
    writer.fixed(checksum64(bytes));
    return file_->write_at(0, bytes);
}

Result<DurableMark> DurableMarkFile::read_once() const {
    Bytes bytes(kMarkBytes + 1);
    ASSIGN_OR_RETURN(const std::size_t size_bytes, file_->read_at(0, bytes));
    const Error damaged{ErrorCode::corrupt, path_ + ": the durable mark is damaged"};
    if (size_bytes != kMarkBytes) return damaged;
    WireReader reader(ByteView(bytes).first(kMarkBytes));
    const bool magic_fits = as_text(reader.raw(kMagic.size())) == kMagic;
    const LedgerId ledger = LedgerId::from_bytes(reader.raw(LedgerId::kBytes).data());
    DurableMark mark;
    mark.record_count = reader.fixed<std::uint64_t>();
    mark.end.segment = reader.fixed<std::uint32_t>();
    const auto zero = reader.fixed<std::uint32_t>();
    mark.end.offset_bytes = reader.fixed<std::uint64_t>();
    const auto checksum = reader.fixed<std::uint64_t>();
    if (checksum != checksum64(ByteView(bytes).first(kMarkBytes - sizeof checksum))) {
        return damaged;
    }
    if (!magic_fits || zero != 0) return damaged;
    if (ledger != ledger_) {
        return Error{ErrorCode::corrupt, path_ + ": belongs to another ledger"};
    }
    return mark;
}

Result<DurableMark> DurableMarkFile::read() const {
    for (int tries = 1; tries < kReadTriesMax; ++tries) {
        auto mark = read_once();
        if (mark || mark.error().code != ErrorCode::corrupt) return mark;
    }
    return read_once();
}

}  // namespace fallbuch

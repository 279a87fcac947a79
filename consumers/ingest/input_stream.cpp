#include "consumers/ingest/input_stream.h"

#include <array>
#include <span>
#include <utility>

#include "core/base/assert.h"

namespace fallbuch {
namespace {

constexpr std::array<std::uint8_t, 2> kGzipMagic{0x1f, 0x8b};
constexpr int kStandardInput = 0;

}  // namespace

Result<InputStream> InputStream::open(FileSystem& files, const std::string& path) {
    if (path == "-") return InputStream(make_descriptor_source(kStandardInput), "standard input");
    ASSIGN_OR_RETURN(std::unique_ptr<ByteSource> source, open_file_source(files, path));
    return InputStream(std::move(source), path);
}

InputStream::InputStream(std::unique_ptr<ByteSource> source, std::string name)
    : source_(std::move(source)), name_(std::move(name)), source_block_(kBlockBytes) {}

Result<std::string_view> InputStream::next_block() {
    if (!format_known_) RETURN_IF_ERROR(detect_format());
    if (gunzip_ != nullptr) {
        ASSIGN_OR_RETURN(const std::size_t count, inflate_some());
        return as_text(ByteView(plain_block_).first(count));
    }
    if (unused_.empty()) RETURN_IF_ERROR(fill());
    return as_text(std::exchange(unused_, {}));
}

// A pipe may hand over a single byte at first, so this reads until two are there.
Status InputStream::detect_format() {
    std::size_t count = 0;
    while (count < kGzipMagic.size()) {
        ASSIGN_OR_RETURN(const std::size_t more,
                         source_->read(MutableByteView(source_block_).subspan(count)));
        if (more == 0) break;
        count += more;
    }
    source_bytes_read_ = count;
    unused_ = ByteView(source_block_).first(count);
    format_known_ = true;
    if (count >= kGzipMagic.size() && unused_[0] == kGzipMagic[0] && unused_[1] == kGzipMagic[1]) {
        gunzip_ = std::make_unique<Gunzip>();
        plain_block_.resize(kBlockBytes);
    }
    return {};
}

Status InputStream::fill() {
    LEDGER_ASSERT(unused_.empty());
    ASSIGN_OR_RETURN(const std::size_t count, source_->read(source_block_));
    LEDGER_ASSERT(count <= source_block_.size());
    source_bytes_read_ += count;
    unused_ = ByteView(source_block_).first(count);
    return {};
}

// Inflates until there is something to show; 0 at the end of the last member.
Result<std::size_t> InputStream::inflate_some() {
    for (;;) {
        if (unused_.empty()) RETURN_IF_ERROR(fill());
        if (unused_.empty()) {
            if (between_members_) return std::size_t{0};
            return gzip_error("gzip stream ends early");
        }
        if (between_members_ && unused_.front() != kGzipMagic[0]) {
            return gzip_error("gzip stream is followed by other bytes");
        }
        const Gunzip::Step step = gunzip_->inflate(unused_, plain_block_);
        unused_ = unused_.subspan(step.consumed_bytes);
        if (step.damage != nullptr) {
            return gzip_error(std::string("gzip stream is damaged: ") + step.damage);
        }
        between_members_ = step.member_ended;
        if (step.produced_bytes > 0) return step.produced_bytes;
    }
}

Error InputStream::gzip_error(std::string_view why) const {
    return Error{ErrorCode::invalid, name_ + ": " + std::string(why) + " (at byte " +
                                         std::to_string(source_bytes_consumed()) + ")"};
}

}  // namespace fallbuch

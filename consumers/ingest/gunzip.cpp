#include "consumers/ingest/gunzip.h"

#include <zconf.h>
#include <zlib.h>

#include <limits>

#include "core/base/assert.h"

namespace fallbuch {
namespace {

// zlib: the largest window, plus 16 for "a gzip header and nothing else".
constexpr int kGzipWindowBits = MAX_WBITS + 16;

}  // namespace

void Gunzip::End::operator()(z_stream_s* stream) const {
    inflateEnd(stream);
    delete stream;
}

Gunzip::Gunzip() : stream_(new z_stream_s{}) {
    const int status = inflateInit2(stream_.get(), kGzipWindowBits);
    LEDGER_ASSERT(status == Z_OK);
}

Gunzip::Step Gunzip::inflate(ByteView in, MutableByteView out) {
    LEDGER_ASSERT(!in.empty() && !out.empty());
    LEDGER_ASSERT(in.size() <= std::numeric_limits<uInt>::max());
    LEDGER_ASSERT(out.size() <= std::numeric_limits<uInt>::max());
    // zlib reads through a pointer to non-const and never writes through it.
    stream_->next_in = const_cast<Bytef*>(in.data());
    stream_->avail_in = static_cast<uInt>(in.size());
    stream_->next_out = out.data();
    stream_->avail_out = static_cast<uInt>(out.size());
    const int status = ::inflate(stream_.get(), Z_NO_FLUSH);
    Step step{in.size() - stream_->avail_in, out.size() - stream_->avail_out,
              status == Z_STREAM_END, nullptr};
    if (status != Z_OK && status != Z_STREAM_END) {
        step.damage = stream_->msg != nullptr ? stream_->msg : zError(status);
    }
    if (step.member_ended) inflateReset(stream_.get());
    return step;
}

}  // namespace fallbuch

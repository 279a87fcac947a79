// What a gzip stream says (RFC 1952): a thin holder of zlib's inflater.
#pragma once

#include <cstddef>
#include <memory>

#include "core/base/bytes.h"

struct z_stream_s;

namespace fallbuch {

// Inflates one member after the other, checking each one's CRC and length. Used by one thread.
class Gunzip {
public:
    struct Step {
        std::size_t consumed_bytes;
        std::size_t produced_bytes;
        bool member_ended;   // the next input byte, if any, begins another member
        const char* damage;  // null, or why the input behind consumed_bytes is no gzip
    };

    Gunzip();

    // Inflates some of `in` into `out`; neither may be empty. An undamaged step consumes or
    // produces at least one byte; after a damaged one nothing more can be inflated.
    Step inflate(ByteView in, MutableByteView out);

private:
    struct End {
        void operator()(z_stream_s* stream) const;
    };
    std::unique_ptr<z_stream_s, End> stream_;
};

}  // namespace fallbuch

#include "core/events/event_check.h"

#include <string>

#include "core/base/bytes.h"
#include "core/codec/cbor.h"
#include "core/codec/record.h"
#include "core/events/event_sealing.h"

namespace fallbuch {

Status EventCheck::check(const OpenedRecord& record) {
    const RecordHeader& header = record.header;
    if (header.prefix.kind == RecordKind::system) {
        if (header.type != kSchemaRecordType) return {};
        const auto published = registry_.publish(header.system_body);
        return published ? Status{} : Error{ErrorCode::corrupt, published.error().message};
    }
    if (registry_.find(header.type, header.type_version) == nullptr) {
        return Error{ErrorCode::corrupt,
                     "its type was not published before it: " + std::string(header.type) + ".v" +
                         std::to_string(header.type_version)};
    }
    for (const Bytes& plaintext : record.plaintexts) {
        if (CborReader(plaintext).kind() != CborKind::map) {
            return Error{ErrorCode::corrupt, "a span is no map of fields"};
        }
        RETURN_IF_ERROR(check_cbor(plaintext));
    }
    return {};
}

}  // namespace fallbuch

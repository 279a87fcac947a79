#include "core/vault/rows.h"
#include <cstdint>

#include "core/base/bytes.h"
#include "core/codec/wire.h"

namespace fallbuch {

Bytes NameRow::place() const {
    Bytes out;
    WireWriter writer(out);
    writer.text("name");
    writer.fixed(static_cast<std::uint8_t>(kind));
    writer.raw(lookup.view());
    writer.raw(id.view());
    return out;
}

Bytes KeyRow::place() const {
    Bytes out;
    WireWriter writer(out);
    writer.text("key");
    writer.raw(subject.view());
    writer.text(category);
    writer.text(retention_class);
    writer.fixed(year);
    writer.fixed(generation);
    return out;
}

Bytes SecretRow::place() const {
    Bytes out;
    WireWriter writer(out);
    writer.text("secret");
    writer.text(name);
    return out;
}

Bytes vault_key_place() {
    Bytes out;
    WireWriter(out).text("vault key");
    return out;
}

Bytes row_bytes(ByteView place, ByteView wrapped) {
    Bytes out;
    out.reserve(place.size() + wrapped.size() + 4);
    WireWriter writer(out);
    writer.bytes(place);
    writer.bytes(wrapped);
    return out;
}

}  // namespace fallbuch

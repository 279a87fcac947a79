// What binds a wrapped value to its row, and what is a row to the row sum?
//
//   place   := tag:text ( name | key | secret | nothing )      encoding: core/codec/wire.h
//   name    := kind:u8 lookup:16 id:16                           tag "name"
//   key     := subject:16 category:text class:text year:u16 generation:u32    tag "key"
//   secret  := name:text                                         tag "secret"
//   nothing                                                      tag "vault key"
//   row     := place:bytes wrapped:bytes
#pragma once

#include <cstdint>
#include <string>

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/vault/name_keys.h"
#include "core/vault/vault.h"

namespace fallbuch {

// A stream's or a subject's number, whichever the kind says.
using NamedId = Id16<struct NamedIdTag>;

// A row of table names; `sealed` is the wrapped name.
struct NameRow {
    NameKind kind{};
    NameLookup lookup;
    NamedId id;
    Bytes sealed;

    Bytes place() const;
};

// A row of table bucket_keys, which owns its texts.
struct KeyRow {
    SubjectId subject;
    std::string category;
    std::string retention_class;
    std::uint16_t year = 0;
    std::uint32_t generation = 0;
    Bytes wrapped;

    BucketName bucket() const { return {subject, category, retention_class, year}; }
    Bytes place() const;
};

// A row of table secrets.
struct SecretRow {
    std::string name;
    Bytes wrapped;

    Bytes place() const;
};

Bytes vault_key_place();
// The bytes that enter the row sum.
Bytes row_bytes(ByteView place, ByteView wrapped);

}  // namespace fallbuch

// How does a checked event become the record that is sequenced? Its spans are sealed under the
// keys of their persons, its header names what anyone may know.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/codec/record.h"
#include "core/events/checked_event.h"
#include "core/events/event_type.h"
#include "core/vault/vault.h"

namespace fallbuch {

inline constexpr std::string_view kSchemaRecordType = "system.schema";
inline constexpr std::uint32_t kSchemaRecordVersion = 1;

// Asks `batch` for the numbers and keys it needs; append the record only after batch.commit().
// `stamp` is the admission's clock, unless the event claims its own `recorded`. Spans are ordered
// by subject, then category; a span's number is its place. Fails as the vault does.
// Callable from any thread that owns the batch.
Result<SealedRecord> seal_event(const CheckedEvent& event, const Vault& vault, Vault::Batch& batch,
                                Instant stamp);

// Asks `batch` for everything that sealing the event will ask for, and seals nothing.
Status make_names(const CheckedEvent& event, Vault::Batch& batch);

// The record by which a type's schema enters the ledger: kind system, body = canonical text,
// event id that of source "fallbuch:schema" and the wire type. Its `recorded` is the sequencer's.
SealedRecord schema_record(const EventType& type, const Vault& vault);

}  // namespace fallbuch

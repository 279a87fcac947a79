// How a JSON Schema becomes checks: the common subset of draft-07 and 2020-12 that both read alike.
//
//   any value   type (one or a list), enum and const (scalars), $ref to #/$defs/ or #/definitions/
//   text        minLength, maxLength (code points), pattern (see pattern.h; needs a maxLength of
//               at most 255), format date and date-time, x-codes
//   numbers     minimum, maximum
//   arrays      items (a schema), minItems, maxItems, uniqueItems
//   objects     properties, required, additionalProperties (true, false or a schema)
//   annotation  title, description, examples, $comment; x-category and x-subject on a property of
//               `data`, x-subject on its items; $schema, $id and x-fallbuch on the whole
//
// Any other keyword is refused, so that no rule of a schema is ever ignored in silence.
#pragma once

#include <deque>
#include <nlohmann/json_fwd.hpp>

#include "core/base/result.h"
#include "core/events/code_list.h"
#include "core/events/value_check.h"

namespace fallbuch {

// Compiles `schema` and all that it refers to; the checks are appended to `checks`, whose elements
// keep their addresses. `lists` (may be nullptr: codes go unchecked, as when old records are
// decoded) must outlive them. invalid with JSON pointer, keyword and reason.
Result<const ValueCheck*> compile_schema(const nlohmann::json& schema, const CodeLists* lists,
                                         std::deque<ValueCheck>& checks);

}  // namespace fallbuch

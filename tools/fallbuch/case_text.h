// How a case is shown: to people in German, to programs as JSON.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/calendar/berlin.h"
#include "projections/case/case_changes.h"
#include "projections/case/case_model.h"
#include "projections/case/case_state.h"

namespace fallbuch {

// Writes for a terminal of some width. Borrows model and berlin.
class CaseText {
public:
    CaseText(const CaseModel& model, const BerlinTime& berlin, std::size_t width)
        : model_(model), berlin_(berlin), width_(width) {}

    // A section for each kind of thing that there is.
    Result<std::string> state(const CaseState& state) const;
    // A line for each value that changed: what it was, what it is.
    Result<std::string> changes(const std::vector<CaseChange>& changes) const;

private:
    std::string title(ThingKind kind, const std::string& thing, std::uint16_t field) const;
    Result<std::string> value(const CaseChange& where, ByteView cbor) const;
    Result<std::string> section(const CaseState& state, std::span<const CaseThing> things) const;

    const CaseModel& model_;
    const BerlinTime& berlin_;
    std::size_t width_;
};

// {"phase", "things": [{"kind", "name", "state", "since", "values": {field: {"value", "since",
// "position"}}}]}, as JSON text.
Result<std::string> state_to_json(const CaseState& state);
// [{"kind", "name", "field", "before", "after"}], as JSON text.
Result<std::string> changes_to_json(const CaseModel& model, const std::vector<CaseChange>& changes);

}  // namespace fallbuch

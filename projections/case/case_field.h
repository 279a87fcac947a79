// Which fields of the catalogue does the view of a case reckon with?
//
// A model knows their numbers, so that nobody looks for a name once a case is read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace fallbuch {

enum class CaseField : std::uint8_t {
    actual_end,
    appointment_id,
    birth_date,
    caseworker,
    channel,
    code,
    counterpart_role,
    customer_number,
    cycle_no,
    date,
    due,
    from,
    need_id,
    new_ref,
    numbers,
    planned_to,
    purpose,
    qualified,
    reached_same_day,  // a talk that was missed and held on the same day
    reason,
    review_due,
    slot,
    start,
    status,
    target_date,
    team,
    to,
    top_up,
    unit,
    validity,
};
inline constexpr std::size_t kCaseFieldCount = static_cast<std::size_t>(CaseField::validity) + 1;

// As the catalogue writes it.
std::string_view name_of(CaseField field);

}  // namespace fallbuch

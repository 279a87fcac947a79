#include "projections/case/case_field.h"

#include <array>

namespace fallbuch {
namespace {

constexpr auto kNames = std::to_array<std::string_view>({
    "actualEnd",
    "appointmentId",
    "birthDate",
    "caseworker",
    "channel",
    "code",
    "counterpartRole",
    "kundennummer",
    "cycleNo",
    "date",
    "due",
    "from",
    "needId",
    "newRef",
    "numbers",
    "plannedTo",
    "purpose",
    "qualified",
    "purposeReachedSameDay",
    "reason",
    "reviewDue",
    "slot",
    "start",
    "status",
    "targetDate",
    "team",
    "to",
    "topUp",
    "unit",
    "validity",
});
static_assert(kNames.size() == kCaseFieldCount);

}  // namespace

std::string_view name_of(CaseField field) { return kNames[static_cast<std::size_t>(field)]; }

}  // namespace fallbuch

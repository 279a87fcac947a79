// Shows documents to admission as the `data` of an event that is right otherwise.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "core/events/admission.h"
#include "core/events/checked_event.h"
#include "core/events/event_type.h"
#include "core/events/faults.h"
#include "tests/support/casework_types.h"

namespace fallbuch {

std::string cloud_event(const EventType& type, const nlohmann::json& data);

struct SchemaChecker {
    Faults check(const EventType& type, const nlohmann::json& data);

    Admission admission = casework_admission();
    AdmissionParser parser{admission};
    CheckedEvent event;
};

}  // namespace fallbuch

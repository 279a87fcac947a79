// Event types as an office would write them, for tests of what the generic ones do not use: codes,
// several persons, the actor, every keyword of the subset.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/events/admission.h"
#include "core/events/catalogue.h"
#include "core/events/event_type.h"

namespace fallbuch {

// "de.fallbuch.talk.held.v1" with its code list, and "de.fallbuch.report.filed.v1", which uses
// every keyword.
std::vector<CatalogueFile> casework_files();

// The built-in types and the casework types. Fails the test if they are refused.
std::shared_ptr<const Catalogue> casework_catalogue();
Admission casework_admission();
// Of these the generic types and those of casework_files(): few, but they use every keyword.
std::vector<const EventType*> keyword_types(const Catalogue& catalogue);

// The smallest event type, "de.fallbuch.probe.taken.v1", as JSON; to be changed by tests.
inline constexpr const char* kProbeType = R"({
  "title": "Probe", "type": "object", "additionalProperties": false,
  "x-fallbuch": {"type": "de.fallbuch.probe.taken", "version": 1, "name": "ProbeTaken",
                 "retention": "FALL", "actor": "optional"},
  "properties": {"a": {"title": "A", "type": "string", "x-category": "STAMM"}}
})";

// A valid event of type talk.held; `data` and `more` (attributes, beginning with a comma) are
// JSON.
std::string contact_event(const std::string& data, const std::string& more = "");
std::string minimal_contact_data();

// 2026-11-23 12:00 UTC.
Instant noon();

}  // namespace fallbuch

// A value of the catalogue as a person reads it.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "core/calendar/berlin.h"
#include "core/events/value_check.h"
#include "tools/fallbuch/part_order.h"

namespace fallbuch {

// Codes and parts by their German titles, as deep as the schema says where they stand; civil dates
// in German. The parts of a value stand in one line, "Wer: Behörde · Was: …". Of a list of such
// values each has a line of its own, and what is a list in it again stands indented below:
//
//   – Merkmal: Belastbarkeit
//     Indikatoren:
//     – Indikator: Angaben im Gespräch · Informationsquellen: Erstgespräch; Lebenslauf
//
// Such a text begins with a new line. Without a check (nullptr) as german_value.
std::string readable(const BerlinTime& berlin, const nlohmann::json& value, const ValueCheck* check,
                     const PartOrder& order);

// "Titel: Wert"; a value that begins with a new line stands below its title.
std::string labelled(const std::string& title, const std::string& value);

}  // namespace fallbuch

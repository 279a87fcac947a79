// How does a type or a code list of the catalogue read as documentation? Everything on the page
// comes from its file; the texts are German, as the people are who record events.
#pragma once

#include <cstddef>
#include <string>

#include "core/events/catalogue.h"
#include "core/events/code_list.h"
#include "core/events/event_type.h"

namespace fallbuch {

// Title, description, whom it concerns, a table of the fields, the codes they take, an example.
// Lines have at most `width` cells, as far as the texts of the example allow.
std::string type_page(const Catalogue& catalogue, const EventType& type, std::size_t width);

// Title, source and the codes with titles, validity and attributes.
std::string code_list_page(const CodeList& list, std::size_t width);

// The first example as a whole CloudEvent in one line, ready for `fallbuch append`; empty if the
// schema has none.
std::string example_event(const EventType& type);

}  // namespace fallbuch

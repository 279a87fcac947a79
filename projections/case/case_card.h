// What a search over all cases knows of each: enough to find it, to list it and to put it into a
// worklist.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/calendar/civil_day.h"
#include "projections/case/case_waits.h"
#include "projections/case/thing_kind.h"

namespace fallbuch {

class CaseState;

// Raised whenever a card comes out otherwise, or lies otherwise in its bytes: states are then built
// anew, and their cards with them.
inline constexpr std::string_view kCardVersion = "fallbuch case card v6";

// Whoever is responsible, and where, both days counted; no last day: no end was told.
struct ResponsibleTerm {
    std::string caseworker;
    std::string unit;
    std::string team;
    CivilDay from{};
    std::optional<CivilDay> to;

    bool operator==(const ResponsibleTerm&) const = default;
};

// Whoever stands in for the caseworker, both days counted; nothing: no end was told.
struct DeputyTerm {
    std::string caseworker;
    std::optional<CivilDay> from;
    std::optional<CivilDay> to;

    bool covers(CivilDay day) const { return (!from || *from <= day) && (!to || day <= *to); }
    bool operator==(const DeputyTerm&) const = default;
};

// Empty texts and absent moments: not known.
struct CaseCard {
    bool is_case = false;  // false: only events of the office as a whole, as of its rulebooks
    bool is_open = false;
    Phase phase = Phase::none;
    // That of the case first, then every other that was ever told, the latest told first.
    std::vector<std::string> customer_numbers;
    std::string name;  // of the person, from the master data
    // The newest assignment first, each from an earlier day than the one before it.
    std::vector<ResponsibleTerm> responsible;
    std::vector<DeputyTerm> deputies;
    std::string circle;  // Rechtskreis
    // The latest that the search of KD-19 asks for: personal, with whoever places or counsels, and,
    // if its purpose is known, about the person's integration.
    std::optional<Instant> last_contact;
    Instant last_event{};
    std::uint64_t event_count = 0;
    CaseWaits waits;

    // That of the case; empty if it is not known.
    std::string_view customer_number() const {
        return customer_numbers.empty() ? std::string_view() : customer_numbers.front();
    }
    // What the newest assignment says whose first day has come, even if its last one is over.
    // nullptr: there is none.
    const ResponsibleTerm* assigned_on(CivilDay day) const;
    // The same; nullptr if its last day is over: nobody is responsible.
    const ResponsibleTerm* responsible_on(CivilDay day) const;
    // Whoever stands in then, and is not responsible himself.
    std::vector<DeputyTerm> deputies_on(CivilDay day) const;
    bool operator==(const CaseCard&) const = default;
};

// Who stands in: one who was named for no certain time does until somebody else, assigned later,
// becomes responsible.
std::vector<DeputyTerm> deputies_of(const CaseState& state);
CaseCard card_of(const CaseState& state);
void encode_card(const CaseCard& card, Bytes& out);
// corrupt if the bytes are not what encode_card() writes.
Result<CaseCard> decode_card(ByteView in);

}  // namespace fallbuch

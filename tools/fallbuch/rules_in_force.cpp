#include "tools/fallbuch/rules_in_force.h"

#include <iostream>
#include <string>
#include <utility>

#include "core/base/ids.h"
#include "core/calendar/holiday_law.h"
#include "projections/engine/case_history.h"
#include "projections/rules/vocabulary.h"
#include "tools/fallbuch/rulebook_files.h"

namespace fallbuch {

void tell_passed_over(const rules::KnownOffice& office) {
    const auto tell = [](Position position, const std::string& why) {
        std::cerr << "Record " << position.value << " of the office is passed over: " << why
                  << '\n';
    };
    for (const Position position : office.beyond_units) {
        tell(position, "its scope names something else than units.");
    }
    for (const auto& one : office.refused) tell(one.position, one.why);
}

Result<RulesInForce> RulesInForce::read(Context& context, EventReader& events,
                                        std::shared_ptr<const Catalogue> catalogue,
                                        const HistoryBounds& bounds) {
    ASSIGN_OR_RETURN(const auto files, rulebooks_in_force(context));
    RulesInForce all;
    all.catalogue_ = std::move(catalogue);
    ASSIGN_OR_RETURN(all.library_,
                     rules::make_library(rules::EventsOf::casework, all.catalogue_, files));
    for (const std::string& why : all.library_.passed_over) {
        std::cerr << "This rulebook is passed over: " << why << '\n';
    }
    ASSIGN_OR_RETURN(BerlinTime berlin, BerlinTime::load());
    all.berlin_ = std::make_unique<const BerlinTime>(std::move(berlin));
    ASSIGN_OR_RETURN(const HolidayLaw law, HolidayLaw::built_in());
    ASSIGN_OR_RETURN(rules::Calendars calendars, rules::Calendars::of(law));
    all.calendars_ = std::make_unique<const rules::Calendars>(std::move(calendars));
    ASSIGN_OR_RETURN(rules::KnownOffice office,
                     rules::find_office(events, all.rules(), *all.berlin_, bounds));
    tell_passed_over(office);
    all.office_ = std::make_unique<const rules::KnownOffice>(std::move(office));
    return all;
}

JudgingParts RulesInForce::parts(Vault& vault) const {
    return {*catalogue_, rules(), office_->office, *calendars_, *berlin_, vault};
}

rules::OfficeHistory RulesInForce::office_history() const {
    return rules::OfficeHistory(*office_, rules(), *berlin_);
}

}  // namespace fallbuch

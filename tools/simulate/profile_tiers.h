// Profillagen and their contact density, 2010 to mid 2023 (BA, "Mindestkontaktdichten", Dez. 2010).
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "core/calendar/civil_day.h"
#include "tools/simulate/daily_life.h"
#include "tools/simulate/desk.h"
#include "tools/simulate/person.h"
#include "tools/simulate/timeline.h"

namespace fallbuch::simulate {

struct ProfileTier {
    std::string_view code;
    std::string_view rule;
    int contacts_min;  // in half a year
    int weight;
};
inline constexpr std::array kProfileTiers{ProfileTier{"MARKT", "KD-04", 4, 9},
                                          ProfileTier{"AKTIVIERUNG", "KD-05", 5, 9},
                                          ProfileTier{"FOERDER", "KD-06", 3, 22},
                                          ProfileTier{"ENTWICKLUNG", "KD-07", 4, 24},
                                          ProfileTier{"STABILISIERUNG", "KD-08", 2, 14},
                                          ProfileTier{"UNTERSTUETZUNG", "KD-09", 2, 10},
                                          ProfileTier{"I", "KD-10", 2, 9},
                                          ProfileTier{"Z", "KD-11", 1, 3}};

// One history; the desk outlives it.
class ProfileTiers {
public:
    ProfileTiers(Desk& desk, AgeBand band)
        : desk_(desk), line_(desk.line), life_(desk), band_(band) {}

    // True where the case outlives the concept; otherwise it is closed.
    bool run();
    // A case that began under Betreuungsstufen, or was closed and is back.
    bool carry_on(CivilDay first_talk);
    bool come_back(CivilDay day);

private:
    const ProfileTier& draw_tier();
    void first_talk(CivilDay day);
    std::size_t talk(CivilDay day, bool first);
    void agree();
    bool stay();
    void half_year(bool another);
    void excuse(CivilDay from);
    void talk_until_concept_ends();
    void let_agreement_lapse();
    void too_few();
    void youth_gap();

    Desk& desk_;
    Timeline& line_;
    DailyLife life_;
    AgeBand band_;
    ProfileTier tier_{};
    std::size_t agreement_event_ = 0;
};

}  // namespace fallbuch::simulate
